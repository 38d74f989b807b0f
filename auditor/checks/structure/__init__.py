"""Can a reader find his way in the site?"""

"""Does the site say who it is, the way the national rules ask?"""

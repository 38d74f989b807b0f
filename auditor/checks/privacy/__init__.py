"""Does a page give away what belongs to a person?"""

"""Does the site answer those who write to it, and does it ask?"""

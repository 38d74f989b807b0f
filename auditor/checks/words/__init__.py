"""Is what is written right, and does it say what it means to say?"""

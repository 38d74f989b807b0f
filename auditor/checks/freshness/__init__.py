"""Is every column alive?"""

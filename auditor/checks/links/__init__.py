"""Does every reference lead somewhere?"""

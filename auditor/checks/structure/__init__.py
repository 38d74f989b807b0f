"""Does the site hold what open information consists of, and does it hang together?"""

"""How a site is built: read, validate, relate, render, stage, commit. Start at ``portal.py``."""

"""Whole county portals in sixteen layouts, mended or broken one thing at a time: identity, security, disclosure, villages."""

"""Judges of the built pages that are not part of the product."""

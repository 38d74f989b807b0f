"""Inspect a government site: crawl it, find what is wrong with evidence, clause and remedy, and report it."""

__version__ = "0.1.0"

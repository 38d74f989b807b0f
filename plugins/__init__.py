"""Markdown to pages: everything that makes the site. Never imports ``auditor``."""

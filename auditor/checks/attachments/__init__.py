"""Attachments: what a reader downloads, whether it opens, and what it gives away."""

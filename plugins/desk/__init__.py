"""``desk``, the editors' command."""

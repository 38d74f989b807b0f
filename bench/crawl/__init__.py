"""One generated site, asked by us and by three link checkers in turn."""

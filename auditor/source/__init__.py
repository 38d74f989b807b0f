"""``auditor check-source``: words and private data in Markdown, CSV and other files before they are pages."""

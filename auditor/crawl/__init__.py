"""From a start address to kept pages: polite, bounded, resumable."""

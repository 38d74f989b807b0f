"""A Word file read: what stands in it, as Markdown, and what does not come along."""

"""What a page calls itself."""

from __future__ import annotations

import re

from auditor.model import PageFacts


def headline(page: PageFacts) -> str:
    """What the page calls itself: ArticleTitle, else its first heading, else the start of its title."""
    if named := page.meta("ArticleTitle"):
        return named
    for block in page.blocks:
        if block.tag == "h1" and block.region == "main" and block.kind == "text":
            return block.text
    return re.split(r"\s*[-_|–—]+\s*", page.title[:200])[0]

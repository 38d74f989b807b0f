"""What a page calls itself."""

from __future__ import annotations

import re

from auditor.model import PageFacts

TITLE_MARK = re.compile(r"\s*[-_|–—]+\s*")
"""What stands in a title between the page's own name and the site's."""

_SITE = re.compile(r"\w{2,16}(?:人民政府|管委会|管理委员会|政府网站?|政务网|信息网|门户网站)")


def headline(page: PageFacts) -> str:
    """What the page calls itself: ArticleTitle, else its first heading, else the start of its title.

    A heading that says whose site this is stands on page after page and names none of them.
    """
    if named := page.meta("ArticleTitle"):
        return named
    title = TITLE_MARK.split(page.title[:200])[0]
    for block in page.blocks:
        own = block.tag == "h1" and block.region == "main" and block.kind == "text"
        if own and not (title and names_site(page, block.text)):
            return block.text
    return title


def names_site(page: PageFacts, text: str) -> bool:
    """Whether a text is nothing but the name of the site: its SiteName, the end of the title, 某县人民政府."""
    behind = TITLE_MARK.split(page.title[:200])[1:]
    return text in (page.meta("SiteName"), *behind) or _SITE.fullmatch(text) is not None

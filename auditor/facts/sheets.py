"""What a style sheet of the site refers to: pictures, fonts and further sheets (CSS Values 4, 4.5)."""

from __future__ import annotations

from auditor.crawl.url import resolve
from auditor.facts.encoding import media_type, read_text
from auditor.facts.links import css_urls
from auditor.model import Link, Locator, PageFacts

MANY = 5_000
"""References after which a sheet is not read further."""


def read_sheet(url: str, headers: tuple[tuple[str, str], ...], body: bytes, depth: int = 0) -> PageFacts:
    """The facts of a style sheet: its references with line and column, relative to ``url``. Never raises."""
    content_type = next((value for name, value in headers if name.lower() == "content-type"), "")
    text = read_text(body, content_type).text
    links: list[Link] = []
    for raw, offset in css_urls(text):
        if len(links) >= MANY:
            break
        target = resolve(url, raw)
        line = text.count("\n", 0, offset) + 1
        locator = Locator(line=line, column=offset - text.rfind("\n", 0, offset))
        links.append(
            Link(
                url=target.url,
                raw=raw,
                role="asset",
                tag="style",
                attribute="",
                scheme="" if target.url else target.scheme,
                problem=target.problem,
                locator=locator,
            )
        )
    return PageFacts(
        url=url, status=200, kind="other", headers=headers, content_type=media_type(content_type) or "text/css",
        size=len(body), links=tuple(links), depth=depth,
    )  # fmt: skip

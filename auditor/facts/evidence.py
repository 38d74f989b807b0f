"""What a report shows as proof: a few words around the guilty ones, or a piece of markup made harmless."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Comment, Tag

AROUND = 20
"""Characters on either side, as ledgers are kept (原文±20字)."""

CUT = "…"
_DROPPED = ("script", "style", "template", "noscript", "svg", "object", "embed")
_KEPT_VALUE = 80


def excerpt(text: str, start: int, end: int, around: int = AROUND) -> tuple[str, tuple[int, int]]:
    """The passage ``text[start:end]`` with ``around`` characters on either side, and where it stands in that.

    An ellipsis marks each side that was cut. Offsets outside the text are drawn in. White space outside the passage
    is shown as single spaces.
    """
    start = min(max(start, 0), len(text))
    end = min(max(end, start), len(text))
    left, right = max(start - around, 0), min(end + around, len(text))
    before = (CUT if left else "") + re.sub(r"[\s\x00]+", " ", text[left:start])
    after = re.sub(r"[\s\x00]+", " ", text[end:right]) + (CUT if right < len(text) else "")
    return before + text[start:end] + after, (len(before), len(before) + end - start)


def markup(html: str, around: int = 200) -> str:
    """A piece of a page's markup for people to read: at most about ``around`` characters, cleaned with Beautiful Soup.

    Scripts, styles, comments and ``on…`` attributes go, ``javascript:`` and ``data:`` values and over-long ones are
    shortened. It is still markup: whoever prints it escapes it.
    """
    soup = BeautifulSoup(html[: around * 50], "html.parser")
    for comment in soup.find_all(string=lambda string: isinstance(string, Comment)):
        comment.extract()
    for tag in soup.find_all(_DROPPED):
        tag.decompose()
    for tag in soup.find_all(True):
        if isinstance(tag, Tag):
            _clean_attributes(tag)
    cleaned = re.sub(r"\s+", " ", str(soup).replace("\x00", "")).strip()
    return cleaned if len(cleaned) <= around else cleaned[:around] + CUT


def _clean_attributes(tag: Tag) -> None:
    for name, value in list(tag.attrs.items()):
        text = " ".join(value) if isinstance(value, list) else str(value)
        scheme = re.sub(r"[\s\x00-\x1f]", "", text[:200]).lower()
        if name.lower().startswith("on") or scheme.startswith(("javascript:", "vbscript:")):
            del tag.attrs[name]
        elif len(text) > _KEPT_VALUE:
            tag.attrs[name] = text[:_KEPT_VALUE] + CUT

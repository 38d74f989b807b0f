"""What a reader sees of an answer, roughly: title and lines of text, for the verdict on a link.

Not the facts of a page (``auditor.facts``): link targets of other hosts are looked at once and thrown away, so a few
patterns over the first part of the body have to do.
"""

from __future__ import annotations

import html
import re

import msgspec

from auditor.facts.encoding import read_text

TITLE_WITHIN = 16_384
"""Bytes of a body in which its title is looked for."""

_TITLE = re.compile(rb"<title\b[^>]*>(.*?)</title", re.I | re.S)
_DECODED_TITLE = re.compile(r"<title\b[^>]*>(.*?)</title", re.I | re.S)
_UNSEEN = re.compile(r"<!--.*?(?:-->|$)|<(script|style|noscript|template|title)\b.*?(?:</\1\s*>|$)", re.I | re.S)
_BORDER = re.compile(r"</?(?!(?:a|b|i|em|font|span|strong|u)\b)[a-z!][^<>]*>", re.I)
_TAG = re.compile(r"<[^<>]*>")
_DIGITS = re.compile(r"\d+")


class Shown(msgspec.Struct, frozen=True):
    """``lines`` are the texts between the borders of blocks, white space folded, in order."""

    title: str
    lines: tuple[str, ...]

    @property
    def size(self) -> int:
        """Characters of all lines."""
        return sum(map(len, self.lines))

    def shapes(self) -> frozenset[str]:
        """The lines without their numbers: clocks and counters differ from answer to answer."""
        return frozenset(_DIGITS.sub("#", line) for line in self.lines)


def raw_title(body: bytes) -> bytes:
    """The title of an HTML body as it was sent, or empty."""
    found = _TITLE.search(body[:TITLE_WITHIN])
    return found[1] if found else b""


def title_of(body: bytes, content_type: str) -> str:
    """The title of an HTML body, or empty; decoded as browsers do."""
    if not raw_title(body):
        return ""
    # A charset that is not in the header is declared near the title: the head tells it as well as the whole body.
    head = read_text(body[:TITLE_WITHIN], content_type).text
    found = _DECODED_TITLE.search(head)
    return _folded(found[1]) if found else ""


def read_shown(body: bytes, content_type: str) -> Shown:
    """Title and lines of an HTML body. Never raises for what a body may hold."""
    text = _UNSEEN.sub("\n", read_text(body, content_type).text)
    lines = (_folded(_TAG.sub("", piece)) for piece in _BORDER.sub("\x00", text).split("\x00"))
    return Shown(title_of(body, content_type), tuple(line for line in lines if line))


def _folded(text: str) -> str:
    return " ".join(html.unescape(text).split())

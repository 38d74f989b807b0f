"""Addresses in scripts, as far as they stand there in one piece: a script that puts one together is not run.

Read are ``location = "…"`` and its kin, ``window.open("…")``, the tags in strings of ``document.write`` and
``innerHTML``, and the addresses of JSON-LD (schema.org). All of them are guesses about what a script does: a check may
say ``review`` of such a link, never ``fail``. ``written`` gives the markup of such strings whole, which often is the
foot of a page (conac's mark is handed out as ``document.write(unescape("%3Cspan …"))``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import unquote

LONGEST = 500_000
"""Characters of a script that are looked at; libraries are longer and lead nowhere."""

WRITTEN = 4_000
"""Characters kept of what scripts write."""

FOOTS = re.compile(r"conac\.cn|_ideConac|jiucuo|hm\.baidu\.com|cnzz\.com|\b51\.la\b|umeng\.com", re.I)
"""What stands in the scripts of a foot: the mark, 找错, counters. They write no list and no text of a page."""

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|(?<![:\\\"'\w])//[^\n]*", re.S)
_GOES = re.compile(
    r"(?:\blocation(?:\.href)?\s*=|\blocation\.(?:replace|assign)\s*\(|\bwindow\.open\s*\()"
    r"""\s*(?:"([^"\\\n]*)"|'([^'\\\n]*)')(?!\s*\+)"""
)
# An end that is missing is let pass: were it asked for, each quotation mark would be tried to the end of the script.
_STRING = re.compile(r""""((?:[^"\\\n]|\\.)*)"?|'((?:[^'\\\n]|\\.)*)'?""")
_TAG = re.compile(
    r"""<(?:a|area|iframe|frame)\s(?:[^<>]*?\s)?(?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)(?=[\s>]))""", re.I
)
_ESCAPE = re.compile(r"\\(.)", re.S)
_CODED = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})|%u([0-9a-fA-F]{4})")
_WRITES = re.compile(
    r"document\.write|createElement\s*\(\s*[\"']script|innerHTML|outerHTML|insertAdjacentHTML|\.(?:html|append|prepend|load|get|ajax)\s*\(|\bfetch\s*\("
)
_FOOT = re.compile(r"foot|bottom|copyright|banquan", re.I)
_MARKUP = re.compile(r"<|%3C|\\u|\\x3|[\u4e00-\u9fff]")
_SCRIPT_FILE = re.compile(r"(?:https?:)?//[\w.\-]+/\S*\.js(?:\?\S*)?")
"""The address of a script that a script loads, which is how the foot's entries are often built in."""
_NO_ADDRESS = re.compile(r"[\s<>{}|^`\\]|^(?:#|javascript:|about:|$)", re.I)
_JSON_KEYS = frozenset({"url", "contentUrl", "embedUrl", "sameAs", "mainEntityOfPage", "downloadUrl", "discussionUrl"})


def goes_to(script: str) -> Iterator[tuple[str, int]]:
    """The addresses a script may lead to, and where in it each stands."""
    if len(script) > LONGEST:
        return
    moves = "location" in script or "window.open" in script
    writes = "document.write" in script or "innerHTML" in script
    if not (moves or writes):
        return
    code = _COMMENT.sub(lambda found: " " * len(found[0]), script) if "//" in script or "/*" in script else script
    if moves:
        for found in _GOES.finditer(code):
            group = found.lastindex or 1
            if not _NO_ADDRESS.search(found[group]):
                yield found[group], found.start(group)
    if writes:
        for string in _STRING.finditer(code):
            if "<" in string[0]:
                yield from ((raw, string.start()) for raw in _in_tags(string[1] or string[2] or ""))


def _in_tags(literal: str) -> Iterator[str]:
    for tag in _TAG.finditer(_ESCAPE.sub(r"\1", literal)):
        raw = tag[tag.lastindex or 1].strip()
        if not _NO_ADDRESS.search(raw):
            yield raw


def written(script: str) -> str:
    """The markup in strings of a script that writes into the page, unescaped, in order; empty for any other script.

    Addresses of a foot that is read from elsewhere are among them.
    """
    if len(script) > LONGEST or not _WRITES.search(script):
        return ""
    code = _COMMENT.sub(lambda found: " " * len(found[0]), script) if "//" in script or "/*" in script else script
    pieces = (_plain(string[1] or string[2] or "") for string in _STRING.finditer(code))
    return "".join(piece for piece in pieces if piece)[:WRITTEN]


def _plain(literal: str) -> str:
    """A string literal as it would be written, where it may be markup or words of it; else empty."""
    if not (_MARKUP.search(literal) or ("/" in literal and (_FOOT.search(literal) or _SCRIPT_FILE.fullmatch(literal)))):
        return ""
    text = _CODED.sub(lambda found: chr(int(found[1] or found[2] or found[3], 16)), literal)
    text = unquote(_ESCAPE.sub(r"\1", text))
    # Halves of pairs become whole; one alone cannot be kept.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def in_json_ld(text: str) -> Iterator[str]:
    """The addresses that JSON-LD gives of the page, its parts and its publisher; nothing where it cannot be read."""
    try:
        todo = [json.loads(text)]
    except (ValueError, RecursionError):
        return
    while todo:
        item = todo.pop()
        if isinstance(item, list):
            todo.extend(reversed(item))
        elif isinstance(item, dict):
            for key, value in item.items():
                for one in value if isinstance(value, list) else [value]:
                    if key in _JSON_KEYS and isinstance(one, str) and one.startswith(("http://", "https://", "/")):
                        yield one
            todo.extend(value for value in reversed(list(item.values())) if isinstance(value, (dict, list)))

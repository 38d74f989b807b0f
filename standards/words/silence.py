"""When a wording is not wrong after all: its time, its neighbours, a cited title, a quotation."""

from __future__ import annotations

from standards.words.entries import Entry

_CONTEXT = 20
REACH = 200
"""A title or quotation is not longer than this on either side: a lost bracket must not silence the rest of a page."""
_QUOTES = (("“", "”"), ("‘", "’"), ("「", "」"), ("『", "』"))


def why_silent(entry: Entry, text: str, span: tuple[int, int], *, quoted: bool, day: str) -> str:
    """Why an entry says nothing of a span of a folded text, in words for an inspector; empty where it speaks.

    ``quoted`` says that all of the text stands in a quotation, ``day`` (ISO 8601) when the text appeared.
    """
    start, end = span
    if day[:10] < entry.not_before:
        return f"只对{entry.not_before}以后发布的内容报告"
    if day[:10] > (entry.not_after or "9"):
        return f"只对{entry.not_after}以前发布的内容报告"
    if why := _out_of_context(entry, text, start, end):
        return why
    if not entry.in_titles and _inside(text, start, end, "《", "》"):
        return "在书名号内，是引用的名称"
    if entry.unless_quoted and (quoted or any(_inside(text, start, end, *marks) for marks in _QUOTES)):
        return "在引文或引号内"
    if entry.severity != "P0" and _mentioned(text, start, end):
        return "单独加了引号，是在说这个词，不是在用它"
    return ""


def _out_of_context(entry: Entry, text: str, start: int, end: int) -> str:
    left, right = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    near = left + text[start:end] + right
    wanted = ((entry.only_left, left, "前面"), (entry.only_right, right, "后面"), (entry.only_near, near, "附近"))
    for pattern, around, where in wanted:
        if pattern is not None and not pattern.search(around):
            return f"{where}没有它要求的用语"
    refused = (
        (entry.unless_left, left, "前面"),
        (entry.unless_right, right, "后面"),
        (entry.unless_near, near, "附近"),
    )
    for pattern, around, where in refused:
        if pattern is not None and (found := pattern.search(around)):
            return f"{where}是“{found[0]}”，不是这个错误"
    return ""


def _inside(text: str, start: int, end: int, opening: str, closing: str) -> bool:
    """Whether the span stands between the marks of a pair."""
    opened = text.rfind(opening, max(0, start - REACH), start)
    closed = text.find(closing, end, end + REACH)
    return opened >= 0 and closed >= 0 and text.find(closing, opened, start) < 0


def _mentioned(text: str, start: int, end: int) -> bool:
    """Whether the wording alone fills a pair of quotation marks: then the text speaks of it and does not use it."""
    around = text[max(0, start - 1) : start] + text[end : end + 1]
    return around == '""' or any(around == opening + closing for opening, closing in _QUOTES)

"""When a wording is not wrong after all: its time, its neighbours, a cited title, a quotation."""

from __future__ import annotations

import re

from standards.words.entries import Entry

_CONTEXT = 20
REACH = 200
"""A title or quotation is not longer than this on either side: a lost bracket must not silence the rest of a page."""
_QUOTES = (("“", "”"), ("‘", "’"), ("「", "」"), ("『", "』"))


_DISCUSSED = re.compile(
    r"(?:误写|错写|误作|写错|误用|错写成|写成了|不得?使用|不能使用|不要使用|禁用|禁止使用|慎用|错误表述|错误提法|不规范表述"
    r"|不得出现|所谓)[^。;]{0,24}\Z"
)
"""What stands before a wording that is being corrected or forbidden."""


_OLD_TEXT = re.compile(r"(?:[载曰]|记载|原文(?:如下|为|是)?|碑文|县志|族谱|史料|旧志)[^。;“]{0,4}[:,]?\s*\Z")
"""What stands before words taken from an old book."""


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
    if _mentioned(text, start, end) and (
        entry.severity != "P0" or _DISCUSSED.search(text[max(0, start - REACH) : start])
    ):
        return "单独加了引号，是在说这个词，不是在用它"
    if any(_inside(text, start, end, *marks) for marks in _QUOTES):
        opened = max(text.rfind(mark, max(0, start - REACH), start) for mark, _ in _QUOTES)
        if _OLD_TEXT.search(text[max(0, opened - _CONTEXT) : opened]):
            return "是所引旧籍或原文的用字"
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

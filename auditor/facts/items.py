"""The items of a list from its rows: title, address, date, and whether the item is pinned."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec
from turbohtml import Document, Element, Text

from auditor.facts.dates import find_dates
from auditor.facts.regions import BLOCKS
from auditor.facts.row_dates import FULL, SUMMARY, read_row_date, read_row_day, spaced
from auditor.facts.rows import Row
from auditor.facts.text import fold
from auditor.model import ListItem

_PINNED = re.compile(r"置顶|^\W*\[?顶\]?(?=\W|$)")
_PINNED_CLASSES = frozenset({"top", "zd", "zhiding", "istop", "pinned", "sticky", "is-top", "list-top", "topnews"})
_PINNED_MARKS = "img[alt*=置顶],[title*=置顶],.zhiding,.istop,.icon-top"

_ELLIPSIS = ".…· \u3000\xa0"


class Marks(msgspec.Struct):
    """What of a document may stand in rows; asked once, since most pages have none of it."""

    times: bool
    headings: bool
    pins: bool


def read_marks(document: Document) -> Marks:
    """Whether the document has times, links that hold headings, marks of pinned items."""
    return Marks(
        times=document.select_one("time[datetime]") is not None,
        headings=document.select_one("a h1,a h2,a h3,a h4,a h5,a h6") is not None,
        pins=document.select_one(_PINNED_MARKS) is not None,
    )


def read_items(rows: Sequence[Row], marks: Marks, year_nearby: str) -> tuple[ListItem, ...]:
    """The items of one list. ``year_nearby`` serves rows with MM-DD whose address names no year."""
    return tuple(_item(row, marks, year_nearby, alone=len(rows) == 1) for row in rows)


def _item(row: Row, marks: Marks, year_nearby: str, *, alone: bool) -> ListItem:
    text = _text_of(row, alone=alone)
    date = read_row_date(row, text, year_nearby, times=marks.times)
    day = "" if date else read_row_day(row, text)
    if len(day) == FULL:
        date, day = day, ""
    return ListItem(
        title=_title(row, marks),
        url=row.link.url,
        date=date,
        day=day,
        pinned=_is_pinned(row.element, text.replace(row.link.text, " ", 1), marks),
    )


def _text_of(row: Row, *, alone: bool) -> str:
    if row.element is row.anchor:
        return _beside(row.anchor)
    text = spaced(row.element)
    if row.element.tag == "dt" and not alone:
        after = row.element.next_sibling
        while after is not None and not isinstance(after, Element):
            after = after.next_sibling
        if after is not None and after.tag == "dd":
            text += " " + spaced(after)
    if row.element.tag == "dd" and (day := _term_before(row.element)):
        return f"{day} {text}"
    return text


def _term_before(element: Element) -> str:
    """The words of a dt without a link right before its dd: a day, in lists of definitions that are lists of news."""
    before = element.previous_sibling
    while before is not None and not isinstance(before, Element):
        before = before.previous_sibling
    if before is None or before.tag != "dt" or before.select_one("a") is not None:
        return ""
    text = spaced(before)
    return text if len(text) <= SUMMARY else ""


def _beside(anchor: Element) -> str:
    """A link that is its own row: its words and what stands behind it, or else before it, on the same line."""
    behind: list[str] = []
    for node in anchor.next_siblings:
        if isinstance(node, Element) and (node.tag in ("a", "br") or node.tag in BLOCKS):
            break
        behind.append(node.text)
    before = anchor.previous_sibling
    if isinstance(before, Text) and not find_dates("".join(behind)):
        return fold(f"{before.text} {anchor.text}")
    return fold(" ".join((anchor.text, *behind)))


def _title(row: Row, marks: Marks) -> str:
    """The link's words; its title attribute where the words are cut; a heading inside where the link is a card."""
    if marks.headings:
        heading = row.anchor.select_one("h1,h2,h3,h4,h5,h6")
        if heading is not None and (text := fold(heading.text)):
            return text
    text = row.link.text
    if whole := row.anchor.attr("title"):
        whole, cut = fold(whole), text.rstrip(_ELLIPSIS)
        if len(whole) > len(cut) and whole.startswith(cut):
            return whole
    return text


def _is_pinned(element: Element, text: str, marks: Marks) -> bool:
    names = element.attr("class")
    if names and not _PINNED_CLASSES.isdisjoint(names.lower().split()):
        return True
    if "顶" in text and _PINNED.search(text):
        return True
    return marks.pins and element.select_one(_PINNED_MARKS) is not None

"""The rows of a list: which element is a row, which link in it is the document, what its title and date are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

import msgspec
from turbohtml import Document, Element, Node, Text

from auditor.facts.dates import FoundDate, find_dates, is_clock, read_date, read_day, read_item_date, year_of_url
from auditor.facts.text import fold
from auditor.model import Link, ListItem

_ROWS = frozenset({"li", "tr", "dt", "dd", "p", "div", "article", "section", "dl"})
_HOLDERS = frozenset({"ul", "ol", "table", "tbody", "dl", "body", "main"})
CLIMB = 4
DEEP = 64
"""Ancestors asked for; real pages are not deeper, hostile ones are."""

LONG = 8
"""Characters a title of a document has on average; names of columns are shorter."""

FEW = 3
_NOT_A_TITLE = re.compile(
    r"^(?:更多|more|查看|详情|全文|阅读全文|上一[页篇条]|下一[页篇条]|首页|尾页|末页|返回|第?\d+页?|[^\w〔《“【((\[]+)$"
    r"|^[^\w〔《“【((\[]*(?:更多|more)"
    r"|^[\[【(（〔<>]+(?:更多|more|查看(?:详情|全文|更多)?|详情|详细|全文|阅读全文|点击查看|点击进入)[\]】)）〕<>.…]*$",
    re.I,
)
_PINNED = re.compile(r"置顶|^\W*\[?顶\]?(?=\W|$)")
_PINNED_CLASSES = frozenset({"top", "zd", "zhiding", "istop", "pinned", "sticky", "is-top", "list-top", "topnews"})
_PINNED_MARKS = "img[alt*=置顶],[title*=置顶],.zhiding,.istop,.icon-top"
SUMMARY = 40
"""Characters of a row from which it holds more than title, date and source."""

FULL = 10
"""Characters of a full date in ISO 8601."""

PIECE = 60
"""Characters of a piece of text that may be a row's line of date, source and clicks."""

PIECES = 50
_BEFORE_DATE = re.compile(r"[\s\[【〔(（]*(?:(?:发布|发表|公开|更新)?(?:时间|日期|于)[\s:：]*)?")
_AFTER_DATE = re.compile(r"[\s\]】〕)）|/·]*(?:$|(?:来源|作者|编辑|浏览|点击|阅读|访问|发布))")
_PUBLISHED = re.compile(r"(?:发布|公布|公开|发表|上网)(?:时间|日期|于)?[\s:：\[【(（]*$")
"""What stands before the day of publication where a row tells of another day too."""
_ELLIPSIS = ".…· \u3000\xa0"
_TAIL = re.compile(r"[\[(（【]?(\d{1,2}[-/.]\d{1,2})[\])）】]?$")


class Row(msgspec.Struct):
    """One row: its element, the main link in it, and that link's element (the same as the row's in ``<br>`` lists)."""

    element: Element
    anchor: Element
    link: Link


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


def main_link(element: Element, anchors: Iterable[Element], links: Mapping[Element, Link]) -> Row | None:
    """The row of an element: its link with the longest words that is not a 更多; None where it has no link."""
    best: Row | None = None
    for anchor in anchors:
        link = links.get(anchor)
        if link is None or (best is not None and len(link.text) <= len(best.link.text)):
            continue
        if not _NOT_A_TITLE.search(link.text):
            best = Row(element, anchor, link)
    return best


def group_rows(links: Mapping[Element, Link]) -> dict[Element, list[Row]]:
    """Rows by the element that holds them. A lone row climbs until it has brothers or meets a list's own element."""
    rows = _first_rows(links)
    for _ in range(CLIMB):
        brothers: dict[Element, int] = {}
        for element in rows:
            if isinstance(parent := element.parent, Element):
                brothers[parent] = brothers.get(parent, 0) + 1
        moved: dict[Element, Row] = {}
        for element, row in rows.items():
            place = _climbed(element, brothers)
            if place not in moved or len(row.link.text) > len(moved[place].link.text):
                moved[place] = row if place is element else Row(place, row.anchor, row.link)
        if moved.keys() == rows.keys():
            break
        rows = moved
    # A cell of a layout table that holds a list is no row itself.
    outer = {above for element in rows for above in islice(element.ancestors, DEEP) if above in rows}
    groups: dict[Element, list[Row]] = {}
    for element, row in rows.items():
        if element not in outer and isinstance(parent := element.parent, Element):
            groups.setdefault(parent, []).append(row)
    return groups


def _climbed(element: Element, brothers: Mapping[Element, int]) -> Element:
    parent = element.parent
    if not isinstance(parent, Element) or brothers[parent] > 1:
        return element
    return parent if parent.tag not in _HOLDERS or (parent.tag == "dl" and element.tag in ("dt", "dd")) else element


def _first_rows(links: Mapping[Element, Link]) -> dict[Element, Row]:
    """Each link's row. An element with several long links and no rows within is a list by itself (``<br>`` lists)."""
    by_element: dict[Element, list[Element]] = {}
    for anchor in links:
        by_element.setdefault(_row_of(anchor), []).append(anchor)
    rows: dict[Element, Row] = {}
    for element, anchors in by_element.items():
        long = [anchor for anchor in anchors if len(links[anchor].text) >= LONG]
        if len(long) >= FEW and element.tag not in ("li", "tr"):
            rows.update((anchor, Row(anchor, anchor, links[anchor])) for anchor in long)
        elif (row := main_link(element, anchors, links)) is not None:
            rows[element] = row
    return rows


def _row_of(anchor: Element) -> Element:
    node: Node | None = anchor.parent
    row = anchor
    for _ in range(6):
        if not isinstance(node, Element) or (tag := node.tag) in _HOLDERS:
            break
        row = node
        if tag in _ROWS:
            break
        node = node.parent
    return row if row.tag not in ("td", "th") else anchor


def read_items(rows: Sequence[Row], marks: Marks, year_nearby: str) -> tuple[ListItem, ...]:
    """The items of one list. ``year_nearby`` serves rows with MM-DD whose address names no year."""
    return tuple(_item(row, marks, year_nearby, alone=len(rows) == 1) for row in rows)


def _item(row: Row, marks: Marks, year_nearby: str, *, alone: bool) -> ListItem:
    text = _text_of(row, alone=alone)
    date = _date(row, text, marks, year_nearby)
    day = "" if date else _day(row, text)
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
    text = _spaced(row.element)
    if row.element.tag == "dt" and not alone:
        after = row.element.next_sibling
        while after is not None and not isinstance(after, Element):
            after = after.next_sibling
        if after is not None and after.tag == "dd":
            text += " " + _spaced(after)
    return text


def _spaced(element: Element) -> str:
    """The element's pieces of text with spaces between: <b>20</b><i>2026-11</i> is a day and a month."""
    return " ".join(element.stripped_strings)


def _beside(anchor: Element) -> str:
    """A link that is its own row: its words and what stands behind it, or else before it, on the same line."""
    behind: list[str] = []
    for node in anchor.next_siblings:
        if isinstance(node, Element) and node.tag in ("a", "br"):
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


def _date(row: Row, text: str, marks: Marks, year_nearby: str) -> str:
    if marks.times:
        time = row.element.select_one("time[datetime]")
        if time is not None and (value := read_date(time.attr("datetime") or "")):
            return value
    title = row.link.text
    dates = find_dates(text)
    if len(dates) > 1:
        if value := _labelled_date(text, dates) or _headed_date(row) or _own_date(row):
            return value
    elif dates and is_clock(text):
        return ""
    elif dates and len(text) > SUMMARY and (value := _apart_date(row)):
        return value
    around = text.replace(_spaced(row.anchor), " ", 1)
    if value := read_item_date(around):
        return value
    for found in find_dates(title):  # a date in the middle of a title is part of it
        if found.start <= 1 or len(title) - found.end <= 1:
            return found.value
    year = year_of_url(row.link.url) or year_nearby
    if not year:
        return ""
    tail = _TAIL.search(title)
    return read_item_date(around, year) or (read_item_date(tail[1], year) if tail else "")


def _day(row: Row, text: str) -> str:
    """What an undated row shows in place of a date, beside its title or in a piece of its own within the link."""
    words = _spaced(row.anchor)
    around = text.replace(words, " ", 1).strip()
    if around and (value := read_day(around)):
        return value
    if words == row.link.text:
        return ""
    pieces = [piece for piece in islice(row.anchor.stripped_strings, PIECES) if piece != row.link.text]
    return next((value for piece in pieces if len(piece) <= LONG + 4 and (value := read_day(piece))), "")


def _labelled_date(text: str, found: Sequence[FoundDate]) -> str:
    """Of several dates the one that 发布日期 stands before."""
    return next((one.value for one in found if _PUBLISHED.search(text[max(one.start - 12, 0) : one.start])), "")


def _headed_date(row: Row) -> str:
    """Of several dates in a table's row the one under the head 发布日期."""
    table = row.element.closest("table") if row.element.tag == "tr" else None
    first = table.select_one("tr") if table is not None else None
    if first is None:
        return ""
    heads = [fold(cell.text) for cell in first.children if isinstance(cell, Element)]
    cells = [cell for cell in row.element.children if isinstance(cell, Element)]
    for head, cell in zip(heads, cells, strict=False):
        if len(head) <= LONG and _PUBLISHED.search(head):
            return read_date(fold(cell.text))
    return ""


def _apart_date(row: Row) -> str:
    """The date in the short pieces of a row with a summary, which may tell of another day: 20 beside 2026/11."""
    if row.element is row.anchor:
        return ""
    inside = set(row.anchor.stripped_strings)
    pieces = islice(row.element.stripped_strings, PIECES)
    return read_item_date(" ".join(piece for piece in pieces if len(piece) <= FULL + 6 and piece not in inside))


def _own_date(row: Row) -> str:
    """The date that stands in a piece of the row by itself, where just one does: a summary tells of other days."""
    if row.element is row.anchor:
        return ""
    inside = set(row.anchor.stripped_strings)
    own = {
        found[0].value
        for piece in islice(row.element.stripped_strings, PIECES)
        if piece not in inside and len(piece) <= PIECE and (found := find_dates(piece))
        if _BEFORE_DATE.fullmatch(piece[: found[0].start]) and _AFTER_DATE.match(piece[found[0].end :])
    }
    return own.pop() if len(own) == 1 else ""


def _is_pinned(element: Element, text: str, marks: Marks) -> bool:
    names = element.attr("class")
    if names and not _PINNED_CLASSES.isdisjoint(names.lower().split()):
        return True
    if "顶" in text and _PINNED.search(text):
        return True
    return marks.pins and element.select_one(_PINNED_MARKS) is not None

"""The rows of a list: which element is a row, and which link in it is the document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import islice

import msgspec
from turbohtml import Element, Node

from auditor.model import Link

_ROWS = frozenset({"li", "tr", "dt", "dd", "p", "div", "article", "section", "dl"})
_HOLDERS = frozenset({"ul", "ol", "table", "tbody", "dl", "body", "main"})
CLIMB = 4
DEEP = 64
"""Ancestors asked for; real pages are not deeper, hostile ones are."""

LONG = 8
"""Characters a title of a document has on average; names of columns are shorter."""

FEW = 3
_NOT_A_TITLE = re.compile(
    r"^(?:更多|more|查看|详情|全文|阅读全文|上一[页篇条]|下一[页篇条]|首页|尾页|末页|返回|第?\d+页?|[^\w〔《“【(（\[]+)$"
    r"|^[^\w〔《“【(（\[]*(?:更多|more)"
    r"|^[\[【(（〔<>]+(?:更多|more|查看(?:详情|全文|更多)?|详情|详细|全文|阅读全文|点击查看|点击进入)[\]】)）〕<>.…]*$",
    re.I,
)


class Row(msgspec.Struct):
    """One row: its element, the main link in it, and that link's element (the same as the row's in ``<br>`` lists)."""

    element: Element
    anchor: Element
    link: Link


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

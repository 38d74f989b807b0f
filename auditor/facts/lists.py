"""Lists of documents on a page: where a hook says so, else where links with dates repeat one shape."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from turbohtml import Document, Element, Node

from auditor.facts.dates import shows_day, year_in
from auditor.facts.regions import Places
from auditor.facts.rows import DEEP, FEW, LONG, Marks, Row, group_rows, main_link, read_items, read_marks
from auditor.facts.text import Source, fold
from auditor.model import ItemList, Link, ListItem

MOST = 5_000
"""References of a page among which lists are looked for, and rows of one list."""

_PLAIN_ROWS = frozenset({"li", "tr", "dt", "dd"})
_HEADINGS = "h1,h2,h3,h4,h5,h6,[class*=tit],[class*=Tit],legend,caption,dt"
_MORE = re.compile(r"(?:查看|阅读|点击)?(?:更多|全文|详情|详细)?(?:>>|»|>|\+|…|more|MORE|More|\[|\])*$")
_EMPTY_LIST = re.compile(r"list|news|data|items|records|content-ul|lb|xxlb|cont", re.I)
_PLACEHOLDER = re.compile(
    r"^(?:暂无|没有|尚无|无)?(?:相关)?(?:内容|数据|信息|记录|文章)?[。.!！]?$|加载|loading|正在读取", re.I
)
_FILLS = re.compile(
    r"\$\.(?:ajax|get|post|getJSON)\b|\bfetch\s*\(|XMLHttpRequest|\baxios\b|new\s+Vue\b|createApp|innerHTML|"
    r"\.(?:html|append|load)\s*\(|document\.write|<record>|<datastore>|jpage|ReactDOM",
    re.I,
)


def read_lists(
    document: Document,
    links: Iterable[tuple[Link, Element]],
    places: Places,
    source: Source,
    *,
    column: bool,
    open_end: bool = True,
) -> tuple[ItemList, ...]:
    """The lists of a page, hooked ones first. On a page that calls itself a ``column`` an empty container counts.

    ``open_end`` is false where the scripts of the page have run and come to rest: none will fill a list any more.
    """
    anchors: dict[Element, Link] = {}
    for link, element in islice(links, MOST):
        if link.tag == "a" and link.role == "page" and link.text and not link.raw.startswith("#"):
            anchors.setdefault(element, link)
    marks = read_marks(document)
    fills = open_end and _scripts_fill(document)
    hooked = _hooked_rows(document, anchors)
    lists = [_hooked(holder, rows, marks, places, source, fills=fills) for holder, rows in hooked.items()]
    worded = {link.url for anchor, link in anchors.items() if anchor.text.strip()}
    loose = {
        anchor: link
        for anchor, link in anchors.items()
        if link.region == "main"
        and (anchor.text.strip() or link.url not in worded)  # the picture beside a title leads to the same page
        and not (hooked and any(above in hooked for above in islice(anchor.ancestors, DEEP)))
    }
    for holder, rows in group_rows(loose).items():
        items = read_items(rows, marks, "")
        if not all(item.date for item in items) and (year := year_in(_name(holder))):
            items = read_items(rows, marks, year)
        if _is_list(holder, items):
            region, locator = places.of(holder).region, source.element(holder)
            lists.append(ItemList(name=_name(holder), items=items, region=region, locator=locator))
    if not hooked and not any(found.items for found in lists):
        lists += _empty(document, places, source, fills=fills, open_end=open_end, column=column)
    return tuple(lists)


def _hooked_rows(document: Document, anchors: Mapping[Element, Link]) -> dict[Element, list[Row]]:
    """The rows of each ``data-gk="list"``: its ``list-item`` elements, or where it has none its li, tr, dt and dd."""
    lists = document.select('[data-gk="list"]')
    marked = set(document.select('[data-gk="list-item"]'))
    found: dict[Element, dict[Element, list[Element]]] = {holder: {} for holder in lists[:MOST]}
    for anchor in anchors if lists else ():
        row: Element | None = None
        for above in islice(anchor.ancestors, DEEP):
            if not isinstance(above, Element):
                break
            if above in found:
                if row is not None:
                    found[above].setdefault(row, []).append(anchor)
                break
            if above in marked or (row is None and above.tag in _PLAIN_ROWS):
                row = above
    hooked: dict[Element, list[Row]] = {}
    for holder, rows in found.items():
        chosen = {row: inside for row, inside in rows.items() if row in marked} or rows
        hooked[holder] = [
            main_link(row, inside, anchors) or Row(row, inside[0], anchors[inside[0]]) for row, inside in chosen.items()
        ]
    return hooked


def _hooked(
    holder: Element, rows: Sequence[Row], marks: Marks, places: Places, source: Source, *, fills: bool
) -> ItemList:
    name = _name(holder)
    return ItemList(
        name=name,
        items=read_items(rows, marks, year_in(name)),
        declared=True,
        scripted=fills and not rows,
        region=places.of(holder).region,
        locator=source.element(holder),
    )


def _is_list(holder: Element, items: Sequence[ListItem]) -> bool:
    dated = sum(bool(item.date or item.day) for item in items)
    if not dated and len(items) > 1:
        dated = sum(shows_day(text) for text in islice(holder.stripped_strings, MOST))
    if len(items) == 1:
        return dated == 1 and holder.tag in ("ul", "ol", "tbody") and len(items[0].title) >= LONG // 2
    if dated * 2 >= len(items):
        return True
    return len(items) >= FEW and sum(len(item.title) for item in items) >= LONG * len(items)


def _name(holder: Element) -> str:
    """The heading a list stands under: labelled, or the nearest heading before it."""
    node: Node | None = holder
    for _ in range(5):
        if not isinstance(node, Element) or node.tag in ("body", "html"):
            break
        if label := _label(node):
            return label
        for steps, elder in enumerate(node.previous_siblings):
            if steps > 12:
                break
            if isinstance(elder, Element) and (heading := _heading(elder)):
                return heading
        node = node.parent
    return ""


def _label(element: Element) -> str:
    if not len(element.attrs):
        return ""
    if ids := element.attr("aria-labelledby"):
        node: Node = element
        while node.parent is not None:
            node = node.parent
        for one in ids.split():
            found = node.select_one(f'[id="{one}"]') if re.fullmatch(r"[^\"\\\]\s]+", one) else None
            if found is not None and (text := _short(found)):
                return text
    return fold(element.attr("aria-label") or "")


def _heading(element: Element) -> str:
    if element.tag in ("ul", "ol", "table", "script", "style"):
        return ""
    matches = element.matches(_HEADINGS)
    found = element if matches else element.select_one(_HEADINGS)
    if found is None:
        return ""
    text = _short(found)
    return text if len(text) <= 40 else ""


def _short(heading: Element) -> str:
    return _MORE.sub("", fold(heading.text[:500])).strip()


def _scripts_fill(document: Document) -> bool:
    return any(
        _FILLS.search(script.text) for script in document.select("script:not([src])") if len(script.text) < 200_000
    )


def _empty(
    document: Document, places: Places, source: Source, *, fills: bool, open_end: bool, column: bool
) -> Iterator[ItemList]:
    """Containers that are there for a list and hold none: on a column's page, or where a script is to fill them."""
    scripts = open_end and (fills or document.select_one("script[src]") is not None)
    for element in document.select("ul,ol,tbody,div,datastore"):
        marked = f"{element.attr('id') or ''} {element.attr('class') or ''}".strip() if len(element.attrs) else ""
        if element.tag == "div" and not marked:
            continue
        place = places.of(element)
        if place.region != "main" or place.inert:
            continue
        waiting = element.tag == "div" and marked in ("app", "root", "__nuxt", "main-app")
        listing = element.tag in ("ul", "ol") or (marked and _EMPTY_LIST.search(marked) is not None)
        if not (waiting or listing) or element.select_one("a[href],img,form,iframe,p") is not None:
            continue
        if len(text := fold(element.text)) > 20 or not _PLACEHOLDER.search(text):
            continue
        scripted = fills or (scripts and (waiting or bool(element.attr("id"))))
        if column or (scripted and waiting):
            yield ItemList(name=_name(element), items=(), scripted=scripted, locator=source.element(element))
            return

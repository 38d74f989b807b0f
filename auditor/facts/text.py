"""The text of a page, block by block, as a reader sees it, hears it or searches it.

White space is folded as CSS Text 3 does: runs become one space, and a line break between two Chinese characters
becomes nothing (4.1.3), so that words broken over source lines are whole. ``<br>`` ends a block, and so does the
border between two links that touch: what stands on two lines or two buttons is not one word. No-break and
ideographic spaces stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from turbohtml import CData, Document, Element, Namespace, Node, SourceLocation, Text

from auditor.facts.regions import BLOCKS, Place, Places
from auditor.model import Locator, TextBlock

SPACE = " \t\n\f\r"
SHORT = 120
"""Characters of a text that may well stand on the next page too."""

MANY = 10_000
"""Elements beyond which selectors are left out: finding an element's place among a million siblings takes its time."""

MANY_FOLDED = 400
"""Blocks behind tabs that are kept."""

SELECTOR = 400
"""Characters of a selector that still helps; pages nested thousands deep would fill the memory with theirs."""

_RUN = re.compile(r"[ \t\n\f\r]+")
_BETWEEN = re.compile(r"""[ \t\n\f\r]*(?:<(?:!--.*?--|[/!?a-zA-Z](?:[^>"']|"[^"]*"|'[^']*')*)>[ \t\n\f\r]*)*""", re.S)
_WIDE = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffee\u3000-\u303f\U00020000-\U0003ffff]"
_BROKEN_LINE = re.compile(rf"(?<={_WIDE})[ \t\f\r]*\n[ \t\n\f\r]*(?={_WIDE})")
_META_TEXT = frozenset({"description", "keywords", "articletitle", "columnname", "columndescription", "columnkeywords",
                        "author", "contentsource", "sitename"})  # fmt: skip
_SPOKEN = ("title", "aria-label", "placeholder", "alt")
_BUTTONS = frozenset({"submit", "button", "reset"})


def fold(text: str) -> str:
    """White space folded, ends trimmed."""
    return _folded_before(text) if len(text) <= SHORT else _fold(text)


def _fold(text: str) -> str:
    if "\n" in text:
        text = _BROKEN_LINE.sub("", text)
    return _RUN.sub(" ", text).strip(SPACE)


_folded_before = lru_cache(16_384)(_fold)


class Source:
    """Turns elements into locators: line and column are 1-based and count characters of the decoded page."""

    def __init__(self, text: str, elements: int, *, written: bool = True) -> None:
        """``written`` is false of a document that scripts have made: it has no lines that an editor could look up."""
        self.text = text
        self._written = written
        self._selectors = elements <= MANY
        self._paths: dict[Element, str] = {}
        self._locations: dict[Element, SourceLocation | None] = {}

    def selector(self, element: Element) -> str:
        """A CSS selector of the element, empty on pages of a size at which nobody reads one."""
        if not self._selectors:
            return ""
        path = self._paths.get(element)
        if path is None:
            path = element.css_path()
            self._paths[element] = path = path if len(path) <= SELECTOR else ""
        return path

    def location(self, element: Element) -> SourceLocation | None:
        """Where the element's tags and attributes stand; None where the parser made it up. Asking twice is dear."""
        if element not in self._locations:
            self._locations[element] = element.source_location if self._written else None
        return self._locations[element]

    def element(self, element: Element) -> Locator:
        """Where the element's start tag begins; without line where the parser made it up."""
        line, column = element.source_line, element.source_col
        if line is None or column is None or not self._written:
            return Locator(selector=self.selector(element))
        return Locator(line=line, column=column + 1, selector=self.selector(element))

    def attribute(self, element: Element, name: str) -> Locator:
        """Where the attribute begins; for an element the parser repeated (HTML Standard 13.2.4.3), its start tag."""
        location = self.location(element)
        span = location.attrs.get(name) if location else None
        if span is None:
            return self.element(element)
        return Locator(line=span.start_line, column=span.start_col + 1, selector=self.selector(element))

    def inside(self, element: Element, offset: int) -> Locator:
        """``offset`` characters after the element's start tag, for raw text such as a style sheet."""
        location = self.location(element)
        if location is None:
            return self.element(element)
        tag = location.start_tag
        line, column = self._ahead(tag.end_line, tag.end_col, tag.end_offset, tag.end_offset + offset)
        return Locator(line=line, column=column + 1, selector=self.selector(element))

    def first_text(self, node: Node) -> Locator:
        """Where the text of a text node begins. The parser keeps no place for text: it stands behind its elder
        sibling or its parent's start tag, after white space, comments and tags that the parser dropped."""
        parent, elder = node.parent, node.previous_sibling
        if not isinstance(parent, Element):
            return Locator()
        while elder is not None and not isinstance(elder, Element):
            elder = elder.previous_sibling
        location = self.location(parent if elder is None else elder)
        if location is None:
            return self.element(parent)
        span = location.start_tag if elder is None else location.end_tag or location.start_tag
        start = span.end_offset
        blank = _BETWEEN.match(self.text, start)
        end = blank.end() if blank else start
        line, column = self._ahead(span.end_line, span.end_col, start, end)
        return Locator(line=line, column=column + 1, selector=self.selector(parent))

    def _ahead(self, line: int, column: int, start: int, end: int) -> tuple[int, int]:
        breaks = self.text.count("\n", start, end)
        if not breaks:
            return line, column + end - start
        return line + breaks, end - self.text.rfind("\n", start, end) - 1


def read_blocks(
    document: Document, places: Places, source: Source
) -> tuple[tuple[TextBlock, ...], tuple[TextBlock, ...]]:
    """Title, visible text in document order, then meta texts, alts and spoken attributes; apart from it what stands
    in the middle of the page and is not painted before a click."""
    visible, folded = _texts(document, places, source)
    blocks = (
        *_title(document, source),
        *visible,
        *_metas(document, source),
        *_attributes(document, places, source),
    )
    return blocks, tuple(folded)


def title_of(document: Document) -> Element | None:
    """The page's title element (an SVG may have one too)."""
    return next((e for e in document.select("title") if e.namespace is Namespace.HTML), None)


def _title(document: Document, source: Source) -> Iterator[TextBlock]:
    title = title_of(document)
    if title is not None and (text := fold(title.text)):
        locator = source.first_text(title.children[0])
        yield TextBlock(text=text, tag="title", kind="title", region="header", locator=locator)


def _texts(document: Document, places: Places, source: Source) -> tuple[list[TextBlock], list[TextBlock]]:
    blocks: list[TextBlock] = []
    folded: list[TextBlock] = []
    pieces: list[str] = []
    first: Node | None = None
    place = Place(None)
    quote = after_link = False

    def flush() -> None:
        if first is not None and (text := fold("".join(pieces))):
            tag = place.block.tag if place.block is not None else "body"
            locator = source.first_text(first)
            made = TextBlock(text=text, tag=tag, region=place.region, quote=quote, locator=locator)
            (folded if place.folded else blocks).append(made)
        pieces.clear()

    for node in document.descendants:
        if isinstance(node, Element):
            tag = node.tag
            if tag in BLOCKS or tag == "br" or (tag == "a" and after_link):
                if pieces:
                    flush()
                first = None
            after_link = False
        elif isinstance(node, (Text, CData)):
            here = places.of(node.parent)
            if here.hidden and not (here.folded and here.region == "main" and len(folded) < MANY_FOLDED):
                continue
            if here.block is not place.block:
                if pieces:
                    flush()
                first, place, quote = None, here, here.quote
            data = node.data
            if first is None:
                if data.isspace():
                    continue
                # A line that begins in an inline quotation and goes on after it is not all quoted.
                first, place, quote = node, here, here.quote
            quote = quote and (here.quote or data.isspace())
            pieces.append(data)
            after_link = not data.isspace() and getattr(node.parent, "tag", "") == "a"
    flush()
    return blocks, folded


def _metas(document: Document, source: Source) -> Iterator[TextBlock]:
    for meta in document.select("meta[name][content]"):
        if (meta.attr("name") or "").strip().lower() in _META_TEXT and (text := fold(meta.attr("content") or "")):
            locator = source.attribute(meta, "content")
            yield TextBlock(text=text, tag="meta", kind="meta", region="header", locator=locator)


def _attributes(document: Document, places: Places, source: Source) -> Iterator[TextBlock]:
    for element in document.select("[title],[aria-label],[placeholder],[alt],input[value]"):
        place = places.of(element)
        if place.inert or place.block is None or element.tag in ("link", "style"):
            continue
        names = list(_SPOKEN)
        if element.tag == "input" and (element.attr("type") or "").strip().lower() in _BUTTONS:
            names.append("value")
        for name in names:
            if (value := element.attr(name)) and (text := fold(value)):
                yield TextBlock(
                    text=text,
                    tag=element.tag,
                    kind="alt" if name == "alt" else "attribute",
                    region=place.region,
                    quote=place.quote,
                    locator=source.attribute(element, name),
                )

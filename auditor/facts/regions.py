"""Where an element stands: which region of the page, whether it can be seen, whether it is quoted.

Landmarks and roles (HTML-AAM) and our own hooks are believed first; then, for the table and div pages of older sites,
the words in class and id.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import msgspec
from turbohtml import Document, Element, Namespace, Node

from auditor.model import Region


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


BLOCKS = _names(
    "address article aside blockquote body button caption center col colgroup dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing "
    "main menu nav noframes ol optgroup option p pre search section select summary table tbody td textarea "
    "tfoot th thead tr ul head title svg math marquee iframe object video audio canvas"
)
INERT = _names("script style template noscript noembed noframes iframe object video audio canvas head")
"""What a reader never sees as text."""

_NEVER = frozenset({"template", "script", "style"})
_TELLING = BLOCKS | INERT | {"q"}
"""Tags that change a place even without attributes."""

_LANDMARKS: dict[str, Region] = {"nav": "nav", "main": "main", "aside": "aside", "header": "header", "footer": "footer"}
_ROLES: dict[str, Region] = {
    "banner": "header", "navigation": "nav", "main": "main", "complementary": "aside", "contentinfo": "footer",
}  # fmt: skip
_HOOKS: dict[str, Region] = {
    "footer": "footer", "breadcrumb": "nav", "column-tree": "nav", "pager": "nav", "body": "main", "list": "main",
}  # fmt: skip
_SECTIONS = frozenset({"article", "section", "main", "aside", "nav", "blockquote", "details", "figure", "td"})
_BOXES = _names("div table tbody tr td ul ol dl section center form p span")
_WORDS: tuple[tuple[Region, frozenset[str]], ...] = (
    ("footer", _names("foot footer bottom copyright copyrights footbox foots pagefooter banquan")),
    ("nav", _names("nav navi navbar navigation menu mainmenu topmenu topnav daohang dh breadcrumb breadcrumbs crumb "
                      "crumbs position location weizhi dqwz wz path pager pagination pagebar paging fenye fy")),
    ("header", _names("head header top topbar banner logo toolbar tophead pageheader")),
    ("aside", _names("side sidebar sidebox aside leftnav leftmenu sidenav sidemenu")),
)  # fmt: skip
_SHELL = _names(
    "page site web main box bar wrap wrapper con container content inner area all index common public pc "
    "layout block global left right center l r c w g m bg row col width fixed clearfix fl fr"
)
"""Words that may stand beside head or foot without making it the head of something smaller (article-head)."""
_SPLIT = re.compile(r"[^0-9A-Za-z]+|(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)")
_INVISIBLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
SHELL_DEPTH = 7
"""Blocks below body within which class words speak of the page's shell and not of a part of an article."""


class Place(msgspec.Struct, frozen=True, gc=False):
    """What an element inherits from those around it.

    ``sure`` is true once a landmark, role or hook has named the region. ``inert`` means that no browser shows or
    follows what is inside (template, script); ``hidden`` adds what is not painted as the page stands.
    """

    block: Element | None
    region: Region = "main"
    sure: bool = False
    hidden: bool = False
    inert: bool = False
    folded: bool = False
    """Hidden by its own mark or one around it, and not for what it is: text that a click may show."""
    quote: bool = False
    depth: int = 0
    article: bool = False
    """Inside article, section or main: a header or footer there is not the page's."""


_TOP = Place(None)
_FRAGMENT = Place(None, hidden=True, inert=True)
"""The content of a template, which hangs below it as a fragment."""


class Places:
    """The places of one document's elements. ``elements`` are all of them in document order, parents first."""

    def __init__(self, document: Document, elements: Iterable[Element]) -> None:
        known: dict[Node, Place] = {document: _TOP}
        for element in elements:
            parent = element.parent
            if isinstance(parent, Element):
                around = known.get(parent, _TOP)
            else:
                around = _TOP if parent is document else _FRAGMENT
            tag = element.tag
            if len(element.attrs) == 0 and tag not in _TELLING:
                known[element] = around
            else:
                known[element] = _inside(element, tag, around)
        self._known = known

    def of(self, node: Node | None) -> Place:
        """The place of an element (a hidden element is itself hidden)."""
        if node is None:
            return _TOP
        return self._known.get(node, _FRAGMENT)  # what is in no list of elements hangs in a template


def _inside(element: Element, tag: str, around: Place) -> Place:
    block = tag in BLOCKS
    bare = len(element.attrs) == 0
    folded = around.folded or ((not bare or tag == "dialog") and _is_hidden(element, tag))
    hidden = around.hidden or tag in INERT or folded
    region, sure = _region(element, tag, around, bare=bare)
    quoting = tag in ("blockquote", "q")
    same = region == around.region and sure == around.sure and hidden == around.hidden
    if same and not block and not quoting and tag not in INERT:
        return around
    return Place(
        element if block else around.block,
        region,
        sure,
        hidden,
        around.inert or tag in _NEVER,
        folded and tag not in INERT,
        around.quote or quoting,
        around.depth + block,
        around.article or tag in _SECTIONS,
    )


def _is_hidden(element: Element, tag: str) -> bool:
    if "hidden" in element.attrs:
        return True
    if tag == "input" and (element.attr("type") or "").strip().lower() == "hidden":
        return True
    if tag == "dialog" and "open" not in element.attrs:
        return True
    style = element.attr("style")
    return style is not None and _INVISIBLE.search(style) is not None


def _region(element: Element, tag: str, around: Place, *, bare: bool) -> tuple[Region, bool]:
    if around.region == "footer":
        return "footer", True  # the site map in a footer is footer
    named: Region | None = None
    if not bare:
        if (role := element.attr("role")) is not None:
            named = _ROLES.get(role.strip().lower())
        if named is None and (hook := element.attr("data-gk")) is not None:
            named = _HOOKS.get(hook)
    if named is None and tag in _LANDMARKS and element.namespace is Namespace.HTML:
        scoped = tag in ("header", "footer") and around.article
        named = None if scoped else _LANDMARKS[tag]
    if named is not None:
        # A nav inside the head is nav, a main region inside a nav is not.
        if named == "main" and around.region == "nav":
            return around.region, around.sure
        return named, True
    if bare or around.sure or around.depth > SHELL_DEPTH or tag not in _BOXES:
        return around.region, around.sure
    if around.region in ("nav", "aside"):
        return around.region, False
    return _worded(element) or around.region, False


def _worded(element: Element) -> Region | None:
    """The region that the words in id and class name, if any; id first."""
    for value in (element.attr("id"), element.attr("class")):
        if value and (region := _named(value[:200])) is not None:
            return region
    return None


@lru_cache(4096)
def _named(value: str) -> Region | None:
    for name in value.split():
        words = {word.lower() for word in _SPLIT.split(name) if word and not word.isdigit()}
        for region, names in _WORDS:
            whole = region in ("nav", "aside") or words <= names | _SHELL
            if whole and not names.isdisjoint(words):
                return region
    return None

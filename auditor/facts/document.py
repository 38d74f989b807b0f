"""One page's response to PageFacts: everything checks may ask about it, taken once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from urllib.parse import urlsplit

import msgspec
import turbohtml
from turbohtml import Document, Element

from auditor.facts.datastore import unwrap_records
from auditor.facts.encoding import is_page, media_type, read_text
from auditor.facts.links import header_links, read_links
from auditor.facts.lists import read_lists
from auditor.facts.obsolete import read_obsolete
from auditor.facts.page_dates import LABELS, read_page_dates
from auditor.facts.regions import Places
from auditor.facts.scripts import WRITTEN, written
from auditor.facts.short_dates import shows_day
from auditor.facts.skeleton import read_skeleton
from auditor.facts.tables import read_tables
from auditor.facts.text import Source, fold, read_blocks, title_of
from auditor.model import Dated, Hop, ItemList, Link, Meta, PageFacts, PageKind, TextBlock

_HOME = re.compile(r"/?(?:(?:index|default|home|main)\.\w{1,5})?", re.I)
_ARTICLE_TAGS = ("ArticleTitle", "PubDate", "ContentSource")
_PUBLISHED = frozenset({*LABELS[0], *LABELS[1]})
_PLACE = re.compile(r"\W*(?:您|你)?(?:的|现在的|当前的|所在的)*(?:当前|所在)?位置\s*[:：]")
BODY = 50
"""Characters of running text from which a page with a publication date is an article."""

MANY_ITEMS = 5
"""Rows of an undated list from which it is what its page is for."""

MANY_TAGS = 400_000

ICON = 100
"""Pixels of an edge below which a picture is an icon or a line."""
_DRAWN = (".svg", ".gif", ".ico")


def read_page(
    url: str,
    status: int,
    headers: Sequence[tuple[str, str]],
    body: bytes,
    *,
    depth: int = 0,
    requested: str = "",
    hops: Sequence[Hop] = (),
    truncated: str = "",
    rendered: str = "",
    settled: bool = False,
) -> PageFacts:
    """Read a response into facts. Pure; never raises for what a body may hold.

    ``url`` is the page's canonical address after redirects, ``requested`` the one asked for, ``hops`` the redirects
    between them. A body that is not HTML (by header, or by its bytes) gives facts without blocks, kind ``other``.
    The page of the address ``/`` (or ``/index.html``) is the home page, whatever else it looks like. ``rendered`` is
    the document after its scripts have run, read in the body's place; ``settled`` says that they have come to rest.
    """
    names = tuple((name.lower(), value) for name, value in headers)
    content_type = next((value for name, value in names if name == "content-type"), "")
    response = PageFacts(
        url=url,
        status=status,
        kind="other",
        requested=requested if requested != url else "",
        redirects=tuple(hops),
        headers=names,
        content_type=media_type(content_type),
        size=len(body),
        digest=blake2b(body, digest_size=16).hexdigest(),
        depth=depth,
        truncated=truncated,
    )
    if not is_page(body, content_type):
        return response
    if not rendered:
        return _read_html(response, body, content_type)
    written = _read_html(response, body, content_type)
    response = msgspec.structs.replace(response, rendered="whole" if settled else "part")
    return _with_what_follows(_read_html(response, body, content_type, rendered), written)


def _with_what_follows(shown: PageFacts, written: PageFacts) -> PageFacts:
    """The links behind the end of the page: scripts leave a document in which nothing is behind its end any more."""
    known = {link.url for link in shown.links if link.concealed}
    hidden = tuple(link for link in written.links if link.concealed == "after-html" and link.url not in known)
    return msgspec.structs.replace(shown, links=(*shown.links, *hidden)) if hidden else shown


def _read_html(response: PageFacts, body: bytes, content_type: str, rendered: str = "") -> PageFacts:
    decoded = read_text(body, content_type)
    text, truncated = _bounded(rendered or unwrap_records(decoded.text))
    document = turbohtml.parse(text, source_locations=True, allow_declarative_shadow_roots=False)
    elements = list(document.iter_elements())
    places = Places(document, elements)
    source = Source(text, len(elements), written=not rendered)
    links = read_links(document, response.url, decoded.charset, places, source)
    named = header_links(response.url, response.headers)
    metas = _metas(document, source)
    blocks, folded = read_blocks(document, places, source)
    dates = read_page_dates(document, response.url, metas, blocks, places)
    names = {meta.name.lower() for meta in metas if meta.content.strip()}
    column, open_end = "columnname" in names, response.rendered != "whole"
    lists = read_lists(document, links, places, source, column=column, open_end=open_end)
    hooks = tuple(dict.fromkeys(value for e in document.select("[data-gk]") if (value := (e.attr("data-gk") or ""))))
    title = title_of(document)
    root = document.root
    return PageFacts(
        url=response.url,
        status=response.status,
        kind="home"
        if "#" not in response.url and _HOME.fullmatch(urlsplit(response.url).path)
        else _kind(metas, blocks, dates, lists, hooks, framed=_is_framed(links)),
        requested=response.requested,
        redirects=response.redirects,
        headers=response.headers,
        content_type=response.content_type,
        charset=decoded.charset,
        declared=decoded.declared,
        size=response.size,
        digest=response.digest,
        skeleton=read_skeleton(elements),
        lang=((root.attr("lang") or root.attr("xml:lang") or "") if root is not None else "").strip(),
        title=fold(title.text) if title is not None else "",
        canonical=_canonical([*(link for link, _ in links), *named]),
        metas=metas,
        links=(*(link for link, _ in links), *named),
        anchors=_anchors(document),
        blocks=blocks,
        tables=read_tables(document, places, source),
        lists=lists,
        dates=dates,
        hooks=hooks,
        depth=response.depth,
        truncated=response.truncated or truncated,
        rendered=response.rendered,
        pictures=tuple(dict.fromkeys(link.url for link, element in links if _says_something(link, element))),
        folded=folded,
        policy=_policy(document),
        written=_written(document),
        obsolete=read_obsolete(document, places, source, elements),
        site_codes=tuple(dict.fromkeys(e.attr("sitecode") or "" for e in document.select("[sitecode]"))),
    )


def _says_something(link: Link, element: Element) -> bool:
    """Whether a picture stands in the body and is larger than an icon, as far as the page says how large it is."""
    if link.tag != "img" or link.region != "main" or not link.url or link.attribute != "src":
        return False
    if link.url.partition("?")[0].lower().endswith(_DRAWN):
        return False
    sizes = (size.strip() for name in ("width", "height") if (size := element.attr(name) or "").isascii())
    return not any(size.isdigit() and int(size) < ICON for size in sizes)


def _bounded(text: str) -> tuple[str, str]:
    """The text as far as its first 400,000 tags: a page of millions would fill the memory with their records."""
    if text.count("<") <= MANY_TAGS:
        return text, ""
    rest = text.split("<", MANY_TAGS)[-1]
    return text[: len(text) - len(rest) - 1], "too-many-tags"


def _metas(document: Document, source: Source) -> tuple[Meta, ...]:
    return tuple(
        Meta(name=name.strip(), content=meta.attr("content") or "", locator=source.element(meta))
        for meta in document.select("meta[name]")
        if (name := meta.attr("name")) and name.strip()
    )


def _policy(document: Document) -> str:
    """The page's own Content-Security-Policy (CSP 3, 3.3)."""
    metas = document.select("meta[http-equiv][content]")
    wanted = (m for m in metas if (m.attr("http-equiv") or "").strip().lower() == "content-security-policy")
    return "; ".join(meta.attr("content") or "" for meta in wanted)


def _written(document: Document) -> str:
    """What the page's own scripts would write, the first of it."""
    text = ""
    for script in document.select("script:not([src])"):
        text += written(script.text)
        if len(text) >= WRITTEN:
            break
    return text[:WRITTEN]


def _canonical(links: Sequence[Link]) -> str:
    return next((link.url for link in links if link.tag == "link" and "canonical" in link.rel.lower().split()), "")


def _anchors(document: Document) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for element in document.select("[id],a[name]"):
        for name in ("id", "name") if element.tag == "a" else ("id",):
            if value := element.attr(name):
                found[value] = None
    return tuple(found)


def _kind(
    metas: Sequence[Meta],
    blocks: Sequence[TextBlock],
    dates: Sequence[Dated],
    lists: Sequence[ItemList],
    hooks: Sequence[str],
    *,
    framed: bool,
) -> PageKind:
    """By the national tags; then by what the page shows."""
    filled = {meta.name.lower() for meta in metas if meta.content.strip()}
    if any(tag.lower() in filled for tag in _ARTICLE_TAGS):
        return "content"
    shows_article = "source-line" in hooks or (
        any(dated.source == "time" or (dated.source == "label" and dated.label in _PUBLISHED) for dated in dates)
        and _has_body(blocks)
    )
    dated_list = any(found.declared or any(item.date for item in found.items) for found in lists)
    if not shows_article and not any(found.items for found in lists):
        shows_article = any(dated.source == "label" and dated.label in LABELS[0] for dated in dates)
    if "columnname" in filled:
        return "content" if not dated_list and (shows_article or _is_headed(metas, blocks, lists)) else "column"
    if shows_article:
        return "content"
    if dated_list or any(len(found.items) >= MANY_ITEMS for found in lists):
        return "column"
    if any(found.scripted for found in lists) and "columntype" in filled:
        return "column"
    most = max((len(found.items) for found in lists if found.region == "main"), default=0)
    unread = max((sum(bool(item.day) for item in found.items) for found in lists if found.region == "main"), default=0)
    days = sum(block.kind == "text" and block.region == "main" and shows_day(block.text) for block in blocks)
    if framed and most == 0 and not _has_body(blocks) and any(_PLACE.match(block.text) for block in blocks):
        return "column"  # whose list stands in the frame, if that is one
    # An article that shows no date of its own may end in a list of others.
    return "column" if 0 < most <= max(days, unread) * 2 and not _has_body(blocks, "。") else "other"


def _is_framed(links: Iterable[tuple[Link, Element]]) -> bool:
    """Whether a frame with another page stands in the middle of the page."""
    return any(link.tag == "iframe" and link.region == "main" and link.role == "page" and link.url for link, _ in links)


def _is_headed(metas: Sequence[Meta], blocks: Sequence[TextBlock], lists: Sequence[ItemList]) -> bool:
    """Whether a page that names its column has a headline of its own, which its title begins with, and no list.

    Systems of letters and guides put the tags of the column on every page and none of a content page.
    """
    name = next((m.content.strip() for m in metas if m.name.lower() == "columnname"), "")
    heads = {b.text for b in blocks if b.region == "main" and b.tag in ("h1", "h2", "h3") and len(b.text) > 3}
    if name.endswith("公开") or any(found.items for found in lists if found.region == "main"):
        return False  # the page of 某村村务公开 is itself what its column tells
    title = next((b.text for b in blocks if b.tag == "title"), "")
    return any(title.startswith(head) and head not in name and name not in head for head in heads)


def _has_body(blocks: Sequence[TextBlock], mark: str = "") -> bool:
    """Whether some block is long enough for a text, and holds ``mark``: a menu has no full stop."""
    return any(
        len(block.text) >= BODY
        and mark in block.text
        and block.region == "main"
        and block.kind == "text"
        and block.tag in ("p", "div", "td")
        for block in blocks
    )

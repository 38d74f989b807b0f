"""What a page says, taken once at fetch. What a page has hundreds of is packed without the names of its fields."""

from __future__ import annotations

from typing import Literal

import msgspec

EDITION = "4"
"""Of the records that a crawl keeps on disk: raised when PageFacts, LinkState or what they hold say more than before,
so that a crawl kept by an older version is never read as if it had looked for what it did not know."""

Region = Literal["header", "nav", "main", "aside", "footer"]
PageKind = Literal["home", "column", "content", "other"]


class Locator(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Where in a document: 1-based source line and column, and a CSS selector that finds the element."""

    line: int | None = None
    column: int | None = None
    selector: str = ""


class Hop(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One redirect that was followed."""

    url: str
    status: int
    location: str


class Link(msgspec.Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """A reference from a page to something else.

    ``url`` is absolute, normalised, canonical host, without fragment; empty where the reference has no fetchable
    target (mailto:, tel:, javascript:, malformed), and then ``scheme`` or ``problem`` says why. ``role`` is
    ``page`` (a, area, iframe, form get, meta refresh), ``asset`` (img, script, stylesheet, media, icon, srcset,
    CSS url) or ``meta`` (canonical, alternate).
    """

    url: str
    raw: str
    role: Literal["page", "asset", "meta"]
    tag: str
    attribute: str
    fragment: str = ""
    scheme: str = ""
    problem: str = ""
    text: str = ""
    rel: str = ""
    region: Region = "main"
    locator: Locator = Locator()
    concealed: str = ""
    """How a link to another host is kept from the reader's eyes (see ``facts.concealed``); empty where it is seen."""
    via: Literal["", "script", "data", "feed", "header", "file"] = ""
    """Where else than in an attribute of its own it was found: in a script or an on… attribute, in a data-… attribute
    that only scripts read, in an HTTP header, in an attachment; ``feed`` marks a ``link`` to Atom or RSS."""


class Meta(msgspec.Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """A ``<meta name content>``; ``name`` as written."""

    name: str
    content: str
    locator: Locator = Locator()


class TextBlock(msgspec.Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """A run of visible text that a reader sees as one block (paragraph, cell, heading, list item, title, alt).

    ``text`` is white-space folded. ``kind`` is ``text`` for visible text, or ``title``, ``alt``, ``meta``,
    ``attribute`` for text a reader hears or searches. ``quote`` is true inside blockquote or q.
    """

    text: str
    tag: str
    kind: Literal["text", "title", "alt", "meta", "attribute"] = "text"
    region: Region = "main"
    quote: bool = False
    locator: Locator = Locator()


class Table(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """A data table: ``heads`` are the column heads (folded text, maybe empty), ``rows`` the body cells."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    region: Region = "main"
    locator: Locator = Locator()


class Dated(msgspec.Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """A date found on a page. ``value`` is ISO 8601 (date or minute). ``source`` says how it was found:

    ``meta`` (PubDate), ``time`` (<time datetime>), ``label`` (发布时间:…), ``text`` or ``url``.
    """

    value: str
    source: Literal["meta", "time", "label", "text", "url"]
    label: str = ""


class ListItem(msgspec.Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """One row of a list of documents. ``date`` is ISO 8601 or empty where the row shows none."""

    title: str
    url: str
    date: str = ""
    pinned: bool = False
    day: str = ""
    """What the row shows in place of a full date, for the check's clock to read: ``11-20``, ``2026-11``, ``3天前``."""


class ItemList(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """A list of documents on a page, found by ``data-gk="list"`` or by its repeated shape.

    ``name`` is the heading it stands under. ``declared`` is true when a hook said that this is a list, so that an
    empty one is known to be a list at all. ``scripted`` is true when a script looks likely to fill it.
    """

    name: str
    items: tuple[ListItem, ...]
    declared: bool = False
    scripted: bool = False
    region: Region = "main"
    locator: Locator = Locator()


ObsoleteKind = Literal["flash", "silverlight", "java", "activex", "media-player", "vml", "bgsound", "frameset"]


class Obsolete(msgspec.Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """Something on a page that browsers do not run any more and that nothing stands in for (``facts.obsolete``).
    ``name`` is what it would play, as written, or empty."""

    kind: ObsoleteKind
    name: str = ""
    region: Region = "main"
    locator: Locator = Locator()


class PageHead(msgspec.Struct, frozen=True, kw_only=True):
    """What a page says of itself, without what stands on it: read in a third of the time. Canonical host throughout."""

    url: str
    status: int
    kind: PageKind
    requested: str = ""
    """The address asked for, where redirects led elsewhere."""
    redirects: tuple[Hop, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    """Response headers in order, names in lower case."""
    content_type: str = ""
    charset: str = ""
    declared: str = ""
    """The encoding it claims, where the bytes are in ``charset`` instead: readers see rubbish."""
    size: int = 0
    digest: str = ""
    """blake2b of the body as received, 32 hex digits."""
    skeleton: str = ""
    """Digest of the tag structure without text: pages of one template share it."""
    lang: str = ""
    title: str = ""
    canonical: str = ""
    metas: tuple[Meta, ...] = ()
    dates: tuple[Dated, ...] = ()
    hooks: tuple[str, ...] = ()
    """The data-gk values on the page."""
    depth: int = 0
    truncated: str = ""
    """Why the body was not read whole, or empty."""
    rendered: Literal["", "whole", "part"] = ""
    """Whether these are the facts of the document that its scripts left behind in a browser. ``part``: they did not get
    all that they asked for, or did not come to rest, so that what is missing may only be late. Lines and columns are
    then unknown; size, digest and charset are of the body as received."""
    policy: str = ""
    """What the page's own ``<meta http-equiv="Content-Security-Policy">`` say, joined; the header is in headers."""

    def meta(self, name: str) -> str:
        """The content of the first meta of that name, whatever its case, stripped; empty when absent."""
        wanted = name.lower()
        return next((m.content.strip() for m in self.metas if m.name.lower() == wanted), "")

    def published(self) -> str:
        """The page's own publication date as ISO 8601, best source first; empty when it shows none."""
        for source in ("meta", "time", "label"):
            for dated in self.dates:
                if dated.source == source:
                    return dated.value
        return ""


class PageFacts(PageHead, frozen=True, kw_only=True):
    """Everything a check may ask about one page."""

    links: tuple[Link, ...] = ()
    anchors: tuple[str, ...] = ()
    """Every id and a[name], for fragment checks."""
    blocks: tuple[TextBlock, ...] = ()
    tables: tuple[Table, ...] = ()
    lists: tuple[ItemList, ...] = ()
    pictures: tuple[str, ...] = ()
    """Addresses of the pictures in the body that may have something to say: no icons, no drawings of the layout."""
    folded: tuple[TextBlock, ...] = ()
    """Text of the middle of the page that is not painted as the page stands: the tabs behind the first one. Readers
    see it after a click; wording checks do not ask for it."""
    written: str = ""
    """The markup that stands in strings of its scripts, unescaped and cut: what they would write into the page."""
    site_codes: tuple[str, ...] = ()
    """The site code as the 找错 script is given it (``sitecode="…"``)."""
    obsolete: tuple[Obsolete, ...] = ()

"""What is kept of a page: made of its answer once, where the page is read, and written down as it stands.

Everything a page costs is paid here, in a worker process when there are many pages: its facts, their packing, the
hits of the checks that look at one page alone. Who writes it down unpacks none of it.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from hashlib import blake2b

import msgspec
import zstandard

from auditor.crawl.noticed import notices_of
from auditor.crawl.response import Response
from auditor.crawl.sessions import without_session
from auditor.crawl.traps import content_of
from auditor.crawl.url import Origins
from auditor.model import ANCHORED, NOWHERE, FileFacts, Hit, Link, PageFacts

Facts = Callable[[Response, int], PageFacts]
"""Takes the facts of a page, or of a style sheet, from its answer and its depth. Pure; a module's function where
processes are to run it."""

Hits = list[tuple[str, Hit]]
"""What page checks found on one page, each with the check's id."""

Judge = Callable[[PageFacts], Hits]
"""Runs the page checks on a page. Pure, and picklable where processes are to run it."""

JudgeFile = Callable[[FileFacts], Hits]
"""The same for an attachment."""

_READABLE = frozenset(("mailto", "tel", "sms", "javascript", "data", "about", "blob", "geo", "callto", "weixin"))
"""Schemes that lead to no page and are meant that way."""


class Method(msgspec.Struct, frozen=True, kw_only=True):
    """How pages are read, and two stamps: what is kept under the same stamp need not be made again."""

    facts: Facts
    judge: Judge | None = None
    judge_file: JudgeFile | None = None
    origins: tuple[tuple[str, str], ...] = ()
    """Canonical and served origins: see ``Origins``."""
    facts_stamp: str = ""
    judge_stamp: str = ""
    file_stamp: str = ""
    """As ``judge_stamp``, of attachments."""


class PageLinks(msgspec.Struct, frozen=True, array_like=True):
    """Where a page leads, each address once, in document order, and what the crawl must know of it besides."""

    followed: tuple[str, ...]
    """What a reader may follow: pages, unless the crawl's scope says otherwise."""
    checked: tuple[str, ...]
    """Files, pictures, forms: asked for and not read."""
    marks: tuple[str, ...] = ()
    """ANCHORED and NOWHERE where such references are among its links."""
    maybe: tuple[str, ...] = ()
    """What a script may do with: followed where it is a page, and no link where it is none."""
    content: int | None = None
    """See ``traps.content_of``."""
    session: str = ""
    """An address on the page with a session id in it."""
    notices: tuple[str, ...] = ()
    """See ``noticed.notices_of``."""
    routes: tuple[str, ...] = ()
    """Of a rendered page: what its scripts show under its own address behind ``#/`` or ``#!/``, as addresses."""
    pictures: tuple[str, ...] = ()
    """See ``PageFacts.pictures``."""


class Reading(msgspec.Struct, frozen=True, array_like=True):
    """A page as it is kept; MessagePack and zlib, to be stored without a look inside."""

    digest: str
    """Of the body as received (``PageFacts.digest`` is the same, but for those who made their own facts)."""
    kind: str
    links: bytes
    """A PageLinks."""
    anchors: bytes
    response: bytes
    """The Response without its body."""
    body: bytes
    facts: bytes
    hits: bytes
    """A Hits; empty where there are none."""
    rendered: bytes = b""
    """The document after its scripts have run; Zstandard, empty where it was not rendered."""


def read_response(method: Method, response: Response, depth: int) -> Reading:
    """Take the facts of a page, judge it alone, and pack both."""
    found = method.facts(response, depth)
    page = canonical_page(found, Origins(method.origins))
    hits = method.judge(page) if method.judge else []
    pack = msgspec.msgpack.encode
    return Reading(
        digest=digest_of(response.body),
        kind=page.kind,
        links=pack(_links_of(page, found.links)),
        anchors=pack(page.anchors),
        response=pack(msgspec.structs.replace(response, body=b"", rendered="")),
        body=zlib.compress(response.body, 1),
        facts=pack(page),
        hits=pack_hits(hits),
        rendered=zstandard.compress(response.rendered.encode()) if response.rendered else b"",
    )


def digest_of(body: bytes) -> str:
    """blake2b, 32 hex digits, as ``PageFacts.digest``."""
    return blake2b(body, digest_size=16).hexdigest()


def pack_hits(hits: Hits) -> bytes:
    """Hits as they are kept."""
    return msgspec.msgpack.encode(hits) if hits else b""


def unpack_hits(packed: bytes) -> Hits:
    """The other way."""
    return msgspec.msgpack.decode(packed, type=Hits) if packed else []


def _links_of(page: PageFacts, written: Iterable[Link]) -> PageLinks:
    """Where a page leads; ``written`` are its links before their session ids were taken out."""
    session = next((link.url for link in written if without_session(link.url) != link.url), "")
    found = links_of(page.links, content_of(page), session, tuple(notices_of(page)))
    found = msgspec.structs.replace(found, pictures=page.pictures)
    return msgspec.structs.replace(found, routes=tuple(_routes(page))) if page.rendered else found


def _routes(page: PageFacts) -> dict[str, None]:
    own = page.url.partition("#")[0]
    return {
        f"{own}#{link.fragment}": None
        for link in page.links
        if link.url == own and link.fragment.startswith(("/", "!/")) and link.fragment not in ("/", "!/")
    }


def links_of(
    links: Iterable[Link], content: int | None = None, session: str = "", notices: tuple[str, ...] = ()
) -> PageLinks:
    """Where the links of a page lead."""
    followed: dict[str, None] = {}
    checked: dict[str, None] = {}
    maybe: dict[str, None] = {}
    marks: dict[str, None] = {}
    for link in links:
        if link.url and link.via == "data":
            if link.role != "asset" and link.tag != "form":
                maybe[link.url] = None
        elif link.url:
            (checked if link.role == "asset" or link.tag == "form" else followed)[link.url] = None
            if link.fragment:
                marks[ANCHORED] = None
        elif link.problem or link.scheme not in _READABLE:
            marks[NOWHERE] = None
    leads = tuple(followed), tuple(checked), tuple(sorted(marks)), tuple(maybe)
    return PageLinks(*leads, content, session, notices)


def canonical_page(page: PageFacts, origins: Origins) -> PageFacts:
    """A page may name a served copy, or carry session ids: everything after the crawl speaks of the one address."""

    def swap(url: str) -> str:
        return without_session(origins.to_canonical(url))

    if not origins.pairs and all(swap(link.url) == link.url for link in page.links):
        return page
    return msgspec.structs.replace(
        page,
        canonical=swap(page.canonical),
        pictures=tuple(map(swap, page.pictures)),
        links=tuple(
            link if swap(link.url) == link.url else msgspec.structs.replace(link, url=swap(link.url))
            for link in page.links
        ),
        lists=tuple(
            msgspec.structs.replace(
                found, items=tuple(msgspec.structs.replace(item, url=swap(item.url)) for item in found.items)
            )
            for found in page.lists
        ),
    )

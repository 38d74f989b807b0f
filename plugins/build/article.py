"""The record of an article that the whole site is worked out from, and that pages and plugins may read.

It holds what lists, links and relations need of a document, and nothing that has to be parsed again: the body and the
fields that only the document's own page prints stay in the cache (``library.py``) until that page is rendered.
"""

from __future__ import annotations

from hashlib import blake2b

import msgspec

from plugins.build.source import Source
from plugins.catalogue import VILLAGES
from plugins.content_types.core import Core

REFERENCES = {"interprets": "解读文件", "repeals": "废止文件", "amends": "修改文件", "feedback_of": "征集公告编号"}
"""Front matter keys that name other documents, with their labels."""


class LinkAhead(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A reference out of a body that only the whole site can judge; the fields are those of ``body.Link``."""

    kind: str
    target: str
    fragment: str
    raw: str
    line: int
    image: bool = False


class Law(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a document says of when it is in force. Days are YYYY-MM-DD or empty, ``months`` its term (0: no end, -1:
    unsaid), ``until`` its last day, ``cleanup`` the table of what it found of other documents, below content/."""

    unified_no: str
    written: str
    effective: str
    months: int
    until: str
    cleanup: str


class Taken(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a withdrawn document says of that: the minute, the reason, whether its title is hidden (None: unsaid)."""

    at: str
    reason: str
    hide_title: bool | None


class Article(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One document, light. Times are ``YYYY-MM-DD HH:MM`` in Beijing, so that they sort as text; empty where unsaid.

    ``key`` is the digest of the file's bytes and place, ``digest`` that of everything below it, which is all that a
    page other than its own may show. ``note`` is the type's word for lists, ``span`` the first and last day on which
    the public can take part, ``units`` field → unit as written, ``refs`` key of REFERENCES → names, ``picture`` the
    path of the first picture, ``extra`` what the type declares in ``Core.listed``, ``folder`` where it stands below
    content/, ``url`` its root-relative address: the folder's, the month of publication, the id. ``law`` and ``taken``
    are None for the many that say nothing of the kind, ``review`` is what an approval is judged by
    (``Core.review_fields``), ``items`` the items of 标准目录 it makes public, ``statutory_class`` 1 to 15 where it says
    one, else 0.
    """

    path: str
    key: bytes
    digest: str
    id: str
    type: str
    title: str
    published: str
    expires: str
    status: str
    summary: str
    source: str
    publisher: str
    keywords: tuple[str, ...]
    index_no: str
    doc_no: str
    validity: str
    note: str
    span: tuple[str, str] | None
    refs: dict[str, tuple[str, ...]]
    aliases: tuple[str, ...]
    files: tuple[str, ...]
    links: tuple[LinkAhead, ...]
    picture: str
    extra: dict[str, str]
    units: dict[str, str]
    folder: str
    url: str
    law: Law | None = None
    taken: Taken | None = None
    review: dict[str, str] = {}
    items: tuple[str, ...] = ()
    statutory_class: int = 0

    @property
    def column(self) -> str:
        """The path of its column; all villages' documents stand in the column ``villages``."""
        return VILLAGES if self.folder.startswith(f"{VILLAGES}/") else self.folder

    @property
    def village(self) -> str:
        """The id of its village; empty for any other document."""
        return self.folder.removeprefix(f"{VILLAGES}/") if self.folder.startswith(f"{VILLAGES}/") else ""

    @property
    def unified_no(self) -> str:
        """Its 统一编号, or empty."""
        return self.law.unified_no if self.law is not None else ""

    @property
    def day(self) -> str:
        """The day of publication."""
        return self.published[:10]

    @property
    def month(self) -> str:
        """The month of publication, YYYY-MM."""
        return self.published[:7]

    @property
    def published_iso(self) -> str:
        """The moment of publication as ISO 8601 with its zone."""
        return f"{self.published[:10]}T{self.published[11:]}:00+08:00"


def distil(source: Source) -> Article | None:
    """The article of a document; None where its header could not be understood."""
    fields = source.fields
    if fields is None:
        return None
    body = source.body
    links = tuple(
        LinkAhead(link.kind, link.target, link.fragment, link.raw, link.line, link.image)
        for link in (body.links if body else ())
    )
    picture = next((link.target for link in links if link.kind == "file" and link.target.startswith("media/")), "")
    span = fields.open_span()
    folder = source.path.rpartition("/")[0]
    light = Article(
        path=source.path,
        key=source.key,
        digest="",
        id=fields.id,
        type=fields.type,
        title=fields.title,
        published=_minute(fields, "published"),
        expires=_minute(fields, "expires"),
        status=fields.status,
        summary=fields.summary,
        source=fields.source,
        publisher=fields.publisher,
        keywords=fields.keywords,
        index_no=fields.index_no,
        doc_no=fields.doc_no,
        validity=fields.validity or "",
        note=fields.form_note(),
        span=(span[0].isoformat(), span[1].isoformat()) if span else None,
        refs={key: names for key in REFERENCES if (names := getattr(fields, key, ()))},
        aliases=fields.aliases,
        files=tuple(attachment.file.lstrip("/") for attachment in fields.attachments),
        links=links,
        picture=picture,
        extra=fields.listed(),
        units={key: getattr(fields, key) for key in fields.unit_keys()},
        folder=folder,
        url=f"/{folder}/{fields.published:%Y-%m}/{fields.id}.html",
        law=_law(fields),
        taken=_taken(fields),
        review=fields.review_fields(),
        items=fields.items,
        statutory_class=fields.statutory_class or 0,
    )
    # Links belong to the body: where only they changed, no list has to be rendered again.
    # What ``law`` and ``taken`` come to is a fact of its own (``standing:PATH``), and so is what ``items`` and the
    # class do (``catalogue:COLUMN``, ``register:URL``); lists print the number alone.
    shown = msgspec.structs.replace(
        light, key=b"", links=(), law=None, taken=None, review={}, items=(), statutory_class=0
    )
    said = msgspec.msgpack.encode((shown, light.unified_no))
    return msgspec.structs.replace(light, digest=blake2b(said, digest_size=12).hexdigest())


def _law(fields: Core) -> Law | None:
    days = [day.isoformat() if day else "" for day in (fields.written, fields.effective, fields.valid_until)]
    months = -1 if fields.valid_for is None else fields.valid_for
    if not any(days) and months < 0 and not fields.unified_no and not fields.cleanup:
        return None
    return Law(fields.unified_no, days[0], days[1], months, days[2], fields.cleanup.lstrip("/"))


def _taken(fields: Core) -> Taken | None:
    at = _minute(fields, "withdrawn_at")
    if fields.status != "withdrawn":
        return None
    return Taken(at, fields.withdrawal_reason, fields.hide_title)


def _minute(fields: Core, key: str) -> str:
    moment = getattr(fields, key)
    return f"{moment:%Y-%m-%d %H:%M}" if moment else ""


def why_not_public(article: Article, now: str) -> str:
    """Why a document is not to be seen at ``now`` (YYYY-MM-DD HH:MM), in Chinese; empty when it is public."""
    if article.status == "draft":
        return "还是草稿"
    if article.status == "withdrawn":
        return "已经撤回"
    if article.published > now:
        return "还没有到发布时间"
    if article.expires and article.expires <= now:
        return "已经到期下线"
    return ""


def in_order(articles: list[Article]) -> list[Article]:
    """Newest first, ties in the order of paths: the one order of every list."""
    articles = sorted(articles, key=lambda article: article.path)
    articles.sort(key=lambda article: article.published, reverse=True)
    return articles


def is_coming(article: Article, minute: str) -> bool:
    """Whether a document only waits for its hour."""
    return article.status == "published" and article.published > minute

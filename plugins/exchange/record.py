"""A document as an exchange package tells it: all its metadata, its text, its files by digest.

A document has three digests, so that a later package can say what changed: ``content`` of all it says itself,
``standing`` of where it stands, ``links`` of the interpretations that belong to it. Its address has none: a move is
told by the address.
"""

from __future__ import annotations

import json
import mimetypes
import posixpath
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

import turbohtml

from plugins.build.article import Article
from plugins.build.body import put_addresses
from plugins.build.document_pages import facts_table, finding_rows
from plugins.build.facts import KINDS
from plugins.build.kinds import Kind
from plugins.build.reference import Link
from plugins.build.source import Source
from plugins.build.view import View
from plugins.links import file_url
from plugins.relations import interpretations
from plugins.site import Unit
from plugins.standing import AMENDED, REPEALED, Standing
from plugins.tag_uri import document_tag

VERSION = 1
POLICY = "policy"
READS = Kind("exchange", lambda view, argument: "", frozenset(KINDS))
"""A package may read everything: it is made anew each time."""
_TYPES = mimetypes.MimeTypes()  # Python's own table, not the machine's
for _ending, _type in {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv",
    ".ofd": "application/ofd",
    ".wps": "application/vnd.ms-works",
    ".webp": "image/webp",
}.items():
    _TYPES.add_type(_type, _ending)

Fetch = Callable[[str], bytes | Path]
"""The published bytes of a file below content/ (its path), or the file that is published as it is."""


@dataclass(frozen=True)
class Record:
    """A document of a package. ``told`` is its JSON, ``source`` and ``units`` what its page is made of, ``files`` the
    paths below content/ of what goes with it, ``acted`` the day on which what gave it its standing was published, or
    empty."""

    article: Article
    told: dict[str, Any]
    digests: dict[str, str]
    source: Source
    units: dict[str, Unit]
    standing: Standing
    files: tuple[str, ...]
    acted: str = ""


def in_scope(contents: Any) -> dict[str, Article]:
    """The documents of a package by path, newest first: every policy that is shown, and what explains one."""
    shown = contents.catalogue.shown()
    policies = [a for a in contents.articles if a.type == POLICY and a.column in shown]
    wanted = {article.path for article in policies}
    for policy in policies:
        wanted |= {other.path for other in interpretations(policy, contents.related)}
    return {article.path: article for article in contents.articles if article.path in wanted}


def read_records(contents: Any, view: View, fetch: Fetch) -> Iterator[Record]:
    """Every document in scope, newest first."""
    scope = in_scope(contents)
    named = {article.id: article for article in contents.articles}
    named |= {article.doc_no: article for article in contents.articles if article.doc_no}
    seen: dict[str, dict[str, Any]] = {}
    for article in scope.values():
        explained = [other for other in interpretations(article, contents.related) if other.path in scope]
        yield _record(view, article, explained, named, lambda path: _file(path, fetch, seen))


def package_path(path: str) -> str:
    """Where a file below content/ stands in a package."""
    return f"files/{path}"


def _record(
    view: View,
    article: Article,
    explained: list[Article],
    named: Mapping[str, Article],
    file: Callable[[str], dict[str, Any]],
) -> Record:
    source, site = view.source(article.path), view.site
    standing = view.standing(article.path) or Standing(article.validity)
    units = {key: unit for key, written in article.units.items() if (unit := view.unit(written))}
    column = view.column(article.column)
    attached, pictures = _files(view, article, source)
    html = text_html(view, source, units, lambda link: quote(package_path(link.target)))
    told = {
        "version": VERSION,
        "id": article.id,
        "uri": document_tag(site, article.id),
        "address": site.absolute(article.url),
        "column": {"id": column.id, "name": column.name},
        **_head(article, source, units["publisher"]),
        **_relations(view, article, named),
        "html": html,
        "findings": _findings(view, article.path),
        "attachments": [{"name": name or posixpath.basename(path), **file(path)} for path, name in attached.items()],
        "pictures": [file(path) for path in pictures],
        "text": turbohtml.parse_fragment(html).to_text(),
        "validity": _validity(view, standing),
        "interpretations": [_named(view, other) for other in explained],
    }
    files = tuple(dict.fromkeys((*attached, *pictures)))
    acted = view.article(standing.by).day if standing.by else ""
    return Record(article, told, digests_of(told), source, units, standing, files, acted)


def _files(view: View, article: Article, source: Source) -> tuple[dict[str, str], Collection[str]]:
    """The files of a document below content/: those attached or linked with their names, and its pictures."""
    assert source.fields is not None
    assert source.body is not None
    links = [link for link in source.body.links if link.kind == "file"]
    pictures = dict.fromkeys(link.target for link in links if link.image)
    linked = dict.fromkeys(link.target for link in links if not link.image)
    attached = {entry.file.lstrip("/"): entry.name for entry in source.fields.attachments}
    attached |= {path: "" for path in linked if path not in attached}
    if article.law is not None and article.law.cleanup and view.findings(article.path):
        attached.setdefault(article.law.cleanup, "清理结果")
    return attached, pictures


def _head(article: Article, source: Source, publisher: Unit) -> dict[str, Any]:
    fields = source.fields
    assert fields is not None
    return {
        "type": article.type,
        "title": article.title,
        "index_no": article.index_no,
        "doc_no": article.doc_no,
        "unified_no": article.unified_no,
        "publisher": {"id": publisher.id, "name": publisher.name, "org_code": publisher.org_code},
        "source": article.source,
        "written": fields.written.isoformat() if fields.written else "",
        "effective": fields.effective.isoformat() if fields.effective else "",
        "published": article.published_iso,
        "topic": fields.topic,
        "statutory_class": fields.statutory_class,
        "keywords": list(article.keywords),
        "summary": article.summary,
        "form": getattr(fields, "form", ""),
    }


def _relations(view: View, article: Article, named: Mapping[str, Article]) -> dict[str, Any]:
    """What a document makes of others, and which it explains; ``named`` are documents by id and 文号."""
    acts = view.acts(article.path)
    return {
        "repeals": [_named(view, other) for word, other, _ in acts if word == REPEALED],
        "amends": [_named(view, other) for word, other, _ in acts if word == AMENDED],
        "interprets": [
            _named(view, named[name]) if name in named else {"id": "", "title": name, "address": ""}
            for name in article.refs.get("interprets", ())
        ],
    }


def _findings(view: View, path: str) -> list[dict[str, str]]:
    """The rows of a clean-up table."""
    return [
        {
            "title": row.title,
            "doc_no": row.doc_no,
            "result": row.result,
            "note": row.note,
            "address": view.site.absolute(row.url) if row.url else "",
        }
        for row in finding_rows(view, path)
    ]


def _validity(view: View, standing: Standing) -> dict[str, Any]:
    return {
        "word": standing.word,
        "since": standing.since,
        "cause": standing.cause,
        "by": _named(view, view.article(standing.by)) if standing.by else None,
        "until": standing.until,
    }


def text_html(view: View, source: Source, units: dict[str, Unit], address_of: Callable[[Link], str]) -> str:
    """The body with addresses that hold outside the site; ``address_of`` says where a file of content/ is."""
    assert source.body is not None
    addresses = {}
    for link in source.body.links:
        address = view.address(link)
        if link.kind == "file":
            address = address_of(link)
        elif address.startswith("/"):
            address = view.site.absolute(address)
        addresses[link.token] = address
    return facts_table(source, units) + put_addresses(source.body, addresses)


def digest(value: Any) -> str:
    """SHA-256 of the JSON of a value with its keys in order: ``desk exchange --verify`` works it out again."""
    return sha256(json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _named(view: View, article: Article) -> dict[str, str]:
    return {"id": article.id, "title": article.title, "address": view.site.absolute(article.url)}


def _without_addresses(value: Any) -> Any:
    """The value without ``address`` keys: that a document it names was moved changes nothing in it."""
    if isinstance(value, dict):
        return {key: _without_addresses(inner) for key, inner in value.items() if key != "address"}
    return [_without_addresses(inner) for inner in value] if isinstance(value, list) else value


def digests_of(told: Mapping[str, Any]) -> dict[str, str]:
    """The three digests of a document's JSON."""
    apart = ("version", "id", "uri", "address", "column", "text", "validity", "interpretations")
    content = {key: value for key, value in told.items() if key not in apart}
    return {
        "content": digest(_without_addresses(content)),
        "standing": digest(_without_addresses(told["validity"])),
        "links": digest([link["id"] for link in told["interpretations"]]),
    }


def _file(path: str, fetch: Fetch, seen: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """A file as a document's JSON names it."""
    if path not in seen:
        data = fetch(path)
        size, told = _measure(data) if isinstance(data, Path) else (len(data), sha256(data).hexdigest())
        kind = _TYPES.guess_type(file_url(path))[0] or "application/octet-stream"
        seen[path] = {"path": package_path(path), "type": kind, "size": size, "sha256": told}
    return seen[path]


def _measure(file: Path) -> tuple[int, str]:
    size, told = 0, sha256()
    with file.open("rb") as stream:
        while block := stream.read(1024 * 1024):
            size += len(block)
            told.update(block)
    return size, told.hexdigest()

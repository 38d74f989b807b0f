"""The package as a folder, step by step: documents, pages, files, table, feed, package.json, SHA256SUMS."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from plugins.build.problems import CannotRun
from plugins.build.view import View
from plugins.exchange.aside import aside
from plugins.exchange.delta import WITHDRAWN, Change, as_json, count, item_of
from plugins.exchange.feed import feed_atom
from plugins.exchange.page import page_maker
from plugins.exchange.record import VERSION, Fetch, Record, package_path
from plugins.exchange.workbook import write_workbook
from plugins.site import Site
from plugins.tag_uri import document_tag

FORMAT = "gongkai-exchange"
PACKAGE, SUMS, FEED, TABLE = "package.json", "SHA256SUMS", "feed.atom", "documents.xlsx"


@dataclass(frozen=True)
class Order:
    """What kind of package it is: ``since`` is None for a full one, else what it counts from; ``exact`` whether an
    edited text is seen; ``note`` what the receiver must know, or empty."""

    now: datetime
    since: Mapping[str, str] | None = None
    exact: bool = True
    note: str = ""

    @property
    def made_at(self) -> str:
        """ISO 8601 with its zone."""
        return self.now.isoformat(timespec="seconds")


@dataclass
class _Sums:
    """The files of the package so far, with their digests."""

    folder: Path
    found: dict[str, str] = field(default_factory=dict)
    size: int = 0

    def put(self, path: str, data: bytes | str) -> str:
        """Write a file; its SHA-256."""
        data = data.encode() if isinstance(data, str) else data
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        self.size += len(data)
        self.found[path] = sha256(data).hexdigest()
        return self.found[path]

    def note(self, path: str) -> None:
        """Take in a file that somebody else wrote."""
        data = (self.folder / path).read_bytes()
        self.size += len(data)
        self.found[path] = sha256(data).hexdigest()


def write_package(  # noqa: PLR0917 - what a package is made of
    place: Path, order: Order, records: Sequence[Record], changes: Sequence[Change], view: View, fetch: Fetch
) -> dict[str, Any]:
    """Write the package and return its package.json. Raises CannotRun, and then nothing is at ``place``."""
    by_id = {record.article.id: record for record in records}
    with aside(place) as folder:
        sums, entries = _Sums(folder), []
        page = page_maker(view, fetch)
        for change in changes:
            entry: dict[str, Any] = {
                "id": change.id,
                "uri": document_tag(view.site, change.id),
                "change": change.change,
                "reason": change.reason,
                "at": change.at,
                "address": change.address,
            }
            if change.change != WITHDRAWN:
                entry |= _put_document(sums, by_id[change.id], page(by_id[change.id]), fetch)
            entries.append(entry)
        write_workbook(folder / TABLE, changes, by_id, order.now)
        sums.note(TABLE)
        sums.put(FEED, feed_atom(view.site, changes, by_id, order.made_at))
        package = _package(view.site, order, changes, records, entries, sums)
        sums.put(PACKAGE, json_text(package))
        lines = [f"{told}  {path}\n" for path, told in sorted(sums.found.items())]
        (folder / SUMS).write_text("".join(lines), encoding="utf-8")
    return package


def _put_document(sums: _Sums, record: Record, page: str, fetch: Fetch) -> dict[str, Any]:
    """Write what belongs to one document; its entry."""
    told, id_ = record.told, record.article.id
    wanted = {file["path"]: file["sha256"] for file in (*told["attachments"], *told["pictures"])}
    for path in record.files:
        place = package_path(path)
        if place in sums.found:
            continue
        data = fetch(path)
        if sums.put(place, data.read_bytes() if isinstance(data, Path) else data) != wanted[place]:
            raise CannotRun(f"写交换包的过程中文件 {path} 有改动，没有写成。请重新运行")
    document, html = f"documents/{id_}.json", f"html/{id_}.html"
    sums.put(html, page)
    return {
        "type": told["type"],
        "title": told["title"],
        "index_no": told["index_no"],
        "doc_no": told["doc_no"],
        "validity": told["validity"]["word"],
        "document": document,
        "page": html,
        "sha256": sums.put(document, json_text(told)),
        "files": list(wanted),
    }


def _package(  # noqa: PLR0917 - what it says
    site: Site,
    order: Order,
    changes: Sequence[Change],
    records: Sequence[Record],
    entries: list[dict[str, Any]],
    sums: _Sums,
) -> dict[str, Any]:
    files = [path for path in sums.found if path.startswith("files/")]
    return {
        "format": FORMAT,
        "version": VERSION,
        "site": {"id_code": site.id_code, "name": site.name, "host": site.host, "owner": site.owner},
        "made_at": order.made_at,
        "kind": "delta" if order.since is not None else "full",
        "since": dict(order.since) if order.since is not None else None,
        "exact": order.exact,
        "note": order.note,
        "counts": {
            "entries": len(entries),
            **count(changes),
            "inventory": len(records),
            "files": len(files),
            "bytes": sums.size,
        },
        "entries": entries,
        "inventory": [as_json(item_of(record)) for record in records],
    }


def json_text(value: Any) -> str:
    """JSON as packages hold it: readable, the same bytes for the same value."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"

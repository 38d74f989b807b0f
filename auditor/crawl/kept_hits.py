"""What the checks of the whole site have said, kept beside the crawl, and the name of all that they may have read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from itertools import islice

import msgspec

from auditor.crawl.database import Database, pack
from auditor.model import Hit, NotRun

_BITE = 256
"""Answers in one row: a mistake of a template stands on every page."""

_READ = (
    "SELECT key, value FROM meta WHERE key IN ('home', 'probes') ORDER BY key",
    "SELECT url, state, link FROM pages ORDER BY url",
    "SELECT url, state, link FROM targets ORDER BY url",
    "SELECT url, kind, links, anchors, facts FROM kept ORDER BY url",
    "SELECT url, facts FROM sheets ORDER BY url",
    "SELECT url, facts FROM files ORDER BY url",
)
"""Every column behind ``model.Site``."""


class _Said(msgspec.Struct, array_like=True):
    hits: list[Hit]
    notes: list[NotRun]


class KeptSiteHits:
    """The tables of what was said of the site, over the crawl's file."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def basis(self) -> str:
        """Names all that a check of the site may read in this file: another name where anything of it is another."""
        total = blake2b(digest_size=16)
        for query in _READ:
            for row in self._db.execute(query):
                for value in row:
                    data = value if isinstance(value, bytes) else repr(value).encode()
                    total.update(len(data).to_bytes(8, "big") + data)
        return total.hexdigest()

    def stamps(self) -> dict[str, str]:
        """By the id of each check whose answer is kept, the stamp under which it was given."""
        return dict(self._db.execute("SELECT id, stamp FROM site_stamps"))

    def keep(self, id: str, stamp: str, said: Iterable[Hit | NotRun]) -> Iterator[Hit | NotRun]:
        """Pass on what a check says, writing it down meanwhile. It counts once the last of it has been passed on."""
        self._db.execute("DELETE FROM site_stamps WHERE id = ?", (id,))
        self._db.execute("DELETE FROM site_hits WHERE id = ?", (id,))
        stream, number = iter(said), 0
        while some := list(islice(stream, _BITE)):
            row = _Said([one for one in some if isinstance(one, Hit)], [one for one in some if isinstance(one, NotRun)])
            self._db.execute("INSERT INTO site_hits VALUES (?, ?, ?)", (id, number, pack(row)))
            number += 1
            yield from some
        self._db.execute("INSERT INTO site_stamps VALUES (?, ?)", (id, stamp))

    def said(self, id: str) -> Iterator[Hit | NotRun]:
        """What a check has said: its hits in their order."""
        number = 0
        query = "SELECT said FROM site_hits WHERE id = ? AND number = ?"
        while row := self._db.execute(query, (id, number)).fetchone():
            some = msgspec.msgpack.decode(row[0], type=_Said)
            yield from some.hits
            yield from some.notes
            number += 1

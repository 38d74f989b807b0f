"""The crawl's file: SQLite in WAL mode, its tables, one transaction at a time, rows in small bites."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from auditor.errors import BadInput

SCHEMA_VERSION = 4
"""Of the tables below; another version's file is refused, never misread."""

_PATIENCE = 60.0
"""Seconds to wait for another process of the same run that is writing: each writes a row and is done."""

_SCHEMA = f"""
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pages (
    url TEXT PRIMARY KEY, state TEXT NOT NULL, rank INTEGER NOT NULL, found_on TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0, received INTEGER NOT NULL DEFAULT 0, kept INTEGER NOT NULL DEFAULT 0,
    link BLOB
);
CREATE INDEX IF NOT EXISTS pages_next ON pages (rank, url) WHERE state = 'queued';
CREATE INDEX IF NOT EXISTS pages_held ON pages (rank, url) WHERE state = 'held';
CREATE TABLE IF NOT EXISTS kept (
    url TEXT PRIMARY KEY, stamp TEXT NOT NULL, depth INTEGER NOT NULL, digest TEXT NOT NULL, kind TEXT NOT NULL,
    response BLOB NOT NULL, anchors BLOB NOT NULL, links BLOB NOT NULL, body BLOB NOT NULL, facts BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS rendered (url TEXT PRIMARY KEY, document BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS judged (url TEXT PRIMARY KEY, stamp TEXT NOT NULL, hits BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS stamps (stamp TEXT PRIMARY KEY, checks BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS site_stamps (id TEXT PRIMARY KEY, stamp TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS site_hits (id TEXT, number INTEGER, said BLOB NOT NULL, PRIMARY KEY (id, number));
CREATE TABLE IF NOT EXISTS targets (
    url TEXT PRIMARY KEY, host TEXT NOT NULL, state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0, link BLOB
);
CREATE INDEX IF NOT EXISTS targets_next ON targets (host, url) WHERE state = 'queued';
CREATE TABLE IF NOT EXISTS said (url TEXT PRIMARY KEY, family TEXT NOT NULL, content INTEGER);
CREATE INDEX IF NOT EXISTS said_family ON said (family, content);
CREATE INDEX IF NOT EXISTS said_content ON said (content);
CREATE TABLE IF NOT EXISTS queries (key TEXT PRIMARY KEY, url TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sheets (url TEXT PRIMARY KEY, facts BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS wanted (url TEXT PRIMARY KEY, left INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files (
    url TEXT PRIMARY KEY, fresh INTEGER NOT NULL, stamp TEXT NOT NULL, digest TEXT NOT NULL, size INTEGER NOT NULL,
    codes TEXT NOT NULL, pictures INTEGER NOT NULL, response BLOB NOT NULL, link BLOB NOT NULL, links BLOB NOT NULL,
    facts BLOB NOT NULL, judge_stamp TEXT NOT NULL, hits BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS shown (url TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS noticed (code TEXT, url TEXT, PRIMARY KEY (code, url)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS traps (url TEXT PRIMARY KEY, rule TEXT NOT NULL) WITHOUT ROWID;
PRAGMA user_version = {SCHEMA_VERSION};
COMMIT;
"""

T = TypeVar("T")


class Database:
    """A connection to the crawl's file. Only one thread may use it."""

    def __init__(self, path: Path | str, rolled_back: Callable[[], None]) -> None:
        """Open or make the file; ``rolled_back`` is told when a transaction came to nothing.

        Raises BadInput where another version kept it.
        """
        self.path = path
        self._rolled_back = rolled_back
        self._db = sqlite3.connect(path, isolation_level=None, timeout=_PATIENCE)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute(
            "PRAGMA synchronous=NORMAL"
        )  # outlives a kill; after a power cut the last pages are asked again
        tables = self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if tables and self._db.execute("PRAGMA user_version").fetchone()[0] != SCHEMA_VERSION:
            self._db.close()
            raise BadInput(
                f"{path} 不是本工具保留的抓取结果，或由其他版本保留", "请换一个 --state 文件夹，或删除该文件后重新抓取"
            )
        self._db.executescript(_SCHEMA)
        self.execute = self._db.execute
        self.executemany = self._db.executemany

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """One transaction: all of it or nothing."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if self._db.in_transaction:  # a full disk has ended it already
                self._db.execute("ROLLBACK")
            self._rolled_back()
            raise
        self._db.execute("COMMIT")

    def walk(self, query: str, *, first: Sequence[str] = (), more: Sequence[str] = ()) -> Iterator[tuple[Any, ...]]:
        """Rows by address in small bites, so that nothing is held open while the reader works."""
        last = ""
        while rows := self._db.execute(query, (*first, last, *more)).fetchall():
            for row in rows:
                yield row[1:]
            last = rows[-1][0]


def pack(record: Any) -> bytes:
    """A record as it is kept."""
    return msgspec.msgpack.encode(record)


def unpack(blob: bytes | None, kind: type[T]) -> T | None:
    """The record that was kept; None where there was none."""
    return None if blob is None else msgspec.msgpack.decode(blob, type=kind)

"""The cache of parsed documents: SQLite, by digest. It saves time and never decides anything.

A key is the digest of a file's bytes and place; the whole cache belongs to one ``stamp`` (our code, its versions, the
settings, the year) and is emptied when that changes. Whatever is missing, damaged or unreadable is parsed again, so a
kill, a full disk or a flipped bit costs time only. Writers in several processes take turns (WAL); every row carries a
checksum.
"""

from __future__ import annotations

import functools
import os
import sqlite3
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

FILE = "parsed.sqlite"
SPARE = 4
"""Rows kept for each document there is: enough for some branches of work, not for all of history."""
_LEAST = 2000
_BUSY_MS = 20_000
_PASSING = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_INTERRUPT,
}


class Shelf:
    """Rows of (key, light, rest). ``light`` is the packed Article, ``rest`` what only the document's own page needs."""

    def __init__(self, folder: Path, stamp: str) -> None:
        self.file, self.stamp = folder / FILE, stamp
        self._owner = 0
        self._connection: sqlite3.Connection | None = None

    def __reduce__(self) -> tuple[Callable[[Path, str], Shelf], tuple[Path, str]]:
        """Sent to another process it opens the file there, once."""
        return open_shelf, (self.file.parent, self.stamp)

    def light(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """The light part of those of the keys that are there."""
        return self._read(keys, "light")

    def rest(self, key: bytes) -> bytes | None:
        """The rest of one row."""
        return self.rests([key]).get(key)

    def rests(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """The rest of those of the keys that are there."""
        return self._read(keys, "rest")

    def put(self, rows: Iterable[tuple[bytes, bytes, bytes]]) -> None:
        """Keep rows in one transaction; a disk that refuses is not told: the next build parses again."""
        full = [(key, light, _sum("light", key, light), rest, _sum("rest", key, rest)) for key, light, rest in rows]
        if not full or (connection := self._open()) is None:
            return
        with self._forgiving(), connection:
            connection.executemany("INSERT OR REPLACE INTO parsed VALUES (?, ?, ?, ?, ?)", full)

    def prune(self, live: Collection[bytes]) -> None:
        """Throw out rows of documents that are gone, when they are many."""
        connection = self._open()
        if connection is None:
            return
        with self._forgiving():
            (rows,) = connection.execute("SELECT count(*) FROM parsed").fetchone()
            if rows <= max(_LEAST, SPARE * len(live)):
                return
            with connection:
                connection.execute("CREATE TEMP TABLE live (key BLOB PRIMARY KEY)")
                connection.executemany("INSERT OR IGNORE INTO live VALUES (?)", ((key,) for key in live))
                connection.execute("DELETE FROM parsed WHERE key NOT IN (SELECT key FROM live)")
                connection.execute("DROP TABLE live")
            connection.execute("VACUUM")

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None and self._owner == os.getpid():
            self._connection.close()
        self._connection = None

    def _read(self, keys: Sequence[bytes], column: str) -> dict[bytes, bytes]:
        found: dict[bytes, bytes] = {}
        connection = self._open()
        if connection is None:
            return found
        with self._forgiving():
            for start in range(0, len(keys), 500):
                some = keys[start : start + 500]
                marks = ",".join("?" * len(some))
                query = f"SELECT key, {column}, {column}_sum FROM parsed WHERE key IN ({marks})"  # noqa: S608 - ours
                for key, data, told in connection.execute(query, some):
                    if isinstance(data, bytes) and _sum(column, key, data) == told:
                        found[key] = data
        return found

    @contextmanager
    def _forgiving(self) -> Iterator[None]:
        """Nothing that goes wrong here may stop a build; a damaged file is thrown away."""
        try:
            yield
        except (sqlite3.Error, ValueError) as error:
            if _is_damage(error):
                self.close()
                self._remove()

    def _open(self) -> sqlite3.Connection | None:
        """This process's own connection: none may cross a fork. None where the file cannot be used at all."""
        if self._connection is not None and self._owner == os.getpid():
            return self._connection
        self._connection, self._owner = None, os.getpid()
        for again in (False, True):
            try:
                self._connection = self._connect()
                break
            except (sqlite3.Error, ValueError) as error:
                if again or not _is_damage(error):
                    break
                self._remove()
            except OSError:
                break
        return self._connection

    def _connect(self) -> sqlite3.Connection:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self.file, timeout=_BUSY_MS / 1000)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            with connection:
                connection.execute("CREATE TABLE IF NOT EXISTS about (stamp TEXT)")
                connection.execute(
                    "CREATE TABLE IF NOT EXISTS parsed "
                    "(key BLOB PRIMARY KEY, light BLOB, light_sum INTEGER, rest BLOB, rest_sum INTEGER)"
                )
                told = connection.execute("SELECT stamp FROM about").fetchone()
                if told is None or told[0] != self.stamp:
                    connection.execute("DELETE FROM parsed")
                    connection.execute("DELETE FROM about")
                    connection.execute("INSERT INTO about VALUES (?)", (self.stamp,))
        except BaseException:
            connection.close()
            raise
        return connection

    def _remove(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            with suppress(OSError):
                Path(f"{self.file}{suffix}").unlink()


def _is_damage(error: Exception) -> bool:
    """Whether the file is no good, rather than busy, full, read-only or out of reach."""
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF not in _PASSING


def _sum(column: str, key: bytes, data: bytes) -> int:
    """A checksum that knows whose data it is: a damaged index may lead to another row."""
    return zlib.crc32(data, zlib.crc32(key, zlib.crc32(column.encode())))


@functools.cache
def open_shelf(folder: Path, stamp: str) -> Shelf:
    """One Shelf a process."""
    return Shelf(folder, stamp)

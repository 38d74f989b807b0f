"""The monitoring's file: one row a visit, written when it is over. Killed at any moment, it goes on."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec

from auditor.errors import BadInput, CannotRun, why_not
from auditor.watch.plan import Plan
from auditor.watch.records import Reach, Visit

FILE = "watch.sqlite"
VERSION = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS plan (one INTEGER PRIMARY KEY CHECK (one = 1), plan BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS visits (
    url TEXT NOT NULL, slot INTEGER NOT NULL, visit BLOB NOT NULL, PRIMARY KEY (url, slot)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS reach (
    url TEXT NOT NULL, day INTEGER NOT NULL, reach BLOB NOT NULL, PRIMARY KEY (url, day)
) WITHOUT ROWID;
"""


class Store:
    """One monitoring on disk. Only the thread that opened it may use it."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def plan(self) -> Plan | None:
        """The plan it was begun with."""
        row = self._db.execute("SELECT plan FROM plan").fetchone()
        return msgspec.msgpack.decode(row[0], type=Plan) if row else None

    def begin(self, plan: Plan) -> None:
        """Write the plan of a new monitoring down."""
        self._db.execute("INSERT INTO plan VALUES (1, ?)", (msgspec.msgpack.encode(plan),))

    def add(self, visit: Visit) -> None:
        """Keep a visit; a window that has one keeps it."""
        row = (visit.url, visit.slot, msgspec.msgpack.encode(visit))
        self._db.execute("INSERT OR IGNORE INTO visits VALUES (?, ?, ?)", row)

    def add_reach(self, reach: Reach) -> None:
        """Keep a day's look."""
        row = (reach.url, reach.day, msgspec.msgpack.encode(reach))
        self._db.execute("INSERT OR REPLACE INTO reach VALUES (?, ?, ?)", row)

    def visited(self, url: str) -> set[int]:
        """The windows in which a site was visited."""
        return {slot for (slot,) in self._db.execute("SELECT slot FROM visits WHERE url = ?", (url,))}

    def looked(self, url: str) -> set[int]:
        """The days on which its IPv6 and HTTPS were looked at."""
        return {day for (day,) in self._db.execute("SELECT day FROM reach WHERE url = ?", (url,))}

    def visits(self) -> Iterator[Visit]:
        """Every visit, by address and window."""
        for (blob,) in self._db.execute("SELECT visit FROM visits ORDER BY url, slot"):
            yield msgspec.msgpack.decode(blob, type=Visit)

    def latest_reach(self) -> dict[str, Reach]:
        """Address → its last look."""
        rows = self._db.execute("SELECT reach FROM reach ORDER BY url, day")
        looks = (msgspec.msgpack.decode(blob, type=Reach) for (blob,) in rows)
        return {look.url: look for look in looks}


@contextmanager
def open_store(folder: Path, *, alone: bool = True) -> Iterator[Store]:
    """Open the monitoring kept in ``folder``, or begin one there; ``alone`` refuses a second one that visits.

    Raises BadInput when the folder cannot be used or is in use, CannotRun when the disk fails, also later on.
    """
    path = folder / FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        held = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise BadInput(f"不能使用文件夹 {folder}：{why_not(error)}", "请换一个可写的 --state 文件夹") from error
    try:
        if alone:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)  # goes with the process, however it ends
            except BlockingIOError as error:
                raise BadInput(f"另一个监测正在使用 {folder}", "请等它结束；只看结果请用 --report") from error
        try:
            with closing(sqlite3.connect(path, isolation_level=None, timeout=30.0)) as db:
                _prepare(db, path)
                yield Store(db)
        except (sqlite3.Error, msgspec.DecodeError) as error:
            raise CannotRun(
                f"监测记录读写失败 {path}：{error}", "请检查磁盘空间和权限，或换一个 --state 文件夹"
            ) from error
    finally:
        os.close(held)


def _prepare(db: sqlite3.Connection, path: Path) -> None:
    version = int(db.execute("PRAGMA user_version").fetchone()[0])
    known = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if version != VERSION and (version or known):
        raise BadInput(f"{path} 不是本版本的监测记录", "请换一个 --state 文件夹")
    if not version:
        db.execute("PRAGMA journal_mode=WAL")
        db.executescript(_SCHEMA)
        db.execute(f"PRAGMA user_version = {VERSION}")

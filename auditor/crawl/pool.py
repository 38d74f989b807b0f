"""The links out of many sites, asked once: one verdict per address and one asker per host for a whole batch.

A file that several audits on one machine share. Whoever wants an address takes its host (a row with a lease), asks,
writes the verdict and gives the host back with the moment from which it may be asked again; everybody else waits
outside any lock or transaction, and finds the verdict there. An asker that was killed is known by its process being
gone, or by its lease having run out.

What is shared: verdicts of other hosts' addresses, one request at a time to each host, its pause and its back-off. What
is not: the audited site's own addresses, robots.txt (each audit reads it), and hosts that a redirect leads to.
"""

from __future__ import annotations

import itertools
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from auditor.crawl.host import Stopped
from auditor.crawl.reasons import REASONS
from auditor.crawl.url import host_port
from auditor.errors import BadInput, CannotRun
from auditor.model import LinkState

VERSION = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS hosts (
    host TEXT PRIMARY KEY, claim TEXT NOT NULL DEFAULT '', until REAL NOT NULL DEFAULT 0, ready REAL NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS verdicts (
    url TEXT PRIMARY KEY, run TEXT NOT NULL, at REAL NOT NULL, round INTEGER NOT NULL, link BLOB NOT NULL
) WITHOUT ROWID;
"""
LEASE = 180.0
"""Seconds after which a host is free though nobody gave it back: more than one address and robots.txt take."""
_LOOK_AGAIN = 0.1
_LONGEST_PAUSE = 120.0
"""Seconds that a host may be kept waiting; a clock that was set back must not keep it for longer."""
_BUSY = 30.0
_TRIES = 50

Ask = Callable[[], LinkState]


class Pool:
    """One audit's end of the file. Threads may share it.

    ``run`` names the batch: within it every verdict is taken as it stands. A verdict of another batch is taken when it
    says that the address works; none is older than ``fresh`` seconds.
    """

    def __init__(self, path: Path, run: str = "", fresh: float = 86_400.0, lease: float = LEASE) -> None:
        """Open or make the file. Raises BadInput where it is something else or cannot be used."""
        self.path, self.run, self.fresh, self.lease = path, run, fresh, lease
        self.taken = 0
        """Verdicts taken from the file instead of asking."""
        self._me = _process()
        self._numbers = itertools.count()
        self._local = threading.local()
        self._lock = threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._begin(self._db())
        except (OSError, sqlite3.Error) as error:
            self.close()
            raise BadInput(f"不能使用公用链接库 {path}：{error}", "请检查路径和权限，或换一个 --pool 文件") from error

    def _begin(self, db: sqlite3.Connection) -> None:
        """Make the tables, unless they are there; several audits may be at it in the same moment."""
        db.execute("BEGIN IMMEDIATE")
        version = int(db.execute("PRAGMA user_version").fetchone()[0])
        known = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if version != VERSION and (version or known):
            db.execute("ROLLBACK")
            raise BadInput(f"{self.path} 不是本版本的公用链接库", "请换一个 --pool 文件，或删除它后重新运行")
        for table in _SCHEMA.split(";"):
            db.execute(table)
        db.execute(f"PRAGMA user_version = {VERSION}")
        db.execute("COMMIT")
        for attempt in itertools.count():
            try:
                db.execute("PRAGMA journal_mode=WAL")  # asks for the file alone, and does not wait for it
            except sqlite3.OperationalError:
                if attempt >= _TRIES:
                    raise
                time.sleep(_LOOK_AGAIN)
            else:
                return

    def close(self) -> None:
        """Close the calling thread's connection; the others' go with their threads, which give their hosts back."""
        db = getattr(self._local, "db", None)
        if db is not None:
            db.close()
            del self._local.db

    def verdict(
        self, url: str, before: LinkState | None, ask: Ask, pause: Callable[[], float], stop: threading.Event
    ) -> LinkState:
        """The batch's verdict on ``url``; ``ask`` is called when there is none and its host is ours.

        ``before`` is this audit's verdict of the first round, where this is the second: only a verdict of a second
        round will do then. ``pause`` tells, after asking, how many seconds the host wants to be left alone. Raises
        Stopped, and CannotRun when the file cannot be written.
        """
        wanted = 1 if before is None else 2
        host = host_port(url)[0]
        claim = f"{self._me}/{next(self._numbers)}"
        while not stop.is_set():
            known = self._known(url, wanted)
            if known is not None:
                with self._lock:
                    self.taken += 1
                return known
            wait = self._take(host, claim)
            if wait > 0:
                stop.wait(min(wait, _LOOK_AGAIN))
                continue
            ready = 0.0
            try:
                # It may have been asked between our look and our turn.
                known = self._known(url, wanted)
                if known is not None:
                    with self._lock:
                        self.taken += 1
                    return known
                link = ask()
                ready = time.time() + min(pause(), _LONGEST_PAUSE)
                if link.verdict != "skipped":  # not asked: a matter of the audit's own settings
                    self._keep(link, wanted)
                return link
            finally:
                self._give_back(host, claim, ready)
        raise Stopped

    def _known(self, url: str, wanted: int) -> LinkState | None:
        with self._told():
            row = self._db().execute("SELECT run, at, round, link FROM verdicts WHERE url = ?", (url,)).fetchone()
        if row is None:
            return None
        run, at, asked, blob = row
        if not -60.0 <= time.time() - at <= self.fresh:
            return None
        link = msgspec.msgpack.decode(blob, type=LinkState)
        if link.reason not in REASONS:
            return None  # kept by another version
        if run == self.run:
            return link if asked >= wanted else None
        return link if link.verdict in ("ok", "redirected") else None

    def _take(self, host: str, claim: str) -> float:
        """Zero when the host is ours now, else seconds after which it is worth asking again."""
        with self._told():
            wait = self._busy(self._db(), host)
            if wait > 0:  # seen without a transaction, which all the waiting ones would be in each other's way with
                return wait
            with self._together() as db:
                wait = self._busy(db, host)
                if wait > 0:
                    return wait
                db.execute(
                    "INSERT INTO hosts VALUES (?, ?, ?, 0) ON CONFLICT (host) DO UPDATE SET claim = ?2, until = ?3",
                    (host, claim, time.time() + self.lease),
                )
        return 0.0

    def _busy(self, db: sqlite3.Connection, host: str) -> float:
        """Seconds for which a host is somebody's or wants its pause; zero when it is free."""
        row = db.execute("SELECT claim, until, ready FROM hosts WHERE host = ?", (host,)).fetchone()
        holder, until, ready = row or ("", 0.0, 0.0)
        now = time.time()
        if holder and now < until <= now + self.lease and not _gone(holder):
            return float(until - now)
        return float(ready - now) if now < ready <= now + _LONGEST_PAUSE else 0.0

    def _keep(self, link: LinkState, asked: int) -> None:
        row = (link.url, self.run, time.time(), asked, msgspec.msgpack.encode(link))
        with self._told():
            self._db().execute("INSERT OR REPLACE INTO verdicts VALUES (?, ?, ?, ?, ?)", row)

    def _give_back(self, host: str, claim: str, ready: float) -> None:
        with self._told():  # where the lease ran out meanwhile, the host is another's
            self._db().execute(
                "UPDATE hosts SET claim = '', ready = max(ready, ?) WHERE host = ? AND claim = ?", (ready, host, claim)
            )

    def _db(self) -> sqlite3.Connection:
        """The thread's own connection."""
        found: sqlite3.Connection | None = getattr(self._local, "db", None)
        if found is None:
            found = sqlite3.connect(self.path, isolation_level=None, timeout=_BUSY)
            found.execute("PRAGMA synchronous=NORMAL")
            self._local.db = found
        return found

    @contextmanager
    def _together(self) -> Iterator[sqlite3.Connection]:
        db = self._db()
        db.execute("BEGIN IMMEDIATE")
        try:
            yield db
        except BaseException:
            db.execute("ROLLBACK")
            raise
        db.execute("COMMIT")

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, msgspec.DecodeError) as error:
            raise CannotRun(
                f"公用链接库 {self.path} 读写失败：{error}", "请检查磁盘空间和权限，或换一个 --pool 文件后接着运行"
            ) from error


def _process() -> str:
    """This process among all that this machine ever ran: boot, name space, number, moment of its start."""
    return f"{_machine()}/{os.getpid()}/{_started(os.getpid())}"


def _gone(claim: str) -> bool:
    """Whether the process that made a claim is known not to run any more; False where that cannot be known."""
    machine, pid, started, _ = claim.rsplit("/", 3)
    return machine == _machine() and bool(machine) and _started(int(pid)) != started


def _machine() -> str:
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot}/{os.readlink('/proc/self/ns/pid')}"
    except OSError:
        return ""  # not Linux: leases alone


def _started(pid: int) -> str:
    """Clock ticks from boot to the start of a process (proc(5), stat, field 22); empty when there is none."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
    state, *fields = stat.rpartition(")")[2].split()
    return "" if state in "ZX" else fields[18]

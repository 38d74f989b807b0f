"""The frontier on disk: what is to be asked, what was asked, and what came of it. Killed at any moment, it resumes.

SQLite in WAL mode. One page's outcome (its row, its body and facts, the addresses it leads to) is in one transaction,
so a page is either done with everything it led to, or still to do; a transaction may hold several pages, as many as
are in flight. Only one thread may use a frontier.

A crawl that begins anew over a finished one (``renew``) keeps what was kept of each page as its memory: see ``Memory``.
"""

from __future__ import annotations

import contextlib
import sqlite3
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from auditor.crawl.feeds import names_feed
from auditor.crawl.fetch import Response, Validators, validators_of
from auditor.crawl.reading import PageLinks, Reading
from auditor.crawl.url import host_port
from auditor.errors import BadInput
from auditor.model import LinkState, PageFacts

SCHEMA_VERSION = 3
"""Of the tables below; another version's file is refused, never misread."""

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
CREATE TABLE IF NOT EXISTS judged (url TEXT PRIMARY KEY, stamp TEXT NOT NULL, hits BLOB NOT NULL);
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
CREATE TABLE IF NOT EXISTS noticed (code TEXT, url TEXT, PRIMARY KEY (code, url)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS traps (url TEXT PRIMARY KEY, rule TEXT NOT NULL) WITHOUT ROWID;
PRAGMA user_version = {SCHEMA_VERSION};
COMMIT;
"""

_LAST = 1 << 40
"""The rank of a trap: whatever finds it again comes before, and has it judged anew."""

_SEEN = 50_000
"""Addresses remembered to spare the database; when full it is emptied, which costs time and nothing else."""

TAKEN, UNCHANGED = 1, 2
"""``pages.kept``: read in this run, or found to be as an earlier run read it."""

T = TypeVar("T")


class Memory(msgspec.Struct, frozen=True):
    """What an earlier run kept of a page, with its body: the verdict on an answer looks at what it shows."""

    response: Response
    digest: str
    fits: bool
    """Whether its facts, too, hold for this run: same way of reading, same depth."""

    @property
    def validators(self) -> Validators:
        """What to ask with, so that the server may say that nothing has changed."""
        return validators_of(self.response.headers)


class Claim(msgspec.Struct, frozen=True):
    """A page to fetch; ``before`` is its verdict from the first round, where this is the second.

    ``memory`` is what an earlier run kept of it.

    Ranks go breadth first: twice the depth, and one more where a redirect led to it.
    """

    url: str
    rank: int
    attempts: int
    before: LinkState | None = None
    memory: Memory | None = None

    @property
    def depth(self) -> int:
        """Clicks from the home page."""
        return self.rank // 2


class Found(msgspec.Struct, frozen=True):
    """A page that was found and not yet asked: where first, and how many pages say what that one says."""

    url: str
    finder: str
    echoes: int


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How far a crawl is."""

    found: int
    fetched: int
    """Asked and answered, or given up."""
    cut: int
    received: int
    """Body bytes over the wire."""
    unchanged: int
    """Of the fetched ones, those that are as an earlier run read them."""


class Frontier:
    """One crawl on disk.

    States of a page and of a link target: queued, in-flight, again (second round), done, cut. A page begins as held,
    until its wave is released (``waves``), and may end as a trap.
    """

    def __init__(self, path: Path | str) -> None:
        """Open or make the file. Nothing is changed until ``resume``, so a kept crawl can be read as it is.

        Raises BadInput where another version kept it.
        """
        self._db = sqlite3.connect(path, isolation_level=None)
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
        self._seen: dict[int, tuple[int, str]] = {}
        self._count()

    def renew(self) -> None:
        """Begin a new crawl over a finished one, which stays as its memory."""
        with self.together():
            for table in ("meta", "pages", "targets", "said", "queries", "traps", "sheets", "noticed"):
                self._db.execute(f"DELETE FROM {table}")  # noqa: S608
            self.note("renewed", "yes")
        self._seen.clear()
        self._count()

    def forget_the_gone(self) -> None:
        """Drop what an earlier run kept of pages that this one did not find, or not as pages."""
        with self.together():
            for table in ("kept", "judged"):
                self._db.execute(f"DELETE FROM {table} WHERE url NOT IN (SELECT url FROM pages WHERE kept)")  # noqa: S608

    def _count(self) -> None:
        """Counters that are asked for at every step."""
        self.found, self.claimed = (
            int(n) for n in self._db.execute("SELECT count(*), total(attempts > 0) FROM pages").fetchone()
        )
        self.targets = int(self._db.execute("SELECT count(*) FROM targets").fetchone()[0])

    def resume(self, max_depth: int) -> None:
        """Queue what was in flight when the last run ended and what it cut, unless it lies deeper than now allowed."""
        with self.together():
            for table in ("pages", "targets"):
                held = "CASE WHEN state = 'cut' AND attempts = 0 THEN 'held' ELSE 'queued' END"
                state = held if table == "pages" else "'queued'"
                self._db.execute(  # what was in flight was not answered: it has all its attempts
                    f"UPDATE {table} SET state = {state}, attempts = attempts - (state = 'in-flight') "  # noqa: S608
                    "WHERE state IN ('in-flight', 'cut')"
                )
            self._db.execute(
                "UPDATE pages SET state = 'cut' WHERE state IN ('queued', 'held') AND rank / 2 > ?", (max_depth,)
            )
        self._count()

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
            self._seen.clear()  # what it had been told of is gone again
            self._count()
            raise
        self._db.execute("COMMIT")

    # -- notes of the crawl -------------------------------------------------------------------------------------

    def note(self, key: str, value: str) -> None:
        """Remember a fact about the crawl itself (its home, its phase)."""
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def noted(self, key: str) -> str:
        """What was noted, or empty."""
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else ""

    # -- pages --------------------------------------------------------------------------------------------------

    def unknown(self, urls: Iterable[str], *, rank: int, found_on: str) -> list[str]:
        """Those of ``urls`` that may be news: the others were added as pages found there or nearer to the home page."""
        return self._unknown(urls, (rank, found_on))

    def add_pages(self, urls: Iterable[str], *, rank: int, found_on: str, max_depth: int = 1_000_000) -> None:
        """Queue pages that are not known yet; those deeper than ``max_depth`` are noted as cut."""
        state = "held" if rank // 2 <= max_depth else "cut"
        for url in urls:
            row = (url, state, rank, found_on)
            new = self._db.execute("INSERT OR IGNORE INTO pages (url, state, rank, found_on) VALUES (?, ?, ?, ?)", row)
            self.found += new.rowcount
            if not new.rowcount:
                # The same whichever thread was first: the shallowest finder, and of those the first by address.
                self._db.execute(
                    "UPDATE pages SET rank = :rank, found_on = :by, "
                    "state = CASE WHEN state IN ('cut', 'trap') THEN :state ELSE state END "
                    "WHERE url = :url AND (rank > :rank OR (rank = :rank AND found_on > :by))",
                    {"url": url, "rank": rank, "by": found_on, "state": state},
                )

    def claim(self, most: int, below: int | None = None, *, new: bool = True) -> list[Claim]:
        """Take the next pages, ``most`` at most, breadth first and then by address; all of one rank.

        Only of a rank up to ``below`` where given; with ``new`` false only such that were asked before. Inside of
        ``together``.
        """
        rows = self._db.execute(
            "SELECT url, rank, attempts, link FROM pages WHERE state = 'queued' AND (? OR attempts > 0) "
            "ORDER BY rank, url LIMIT ?",
            (new, most),
        ).fetchall()
        if rows and below is not None and rows[0][1] > below:
            return []
        claims = [Claim(row[0], row[1], row[2] + 1, _unpack(row[3], LinkState)) for row in rows if row[1] == rows[0][1]]
        self._db.executemany(
            "UPDATE pages SET state = 'in-flight', attempts = attempts + 1 WHERE url = ?",
            [(claim.url,) for claim in claims],
        )
        self.claimed += sum(claim.attempts == 1 for claim in claims)
        return claims

    def remember(self, claim: Claim, stamp: str) -> Claim:
        """The claim with what an earlier run kept of the page; ``stamp`` is this run's way of reading."""
        query = "SELECT response, body, digest, stamp, depth FROM kept WHERE url = ?"
        row = self._db.execute(query, (claim.url,)).fetchone()
        if row is None:
            return claim
        head = msgspec.msgpack.decode(row[0], type=Response)
        response = msgspec.structs.replace(head, body=zlib.decompress(row[1]))
        return msgspec.structs.replace(claim, memory=Memory(response, row[2], row[3:] == (stamp, claim.depth)))

    def finish_page(self, url: str, link: LinkState, *, received: int = 0, kept: int = 0, again: bool = False) -> None:
        """Write down what became of a page; ``again`` leaves it to the second round."""
        self._db.execute(
            "UPDATE pages SET state = ?, link = ?, received = received + ?, kept = ? WHERE url = ?",
            ("again" if again else "done", _pack(link), received, kept, url),
        )

    def keep(self, url: str, reading: Reading, depth: int, stamp: str, judge_stamp: str) -> None:
        """Store what was made of a page."""
        self._db.execute(
            "INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                url, stamp, depth, reading.digest, reading.kind,
                reading.response, reading.anchors, reading.links, reading.body, reading.facts,
            ),
        )  # fmt: skip
        self.keep_hits(url, judge_stamp, reading.hits)

    def keep_response(self, url: str, response: Response) -> None:
        """Store the head of a newer answer with the same page."""
        head = _pack(msgspec.structs.replace(response, body=b""))
        self._db.execute("UPDATE kept SET response = ? WHERE url = ?", (head, url))

    def keep_hits(self, url: str, stamp: str, hits: bytes) -> None:
        """Store what the page checks found on a page, under the stamp of the checks and their rules."""
        self._db.execute("INSERT OR REPLACE INTO judged VALUES (?, ?, ?)", (url, stamp, hits))

    def links_of(self, url: str) -> PageLinks:
        """Where a kept page leads."""
        (blob,) = self._db.execute("SELECT links FROM kept WHERE url = ?", (url,)).fetchone()
        return msgspec.msgpack.decode(blob, type=PageLinks)

    def judge_again(self, link: LinkState) -> None:
        """Write down another verdict on an address whose answer is known."""
        for table in ("pages", "targets"):
            self._db.execute(f"UPDATE {table} SET link = ? WHERE url = ?", (_pack(link), link.url))  # noqa: S608

    def second_round(self) -> bool:
        """Queue the pages and link targets that failed in passing once more; whether there are any."""
        found = 0
        for table in ("pages", "targets"):
            found += self._db.execute(f"UPDATE {table} SET state = 'queued' WHERE state = 'again'").rowcount  # noqa: S608
        return found > 0

    def cut_pages(self) -> int:
        """Give up what is still queued or held; how many."""
        return self._db.execute("UPDATE pages SET state = 'cut' WHERE state IN ('queued', 'held')").rowcount

    def counts(self) -> Counts:
        """How far the crawl is."""
        row = self._db.execute(
            "SELECT count(*), total(state IN ('done', 'again')), total(state = 'cut'), total(received), "
            "total(kept = ?) FROM pages",
            (UNCHANGED,),
        ).fetchone()
        found, fetched, cut, received, unchanged = map(int, row)
        return Counts(found=found, fetched=fetched, cut=cut, received=received, unchanged=unchanged)

    def page_link(self, url: str) -> tuple[str, LinkState | None] | None:
        """State and verdict of a page, with the anchors of its kept body; None for an address that is no page."""
        row = self._db.execute(
            "SELECT state, link, anchors FROM pages LEFT JOIN kept USING (url) WHERE url = ?", (url,)
        ).fetchone()
        if row is None:
            return None
        link = _unpack(row[1], LinkState)
        if link is not None and row[2] is not None:
            link = msgspec.structs.replace(link, anchors=msgspec.msgpack.decode(row[2], type=tuple[str, ...]))
        return str(row[0]), link

    def facts(self, kind: str = "", linking_to: Collection[str] | None = None) -> Iterator[PageFacts]:
        """The facts of every HTML page answered with 200, in the order of addresses.

        Only of a ``kind`` where given, and only of pages that link to one of ``linking_to`` (see ``Site.pages``).
        """
        if linking_to is not None:
            for url in self._linking(linking_to):
                yield self.page(url) or _lost(url)
            return
        query = "SELECT url, facts FROM kept WHERE url > ? AND (kind = ? OR ? = '') ORDER BY url LIMIT 32"
        for (blob,) in self._walk(query, more=(kind, kind)):
            yield msgspec.msgpack.decode(blob, type=PageFacts)

    def addresses(self, kind: str) -> Iterator[str]:
        """The addresses of the pages of a kind, in order."""
        query = "SELECT url, url FROM kept WHERE url > ? AND kind = ? ORDER BY url LIMIT 256"
        for (url,) in self._walk(query, more=(kind,)):
            yield url

    def page(self, url: str) -> PageFacts | None:
        """The facts of one page, where it is kept."""
        row = self._db.execute("SELECT facts FROM kept WHERE url = ?", (url,)).fetchone()
        return None if row is None else msgspec.msgpack.decode(row[0], type=PageFacts)

    def _linking(self, addresses: Collection[str]) -> Iterator[str]:
        wanted = frozenset(addresses)
        if not wanted:
            return
        for url, blob in self._walk("SELECT url, url, links FROM kept WHERE url > ? ORDER BY url LIMIT 64"):
            links = msgspec.msgpack.decode(blob, type=PageLinks)
            if not all(map(wanted.isdisjoint, (links.followed, links.checked, links.marks))):
                yield url

    def judged(self, stamp: str) -> Iterator[tuple[str, bytes | None]]:
        """Each kept page's address, with the hits that its checks found under ``stamp``; None: not judged so."""
        query = (
            "SELECT kept.url, kept.url, CASE WHEN judged.stamp = ? THEN judged.hits END FROM kept "
            "LEFT JOIN judged USING (url) WHERE kept.url > ? ORDER BY kept.url LIMIT 256"
        )
        yield from self._walk(query, first=(stamp,))

    def responses(self) -> Iterator[Response]:
        """The answer behind each of ``facts``, with its body: facts can be taken again without a fetch."""
        for head, body in self._walk("SELECT url, response, body FROM kept WHERE url > ? ORDER BY url LIMIT 64"):
            yield msgspec.structs.replace(msgspec.msgpack.decode(head, type=Response), body=zlib.decompress(body))

    # -- waves and traps ----------------------------------------------------------------------------------------

    def held(self, echoes: int) -> list[Found]:
        """The held pages of the lowest rank that has any, by address; echoes are counted up to ``echoes``."""
        rows = self._db.execute(
            "SELECT p.url, p.found_on, "
            "(SELECT count(*) FROM (SELECT 1 FROM said s WHERE s.content = f.content LIMIT ?)) "
            "FROM pages p LEFT JOIN said f ON f.url = p.found_on "
            "WHERE p.state = 'held' AND p.rank = (SELECT min(rank) FROM pages WHERE state = 'held') ORDER BY p.url",
            (echoes,),
        )
        return [Found(*row) for row in rows]

    def release(self, urls: Iterable[str]) -> None:
        """Queue held pages."""
        self._db.executemany("UPDATE pages SET state = 'queued' WHERE url = ?", [(url,) for url in urls])

    def set_aside(self, cut: Iterable[tuple[str, str]]) -> None:
        """Cut pages by the rule of a trap. A page that comes from elsewhere later has them judged again."""
        for url, rule in cut:
            self._db.execute("UPDATE pages SET state = 'trap', rank = ? WHERE url = ?", (_LAST, url))
            self._db.execute("INSERT OR REPLACE INTO traps VALUES (?, ?)", (url, rule))
            self._seen.pop(hash(url), None)

    def say(self, url: str, family: str, content: int | None) -> None:
        """Note what a page says (``traps.content_of``)."""
        self._db.execute("INSERT OR REPLACE INTO said VALUES (?, ?, ?)", (url, family, content))

    def notice(self, url: str, codes: Iterable[str]) -> None:
        """Note what is to be said of a page (``noticed``)."""
        self._db.executemany("INSERT OR IGNORE INTO noticed VALUES (?, ?)", [(code, url) for code in codes])

    def noticed(self) -> list[tuple[str, int, str]]:
        """Each code with the number of its pages and the first of them by address."""
        return self._db.execute("SELECT code, count(*), min(url) FROM noticed GROUP BY code ORDER BY code").fetchall()

    def families(self) -> dict[str, tuple[int, int]]:
        """Of each family the pages that said something, and how many different things."""
        rows = self._db.execute("SELECT family, count(content), count(DISTINCT content) FROM said GROUP BY family")
        return {family: (pages, distinct) for family, pages, distinct in rows}

    def program(self, path: str) -> list[str]:
        """The pages read of an address with parameters, in the order they were asked."""
        query = "SELECT url FROM said JOIN pages USING (url) WHERE family >= ? AND family < ? ORDER BY rank, url"
        return [row[0] for row in self._db.execute(query, (path + "?", path + "@"))]

    def chain(self, url: str, limit: int) -> int:
        """How many pages, each first found on the next, say what this one says; counted up to ``limit``."""
        query = "SELECT content, found_on FROM said JOIN pages USING (url) WHERE url = ?"
        row = self._db.execute(query, (url,)).fetchone()
        length, content = 0, row and row[0]
        while row is not None and content is not None and row[0] == content and length < limit:
            length += 1
            row = self._db.execute(query, (row[1],)).fetchone()
        return length

    def found_on(self, urls: Iterable[str]) -> Iterator[str]:
        """The pages that were first found on one of these."""
        finders = set(urls)
        for url, finder in self._db.execute("SELECT url, found_on FROM pages"):
            if finder in finders:
                yield url

    def named_like_feeds(self) -> Iterator[str]:
        """The addresses found whose name is a feed's, in order."""
        query = (
            "SELECT url FROM pages WHERE url LIKE '%rss%' OR url LIKE '%feed%' OR url LIKE '%atom%' UNION "
            "SELECT url FROM targets WHERE url LIKE '%rss%' OR url LIKE '%feed%' OR url LIKE '%atom%' ORDER BY url"
        )
        return (url for (url,) in self._db.execute(query).fetchall() if names_feed(url))

    def first_with(self, key: str, url: str) -> str:
        """The address that was first let in with these parameters: ``url`` itself where there was none."""
        self._db.execute("INSERT OR IGNORE INTO queries VALUES (?, ?)", (key, url))
        return str(self._db.execute("SELECT url FROM queries WHERE key = ?", (key,)).fetchone()[0])

    def traps(self) -> list[tuple[Any, int, str]]:
        """Each rule that cut pages: how many, and the first of them by address."""
        return self._db.execute(
            "SELECT rule, count(*), min(url) FROM traps JOIN pages USING (url) WHERE state = 'trap' "
            "GROUP BY rule ORDER BY rule"
        ).fetchall()

    # -- link targets -------------------------------------------------------------------------------------------

    def add_targets(self, urls: Iterable[str]) -> None:
        """Queue addresses that are only to be checked, not read."""
        self.targets += self._db.executemany(
            "INSERT OR IGNORE INTO targets (url, host, state) VALUES (?, ?, 'queued')",
            [(url, host_port(url)[0]) for url in self._unknown(urls, _ANYWHERE)],
        ).rowcount

    def drop_page_targets(self) -> None:
        """Forget the targets that turned out to be pages: their verdict comes from the crawl."""
        self.targets -= self._db.execute("DELETE FROM targets WHERE url IN (SELECT url FROM pages)").rowcount

    def target_hosts(self) -> list[str]:
        """The hosts that still have queued targets, in order."""
        return [
            row[0] for row in self._db.execute("SELECT DISTINCT host FROM targets WHERE state = 'queued' ORDER BY host")
        ]

    def claim_target(self, host: str) -> tuple[str, int, LinkState | None] | None:
        """Take the next target of a host: its address, which attempt this is, its verdict from the first round."""
        row = self._db.execute(
            "SELECT url, attempts, link FROM targets WHERE state = 'queued' AND host = ? ORDER BY url LIMIT 1", (host,)
        ).fetchone()
        if row is None:
            return None
        self._db.execute("UPDATE targets SET state = 'in-flight', attempts = attempts + 1 WHERE url = ?", (row[0],))
        return str(row[0]), row[1] + 1, _unpack(row[2], LinkState)

    def finish_target(self, link: LinkState, *, again: bool = False) -> None:
        """Write down a target's verdict; ``again`` leaves it to the second round."""
        self._db.execute(
            "UPDATE targets SET state = ?, link = ? WHERE url = ?",
            ("again" if again else "done", _pack(link), link.url),
        )

    def cut_targets(self) -> int:
        """Give up what is still queued; how many."""
        return self._db.execute("UPDATE targets SET state = 'cut' WHERE state = 'queued'").rowcount

    def target_link(self, url: str) -> tuple[str, LinkState | None] | None:
        """State and verdict of a link target; None for an address that is none."""
        row = self._db.execute("SELECT state, link FROM targets WHERE url = ?", (url,)).fetchone()
        return None if row is None else (str(row[0]), _unpack(row[1], LinkState))

    def new_sheets(self) -> list[str]:
        """The link targets that are style sheets and were not read yet, by address."""
        found = self._walk(
            "SELECT url, link FROM targets WHERE state = 'done' AND url NOT IN (SELECT url FROM sheets) "
            "AND url > ? ORDER BY url LIMIT 512"
        )
        links = (msgspec.msgpack.decode(blob, type=LinkState) for (blob,) in found)
        return [link.url for link in links if link.status == 200 and link.content_type.lower().startswith("text/css")]

    def keep_sheet(self, sheet: PageFacts) -> None:
        """Keep the facts of a style sheet, and queue what it refers to."""
        with self.together():
            self._db.execute("INSERT OR REPLACE INTO sheets VALUES (?, ?)", (sheet.url, _pack(sheet)))
            self.add_targets(link.url for link in sheet.links if link.url)

    def sheets(self) -> Iterator[PageFacts]:
        """The style sheets kept, in the order of addresses."""
        for (blob,) in self._walk("SELECT url, facts FROM sheets WHERE url > ? ORDER BY url LIMIT 64"):
            yield msgspec.msgpack.decode(blob, type=PageFacts)

    def links(self) -> Iterator[LinkState]:
        """Every verdict, of pages and then of other targets, by address (anchors left out)."""
        for table in ("pages", "targets"):
            query = f"SELECT url, link FROM {table} WHERE link IS NOT NULL AND url > ? ORDER BY url LIMIT 512"  # noqa: S608
            for (blob,) in self._walk(query):
                yield msgspec.msgpack.decode(blob, type=LinkState)

    # -- inside -------------------------------------------------------------------------------------------------

    def _unknown(self, urls: Iterable[str], place: tuple[int, str]) -> list[str]:
        """Those of ``urls`` that the database may have to be told of: not found yet at that rank and page or better."""
        seen = self._seen
        if len(seen) > _SEEN:
            seen.clear()
        new = []
        for url in urls:
            key = hash(url) if place[0] >= 0 else ~hash(url)
            if (before := seen.get(key)) is None or before > place:
                seen[key] = place
                new.append(url)
        return new

    def _walk(self, query: str, *, first: Sequence[str] = (), more: Sequence[str] = ()) -> Iterator[tuple[Any, ...]]:
        """Rows by address in small bites, so that nothing is held open while the reader works."""
        last = ""
        while rows := self._db.execute(query, (*first, last, *more)).fetchall():
            for row in rows:
                yield row[1:]
            last = rows[-1][0]


_ANYWHERE = (-1, "")
"""Of a link target it is not kept where it was found."""


def _lost(url: str) -> PageFacts:
    raise LookupError(f"{url} was kept a moment ago")


def _pack(record: Any) -> bytes:
    return msgspec.msgpack.encode(record)


def _unpack(blob: bytes | None, kind: type[T]) -> T | None:
    return None if blob is None else msgspec.msgpack.decode(blob, type=kind)

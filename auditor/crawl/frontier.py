"""The frontier on disk: what is to be asked, what was asked, and what came of it. Killed at any moment, it resumes.

SQLite in WAL mode. One page's outcome (its row, its body and facts, the addresses it leads to) is in one transaction,
so a page is either done with everything it led to, or still to do; a transaction may hold several pages, as many as
are in flight. Only one thread may use a frontier. What was read stands in ``kept`` and ``files``, what pages say in
``said``, which of them wait in ``held``, what is only checked in ``targets``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import msgspec

from auditor.crawl.database import Database, pack, unpack
from auditor.crawl.feeds import names_feed
from auditor.crawl.held_pages import HeldPages
from auditor.crawl.kept_files import KeptFiles
from auditor.crawl.kept_hits import KeptSiteHits
from auditor.crawl.kept_pages import KeptPages, Memory
from auditor.crawl.said import Said
from auditor.crawl.targets import Targets
from auditor.crawl.told import Told
from auditor.model import LinkState, PageFacts

_OF_ONE_RUN = (
    "meta", "pages", "targets", "said", "queries", "traps", "sheets", "noticed", "wanted", "shown",
)  # fmt: skip

TAKEN, UNCHANGED = 1, 2
"""``pages.kept``: read in this run, or found to be as an earlier run read it."""


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
        self._db = Database(path, self._rolled_back)
        self.kept = KeptPages(self._db)
        self.said = Said(self._db)
        self.files = KeptFiles(self._db)
        self.site_hits = KeptSiteHits(self._db)
        self._told = Told()
        self.targets = Targets(self._db, self._told)
        self.held = HeldPages(self._db, self._told)
        self._count()

    def renew(self) -> None:
        """Begin a new crawl over a finished one; what was kept of its pages stays (see ``kept_pages.Memory``)."""
        with self.together():
            for table in _OF_ONE_RUN:
                self._db.execute(f"DELETE FROM {table}")  # noqa: S608
            self.files.renew()
            self.note("renewed", "yes")
        self._told.forget_all()
        self._count()

    def _count(self) -> None:
        """Counters that are asked for at every step."""
        self.found, self.claimed = (
            int(n) for n in self._db.execute("SELECT count(*), total(attempts > 0) FROM pages").fetchone()
        )
        self.targets.count()

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

    @property
    def path(self) -> Path | None:
        """Where another process finds the file; None where the crawl is in memory."""
        return None if self._db.path == ":memory:" else Path(self._db.path)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def together(self) -> AbstractContextManager[None]:
        """One transaction: all of it or nothing."""
        return self._db.together()

    def _rolled_back(self) -> None:
        self._told.forget_all()  # what it had been told of is gone again
        self._count()

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
        return self._told.news(urls, (rank, found_on))

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
        claims = [Claim(row[0], row[1], row[2] + 1, unpack(row[3], LinkState)) for row in rows if row[1] == rows[0][1]]
        self._db.executemany(
            "UPDATE pages SET state = 'in-flight', attempts = attempts + 1 WHERE url = ?",
            [(claim.url,) for claim in claims],
        )
        self.claimed += sum(claim.attempts == 1 for claim in claims)
        return claims

    def finish_page(self, url: str, link: LinkState, *, received: int = 0, kept: int = 0, again: bool = False) -> None:
        """Write down what became of a page; ``again`` leaves it to the second round."""
        self._db.execute(
            "UPDATE pages SET state = ?, link = ?, received = received + ?, kept = ? WHERE url = ?",
            ("again" if again else "done", pack(link), received, kept, url),
        )

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

    def rendered(self, url: str, more: int, *, kept: bool) -> None:
        """Count the body bytes that a page cost beyond its own; ``kept`` where it was read anew."""
        query = "UPDATE pages SET received = received + ?, kept = CASE WHEN ? THEN ? ELSE kept END WHERE url = ?"
        self._db.execute(query, (more, kept, TAKEN, url))

    def named_like_feeds(self) -> Iterator[str]:
        """The addresses found whose name is a feed's, in order."""
        query = (
            "SELECT url FROM pages WHERE url LIKE '%rss%' OR url LIKE '%feed%' OR url LIKE '%atom%' UNION "
            "SELECT url FROM targets WHERE url LIKE '%rss%' OR url LIKE '%feed%' OR url LIKE '%atom%' ORDER BY url"
        )
        return (url for (url,) in self._db.execute(query).fetchall() if names_feed(url))

    def add_sheet(self, sheet: PageFacts) -> None:
        """Keep the facts of a style sheet, and queue what it refers to."""
        with self.together():
            self.kept.keep_sheet(sheet)
            self.targets.add(link.url for link in sheet.links if link.url)

    # -- verdicts -----------------------------------------------------------------------------------------------

    def page_link(self, url: str) -> tuple[str, LinkState | None] | None:
        """State and verdict of a page, with the anchors of its kept body; None for an address that is no page."""
        row = self._db.execute(
            "SELECT state, link, anchors FROM pages LEFT JOIN kept USING (url) WHERE url = ?", (url,)
        ).fetchone()
        if row is None:
            return None
        link = unpack(row[1], LinkState)
        if link is not None and row[2] is not None:
            link = msgspec.structs.replace(link, anchors=msgspec.msgpack.decode(row[2], type=tuple[str, ...]))
        return str(row[0]), link

    def target_link(self, url: str) -> tuple[str, LinkState | None] | None:
        """State and verdict of a link target; None for an address that is none."""
        row = self._db.execute("SELECT state, link FROM targets WHERE url = ?", (url,)).fetchone()
        return None if row is None else (str(row[0]), unpack(row[1], LinkState))

    def links(self) -> Iterator[LinkState]:
        """Every verdict, of pages and then of other targets, by address (anchors left out)."""
        for table in ("pages", "targets"):
            query = f"SELECT url, link FROM {table} WHERE link IS NOT NULL AND url > ? ORDER BY url LIMIT 512"  # noqa: S608
            for (blob,) in self._db.walk(query):
                yield msgspec.msgpack.decode(blob, type=LinkState)

    def judge_again(self, link: LinkState) -> None:
        """Write down another verdict on an address whose answer is known."""
        for table in ("pages", "targets"):
            self._db.execute(f"UPDATE {table} SET link = ? WHERE url = ?", (pack(link), link.url))  # noqa: S608

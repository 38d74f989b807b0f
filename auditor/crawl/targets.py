"""The link targets of a crawl: addresses that are only to be checked, host by host, and not read."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from auditor.crawl.database import Database, pack, unpack
from auditor.crawl.told import ANYWHERE, Told
from auditor.crawl.url import host_port
from auditor.model import LinkState


class Targets:
    """The table of link targets, over the crawl's file."""

    def __init__(self, database: Database, told: Told) -> None:
        self._db, self._told = database, told
        self.found = 0

    def count(self) -> None:
        """Count them anew: at every step the number is asked for."""
        self.found = int(self._db.execute("SELECT count(*) FROM targets").fetchone()[0])

    def add(self, urls: Iterable[str]) -> None:
        """Queue addresses that are only to be checked, not read."""
        self.found += self._db.executemany(
            "INSERT OR IGNORE INTO targets (url, host, state) VALUES (?, ?, 'queued')",
            [(url, host_port(url)[0]) for url in self._told.news(urls, ANYWHERE)],
        ).rowcount

    def drop_pages(self) -> None:
        """Forget the targets that turned out to be pages: their verdict comes from the crawl."""
        self.found -= self._db.execute("DELETE FROM targets WHERE url IN (SELECT url FROM pages)").rowcount

    def hosts(self) -> list[str]:
        """The hosts that still have queued targets, in order."""
        return [
            row[0] for row in self._db.execute("SELECT DISTINCT host FROM targets WHERE state = 'queued' ORDER BY host")
        ]

    def claim(self, host: str) -> tuple[str, int, LinkState | None] | None:
        """Take the next target of a host: its address, which attempt this is, its verdict from the first round."""
        row = self._db.execute(
            "SELECT url, attempts, link FROM targets WHERE state = 'queued' AND host = ? ORDER BY url LIMIT 1", (host,)
        ).fetchone()
        if row is None:
            return None
        self._db.execute("UPDATE targets SET state = 'in-flight', attempts = attempts + 1 WHERE url = ?", (row[0],))
        return str(row[0]), row[1] + 1, unpack(row[2], LinkState)

    def finish(self, link: LinkState, *, again: bool = False) -> None:
        """Write down a target's verdict; ``again`` leaves it to the second round."""
        self._db.execute(
            "UPDATE targets SET state = ?, link = ? WHERE url = ?",
            ("again" if again else "done", pack(link), link.url),
        )

    def cut(self) -> int:
        """Give up what is still queued; how many."""
        return self._db.execute("UPDATE targets SET state = 'cut' WHERE state = 'queued'").rowcount

    def new_sheets(self) -> list[str]:
        """The link targets that are style sheets and were not read yet, by address."""
        found = self._db.walk(
            "SELECT url, link FROM targets WHERE state = 'done' AND url NOT IN (SELECT url FROM sheets) "
            "AND url > ? ORDER BY url LIMIT 512"
        )
        links = (msgspec.msgpack.decode(blob, type=LinkState) for (blob,) in found)
        return [link.url for link in links if link.status == 200 and link.content_type.lower().startswith("text/css")]

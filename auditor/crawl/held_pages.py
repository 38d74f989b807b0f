"""The pages that wait for their wave: held until they are released, or set aside as a trap."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from auditor.crawl.database import Database
from auditor.crawl.told import Told

_LAST = 1 << 40
"""The rank of a trap: whatever finds it again comes before, and has it judged anew."""


class Found(msgspec.Struct, frozen=True):
    """A page that was found and not yet asked: where first, and how many pages say what that one says."""

    url: str
    finder: str
    echoes: int


class HeldPages:
    """The held and the trapped pages, over the crawl's file."""

    def __init__(self, database: Database, told: Told) -> None:
        self._db, self._told = database, told

    def nearest(self, echoes: int) -> list[Found]:
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
            self._told.forget(url)

    def trapped(self) -> list[tuple[Any, int, str]]:
        """Each rule that cut pages: how many, and the first of them by address."""
        return self._db.execute(
            "SELECT rule, count(*), min(url) FROM traps JOIN pages USING (url) WHERE state = 'trap' "
            "GROUP BY rule ORDER BY rule"
        ).fetchall()

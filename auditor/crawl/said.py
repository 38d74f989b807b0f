"""What the pages of a crawl say, as far as traps and the coverage are judged by it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from auditor.crawl.database import Database


class Said:
    """The tables of what pages say, over the crawl's file."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def say(self, url: str, family: str, content: int | None) -> None:
        """Note what a page says (``traps.content_of``)."""
        self._db.execute("INSERT OR REPLACE INTO said VALUES (?, ?, ?)", (url, family, content))

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

    def first_with(self, key: str, url: str) -> str:
        """The address that was first let in with these parameters: ``url`` itself where there was none."""
        self._db.execute("INSERT OR IGNORE INTO queries VALUES (?, ?)", (key, url))
        return str(self._db.execute("SELECT url FROM queries WHERE key = ?", (key,)).fetchone()[0])

    def notice(self, url: str, codes: Iterable[str]) -> None:
        """Note what is to be said of a page (``noticed``)."""
        self._db.executemany("INSERT OR IGNORE INTO noticed VALUES (?, ?)", [(code, url) for code in codes])

    def noticed(self) -> list[tuple[str, int, str]]:
        """Each code with the number of its pages and the first of them by address."""
        return self._db.execute("SELECT code, count(*), min(url) FROM noticed GROUP BY code ORDER BY code").fetchall()

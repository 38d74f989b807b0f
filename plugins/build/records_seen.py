"""What a page may see of disclosure tables: rows, lists, chains of a project.

Every fact is noted by the View that a page has of the site (``view.py``).
"""

from __future__ import annotations

from collections.abc import Callable

from plugins.build.edition import Contents
from plugins.records.book import Group, Listing, Record
from plugins.records.schema import Schema


class RecordsSeen:
    """A part of a View, made anew wherever it is asked for."""

    __slots__ = ("_contents", "_is_hidden", "_note")

    def __init__(self, contents: Contents, note: Callable[[str], None], is_hidden: Callable[[str], bool]) -> None:
        self._contents, self._note, self._is_hidden = contents, note, is_hidden

    def schema(self, path: str) -> Schema:
        """What the tables of a column have."""
        self._note(f"schema:{path}")
        return self._contents.books.by_column[path].schema

    def record(self, path: str, url: str) -> Record:
        """A row of a column's tables, by its address."""
        self._note(f"record:{url}")
        return self._contents.books.by_column[path].records[url]

    def listing(self, path: str, url: str) -> Listing:
        """A list page of those rows."""
        self._note(f"listing:{url}")
        return self._contents.books.by_column[path].listings[url]

    def groups(self, path: str) -> tuple[Group, ...]:
        """What can be chosen from a column's rows, with how many there are; what the rows of the years are kept in."""
        self._note(f"groups:{path}")
        return self._contents.books.by_column[path].groups

    def chain(self, project: str) -> tuple[Record, ...]:
        """The rows of a project, of whatever column, oldest first; nothing where there is but one."""
        self._note(f"chain:{project}")
        return self._contents.books.chains.get(project, ())

    def year(self, path: str, year: str) -> list[Record]:
        """All rows of a year, newest first."""
        self._note(f"year:{path}/{year}")
        book = self._contents.books.by_column[path]
        return [book.records[url] for url in book.years[year]]

    def rows(self) -> list[tuple[str, Record]]:
        """All rows of all columns that are shown, each with its column."""
        self._note("rows")
        books = [(path, book) for path, book in self._contents.books.by_column.items() if not self._is_hidden(path)]
        return [(path, record) for path, book in books for record in book.records.values()]

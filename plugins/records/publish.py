"""The receiver of disclosure tables: says which pages they have, and when the clock takes a row down."""

from __future__ import annotations

from typing import Any

from pelican import signals

from plugins.build.moments import midnight_after
from plugins.build.paths import file_of
from plugins.catalogue import RECORDS
from plugins.records.book import FILES, table_url
from plugins.records.files import FILE
from plugins.records.pages import FRONT, LIST, RECORD


def offer(generator: Any) -> None:
    """Receiver: lists, rows and files of every column that has tables."""
    generator.add_column_pages(RECORDS, FRONT)
    books = generator.edition.books
    if not books.by_column:
        return
    lists, rows, files = [], [], []
    for path, book in books.by_column.items():
        lists += [(file_of(url), (path, url)) for url in list(book.listings)[1:]]
        rows += [(url[1:], (path, url)) for url in book.records]
        files += [(table_url(path, year, kind)[1:], (path, year, kind)) for year in book.years for kind in FILES]
    generator.add_pages(LIST, lists)
    generator.add_pages(RECORD, rows)
    generator.add_pages(FILE, files)
    generator.portal.moments += {midnight_after(day) for day in books.last_days()}


def register() -> None:
    """Run when everything has been read."""
    signals.article_generator_finalized.connect(offer)

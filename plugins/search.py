"""search/index.json: what the search page looks titles up in."""

from __future__ import annotations

import json
from typing import Any

from pelican import signals

from plugins.build.edition import Edition


def search_index(edition: Edition) -> str:
    """One entry a public document, newest first: t title with its numbers, u address, d date, c column or village."""
    entries = []
    for document in edition.documents:
        if any(step.hidden for step in edition.catalogue.trails[document.column.path]):
            continue
        numbers = [number for number in (document.fields.doc_no, document.fields.index_no) if number]
        title = document.fields.title + (f"（{'，'.join(numbers)}）" if numbers else "")
        place = document.village.name if document.village else document.column.name
        day = f"{document.fields.published:%Y-%m-%d}"
        entries.append(json.dumps({"t": title, "u": document.url, "d": day, "c": place}, ensure_ascii=False))
    return "[\n" + ",\n".join(entries) + "\n]\n"


def write(generator: Any, writer: Any) -> None:
    """Receiver: the index."""
    writer.put("search/index.json", search_index(generator.edition))


def register() -> None:
    """Run when the pages are written."""
    signals.article_writer_finalized.connect(write)

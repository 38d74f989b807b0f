"""search/index.json and search/records.json: what the search page looks titles up in."""

from __future__ import annotations

from typing import Any

import msgspec
from pelican import signals

from plugins.build.kinds import Kind
from plugins.build.view import View
from plugins.standing import ARCHIVED, VOID
from standards.village_rhythm import span_of


def search_index(view: View, _: None) -> bytes:
    """One entry a public document, newest first: t title with its numbers, u address, d date, c column or village, and
    v for what is amended, no longer in force, or archived: the word."""
    entries = []
    places: dict[str, str] = {}
    standings = view.standings()
    for article in view.every():
        folder = article.folder
        if folder not in places:
            places[folder] = "" if view.is_hidden(article.column) else view.place_of(article)
        if not places[folder]:
            continue
        numbers = [number for number in (article.doc_no, article.index_no, article.unified_no) if number]
        title = article.title + (f"（{'，'.join(numbers)}）" if numbers else "")
        entry = {"t": title, "u": article.url, "d": article.day, "c": places[folder]}
        standing = standings.get(article.path)
        word = standing.word if standing else article.validity
        if word in (*VOID, ARCHIVED):
            entry["v"] = word
        entries.append(msgspec.json.encode(entry))
    return b"[\n" + b",\n".join(entries) + b"\n]\n"


def record_index(view: View, _: None) -> bytes:
    """The same of the rows of disclosure tables, of the points of maps and of villages' financial statements, in a file
    of their own: what is added to them does not touch the documents."""
    names: dict[str, str] = {}
    entries = []
    rows = [(path, record.title, record.url, record.day) for path, record in view.records.rows()]
    for path, title, url, day in (*rows, *((*place, "") for place in view.places())):
        if path not in names:
            names[path] = view.trail(path)[-1].name
        entries.append(msgspec.json.encode({"t": title, "u": url, "d": day, "c": names[path]}))
    for brief in view.villages.finances():
        village = view.villages.village(brief.village).name
        day = brief.signed or f"{span_of(brief.period).last}"
        entries.append(
            msgspec.json.encode({"t": f"{village}{brief.name}", "u": brief.url, "d": day, "c": f"{village}财务公开"})
        )
    return b"[\n" + b",\n".join(entries) + b"\n]\n"


INDEX = Kind("search index", search_index, frozenset({"every", "tree", "village", "standings"}))


RECORDS = Kind("search index of records", record_index, frozenset({"rows", "places", "tree", "finances", "village"}))


def offer(generator: Any) -> None:
    """Receiver: both."""
    generator.add_pages(INDEX, [("search/index.json", None)])
    generator.add_pages(RECORDS, [("search/records.json", None)])


def register() -> None:
    """Run when everything has been read."""
    signals.article_generator_finalized.connect(offer)

"""A CSV file, a workbook, a Word file, a PDF as passages: each piece with the words that say where it stands."""

from __future__ import annotations

import msgspec

from auditor.facts.cells import tables_of, title_of
from auditor.model import Locator
from auditor.source.markdown import Draft
from auditor.source.passage import Passage
from standards.documents.reading import Reading


def read_office(reading: Reading) -> Draft:
    """The pieces of a reading (standards.documents) as passages; its cells once more as tables, heads first."""
    draft = Draft()
    for piece in reading.pieces:
        place = piece.place
        passage = Passage("td" if place.column else "p", where=str(place))
        text = " ".join(piece.text.split())
        if reading.kind in ("csv", "text"):
            passage.where = ""
            passage.add(text, place.row or 1, [max(place.column - 1, 0)] * len(text))
        else:
            passage.text = text
        draft.passages.append(passage)
    draft.tables = [msgspec.structs.replace(table, locator=Locator()) for table in tables_of(reading.pieces)]
    draft.title = title_of(reading.pieces)
    return draft

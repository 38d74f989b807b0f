"""A CSV file, a workbook, a Word file, a PDF as passages: each piece with the words that say where it stands."""

from __future__ import annotations

from collections import defaultdict

from auditor.model import Table
from auditor.source.markdown import Draft
from auditor.source.passage import Passage
from standards.documents.reading import Piece, Reading

MOST_CELLS = 200_000
"""Cells that are read once more by their heads; a workbook of millions would fill the memory twice."""


def read_office(reading: Reading) -> Draft:
    """The pieces of a reading (standards.documents) as passages; its cells once more as tables, heads first."""
    draft = Draft()
    grids: dict[str, dict[int, dict[int, Piece]]] = defaultdict(lambda: defaultdict(dict))
    cells = 0
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
        if place.column and cells < MOST_CELLS:
            cells += 1
            grids[place.part][place.row][place.column] = piece
    draft.tables = [table for grid in grids.values() if (table := _table(grid))]
    draft.title = next((title for grid in grids.values() if (title := _title(grid))), "")
    return draft


def _title(grid: dict[int, dict[int, Piece]]) -> str:
    """What stands alone in the first row: a list is of children or of the poor because its title says so."""
    row = grid[min(grid)]
    return "" if len(row) > 1 else " ".join(next(iter(row.values())).text.split())


def _table(grid: dict[int, dict[int, Piece]]) -> Table | None:
    """The heads are the first row of several cells: above it stands a title."""
    width = max(max(row) for row in grid.values())
    rows = [grid[number] for number in sorted(grid)]
    first = next((place for place, row in enumerate(rows) if len(row) > 1), None)
    if first is None or width > 1000:
        return None
    lines = [
        tuple(" ".join(row[column].text.split()) if column in row else "" for column in range(1, width + 1))
        for row in rows[first:]
    ]
    return Table(heads=lines[0], rows=tuple(lines[1:]))

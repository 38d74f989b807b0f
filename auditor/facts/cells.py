"""Tables put together again from the cells of a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from auditor.model import Locator, Table
from standards.documents.reading import Piece
from standards.household import heads_of

MOST_CELLS = 200_000
"""Cells that are read once more by their heads; a workbook of millions would fill the memory twice."""
WIDEST = 1000
_HIGHEST = 10
"""Rows among which the heads are looked for."""


def tables_of(pieces: Iterable[Piece]) -> list[Table]:
    """The tables of a reading, heads first, each with the words for where it stands. The heads are the row that names
    persons, else the first of several cells: above it stand titles and heads over several columns."""
    grids: dict[str, dict[int, dict[int, str]]] = defaultdict(lambda: defaultdict(dict))
    cells = 0
    for piece in pieces:
        place = piece.place
        if place.column and cells < MOST_CELLS:
            cells += 1
            grids[place.part][place.row][place.column] = " ".join(piece.text.split())
    return [table for part, grid in grids.items() if (table := _table(part, grid))]


def title_of(pieces: Iterable[Piece]) -> str:
    """What stands alone in the first row of a sheet: a list is of children or of the poor because its title says so."""
    first: dict[str, tuple[int, list[str]]] = {}
    for piece in pieces:
        place = piece.place
        if place.column:
            row, texts = first.setdefault(place.part, (place.row, []))
            if place.row == row:
                texts.append(" ".join(piece.text.split()))
    return next((texts[0] for _, texts in first.values() if len(texts) == 1), "")


def _table(part: str, grid: dict[int, dict[int, str]]) -> Table | None:
    width = max(max(row) for row in grid.values())
    rows = [grid[number] for number in sorted(grid)]
    first = next((at for at, row in enumerate(rows) if len(row) > 1), None)
    if first is None or width > WIDEST:
        return None
    top = heads_of([list(row.values()) for row in rows[:_HIGHEST]])
    lines = [
        tuple(row.get(column, "") for column in range(1, width + 1)) for row in rows[first if top is None else top :]
    ]
    return Table(heads=lines[0], rows=tuple(lines[1:]), locator=Locator(selector=part))

"""Data tables as rows of text. Tables that only lay a page out are left aside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from turbohtml import Document, Element

from auditor.facts.regions import Places
from auditor.facts.text import Source, fold
from auditor.model import Table

MAX_COLUMNS = 200
MAX_CELLS = 200_000
MAX_SPAN = 1000
"""HTML Standard 4.9.11 clamps colspan at 1000; nothing above MAX_COLUMNS is kept anyway."""

_LAYOUT = "table,form,iframe,h1,h2,ul,ol,dl,script"
_ENDED = frozenset({"。", ";", "!"})
_FIGURE = re.compile(r"^[\d\s.,%-]+$|\d{4}[-年./]\d")


def read_tables(document: Document, places: Places, source: Source) -> tuple[Table, ...]:
    """The data tables in document order, spans expanded: a merged cell's text stands in each cell it covers.

    A table without heads that follows one of the same width goes on with its heads: long lists are cut at a page's end,
    and some templates keep the heads in a table of their own, so that they stay while the rows scroll.
    """
    tables = []
    above = _Above()
    for element in document.select("table"):
        place = places.of(element)
        if place.inert or place.hidden or _is_layout(element):
            continue
        grid = _grid(element)
        if grid is not None and (table := _table(grid, above.heads_for(element, len(grid.rows[0])), above.alone)):
            heads, rows = table
            tables.append(Table(heads=heads, rows=rows, region=place.region, locator=source.element(element)))
            above = _Above(element, heads)
        elif grid is not None and len(grid.rows) == 1 and (grid.heads[0] or _looks_like_heads(grid.rows[0])):
            above = _Above(element, tuple(grid.rows[0]), alone=True)
    return tuple(tables)


@dataclass(frozen=True, slots=True)
class _Grid:
    """A table's rows as texts, all of one width, and of each whether it is all heads."""

    rows: list[list[str]]
    heads: list[bool]


@dataclass(frozen=True, slots=True)
class _Above:
    """The heads of the table before; ``alone`` where it had nothing else."""

    element: Element | None = None
    heads: tuple[str, ...] = ()
    alone: bool = False

    def heads_for(self, element: Element, width: int) -> tuple[str, ...]:
        """They, where a table stands beside it and is as wide."""
        if self.element is None or len(self.heads) != width:
            return ()
        mine, theirs = element.parent, self.element.parent
        if mine is None or theirs is None:
            return ()
        return self.heads if mine == theirs or mine.parent == theirs.parent else ()


def _is_layout(table: Element) -> bool:
    if (table.attr("role") or "").lower() in ("presentation", "none"):
        return True
    if table.select_one("table") is not None:
        return True
    return table.select_one("th,thead,caption") is None and table.select_one(_LAYOUT) is not None


def _grid(table: Element) -> _Grid | None:
    grid: list[list[str]] = []
    head_rows: list[bool] = []
    pending: dict[int, tuple[int, str]] = {}
    cells = 0
    for row in _rows(table):
        made, heads, own = _expand(row, pending)
        cells += len(made)
        if not made:
            continue
        if own == 1 and len(made) > 1 and not grid:
            continue  # a title over the whole width, above the heads
        grid.append(made)
        head_rows.append(heads)
        if cells > MAX_CELLS:
            break
    width = max((len(row) for row in grid), default=0)
    if width < 2:
        return None
    for line in grid:
        line.extend([""] * (width - len(line)))
    return _Grid(grid, head_rows)


def _table(
    grid: _Grid, above: tuple[str, ...], alone: bool
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]] | None:
    """Heads and rows; ``above`` are the heads that it may go on with, surely so where they stand ``alone``."""
    rows = grid.rows
    marked = next((i for i, is_head in enumerate(grid.heads) if not is_head), len(rows) - 1)
    if above and not marked and (alone or not _looks_like_heads(rows[0])):
        return above, tuple(tuple(line) for line in rows)
    if len(rows) < 2:
        return None
    count = marked or int(_looks_like_heads(rows[0]))
    heads_text = tuple(_joined(column) for column in zip(*rows[:count], strict=True)) if count else ()
    return heads_text, tuple(tuple(line) for line in rows[count:])


def _rows(table: Element) -> Iterator[Element]:
    for part in table.children:
        if isinstance(part, Element):
            if part.tag == "tr":
                yield part
            elif part.tag in ("thead", "tbody", "tfoot"):
                yield from (row for row in part.children if isinstance(row, Element) and row.tag == "tr")


def _expand(row: Element, pending: dict[int, tuple[int, str]]) -> tuple[list[str], bool, int]:
    """The row's texts with what hangs into it from above; whether it is all heads; how many cells are its own."""
    made: list[str] = []
    heads, own = True, 0

    def hang() -> None:
        while (above := pending.get(len(made))) is not None:
            left, text = above
            if left <= 1:
                del pending[len(made)]
            else:
                pending[len(made)] = (left - 1, text)
            made.append(text)

    for cell in row.children:
        if not isinstance(cell, Element) or cell.tag not in ("td", "th"):
            continue
        hang()
        own += 1
        heads = heads and (cell.tag == "th" or (row.parent is not None and getattr(row.parent, "tag", "") == "thead"))
        text = fold(cell.text)
        down = _span(cell, "rowspan")
        for _ in range(_span(cell, "colspan")):
            if len(made) >= MAX_COLUMNS:
                break
            if down > 1:
                pending[len(made)] = (down - 1, text)
            made.append(text)
    if own:
        hang()
    return made, heads and own > 0, own


def _span(cell: Element, name: str) -> int:
    try:
        return min(max(int(cell.attr(name) or 1), 1), MAX_SPAN)
    except ValueError:
        return 1


def _looks_like_heads(row: list[str]) -> bool:
    """Short, all different, none empty, none a figure, a date or a sentence."""
    return len(set(row)) == len(row) and all(
        text and len(text) <= 12 and not _FIGURE.search(text) and text[-1] not in _ENDED for text in row
    )


def _joined(column: tuple[str, ...]) -> str:
    """Heads over heads: 支出 over 金额 is 支出/金额."""
    return "/".join(dict.fromkeys(text for text in column if text))

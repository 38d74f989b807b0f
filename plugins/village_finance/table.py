"""A statement as a table to read: which columns it shows, its lines, and totals where the clerk wrote none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from plugins.village_finance.cells import in_money, plain_money
from plugins.village_finance.kinds import DATE, MONEY, NUMBER, Head
from plugins.village_finance.layout import ROW, TOTAL
from plugins.village_finance.statement import Brief, Row, Statement


@dataclass(frozen=True)
class Cell:
    """A cell as printed; ``number`` ones stand on the right, ``head`` names its row."""

    text: str
    number: bool = False
    head: bool = False
    day: bool = False


@dataclass(frozen=True)
class Line:
    """A line; ``total`` says that it sums up or carries over."""

    cells: tuple[Cell, ...]
    total: bool


@dataclass(frozen=True)
class MoneyTable:
    """A statement as pages and boards print it: heads (name, whether its cells are numbers), lines, who signed (label,
    name), notes; amounts in 元."""

    heads: tuple[tuple[str, bool], ...]
    lines: tuple[Line, ...]
    signed: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def money_table(brief: Brief, statement: Statement) -> MoneyTable:
    """The columns that are shown, and their lines."""
    heads = shown_heads(brief, statement)
    named = tuple((head.name, head.type in (MONEY, NUMBER)) for head in heads)
    return MoneyTable(named, lines_of(brief, statement, heads), statement.signed, statement.notes)


def shown_heads(brief: Brief, statement: Statement) -> list[Head]:
    """The columns that hold anything, or that a table of this kind must have."""
    filled = [any(row.cells[nth] for row in statement.rows) for nth in range(len(statement.heads))]
    heads = [brief.of.by_key[key] for key in statement.heads]
    return [head for head, any_ in zip(heads, filled, strict=True) if any_ or head.needed or head.filled]


def cents_of(text: str) -> int:
    """The 分 of an amount as statements keep it; 0 for an empty cell."""
    return int(Decimal(text) * 100) if text else 0


def rows_of(brief: Brief, statement: Statement, heads: Sequence[Head]) -> list[Row]:
    """The lines cut to these columns, with totals where the table has none and several rows."""
    at = [statement.heads.index(head.key) for head in heads]
    rows = [Row(row.mark, tuple(row.cells[nth] for nth in at)) for row in statement.rows]
    plain = sum(row.mark == ROW for row in rows)
    if plain > 1 and brief.totals and not any(row.mark == TOTAL for row in rows):
        rows += _totals(brief, heads)
    return rows


def _totals(brief: Brief, heads: Sequence[Head]) -> Iterator[Row]:
    sums: Mapping[str, Mapping[str, int]] = brief.groups if brief.of.group else {"": brief.totals}
    subject = subject_of(heads)
    for name, amounts in sums.items():
        texts = [plain_money(amounts.get(head.key)) if head.summed else "" for head in heads]
        texts[subject] = f"{name}合计"
        yield Row(TOTAL, tuple(texts))


def subject_of(heads: Sequence[Head]) -> int:
    """The column that names a row."""
    named = (nth for nth, head in enumerate(heads) if head.filled and head.key != "class" and head.type != MONEY)
    return next(named, 0)


def lines_of(brief: Brief, statement: Statement, heads: Sequence[Head]) -> tuple[Line, ...]:
    """The lines as pages print them."""
    subject = subject_of(heads)
    lines = []
    for row in rows_of(brief, statement, heads):
        cells = []
        for nth, (head, text) in enumerate(zip(heads, row.cells, strict=True)):
            number = head.type in (MONEY, NUMBER)
            said = in_money(cents_of(text)) if text and head.type == MONEY else text
            cells.append(Cell(said, number, nth == subject, head.type == DATE))
        lines.append(Line(tuple(cells), row.mark != ROW))
    return tuple(lines)

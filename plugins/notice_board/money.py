"""A financial statement as it is posted: the table of its page without chart and files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plugins.village_finance.statement import Brief, Statement
    from plugins.village_finance.table import Line


@dataclass(frozen=True)
class MoneyTable:
    """Heads (name, whether its cells are numbers), lines, who signed (label, name), notes; amounts in 元."""

    heads: tuple[tuple[str, bool], ...]
    lines: tuple[Line, ...]
    signed: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def money_table(brief: Brief, statement: Statement) -> MoneyTable:
    """The same columns and lines as the statement's page has."""
    from plugins.village_finance.kinds import MONEY, NUMBER  # which sites without statements need not load
    from plugins.village_finance.table import lines_of, shown_heads

    heads = shown_heads(brief, statement)
    named = tuple((head.name, head.type in (MONEY, NUMBER)) for head in heads)
    return MoneyTable(named, lines_of(brief, statement, heads), statement.signed, statement.notes)

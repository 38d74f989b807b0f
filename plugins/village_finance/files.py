"""A statement as a file for spreadsheets, made anew: what came may have hidden columns."""

from __future__ import annotations

from plugins.build.kinds import Kind
from plugins.build.view import View
from plugins.records.files import write_xlsx
from plugins.tables import write_csv
from plugins.village_finance.kinds import MONEY, NUMBER
from plugins.village_finance.table import rows_of, shown_heads


def make_file(view: View, argument: tuple[str, str]) -> bytes:
    """The lines that the page shows, amounts in 元; ``argument`` is the page's address, and ``csv`` or ``xlsx``."""
    url, kind = argument
    brief, statement = view.villages.statement(url)
    heads = shown_heads(brief, statement)
    names = [f"{head.name}（元）" if head.type == MONEY else head.name for head in heads]
    rows = [list(row.cells) for row in rows_of(brief, statement, heads)]
    return (
        write_csv([names, *rows])
        if kind == "csv"
        else write_xlsx(names, rows, [h.type in (MONEY, NUMBER) for h in heads])
    )


FILE = Kind("village statement file", make_file, frozenset({"statement"}))

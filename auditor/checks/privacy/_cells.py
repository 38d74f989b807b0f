"""Cells of tables by what their column's head says they are."""

from __future__ import annotations

import re
from collections.abc import Iterable

from auditor.model import Table


def cells_under(tables: Iterable[Table], head: re.Pattern[str]) -> frozenset[str]:
    """Texts of the cells whose column has a head in which ``head`` is found."""
    return frozenset(
        row[place]
        for table in tables
        for place, name in enumerate(table.heads)
        if head.search(name)
        for row in table.rows
        if place < len(row)
    )

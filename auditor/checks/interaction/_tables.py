"""Letters that a column lists as rows of a table: when asked, in what state, when answered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from auditor.checks.interaction._waiting import OPENED, OTHER_CHANNEL, UNDER_WAY, waited
from auditor.facts.dates import read_date
from auditor.facts.vocabularies import LETTER
from auditor.model import Hit, PageFacts, Params, Site, Table


def letter_tables(site: Site) -> list[tuple[PageFacts, Table]]:
    """Tables of letters on column pages: a head for the time of asking and one for state or time of reply."""
    found = []
    for column in site.columns():
        if not re.search("信|留言|问政|咨询|互动|诉求|建言", column.name) or OTHER_CHANNEL.search(column.name):
            continue
        page = site.page(column.url)
        found += [(page, table) for table in (page.tables if page else ()) if _heads(table)]
    return [(page, table) for page, table in found if page]


def _heads(table: Table) -> dict[str, int]:
    """Columns of a table of letters by element; empty where it is none."""
    heads: dict[str, int] = {}
    for at, head in enumerate(table.heads):
        for _, _, name, _ in LETTER.find(head):
            heads.setdefault(name, at)
    return heads if "asked" in heads and heads.keys() & {"status", "answered"} else {}


def judge_rows(page: PageFacts, table: Table, params: Params, today: date) -> Iterator[Hit]:
    """Yield a hit for each row that was answered late or that waits."""
    heads = _heads(table)
    for row in table.rows:
        cells = {name: row[at] for name, at in heads.items() if at < len(row)}
        title = max((cell for at, cell in enumerate(row) if at not in heads.values()), key=len, default="")
        asked, answered = read_date(cells.get("asked", "")), read_date(cells.get("answered", ""))
        state = cells.get("status", "")
        if not asked:
            continue
        hit = waited(
            page.url,
            title,
            date.fromisoformat(asked[:10]),
            date.fromisoformat(answered[:10]) if answered else None,
            state=state if OPENED.search(state) or UNDER_WAY.search(state) else "",
            params=params,
            today=today,
            at=table.locator,
        )
        if hit:
            yield hit

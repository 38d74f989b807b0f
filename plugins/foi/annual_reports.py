"""The column of 年报: a table of units and years above its list."""

from __future__ import annotations

from typing import Any, NamedTuple

from pelican import signals

from plugins.build.facts import digest
from plugins.build.kinds import Kind, Sheet
from plugins.build.pages import COLUMN_READS, make_column
from plugins.build.records import DocLink
from plugins.build.view import View
from plugins.foi.owing import due_year, next_due, owing

TEMPLATE = "annual_reports.html"


class UnitRow(NamedTuple):
    """A unit and, year by year, its report, or a word: 未公布 where one is owed and overdue, 未到期 where it is not
    yet due, — for those who owe none."""

    name: str
    cells: tuple[DocLink | str, ...]


def make_matrix(view: View, path: str, owed: tuple[tuple[str, int], ...]) -> Sheet:
    """The first page of the column. ``owed`` are the units that owe a report, each with the last year that is due."""
    view.note("owing:reports")
    sheet = make_column(view, path)
    reports = view.platform.reports()
    site_reports = tuple((form.year, view.link(article)) for form, article in view.platform.site_reports())
    due = dict(owed)
    told = {year for years in reports.values() for year in years}
    first, last = min(told, default=0), max([*told, *due.values()], default=0)
    years = tuple(range(last, first - 1, -1)) if told else ()
    rows = []
    for id_ in dict.fromkeys([*due, *reports]):
        have = reports.get(id_, {})
        cells = tuple(
            view.link(have[year][1]) if year in have else "未到期" if year > due.get(id_, last) else "未公布"
            for year in years
        )
        rows.append(UnitRow(view.unit_name(id_), cells))
    values = {"report_years": years, "unit_rows": tuple(rows), "site_reports": site_reports}
    return Sheet(TEMPLATE, {**sheet.values, **values})


def offer(generator: Any) -> None:
    """Receiver: the page, and the next day on which it says something else."""
    contents = generator.edition.contents
    if not any(column.template == TEMPLATE for column in contents.catalogue.by_path.values()):
        return
    today = contents.now.date()
    owed = tuple((unit.id, due_year(today, unit)) for unit in owing(contents, today).units)
    generator.add_facts({"owing:reports": digest(owed)})

    def make(view: View, path: str) -> Sheet:
        return make_matrix(view, path, owed)

    generator.add_column_pages(TEMPLATE, Kind("annual reports", make, frozenset(COLUMN_READS | {"forms", "owing"})))
    generator.portal.moments.append(f"{next_due(today)} 00:00")


def add_gate(generator: Any) -> None:
    """Receiver: judge every report where it is parsed."""
    generator.gates.append("plugins.foi.parts:judge_parts")


def register() -> None:
    """Run when documents are parsed, and when everything has been read."""
    signals.article_generator_init.connect(add_gate)
    signals.article_generator_finalized.connect(offer)

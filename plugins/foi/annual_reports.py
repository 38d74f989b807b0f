"""The column of 年报: a table of units and years above its list, and a gate for the six parts of each report."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from pelican import signals

from plugins.build.facts import digest
from plugins.build.kinds import Kind, Sheet
from plugins.build.pages import COLUMN_READS, make_column
from plugins.build.problems import Problem
from plugins.build.records import DocLink
from plugins.build.source import Source
from plugins.build.view import View
from plugins.foi.forms import ANNUAL
from plugins.foi.owing import due_year, next_due, owing
from plugins.foi.tables import part_of
from standards.annual_report import FIRST_YEAR, PARTS

TEMPLATE = "annual_reports.html"
_HEADING = re.compile(r"<h2[^>]*>(.*?)</h2>", re.DOTALL)


class UnitRow(NamedTuple):
    """A unit and, year by year, its report, or a word: 未公布 where one is owed and overdue, 未到期 where it is not
    yet due, — for those who owe none."""

    name: str
    cells: tuple[DocLink | str, ...]


def judge_parts(source: Source, text: str, year: int) -> list[Problem]:
    """What is missing of the six parts of a report in the form of 2021. A ``source.Gate``."""
    fields = source.fields
    if fields is None or fields.type != ANNUAL or source.body is None or getattr(fields, "year", 0) < FIRST_YEAR:
        return []
    found = [part for heading in _HEADING.findall(source.body.html) if (part := part_of(heading))]
    missing = [at for at in range(1, len(PARTS) + 1) if at not in found]
    problems = []
    if missing:
        headings = "、".join(f"“{PARTS[at - 1][0]}、{PARTS[at - 1][1]}”" for at in missing)
        cure = f"年报分六部分，请各写一个二级标题，例如 ## {PARTS[missing[0] - 1][0]}、{PARTS[missing[0] - 1][1]}"
        problems.append(Problem(source.shown, source.end_line, 0, f"年报缺少 {headings}", cure))
    elif found != sorted(found) or len(found) != len(set(found)):
        what = "年报六部分的次序不对，或者有重复的部分"
        problems.append(Problem(source.shown, source.end_line, 0, what, "请按一至六的次序，各写一次"))
    return problems


def make_matrix(view: View, path: str, owed: tuple[tuple[str, int], ...]) -> Sheet:
    """The first page of the column. ``owed`` are the units that owe a report, each with the last year that is due."""
    view.note("owing:reports")
    sheet = make_column(view, path)
    reports = view.reports()
    site_reports = tuple((form.year, view.link(article)) for form, article in view.site_reports())
    due = dict(owed)
    told = {year for years in reports.values() for year in years}
    first, last = min(told, default=0), max([*told, *due.values()], default=0)
    years = tuple(range(last, first - 1, -1)) if told else ()
    rows = []
    for id_ in dict.fromkeys([*due, *reports]):
        unit = view.unit(id_)
        have = reports.get(id_, {})
        cells = tuple(
            view.link(have[year][1]) if year in have else "未到期" if year > due.get(id_, last) else "未公布"
            for year in years
        )
        rows.append(UnitRow(unit.name if unit else id_, cells))
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
    generator.portal.deadlines.append(f"{next_due(today)} 00:00")


def add_gate(generator: Any) -> None:
    """Receiver: judge every report where it is parsed."""
    generator.gates.append(f"{__name__}:judge_parts")


def register() -> None:
    """Run when documents are parsed, and when everything has been read."""
    signals.article_generator_init.connect(add_gate)
    signals.article_generator_finalized.connect(offer)

"""The pages of a village's money: one a statement, and the one that lists them and compares the years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from plugins.build.frame import page_values, place_tags, trail_crumbs
from plugins.build.kinds import Kind, Sheet
from plugins.build.records import Crumb
from plugins.build.view import View
from plugins.catalogue import VILLAGES
from plugins.village_finance.cells import in_money
from plugins.village_finance.chart import MOST, Chart, draw
from plugins.village_finance.figures import Figures, by_quarter, compare_years, growth
from plugins.village_finance.layout import ROW
from plugins.village_finance.statement import FILES, Brief, Statement, file_url
from plugins.village_finance.table import cents_of, money_table
from plugins.villages import Village, finance_url, town_url
from standards.village_rhythm import QUARTERLY, in_words, period_with, span_of

QUARTERS = 8
"""Quarters that the chart and its table show."""


@dataclass(frozen=True)
class PeriodTables:
    """The statements of one quarter: its name; name, address and kind of each."""

    name: str
    tables: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class QuarterRow:
    """A quarter's money as printed."""

    name: str
    income: str
    expense: str
    closing: str


@dataclass(frozen=True)
class ChangeRow:
    """A sum, the same a year before, the difference, and the growth in words."""

    name: str
    now: str
    before: str
    difference: str
    growth: str


def make_index(view: View, id_: str) -> Sheet:
    """All statements of a village by quarter, its money by quarter, this year against the last."""
    village = view.villages.village(id_)
    briefs = view.villages.statements(id_)
    figures = by_quarter(briefs)
    name = f"{village.name}财务公开"
    url = finance_url(id_)
    values = _values(view, village, name, url, f"{village.town_name}{village.name}各期财务报表和收支对比。")
    more = {
        "village": village,
        "latest": _quarter_row(figures[0]) if figures else None,
        "chart": _quarter_chart(village, figures[:QUARTERS]),
        "quarters": tuple(_quarter_row(found) for found in figures[:QUARTERS]),
        "changes": tuple(
            ChangeRow(
                change.name,
                in_money(change.now),
                in_money(change.before),
                in_money(change.now - change.before),
                growth(change),
            )
            for change in compare_years(figures)
        ),
        "periods": _periods(briefs),
    }
    return Sheet("finance.html", {**values, **more})


def _values(view: View, village: Village, name: str, url: str, about: str) -> dict[str, Any]:
    crumbs = (
        *trail_crumbs(view, VILLAGES),
        Crumb(village.town_name, town_url(village.town)),
        Crumb(village.name, village.url),
        Crumb("财务公开", finance_url(village.id)),
    )
    if url != finance_url(village.id):
        crumbs = (*crumbs, Crumb(name.removeprefix(village.name), url))
    tags = place_tags(view, url, name, about, (village.name, village.town_name, "财务公开"))
    return page_values(view, "column", name, url, tags, crumbs, column=VILLAGES)


def _quarter_row(found: Figures) -> QuarterRow:
    sums = (in_money(cents) for cents in (found.income, found.expense, found.closing))
    return QuarterRow(in_words(found.period), *sums)


def _quarter_chart(village: Village, figures: Sequence[Figures]) -> Chart | None:
    values = [(in_words(f.period), (("in", f.income), ("out", f.expense))) for f in figures]
    return draw(f"{village.name}各季度收入和支出", values)


def _periods(briefs: Sequence[Brief]) -> tuple[PeriodTables, ...]:
    quarters: dict[str, list[tuple[str, str]]] = {}
    for brief in briefs:
        quarter = period_with(span_of(brief.period).last, QUARTERLY) if len(brief.period) > 4 else brief.period
        quarters.setdefault(quarter, []).append((brief.name, brief.url))
    return tuple(PeriodTables(in_words(quarter), tuple(tables)) for quarter, tables in quarters.items())


# a statement


def make_statement(view: View, argument: tuple[str, str]) -> Sheet:
    """One statement; ``argument`` is the village's id and the page's address."""
    id_, url = argument
    village = view.villages.village(id_)
    brief, statement = view.villages.statement(url)
    name = f"{village.name}{brief.name}"
    values = _values(view, village, name, url, f"{village.town_name}{name}。")
    older, newer = _neighbours(view.villages.statements(id_), brief)
    more = {
        "village": village,
        "table": money_table(brief, statement),
        "sums": _sums(brief),
        "chart": _chart(brief, statement, name),
        "statutory": brief.of.statutory,
        "downloads": tuple((kind, file_url(url, kind)) for kind in FILES),
        "older": (older.name, older.url) if older else None,
        "newer": (newer.name, newer.url) if newer else None,
        "finance_url": finance_url(id_),
    }
    return Sheet("statement.html", {**values, **more})


def _neighbours(briefs: Sequence[Brief], brief: Brief) -> tuple[Brief | None, Brief | None]:
    """The statements of the same kind and length of period before and after one."""
    same = [other for other in briefs if other.kind == brief.kind and len(other.period) == len(brief.period)]
    at = next(nth for nth, other in enumerate(same) if other.period == brief.period)
    return same[at + 1] if at + 1 < len(same) else None, same[at - 1] if at else None


def _sums(brief: Brief) -> tuple[tuple[str, str], ...]:
    """What the statement comes to: name and amount."""
    kind = brief.of
    if kind.running:
        named = [("上期结转", brief.opening), ("本期收入", brief.totals.get("income"))]
        named += [("本期支出", brief.totals.get("expense")), ("期末余额", brief.closing)]
        return tuple((name, in_money(cents)) for name, cents in named if cents is not None)
    if kind.group:
        key = kind.drawn
        return tuple(
            (f"{group}{kind.by_key[key].name}", in_money(sums[key]))
            for group, sums in brief.groups.items()
            if key in sums
        )
    return tuple((f"{kind.by_key[key].name}合计", in_money(cents)) for key, cents in brief.totals.items())


def _chart(brief: Brief, statement: Statement, name: str) -> Chart | None:
    """The largest rows of a statement."""
    kind = brief.of
    subject = next(
        head.key for head in kind.heads if head.filled and head.key in statement.heads and head.key != "class"
    )
    found: list[tuple[str, str, int]] = []
    for row in statement.rows:
        cells = dict(zip(statement.heads, row.cells, strict=True))
        keys = (("in", "income"), ("out", "expense")) if kind.running else (("plain", kind.drawn),)
        for how, key in keys if row.mark == ROW else ():
            if cents := cents_of(cells.get(key, "")):
                found.append((cells[subject], how, cents))
    largest = sorted(found, key=lambda entry: -abs(entry[2]))[:MOST]
    kept = [entry for entry in found if entry in largest]
    drawn = "收入和支出" if kind.running else kind.by_key[kind.drawn].name if kind.drawn else ""
    some = f"金额最大的 {len(kept)} 项" if len(kept) < len(found) else "各项"
    return draw(f"{name}：{some}{drawn}", [(n, ((how, c),)) for n, how, c in kept])


_READS = frozenset({"site", "nav", "tree", "template", "column", "village", "finance"})
FINANCE = Kind("village finance", make_index, _READS)
STATEMENT = Kind("village statement", make_statement, _READS | {"statement"})

"""Who owes what: an annual report a year (条例第四十九条), a guide (第十二条), and by when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from plugins.site import Unit
from standards.annual_report import due_day

GOVERNMENT, DEPARTMENT = "政府", "部门"
_SHOWN = 4


@dataclass(frozen=True)
class Owing:
    """``units`` owe a report every year, in the order of units.csv; ``missing`` are those of them without one for
    ``year``, the last that is due for each; ``guideless`` publish open documents and have no guide; ``parts`` of the
    platform have no column; ``site_year`` is the year whose 网站工作年度报表 is due and missing, 0 where none is."""

    units: tuple[Unit, ...] = ()
    missing: tuple[tuple[int, Unit], ...] = ()
    guideless: tuple[Unit, ...] = ()
    parts: tuple[str, ...] = ()
    site_year: int = 0

    def lines(self, shown: int = _SHOWN) -> Iterator[str]:
        """What an editor is told; nothing where all is well. ``shown`` names a line at most."""
        for year in sorted({year for year, _ in self.missing}, reverse=True):
            names = [unit.name for of, unit in self.missing if of == year]
            yield f"{year}年度信息公开年报已过公布期限、还没有公布的单位 {len(names)} 个：{_some(names, shown)}"
        if self.guideless:
            names = [unit.name for unit in self.guideless]
            yield f"公开了政府信息、没有公开指南的单位 {len(names)} 个：{_some(names, shown)}"
        if self.parts:
            yield f"政府信息公开平台还缺少栏目：{'、'.join(self.parts)}"
        if self.site_year:
            day = due_day(self.site_year, government=False)
            yield f"{self.site_year}年度网站工作年度报表已过公布期限（{day}），还没有公布"


def _some(names: list[str], shown: int) -> str:
    return "、".join(names[:shown]) + (" 等" if len(names) > shown else "")


def due_year(today: date, unit: Unit | None = None) -> int:
    """The last year whose report should be out: a government's in April, any other's in February."""
    government = unit is not None and unit.kind == GOVERNMENT
    return today.year - 1 if today > due_day(today.year - 1, government=government) else today.year - 2


def next_due(today: date) -> date:
    """The next day on which ``due_year`` goes on for somebody."""
    years = (today.year - 1, today.year)
    days = [due_day(year, government=government) + timedelta(days=1) for year in years for government in (False, True)]
    return min(day for day in days if day > today)


def owing(contents: Any, today: date) -> Owing:
    """What is owed on a day, of an edition's Contents. Nothing where the site has neither a platform nor reports."""
    told = contents.foi
    if not told.forms and not told.guides and not told.platform:
        return Owing()
    spellings = contents.offices.spellings
    writers = {article.publisher for article in contents.articles if article.index_no}
    publishing = {unit.id for written in writers if (unit := spellings.get(written)) is not None}
    covered = {*told.guides, *told.answering}
    units = contents.offices.units.values()
    owe = tuple(
        unit
        for unit in units
        if unit.id in told.reports
        or (unit.kind in (GOVERNMENT, DEPARTMENT) and unit.id in publishing and unit.id not in told.answering)
    )
    # A site that never published a report keeps them elsewhere.
    missing = [(due_year(today, unit), unit) for unit in owe] if told.reports else []
    site_years = {form.year for form in told.forms.values() if not form.unit}
    site_due = due_year(today)
    return Owing(
        units=owe,
        missing=tuple((year, unit) for year, unit in missing if year not in told.reports.get(unit.id, {})),
        guideless=tuple(unit for unit in units if unit.id in publishing and unit.id not in covered),
        parts=tuple(_missing_parts(contents, told.platform)) if told.platform else (),
        site_year=site_due if site_years and site_due not in site_years else 0,
    )


PARTS = (
    ("政府信息公开指南", "信息公开指南", "指南"),
    ("政府信息公开制度", "", "制度"),
    ("法定主动公开内容", "", "法定主动公开"),
    ("政府信息公开年报", "信息公开年报", "年报"),
    ("依申请公开", "依申请公开", "依申请"),
)
"""The parts of a platform (国办公开办函〔2019〕61号): name, ColumnType that tells it, a word of its name."""


def part_of(name: str, kind: str) -> int:
    """Which part a column is, by its ColumnType or its name: 0 to 4; -1 for none."""
    return next((at for at, (_, type_, word) in enumerate(PARTS) if (type_ and kind == type_) or word in name), -1)


def _missing_parts(contents: Any, platform: str) -> Iterator[str]:
    children = contents.catalogue.by_path[platform].children
    found = {part_of(child.name, child.type) for child in children if not child.hidden}
    yield from (name for at, (name, _, _) in enumerate(PARTS) if at not in found)

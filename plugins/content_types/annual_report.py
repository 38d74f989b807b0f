"""信息公开年报: the year it reports on, whose report it is, its tables; six parts (国办公开办函〔2021〕30号)."""

from __future__ import annotations

from plugins.content_types.core import Core, Line, Year, archetype, field
from standards.annual_report import PARTS

NAME = "信息公开年报"
TEMPLATE = "article.html"
ARCHETYPE = archetype("annual_report", ("year", "tables"), *(f"{numeral}、{heading}" for numeral, heading, _ in PARTS))


class Fields(Core):
    """``unit`` is whose report it is, where that is not who publishes it. ``tables`` is the CSV or .xlsx below data/
    with the numbers of parts two to four (``desk annual-form`` makes an empty one), ``correction`` why they do not go
    on from last year's."""

    year: Year = field("年度", "2025")
    unit: Line = field("所属单位", "xzf", "报告单位", default="")
    tables: Line = field("报表", "data/nb/czj-2025.csv", "数据表", default="")
    correction: Line = field("数据更正说明", "上年度结转件数少计1件，本年度已经核实更正", default="")

    def unit_keys(self) -> tuple[str, ...]:
        """The fields that name a unit of units.csv."""
        return ("publisher", "unit") if self.unit else ("publisher",)

    def facts(self) -> tuple[tuple[str, str], ...]:
        """Label and text of its own fields."""
        return self.rows("year")

    def listed(self) -> dict[str, str]:
        """What ``plugins/foi`` works from."""
        return {"year": str(self.year), "tables": self.tables.lstrip("/"), "correction": self.correction}

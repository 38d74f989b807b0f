"""财政预决算: whose money of which year: 预算, 决算, 预算执行 or 三公经费."""

from __future__ import annotations

from typing import Literal

from plugins.content_types.core import Core, Year, archetype, field

NAME = "财政预决算"
TEMPLATE = "article.html"
ARCHETYPE = archetype(
    "budget",
    (
        "year",
        "budget_kind",
        "budget_scope",
    ),
    "收入情况",
    "支出情况",
    "有关说明",
)


class Fields(Core):
    """Printed above the body in the order of the fields."""

    year: Year = field("年度", "2026")
    budget_kind: Literal["预算", "决算", "预算执行", "三公经费"] = field("预决算类别", "预算")
    budget_scope: Literal["政府", "部门"] = field("预决算范围", "政府", default="政府")

    def facts(self) -> tuple[tuple[str, str], ...]:
        """Label and text of its own fields."""
        return self.rows("year", "budget_kind", "budget_scope")

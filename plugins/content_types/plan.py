"""规划计划: the years it covers and who approved it."""

from __future__ import annotations

from typing import Annotated

from plugins.content_types.core import Core, Line, Year, archetype, field, not_before

NAME = "规划计划"
TEMPLATE = "article.html"
ARCHETYPE = archetype(
    "plan",
    (
        "plan_from",
        "plan_to",
        "approved_by",
    ),
    "总体要求",
    "主要任务",
    "保障措施",
)


class Fields(Core):
    """Printed above the body in the order of the fields."""

    plan_from: Year | None = field("起始年份", "2026", default=None)
    plan_to: Annotated[Year | None, not_before("plan_from")] = field("终止年份", "2030", default=None)
    approved_by: Line = field("批准机关", "明川县人民政府", default="")

    def facts(self) -> tuple[tuple[str, str], ...]:
        """Label and text of its own fields."""
        return self.rows("plan_from", "plan_to", "approved_by")

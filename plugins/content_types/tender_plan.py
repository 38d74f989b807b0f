"""招标计划: what will be put out to tender, at what cost, and when."""

from __future__ import annotations

from plugins.content_types.core import Core, Line, archetype, field

NAME = "招标计划"
TEMPLATE = "article.html"
ARCHETYPE = archetype(
    "tender_plan",
    (
        "project",
        "cost",
        "planned",
    ),
    "项目概况",
    "招标内容",
)


class Fields(Core):
    """Printed above the body in the order of the fields."""

    project: Line = field("项目名称", "清溪镇供水管网改造工程", "招标项目")
    cost: Line = field("估算金额", "1280万元", default="")
    planned: Line = field("计划招标时间", "2026年12月", default="")

    def facts(self) -> tuple[tuple[str, str], ...]:
        """Label and text of its own fields."""
        return self.rows("project", "cost", "planned")

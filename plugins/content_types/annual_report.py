"""信息公开年报: the year it reports on; six parts (国办公开办函〔2021〕30号)."""

from __future__ import annotations

from plugins.content_types.core import Core, Year, archetype, field

NAME = "信息公开年报"
TEMPLATE = "article.html"
ARCHETYPE = archetype(
    "annual_report",
    ("year",),
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
)


class Fields(Core):
    """Printed above the body in the order of the fields."""

    year: Year = field("年度", "2025")

    def facts(self) -> tuple[tuple[str, str], ...]:
        """Label and text of its own fields."""
        return self.rows("year")

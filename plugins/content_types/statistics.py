"""统计信息: the period that the figures are of."""

from __future__ import annotations

from plugins.content_types.core import Core, Line, archetype, field

NAME = "统计信息"
TEMPLATE = "article.html"
ARCHETYPE = archetype(
    "statistics",
    ("period",),
    "主要指标",
    "数据说明",
)


class Fields(Core):
    """Printed above the body in the order of the fields."""

    period: Line = field("统计期间", "2025年")

    def facts(self) -> tuple[tuple[str, str], ...]:
        """Label and text of its own fields."""
        return self.rows("period")

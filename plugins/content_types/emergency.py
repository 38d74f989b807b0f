"""应急管理: plans, warnings, what was done, and how to be safe; ``level`` is the grade or the colour of a warning."""

from __future__ import annotations

from typing import Literal

from plugins.content_types.core import Core, archetype, field

NAME = "应急管理"
TEMPLATE = "article.html"
ARCHETYPE = archetype(
    "emergency",
    (
        "emergency_kind",
        "level",
    ),
    "适用情形",
    "应对措施",
)


class Fields(Core):
    """Printed above the body in the order of the fields."""

    emergency_kind: Literal["应急预案", "预警信息", "应急处置", "科普宣教"] = field("应急信息类别", "预警信息")
    level: Literal["", "I级", "II级", "III级", "IV级", "蓝色", "黄色", "橙色", "红色"] = field(
        "级别", "蓝色", "预警级别", default=""
    )

    def facts(self) -> tuple[tuple[str, str], ...]:
        """Label and text of its own fields."""
        return self.rows("emergency_kind", "level")

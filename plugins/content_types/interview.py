"""在线访谈: when it was held and with whom (posts)."""

from __future__ import annotations

from plugins.content_types.core import Core, Line, Moment, archetype, field

NAME = "在线访谈"
TEMPLATE = "article.html"
ARCHETYPE = archetype(
    "interview",
    (
        "held_at",
        "guests",
        "theme",
    ),
    "访谈实录",
)


class Fields(Core):
    """Printed above the body in the order of the fields."""

    held_at: Moment = field("访谈时间", "2026-10-22 15:00")
    guests: Line = field("访谈嘉宾", "县医疗保障局局长")
    theme: Line = field("访谈主题", "门诊费用怎样报销", default="")

    def facts(self) -> tuple[tuple[str, str], ...]:
        """Label and text of its own fields."""
        return self.rows("held_at", "guests", "theme")

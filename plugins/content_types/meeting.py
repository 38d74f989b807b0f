"""会议: when and where it was held, who took the chair (a post, never a name)."""

from __future__ import annotations

from plugins.content_types.core import Core, Day, Line, archetype, field

NAME = "会议"
TEMPLATE = "article.html"
ARCHETYPE = archetype(
    "meeting",
    (
        "held",
        "place",
        "chair",
    ),
    "会议议题",
    "会议要求",
)


class Fields(Core):
    """Printed above the body in the order of the fields."""

    held: Day = field("召开日期", "2026-11-12", "会议日期")
    place: Line = field("会议地点", "县政府第二会议室", default="")
    chair: Line = field("主持人职务", "县长", "主持", default="")

    def facts(self) -> tuple[tuple[str, str], ...]:
        """Label and text of its own fields."""
        return self.rows("held", "place", "chair")

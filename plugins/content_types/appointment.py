"""人事任免: who decided on which day."""

from __future__ import annotations

from plugins.content_types.core import Core, Day, Line, archetype, field

NAME = "人事任免"
TEMPLATE = "article.html"
ARCHETYPE = archetype(
    "appointment",
    (
        "decided",
        "organ",
    ),
    "任职",
    "免职",
)


class Fields(Core):
    """Printed above the body in the order of the fields."""

    decided: Day = field("决定日期", "2026-11-06", "任免日期")
    organ: Line = field("任免机关", "明川县人民政府")

    def facts(self) -> tuple[tuple[str, str], ...]:
        """Label and text of its own fields."""
        return self.rows("decided", "organ")

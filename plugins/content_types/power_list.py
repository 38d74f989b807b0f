"""权责清单: the year of the list and how many matters it has."""

from __future__ import annotations

from plugins.content_types.core import Core, Count, Year, archetype, field

NAME = "权责清单"
TEMPLATE = "article.html"
ARCHETYPE = archetype(
    "power_list",
    (
        "list_year",
        "entries",
    ),
    "清单说明",
    "权责事项",
)


class Fields(Core):
    """Printed above the body in the order of the fields."""

    list_year: Year = field("清单年度", "2026")
    entries: Count | None = field("事项数量", "128", default=None)

    def facts(self) -> tuple[tuple[str, str], ...]:
        """Label and text of its own fields."""
        return self.rows("list_year", "entries")

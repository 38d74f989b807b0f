"""网站工作年度报表: a year of a government website in figures (国办函〔2018〕12号), out by 31 January."""

from __future__ import annotations

from plugins.content_types.core import Core, Line, Year, archetype, field

NAME = "网站工作年度报表"
TEMPLATE = "article.html"
ARCHETYPE = archetype("site_annual_report", ("year", "tables"))


class Fields(Core):
    """``tables`` is the CSV or .xlsx below data/ with the lines of the form (``desk annual-form --site`` makes an empty
    one)."""

    year: Year = field("年度", "2025")
    tables: Line = field("报表", "data/nb/site-2025.csv", "数据表")

    def facts(self) -> tuple[tuple[str, str], ...]:
        """Label and text of its own fields."""
        return self.rows("year")

    def listed(self) -> dict[str, str]:
        """What ``plugins/foi`` works from."""
        return {"year": str(self.year), "tables": self.tables.lstrip("/")}

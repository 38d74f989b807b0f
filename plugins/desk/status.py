"""``desk status``: everything that is owed, by whom and by when, one section a subject."""

from __future__ import annotations

from pathlib import Path

from plugins.desk import owed
from plugins.desk.village_status import village_lines
from plugins.desk.workplace import sound_edition

SECTIONS = (
    owed.by_columns,
    owed.by_tables,
    owed.by_units,
    owed.guides_and_reports,
    owed.interpretations,
    village_lines,
)


def status(content: Path | None, now: str, *, production: bool) -> str:
    """All sections that have something to say. Raises ContentErrors where the content cannot be published as it is."""
    contents = sound_edition(content, now, production=production)
    today = contents.now.date()
    told = ("\n".join(section(contents, today)) for section in SECTIONS)
    return "\n\n".join(section for section in told if section)

"""Everything that editors, the web team and the calendar do to a county, one function each."""

from tests.plugins.build.changes import bonds, calendar, columns, documents, faults, numbers, theme, validity
from tests.plugins.build.changes.registry import CHANGES, FAULTS

__all__ = ["CHANGES", "FAULTS", "bonds", "calendar", "columns", "documents", "faults", "numbers", "theme", "validity"]

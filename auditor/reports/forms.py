"""The forms of the report in the folder of an audit: one list, each file there whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from auditor.model import Report
from auditor.reports.csv_report import write_csv
from auditor.reports.html_report import write_html
from auditor.reports.json_report import write_json
from auditor.reports.xlsx_report import write_xlsx

FORMS: dict[str, Callable[[Report, Path], None]] = {
    "report.json": write_json,
    "report.html": write_html,
    "findings.csv": write_csv,
    "findings.xlsx": write_xlsx,
}


def write_forms(report: Report, folder: Path) -> None:
    """Write every form of the report into ``folder``. Raises CannotRun when one cannot be written."""
    for name, write in FORMS.items():
        write(report, folder / name)

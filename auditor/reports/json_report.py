"""report.json: the whole report for programs. Its shape is ``report.schema.json``, its names are for ever."""

from __future__ import annotations

from pathlib import Path

import msgspec

from auditor.model import Report
from auditor.reports.masked import masked
from auditor.reports.whole_file import write_whole
from standards.calendar import in_beijing

SCHEMA_VERSION = 1
"""Of report.json; a change that an old reader would misread counts it up."""


def write_json(report: Report, path: Path) -> None:
    """Write the report as indented UTF-8 JSON, atomically. The same report gives the same bytes.

    Raises CannotRun when the file cannot be written.
    """
    write_whole(path, (to_json(report),))


def to_json(report: Report) -> bytes:
    """The bytes of report.json: fields in the order of the model, moments in Beijing time, numbers masked."""
    report = masked(report)
    report = msgspec.structs.replace(
        report,
        now=in_beijing(report.now),
        started=in_beijing(report.started),
        finished=in_beijing(report.finished),
        coverage=msgspec.structs.replace(report.coverage, by_check=dict(sorted(report.coverage.by_check.items()))),
    )
    return msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n"

"""report.schema.json, made from the records: ``python -m auditor.reports.schema`` writes it anew.

msgspec says what it would read; a schema for others says what we write: every field there, none besides, words from
closed lists. A test keeps the file equal to what stands here.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

import msgspec

from auditor.model import Family, Report

SCHEMA = Path(__file__).with_name("report.schema.json")

MOMENT = {"type": "string", "format": "date-time", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+08:00$"}
ADDRESS = {"type": "string", "pattern": "^https?://"}
COUNT = {"type": "integer", "minimum": 0}

# What the types of the records do not say, by record and field.
NARROWED: dict[str, dict[str, dict[str, Any]]] = {
    "Report": {
        "schema_version": {"const": 1},
        "now": MOMENT,
        "started": MOMENT,
        "finished": MOMENT,
    },
    "Finding": {
        "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{20}$"},
        "check": {"type": "string", "pattern": "^[a-z_]+/[a-z][a-z0-9_]*$"},
        "family": {"enum": list(get_args(Family))},
        "url": ADDRESS,
        "occurrences": {"type": "integer", "minimum": 1},
        "reach": {"type": "integer", "minimum": 1},
        "pages": {"type": "array", "items": ADDRESS, "minItems": 1, "maxItems": 20},
    },
    "Coverage": {
        "pages_found": COUNT,
        "pages_fetched": COUNT,
        "pages_judged": COUNT,
        "pages_in_browser": COUNT,
        "pages_rendered": COUNT,
        "links_checked": COUNT,
        "files_read": COUNT,
        "by_check": {"type": "object", "additionalProperties": COUNT},
    },
    "Locator": {
        "line": {"anyOf": [{"type": "integer", "minimum": 1}, {"type": "null"}]},
        "column": {"anyOf": [{"type": "integer", "minimum": 1}, {"type": "null"}]},
    },
}

ADDED = {
    "Finding": ("column_path", "page_title", "published", "drawn"),
    "Coverage": ("files_read",),
    "Row": ("code", "part", "group", "sample", "low", "high", "items"),
}
"""Fields that came later: reports of earlier versions of this tool, without them, stay valid."""


def make_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of report.json."""
    _, components = msgspec.json.schema_components([Report])
    for name, record in components.items():
        for field, schema in record["properties"].items():
            schema.pop("default", None)
            if narrow := NARROWED.get(name, {}).get(field):
                record["properties"][field] = narrow
        record["required"] = [field for field in record["properties"] if field not in ADDED.get(name, ())]
        record["additionalProperties"] = False
    report = components.pop("Report")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:gongkai:report:1",
        **report,
        "$defs": components,
    }


def schema_text() -> str:
    """The schema as it stands in the file."""
    return json.dumps(make_schema(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    SCHEMA.write_text(schema_text(), encoding="utf-8")

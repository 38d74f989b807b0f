"""report.json: the agreed names, one schema, the same bytes every time, nobody's number in it."""

from __future__ import annotations

import errno
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jsonschema
import msgspec
import pytest

from auditor.errors import CannotRun
from auditor.model import Locator, NotRun, Report
from auditor.reports import whole_file
from auditor.reports.json_report import to_json, write_json
from auditor.reports.schema import SCHEMA, make_schema, schema_text
from auditor.reports.whole_file import write_whole
from tests.auditor.reports.invented import finding, full_report, report

ID = "11010519491231002X"
FIELDS = (
    "schema_version tool rules now site started finished coverage score rows findings",
    "fingerprint check family verdict severity clauses url target reason locator evidence message remedy occurrences "
    "pages reach state first_seen last_seen",
    "pages_found pages_fetched pages_judged pages_in_browser pages_rendered links_checked sample_seed by_check "
    "not_run cut files_read",
)


def valid(data: object) -> bool:
    """Whether data is a report.json by the shipped schema."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return jsonschema.Draft202012Validator(schema).is_valid(data)


def test_the_agreed_names_are_there():
    """Every name of the interface stands in the file, with the score null."""
    data = json.loads(to_json(full_report()))
    assert set(FIELDS[0].split()) == data.keys()
    assert set(FIELDS[1].split()) <= data["findings"][0].keys()
    assert set(FIELDS[2].split()) <= data["coverage"].keys()
    assert data["findings"][0]["locator"].keys() == {"line", "column", "selector"}
    assert data["site"].keys() == {"url", "canonical", "name", "id_code"}
    assert data["score"] is None
    assert data["findings"][2]["state"] is None


def test_the_schema_file_is_what_the_records_say():
    """``python -m auditor.reports.schema`` was run after the last change."""
    assert SCHEMA.read_text(encoding="utf-8") == schema_text()
    jsonschema.Draft202012Validator.check_schema(make_schema())


def test_a_report_fits_its_schema():
    """The full report and the empty one."""
    assert valid(json.loads(to_json(full_report())))
    assert valid(json.loads(to_json(report())))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data.pop("coverage"),
        lambda data: data.update(more=1),
        lambda data: data.update(schema_version=2),
        lambda data: data.update(now="2026-11-20T01:00:00Z"),
        lambda data: data["findings"][0].update(verdict="maybe"),
        lambda data: data["findings"][0].update(severity="P9"),
        lambda data: data["findings"][0].update(family="odds"),
        lambda data: data["findings"][0].update(pages=["https://a.example/"] * 21),
        lambda data: data["findings"][0].update(reach=0),
        lambda data: data["findings"][0]["locator"].pop("line"),
        lambda data: data["findings"][0]["locator"].update(line=0),
        lambda data: data["findings"][0].pop("remedy"),
        lambda data: data["coverage"].update(pages_found=-1),
        lambda data: data["coverage"]["not_run"].append("评分"),
        lambda data: data.update(score={"status": "done"}),
    ],
)
def test_a_broken_report_does_not_fit(spoil):
    """Each of these is refused, and only for what was spoilt."""
    data = json.loads(to_json(full_report()))
    assert valid(data)
    spoil(data)
    assert not valid(data)


def test_the_same_report_gives_the_same_bytes():
    """Whatever the order in which checks were counted."""
    one = full_report()
    turned = msgspec.structs.replace(one.coverage, by_check=dict(reversed(one.coverage.by_check.items())))
    assert to_json(msgspec.structs.replace(one, coverage=turned)) == to_json(one)
    assert to_json(one).endswith(b"}\n")
    assert "明川县人民政府".encode() in to_json(one)


def test_it_reads_back_as_the_same_report():
    """A round trip loses nothing."""
    assert msgspec.json.decode(to_json(full_report()), type=Report) == full_report()


def test_moments_are_in_beijing_time():
    """A moment given in another zone, or in none, is written at +08:00."""
    utc, bare = datetime(2026, 11, 20, 1, tzinfo=UTC), datetime(2026, 11, 20, 9)
    data = json.loads(to_json(report(now=utc, started=bare)))
    assert data["now"] == data["started"] == "2026-11-20T09:00:00+08:00"
    assert report().now.utcoffset() == timedelta(hours=8)


def test_a_private_number_that_came_this_far_is_masked():
    """Message, evidence, target, selector and coverage."""
    leaky = finding(
        message=f"有 {ID}", evidence=f"证 {ID}", target=f"tel:{ID}", locator=Locator(selector=f"a[href*='{ID}']")
    )
    coverage = msgspec.structs.replace(report().coverage, not_run=(NotRun(what=ID, why=ID),))
    assert ID not in to_json(report(leaky, coverage=coverage)).decode()


def test_writing_replaces_the_file_whole(tmp_path: Path):
    """A new folder is made, an old report replaced, nothing else left."""
    path = tmp_path / "new/audit/report.json"
    write_json(report(finding()), path)
    write_json(report(), path)
    assert path.read_bytes() == to_json(report())
    assert os.listdir(path.parent) == ["report.json"]


def test_a_full_disk_leaves_the_old_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The error says where, what and what now; the old bytes stay, no part of the new is left."""
    path = tmp_path / "report.json"
    path.write_text("old", encoding="utf-8")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(whole_file.os, "fsync", full)
    with pytest.raises(CannotRun, match=r"report\.json：磁盘已满。请清理磁盘"):
        write_whole(path, [b"new"])
    assert path.read_text(encoding="utf-8") == "old"
    assert os.listdir(tmp_path) == ["report.json"]


def test_a_place_that_cannot_be_is_named(tmp_path: Path):
    """A file where a folder should be."""
    (tmp_path / "audit").write_text("", encoding="utf-8")
    with pytest.raises(CannotRun, match=r"audit/report\.json"):
        write_json(report(), tmp_path / "audit/report.json")

"""The command leaves four files, each whole, and a failure leaves the older ones."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from auditor.cli import main
from auditor.errors import CannotRun
from auditor.reports import whole_file
from auditor.reports.forms import FORMS, write_forms
from auditor.reports.ledger import HEAD, KEY
from tests.auditor.reports.invented import full_report

PAGE = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>通知</title></head>
<body><main><h1>通知</h1><p>截止目前，全县已完成投资。</p></main></body></html>"""


def test_an_audit_leaves_four_files_that_say_the_same(tmp_path: Path):
    """The fingerprints of report.json are the keys of the two ledgers and the anchors of the page."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site/index.html").write_text(PAGE, encoding="utf-8")
    out = tmp_path / "out"
    said = CliRunner().invoke(
        main, ["audit", str(tmp_path / "site"), "--out", str(out), "--no-browser", "--now", "2026-11-20"]
    )
    assert said.exit_code == 1, said.output
    assert all(name in said.output for name in ("report.html", "findings.xlsx", "findings.csv", "report.json"))
    assert sorted(path.name for path in out.iterdir()) == sorted(FORMS)
    keys = {one["fingerprint"] for one in json.loads((out / "report.json").read_bytes())["findings"]}
    rows = list(csv.DictReader(io.StringIO((out / "findings.csv").read_text(encoding="utf-8-sig"), newline="")))
    sheet = openpyxl.load_workbook(out / "findings.xlsx").worksheets[0]
    assert keys
    assert {row[KEY] for row in rows} == keys
    assert {row[HEAD.index(KEY)] for row in sheet.iter_rows(min_row=2, values_only=True)} == keys
    assert {row["栏目路径"] for row in rows} == {"首页"}
    assert all(f'id="f-{key}"' in (out / "report.html").read_text(encoding="utf-8") for key in keys)


def test_a_form_that_cannot_be_written_leaves_the_older_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Each of the four."""
    for name in FORMS:
        (tmp_path / name).write_text("old", encoding="utf-8")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(whole_file.os, "fsync", full)
    for name, write in FORMS.items():
        with pytest.raises(CannotRun, match="磁盘已满"):
            write(full_report(), tmp_path / name)
        assert (tmp_path / name).read_text(encoding="utf-8") == "old"
    with pytest.raises(CannotRun):
        write_forms(full_report(), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(FORMS)

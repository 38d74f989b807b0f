"""The memory of what columns listed: two readings, by day, on disk."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from auditor.audit import Options, run_audit
from auditor.config import Config, LinksConfig
from auditor.errors import AuditorError, BadInput
from auditor.listed import FILE, Memory, digest_of, earlier, keep, recall
from auditor.model import Column, ListItem
from standards.calendar import BEIJING

URL = "https://www.example.gov.cn/yw/"


def column(*days: str) -> Column:
    """A column with one item a day."""
    return Column(name="要闻", url=URL, items=tuple(ListItem(title=day, url=URL + day, date=day) for day in days))


def test_a_run_sees_what_an_earlier_day_listed(tmp_path: Path) -> None:
    """A second run of one day is no earlier day."""
    keep(recall(tmp_path), [column("2026-11-01")], tmp_path, date(2026, 11, 2))
    keep(recall(tmp_path), [column("2026-11-01", "2026-11-09")], tmp_path, date(2026, 11, 10))
    again = recall(tmp_path)
    assert again.before[URL].on == earlier(again, date(2026, 11, 10))[URL].on == "2026-11-02"
    assert earlier(again, date(2026, 11, 11))[URL].urls == tuple(
        sorted(map(digest_of, (URL + "2026-11-01", URL + "2026-11-09")))
    )


def test_a_column_that_was_not_read_keeps_its_reading(tmp_path: Path) -> None:
    """And one without dates has none to keep."""
    keep(recall(tmp_path), [column("2026-11-01")], tmp_path, date(2026, 11, 2))
    keep(
        recall(tmp_path),
        [Column(name="乙", url=URL + "b/", items=(ListItem(title="乙", url=URL),))],
        tmp_path,
        date(2026, 11, 9),
    )
    assert set(recall(tmp_path).last) == {URL}


def test_without_a_folder_nothing_is_kept() -> None:
    """And nothing known."""
    keep(Memory(), [column("2026-11-01")], None, date(2026, 11, 2))
    assert recall(None) == Memory()


@pytest.mark.parametrize("text", ["{", '{"last": 3}', "[]", '{"last": {"a": [1]}}'])
def test_a_damaged_file_is_told_with_what_to_do(tmp_path: Path, text: str) -> None:
    """Never a traceback."""
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match="已损坏"):
        recall(tmp_path)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """The reason is the disk's."""
    with pytest.raises(AuditorError, match="记不下来"):
        keep(Memory(), [column("2026-11-01")], tmp_path / "none", date(2026, 11, 2))


def test_an_item_that_was_not_there_is_found_by_the_next_audit(tmp_path: Path) -> None:
    """Through the whole line: audit, a backdated batch, audit; and the kept crawl says the same when judged again."""
    from datetime import datetime

    site, state = tmp_path / "site", tmp_path / "state"

    def audit(day: int, *items: str, target: str = "") -> list[str]:
        rows = "".join(f"<li><a href='/yw/{one}.html'>县政府召开第{one}号会议</a> 2026-10-{one}</li>" for one in items)
        (site / "yw").mkdir(parents=True, exist_ok=True)
        (site / "index.html").write_text("<a href='/yw/'>要闻</a>", encoding="utf-8")
        (site / "yw/index.html").write_text(
            f"<meta charset=utf-8><meta name=ColumnName content=要闻><main><ul>{rows}</ul></main>", encoding="utf-8"
        )
        now = datetime(2026, 11, day, 9, tzinfo=BEIJING)
        config = Config(links=LinksConfig(external=False, probes=False))
        ask = Options(config=config, now=now, state=None if target else state, browser=False)
        report = run_audit(target or str(site), ask, lambda _: None)
        return [found.reason for found in report.findings if found.check == "freshness/suspicious_date"]

    assert audit(1, "28", "10") == []
    assert audit(8, "28", "21", "20", "19", "10") == ["before-seen"]
    assert audit(8, "28", "21", "20", "19", "10", target=str(state)) == ["before-seen"]
    assert json.loads((state / FILE).read_text(encoding="utf-8"))["last"]

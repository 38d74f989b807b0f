"""The folder of a kept crawl: one run at a time, and what a disk or a stranger's file does is one line."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from auditor.audit import Options, run_audit
from auditor.crawl.frontier import Frontier
from auditor.errors import BadInput, CannotRun
from auditor.kept import KEPT, is_kept, open_kept


def test_a_folder_is_kept_once_a_crawl_was_begun_in_it(tmp_path):
    """And what cannot be a path is none."""
    with open_kept(tmp_path / "a/b") as frontier:
        frontier.note("home", "https://www.mingchuan.example/")
    assert is_kept(str(tmp_path / "a/b"))
    assert not is_kept(str(tmp_path))
    assert not is_kept("x" * 5000)


def test_a_second_run_in_the_same_folder_is_refused_until_the_first_has_ended(tmp_path):
    """Two runs would count each other's pages."""
    with open_kept(tmp_path), pytest.raises(BadInput, match="另一次审查正在使用"), open_kept(tmp_path):
        pass
    with open_kept(tmp_path):
        pass


def test_a_full_disk_is_told_with_the_file_and_the_mend(tmp_path):
    """SQLite's own error, raised in the middle of a transaction."""
    tiny = sqlite3.connect(":memory:")
    tiny.execute("CREATE TABLE t (x)")
    tiny.execute("PRAGMA max_page_count = 3")
    with (
        pytest.raises(CannotRun, match=rf"{KEPT}：磁盘已满。.*--state"),
        open_kept(tmp_path) as frontier,
        frontier.together(),
    ):
        tiny.execute("INSERT INTO t VALUES (zeroblob(100000))")


def junk(file: Path) -> None:
    file.write_bytes(b"junk " * 1000)


def foreign(file: Path) -> None:
    with sqlite3.connect(file) as database:
        database.execute("CREATE TABLE pages (a)")
    database.close()


def older(file: Path) -> None:
    Frontier(file).close()
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA user_version = 1")
    database.close()


@pytest.mark.parametrize("put", [junk, foreign, older])
def test_what_is_no_crawl_of_ours_is_refused_and_left_alone(tmp_path, put):
    """Another program's file under that name."""
    put(tmp_path / KEPT)
    before = (tmp_path / KEPT).read_bytes()
    with pytest.raises(BadInput, match="不是本工具保留的抓取结果"), open_kept(tmp_path):
        pass
    if put is junk:
        assert (tmp_path / KEPT).read_bytes() == before


def test_a_programmers_mistake_keeps_its_traceback(tmp_path):
    """Only what a user can mend is put into one line."""
    with pytest.raises(sqlite3.OperationalError), open_kept(tmp_path) as frontier:
        frontier._db.execute("SELECT nothing FROM nowhere")


def test_a_file_in_place_of_the_folder_is_refused(tmp_path):
    """Where, what, what now."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(BadInput, match="--state"), open_kept(tmp_path / "file"):
        pass


def test_a_crawl_kept_by_an_older_version_is_not_judged(tmp_path):
    """It was never asked what is looked for now."""
    with open_kept(tmp_path) as frontier:
        frontier.note("result", "{}")
        frontier.note("edition", "1")
    with pytest.raises(CannotRun, match=r"旧版本保留的抓取.*重新抓取"):
        run_audit(str(tmp_path), Options(), lambda _: None)

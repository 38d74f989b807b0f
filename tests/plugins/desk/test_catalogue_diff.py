"""``desk catalogue-diff``: versions that git keeps, of tables and workbooks, renamed or not."""

from __future__ import annotations

import json
import os
import subprocess

import pytest

from plugins.build.problems import CannotRun
from plugins.desk.catalogue_diff import difference
from tests.plugins.disclosure.tables import as_csv, as_workbook, row
from tests.plugins.small_site import desk

OLD = row(二级事项="甲", 编号="a-1")
NEW = {**OLD, "公开时限": "及时公开"}


def git(folder, *arguments: str) -> None:
    """Run git as somebody."""
    names = {f"GIT_{who}_{what}": "x@invalid" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    subprocess.run(["git", "-C", folder, *arguments], check=True, capture_output=True, env={**os.environ, **names})


def commit(folder, **files: str | bytes | None) -> None:
    """Write files (None removes one) and commit everything."""
    if not (folder / ".git").exists():
        git(folder, "init", "-q", "-b", "main")
    for name, data in files.items():
        file = folder / name.replace("__", ".")
        if data is None:
            file.unlink()
        else:
            file.write_bytes(data.encode() if isinstance(data, str) else data)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "x")


def test_the_file_as_it_lies_there_is_compared_with_the_last_commit(tmp_path):
    """In Chinese, cell by cell; status 0."""
    commit(tmp_path, 目录__csv=as_csv(OLD))
    (tmp_path / "目录.csv").write_text(as_csv(NEW, row(二级事项="乙")), encoding="utf-8")
    done = desk("catalogue-diff", tmp_path / "目录.csv")
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        "HEAD → 现在的文件：新增 1 项，删去 0 项，修改 1 项",
        "+ 新增（第3行） 综合业务／乙",
        "* 修改（第2行） 综合业务／甲（a-1）",
        f"    公开时限：{OLD['公开时限']} → 及时公开",
    ]


def test_two_revisions_of_a_workbook_as_json(tmp_path):
    """Whatever lies there now."""
    commit(tmp_path, a__xlsx=as_workbook(OLD))
    commit(tmp_path, a__xlsx=as_workbook(NEW))
    (tmp_path / "a.xlsx").write_bytes(b"broken")
    done = desk("catalogue-diff", tmp_path / "a.xlsx", "--from", "HEAD~1", "--to", "HEAD", "--json")
    told = json.loads(done.stdout)
    assert (told["from"], told["to"], told["added"], told["removed"]) == ("HEAD~1", "HEAD", [], [])
    assert told["changed"][0]["cells"] == {"公开时限": {"before": OLD["公开时限"], "after": "及时公开"}}


@pytest.mark.parametrize("staged", [True, False])
def test_a_renamed_file_is_followed(tmp_path, staged):
    """In commits, and where it was renamed since the last."""
    more = [row(二级事项=f"其他{n}") for n in range(8)]
    commit(tmp_path, a__csv=as_csv(OLD, *more))
    if staged:
        git(tmp_path, "mv", "a.csv", "b.csv")
        (tmp_path / "b.csv").write_text(as_csv(NEW, *more), encoding="utf-8")
        found = difference(tmp_path / "b.csv", "HEAD", "")
    else:
        commit(tmp_path, a__csv=None, b__csv=as_csv(NEW, *more))
        found = difference(tmp_path / "b.csv", "HEAD~1", "HEAD")
    assert [list(change.cells) for change in found.changed] == [["公开时限"]]
    assert not found.added


def test_what_cannot_be_compared_is_told(tmp_path):
    """A revision there is not, a file that was not there, no repository, no table."""
    file = tmp_path / "a.csv"
    with pytest.raises(CannotRun, match="不在 git 仓库里"):
        difference(file, "HEAD", "")
    commit(tmp_path, x__md="x")
    commit(tmp_path, a__csv=as_csv(OLD))
    with pytest.raises(CannotRun, match=r"版本“HEAD~1”里没有 a\.csv"):
        difference(file, "HEAD~1", "")
    for begin, end, words in (
        ("nix", "", "没有“nix”这个版本"),
        ("--all", "", "没有“--all”这个版本"),
        ("HEAD", "nix", "没有“nix”这个版本"),
    ):
        with pytest.raises(CannotRun, match=words):
            difference(file, begin, end)
    with pytest.raises(CannotRun, match=r"没有找到 .*b\.csv"):
        difference(tmp_path / "b.csv", "HEAD", "")
    with pytest.raises(CannotRun, match="不是表格"):
        difference(tmp_path / "x.md", "HEAD", "")
    done = desk("catalogue-diff", file, "--from", "HEAD~2")
    assert done.returncode == 2
    assert "没有“HEAD~2”这个版本" in done.stderr


def test_a_version_that_is_no_catalogue_is_told_with_its_revision(tmp_path):
    """Status 1, no traceback."""
    commit(tmp_path, a__csv="名称,电话\nx,1\n")
    (tmp_path / "a.csv").write_text(as_csv(OLD), encoding="utf-8")
    done = desk("catalogue-diff", tmp_path / "a.csv")
    assert done.returncode == 1
    assert "a.csv（HEAD）:1: 第一行不是表头" in done.stderr

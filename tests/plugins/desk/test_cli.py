"""``desk`` as editors run it."""

from __future__ import annotations

import json
import os
import time

from tests.plugins.small_site import THEME, desk, document, write_site


def test_build_says_what_it_did(tmp_path):
    """In Chinese, with counts; a second build has nothing to do, and one that makes every page again changes nothing."""
    content = write_site(tmp_path)
    arguments = ["build", "--content", content, "--theme", THEME, "--output", tmp_path / "output", "--jobs", "1"]
    first, second, fresh = desk(*arguments), desk(*arguments), desk(*arguments, "--fresh")
    assert (first.returncode, second.returncode, fresh.returncode) == (0, 0, 0)
    assert first.stdout.startswith("已生成网站：公开文档 1 篇，文件 46 个，更新 46 个，删除 0 个，用时 ")
    assert second.stdout.startswith("没有改动，网站已是最新：公开文档 1 篇，文件 46 个，用时 ")
    assert fresh.stdout.startswith("已生成网站：公开文档 1 篇，文件 46 个，更新 0 个，删除 0 个，用时 ")
    assert first.stderr == ""


def test_after_any_build_there_is_nothing_to_do(tmp_path):
    """A first one, one that changed a document, one that changed nothing, one that made every page again."""
    content = write_site(tmp_path)
    arguments = ["build", "--content", content, "--theme", THEME, "--output", tmp_path / "output", "--jobs", "1"]
    for change in ("first", "body", "touch", "fresh"):
        if change == "body":
            (content / "tzgg/tzgg-1.md").write_text(document("tzgg-1", body="新正文。\n"))
        elif change == "touch":
            os.utime(content / "tzgg/tzgg-1.md")
        time.sleep(0.05)
        done = desk(*arguments, *(["--fresh"] if change == "fresh" else []))
        assert done.stdout.startswith("已生成网站："), done.stdout + done.stderr
        assert desk(*arguments).stdout.startswith("没有改动，网站已是最新："), change


def test_check_reports_without_writing(tmp_path):
    """Text or JSON, all files or some; exit status 1 where something was found."""
    bad = document("a", title="", source="")
    content = write_site(tmp_path, {"tzgg/a.md": bad, "tzgg/b.md": document("b", publisher="")})
    before = sorted(tmp_path.rglob("*"))
    everything = desk("check", "--content", content)
    assert everything.returncode == 1
    assert everything.stdout.splitlines()[-1] == "共 3 处问题，涉及 2 个文件。改正后请重新运行；原有网页没有改动。"
    some = desk("check", "--json", "--content", content, content / "tzgg/b.md")
    assert some.returncode == 1
    assert json.loads(some.stdout) == [
        {
            "path": "content/tzgg/b.md",
            "line": 6,
            "column": 0,
            "what": "缺少“发布机构”",
            "cure": "请在文件头加一行，例如 publisher: 县财政局",
            "message": "缺少“发布机构”。请在文件头加一行，例如 publisher: 县财政局",
            "level": "error",
        }
    ]
    clean = desk("check", "--content", content, content / "tzgg/tzgg-1.md")
    assert (clean.returncode, clean.stdout) == (0, "没有发现问题\n")
    assert sorted(tmp_path.rglob("*")) == before


def test_what_cannot_run_says_why_with_status_2(tmp_path):
    """No content, no theme, no such time."""
    content = write_site(tmp_path)
    for arguments, said in (
        (["--content", tmp_path / "nowhere"], "没有找到内容目录"),
        (["--content", content, "--theme", tmp_path], "没有找到主题"),
        (["--content", content, "--now", "soon"], "不是时间"),
    ):
        done = desk("build", "--output", tmp_path / "output", *arguments)
        assert done.returncode == 2
        assert said in done.stderr
        assert "Traceback" not in done.stderr
    assert not (tmp_path / "output").exists()


def test_check_refuses_names_that_it_would_not_look_at(tmp_path):
    """A misspelt name must not pass for a clean file; nor must one outside the content folder."""
    content = write_site(tmp_path)
    (tmp_path / "x.md").write_text("x")
    for name, said in ((content / "tzgg/nowhere.md", "没有找到"), (tmp_path / "x.md", "不在内容目录")):
        done = desk("check", "--content", content, name)
        assert (done.returncode, done.stdout) == (2, "")
        assert said in done.stderr
    file = tmp_path / "file"
    file.write_text("mine")
    done = desk("build", "--content", content, "--theme", THEME, "--output", file)
    assert done.returncode == 2
    assert f"输出位置 {file} 是一个文件" in done.stderr
    assert file.read_text() == "mine"

"""``desk due`` and ``desk status`` as an editor and a timer run them."""

from __future__ import annotations

import configparser
import json
from pathlib import Path

import pytest

from tests.plugins.small_site import ROOT, THEME, desk, document, write_site

NO_VILLAGES = dict.fromkeys(f"villages/{name}" for name in ("column.toml", "villages.csv", "catalogue.toml"))
"""Villages owe something every quarter."""
FILES = {
    **NO_VILLAGES,
    "tzgg/later.md": document("later", title="关于换届的公告", published="2026-12-01 09:00"),
    "tzgg/goes.md": document("goes", title="关于停水的通知", expires="2026-11-25 18:00"),
}


@pytest.fixture
def site(tmp_path: Path) -> tuple[Path, list[object]]:
    """A site with something to come, and the arguments that build it."""
    content = write_site(tmp_path, FILES)
    return tmp_path, ["--content", content, "--theme", THEME, "--output", tmp_path / "output"]


def test_what_is_to_come_is_listed_with_its_file(site):
    """Time, what happens, where, title; soonest first, and how long it is to the first."""
    folder, _ = site
    done = desk("due", "--content", folder / "content")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "2026-11-20 09:00 以后到点的有 2 项",
        "2026-11-25 18:00  下线  content/tzgg/goes.md  关于停水的通知",
        "2026-12-01 09:00  发布  content/tzgg/later.md  关于换届的公告",
        "最近一次还有 5 天 9 小时 0 分；到点后请运行 desk build，或由定时器运行 desk due --build",
    ]
    assert not (folder / "output").exists()


def test_a_timer_builds_when_something_is_due_and_only_then(site):
    """Also where no build has been, where the last one's word is lost, and where the document did come."""
    folder, arguments = site
    page = folder / "output/tzgg/2026-12/later.html"

    def look(now: str) -> str:
        done = desk("due", "--build", "--now", now, *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert look("2026-11-20T09:00").startswith("已生成网站")
    assert look("2026-11-25T17:59") == "还没有到点的内容，没有生成网站；下一次是 2026-11-25 18:00\n"
    assert look("2026-11-25T18:00").startswith("已生成网站")
    assert not page.exists()
    assert look("2026-12-01T09:00").startswith("已生成网站")
    assert page.is_file()
    assert look("2027-06-01T00:00") == "还没有到点的内容，没有生成网站；以后没有要到点的内容\n"
    for damage in ("", "{}", '{"next": 7}', '{"next": "soon"}', "[]"):
        (folder / "output/next-due.json").write_text(damage)
        assert "网站" in look("2027-06-01T00:00")
        assert json.loads((folder / "output/next-due.json").read_text())["next"] is None


def test_a_time_that_is_none_and_faulty_content_are_told(site):
    """Exit status 2 and 1, nothing written."""
    folder, arguments = site
    wrong = desk("due", "--build", "--now", "soon", *arguments)
    assert (wrong.returncode, wrong.stderr.partition("。")[0]) == (2, "--now 的“soon”不是时间")
    (folder / "content/tzgg/bad.md").write_text(document("bad", title=""))
    for command in (["due"], ["status"]):
        done = desk(*command, "--content", folder / "content")
        assert done.returncode == 1
        assert "content/tzgg/bad.md" in done.stderr
    assert not (folder / "output").exists()


def test_nothing_to_come_is_said(tmp_path):
    """In words."""
    done = desk("due", "--content", write_site(tmp_path, NO_VILLAGES))
    assert done.stdout == "2026-11-20 09:00 以后没有要到点发布、下线、开始或结束的内容\n"


def test_status_lists_every_column_that_owes_something(tmp_path):
    """By state, with its last day and what asks for it; then the veto items."""
    files = {
        "yw/column.toml": 'id = "yw"\nname = "要闻"\ntype = "工作动态"\n',
        "yw/a.md": document("a", published="2026-11-01 09:00"),
        "gk/column.toml": 'id = "gk"\nname = "概况"\ntype = "概况信息"\n',
    }
    done = desk("status", "--content", write_site(tmp_path, files))
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "2026-11-20：公开文档 2 篇，未公开 0 篇"
    late = lines.index("超期 1 个栏目")
    assert lines[late + 1] == ("  要闻（yw） 最新 2026-11-01，期限 2026-11-15，国办秘函〔2019〕19号 发布解读·动态要闻")
    blank = next(at for at, line in enumerate(lines) if line.startswith("空白 "))
    assert "  概况（gk）" in lines[blank + 1 :]
    assert "  首页不更新：不再更新时 2026-11-16 起触及" in lines
    built = desk("build", "--content", tmp_path / "content", "--theme", THEME, "--output", tmp_path / "output")
    assert "栏目已超过更新期限 1 个：要闻（yw，限 2026-11-15）" in built.stdout
    assert "疑似触及单项否决“首页不更新”（2026-11-16 起），请核实并尽快更新" in built.stdout


def test_the_timer_that_is_shipped_runs_these_commands():
    """Both files are what systemd reads, and the service builds before it publishes."""
    units = ROOT / "deploy/systemd"
    text = (units / "gongkai-due.service").read_text()
    commands = [line.partition("=")[2] for line in text.splitlines() if line.startswith("ExecStart=")]
    assert commands[0].endswith("/desk due --build --production")
    assert "deploy.publish output" in commands[1]
    timer = configparser.ConfigParser()
    timer.read(units / "gongkai-due.timer")
    assert timer["Timer"]["OnCalendar"] == "*:0/5"
    assert timer["Install"]["WantedBy"] == "timers.target"

"""``desk move``: links follow, old addresses lead on, nothing is lost half-way."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.build.problems import CannotRun, ContentErrors
from plugins.desk.move import move
from plugins.desk.register import register
from plugins.desk.registrar import Registrar
from tests.plugins.small_site import NOW, build, desk, document, portal, tree, write_site

BODY = """\
[本栏目](b.md#x) 和 [政策](<../zwgk/gfxwj/政 策.md>)，![图](../media/p.svg){decorative}，[表](/files/t.csv)，[自己](a.md)，
[参考][r]，<a href="b.md" title="b.md">又一次</a>，`b.md`，[外部](https://www.gov.cn/b.md)

[r]: b.md "另一篇"
"""
FILES: dict[str, str | bytes | None] = {
    "tzgg/a.md": document("a-1", body=BODY),
    "tzgg/b.md": document("b-1", body="## 甲 {#x}\n\n[回](a.md#) [再](./a.md)\n"),
    "zwgk/gfxwj/政 策.md": document("c-1", body="[通知](../../tzgg/a.md)\r\n"),
    "zwgk/d.md": document("d-1", body="[别的](gfxwj/%E6%94%BF%20%E7%AD%96.md) a.md\n"),
    "media/p.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>',
    "files/t.csv": "a,b\n",
}
OLD, NEW = "/tzgg/2026-10/a-1.html", "/zwgk/gfxwj/2026-10/a-1.html"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A site whose documents link to each other in every way, its addresses noted."""
    content = write_site(tmp_path, FILES)
    register([], content, NOW)
    return content


def redirects(content: Path) -> dict[str, str]:
    """Build, and read the map for nginx."""
    output = content.parent / "output"
    portal(content, output).build()
    return dict(line.rstrip(";").split() for line in (output / "redirects.map").read_text().splitlines())


def test_links_follow_and_the_old_address_leads_on(content):
    """Those out of the document and those to it; everything else of the files stays."""
    said = move(content / "tzgg/a.md", content / "zwgk/gfxwj", content, NOW)
    assert "编号 a-1 不变" in said
    moved = (content / "zwgk/gfxwj/a.md").read_text(encoding="utf-8")
    assert "[本栏目](../../tzgg/b.md#x) 和 [政策](<%E6%94%BF%20%E7%AD%96.md>)" in moved
    assert "![图](../../media/p.svg){decorative}，[表](/files/t.csv)，[自己](a.md)" in moved
    assert '<a href="../../tzgg/b.md" title="b.md">' in moved.replace('title="../../tzgg/b.md"', 'title="b.md"')
    assert '[r]: ../../tzgg/b.md "另一篇"' in moved
    assert "`b.md`，[外部](https://www.gov.cn/b.md)" in moved
    assert "[回](../zwgk/gfxwj/a.md#) [再](../zwgk/gfxwj/a.md)" in (content / "tzgg/b.md").read_text(encoding="utf-8")
    assert "[通知](a.md)\r\n" in (content / "zwgk/gfxwj/政 策.md").read_bytes().decode()
    assert (content / "zwgk/d.md").read_text(encoding="utf-8") == FILES["zwgk/d.md"]
    assert not (content / "tzgg/a.md").exists()
    assert redirects(content) == {OLD: NEW}
    page = (content.parent / f"output{OLD}").read_text(encoding="utf-8")
    assert f'href="{NEW}"' in page


def test_chains_lead_straight_and_a_way_back_makes_no_loop(content):
    """a → b → c, then home again."""
    move(content / "tzgg/a.md", content / "zwgk", content, NOW)
    assert redirects(content) == {OLD: "/zwgk/2026-10/a-1.html"}
    move(content / "zwgk/a.md", content / "zwgk/gfxwj/x.md", content, NOW)
    assert redirects(content) == {OLD: NEW, "/zwgk/2026-10/a-1.html": NEW}
    move(content / "zwgk/gfxwj/x.md", content / "tzgg/a.md", content, NOW)
    assert redirects(content) == {NEW: OLD, "/zwgk/2026-10/a-1.html": OLD}
    assert '[r]: b.md "另一篇"' in (content / "tzgg/a.md").read_text(encoding="utf-8")


def test_a_file_moved_by_hand_leads_on_too(content):
    """git mv, a file manager: the register knows where it was. Links by the old address go to the new one."""
    (content / "zwgk/d.md").write_text(document("d-1", body=f"[旧]({OLD})\n"), encoding="utf-8")
    (content / "tzgg/b.md").write_text(document("b-1"), encoding="utf-8")
    (content / "zwgk/gfxwj/政 策.md").write_text(document("c-1"), encoding="utf-8")
    (content / "tzgg/a.md").unlink()
    (content / "zwgk/gfxwj/a.md").write_text(document("a-1"), encoding="utf-8")
    assert redirects(content) == {OLD: NEW}
    assert f'href="{NEW}"' in (content.parent / "output/zwgk/2026-10/d-1.html").read_text(encoding="utf-8")


def test_a_new_file_name_is_no_new_address(content):
    """The address is made of the id."""
    move(content / "tzgg/a.md", Path("z.md"), content, NOW)
    assert (content / "tzgg/z.md").is_file()
    assert "[回](z.md#)" in (content / "tzgg/b.md").read_text(encoding="utf-8")
    assert redirects(content) == {}


@pytest.mark.parametrize("after", range(6))
def test_a_move_that_is_stopped_is_finished_by_the_same_command(content, monkeypatch, after):
    """After any number of files written."""
    wanted = write_site(content.parent / "whole", FILES)
    register([], wanted, NOW)
    move(wanted / "tzgg/a.md", wanted / "zwgk/gfxwj", wanted, NOW)
    write, left = Registrar.write, [after]

    def failing(self, path, data, *, replacing=True):
        if left[0] == 0:
            raise CannotRun("磁盘已满")
        left[0] -= 1
        write(self, path, data, replacing=replacing)

    monkeypatch.setattr(Registrar, "write", failing)
    if after < 4:
        with pytest.raises(CannotRun, match="磁盘已满"):
            move(content / "tzgg/a.md", content / "zwgk/gfxwj", content, NOW)
    monkeypatch.undo()
    move(content / "tzgg/a.md", content / "zwgk/gfxwj", content, NOW)
    assert tree(content) == tree(wanted)


@pytest.mark.parametrize(
    ("file", "target", "what"),
    [
        ("tzgg/a.md", "tzgg/b.md", "已经有文件"),
        ("tzgg/a.md", "nowhere", "没有栏目"),
        ("tzgg/a.md", "files", "没有栏目"),
        ("tzgg/a.md", "tzgg", "已经在那里"),
        ("tzgg/no.md", "zwgk", "没有找到"),
        ("tzgg/column.toml", "zwgk", "没有找到"),
        ("tzgg/a.md", "../outside", "不在内容目录"),
    ],
)
def test_what_cannot_be_moved_stays_as_it_is(content, file, target, what):
    """With the reason; nothing is written."""
    before = tree(content)
    with pytest.raises(CannotRun, match=what):
        move(content / file, content / target, content, NOW)
    assert tree(content) == before


def test_a_village_takes_village_affairs_only(content):
    """The build's own rule, told before anything is moved."""
    (content / "tzgg/v.md").write_text(document("v-1", type="article"), encoding="utf-8")
    before = tree(content)
    with pytest.raises(ContentErrors, match="类型不是村务公开"):
        move(content / "tzgg/v.md", content / "villages/liulin", content, NOW)
    assert tree(content) == before


def test_a_dry_run_writes_nothing(content):
    """It tells the same."""
    before = tree(content)
    said = move(content / "tzgg/a.md", content / "zwgk", content, NOW, dry_run=True)
    assert tree(content) == before
    assert said == move(content / "tzgg/a.md", content / "zwgk", content, NOW)


def test_a_draft_has_no_address_to_keep(content):
    """Nobody ever saw it."""
    (content / "zwgk/e.md").write_text(document("e-1", status="draft"), encoding="utf-8")
    move(content / "zwgk/e.md", content / "tzgg", content, NOW)
    assert "e-1" not in (content / "_registry/urls.csv").read_text()


def test_an_alias_may_not_be_another_document_s_former_address(content):
    """Its readers would arrive at the wrong document."""
    move(content / "tzgg/a.md", content / "zwgk", content, NOW)
    (content / "tzgg/f.md").write_text(document("f-1", aliases=f"[{OLD}]"), encoding="utf-8")
    (line,) = [str(problem) for problem in portal(content, content.parent / "output").check()]
    assert f"旧网址“{OLD}”是“a-1”以前的网址" in line


def test_a_tampered_register_cannot_write_the_server_s_configuration(tmp_path):
    """Every line of redirects.map is two plain addresses."""
    urls = "url,id,registered,origin\n/a;return 200.html,tzgg-1,2026-10-16 09:00,given\n/../x.html,tzgg-1,2026-10-16 09:00,given\n"
    content = write_site(tmp_path, {"_registry/urls.csv": urls})
    found = [str(problem) for problem in portal(content, tmp_path / "output").check()]
    assert [line.partition("：")[0].split("。")[0] for line in found] == [
        "content/_registry/urls.csv: 网址“/../x.html”写法不对",
        "content/_registry/urls.csv: 网址“/a;return 200.html”写法不对",
    ]


def test_a_former_address_gives_way_to_a_page(tmp_path):
    """What the site answers by now is not hidden behind a redirect."""
    urls = "url,id,registered,origin\n/tzgg/index.html,tzgg-1,2026-10-16 09:00,given\n"
    build(tmp_path, {"_registry/urls.csv": urls})
    assert (tmp_path / "output/redirects.map").read_text() == ""


def test_the_command_moves(content):
    """By name, relative to where one is."""
    done = desk("move", content / "tzgg/a.md", content / "zwgk", "--content", content, "--now", NOW)
    assert (done.returncode, done.stderr) == (0, "")
    assert "生成网站后，旧网址会转到新网址" in done.stdout
    assert desk("move", content / "tzgg/a.md", content / "nowhere", "--content", content).returncode == 2

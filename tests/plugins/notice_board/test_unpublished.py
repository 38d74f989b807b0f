"""What hangs on the board only leaves no byte in what is published, and is printed by ``desk wall``."""

from __future__ import annotations

import re

import pytest

from tests.plugins.notice_board.site import FILES, HANGING, MARK, private
from tests.plugins.small_site import build, desk, problems, tree, write_site
from tests.plugins.test_village_ledger import affair
from tests.standards.documents.maker import ID, photo

NOW = ("--now", "2026-11-20T09:00:00+08:00")


def printed(tmp_path, files=HANGING, *more: str) -> tuple[int, str, str]:
    """Status, what was said, and the file (empty: none)."""
    content = write_site(tmp_path, files)
    done = desk("wall", "liulin", "--content", content, "--out", tmp_path / "board", *NOW, *more)
    file = next((tmp_path / "board").glob("*.html"), None) if (tmp_path / "board").is_dir() else None
    return done.returncode, done.stdout + done.stderr, file.read_text("utf-8") if file else ""


def test_no_byte_of_it_is_in_the_output_or_beside_it(tmp_path):
    """Pages, feeds, search, interfaces, caches: the output is that of a site without it."""
    build(
        tmp_path / "with",
        {**HANGING, "villages/liulin/wall/deep/q.md": private("q"), "villages/liulin/wall/x.csv": MARK},
    )
    build(tmp_path / "without", FILES)
    assert tree(tmp_path / "with/output") == tree(tmp_path / "without/output")
    everything = {path: data for path, data in tree(tmp_path / "with").items() if not path.startswith("content/")}
    assert not [path for path, data in everything.items() if MARK.encode() in data or "低保对象".encode() in data]


def test_neither_is_it_in_a_package(tmp_path):
    """``desk exchange`` reads what a build reads."""
    content = write_site(tmp_path, HANGING)
    desk("exchange", "--content", content, "--out", tmp_path / "package", *NOW)
    assert not [path for path, data in tree(tmp_path / "package").items() if MARK.encode() in data]


def test_in_the_village_s_own_folder_it_is_refused_with_the_way_out(tmp_path):
    """The build stops and says where it belongs."""
    (line,) = problems(tmp_path, {**FILES, "villages/liulin/p.md": private()})
    assert "仅上墙" in line
    assert "villages/liulin/wall/" in line
    assert "desk wall" in line


def test_desk_wall_prints_it_with_the_rest(tmp_path):
    """One file without anything outside itself, which says that it is not to be handed on."""
    status, said, page = printed(tmp_path)
    assert status == 0, said
    assert "文档 3 篇（其中只上墙、不上网的 1 篇）" in said
    assert MARK in page
    assert "三季度账" in page
    assert "不要转发" in page
    assert 'src="/' not in page
    assert "<link" not in page
    assert "<script" not in page
    assert "size: A4" in page


def test_the_paper_and_the_quarter_are_chosen(tmp_path):
    """Of another quarter nothing of this one is printed, and that is said."""
    status, said, page = printed(tmp_path, HANGING, "--paper", "A3", "--period", "2026年第二季度")
    assert status == 0, said
    assert 'class="wall-page paper-a3"' in page
    assert "二季度账" in page
    assert MARK not in page
    assert "不是这个季度的，没有印进去" in said


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (private(status="draft"), "还是草稿"),
        (private(day="2026-12-01", period="2026Q3"), "还没有到公开时间"),
        (private(expires="2026-11-01"), "已过张贴期限"),
    ],
)
def test_what_is_not_to_hang_now_is_left_out_and_named(tmp_path, document, said):
    """A draft, one to come, one whose time is over."""
    status, told, page = printed(tmp_path, {**FILES, "villages/liulin/wall/p.md": document})
    assert status == 0
    assert said in told
    assert MARK not in page


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_written(tmp_path):
    """Numbers that not even a board may show, links, a wrong item, what is no document."""
    bad = {
        "villages/liulin/wall/a.md": private("w1", body=f"张三，身份证号{ID}。\n\n[网页](/tzgg/)\n"),
        "villages/liulin/wall/b.md": private("w2", item="dbmb"),
        "villages/liulin/wall/c.md": private("w3", section="财务"),
        "villages/liulin/wall/d.md": "没有文件头\n",
        "villages/liulin/wall/e.xlsx": "PK",
    }
    status, said, page = printed(tmp_path, {**FILES, **bad})
    assert (status, page) == (1, "")
    for what in ("上墙也不能公布", "不能有链接", "是不是想写“dbmd”", "section: 村务", "d.md", "不是文档"):
        assert what in said, what
    assert ID not in said
    assert "Traceback" not in said


def test_it_is_never_written_where_the_site_is(tmp_path):
    """Into content/ or the output."""
    content = write_site(tmp_path, HANGING)
    done = desk("wall", "柳林村", "--content", content, "--out", content / "files", *NOW)
    assert done.returncode == 2
    assert "只上墙的内容不能放进网站" in done.stderr
    assert not (content / "files").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["liulim"], "是不是想写“liulin”"), (["liulin", "--period", "下季度"], "不是季度")],
)
def test_a_wrong_name_or_quarter_is_told(tmp_path, arguments, said):
    """Status 2 and what to write."""
    content = write_site(tmp_path, HANGING)
    done = desk("wall", *arguments, "--content", content, *NOW)
    assert done.returncode == 2
    assert said in done.stderr


def test_desk_check_does_not_call_sound_what_it_never_reads(tmp_path):
    """It says which command looks at it."""
    content = write_site(tmp_path, HANGING)
    done = desk("check", content / "villages/liulin/wall/p.md", "--content", content, *NOW)
    assert done.returncode == 2
    assert "请运行 desk wall liulin" in done.stderr


def test_the_pictures_of_documents_are_in_the_file(tmp_path):
    """As the site shows them; nothing is asked of another computer."""
    shown = affair("a", title="三季度账", body="![公开栏](../../media/a.jpg)\n\n见[通知](../../tzgg/tzgg-1.md)。\n")
    files = {**HANGING, "media/a.jpg": photo(size=(1600, 1200)), "villages/liulin/a.md": shown}
    status, said, page = printed(tmp_path, files)
    assert status == 0, said
    assert page.count('src="data:image/') == 1
    assert not re.search(r'(?:src|srcset|href)="/', page)
    assert '<a href="https://www.mingchuan.example/tzgg/' in page

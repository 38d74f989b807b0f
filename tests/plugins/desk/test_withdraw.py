"""``desk withdraw``: one command takes a document back, and one brings it back to the byte."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.desk.withdraw import NotDone, given_back, taken
from tests.plugins.small_site import ROOT, THEME, desk, document, tree, write_site

LINES = {"withdrawn_at": "2026-11-20 09:00", "withdrawal_reason": "内容有误"}
NOW = "2026-11-20T09:00:00+08:00"


def withdrawn(text: str, **lines: str) -> str:
    """The text of a file after ``taken``."""
    return taken(text.encode(), "content/a.md", {**LINES, **lines}).decode()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("status", ["", "published"])
def test_all_other_bytes_stay(end, mark, status):
    """Line ends, BOM, blanks, comments, Chinese keys, a body with a rule in it; taking it back gives the first file."""
    fields = f"标题: 甲   \n# 批注\nid: a\nsource:  'x'\n{f'status: {status}  # 已审' if status else 'keywords: [a]'}\n"
    text = mark + f"---\n{fields}summary: 乙\n---\n\n正文\n\n---\n\n尾 \n".replace("\n", end)
    made = withdrawn(text)
    added = [line for line in made.split(end) if line not in text.split(end)]
    status_line = "status: withdrawn  # 已审" if status else "status: withdrawn"
    assert sorted(added) == sorted([*(f"{key}: {value}" for key, value in LINES.items()), status_line])
    assert given_back(made.encode(), "content/a.md").decode() == text


def test_a_chinese_key_gets_a_chinese_word():
    """As its editor writes."""
    made = withdrawn("---\nid: a\n状态: 发布\n---\n")
    assert "状态: 已撤回\n" in made
    assert given_back(made.encode(), "x") == "---\nid: a\n状态: 已发布\n---\n".encode()


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\x85\ufeff")))
def test_whatever_stands_in_the_body_stays(body):
    """Any text at all."""
    text = f"---\nid: a\ntitle: 甲\n---\n{body}"
    assert given_back(withdrawn(text).encode(), "x").decode() == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("---\nid: a\nstatus: draft\n---\n", "还是草稿，没有公开过"),
        ("---\nid: a\nstatus: 已撤回\n---\n", "已经撤回。要恢复公开请用 --undo"),
        ("{id: a}\n", "文件不是以文件头开始的"),
        ("---\n{id: a, title: b}\n---\n", "文件头不是一行一个字段"),
        ("---\nid: a\nid: b\n---\n", "重复"),
        ("", "文件是空的"),
    ],
)
def test_what_cannot_be_withdrawn_is_refused(text, said):
    """With what is wrong and what to do; nothing is written."""
    with pytest.raises(NotDone, match=said):
        withdrawn(text)
    with pytest.raises(NotDone):
        given_back(text.replace("已撤回", "published").encode(), "content/a.md")


def test_what_is_not_text_is_refused():
    """Another encoding is not rewritten."""
    with pytest.raises(NotDone, match="看起来是 GB18030"):
        taken("---\nid: 甲\n---\n".encode("gb18030"), "content/a.md", LINES)


def command(content, *arguments: str):
    """The command as an editor runs it."""
    return desk("withdraw", content / "tzgg/old.md", *arguments, "--content", content, "--now", NOW)


@pytest.fixture
def content(tmp_path):
    """A site with a document that has an attachment, one it shares, and another that links to it."""
    files = {
        "tzgg/old.md": document("old", title="老街通告", attachments="[files/a.pdf, files/b.pdf]"),
        "tzgg/b.md": document("b", attachments="files/b.pdf", body="[老街](old.md)\n"),
        "files/a.pdf": b"a",
        "files/b.pdf": b"b",
    }
    return write_site(tmp_path, files)


def test_one_command_and_one_build(content, tmp_path):
    """It says what will be, what goes, what stays and who links to it; the build does it; --undo takes it back."""
    before = (content / "tzgg/old.md").read_bytes()
    done = command(content, "--reason", "安排有变: 另行通知", "--by", "审核一岗")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "content/tzgg/old.md 已撤回（2026-11-20 09:00）",
        "下次生成时，https://www.mingchuan.example/tzgg/2026-10/old.html 改为说明页：标题“老街通告”，"
        "原因写“安排有变: 另行通知”，不含原文和附件",
        "一并撤下文件 1 个：files/a.pdf",
        "/files/b.pdf 还被 content/tzgg/b.md 用到，不会撤下；也要撤下的，请先改这些文档",
        "还有 1 处指向它，读者会打开说明页，请决定是否删去：",
        "  content/tzgg/b.md:10: 链接“old.md”指向的文档已经撤回，读者打开的是说明页",
        "请接着运行 desk build 并发布；搜索引擎和上级平台里的副本，请另行联系删除",
    ]
    options = ("--content", content, "--theme", THEME, "--output", tmp_path / "output")
    assert desk("build", *options).returncode == 0
    output = tree(tmp_path / "output")
    assert "安排有变: 另行通知" in output["tzgg/2026-10/old.html"].decode()
    assert "审核一岗".encode() not in b"".join(output.values())
    assert ("files/a.pdf" in output, "files/b.pdf" in output) == (False, True)
    checked = desk("check", "--content", content, content / "tzgg/b.md")
    assert checked.returncode == 0
    assert "提醒：链接“old.md”指向的文档已经撤回" in checked.stdout
    again = command(content, "--undo")
    assert again.returncode == 0
    assert (content / "tzgg/old.md").read_bytes() == before
    assert desk("build", *options).returncode == 0
    assert "files/a.pdf" in tree(tmp_path / "output")


def test_it_is_withdrawn_where_nothing_else_can_be_said(content, tmp_path):
    """Without a theme the site cannot be looked at; what was asked for is done, and that is what is told."""
    (tmp_path / "pelicanconf.py").write_text((ROOT / "pelicanconf.py").read_text())
    command = [Path(sys.executable).parent / "desk", "withdraw", "content/tzgg/old.md", "--reason", "内容有误"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stdout.startswith("content/tzgg/old.md 已撤回。没能查出哪些文档还指向它：没有找到主题")
    assert "status: withdrawn" in (content / "tzgg/old.md").read_text()


def test_a_leak_is_withdrawn_without_its_title(content):
    """What the page says is told beforehand; --show-title is the editor's own decision."""
    done = command(content, "--reason", "误发个人信息")
    assert "不显示标题，原因写“该信息不宜继续公开”" in done.stdout
    command(content, "--undo")
    done = command(content, "--reason", "误发个人信息", "--show-title")
    assert "标题“老街通告”" in done.stdout


def test_a_document_with_other_faults_can_be_withdrawn(content):
    """What must go at once does not wait for a table to be mended."""
    (content / "units.csv").write_text("id,name\n")
    assert command(content, "--reason", "内容有误").returncode == 0
    assert "status: withdrawn" in (content / "tzgg/old.md").read_text()


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        ((), 1, "没有写撤回原因"),
        (("--reason", "  "), 1, "没有写撤回原因"),
        (("--reason", "泄露 11010519491231002X"), 1, "不能写进撤回原因"),
        (("--reason", "a\x1bb"), 1, "看不见的控制字符"),
        (("--undo",), 1, "没有撤回，不用恢复"),
    ],
)
def test_what_is_missing_or_wrong_is_told_in_one_line(content, arguments, status, said):
    """And the file stays as it was."""
    before = (content / "tzgg/old.md").read_bytes()
    done = command(content, *arguments)
    assert done.returncode == status
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert (content / "tzgg/old.md").read_bytes() == before


def test_a_file_that_is_none_of_ours_cannot_be_withdrawn(content, tmp_path):
    """Elsewhere, not there, no document, a link."""
    (tmp_path / "x.md").write_text("---\nid: a\n---\n")
    (content / "tzgg/link.md").symlink_to(content / "tzgg/old.md")
    for file in (tmp_path / "x.md", content / "nothing.md", content / "units.csv", content / "tzgg/link.md"):
        done = desk("withdraw", file, "--reason", "内容有误", "--content", content)
        assert done.returncode == 2
        assert len(done.stderr.splitlines()) == 1

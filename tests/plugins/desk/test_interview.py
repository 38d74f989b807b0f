"""``desk new`` by questions, on a real terminal."""

from __future__ import annotations

import os
import pty
import select
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.content_types import load_types
from plugins.desk.check import check
from tests.plugins.desk.test_new import FILES, PROGRAM
from tests.plugins.small_site import NOW, ROOT, tree, write_site


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The small site of ``test_new``."""
    return write_site(tmp_path, FILES)


class Session:
    """``desk new`` under a pseudo-terminal of its own."""

    def __init__(self, content: Path, *arguments: str, locale: str = "C.UTF-8", **environment: str) -> None:
        self.said = ""
        self._bytes = b""
        pid, self.terminal = pty.fork()
        if pid == 0:
            os.chdir(ROOT)
            given = {**os.environ, "TERM": "dumb", "LC_ALL": locale, **environment}
            os.execve(PROGRAM, ["desk", "new", *arguments, "--content", str(content)], given)
        self.pid = pid

    def read(self, until: str, pressing: bytes = b"") -> str:
        """Everything printed from the last answer up to and including ``until``; to the end where it is empty.

        ``pressing`` is pressed again whenever nothing was said for a second, as an editor would.
        """
        start, deadline = len(self.said), time.monotonic() + 30
        while not (until and until in self.said[start:]):
            assert time.monotonic() < deadline, f"never said {until!r}:\n{self.said}"
            if not select.select([self.terminal], [], [], 1)[0]:
                os.write(self.terminal, pressing)
                continue
            try:
                data = os.read(self.terminal, 65536)
            except OSError:  # Linux's way to say that the other end is closed
                data = b""
            if not data:
                assert not until, f"ended without {until!r}:\n{self.said}"
                break
            self._bytes += data
            self.said = self._bytes.decode(errors="replace").replace("\r\n", "\n")
        return self.said[start:]

    def answer(self, text: str | bytes, then: str = "\n> ") -> str:
        """Type an answer and Enter; what is said up to the next question."""
        os.write(self.terminal, text if isinstance(text, bytes) else f"{text}\n".encode())
        return self.read(then)

    def press(self, key: bytes) -> tuple[int, str]:
        """Press Ctrl-C or Ctrl-D, again where it came between a question and readline's listening; then as ``end``."""
        os.write(self.terminal, key)
        return self.end(pressing=key)

    def end(self, pressing: bytes = b"") -> tuple[int, str]:
        """The exit status, and what was said last."""
        said = self.read("", pressing)
        _, status = os.waitpid(self.pid, 0)
        os.close(self.terminal)
        return os.waitstatus_to_exitcode(status), said


@pytest.fixture
def session(content: Path) -> Iterator[type[Session]]:
    """Sessions over the small site; none outlives its test."""
    opened: list[Session] = []

    class Opened(Session):
        def __init__(self, *arguments: str, **environment: str) -> None:
            super().__init__(content, *arguments, **environment)
            opened.append(self)

    yield Opened
    for one in opened:
        try:
            os.close(one.terminal)
            os.kill(one.pid, 9)
            os.waitpid(one.pid, 0)
        except OSError:
            continue  # ended in its test


def test_a_public_notice_by_questions(content, session):
    """Each field with its label, example, choices and default; a wrong answer is told and asked for again."""
    talk = session()
    first = talk.read("\n> ")
    assert first.startswith(
        "直接按回车采用方括号里的内容；按 Ctrl-C 放弃，不会留下文件。\n新建哪一种文档？\n   1  信息公开年报"
    )
    assert "没有文档类型“公告”" in talk.answer("公告")
    assert f"没有序号“99”。请输入 1 至 {len(load_types())}" in talk.answer("99")
    asked = talk.answer("public_notice")
    assert "下面是已有这类文档的栏目" in asked
    assert "   1  通知公告 / 公示（tzgg/gsgg）\n" in asked
    assert "标题，例如 关于……的通知\n" in talk.answer("")
    assert "缺少“标题”。请补上，例如 关于……的通知\n标题" in talk.answer("")
    assert "“截止目前”应为“截至目前”" in talk.answer("截止目前的公示")
    assert "发布时间，例如 2026-10-15 09:30 [2026-11-20 09:00]\n" in talk.answer("公示: [第一批]")
    assert "没有“2026-11-31 10:00”这个时间" in talk.answer("2026-11-31 10:00")
    assert "编号，例如 gfxwj-20261015-01 [gsgg-20261121-01]\n" in talk.answer("2026-11-21 10:00")
    assert "编号“tzgg-1”已经用在 content/tzgg/tzgg-1.md:2" in talk.answer("tzgg-1")
    asked = talk.answer("")
    assert "发布机构，例如 县财政局\n   1  明川县财政局（czj）\n   2  明川县清溪镇人民政府（qxz）\n" in asked
    assert "[明川县财政局（czj）]\n> " in asked
    assert "没有单位“县财正局”。是不是想写“县财政局”" in talk.answer("县财正局")
    assert "来源，例如 明川县财政局 [明川县清溪镇人民政府]" in talk.answer("清溪")
    assert "公示开始，例如 2026-11-12\n" in talk.answer("")
    assert "“20261121”不是完整的日期" in talk.answer("20261121")
    talk.answer("2026-11-21")
    assert "早于开始的“2026-11-21”" in talk.answer("2026-11-20")
    talk.answer("2026-11-27")
    assert "   1  全社会\n   2  本乡镇\n   3  本村\n" in talk.answer("清溪镇，电话 0000-5550113")
    assert "“公示范围”不能写“全县”。请从这些里选一个：全社会、本乡镇、本村" in talk.answer("全县")
    assert "公示结果（可不填），例如 公示期内未收到异议" in talk.answer("2")
    for _ in range(4):
        talk.answer("")
    os.write(talk.terminal, "住房 公示\n".encode())
    status, said = talk.end()
    file = content / "tzgg/gsgg/gsgg-20261121-01.md"
    assert status == 0
    assert f"已建立 {file}\n发布时间 2026-11-21 10:00，发布机构 qxz，来源 明川县清溪镇人民政府\n接下来：" in said
    assert check([file], content, NOW) == []
    text = file.read_text(encoding="utf-8")
    assert 'title: "公示: [第一批]"\n' in text
    assert "keywords: [住房, 公示]\n" in text
    assert "audience: 本乡镇\n" in text


def test_the_village_and_the_item_are_asked_for(content, session):
    """By a part of their names; the section follows and is no question."""
    talk = session("村务公开", "村务公开", "--title", "青石村收支")
    asked = talk.read("\n> ")
    assert "缺少村。" in asked
    assert "   2  清溪镇青石村（villages/qingshi）\n" in asked
    assert "有 2 个：" in talk.answer("清溪")
    assert "发布时间" in talk.answer("2")
    for _ in range(3):
        talk.answer("")
    assert "公开事项，例如 cwsz\n   1  财务：财务收支（cwsz）\n" in talk.answer("")
    assert "公开期间（可不填）" in talk.answer("1")
    for _ in range(4):
        talk.answer("")
    os.write(talk.terminal, b"\n")
    assert talk.end()[0] == 0
    assert check([content / "villages/qingshi/qingshi-20261120-01.md"], content, NOW) == []


def test_what_flags_say_is_not_asked(content, session):
    """Nothing where all is said; only the wrong one where one is wrong; nothing at all with --yes."""
    talk = session("article", "tzgg", "--title", "通知")
    assert talk.end()[0] == 0
    assert "> " not in talk.said
    talk = session("article", "tzgg", "--title", "通知", "--set", "published=昨天")
    assert "“昨天”不是完整的日期时间" in talk.read("\n> ")
    os.write(talk.terminal, b"2026-11-19 10:00\n")
    assert talk.end()[0] == 0
    assert (content / "tzgg/tzgg-20261119-01.md").is_file()
    talk = session("article", "--yes")
    status, said = talk.end()
    assert status == 1
    assert said.startswith("没有建立文档。请补上或改正这 2 处")


@pytest.mark.parametrize("key", [b"\x03", b"\x04"], ids=["ctrl-c", "end of input"])
@pytest.mark.parametrize("answers", [0, 2, 4])
def test_giving_up_leaves_nothing(content, session, key, answers):
    """One line, status 2, at whatever question."""
    before = tree(content)
    talk = session()
    talk.read("\n> ")
    for answer in ["公示", "", "关于公示", ""][:answers]:
        talk.answer(answer)
    status, said = talk.press(key)
    assert status == 2
    assert said.strip() == "已放弃，没有建立文档"
    assert tree(content) == before


@pytest.mark.parametrize(
    ("locale", "terminal"), [("C.UTF-8", "dumb"), ("C.UTF-8", "xterm"), ("C", "xterm"), ("POSIX", "dumb")]
)
def test_bytes_of_another_encoding_are_asked_for_again(content, session, locale, terminal):
    """A GBK terminal, or a paste gone wrong, in locales with and without UTF-8."""
    talk = session("article", "tzgg", locale=locale, TERM=terminal)
    talk.read("> ")
    assert "输入的文字无法识别" in talk.answer("关于公开".encode("gbk") + b"\n", "重新输入\n")
    talk.answer(b"\xff\xfe\n", "重新输入\n")
    assert "发布时间" in talk.answer("关于公开", "[2026-11-20 09:00]")
    assert talk.press(b"\x03")[0] == 2
    assert "Traceback" not in talk.said


def test_a_terminal_that_knows_no_chinese_is_not_a_crash(content, session):
    """Python told to write ASCII: marks instead of words, and an end by the editor."""
    talk = session("article", "tzgg", PYTHONIOENCODING="ascii")
    talk.read("> ")
    status, _ = talk.press(b"\x04")
    assert status == 2
    assert "Traceback" not in talk.said


def test_control_characters_in_an_answer_do_not_reach_the_file(content, session):
    """The keys of an editor who tries to move about, and what is echoed in the message."""
    talk = session("article", "tzgg", locale="C")
    talk.read("> ")
    said = talk.answer("关于\x1b[D公开")
    assert "含有看不见的控制字符或乱码" in said
    assert "\x1b" not in said.partition("含有")[2]
    assert talk.press(b"\x04")[0] == 2

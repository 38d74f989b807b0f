"""Broken headers, each with the exact line an editor reads; sound ones, with nothing typed."""

from __future__ import annotations

import pytest

from plugins.build.front_matter import read_front_matter, read_text
from plugins.build.problems import Problem
from plugins.content_types import key_names

BROKEN = {
    "no header at all": (
        "正文\n",
        "x.md:1: 文件不是以文件头开始的。请把第一行写成三个英文短横线 ---，下面逐行写 字段: 内容",
    ),
    "header never closed": (
        "---\nid: a\n\n正文\n",
        "x.md:1: 文件头没有结束。请在最后一个字段下面单独写一行 ---，正文写在它之后",
    ),
    "empty file": (" \n\n", "x.md: 文件是空的。请写上文件头和正文，或删去这个文件"),
    "empty header": ("---\n---\n正文", "x.md:1: 文件头是空的。请在两行 --- 之间逐行写 字段: 内容"),
    "chinese colon": (
        "---\nid: a\ntitle：通知\nsource: b\n---\n",
        "x.md:3: “title”后面是中文冒号。请改成英文冒号加一个空格，例如 title: 内容",
    ),
    "no space after the colon": (
        "---\n标题:通知\n---\n",
        "x.md:2: “标题”的冒号后面没有空格。请在英文冒号后加一个空格，例如 标题: 内容",
    ),
    "tab": ("---\nid: a\n\ttitle: b\n---\n", "x.md:3: 这一行用制表符（Tab）缩进。请改用空格"),
    "colon in the text": (
        "---\nid: a\ntitle: 通知: 放假\n---\n",
        "x.md:3: 内容里有英文冒号加空格，分不清哪里是字段。请把冒号后面的内容用英文引号括起来",
    ),
    "open quote": (
        '---\ntitle: "通知\nid: a\n---\n',
        "x.md:2: 引号没有成对。请补上另一半英文引号，或把引号改成中文引号“”",
    ),
    "open bracket": (
        "---\nkeywords: [a, b\nid: c\n---\n",
        "x.md:2: 方括号或花括号没有成对，或其中缺少英文逗号。请写成 [甲, 乙] 的样子",
    ),
    "a line that is no field": (
        "---\nid: a\n随手写的\ntitle: b\n---\n",
        "x.md:3: 这一行没有“字段: 内容”。请补上字段名和英文冒号；长内容换行时，下一行前面加两个空格",
    ),
    "a list for a header": (
        "---\n- a\n- b\n---\n",
        "x.md:2: 文件头里没有“字段: 内容”。请逐行写，例如 title: 关于……的通知",
    ),
    "twice": ("---\nid: a\nid: b\n---\n", "x.md:3: “id”与第2行的“id”重复。同一字段只能写一次，请删去其中一行"),
    "twice under two names": (
        "---\n标题: a\ntitle: b\n---\n",
        "x.md:3: “title”与第2行的“标题”重复。同一字段只能写一次，请删去其中一行",
    ),
    "alias": (
        "---\nid: a\ntitle: *other\n---\n",
        "x.md:3: 文件头里不能用 & 和 * 开头的内容（YAML 引用）。内容确以它开头时，请用英文引号括起来",
    ),
    "anchor": (
        "---\nid: &x a\n---\n",
        "x.md:2: 文件头里不能用 & 和 * 开头的内容（YAML 引用）。内容确以它开头时，请用英文引号括起来",
    ),
    "tag": (
        "---\nid: !!python/object/apply:os.system [id]\n---\n",
        "x.md:2: 文件头里不能用 ! 开头的内容（YAML 标签）。内容确以它开头时，请用英文引号括起来",
    ),
    "text lost behind a hash": (
        "---\ntitle: 关于 #1 井的公告\n---\n",
        "x.md:2: “#”后面的文字会被当作批注丢掉。请把整个内容用英文引号括起来",
    ),
    "special first character": (
        "---\ntitle: @通知\n---\n",
        "x.md:2: 内容以特殊符号（@、`、% 等）开头。请把整个内容用英文引号括起来",
    ),
    "too deep": ("---\nid: [[[[[[a]]]]]]\n---\n", "x.md:2: 嵌套超过 4 层。请写成一行文字或简单的列表"),
    "two documents": ("---\nid: a\n...\nb: c\n---\n", None),
    "control character": (
        "---\nid: a\ntitle: a\x01b\n---\n",
        "x.md:3: 文件头里有不能识别的字符。请删去这一行重新输入",
    ),
    "a header without end": (
        "---\n" + "a: b\n" * 20000 + "---\n",
        "x.md:1: 文件头没有结束。请在最后一个字段下面单独写一行 ---，正文写在它之后",
    ),
    "a header of 70 KB": (
        "---\nsummary: " + "长" * 24000 + "\n---\n",
        "x.md:2: 文件头超过 64 KB。文件头只写字段，请把正文移到第二个 --- 之后",
    ),
}


@pytest.mark.parametrize("case", sorted(BROKEN))
def test_a_broken_header_is_told_in_one_line(case):
    """Where, what, what now."""
    text, expected = BROKEN[case]
    _, problems = read_front_matter(text, "x.md", key_names())
    assert len(problems) == 1
    assert expected is None or str(problems[0]) == expected


def test_scalars_stay_the_strings_they_look_like():
    """YAML 1.1 would make a date, an octal, a boolean, a float and a sexagesimal of these."""
    header = "---\na: 2026-03\nb: 010101\nc: no\nd: 1e3\ne: 12:30\nf: ~\ng: [yes, 1, 0x1F]\nh: {k: off}\n---\n"
    front, problems = read_front_matter(header, "x.md", {})
    assert not problems
    assert front is not None
    assert front.values == {
        "a": "2026-03",
        "b": "010101",
        "c": "no",
        "d": "1e3",
        "e": "12:30",
        "f": "~",
        "g": ["yes", "1", "0x1F"],
        "h": {"k": "off"},
    }


def test_chinese_keys_are_the_same_keys_with_their_lines():
    """发布机构 is publisher; the line of each key is kept, and the body starts after the header."""
    text = "---\n编号: a\n# 说明\n发布机构: 县财政局\n摘要: |\n  一\n  二\n---\n正文\n"
    front, problems = read_front_matter(text, "x.md", key_names())
    assert not problems
    assert front is not None
    assert front.values == {"id": "a", "publisher": "县财政局", "summary": "一\n二"}
    assert front.lines == {"id": 2, "publisher": 4, "summary": 5}
    assert (front.end_line, front.body) == (8, "正文\n")


def test_byte_order_mark_and_windows_line_ends_are_accepted():
    """What Notepad writes."""
    assert read_text("\ufeff---\r\nid: a\r\n---\r\n".encode(), "x.md") == "---\nid: a\n---\n"


ENCODINGS = {
    "GB18030": (
        "---\nid: a\ntitle: 关于公开的通知\n---\n".encode("gb18030"),
        "x.md:3: 文件不是 UTF-8 编码，看起来是 GB18030。请在编辑器里另存为 UTF-8",
    ),
    "UTF-16": ("---\n".encode("utf-16"), "x.md: 文件是 UTF-16 编码。请在编辑器里另存为 UTF-8"),
    "NUL": (
        b"---\nid: \0\n---\n",
        "x.md:2: 文件里有空字节（NUL），不是文本文件或已经损坏。请从原稿重新保存为 UTF-8 文本",
    ),
    "neither": (
        b"---\nid: a\xff\xff\xff\n",
        "x.md:2: 文件不是 UTF-8 编码，这一行有无法识别的字节。请从原稿重新保存为 UTF-8",
    ),
}


@pytest.mark.parametrize("case", sorted(ENCODINGS))
def test_bytes_that_are_not_utf8_are_named(case):
    """The line of the first wrong byte, and what the file probably is."""
    data, expected = ENCODINGS[case]
    found = read_text(data, "x.md")
    assert isinstance(found, Problem)
    assert str(found) == expected

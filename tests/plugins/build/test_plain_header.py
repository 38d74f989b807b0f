"""Plain front matter read at once: the same entries as PyYAML's, and the same words where something is wrong."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from plugins.build import front_matter, plain_header
from plugins.build.front_matter import read_entries
from plugins.content_types import key_names
from tests.plugins.small_site import ROOT

NAMES = key_names()
KEYS = [
    "title",
    "标题",
    "published",
    "发布时间",
    "keywords",
    "附件",
    "id",
    "no",
    "1",
    "_",
    "y",
    "a b",
    "标 题",
    "",
    "-",
    "?",
    "é",
    "title ",
    "<<",
    "=",
    "~",
    "null",
]
MARKS = [":", ": ", ":  ", ": ", ": ", "：", " : ", ":\t", ":\u3000", "", ":\xa0"]
VALUES = [
    "", "明川县", "关于“某某”（试行）的通知", "2026-10-15 09:30", "2026-10-15", "010101", "no", "~", "null", "1e3", "0x1F", "a: b", "a:", "a:b", ":a", "a #b", "a#b", "#a",
    "[]", "[ ]", "[甲, 乙]", "[甲,乙 , 丙]", "[甲, ]", "[甲，乙]", "[甲: 1]", "[甲 乙]", "[甲", "甲]", "[[甲]]", "[a-b, -c]", "[/a/b.html]", "[files/a_b.pdf]", "[, 甲]",
    "[甲]  ", "[甲] 乙", "[甲] #", '"甲"', '"甲"  ', '"甲" 乙', '"a: b #c"', '"\\u0041"', '"甲', "'甲'", "''", "'甲''乙'", "'a\\b'", '"a\'b"', "'a\"b'", "{a: b}", "{}", "|", ">", "|-",
    "&a", "*a", "!a", "!!str a", "%a", "@a", "`a", "- a", "-a", "--- a", "? a", "?a", "... ", "a ...", "\t", "a\tb", "\u3000甲\u3000", "甲\u3000 乙", "a\xa0", "\x85", "\u2028",
    "\u2029", "\ufeff", "\ufffe", "\x7f", "\x01", "\U0001f600", "\u200b", "é", "〔2026〕3号", "综合政务\\政务公开", "0000-5550100", "a, b", "a; b", "=a", "a=b", "/a", "./a", "ａ：ｂ", "…", "—",
    "①", "Ⅳ", "×", "·", "℃", "㎡", "甲 " * 700, "[" + "甲, " * 500 + "乙]",
]  # fmt: skip
LINE = st.tuples(
    st.sampled_from(KEYS[:9] * 4 + KEYS), st.sampled_from(MARKS[1:3] * 8 + MARKS), st.sampled_from(VALUES)
).map("".join)
PIECES = ["明", "a", "1", " ", "  ", ":", ": ", "#", " #", "-", ",", ", ", "[", "]", "{", "}", '"', "'", "\\", "&", "*", "!", "|", ">", "%", "@", "`", "?", "=", "~", "/", ".", "\u3000", "\n", "\t"]  # fmt: skip
RUN = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)
HEADER = st.lists(
    st.one_of(LINE, LINE, LINE, RUN, RUN.map("a: ".__add__), RUN.map(lambda run: f"a: [{run}]"), RUN.map(lambda run: f'a: "{run}"'), RUN.map(lambda run: f"a: '{run}'"), st.text(max_size=6).map("a: ".__add__)),
    min_size=1, max_size=4,
).map("\n".join)  # fmt: skip


def agree(header):
    """What YAML says is what the short way says, faults included; True where that was taken."""
    short = plain_header.read(header)
    if short is None:
        return False
    try:
        long = read_entries(header, NAMES, quick=False)
    except front_matter._Flaw as flaw:
        pytest.fail(f"{header!r}: {flaw.parts}")
    assert short == long
    return True


@given(HEADER)
@settings(max_examples=400)
@example("a: b\n\nc: d")
@example("a: " + "甲" * 3000)
def test_headers_with_a_slip(header):
    """Lines as editors write them, and any others."""
    agree(header)


@pytest.mark.soak
@given(HEADER)
@settings(max_examples=20_000, deadline=None)
def test_many_headers(header):
    """The same, for long."""
    agree(header)


@given(
    st.lists(
        st.sampled_from(["---", "---\n", "\n---", "\n---\n", "\n", " ", "a: b", "----", "--- ", "\u3000", "x\n"]),
        max_size=12,
    ).map("".join)
)
def test_header_and_body_part_at_the_same_line(text):
    """With spaces after the dashes, without an end, with none at all."""
    short = front_matter._split_plain(text)
    assert short is None or short == front_matter._split(text)


def test_most_headers_are_plain():
    """Nine in ten of the demo county's."""
    headers = [
        front_matter._split(file.read_text(encoding="utf-8"))[0] for file in sorted((ROOT / "content").rglob("*.md"))
    ]
    assert sum(map(agree, headers)) > 0.9 * len(headers)


@pytest.mark.parametrize(
    ("line", "value"),
    [("title: 关于 a:b 的通知", "关于 a:b 的通知"), ("title:", ""), ("title: ''", ""), ("title: 2026-10-15 09:30 ", "2026-10-15 09:30"),
     ("标题: [甲, 乙 丙]", ["甲", "乙 丙"]), ('title: "a: b #c"', "a: b #c"), ("title: '甲\"乙'", '甲"乙')],
)  # fmt: skip
def test_what_is_plain(line, value):
    """Each form is taken, and says what it says to YAML."""
    assert plain_header.read(line) == [(line.partition(":")[0], 2, value)] == read_entries(line, NAMES, quick=False)


@pytest.mark.parametrize(
    "line",
    ["", "# 批注", " title: 甲", "title : 甲", "title:甲", "title：甲", "title: a: b", "title: 甲 #乙", "title: 甲:", "title: [甲", "title: |", "title: &a 甲", "title: *a",
     'title: "\\x31"', "title: '甲''乙'", "title: - 甲", "title:\t甲", "title: 甲\t", "title: {a: b}", "title: [a: b]", "- 甲", "a: \x85"],
)  # fmt: skip
def test_what_is_left_to_yaml(line):
    """Whatever means something to YAML, and every slip."""
    assert plain_header.read(line) is None

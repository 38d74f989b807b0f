"""Plain Markdown written at once: the same Body as by way of the library and the tree, for anything anybody may type."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bench.build.corpus import Corpus
from plugins.build.body import convert_any, convert_plain
from tests.plugins.small_site import ROOT

WORDS = [
    "明川县", "a", "a_b", "*", "**", "***", "_", "__", "`", "\\", "\\*", "[", "]", "(", ")", "!", "![", "](", "[^1]", "[^1]: 注", "<", ">",
    "<b>", "</b>", "<!--", "<http://a.cn>", "&", "&amp;", "&#20", "{", "}", "{#x}", "{: .c }", "|", "||", "---", "| a | b |", "|---|:-:|",
    "- - -", "  \n", "\n", "\n\n", "\n\n\n", " ", "    ", "\t", "- ", "* ", "+ ", "1. ", "3. ", "01. ", "１. ", "1.", "1、", "> ", "#", "# ",
    "## ", "### ", "##", "===", "=", "-", "--", "~~~", "\u3000", "　　", "\xa0", "…", "\x02", "\x03", "\x0b", "\x0c", "\x1c", "\x7f", "\x85", "\u2028",
    "\u2029", "\ufeff", "\ufffe", "\uffff", "\u200b", "\ufffd", "\U0001f600", "http://a.cn", "[a]: /b", "*[a]: b", "“”", "'", '"', "é", "：", "，",
    "[甲](../a.md)", "![图](/media/x.png)", "![](/media/x.png){decorative}", "[乙](#甲)", "[外](https://a.cn/b_c)", "[电](tel:1)", "[错](错)",
    "[a](b 'c')", "[a](<b>)", "[a](b(c))", "[a] [b]", "2026年1月1日", "明川县财政局", "klzzwxh:0000", "wzxhzdk:0", "gk-a", "main",
]  # fmt: skip
TEXT = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=4)), max_size=40).map("".join)

# Documents that are plain but for a slip here and there: this is where two ways could part.
PLAIN = st.sampled_from(
    ["明川县", "甲，乙（丙）。", "2026年1月1日", "明川县财政局", "**甲**，乙", "甲**乙**", "见[甲](a.md)。", "[乙](https://a.cn/b_c)", "**[甲](/files/a.pdf)**乙",
     "![图](/media/x_y.png)", "甲\n乙", "甲\n**乙**丙", "甲\n1. 乙", "1.5倍", "-5度", "\u3000\u3000甲", "甲\xa0乙", "[电](tel:1)", "a-b: c", "gk", "+1", "=1"]
)  # fmt: skip
SLIP = st.lists(
    st.sampled_from(["明川县", "a", "1", " ", "，", "“", "\u3000", "\xa0", "**甲**", "** 甲**", "**甲", "*", "_", "!", "|", "#", ":", "=", "-", "1.", "]",
                     "(", "[甲](a.md)", "[乙](#甲)", "![图](/media/x_y.png)", "\n", "\n1. ", "\n## ", "\n**甲**", "\n=", "\n-", "\n|", "#\n"]),
    min_size=1, max_size=5,
).map("".join)  # fmt: skip


def mostly(plain, slips, share=8):
    """Draws from ``plain``, and once in ``share`` times from ``slips``."""
    return st.integers(1, share).flatmap(lambda number: slips if number == share else plain)


RUN = mostly(PLAIN, SLIP)
CELL = mostly(
    st.sampled_from(["1", "甲", "", "**1**", "[a](a.md)", "1.00", "\u3000"]),
    RUN.map(lambda run: run.replace("\n", "")),
    12,
)
ROW = mostly(st.lists(CELL, min_size=2, max_size=2), st.lists(CELL, max_size=3), 12).map(
    lambda row: f"| {' | '.join(row)} |"
)
HEAD = st.sampled_from(
    ["| 甲 | 乙 |\n|---|--:|\n", "|甲|乙|\n|:-|:-:|\n", "| 甲 | **乙** |\n| - | - |\n", "|甲|乙|\n|-|-|-|\n"]
)
ITEM = mostly(PLAIN.map(lambda run: run.replace("\n", "")), RUN, 12)


def listed(marks):
    """A list with these marks before its items."""
    return st.lists(st.tuples(marks, ITEM).map("".join), min_size=1, max_size=4).map("\n".join)


BLOCK = st.one_of(
    RUN,
    st.tuples(mostly(st.just("## "), st.sampled_from(["##", "### ", "## ##", "# "])), ITEM).map("".join),
    st.tuples(st.sampled_from(["## 甲\n", "## 甲\n## 乙\n", "**甲**\n"]), RUN).map("".join),
    listed(st.just("- ")),
    listed(st.sampled_from(["1. ", "2. ", "9.  "])),
    mostly(listed(st.just("* ")), listed(st.sampled_from(["- ", "1. ", "+ ", "", "１. "]))),
    st.tuples(HEAD, st.lists(ROW, min_size=1, max_size=3).map("\n".join)).map("".join),
    mostly(st.just("明川县财政局\n\n2026年1月1日"), st.sampled_from(["[明川县财政局](a.md)\n\n2026年1月1日", "甲\n---", "---", "\u3000", "\n"]), 3),
)  # fmt: skip
DOCUMENT = st.lists(BLOCK, max_size=6).map("\n\n".join)
soak = pytest.mark.soak


def both(text):
    """The Body as the short way writes it (None: it does not), and as the long way does."""
    place = (7, "zwgk/a.md", "content/zwgk/a.md", "0123")
    return convert_plain(text, *place), convert_any(text, *place)


def agree(text):
    short, long = both(text)
    assert short in (None, long)


@given(TEXT)
def test_fragments_in_any_order(text):
    """Fragments of Markdown and any characters between them."""
    agree(text)


@given(DOCUMENT)
@settings(max_examples=400)
@example("- a\n\n\u3000\n\n- b")
@example("甲\n\n| a | b |\n|---|---|\n| 1 | ** |")
def test_documents_that_are_nearly_plain(text):
    """Blocks as editors write them, each with what may make something else of it."""
    agree(text)


DEMO = [file.read_text(encoding="utf-8").partition("\n---\n")[2] for file in sorted((ROOT / "content").rglob("*.md"))]


@given(st.sampled_from(DEMO), st.floats(0, 1), st.sampled_from(WORDS))
def test_real_documents_with_a_slip(text, where, slip):
    """A fragment put anywhere into a document of the demo county."""
    at = int(where * len(text))
    agree(text[:at] + slip + text[at:])


def test_the_demo_county_reads_the_same():
    """Real documents; nine in ten are plain."""
    bodies = [both(text) for text in DEMO]
    assert all(short in (None, long) for short, long in bodies)
    assert sum(short is not None for short, _ in bodies) > 0.9 * len(bodies)


def test_the_invented_county_is_plain():
    """What the bench measures is what takes the short way."""
    corpus = Corpus(60, 20)
    for document in corpus.documents():
        short, long = both(re.sub("@[0-9]+@", "a.md", document.body))
        assert short == long


PLAIN_BLOCKS = {
    "两行\n一段": "<p>两行\n一段</p>",
    "　　首行缩进": "<p>首行缩进</p>",
    "## 一、总则": '<h2 id="一总则">一、总则</h2>',
    "##紧接\n正文": '<h2 id="紧接">紧接</h2>\n<p>正文</p>',
    "**问：**几点？": "<p><strong>问：</strong>几点？</p>",
    "- 甲\n- 乙": "<ul>\n<li>甲</li>\n<li>乙</li>\n</ul>",
    "3. 甲\n4. 乙": '<ol start="3">\n<li>甲</li>\n<li>乙</li>\n</ol>',
    "见[甲](/files/a.pdf)。": '<p>见<a href="gk-0123-0-">甲</a>。</p>',
    "[外](https://a.cn/)": '<p><a href="gk-0123-0-" rel="noopener">外</a></p>',
    "![图](/media/a.png)": '<p><img alt="图" src="gk-0123-0-"></p>',
    "明川县财政局\n\n2026年1月1日": '<p class="sign">明川县财政局</p>\n<p class="sign">2026年1月1日</p>',
    "|甲|乙|\n|-|-:|\n|1|2|": '<div class="table-scroll" role="region" tabindex="0" aria-label="表格1"><table>\n<thead>\n<tr>\n'
    '<th scope="col">甲</th>\n<th scope="col" class="align-right">乙</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n'
    '<td class="align-right">2</td>\n</tr>\n</tbody>\n</table></div>',
}


@pytest.mark.parametrize("text", PLAIN_BLOCKS)
def test_what_is_plain(text):
    """Each construct is taken, and written as the long way writes it."""
    short, long = both(text)
    assert short == long
    assert short.html == PLAIN_BLOCKS[text]


@pytest.mark.parametrize(
    "text",
    ["- 甲\n\n- 乙", "甲\n---", "甲\n===", "    代码", "甲  \n乙", "> 引", "<b>甲</b>", "甲&lt;", "*甲*", "_甲_", "`甲`", "[甲]: /a", "甲[^1]", "甲 {#a}",
     "- 甲\n续行", "1. 甲\n- 乙", "甲|乙\n-|-", "- # 甲", "- 1. 甲", "## 甲 ##", "# 甲", "### 甲", "[甲](#无)", "![ ](/media/a.png)", "![图](https://a.cn/a.png)"],
)  # fmt: skip
def test_what_is_left_to_the_library(text):
    """Other constructs, and whatever an editor must be told of."""
    assert both(text)[0] is None


@pytest.mark.parametrize(
    "text", ["## a\n" * 40_000, "## a\n\n" * 40_000, "x" + "**a** " * 40_000 + "x", "| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 40_000, "[" * 200_000]
)  # fmt: skip
def test_no_text_keeps_it_busy(text):
    """Twice as long takes twice as long."""
    start = time.process_time()
    convert_plain(text, 7, "zwgk/a.md", "content/zwgk/a.md", "0123")
    assert time.process_time() - start < 5


@soak
@given(TEXT)
@settings(max_examples=20_000, deadline=None)
def test_many_fragments(text):
    """The same, for long."""
    agree(text)


@soak
@given(DOCUMENT)
@settings(max_examples=20_000, deadline=None)
def test_many_nearly_plain_documents(text):
    """The same, for long."""
    agree(text)

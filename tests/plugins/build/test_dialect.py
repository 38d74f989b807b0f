"""The short cut of our Markdown: the same HTML as the plain library's, for anything anybody may type."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.build.dialect import _SPECIAL, new_parser
from tests.plugins.small_site import ROOT

QUICK, PLAIN = new_parser(), new_parser(quick=False)
PIECES = [
    "明川县", "a_b", "*", "**", "_", "__", "`", "``", "\\", "\\*", "[", "]", "(", ")", "![", "](", "[^1]", "[^1]: 注", "<", ">",
    "<b>", "</b>", "<http://a.cn>", "<a@b.cn>", "&", "&amp;", "&#20", "{", "}", "{#x}", "{: .c }", "|", "---", "| a | b |",
    "|---|:-:|", "  \n", "\n", "\n\n", "    ", "\t", "- ", "1. ", "1、", "> ", "# ", "## ", "===", "!", "~~~", "\u3000", "…",
    "\x02", "\x03", "　　", "http://a.cn", "[a]: /b", "“”", "'", '"', "é", "\u200b", "[甲](../a.md)", "![图](x.png){decorative}",
]  # fmt: skip


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=40).map("".join))
def test_the_short_cut_changes_nothing(text):
    """Fragments of Markdown in any order, and any characters between them."""
    assert QUICK.reset().convert(text) == PLAIN.reset().convert(text)


@pytest.mark.parametrize("file", sorted((ROOT / "content").rglob("*.md")), ids=lambda file: file.stem)
def test_the_demo_county_reads_the_same(file: Path):
    """Real documents, header included."""
    text = file.read_text(encoding="utf-8")
    assert QUICK.reset().convert(text) == PLAIN.reset().convert(text)


def test_most_text_takes_it():
    """A plain sentence has nothing to process; one with a link has."""
    assert not _SPECIAL.search("时下正值农闲，我县各地抢抓有利时机，组织开展冬春农田水利建设（第一批）。")
    assert _SPECIAL.search("见[通知](a.md)。")

"""Evidence: words around the guilty ones, and harmless markup."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from auditor.facts.evidence import CUT, excerpt, markup


def test_excerpt():
    """Twenty characters on either side, cuts marked."""
    text = "一" * 30 + "错字" + "二" * 30
    evidence, mark = excerpt(text, 30, 32)
    assert evidence == CUT + "一" * 20 + "错字" + "二" * 20 + CUT
    assert evidence[mark[0] : mark[1]] == "错字"
    assert excerpt("错字", 0, 2) == ("错字", (0, 2))


@given(st.text(), st.integers(-5, 50), st.integers(-5, 50), st.integers(0, 30))
def test_the_mark_holds(text: str, start: int, end: int, around: int):
    """Whatever the offsets, the mark shows what was meant."""
    evidence, (left, right) = excerpt(text, start, end, around)
    start = min(max(start, 0), len(text))
    assert evidence[left:right] == text[start : max(min(end, len(text)), start)]


def test_markup_is_cleaned():
    """No script, handler, comment or script address is left; the rest reads as it was."""
    seen = markup(
        "<div onclick=x()><!-- c --><script>alert(1)</script><a href=' java\nscript:x' class='a b'>链</a>"
        f"<img src='data:image/png;base64,{'A' * 500}'></div>"
    )
    assert seen.startswith('<div><a class="a b">链</a><img src="data:image/png;base64,AAA')
    assert len(seen) < 200


def test_markup_is_cut():
    """Long markup ends in an ellipsis."""
    assert markup("<p>" + "字" * 500, 50) == "<p>" + "字" * 47 + CUT


@given(st.text())
def test_markup_survives_anything(html: str):
    """Any text gives some text."""
    assert len(markup(html, 100)) <= 101

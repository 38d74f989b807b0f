"""Folding changes what looks alike and nothing else, and always knows the way back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from standards.words.normalise import normalise, traditional


def test_what_is_folded():
    """Width, case, zero width, and white space between Chinese characters only."""
    assert normalise("ＡＰＰ（１），Web").text == "app(1),web"
    assert normalise("截 止　目\u00a0前").text == "截止目前"
    assert normalise("截\u200b止\ufeff").text == "截止"
    assert normalise("共 20 件 Web 页").text == "共 20 件 web 页"


def test_what_is_not_folded():
    """Chinese marks, circled numbers and traditional characters stay."""
    assert normalise("“台灣”、①。《》〔2026〕").text == "“台灣”、①。《》〔2026〕"


def test_traditional_has_both_ways_of_writing_tai():
    """A form without such characters has no variant."""
    assert traditional("台湾政府") == {"台灣政府", "臺灣政府"}
    assert traditional("布署") == set()


@given(st.text(alphabet="截止目前 　\u200bＡａIİ1１，,《", max_size=60), st.data())
def test_every_folded_span_leads_back_to_the_characters_it_came_from(text, data):
    """Folding the original span gives the folded span again."""
    normal = normalise(text)
    if not normal.text:
        return
    start = data.draw(st.integers(0, len(normal.text) - 1))
    end = data.draw(st.integers(start + 1, len(normal.text)))
    first, last = normal.span(start, end)
    assert 0 <= first < last <= len(text)
    assert normalise(text[first:last]).text == normal.text[start:end]

"""Folding changes what looks alike and nothing else, and always knows the way back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from standards.words.characters import mistaken, simplified
from standards.words.normalise import normalise


def test_what_is_folded():
    """Width, case, zero width, and white space between Chinese characters only."""
    assert normalise("ＡＰＰ（１），Web").text == "app(1),web"
    assert normalise("截 止　目\u00a0前").text == "截止目前"
    assert normalise("截\u200b止\ufeff").text == "截止"
    assert normalise("共 20 件 Web 页").text == "共 20 件 web 页"


def test_scripts_and_styles_of_letters_and_digits_are_folded():
    """Traditional characters, digits of any script, radicals and compatibility characters as PDFs yield them."""
    assert normalise("臺灣總統").text == "台湾总统"
    assert normalise("２٠２𝟞年").text == "2026年"
    assert normalise("⼈⺠政府\uf90a").text.startswith("人")


def test_spaces_and_characters_of_no_width_go_together():
    """Any mixture of them between two Chinese characters is nothing; a tag or a variation selector too."""
    assert normalise("截 \u200b \u2060止\ufe0f目\U000e0100前").text == "截止目前"
    assert normalise("共 \u200b20 件").text == "共 20 件"


def test_what_is_not_folded():
    """Chinese marks and circled numbers stay."""
    assert normalise("“台湾”、①。《》〔2026〕").text == "“台湾”、①。《》〔2026〕"


def test_every_table_is_one_character_for_one():
    """So that offsets hold, and folding twice changes nothing."""
    for old, new in simplified().items():
        assert len(old) == len(new) == 1
        assert normalise(normalise(old).text).text == normalise(old).text


def test_forms_of_the_same_sound_differ_in_one_character():
    """扫黑锄恶 for 扫黑除恶, and never the right form itself."""
    forms = mistaken("扫黑除恶")
    assert "扫黑锄恶" in forms
    assert all(sum(a != b for a, b in zip(form, "扫黑除恶", strict=True)) == 1 for form in forms)


def test_a_page_of_nothing_but_characters_of_no_width_is_empty():
    """A million of them leave one empty text, and no table of a million places."""
    normal = normalise("\u200b\u2060" * 500_000)
    assert normal.text == ""
    assert normal.runs == ((), ())


def test_what_is_remembered_of_places_grows_with_the_gaps_only():
    """A long text with one gap has two runs."""
    normal = normalise("字" * 100_000 + "\u200b" + "字" * 100_000)
    assert normal.runs == ((0, 100_000), (0, 100_001))
    assert normal.span(99_999, 100_001) == (99_999, 100_002)


@given(st.text(alphabet="截止目前 　\u200b\u2060\ufe0f\U000e0100臺灣亁乾⼈٣𝟞ＡａIİ1１，,《\n", max_size=60), st.data())
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

"""What cannot be seen is printed by its number; what can be seen stays as it is."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.reports.hidden import reveal


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("公开", "公开"),
        ("a\u202egnp.exe", "a‹U+202E›gnp.exe"),
        ("身\u200b份", "身‹U+200B›份"),
        ("\u2066甲\u2069", "‹U+2066›甲‹U+2069›"),
        ("\x1b[2J清屏", "‹U+001B›[2J清屏"),
        ("\x9b2J", "‹U+009B›2J"),
        ("甲\r\n\t乙", "甲 乙"),
        ("甲\u2028乙", "甲‹U+2028›乙"),
        ("\U000e0041", "‹U+E0041›"),
        ("\ud800", "‹U+D800›"),
        ("<b>&amp;", "<b>&amp;"),
    ],
)
def test_hidden_characters_are_shown(text: str, shown: str):
    """One example of each kind."""
    assert reveal(text) == shown


def test_every_character_that_cannot_be_seen_is_known():
    """Controls, format characters, line separators and surrogates, over all of Unicode."""
    unseen = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    missed = [hex(code) for code in range(0x110000) if unicodedata.category(chr(code)) in unseen
              and chr(code) in reveal(chr(code))]  # fmt: skip
    assert missed == []


@given(st.text())
def test_nothing_hidden_is_left(text: str):
    """No control, format character, line separator or surrogate in any text, and a second time changes nothing."""
    shown = reveal(text)
    assert not {unicodedata.category(char) for char in shown} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert reveal(shown) == shown

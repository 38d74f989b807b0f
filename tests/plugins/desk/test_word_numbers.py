"""Automatic numbers as Word prints them."""

from __future__ import annotations

import pytest
from lxml import etree

from plugins.desk.word.numbers import Label, in_chinese, read_numbers
from tests.plugins.desk.word_maker import W


def level(depth, form, text, start=1):
    """One level of a list."""
    return f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'


def numbers(*levels, more=""):
    """The lists 1 and 2 of one pattern."""
    return read_numbers(
        etree.fromstring(
            f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>'
            f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
            f'<w:num w:numId="2"><w:abstractNumId w:val="0"/>{more}</w:num></w:numbering>'
        )
    )


@pytest.mark.parametrize(
    ("number", "written"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (100, "一百"), (101, "一百零一"), (110, "一百一十"),
     (1003, "一千零三"), (1030, "一千零三十"), (2000, "二千"), (0, "0")],
)  # fmt: skip
def test_chinese_numbers(number, written):
    """Up to the articles of a long regulation."""
    assert in_chinese(number) == written


@pytest.mark.parametrize(
    ("form", "text", "printed"),
    [
        ("chineseCounting", "%1、", "三、"),
        ("chineseCountingThousand", "（%1）", "（三）"),
        ("decimal", "第%1条", "第3条"),
        ("decimalEnclosedCircle", "%1", "③"),
        ("decimalFullWidth", "%1．", "３．"),
        ("upperLetter", "%1.", "C."),
        ("lowerRoman", "%1)", "iii)"),
        ("ideographTraditional", "%1", "丙"),
        ("somethingNew", "%1.", "3."),
    ],
)
def test_forms(form, text, printed):
    """The third paragraph of a list in each way of counting."""
    lists = numbers(level(0, form, text))
    assert [lists.label("1", 0, "") for _ in range(3)][-1] == Label(printed, 0)


def test_levels_count_below_one_another():
    """A deeper level begins anew below each number of the one above, and can print that."""
    lists = numbers(level(0, "chineseCounting", "%1、"), level(1, "decimal", "%1.%2", start=1))
    said = [lists.label("1", depth, "") for depth in (0, 1, 1, 0, 1)]
    assert [label.text for label in said if label] == ["一、", "一.1", "一.2", "二、", "二.1"]


def test_lists_of_one_pattern_count_on_unless_they_restart():
    """As Word does."""
    same = numbers(level(0, "decimal", "%1."))
    assert [same.label(key, 0, "").text for key in ("1", "2", "1")] == ["1.", "2.", "3."]
    anew = numbers(
        level(0, "decimal", "%1."), more='<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    )
    assert [anew.label(key, 0, "").text for key in ("1", "2", "2")] == ["1.", "5.", "6."]


def test_bullets_and_lists_that_do_not_exist():
    """A bullet has no text; an unknown list, an unknown level and list 0 no label."""
    lists = numbers(level(0, "bullet", "·"), level(1, "none", ""))
    assert lists.label("1", 0, "") == Label("", 0)
    assert [lists.label("1", 1, ""), lists.label("1", 5, ""), lists.label("9", 0, ""), lists.label("0", 0, "")] == [
        None
    ] * 4
    assert read_numbers(None).label("1", 0, "") is None

"""Cells as clerks write them: what is meant is read, what cannot be told is refused."""

from datetime import date

import pytest

from plugins.records.cells import CellError
from plugins.village_finance.cells import (
    WAN,
    YUAN,
    in_money,
    plain_money,
    read_day,
    read_money,
    read_number,
    read_words,
)
from standards.village_rhythm import span_of

THIRD = span_of("2026Q3")


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("1234.5", 123450),
        ("12,345.60", 1234560),
        ("１２３４．５０", 123450),
        ("¥1,200.00", 120000),
        ("3500元", 350000),
        ("(300)", -30000),
        ("（300.00）", -30000),
        ("-300", -30000),
        ("－300", -30000),
        ("¥-300", -30000),
        ("0", 0),
        ("33800.010000000002", 3380001),
        ("", None),
        ("暂无", None),
        ("/", None),
        ("——", None),
    ],
)
def test_amounts_in_yuan(text: str, cents: int | None) -> None:
    assert read_money(text, YUAN) == cents


@pytest.mark.parametrize(("text", "cents"), [("1.5", 1500000), ("1.23456", 1234560), ("3万", 3000000)])
def test_amounts_in_ten_thousands_become_yuan(text: str, cents: int) -> None:
    assert read_money(text, WAN) == cents


@pytest.mark.parametrize(
    "text", ["约500", "12,34", "1.5E+05", "3.5.2", "(300", "1 234a", "33.333", "99999999999999999"]
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(CellError):
        read_money(text, YUAN)


def test_a_cell_of_another_unit_is_refused() -> None:
    with pytest.raises(CellError, match="单位是万元"):
        read_money("3.5万元", YUAN)


@pytest.mark.parametrize(
    "text",
    [
        "2026-08-05",
        "2026.8.5",
        "2026/8/5",
        "2026年8月5日",
        "8月5日",
        "8.5",
        "８月５日",
        "20260805",
        "46239",
        "2026-08-05 10:30",
    ],
)
def test_days_in_every_way(text: str) -> None:
    assert read_day(text, THIRD) == date(2026, 8, 5)


@pytest.mark.parametrize("text", ["8月", "2026.13.5", "8月32日", "上旬", "5"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(CellError, match="不是日期"):
        read_day(text, THIRD)


def test_numbers_lose_their_separators() -> None:
    assert [read_number(text) for text in ("1,200", "46.5", "／")] == ["1200", "46.5", ""]
    with pytest.raises(CellError):
        read_number("46亩")


def test_a_ditto_mark_is_the_cell_above() -> None:
    assert read_words("同上", "何守田") == "何守田"
    assert read_words(" 提灌站  维修 ", "") == "提灌站 维修"


def test_no_text_becomes_a_formula_in_the_file_that_readers_take() -> None:
    with pytest.raises(CellError, match="公式"):
        read_words('=HYPERLINK("x")', "")


def test_amounts_are_printed_to_the_cent() -> None:
    assert [in_money(cents) for cents in (123456789, -5, 0)] == ["1,234,567.89", "-0.05", "0.00"]
    assert [plain_money(cents) for cents in (123456789, None)] == ["1234567.89", ""]

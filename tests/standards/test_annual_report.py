"""The sums of 年报: what adds up is silent, what does not is told at its line and place."""

from __future__ import annotations

from datetime import date

import pytest

from standards.annual_report import COLUMNS, FORM, GROUPS, RESULT_CODES, due_day, judge, judge_years, printed


def cells(**changed: str) -> dict[str, list[str]]:
    """A sound report in which nothing happened; ``changed`` gives lines their numbers, from the left, separated by
    spaces."""
    found = {code: ["0"] * line.width for code, line in FORM.items()}
    return {**found, **{code: text.split(" ") for code, text in changed.items()}}


SOUND = {
    "三01": "5 2 0 0 0 1 8",
    "三02": "1 0 0 0 0 0 1",
    "三03": "4 2 0 0 0 0 6",
    "三08": "0 0 0 0 0 1 1",
    "三24": "4 2 0 0 0 1 7",
    "三25": "2 0 0 0 0 0 2",
    "四01": "1",
    "四05": "1",
    "二10": "12.50",
}


def told(**changed: str) -> list[tuple[str, int]]:
    """Line and place of every fault of the sound report with these changes."""
    return [(fault.code, fault.column) for fault in judge(cells(**{**SOUND, **changed}))]


def test_what_adds_up_is_silent():
    """A year without anything, and one with."""
    assert judge(cells()) == []
    assert told() == []


def test_the_form_is_that_of_2021():
    """Three tables of ten, twenty-five and fifteen lines; the kinds of each result."""
    assert [sum(code[0] == part for code in FORM) for part in "二三四"] == [10, 25, 15]
    assert [len(codes) for codes in GROUPS.values()] == [1, 1, 8, 3, 5, 3]
    assert tuple(code for codes in GROUPS.values() for code in codes) == RESULT_CODES


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"三01": "5 2 0 0 0 1 9"}, ("三01", 6)),  # a row's total
        ({"三24": "3 2 0 0 0 1 6"}, ("三24", 0)),  # a column's total
        ({"三25": "3 0 0 0 0 0 3"}, ("三25", 0)),  # what came in is not what went out
        ({"四05": "2"}, ("四05", 0)),
        ({"四06": "1"}, ("四10", 0)),
    ],
)
def test_a_sum_that_is_wrong_is_told_where_it_stands(changed, place):
    """At the total, in the column that does not add up."""
    assert place in told(**changed)


@pytest.mark.parametrize("text", ["", "-1", "1.5", "１２", "12件", "1,200", "无"])
def test_counts_are_whole_numbers(text):
    """Anything else is told, once, and joins no sum."""
    assert told(二07=text) == [("二07", 0)]


def test_an_amount_may_have_decimals_and_a_count_beside_it_may_not():
    """万元."""
    assert told(二10="11.85") == []
    assert told(二10="1.2万") == [("二10", 0)]
    assert (printed("二10", "12.50"), printed("二10", "3980"), printed("二04", "007")) == ("12.5", "3980", "7")


def test_empty_cells_of_a_line_are_one_fault():
    """A clerk who left out zeros is told once a line, with the names."""
    (fault,) = judge({"三09": ["0", "", "0", "", "0", "0", "0"]})
    assert (fault.column, "商业企业、社会公益组织" in fault.what, fault.cure) == (1, True, "没有的请填 0")


def test_a_line_that_is_wrong_is_left_out_of_the_sums():
    """One slip, one message."""
    assert told(三03="4 x 0 0 0 0 6") == [("三03", 1)]


def test_years_go_on():
    """What was carried over is brought in, column by column; what is in force follows from what was made and
    repealed."""
    last = cells(**SOUND, 二06="10")
    assert judge_years(last, cells(三02="2 0 0 0 0 0 2", 二04="3", 二05="1", 二06="12")) == []
    found = judge_years(last, cells(三02="1 1 0 0 0 0 2", 二04="3", 二05="1", 二06="13"))
    assert [(fault.code, fault.column) for fault in found] == [("三02", 0), ("三02", 1), ("二06", 0)]
    assert "是 12 件" in found[-1].what
    assert COLUMNS[0] in found[0].what


def test_days():
    """第四十九条."""
    assert due_day(2025, government=False) == date(2026, 1, 31)
    assert due_day(2025, government=True) == date(2026, 3, 31)

"""A parameter is of the kind of the shipped one, or it is said what it should be."""

from __future__ import annotations

import pytest

from standards.ruleshape import misfit


@pytest.mark.parametrize(
    ("value", "shipped", "said"),
    [
        (7, 14, ""),
        (0, 14, "大于 0 的整数"),
        (0, 0, ""),
        (True, 14, "大于 0 的整数"),
        ("七", 14, "大于 0 的整数"),
        (1, 0.8, ""),
        (float("nan"), 0.8, "不小于 0 的数字"),
        (1, True, "true 或 false"),
        (3, "条款", "文字"),
        ("x", [], "列表"),
        (["b"], ["a"], ""),
        ([3], ["a"], "列表，其中每一项与内置的写法相同"),
        ([{"months": 1}], [{"days": 3}, {"months": 3}], ""),
        ([{"months": "一"}], [{"days": 3}, {"months": 3}], "列表，其中每一项与内置的写法相同"),
        ([], {"a": 1}, "一节"),
        ({"a": 2, "b": []}, {"a": 1}, ""),
    ],
)
def test_each_kind_has_its_word(value, shipped, said):
    """Numbers are not truth values, and lists are looked into."""
    assert misfit(value, shipped) == said


@pytest.mark.parametrize(
    ("value", "good"), [([1, 31], True), ([2, 29], False), ([], False), ([13, 1], False), ("1.31", False)]
)
def test_a_due_day_is_a_month_and_a_day(value, good):
    """Of every year."""
    assert (misfit(value, [1, 31], day=True) == "") is good

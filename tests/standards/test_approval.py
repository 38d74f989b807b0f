"""审图号 as maps print it."""

from __future__ import annotations

import pytest

from standards.approval import is_approval


@pytest.mark.parametrize(
    "number", ["GS(2019)1822号", "GS（2024）0001号", "赣S(2020)045号", "GS京(2022)1061号", "GS(2026)3号"]
)
def test_the_forms_in_use_are_taken(number):
    """Of the ministry, of a province, and of a province in the ministry's place."""
    assert is_approval(number, 2026)


@pytest.mark.parametrize(
    "number",
    ["", "审图号GS(2019)1822号", "GS(2019)0000号", "GS(2027)12号", "GS2019-1822", "S(2020)45号", "GS(2019)XX号"],
)
def test_what_is_none_is_refused(number):
    """Stand-ins, years to come, and free text."""
    assert not is_approval(number, 2026)

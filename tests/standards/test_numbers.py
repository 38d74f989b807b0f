"""Numbers of state: check digits hold, and near misses do not pass."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standards.numbers import (
    is_birth_date,
    is_credit_code,
    is_old_resident_id,
    is_org_code,
    is_resident_id,
    luhn_ok,
    resident_id_problem,
)


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        ("11010519491231002X", None),
        ("11010519491231002x", None),
        ("110105194912310021", "校验码不符"),
        ("110105194902300021", "出生日期无效"),
        ("990105194912310021", "地区码无效"),
        ("1101051949123100", "不是18位公民身份号码的样式"),
        ("1101051949123100²X", "不是18位公民身份号码的样式"),
        ("", "不是18位公民身份号码的样式"),
    ],
)
def test_what_is_wrong_with_a_resident_id(number: str, problem: str | None) -> None:
    """The first thing wrong is named."""
    assert resident_id_problem(number) == problem
    assert is_resident_id(number) == (problem is None)


@given(st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(place: int, step: int) -> None:
    """MOD 11-2 catches every single substitution."""
    good = "110105194912310021"[:17] + "X"
    digit = "10" if good[place] == "X" else good[place]
    other = str((int(digit) + step) % 10)
    assert not is_resident_id(good[:place] + other + good[place + 1 :])


@pytest.mark.parametrize("code", ["011378025", "000014349", "011336909", "01527918X", "01527918-X"])
def test_organisation_codes_in_use_hold(code: str) -> None:
    """Codes from the heads of published documents."""
    assert is_org_code(code)


@pytest.mark.parametrize("code", ["011378024", "01137802", "0113780255", "01527918x", "01527918 X", ""])
def test_what_is_not_an_organisation_code(code: str) -> None:
    """One digit off, one too few, one too many, a small x."""
    assert not is_org_code(code)


def test_credit_codes_hold_and_are_no_resident_ids() -> None:
    """The negative test of every privacy check."""
    for code in ("11441700007280420Y", "11341702486344515H"):
        assert is_credit_code(code)
        assert not is_resident_id(code)
    assert not is_credit_code("11441700007280420Z")
    assert not is_credit_code("11441700007280421Y")


def test_luhn_and_the_old_form_and_days() -> None:
    """The remaining small ones."""
    assert luhn_ok("6222000000000000004")
    assert not luhn_ok("6222000000000000005")
    assert not luhn_ok("622200 0000000000004")
    assert is_old_resident_id("110105491231002")
    assert not is_old_resident_id("110105491331002")
    assert is_birth_date("20240229")
    assert not is_birth_date("20230229")
    assert not is_birth_date("17490101")

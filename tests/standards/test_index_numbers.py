"""索引号: what a scheme writes it reads, and what it does not write it refuses with a reason."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standards.index_numbers import NATIONAL, Exhausted, SchemeError, read_scheme
from standards.numbers import is_org_code

ORG_CODES = st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=8, max_size=8).map(
    lambda text: next(text + check for check in "0123456789X" if is_org_code(text + check))
)
PIECES = st.permutations(["{year}", "{month}", "{serial:5}"])
DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))


def test_the_national_rule_has_twenty_characters():
    """Organisation code with its check digit, stroke, year, hyphen, five digits."""
    scheme = read_scheme(NATIONAL)
    number = scheme.format("009990020", date(2026, 11, 20), 21)
    assert (number, len(number)) == ("009990020/2026-00021", 20)
    assert scheme.fault(number) is None


@pytest.mark.parametrize("real", ["000014349/2018-00204", "011378025/2024-14532", "01527918X/2020-15307"])
def test_numbers_in_use_are_numbers(real):
    """Published by governments."""
    assert read_scheme(NATIONAL).fault(real) is None


@pytest.mark.parametrize(
    ("template", "real"),
    [
        ("{uscc}/{year}-{serial:5}", "11441700007280420Y/2021-00050"),
        ("{uscc}/{year}{month}-{serial:5}", "11341702486344515H/202110-00013"),
        ("{org}-{year}-{serial:6}", "01527918X-2020-153077"),
        ("{code}/{year}-{serial:7}", "hedongquhd0101/2021-0000111"),
    ],
)
def test_other_schemes_in_use_are_configuration(template, real):
    """Front by credit code, month in the number, other widths, a code of one's own."""
    assert read_scheme(template).fault(real) is None
    assert read_scheme(NATIONAL).fault(real) is not None


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("009990021/2026-00021", "校验码"),
        ("009990020/2026-0021", "编法"),
        ("009990020/2026-00000", "从 1 编起"),
        ("009990020/1026-00001", "年份"),
        ("009990020/2026-00021\n", "编法"),
        ("００９９９００２０/2026-00021", "编法"),
        ("", "编法"),
    ],
)
def test_a_near_miss_is_told_why(number, reason):
    """A wrong check digit, a short serial, a line break, full-width digits."""
    assert reason in (read_scheme(NATIONAL).fault(number) or "")


def test_a_month_must_be_one():
    """The date parts are judged together."""
    assert "日期" in (read_scheme("{org}/{year}{month}-{serial:5}").fault("009990020/202613-00001") or "")


@pytest.mark.parametrize(
    "template",
    [
        "",
        "x",
        "{org}/{year}",
        "{org}/{serial:5}",
        "{org}{uscc}/{year}-{serial:5}",
        "{org}/{year}-{serial}",
        "{org}/{year}-{serial:9}",
        "{org}/{year}-{year}-{serial:5}",
        "{org/{year}-{serial:5}",
        "{org}/{year}-{serial:5}}",
        "{org}，{year}-{serial:5}",
        "{code}{year}-{serial:5}",
        "{code}9/{year}-{serial:5}",
        "{org}/{year}{day}-{serial:5}",
        "{org}/{year}-{number:5}",
        "{org}/{year}-{serial:5}*",
        "x" * 50 + "{org}/{year}-{serial:5}",
    ],
)
def test_a_template_that_cannot_be_is_refused_with_a_cure(template):
    """Whoever writes site.toml is told what may stand there."""
    with pytest.raises(SchemeError) as told:
        read_scheme(template)
    assert told.value.what
    assert told.value.cure


@given(ORG_CODES, DAYS, st.integers(1, 99999), PIECES)
def test_what_is_written_is_read(code, day, serial, pieces):
    """Every number of every scheme says again what it was made of."""
    scheme = read_scheme("{org}/" + "-".join(pieces))
    number = scheme.format(code, day, serial)
    parts = scheme.parse(number)
    assert parts is not None
    assert (parts.front, parts.year, parts.month, parts.serial) == (code, day.year, day.month, serial)
    assert parts.stem == scheme.stem_of(code, day)
    assert scheme.number(parts.stem, serial) == number
    assert scheme.fault(number) is None


@given(ORG_CODES, DAYS, st.integers(1, 99999), st.integers(0, 8), st.sampled_from("0123456789X"))
def test_one_wrong_digit_of_the_front_is_seen(code, day, serial, at, digit):
    """The check digit covers its digits: any single other one breaks it (X only stands last)."""
    scheme = read_scheme(NATIONAL)
    wrong = code[:at] + digit + code[at + 1 :]
    if wrong != code and digit.isdigit() and code[at].isdigit():
        assert scheme.fault(scheme.format(wrong, day, serial)) is not None


@given(st.text(max_size=40))
def test_any_text_is_judged_without_an_error(text):
    """A number or a reason, for whatever an editor may type."""
    scheme = read_scheme(NATIONAL)
    assert (scheme.parse(text) is None) <= (scheme.fault(text) is not None)


def test_there_is_no_serial_above_the_last():
    """A sixth digit would be another scheme's number."""
    with pytest.raises(Exhausted):
        read_scheme(NATIONAL).format("009990020", date(2026, 1, 1), 100_000)


def test_the_front_comes_from_whichever_code_the_unit_has():
    """A credit code holds the organisation code; the other way round nothing can be done."""
    national, credit = read_scheme(NATIONAL), read_scheme("{uscc}/{year}-{serial:5}")
    assert national.front_of("11341702486344515H") == "486344515"
    assert national.front_of("00999002-0") == "009990020"
    assert credit.front_of("11341702486344515H") == "11341702486344515H"
    assert credit.front_of("009990020") is None
    assert national.front_of("009990021") is None
    assert national.front_of("") is None

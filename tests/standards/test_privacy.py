"""Private numbers are found as people write them and are gone after masking."""

from __future__ import annotations

import re
import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from standards.privacy import find_cards, find_ids, find_phones, mask, plain

TEXTS = st.text(
    alphabet=st.sampled_from(string.digits + "0123Xx* -\u200b\u3000，。身份证号卡号张王A/年月日"), max_size=120
)


@st.composite
def resident_ids(draw: st.DrawFn) -> str:
    """Resident IDs of nobody: any county of a province, any day, the right check digit."""
    area = draw(st.sampled_from(["110105", "429004", "659001", "310115"]))
    born = draw(st.dates(min_value=date(1900, 1, 1), max_value=date(2026, 1, 1)))
    body = f"{area}{born:%Y%m%d}{draw(st.integers(0, 999)):03d}"
    return body + ric.calc_check_digit(body + "0")


@st.composite
def disguised(draw: st.DrawFn, number: str) -> str:
    """The number as people write it: separators, full-width digits, a small x."""
    seps = st.sampled_from(["", "", "", " ", "-", "\u3000", "\u200b", "\u00a0"])
    wide = draw(st.booleans())
    out = "".join(draw(seps) + (chr(ord(c) + 0xFEE0) if wide and c.isdigit() else c) for c in number)
    return out.lower() if draw(st.booleans()) else out


@given(st.data(), st.text(alphabet="张三，。：在的村 A", max_size=8), st.text(alphabet="。，男住在 B", max_size=8))
def test_a_resident_id_is_found_and_vanishes_however_it_is_written(
    data: st.DataObject, before: str, after: str
) -> None:
    """Width, separators and a small x do not hide a number from the finder, and no full number survives."""
    number = data.draw(resident_ids())
    written = data.draw(disguised(number)).strip()
    text = f"{before}{written}{after}"
    assert number in {found.number for found in find_ids(text)}
    masked = mask(text)
    assert len(masked) == len(text)
    assert masked.count("*") >= 8
    assert number not in plain(masked)
    assert not [found for found in find_ids(masked) if found.hidden < 8]


@given(TEXTS)
def test_masking_twice_changes_nothing_and_keeps_every_offset(text: str) -> None:
    """Idempotent, same length, and only digits, X and thin masks are touched."""
    masked = mask(text)
    assert mask(masked) == masked
    assert len(masked) == len(text)
    for before, after in zip(text, masked, strict=True):
        assert before == after or (after == "*" and (before.isdecimal() or before in "Xx"))


@given(TEXTS)
def test_after_masking_nothing_private_is_left_to_find(text: str) -> None:
    """Whatever overlaps with whatever, no whole number is left."""
    masked = mask(text)
    assert not [found for found in find_ids(masked) if found.kind != "masked-id" or found.hidden < 8]
    assert not find_cards(masked)
    assert not find_phones(masked)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("身份证号11010519491231002X。", "身份证号110***********002X。"),
        ("序号 1 11010519491231002X", "序号 1 110***********002X"),
        ("电话138 1234 5678", "电话138 **** ****"),
        ("致电+8613812345678", "致电+86138********"),
        ("卡号6222000000000000004", "卡号***************0004"),
        ("开户行账号：4200 0000 0000 0001", "开户行账号：**** **** **** 0001"),
        ("公民身份证 110105491231002", "公民身份证 110********1002"),
        ("110105194912310021（校验码不符也不示人）", "110***********0021（校验码不符也不示人）"),
        ("1101051949****002X", "110***********002X"),
    ],
)
def test_what_is_printed_instead(text: str, masked: str) -> None:
    """The forms a reader of a report sees."""
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "统一社会信用代码11441700007280420Y",
        "索引号011378025/2024-14532",
        "项目代码2020-429004-48-03-012345",
        "京公网安备11010502000001号",
        "420***********1234",
        "服务热线0728-3223445",
        "2024年3月13日 09:28",
        "发布稿件31063条，网办率98.3%",
        "举报电话12345、12388",
    ],
)
def test_public_numbers_stay_readable(text: str) -> None:
    """Codes of organisations and documents, office telephones and masked numbers are left alone."""
    assert mask(text) == text


def test_a_wrong_check_digit_is_told_apart() -> None:
    """The finder says what speaks against the number, so that a check can ask for a person."""
    [found] = find_ids("110105194912310021")
    assert found.problem == "校验码不符"


def test_under_a_word_for_ids_any_eighteen_digits_count() -> None:
    """A mistyped ID is still somebody's."""
    [found] = find_ids("身份证号码：990105194912310021")
    assert (found.named, found.problem) == (True, "地区码无效")


def test_the_old_form_needs_its_word() -> None:
    """Fifteen digits alone are an order number."""
    assert not find_ids("订单110105491231002")
    assert [found.kind for found in find_ids("身份证号110105491231002")] == ["old-resident-id"]


@pytest.mark.parametrize(
    ("text", "hidden"), [("420***********1234", 11), ("1101051949****002X", 4), ("110105xxxxxxxx002X", 8)]
)
def test_a_masked_id_says_how_much_it_hides(text: str, hidden: int) -> None:
    """Stars and runs of x alike."""
    [found] = find_ids(text)
    assert (found.kind, found.hidden) == ("masked-id", hidden)


def test_offsets_are_those_of_the_text() -> None:
    """The span covers the number as written, separators included."""
    text = "王某 1101 0519 4912 3100 2X 男"
    [found] = find_ids(text)
    assert text[found.start : found.end] == "1101 0519 4912 3100 2X"
    assert re.fullmatch(r"\d{17}X", found.number)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("…0519491231002X，截止目前", "…**************，截止目前"),
        ("截止目前 1101051949123…", "截止目前 *************…"),
        ("……2026年的工作", "……2026年的工作"),
    ],
)
def test_what_an_excerpt_cut_off_a_number_vanishes_too(text: str, masked: str) -> None:
    """Half an ID beside an ellipsis is still most of an ID."""
    assert mask(text) == masked


def test_long_runs_of_digits_do_not_take_for_ever() -> None:
    """Every digit may begin a number and every mask may make another; the run goes whole instead."""
    masked = mask("1 " * 20_000)
    assert mask(masked) == masked


@pytest.mark.parametrize("lead", ["%E4%B8%89", "/a%20", "%ef%bc%9a"])
def test_the_bytes_of_an_encoded_character_are_no_digits_of_the_number_behind_it(lead: str) -> None:
    """三 in an address ends in %89; a plain digit in front still makes another, longer number of it."""
    number = "11010519491231002X"
    assert mask(f"{lead}{number}.pdf") == f"{lead}110***********002X.pdf"
    assert [found.start for found in find_ids(f"{lead}{number}")] == [len(lead)]
    assert find_ids(f"E4B889{number}") == []

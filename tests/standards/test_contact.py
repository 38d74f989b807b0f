"""Numbers, places and ways that a guide may name, and what only looks like one."""

from __future__ import annotations

import pytest

from standards.contact import is_number, is_online, named_column, says_nothing


@pytest.mark.parametrize("text", ["0000-5550101", "010-66010001", "5550101", "0000-5550101、5550102", "400-123-4567",
                                  "12345", "0000-5550101-8001"])  # fmt: skip
def test_numbers(text):
    """As one would dial them."""
    assert is_number(text)


@pytest.mark.parametrize("text", ["无", "暂无", "5550", "0000—5550101", "见官网", "0000-XXXXXXX", ""])
def test_what_is_no_number(text):
    """Nothing that cannot be dialled."""
    assert not is_number(text)


@pytest.mark.parametrize(
    "text", ["无", "暂无", "待定", "XX县XX路1号", "××大道", "某某路", "/", "—", "请填写地址", "略"]
)
def test_stand_ins_say_nothing(text):
    """What a form left in."""
    assert says_nothing(text)


@pytest.mark.parametrize("text", ["明川大道1号", "无锡路5号", "政务服务中心三楼", "周一至周五 8:30—12:00"])
def test_places_say_something(text):
    """A name that merely begins like a stand-in is one."""
    assert not says_nothing(text)


def test_ways_online():
    """An address, an e-mail, a named column; not a promise."""
    ways = ("https://www.mingchuan.example/ysq", "zwgk@mingchuan.example", "网站“依申请公开”栏目")
    assert [is_online(text) for text in ways] == [True, True, True]
    assert not is_online("可以上网联系")
    assert named_column("网站“依申请公开”栏目") == "依申请公开"
    assert named_column("zwgk@mingchuan.example，或者“依申请公开”栏目") == ""

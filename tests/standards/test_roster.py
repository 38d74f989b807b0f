"""A leaders' roster is read as offices keep it, and refused with its line where it cannot be meant."""

from __future__ import annotations

import pytest

from standards.roster import RosterError, Term, read_roster


def test_posts_and_days_as_offices_write_them():
    """Several posts in a cell, months and years for days, open ends, other heads, a mark at the file's beginning."""
    text = "\ufeff序号,姓名,职务,任职时间,离任时间\n1,张明华,县委副书记、县长,2021年8月,至今\n2,李 建国,县长,2017,2021-07\n\n"
    assert read_roster(text, "l.csv") == (
        Term("张明华", "县委副书记", "2021-08-01", ""),
        Term("张明华", "县长", "2021-08-01", ""),
        Term("李建国", "县长", "2017-01-01", "2021-07-31"),
    )


def test_a_term_holds_on_its_first_and_last_day():
    """And on no other beyond."""
    term = Term("甲", "县长", "2020-01-01", "2020-12-31")
    assert [term.holds(day) for day in ("2019-12-31", "2020-01-01", "2020-12-31", "2021-01-01")] == [
        False, True, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "l.csv:1: 第一行应写明各列"),
        ("姓名,电话\n张三,1", "l.csv:1: 第一行应写明各列"),
        ("姓名,职务\n", "l.csv:2: 名册里没有人"),
        ("姓名,职务\n张三、李四,县长", "l.csv:2: “张三、李四”不像姓名"),
        ("姓名,职务\n张三,", "l.csv:2: “”不像职务"),
        ("姓名,职务,任职,离任\n张三,县长,2021-13-01,", "l.csv:2: 看不懂的日期“2021-13-01”"),
        ("姓名,职务,任职,离任\n张三,县长,2021,2020", "l.csv:2: 离任（2020）早于任职（2021）"),
        ('姓名,职务\n"张三,县长', "l.csv:1: 不是正确的 CSV"),
        ("姓名,职务\n" + "张三,县长\n" * 5001, "l.csv:5000: 名册超过 5000 行"),
    ],
)
def test_what_cannot_be_meant_is_refused(text, said):
    """Line, what, what now."""
    with pytest.raises(RosterError, match=said):
        read_roster(text, "l.csv")

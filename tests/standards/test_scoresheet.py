"""The sheet of a rule file is read whole or refused with file, line, and what to do."""

from __future__ import annotations

import pytest

from standards.rulefile import RuleError, load_rules, parse_rules

GOOD = """\
id = "x"
edition = "2026-01-01"
title = "某地细则"

[score]
full = 3
fail_below = 1
bonus_above = 2
bonus_full = 1
precedence = ["D1"]

[score.kinds.portal]
title = "门户网站"

[[rows]]
code = "V1"
clause = "某地细则 否决"
title = "死链太多"
part = "veto"

[[rows.items]]
code = "V1"
text = "死链 50 个以上"
at_least = 50
from = ["links/dead_page"]

[[rows]]
code = "D1"
clause = "某地细则 第一条"
title = "可用性"
part = "deduction"
group = "功能"
cap = 3

[[rows.items]]
code = "D1a"
text = "首页死链"
points = 0.5
each = "finding"
where = "home"
from = [{ check = "links/dead_page", reasons = ["gone"], cites = ["某地细则 第一条"] }]

[[rows]]
code = "B1"
clause = "某地细则 第二条"
title = "创新"
part = "bonus"
cap = 1
decides = "person"

[[rows.items]]
code = "B1a"
text = "有创新"
points = 1

[checks."links/dead_page"]
clauses = ["某地细则 第一条"]
"""


def test_a_sheet_becomes_records():
    """Rows, items, feeds and how the score is made."""
    rules = parse_rules(GOOD, "local.toml", like=load_rules())
    veto, row, bonus = rules.rows
    assert (veto.items[0].at_least, row.items[0].where, bonus.items[0].decides) == (50, "home", "person")
    assert row.items[0].feeds[0].reasons == ("gone",)
    assert veto.items[0].feeds[0].cites == ("某地细则 否决",)
    assert rules.score.full == 3
    assert float(row.items[0].points) == 0.5


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("cap = 3", "cap = 0.4", "local.toml:36: 细则“D1a”一次就是 0.5 分，超过这一项的上限 0.4 分"),
        ("cap = 3\n", "", "local.toml:28: “D1”缺少“cap”"),
        ("full = 3", "full = 4", "local.toml:6: 各行上限合计 3 分，与 [score] 的“full”（4 分）不符"),
        ("fail_below = 1", "fail_below = 9", "local.toml:7: [score] 应有 0 ≤ fail_below"),
        ('["links/dead_page"]', '["links/dead_pages"]', "local.toml:25: 细则“V1”引用的检查项“links/dead_pages”不存在"),
        ('precedence = ["D1"]', 'precedence = ["D7"]', "local.toml:10: [score] 的“precedence”中没有编号为“D7”"),
        ('code = "D1a"', 'code = "B1a"', "local.toml:36: 编号“B1a”写了两次"),
        ('code = "B1"\n', 'code = "D1"\n', "local.toml:28: 编号“D1”写了两次"),
        ('each = "finding"', 'each = "findings"', "local.toml:36: 细则“D1a”的“each”应为"),
        ("points = 0.5", "points = -1", "local.toml:36: 细则“D1a”的“points”应为不小于 0 的数字"),
        ("points = 0.5\n", "", "local.toml:36: 细则“D1a”缺少“points”"),
        ("at_least = 50", "points = 2", "local.toml:16: 细则“V1”属于单项否决，没有分值"),
        ("at_least = 50", "at_least = 0", "local.toml:16: 细则“V1”的“at_least”应为正整数"),
        ('where = "home"', 'wher = "home"', "local.toml:40: 细则“D1a”中不认识“wher”。是否想写“where”？"),
        ('decides = "person"', 'decides = "nobody"', "local.toml:45: 条款“某地细则 第二条”的“decides”应为"),
        ('[score.kinds.portal]\ntitle = "门户网站"\n', "", "local.toml:5: [score] 缺少网站种类"),
        ('title = "门户网站"', 'title = "门户网站"\nwithout = ["D9"]', "local.toml:14: [score.kinds.portal] 的“without”"),
        ('title = "门户网站"', 'title = "门户网站"\nout_of = 2', "local.toml:14: [score.kinds.portal] 各行上限合计 3 分"),
        ('title = "门户网站"', 'title = "门户网站"\npoints = { D1a = 9 }', "超过“D1”的上限"),
        ('cites = ["某地细则 第一条"]', 'cites = ["某地细则 第九条"]', "引用的条款“某地细则 第九条”不在 [[rows]] 中"),
        ('code = "D1"\n', 'code = "d-1"\n', "local.toml:28: “d-1”不能作编号"),
        ("[[rows.items]]\ncode = \"B1a\"\ntext = \"有创新\"\npoints = 1\n", "", "要么都写，要么都不写"),
    ],
)  # fmt: skip
def test_a_wrong_sheet_says_where_and_what_now(old, new, said):
    """Each of them is refused at its line."""
    assert old in GOOD
    with pytest.raises(RuleError) as error:
        parse_rules(GOOD.replace(old, new, 1), "local.toml", like=load_rules())
    assert said in str(error.value)


def test_a_file_without_a_sheet_is_still_a_rule_file():
    """It says what is checked, and nothing is scored."""
    assert load_rules("validity-term-2010").score is None

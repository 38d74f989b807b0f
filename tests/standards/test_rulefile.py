"""Rule files are read, and a wrong one says where and what to do."""

from __future__ import annotations

import pytest

from standards.rulefile import RuleError, load_rules, parse_rules

GOOD = """\
id = "x"
edition = "2026-01-01"
title = "某地细则"

[[rows]]
clause = "某地细则 第一条"
title = "可用性"
part = "deduction"
points = 0.1
cap = 1

[checks."links/dead_page"]
clauses = ["某地细则 第一条"]
"""


def test_the_national_rules_load_and_know_their_thresholds() -> None:
    """The edition of 2019 with the limits that findings are made of."""
    rules = load_rules()
    assert (rules.id, rules.edition) == ("guoban-2019-19", "2019-04-01")
    rhythms = rules.checks["freshness/stale_column"].params["rhythms"]
    limits = {name: (row.get("days"), row.get("months")) for row in rhythms for name in row["names"]}
    assert limits["要闻"] == (14, None)
    assert limits["通知公告"] == limits["政策文件"] == limits["政策解读"] == (None, 6)
    assert rules.checks["privacy/resident_id"].params == {"hidden_digits": 8}


def test_every_clause_a_check_cites_is_a_row_with_a_title() -> None:
    """No finding cites what the rule file does not explain."""
    rules = load_rules()
    titles = {row.clause: row.title for row in rules.rows}
    for rule in rules.checks.values():
        for clause in rule.clauses:
            assert titles[clause]


def test_a_good_file_becomes_records() -> None:
    """Rows, clauses and parameters as written."""
    rules = parse_rules(GOOD + "limit = 3\n", "local.toml")
    assert rules.rows[0].cap == 1
    assert rules.checks["links/dead_page"].clauses == ("某地细则 第一条",)
    assert rules.checks["links/dead_page"].params == {"limit": 3}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("edition", "editon", "local.toml:2: 规则文件中不认识“editon”。是否想写“edition”？"),
        ("cap = 1", "capp = 1", "local.toml:10: [[rows]]（条款“某地细则 第一条”）中不认识“capp”。是否想写“cap”？"),
        ("points = 0.1", 'points = "多"', "local.toml:6: 条款“某地细则 第一条”的“points”应为数字"),
        ('"deduction"', '"扣分"', "local.toml:6: 条款“某地细则 第一条”的“part”应为 veto、deduction、bonus、basis 之一"),
        (
            '["某地',
            '["某省',
            "local.toml:13: 检查项“links/dead_page”引用的条款“某省细则 第一条”不在 [[rows]] 中。是否想写“某地细则 第一条”？",
        ),
        ("links/dead_page", "links/dead-page", "local.toml:12: “links/dead-page”不是检查项的名称。"),
        (
            "links/dead_page",
            "links/dead_pages",
            "local.toml:12: 没有名为“links/dead_pages”的检查项。是否想写“links/dead_page”？",
        ),
        ('title = "某地细则"', "title = ", "local.toml:3: 不是正确的 TOML"),
        ('title = "某地细则"\n', "", "local.toml:1: 缺少“title”。请补上这一项"),
        (
            'clauses = ["某地细则 第一条"]',
            'clauses = "某地细则 第一条"',
            "local.toml:12: 检查项“links/dead_page”的“clauses”应为条款的列表",
        ),
    ],
)
def test_a_wrong_file_says_where_and_what_now(old: str, new: str, said: str) -> None:
    """File, line, what, and the word probably meant."""
    with pytest.raises(RuleError) as error:
        parse_rules(GOOD.replace(old, new, 1), "local.toml", like=load_rules())
    assert str(error.value).startswith(said)


def test_a_misspelt_threshold_does_not_pass_for_a_default() -> None:
    """Parameters are held against the national file."""
    text = GOOD + '[checks."privacy/resident_id"]\nclauses = []\nhiden_digits = 8\n'
    with pytest.raises(RuleError, match=r"local.toml:16: .*是否想写“hidden_digits”"):
        parse_rules(text, "local.toml", like=load_rules())


def test_a_clause_written_twice_is_refused() -> None:
    """Two rows of one clause could disagree."""
    row = GOOD[GOOD.index("[[rows]]") : GOOD.index("[checks")]
    with pytest.raises(RuleError, match="写了两次"):
        parse_rules(GOOD.replace("[checks", row + "[checks"), "local.toml")


def test_an_unknown_id_names_the_ones_there_are() -> None:
    """The reader can choose."""
    with pytest.raises(RuleError, match="guoban-2019-19"):
        load_rules("guoban-2029-1")

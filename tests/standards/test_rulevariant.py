"""A province's file states only what differs; what contradicts itself is refused with file and line."""

from __future__ import annotations

import tomllib
from copy import deepcopy
from datetime import datetime
from importlib.resources import files

import pytest

from standards import rulefile
from standards.rulefile import RuleError, load_rules, parse_rules, rule_ids
from tests.standards.test_scoresheet import GOOD

HEAD = """\
id = "p"
extends = "guoban-2019-19"
edition = "2026-01-01"
title = "某省细则"
"""
NEWS = "国办秘函〔2019〕19号 发布解读·动态要闻"
DAYS = f"""
[[checks."freshness/stale_column".rhythms]]
clause = "{NEWS}"
days = 7
"""


def variant(text: str):
    """The rules of such a file."""
    return parse_rules(HEAD + text, "p.toml", like=load_rules())


def rhythm(rules, clause: str = NEWS):
    """The rhythm on a clause."""
    rows = rules.checks["freshness/stale_column"].params["rhythms"]
    return next(row for row in rows if row["clause"] == clause)


def test_what_is_not_said_stays_as_it_is():
    """An empty variant is the national sheet under another name."""
    rules, base = variant(""), load_rules()
    assert (rules.id, rules.extends, rules.title) == ("p", "guoban-2019-19", "某省细则")
    assert (rules.rows, rules.score, rules.availability) == (base.rows, base.score, base.availability)
    assert dict(rules.checks) == dict(base.checks)


def test_single_figures_change():
    """Two weeks to seven days, a cap, an item's points, a threshold of a veto."""
    rules = variant(
        DAYS + '[[rows]]\ncode = "D403"\ncap = 3\n[[rows.items]]\ncode = "D403a"\npoints = 0.5\n'
        '[[rows]]\ncode = "V4c"\n[[rows.items]]\ncode = "V4c"\nat_least = 3\n'
    )
    assert rhythm(rules) == {**rhythm(load_rules()), "days": 7}
    rows = {row.code: row for row in rules.rows}
    assert (rows["D403"].cap, float(rows["D403"].items[0].points)) == (3, 0.5)
    assert rows["D403"].items[0].feeds == {row.code: row for row in load_rules().rows}["D403"].items[0].feeds
    assert rows["V4c"].items[0].at_least == 3


def test_months_in_place_of_days_replace_them():
    """A limit is one thing."""
    text = DAYS.replace("days = 7", "months = 1")
    assert "days" not in rhythm(variant(text))


def test_a_row_is_dropped_and_its_clause_may_still_be_cited():
    """It takes no points any more."""
    row = next(row for row in variant('drop = ["D410"]\n').rows if row.title == "IPv6改造")
    assert (row.part, row.code, row.items) == ("basis", "", ())


def test_the_example_that_is_shipped_says_that_it_is_invented():
    """It loads, differs, and is no province's."""
    rules = load_rules("shengji-example")
    assert "虚构" in rules.title
    assert rhythm(rules)["days"] == 7
    assert [row.code for row in rules.rows if row.part == "deduction"][-1] == "S101"
    assert set(rule_ids()) >= {"guoban-2019-19", "shengji-example"}
    text = (files("standards") / "rules/shengji-example.toml").read_text("utf-8")
    assert len(text.splitlines()) < 90


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[rows]]\ncode = "D403"\ncap = 2\n[[rows]]\ncode = "D403"\ncap = 3\n', "p.toml:6: “D403”这一行写了两次"),
        ('[[rows]]\ncode = "D403"\ncap = 0.15\n', "细则“D403a”一次就是 0.2 分，超过这一项的上限 0.15 分"),
        ('[[rows]]\ncode = "D104"\n[[rows.items]]\ncode = "D104b"\npoints = 9\n', "p.toml:8: 细则“D104b”一次就是 9 分"),
        ('[checks."links/dead_pages"]\nclauses = []\n', "p.toml:5: 没有名为“links/dead_pages”的检查项。是否想写"),
        ('[checks."links/certificate"]\nday = 3\n', "p.toml:6: 检查项“links/certificate”中不认识“day”。是否想写“days”？"),
        (DAYS + "months = 6\n", "p.toml:7: 条款“国办秘函〔2019〕19号 发布解读·动态要闻”的期限既写了 days 又写了 months"),
        (DAYS + DAYS.replace("7", "30"), "的期限写了两次，宽严不一"),
        (
            '[[rows]]\nclause = "省 一"\ntitle = "一"\npart = "basis"\n[[checks."freshness/stale_column".rhythms]]\n'
            'clause = "省 一"\nnames = ["要闻"]\ntypes = []\ndays = 30\n',
            "栏目名称“要闻”有两个不同的更新期限",
        ),
        ('drop = ["D999"]\n', "p.toml:5: “drop”：没有编号为“D999”的指标"),
        ('drop = ["D410"]\n[[rows]]\ncode = "D410"\ncap = 2\n', "p.toml:7: “D410”既在“drop”中删去，又在 [[rows]] 中修改"),
        ('[[rows]]\ncap = 2\n', "p.toml:5: [[rows]] 既没有“code”也没有“clause”"),
        ('row = 3\n', "p.toml:5: 规则文件中不认识“row”。是否想写“rows”？"),
        ('[[rows]]\ncode = "S1"\nclause = "省 二"\ntitle = "二"\npart = "deduction"\n', "p.toml:6: “S1”缺少“cap”"),
        ('[checks]\n"links/dead_page" = 3\n', "检查项“links/dead_page”应写成"),
    ],
)  # fmt: skip
def test_a_variant_that_contradicts_itself_is_refused(text, said):
    """With the line and what to do."""
    with pytest.raises(RuleError) as error:
        variant(text)
    assert said in str(error.value)
    assert str(error.value).startswith("p.toml:")


def test_what_is_extended_must_be_there_and_be_whole():
    """No chain of variants, no unknown base."""
    for base in ("guoban-2029", "shengji-example"):
        with pytest.raises(RuleError, match=r"p.toml:2: "):
            parse_rules(HEAD.replace("guoban-2019-19", base), "p.toml")


STRANGE = (
    3,
    -1,
    1.5,
    True,
    "",
    "D104",
    [],
    [3],
    [[]],
    {},
    {"code": 3},
    float("nan"),
    float("inf"),
    datetime(2026, 1, 1),
)


@pytest.mark.parametrize("extends", [False, True])
def test_values_of_any_kind_in_any_place_are_read_or_refused_and_never_a_traceback(monkeypatch, extends):
    """Each value of a file is replaced by strange ones in turn."""
    text = (
        HEAD + DAYS + '[[rows]]\ncode = "D403"\ncap = 3\n[[rows.items]]\ncode = "D403a"\npoints = 0.5\n'
        if extends
        else GOOD
    )
    whole = tomllib.loads(text)
    if extends:
        whole["score"] = {"full": 100, "kinds": {"portal": {"title": "x", "points": {"D102": 4}}}}
        whole["drop"] = ["D410"]
    base = tomllib.loads((files("standards") / "rules/guoban-2019-19.toml").read_text("utf-8"))
    refused = 0
    for path in list(places(whole)):
        for value in STRANGE if not extends else STRANGE[len(path) % 4 :: 4]:
            changed = deepcopy(whole)
            put(changed, path, value)
            monkeypatch.setattr(rulefile, "read_toml", lambda _, source, c=changed: c if source == "p.toml" else base)
            try:
                parse_rules(text, "p.toml", like=None)
            except RuleError:
                refused += 1
    assert refused > 50


def places(value, path=()):
    """The way to each value."""
    yield path
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield from places(inner, (*path, key))


def put(whole, path, value):
    """Replace what stands there; the file itself stays a table."""
    for key in path[:-1]:
        whole = whole[key]
    if path:
        whole[path[-1]] = value

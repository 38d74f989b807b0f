"""What a variant asks less is told with both figures; what it asks more is not."""

from __future__ import annotations

import pytest

from standards.looser import looser
from standards.rulefile import load_rules, parse_rules

HEAD = 'id = "p"\nextends = "guoban-2019-19"\nedition = "2026-01-01"\ntitle = "某省细则"\n'
LIMIT = '[[checks."freshness/stale_column".rhythms]]\nclause = "国办秘函〔2019〕19号 发布解读·政策文件"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", []),
        (LIMIT + "days = 90\n", []),
        (LIMIT + "months = 9\n", ["“国办秘函〔2019〕19号 发布解读·政策文件”的更新期限为 9 个月（原为 6 个月）"]),
        (LIMIT + "days = 300\n", ["“国办秘函〔2019〕19号 发布解读·政策文件”的更新期限为 300 天（原为 6 个月）"]),
        ('drop = ["B501"]\n', []),
        ('drop = ["D410"]\n', ["不再评 D410“IPv6改造”"]),
        ('[checks."freshness/stale_home"]\ndays = 60\n', ["首页多少天没有更新：60（原为 14）"]),
        ('[checks."freshness/stale_home"]\ndays = 7\n', []),
        ('[[rows]]\ncode = "D403"\ncap = 3\n', []),
        ('[[rows]]\ncode = "D403"\ncap = 0.5\n', ["D403“可用性”最多扣 0.5 分（原为 1 分）"]),
        ("[availability]\nshare = 0.2\nvisits = 5\n", ["打不开的比例：0.2（原为 0.05）", "每天监测次数：5（原为 20）"]),
        ('[score.kinds.portal]\nwithout = ["D410"]\n', ["“地方政府门户网站”不评D410"]),
    ],
)
def test_each_easing_is_told_once(text, said):
    """In the words of the sheet."""
    assert list(looser(parse_rules(HEAD + text, "p.toml", like=load_rules()))) == said


def test_what_extends_nothing_is_compared_with_nothing():
    """The national file is its own measure."""
    assert looser(load_rules()) == ()

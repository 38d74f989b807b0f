"""Villages and calls for opinions: what is due, by titles and dates as offices write them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tests.auditor.farm.portals.case import Case, Edit, both, put, unlisted, whole, without
from tests.auditor.farm.portals.layouts import Layout
from tests.auditor.farm.portals.portal import (
    ROWS,
    TOPICS,
    VILLAGES,
    Groups,
    article,
    call,
    column,
    listed,
    village,
)

QS = VILLAGES[0]


def cases(layout: Layout) -> Iterator[Case]:
    """All of them, in the layout's own rows and labels."""
    yield from complete(layout)
    yield from rhythm(layout)
    yield from consultations(layout)


def rows(*items: tuple[str, str, str]) -> Groups:
    """Three groups, the last with these items."""
    return (*ROWS[:2], ("财务公开", items))


OVERDUE = "2026年第二季度应于2026年7月20日前公开，尚未公开"


def complete(layout: Layout) -> Iterator[Case]:
    """Groups and overdue items of one village's page."""
    check = "villages/completeness"
    for at in range(3):
        kept = tuple(group for n, group in enumerate(ROWS) if n != at)
        yield Case(check, f"没有{ROWS[at][0]}", whole(village(*QS, layout, kept)), ("review group",))
    yield Case(check, "逾期", whole(village(*QS, layout, rows(("财务收支情况", OVERDUE, "")))), ("fail overdue",))
    old = tuple((group, ((items[0][0], items[0][1].replace("三", "一"), "2026-04-14"),)) for group, items in ROWS)
    yield Case(check, "半年没有", whole(village(*QS, layout, old)), ("review stale",))
    for said in ("本季度无此事项", "2026年第三季度本季度无此事项（2026年10月12日说明）", "本季度未发生", "无",
                 "2026年第四季度应于2027年1月20日前公开，尚未公开", "在村公开栏公示"):  # fmt: skip
        yield Case(check, said, whole(village(*QS, layout, rows(ROWS[2][1][0], ("资产资源情况", said, "")))))
    for groups in (("党务", "村务", "财务"), ("一、党务公开", "二、村务公开", "三、财务公开"), ("党务公开栏", "村务公开栏", "财务公开栏"),
                   ("党务公开情况", "村务公开情况", "村级财务公开情况")):  # fmt: skip
        named = tuple((name, items) for name, (_, items) in zip(groups, ROWS, strict=True))
        yield Case(check, groups[0], whole(village(*QS, layout, named)))
    ju = tuple((name.replace("村务", "居务"), items) for name, items in old)
    yield Case(check, "社区", whole(village("qs", "东河社区", "清溪镇", layout, ju, title="东河社区居务公开")))
    dates = tuple((group, ((items[0][0], items[0][1], "2026年10月14日"),)) for group, items in ROWS)
    yield Case(check, "日期写法", whole(village(*QS, layout, dates)))


PATTERNS = (
    "2026年第{q}季度财务收支公开", "2026年{z}季度青石村财务公开表", "青石村2026年第{q}季度村务公开", "2026年{a}—{b}月青石村财务收支明细",
    "青石村财务公开（2026年第{n}季度）", "2026年{n}季度财务公示",
)  # fmt: skip


def rhythm(layout: Layout) -> Iterator[Case]:
    """Quarters of a village's own list of finances."""
    check = "freshness/village_rhythm"
    for pattern in PATTERNS:
        for told in ((4, 3, 2, 1), (4, 3), (4,)):
            yield Case(check, f"{len(told)} 个季度：{pattern}", _finance(layout, pattern, told))
        yield Case(check, f"到二季度：{pattern}", _finance(layout, pattern, (3, 2, 1)), ("review quarter-missing",))


def _finance(layout: Layout, pattern: str, quarters: tuple[int, ...]) -> Edit:
    """A list of quarters, each a month after its end; the fourth is last year's."""
    items = []
    for number, quarter in enumerate(quarters):
        year, q = (2026, quarter - 1) if quarter > 1 else (2025, 4)
        day = date(2026, q * 3 + 1, 12) if q < 4 else date(2026, 1, 12)
        said = pattern.format(q="一二三四"[q - 1], z="一二三四"[q - 1], n=q, a=q * 3 - 2, b=q * 3).replace(
            "2026", str(year)
        )
        items.append((said, f"/cw/qs/cw/{number}.html", day))
    main = "<p>所属乡镇：清溪镇</p>" + listed(layout, *items)
    return whole(column("cw/qs/cw/", "青石村财务公开", "信息公开目录", main))


def consultations(layout: Layout) -> Iterator[Case]:
    """Results within a month; six a year; ways to answer."""
    check = "interaction/consultations"
    for n in (0, 2):
        title = f"《明川县{TOPICS[n]}办法（草案）》征求意见采纳情况"
        gone = both(without(f"jg2/{n}.html"), unlisted("jg2/", title))
        yield Case(check, "没有结果", gone, ("review no-result",))
        late_day = date(2026, 8 + n, 20)
        yield Case(check, "结果晚了", whole(article(f"jg2/{n}.html", title, "征集结果", "征集调查", "<p>共收到意见12条，采纳5条。</p>", late_day)), ("fail late-result",))  # fmt: skip
        for ways in ("网上留言", "本页面下方在线提交", "电子邮箱、信函和电话0000-5550100"):
            yield Case(check, ways, whole(call(n, layout, ways)))
        for name in ("意见征集结果反馈", "征求意见反馈情况", "公众意见采纳情况", "意见采纳情况说明"):
            other = f"《明川县{TOPICS[n]}办法（草案）》{name}"
            yield Case(check, name, put(f"jg2/{n}.html", title=other), may=("no-result",) * (name.startswith("征求意见反馈")))  # fmt: skip

"""Villages and letters, calls and dates: what is due, by titles and dates as villages write them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tests.auditor.farm.portals.case import Case, Edit, both, put, whole, without
from tests.auditor.farm.portals.layouts import Layout
from tests.auditor.farm.portals.portal import (
    ROWS,
    TOPICS,
    VILLAGES,
    article,
    call,
    column,
    listed,
    village,
)  # fmt: skip

QS = VILLAGES[0]


def cases(layout: Layout) -> Iterator[Case]:
    """All of them, in the layout's own rows and labels."""
    yield from complete(layout)
    yield from rhythm(layout)
    yield from consultations(layout)
    yield from late(layout)
    yield from twice(layout)
    yield from due()


def rows(*items: tuple[str, str, str]) -> tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]:
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
        yield Case(check, f"四个季度：{pattern}", _finance(layout, pattern, (4, 3, 2, 1)))
        for quarters in ((3, 2, 1), (2, 1)):
            name = f"到{quarters[0] - 1}季度：{pattern}"
            yield Case(check, name, _finance(layout, pattern, quarters), ("review quarter-missing",))


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
        gone = both(without(f"jg2/{n}.html"), _unlisted("jg2/", title))
        yield Case(check, "没有结果", gone, ("review no-result",))
        late_day = date(2026, 8 + n, 20)
        yield Case(check, "结果晚了", whole(article(f"jg2/{n}.html", title, "征集结果", "征集调查", "<p>共收到意见12条，采纳5条。</p>", late_day)), ("fail late-result",))  # fmt: skip
        for ways in ("网上留言", "本页面下方在线提交", "电子邮箱、信函和电话0000-5550100"):
            yield Case(check, ways, whole(call(n, layout, ways)))
        for name in ("意见征集结果反馈", "征求意见反馈情况", "公众意见采纳情况", "意见采纳情况说明"):
            other = f"《明川县{TOPICS[n]}办法（草案）》{name}"
            yield Case(check, name, put(f"jg2/{n}.html", title=other), may=("no-result",) * (name.startswith("征求意见反馈")))  # fmt: skip


def _unlisted(path: str, title: str) -> Edit:
    """A list in which the title stands no more."""
    return lambda portal: put(path, main=portal[path].main.replace(title, "关于意见征集的说明"))(portal)


def late(layout: Layout) -> Iterator[Case]:
    """成文 → 发布."""
    check = "freshness/late_publication"
    for name, written, true in (
        ("迟两个月", "2026-06-08", True), ("迟三十个工作日", "2026-06-26", True), ("当天", "2026-08-10", False),
        ("两周", "2026-07-27", False), ("二十个工作日以内", "2026-07-14", False), ("没有成文日期", "", False),
    ):  # fmt: skip
        pairs = [("索引号", "011336909/2026-00012"), ("发布机构", "明川县人民政府办公室"), ("发布日期", "2026-08-10")]
        pairs += [("成文日期", written)] if written else []
        edit = _headed(layout.body(pairs))
        # The head of a document stands behind no tab.
        yield Case(check, name, edit, ("review late",) * true, fits=lambda one: one.id != "tabs")
    for label in ("实施日期", "有效期至", "施行日期", "废止日期", "办结日期"):
        edit = _headed(layout.body([("发布日期", "2026-08-10"), (label, "2026-05-10")]))
        yield Case(check, label, edit, may=("late-issue", "late"))


def _headed(table: str) -> Edit:
    """The rule with a table of its particulars on top."""
    return lambda portal: put("zcwj/1.html", main=table + portal["zcwj/1.html"].main)(portal)


def twice(layout: Layout) -> Iterator[Case]:
    """One text at two addresses."""
    check = "freshness/published_twice"
    text = (
        "<p>为方便群众办理冬季取暖补贴，现将申报时间、地点和材料通知如下：申报自十二月一日起，至十二月二十日止，逾期不再受理。</p>"
        * 2
    )
    one = article("yw/0.html", "关于申报冬季取暖补贴的通知", "动态要闻", "工作动态", text, date(2026, 11, 10))
    again = article("yw/1.html", "关于申报冬季取暖补贴的通知", "动态要闻", "工作动态", text, date(2026, 11, 13))
    yield Case(check, "重复", whole(one, again), ("fail twice",))
    changed = article(
        "yw/1.html",
        "关于申报冬季取暖补贴的通知",
        "动态要闻",
        "工作动态",
        text.replace("二十日", "三十日"),
        date(2026, 11, 13),
    )
    yield Case(check, "延期", whole(one, changed), may=("twice",))
    other = article(
        "yw/1.html",
        "关于申报冬季取暖补贴的补充通知",
        "动态要闻",
        "工作动态",
        "<p>受理地点增加河东镇便民服务中心。</p>",
        date(2026, 11, 13),
    )
    yield Case(check, "补充通知", whole(one, other))
    stage = article(
        "yw/1.html",
        "关于公租房分配结果的公示（第二批）",
        "动态要闻",
        "工作动态",
        text.replace("取暖", "住房"),
        date(2026, 11, 13),
    )
    yield Case(check, "分批公示", whole(one, stage))


def due() -> Iterator[Case]:
    """Annual reports: there by 31 March, and not last year's again."""
    check = "freshness/missing_report"
    gone = both(without("zwgk/3/2025.html"), _unlisted("zwgk/3/", "明川县人民政府2025年政府信息公开工作年度报告"))
    yield Case(check, "没有去年的年报", gone, ("fail openness-report",))
    for title in ("明川县人民政府2025年度政府信息公开工作年度报告", "2025年明川县人民政府信息公开年度报告", "明川县2025年政府信息公开年报",
                  "明川县人民政府二〇二五年政府信息公开工作年度报告"):  # fmt: skip
        yield Case(check, title, _retitled(title))


def _retitled(title: str) -> Edit:
    """The report of 2025 by another title."""
    before = "明川县人民政府2025年政府信息公开工作年度报告"
    return both(
        put("zwgk/3/2025.html", title=title),
        lambda portal: put("zwgk/3/", main=portal["zwgk/3/"].main.replace(before, title))(portal),
    )

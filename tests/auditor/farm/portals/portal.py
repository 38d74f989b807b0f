"""The honest portal: every page that the county should have, with nothing wrong on any of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from tests.auditor.farm.portals.layouts import SAFE, Layout, Page
from tests.auditor.farm.portals.report import report
from tests.auditor.farm.sites.rows import TODAY, Item, rows

Portal = dict[str, Page]
TOPICS = ("停车收费", "河道治理", "校车路线", "供水价格", "集市搬迁", "公园命名")
PARTS = ("政府信息公开指南", "政府信息公开制度", "法定主动公开内容", "政府信息公开年报", "依申请公开")
MENU = (
    ("动态要闻", "yw/"), ("政府信息公开", "zwgk/"), ("明川概况", "gk/"), ("机构职能", "jg/"), ("领导之窗", "ld/"),
    ("政策文件", "zcwj/"), ("政策解读", "zcjd/"), ("办事服务", "bsfw/"), ("县长信箱", "xx/"), ("征集调查", "zj/"),
    ("征集结果", "jg2/"), ("村务公开", "cw/"), ("标准目录", "ml/"),
)  # fmt: skip
RULE = "明川县校车安全管理办法"
ASKED = date(2026, 10, 8)


def portal(layout: Layout) -> Portal:
    """All pages by path."""
    return {page.path: page for page in _pages(layout)}


def menu(pages: Portal) -> str:
    """The navigation of every page: what there is, by the name it goes by."""
    return "".join(f'<a href="/{path}">{pages[path].column}</a>' for _, path in MENU if path in pages)


def listed(layout: Layout, *items: tuple[str, str, date]) -> str:
    """A list of titles, addresses and days in the layout's shape."""
    return rows(layout.rows, [Item(title, url, day) for title, url, day in items])


def column(path: str, name: str, type_: str, main: str) -> Page:
    """A column page."""
    return Page(path=path, kind="column", title=name, column=name, type=type_, main=main)


def article(
    path: str, title: str, name: str, type_: str, main: str, day: date = date(2026, 11, 10), time: str = "09:00"
) -> Page:
    """A content page, whose date is in its tags and in sight."""
    shown = f"<p>发布时间：{day} {time}　来源：明川县人民政府办公室</p>"
    tags = {"PubDate": f"{day} {time}"}
    return Page(path=path, title=title, column=name, type=type_, main=shown + main + ENDING, tags=tags)


ENDING = (
    "<p>各有关单位和个人对上述内容有疑问的，可以在工作日向县人民政府办公室政务公开科咨询，"
    "工作人员将在接到来电、来函后及时给予答复，并做好登记。</p>"
)
"""What makes an article as long as articles are."""


def _pages(layout: Layout) -> Iterator[Page]:
    news = [
        (f"我县召开{topic}工作推进会", f"/yw/{n}.html", TODAY - timedelta(3 * n + 2)) for n, topic in enumerate(TOPICS)
    ]
    yield Page(
        path="", kind="home", title="明川县人民政府", column="首页", headers=SAFE,
        main=f"<h2>动态要闻</h2>{listed(layout, *news)}",
    )  # fmt: skip
    yield column("yw/", "动态要闻", "工作动态", listed(layout, *news))
    for title, url, day in news[:2]:
        text = f"<p>{title}，会议要求各镇各部门压实责任，细化措施，确保各项工作按时完成。</p>"
        yield article(url[1:], title, "动态要闻", "工作动态", text, day)
    yield from _platform(layout)
    yield column("gk/", "明川概况", "概况信息", "<p>明川县位于省境东部，面积二千一百平方公里，辖九镇三乡。</p>")
    yield column("jg/", "机构职能", "机构职能", "<p>县人民政府办公室负责会议准备、文件办理和政务公开工作。</p>")
    yield column("ld/", "领导之窗", "负责人信息", "<p>县长主持县人民政府全面工作。</p>")
    yield from _policies(layout)
    yield from _services(layout)
    yield from _letters(layout)
    yield from _calls(layout)
    yield from _villages(layout)
    yield catalogue(layout, "/zcwj/1.html")


def _platform(layout: Layout) -> Iterator[Page]:
    links = "".join(f'<li><a href="/zwgk/{n}/">{part}</a></li>' for n, part in enumerate(PARTS))
    yield column("zwgk/", "政府信息公开", "信息公开目录", f"<ul>{links}</ul>")
    yield column(
        "zwgk/0/", PARTS[0], "信息公开指南", "<p>受理机构：县政府办公室，办公地址：府前路1号，办公时间：工作日。</p>"
    )
    yield column("zwgk/1/", PARTS[1], "信息公开目录", "<p>《中华人民共和国政府信息公开条例》</p>")
    yield column("zwgk/2/", PARTS[2], "信息公开目录", '<p><a href="/zcwj/">政策文件</a></p>')
    years = ((2025, date(2026, 3, 20)), (2024, date(2025, 3, 18)))
    shown = listed(layout, *((f"明川县人民政府{year}年政府信息公开工作年度报告", f"/zwgk/3/{year}.html", day) for year, day in years))  # fmt: skip
    yield column("zwgk/3/", PARTS[3], "信息公开年报", shown)
    for year, day in years:
        yield yearly(year, day)
    yield column("zwgk/4/", PARTS[4], "依申请公开", "<p>申请人可以当面、邮寄或者在线提交申请表。</p>")


def yearly(year: int, day: date, **changed: Any) -> Page:
    """The report on open information of a year; ``changed`` as report() takes it."""
    title = f"明川县人民政府{year}年政府信息公开工作年度报告"
    return article(f"zwgk/3/{year}.html", title, PARTS[3], "信息公开年报", report(year, **changed), day)


def _policies(layout: Layout) -> Iterator[Page]:
    named = f"明川县人民政府办公室关于印发《{RULE}》的通知"
    yield column("zcwj/", "政策文件", "政策文件", listed(layout, (named, "/zcwj/1.html", date(2026, 8, 10))))
    yield column(
        "zcjd/", "政策解读", "政策解读", listed(layout, (f"《{RULE}》政策解读", "/zcjd/1.html", date(2026, 8, 11)))
    )
    yield document(f'<h3>相关解读</h3><p><a href="/zcjd/1.html">《{RULE}》政策解读</a></p>')
    yield interpretation(f'<h3>解读的文件</h3><p><a href="/zcwj/1.html">{named}</a></p>')


def document(related: str) -> Page:
    """The rule with what stands below it."""
    title = f"明川县人民政府办公室关于印发《{RULE}》的通知"
    text = f"<p>明政办规〔2026〕3号</p><p>各镇人民政府，县政府各部门：</p><p>《{RULE}》已经县政府同意，现印发给你们，请认真组织实施。</p>"
    return article("zcwj/1.html", title, "政策文件", "政策文件", text + related, date(2026, 8, 10))


def interpretation(related: str, text: str = "") -> Page:
    """Its interpretation, likewise."""
    said = text or "<p>现就办法的出台背景、主要内容解读如下，方便广大群众对照阅读和理解执行。</p>"
    return article("zcjd/1.html", f"《{RULE}》政策解读", "政策解读", "政策解读", said + related, date(2026, 8, 11))


def _services(layout: Layout) -> Iterator[Page]:
    yield column("bsfw/", "办事服务", "办事服务", '<ul><li><a href="/bsfw/1.html">老年人优待证办理</a></li></ul>')
    pairs = (
        ("事项名称", "老年人优待证办理"), ("设定依据", "老年人权益保障法第五十三条"), ("申请条件", "年满六十五周岁"),
        ("办理材料", "身份证原件，纸质"), ("办理地点", "县政务服务中心二楼"), ("办理机构", "县民政局"), ("收费标准", "不收费"),
        ("办理时间", "工作日8:30至17:30"), ("联系电话", "0000-5550100"), ("办理流程", "申请、受理、审核、发证"),
    )  # fmt: skip
    yield article("bsfw/1.html", "老年人优待证办理", "办事服务", "办事服务", layout.body(pairs))


def _letters(layout: Layout) -> Iterator[Page]:
    title = "关于养老登记的来信"
    yield column("xx/", "县长信箱", "咨询投诉", listed(layout, (title, "/xx/1.html", date(2026, 11, 10))) + STATISTICS)
    pairs = (
        ("来信时间", "2026-11-02"), ("答复时间", "2026-11-05"), ("答复单位", "县民政局"),
        ("来信内容", "请问老人就餐补贴怎样登记？"), ("答复内容", "您好，请到村委会登记，当日即可办好。"),
    )  # fmt: skip
    yield article("xx/1.html", title, "县长信箱", "咨询投诉", layout.body(pairs))


STATISTICS = "<p>2026年10月收到来信12件，办结12件，按时办结率100%。</p>"


def _calls(layout: Layout) -> Iterator[Page]:
    calls, results = [], []
    for n, topic in enumerate(TOPICS):
        begun = date(2026, 3 + n, 2)
        calls.append((f"关于公开征求《明川县{topic}办法（草案）》意见的公告", f"/zj/{n}.html", begun))
        results.append((f"《明川县{topic}办法（草案）》征求意见采纳情况", f"/jg2/{n}.html", begun + timedelta(44)))
        yield call(n, layout)
        yield article(
            f"jg2/{n}.html", results[n][0], "征集结果", "征集调查", "<p>共收到意见12条，采纳5条。</p>", results[n][2]
        )
    yield column("zj/", "征集调查", "征集调查", listed(layout, *reversed(calls)))
    yield column("jg2/", "征集结果", "征集调查", listed(layout, *reversed(results)))


def call(n: int, layout: Layout, ways: str = "电子邮箱mcxzf@farm.gov.cn、网上留言或者来信") -> Page:
    """A call for opinions of thirty days."""
    begun = date(2026, 3 + n, 2)
    ended = begun + timedelta(30)
    text = (
        f"<p>为广泛听取意见，现将草案向社会公布。请于{ended.year}年{ended.month}月{ended.day}日前，通过{ways}提出意见。</p>"
        '<form action="/zj/put" method="post"><textarea name="a"></textarea><button>提交意见</button></form>'
    )
    title = f"关于公开征求《明川县{TOPICS[n]}办法（草案）》意见的公告"
    return article(f"zj/{n}.html", title, "征集调查", "征集调查", text, begun)


VILLAGES = (("qs", "青石村", "清溪镇"), ("dw", "大湾村", "清溪镇"), ("ls", "柳树村", "龙泉乡"))


def _villages(layout: Layout) -> Iterator[Page]:
    links = "".join(f'<li><a href="/cw/{id}/">{name}村务公开</a></li>' for id, name, _ in VILLAGES)
    yield column("cw/", "村务公开", "信息公开目录", f"<ul>{links}</ul>")
    for id, name, town in VILLAGES:
        yield village(id, name, town, layout)


Groups = Sequence[tuple[str, Sequence[tuple[str, str, str]]]]
"""党务, 村务, 财务: items, each with what was said of it and the day."""

ROWS: Groups = (
    ("党务公开", (("党费收缴情况", "2026年第三季度党费收缴情况", "2026-10-12"),)),
    ("村务公开", (("宅基地审批情况", "2026年第三季度宅基地审批结果", "2026-10-14"),)),
    ("财务公开", (("财务收支情况", "2026年第三季度财务收支明细", "2026-10-15"),)),
)


def village(id: str, name: str, town: str, layout: Layout, groups: Groups = ROWS, *, title: str = "") -> Page:
    """A village's page: three groups, each with what was published."""
    parts = []
    for group, items in groups:
        pairs = [
            (item, f'<a href="/cw/{id}/{n}.html">{said}</a> {day}' if day else said)
            for n, (item, said, day) in enumerate(items)
        ]
        parts.append(f"<h2>{group}</h2>{layout.body(pairs)}")
    main = f"<p>所属乡镇：{town}</p>" + "".join(parts)
    return column(f"cw/{id}/", title or f"{name}村务公开", "信息公开目录", main)


def catalogue(layout: Layout, *targets: str, cells: tuple[str, ...] = ()) -> Page:
    """A table of a 标准目录; ``cells`` stand in place of the links."""
    shown = cells or tuple(f'<a href="{target}">查看公开内容</a>' for target in targets)
    items = ("救助政策文件", "监督检查情况", "办事指南", "救助对象名单")
    inner = "".join(
        f"<tr><td>{n}</td><td>{items[n - 1]}</td><td>条例第二十条</td><td>■政府网站 □两微一端</td><td>{cell}</td></tr>"
        for n, cell in enumerate(shown, 1)
    )
    heads = "<tr><th>序号</th><th>公开事项</th><th>公开依据</th><th>公开渠道和载体</th><th>公开情况</th></tr>"
    return column("ml/", "社会救助标准目录", "信息公开目录", f"<table>{heads}{inner}</table>")

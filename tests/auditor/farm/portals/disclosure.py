"""What a county has to disclose: standing columns, the platform, reports, interpretations, the catalogue, the search."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from auditor.model import SearchTrial, TitleTrial
from tests.auditor.farm.portals import report
from tests.auditor.farm.portals.case import Case, Edit, both, put, tagged, whole, without
from tests.auditor.farm.portals.layouts import LAYOUTS
from tests.auditor.farm.portals.portal import RULE, Portal, catalogue, document, interpretation, yearly

FIRST = LAYOUTS[0]


def cases() -> Iterator[Case]:
    """All of them."""
    yield from columns()
    yield from platform()
    yield from reports()
    yield from interpretations()
    yield from catalogues()
    yield from searches()


def renamed(path: str, name: str, type_: str = "其他") -> Edit:
    """A column under another name, whose type says nothing."""
    return put(path, column=name, title=name, type=type_)


STANDING = {
    "gk/": ("走进明川", "县情概况", "明川县情", "认识明川"),
    "jg/": ("政府机构", "机构设置", "政府部门", "组织机构"),
    "ld/": ("县政府领导", "政府领导", "领导信息", "领导介绍"),
    "zcwj/": ("政府文件", "县政府文件", "行政规范性文件", "法规文件"),
    "zcjd/": ("解读回应", "文件解读", "解读", "政策图解"),
}


def columns() -> Iterator[Case]:
    """Columns that stand for good: each gone, each by other names of the trade."""
    check = "structure/standing_columns"
    for path, names in STANDING.items():
        gone = (path, f"{path}1.html") if path in ("zcwj/", "zcjd/") else (path,)
        yield Case(check, f"没有 {path}", both(without(*gone), _no_link(path)), ("review no-column",))
        for name in names:
            # What is drawn may be an interpretation: a person has to look.
            yield Case(check, name, renamed(path, name), may=("no-column",) * (name == "政策图解"))
    check = "services/none"
    yield Case(check, "没有办事", without("bsfw/", "bsfw/1.html"), ("review none",))
    for html in ('<a href="https://zwfw.example.gov.cn/mc">政务服务网</a>', '<a href="https://www.mcfw.gov.cn/">网上办事大厅</a>',
                 '<a href="https://zwfw.example.gov.cn/"><img src="/i/bs.png" alt="政务服务"></a>'):  # fmt: skip
        yield Case(check, html[-20:], both(without("bsfw/", "bsfw/1.html"), _home(html)))
    for name in ("政务服务", "办事大厅", "便民服务"):
        yield Case(check, name, renamed("bsfw/", name))
    check = "interaction/channel"
    gone = ("xx/", "xx/1.html", "zj/", "jg2/", *(f"{folder}/{n}.html" for folder in ("zj", "jg2") for n in range(6)))
    yield Case(check, "没有渠道", without(*gone), ("review none",))
    for html in ('<a href="https://12345.example.gov.cn/">12345政务服务便民热线</a>', '<a href="/lyb/">咨询投诉</a>',
                 '<a href="https://zmhd.example.gov.cn/">县长信箱</a>'):  # fmt: skip
        yield Case(check, html[-16:], both(without(*gone), _home(html)))
    for name in ("书记县长信箱", "领导信箱", "网上咨询", "政民互动"):
        yield Case(check, name, renamed("xx/", name))


def _home(html: str) -> Edit:
    """A link on the home page."""
    return lambda portal: put("", main=portal[""].main + html)(portal)


def _no_link(path: str) -> Edit:
    """What links to the pages gone, without their links."""

    def edit(portal: Portal) -> None:
        if path == "zcwj/":
            interpretation_ = interpretation("<p>解读的文件：国务院文件</p>")
            portal.update({"zcjd/1.html": interpretation_})

    return edit


PARTS = {
    "guide": ("0", ("信息公开指南", "公开指南", "县政府信息公开指南")),
    "rules": ("1", ("信息公开制度", "公开制度", "政府信息公开规定")),
    "content": ("2", ("法定主动公开", "主动公开内容", "法定主动公开的内容")),
    "annual": ("3", ("信息公开年报", "政府信息公开年度报告", "信息公开工作年度报告")),
    "request": ("4", ("依申请公开平台", "政府信息依申请公开", "在线申请（依申请公开）")),
}


def platform() -> Iterator[Case]:
    """The five parts of the platform."""
    check = "identity/platform_parts"
    for reason, (number, names) in PARTS.items():
        yield Case(check, f"没有 {reason}", _part(number, ""), (f"review {reason}",))
        for name in names:
            yield Case(check, name, _part(number, name))
    for name in ("政务公开", "信息公开"):
        yield Case(check, name, renamed("zwgk/", name))


def _part(number: str, name: str) -> Edit:
    """One part of the platform by another name, or gone."""

    def edit(portal: Portal) -> None:
        before = portal[f"zwgk/{number}/"].column
        old = f'<li><a href="/zwgk/{number}/">{before}</a></li>'
        put("zwgk/", main=portal["zwgk/"].main.replace(old, old.replace(before, name) if name else ""))(portal)
        if name:
            renamed(f"zwgk/{number}/", name)(portal)
        else:
            for path in [path for path in portal if path.startswith(f"zwgk/{number}/")]:
                del portal[path]

    return edit


THIS = date(2026, 3, 20)


def reports() -> Iterator[Case]:
    """Sums of the annual report, within the year and across years."""
    check = "structure/annual_report"
    for name, numbers, true in (
        ("总计多一", {"total": 76, "over": 2}, ("fail sum", "fail sum")),
        ("收办不等", {"new": 75}, ("fail sum", "fail sum")),
        ("结转多一", {"over": 4}, ("fail sum", "fail sum")),
        ("上年结转不同", {"left": 5, "new": 73}, ("fail years", "fail years")),
        ("现行有效不同", {"valid": 44}, ("fail years",)),
        ("制发不同", {"issued": 8}, ("fail years",)),
    ):
        yield Case(check, name, whole(yearly(2025, THIS, numbers=numbers)), true)
    yield Case(check, "复议不等", whole(yearly(2025, THIS, reviews=(1, 0, 1, 0, 3))), ("fail sum",))
    yield Case(check, "雷同", whole(yearly(2025, THIS, problems=report.PROBLEMS[2024])), ("review same-words",))
    for at in (0, 3, 5):
        titles = tuple("" if n == at else title for n, title in enumerate(report.TITLES))
        yield Case(check, f"没有第{at + 1}部分", whole(yearly(2025, THIS, titles=titles)), ("fail part",))
    for name, changed in (
        ("数字有空格", {"write": " {} "}), ("数字有标签", {"write": "<p><span>{}</span></p>"}), ("零写作横线", {"zero": "—"}),
        ("不换行空格", {"write": "&nbsp;{}&nbsp;"}), ("零留空", {"zero": ""}), ("零写作斜线", {"zero": "/"}),
        ("零写作零", {"zero": "零"}), ("居中", {"write": '<center>{}</center>'}), ("全角零", {"zero": "０"}),
        ("标题换说法", {"titles": (*report.TITLES[:4], "五、存在的主要问题及改进情况", "六、其他需要报告的事项")}),
        ("标题有空格", {"titles": tuple(title.replace("、", "、 ") for title in report.TITLES)}),
        ("标题用括号", {"titles": tuple(f"（{title[0]}）{title[2:]}" for title in report.TITLES)}),
        ("标题用逗点", {"titles": tuple(f"{title[0]}．{title[2:]}" for title in report.TITLES)}),
        ("问题写明相同的句式", {"problems": "一是乡镇公开专栏更新不均衡；二是解读形式单一。下一步，按季度通报更新情况，为重要文件配发图解，组织业务培训。"}),
    ):  # fmt: skip
        # A cell without a number may be asked after.
        may = ("number",) if "零" in name and name != "全角零" else ("part",) if "标题" in name else ()
        for year, day in ((2025, THIS), (2024, date(2025, 3, 18))):
            yield Case(check, f"{year} {name}", whole(yearly(year, day, **changed)), may=may)
    for name, numbers in (("无申请", {"new": 0, "left": 4, "open": 3, "refused": 0, "total": 3, "over": 1}),
                          ("大数", {"new": 1074, "open": 1070, "total": 1075}),
                          ("多制发", {"issued": 17, "valid": 55})):  # fmt: skip
        yield Case(check, name, whole(yearly(2025, THIS, numbers=numbers)))
    yield Case(check, "只有一年", without("zwgk/3/2024.html"))


def interpretations() -> Iterator[Case]:
    """Document and interpretation link to each other, or do not."""
    check = "structure/interpretation_link"
    named = f"明川县人民政府办公室关于印发《{RULE}》的通知"
    there, back = f'<a href="/zcwj/1.html">{named}</a>', f'<a href="/zcjd/1.html">《{RULE}》政策解读</a>'
    yield Case(check, "解读不链文件", whole(interpretation("")), ("fail no-document",))
    yield Case(check, "文件不链解读", whole(document("")), ("fail no-interpretation-link",))
    yield Case(check, "互不链接", whole(document(""), interpretation("")), ("fail no-document", "fail no-interpretation-link"))  # fmt: skip
    for label in ("相关文件", "原文链接", "政策原文", "关联文件", "解读文件"):
        yield Case(check, label, whole(interpretation(f"<p>{label}：{there}</p>")))
        short = '<a href="/zcwj/1.html">点击查看</a>'
        yield Case(check, f"{label}（点击查看）", whole(interpretation(f"<p>{label}：{short}</p>")))
    for label in ("解读链接", "政策解读", "图解", "关联解读"):
        yield Case(check, label, whole(document(f"<div class='rel'>{label}：{back}</div>")))
    for text in (
        f"<p>日前，县政府办公室印发《{RULE}》（{there}），现解读如下。</p>",
        f"<p>{there}</p><p>一、背景。二、内容。</p>",
    ):
        yield Case(check, "文内链接", whole(interpretation("", text)))
    above = put("zcjd/1.html", title="《东江省乡村振兴促进条例》解读", main="<p>发布时间：2026-08-11 09:00　来源：省政府网站</p><p>条例自十月起施行，现将主要内容解读如下。</p>")  # fmt: skip
    yield Case(check, "解读上级文件", both(above, whole(document("")), put("zcwj/1.html", title="关于做好防汛值班的通知", main="<p>请各单位做好防汛值班。</p>")), may=("no-document",))  # fmt: skip
    yield Case(check, "解读新闻", put("zcjd/1.html", title="我县召开政策解读培训会", column="工作动态", main="<p>会议讲解了怎样写政策解读。</p>"), may=("no-document",))  # fmt: skip


def catalogues() -> Iterator[Case]:
    """Items of the catalogue against pages."""
    check = "structure/catalogue_items"
    link = '<a href="/zcwj/1.html">查看</a>'
    for text in ("暂无信息", "", "暂无", "—", "待公开"):
        yield Case(check, f"没有页面：{text}", whole(catalogue(FIRST, cells=(link, text))), ("review no-page",))
    dead = '<a href="/gone.html">临时救助办事指南</a>'
    yield Case(check, "死链", whole(catalogue(FIRST, cells=(link, dead))), ("fail dead-page",))
    yield Case(check, "一死一空", whole(catalogue(FIRST, cells=(link, dead, "暂无"))), ("fail dead-page", "review no-page"))  # fmt: skip
    for cells in (
        (link, link), (link, f"{dead}{link}"), (link, "本年度无此事项"), (link, "本季度没有发生"),
        ("文件", "通知"), (link, '<a href="/bsfw/">办事服务</a>'), (link, f"<ul><li>{link}</li></ul>"),
        (link, '<a href="https://www.gov.cn/a.html">国务院文件</a>'), (link, f"<p>详见：{link}</p>"),
        (link, "无（本年度未产生）"), (link, "不涉及"), (link, "目前没有发生"), (f"{link}　{link}", link), (link, link, link, link), (link, "尚未形成，预计12月公开"),
    ):  # fmt: skip
        yield Case(check, str(cells)[-30:], whole(catalogue(FIRST, cells=cells)))


def searches() -> Iterator[Case]:
    """What came of the search; the page is the same in every layout."""
    check = "structure/site_search"
    url, titles = (
        "https://www.farm.gov.cn/so/",
        ("关于防汛工作的通知", "关于抗旱工作的通知", "停车收费办法", "养老登记"),
    )

    def trial(*found: bool | None, classified: bool | None = True, why: str = "", entry: str = "form") -> SearchTrial:
        trials = tuple(
            TitleTrial(title=title, url=f"{url}{n}", found=one, why=why if one is None else "")
            for n, (title, one) in enumerate(zip(titles, found, strict=False))
        )
        return SearchTrial(entry=entry, url=url, trials=trials, classified=classified)  # type: ignore[arg-type]

    for name, said, true in (
        ("一个搜不到", trial(True, True, False, True), ("fail not-on-first-page",)),
        ("两个搜不到", trial(False, True, False, True), ("fail not-on-first-page",) * 2),
        ("都搜不到", trial(False, False, False, False), ("review",)),
        ("不能分类", trial(True, True, True, True, classified=False), ("review not-classified",)),
        ("没有搜索", trial(entry="none", classified=None), ("review",)),
        ("都搜到", trial(True, True, True, True), ()),
        ("一个没打开", trial(True, None, True, True, why="20 秒内没有打开"), ()),
        ("在别的主机", trial(entry="elsewhere", classified=None), ()),
        ("不许访问", trial(entry="barred", classified=None), ()),
        ("只有三个标题", trial(True, True, True), ()),
        ("两个没打开", trial(True, None, True, None, why="20 秒内没有打开"), ()),
        ("只有一个标题", trial(True), ()),
        ("只有链接", trial(True, True, True, True, entry="link"), ()),
        ("没有标题", trial(), ()),
        ("分类看不出", trial(True, True, True, True, classified=None), ()),
        ("都没打开", trial(None, None, None, None, classified=None, why="没有打开"), ()),
    ):
        yield Case(check, name, lambda portal: None, true, search=said, fits=tagged)

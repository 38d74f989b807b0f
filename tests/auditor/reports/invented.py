"""Invented reports for the tests of their forms: 明川县 does not exist."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from hashlib import blake2b
from typing import Any, get_args

from auditor.model import Coverage, Family, Finding, Locator, NotRun, Report, Rules, SiteName, Tool

SITE = "https://www.mingchuan.example"
NOW = datetime(2026, 11, 20, 9, tzinfo=timezone(timedelta(hours=8)))
LAW = "国办秘函〔2019〕19号"


def finding(check: str = "links/dead_page", **given: Any) -> Finding:
    """A finding of which only what matters need be said."""
    fields: dict[str, Any] = {
        "title": "死链",
        "verdict": "fail",
        "severity": "P2",
        "clauses": (f"{LAW} 功能设计·可用性",),
        "url": f"{SITE}/zwgk/2026-03/a.html",
        "target": "",
        "reason": "",
        "locator": Locator(),
        "evidence": "",
        "mark": None,
        "message": "链接打不开",
        "remedy": "请改正或删除链接",
        "occurrences": 1,
        "reach": 1,
    } | given
    fields.setdefault("pages", (fields["url"],))
    unique = repr(sorted(fields.items(), key=lambda item: item[0]))
    fingerprint = given.get("fingerprint") or blake2b(f"{check}{unique}".encode(), digest_size=10).hexdigest()
    return Finding(check=check, family=check.partition("/")[0], **(fields | {"fingerprint": fingerprint}))


def marked(text: str) -> dict[str, Any]:
    """Evidence written with the guilty part in ［ ］."""
    before, _, rest = text.partition("［")
    guilty, _, after = rest.partition("］")
    return {"evidence": before + guilty + after, "mark": (len(before), len(before) + len(guilty))}


def report(*findings: Finding, **given: Any) -> Report:
    """A report with these findings."""
    fields: dict[str, Any] = {
        "schema_version": 1,
        "tool": Tool(name="gongkai-auditor", version="0.1.0"),
        "rules": Rules(id="guoban-2019-19", edition="2019-04-01"),
        "now": NOW,
        "site": SiteName(url=SITE + "/", canonical=SITE + "/", name="明川县人民政府", id_code="4290990001"),
        "started": NOW,
        "finished": NOW + timedelta(minutes=3),
        "coverage": Coverage(
            pages_found=1312, pages_fetched=1304, pages_judged=1287, pages_in_browser=18, links_checked=4076,
            sample_seed=2019, by_check={"links/dead_page": 1287, "words/wrong_wording": 1287, "accessibility/axe": 18},
            not_run=(NotRun(what="评分", why="评分表尚未提供，本报告只列问题"),),
        ),
        "score": None,
        "rows": (),
    } | given  # fmt: skip
    return Report(findings=findings, **fields)


def many(count: int) -> Iterator[Finding]:
    """Findings of every family, verdict and severity, in 180 columns; each 500th speaks of a needle."""
    families = get_args(Family)
    for n in range(count):
        yield finding(
            f"{families[n % len(families)]}/check_{n % 24}",
            fingerprint=f"{n:020x}",
            verdict="review" if n % 3 == 0 else "fail",
            severity=f"P{n % 4}",
            message=f"第 {n} 条：表述不规范，请核对后改正" + ("（针）" if n % 500 == 0 else ""),
            url=f"{SITE}/zwgk/fdzdgknr/2026-{n % 12 + 1:02}/{n}.html",
            reach=n % 7 + 1,
            occurrences=n % 7 + 1,
            column_path=("政务公开", "政府信息公开", "法定主动公开内容", f"第 {n % 180} 栏"),
            page_title=f"关于进一步做好第 {n} 项工作的通知",
            published="2026-11-16T16:40",
            **marked(f"关于进一步做好第 {n} 项工作的通知中，［截止目前］全县已完成投资 3.2 亿元，同比增长"),
        )


def full_report() -> Report:
    """About forty findings of every kind that a county's site may have."""
    rows = [*_private(), *_words(), *_columns(), *_links(), *_identity(), *_barriers()]
    not_run = (
        NotRun(what="站外链接", why="按设置不核对其他网站的链接，共 1,204 个，其中政府网站 366 个"),
        NotRun(what=f"浏览器无障碍检查：{SITE}/hdjl/fangtan/", why="页面 60 秒内没有加载或检查完"),
        NotRun(what="图片中的文字", why="未作文字识别，图片未检 312 张"),
        NotRun(what="手机宽度下的无障碍检查", why="浏览器只按 1280 像素宽度打开页面"),
        NotRun(what="无障碍人工检查", why="自动检查只能发现约三分之一种类的障碍，其余须用键盘和读屏软件人工检查"),
        NotRun(what="领导姓名、职务表述", why="没有提供领导名单，未检"),
        NotRun(what="留言办理时限", why="未导入后台留言清单，未公开的留言不能从页面上看到"),
        NotRun(what="新媒体账号", why="未提供账号清单"),
        NotRun(what="评分", why="评分表尚未提供，本报告只列问题，不作合格与否的结论"),
    )
    cut = (NotRun(what=f"{SITE}/zwgk/tjgb/2025.html", why="页面超过 5 MB，只读取了前一部分"),)
    plain = report()
    return report(*rows, coverage=_with(plain.coverage, not_run=not_run, cut=cut))


def _with(coverage: Coverage, **given: Any) -> Coverage:
    return Coverage(**{name: getattr(coverage, name) for name in coverage.__struct_fields__} | given)


def _private() -> list[Finding]:
    law = ("政府信息公开条例 第十五条",)
    common: dict[str, Any] = {
        "title": "泄露身份证号",
        "clauses": law,
        "remedy": "请立即撤下页面，遮盖出生日期等至少 8 位后重新发布，并核查同批文件",
    }
    return [
        finding("privacy/resident_id", severity="P0", message="公示名单中有完整的身份证号 12 个", url=f"{SITE}/villages/heping-shijia/2026q3/butie.html",
                locator=Locator(line=88, column=17, selector="main table tr:nth-of-type(2) td:nth-of-type(4)"), occurrences=12,
                **marked("石某某 ［110***********002X］ 一般农户 补贴 320 元"), **common, state="new", first_seen="2026-11-20T09:00:00+08:00"),
        finding("privacy/resident_id", severity="P1", verdict="review", message="“身份证号”一栏有 18 位数字，校验码不符，可能是录入错误的真实号码",
                url=f"{SITE}/gsgg/2026-09/zhaokao.html", **marked("准考证对应证件 ［110***********0021］"), **common, state="open", first_seen="2026-08-02T09:00:00+08:00"),
    ]  # fmt: skip


def _words() -> list[Finding]:
    said = [
        ("P1", "fail", "“一但”应为“一旦”", "［一但］发生险情，立即组织群众转移"),
        ("P2", "fail", "“截止目前”应为“截至目前”", "［截止目前］，全县已完成投资 3.2 亿元"),
        ("P2", "fail", "“登陆系统”应为“登录系统”", "请申请人［登陆系统］填写有关信息"),
        ("P2", "review", "“制订”“制定”混用，请核对", "经研究，［制订］本办法"),
        ("P2", "fail", "“政服服务”应为“政务服务”", "深化“互联网+［政服服务］”"),
        ("P3", "fail", "连用标点“、。”", "涉及教育、医疗、养老［、。］各单位要"),
        ("P2", "review", "分项之和与合计不符：2257 + 5754 ≠ 8101", "其中线上 2257 件、线下 5754 件，［合计 8101 件］"),
    ]  # fmt: skip
    return [
        finding("words/wrong_wording", title="错别字和不规范表述", severity=severity, verdict=verdict, message=message,
                url=f"{SITE}/yw/2026-1{at % 2}/{20260 + at}.html", clauses=(), remedy="请核对原文后改正；引用原件的，可列入忽略清单并说明理由",
                locator=Locator(line=40 + 7 * at, column=9 + at, selector=f"main p:nth-of-type({at + 1})"), **marked(text))
        for at, (severity, verdict, message, text) in enumerate(said)
    ] + [
        finding("words/wrong_wording", title="错别字和不规范表述", severity="P0", verdict="review", message="“中华人民共合国”应为“中华人民共和国”",
                url=f"{SITE}/yw/2026-10/20299.html", clauses=(f"{LAW} 单项否决·安全、泄密事故等严重问题",), **marked("依据《［中华人民共合国］预算法》")),
        finding("words/placeholder", title="占位文字未替换", message="正文中有未替换的“XX”", remedy="请补上实际内容", clauses=(),
                url=f"{SITE}/zwgk/ghjh/2026-02/jihua.html", occurrences=4, **marked("由［XX区］人民政府牵头，［各有关单位］配合")),
    ]  # fmt: skip


def _columns() -> list[Finding]:
    veto = (f"{LAW} 单项否决·栏目不更新",)
    return [
        finding("freshness/stale_column", title="栏目更新不及时", severity="P1", clauses=veto, url=f"{SITE}/yw/",
                message="“明川要闻”最近一条是 2026-10-28，已 23 天没有更新（应在 14 天内）", reason="stale", remedy="请补充更新；确无内容的，与要闻类栏目合并", **marked("［2026-10-28］ 县政府召开第 12 次常务会议")),
        finding("freshness/stale_column", title="栏目更新不及时", severity="P2", verdict="review", clauses=(f"{LAW} 发布解读·其他栏目",), url=f"{SITE}/zwgk/rsrm/",
                message="“人事任免”一年多没有新内容，请核实是否应更新", reason="default", remedy="请补充更新；确无内容的，与要闻类栏目合并"),
        finding("freshness/empty_column", title="空白栏目", severity="P1", clauses=(f"{LAW} 单项否决·空白栏目",), url=f"{SITE}/hdjl/wsdc/",
                message="“网上调查”没有任何内容", reason="empty", remedy="请发布内容，或撤销栏目并设置跳转"),
    ]  # fmt: skip


def _links() -> list[Finding]:
    pages = tuple(f"{SITE}/zwgk/fdzdgknr/2026-{month:02}/{month * 7919}.html" for month in range(1, 12)) * 2
    return [
        finding("links/dead_page", message="页脚“省政府信息公开”链接打不开（404）", target="https://www.province.example/xxgk/old/index.html", reason="not-found",
                url=pages[0], pages=pages[:20], reach=1287, occurrences=1287, severity="P1", locator=Locator(line=402, column=5, selector="footer a:nth-of-type(3)"),
                **marked('<a href="https://www.province.example/xxgk/old/index.html">［省政府信息公开］</a>')),
        *(finding("links/dead_page", message=f"正文链接打不开（{status}）", reason=reason, target=f"{SITE}/files/2026/{at}.pdf", verdict=verdict,
                  url=f"{SITE}/zcjd/2026-0{at + 1}/{30 + at}.html", locator=Locator(line=61 + at, column=13, selector="main p a"),
                  **marked(f"附件：［明川县第{at + 1}批项目清单.pdf］"))
          for at, (status, reason, verdict) in enumerate([("404", "not-found", "fail"), ("410", "gone", "fail"), ("连接超时", "timeout", "review"), ("404", "not-found", "fail"), ("服务器错误 502", "server-error", "review"), ("404", "not-found", "fail")])),
        finding("links/dead_asset", title="图片、样式等资源缺失", message="图片打不开（404）", target=f"{SITE}/media/2026/jiedu-yitu-dudong-guanyu-jinyibu-youhua-yingshang-huanjing-de-ruogan-cuoshi-final-v2.png", reason="not-found",
                url=f"{SITE}/zcjd/2026-06/yitu.html", remedy="请重新上传图片，或改正地址", **marked('<img src="［/media/2026/jiedu-yitu-dudong-guanyu-jinyibu-youhua-yingshang-huanjing-de-ruogan-cuoshi-final-v2.png］" alt="一图读懂">')),
        finding("links/dead_anchor", title="页内定位失效", severity="P3", message="目录“第三章”指向的位置不存在", target=f"{SITE}/zwgk/gfxwj/2026-03.html#d3z", remedy="请改正锚点", url=f"{SITE}/zwgk/gfxwj/2026-03.html"),
    ]  # fmt: skip


def _identity() -> list[Finding]:
    tags = [
        ("PubDate", "没有发布时间标签 PubDate"),
        ("ColumnType", "栏目类型标签 ColumnType 不在规定的名称之中"),
        ("SiteIDCode", "网站标识码应为 10 位"),
        ("Keywords", "关键词标签为空"),
        ("ContentSource", "没有来源标签 ContentSource"),
    ]
    return [
        finding("identity/meta_tags", title="网页标签不规范", message=message, reason=name, target=name, reach=3 + at, occurrences=3 + at,
                pages=tuple(f"{SITE}/bmdt/2026-0{n + 1}/{at}{n}.html" for n in range(3 + at)), url=f"{SITE}/bmdt/2026-01/{at}0.html",
                clauses=(f"{LAW} 功能设计·页面标签", "国办发〔2017〕47号 网页标签"), remedy="请由网站开发维护单位在模板中补上标签", **marked(f'<meta name="［{name}］" content="">'))
        for at, (name, message) in enumerate(tags)
    ]  # fmt: skip


def _barriers() -> list[Finding]:
    said = [("P1", "fail", "image-alt", "图像必须有替代文本", '<img src="/media/banner3.jpg" class="swiper-slide-image">', "#slide > .swiper-slide:nth-child(3) > img"),
            ("P2", "fail", "color-contrast", "元素的颜色对比度必须达到最低要求", '<span class="date">2026-11-02</span>', ".list > li:nth-child(1) > .date"),
            ("P2", "review", "color-contrast", "元素的颜色对比度必须达到最低要求；程序无法断定，请人工核实", '<a href="/zwgk/" class="nav-link active">政务公开</a>', ".nav-link.active"),
            ("P1", "fail", "label", "表单元素必须有标签", '<input type="text" name="q" placeholder="请输入关键字">', 'input[name="q"]'),
            ("P3", "fail", "region", "页面的所有内容都应当包含在地标中", '<div class="float-qr">', ".float-qr"),
            ("P2", "fail", "link-name", "链接必须有可辨识的文本", '<a href="/hdjl/"><i class="icon-mail"></i></a>', ".quick > a:nth-child(4)")]  # fmt: skip
    return [
        finding("accessibility/axe", title="无障碍访问问题", severity=severity, verdict=verdict, message=f"{message}（{rule}）", reason=rule, evidence=html, target=selector,
                url=f"{SITE}/", pages=(f"{SITE}/", f"{SITE}/zwgk/", f"{SITE}/yw/2026-11/1.html"), reach=3, occurrences=3 * (at + 1), locator=Locator(selector=selector),
                clauses=("无障碍环境建设法 第三十二条",), remedy="请由网站开发维护单位按提示修改页面模板或正文；改后用键盘和读屏软件再试一次")
        for at, (severity, verdict, rule, message, html, selector) in enumerate(said)
    ]  # fmt: skip

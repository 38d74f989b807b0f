"""Documents and their days: late, twice, missing, last year's again, or of one minute."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from tests.auditor.farm.portals.case import Case, Edit, both, put, unlisted, whole, without
from tests.auditor.farm.portals.layouts import Layout
from tests.auditor.farm.portals.portal import TOPICS, article, listed, yearly


def cases(layout: Layout) -> Iterator[Case]:
    """All of them, in the layout's own rows and labels."""
    yield from late(layout)
    yield from twice(layout)
    yield from due()
    yield from same()
    yield from minutes(layout)


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
    gone = both(without("zwgk/3/2025.html"), unlisted("zwgk/3/", "明川县人民政府2025年政府信息公开工作年度报告"))
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


OLD = (
    "一是个别乡镇公开专栏更新不够均衡，部分栏目连续几个月只有一条信息，群众查阅起来不方便。二是政策解读形式比较单一，以文字为主，"
    "图解、视频和现场讲解偏少，惠民政策的知晓率还不够高。三是依申请公开答复文书的格式还不统一，个别部门征求第三方意见的程序不规范。"
    "四是基层政务公开标准目录没有随着机构职能调整及时修订，村务公开与政务公开的衔接不够紧密。针对上述问题，县人民政府采取了以下措施：",
    "印发全县统一的答复文书样本，举办两期业务培训班，培训一百六十余人次；按季度通报各单位栏目更新情况，约谈连续落后的单位；",
    "为涉及面广的文件逐件配发图解，在便民服务中心设置政策讲解员；组织各部门对照职能逐项修订标准目录，并向社会征求意见。",
)
NEW = (
    "过去一年公开工作仍有短板：乡镇便民服务中心的查阅点设备老旧，有的长期没有开机；部分单位对公开属性的审查流于形式，定密不当的情况"
    "偶有发生；规范性文件清理结果公布得不够及时，已经失效的文件没有在原页面标注；回应关切的渠道多而分散，同一问题重复受理。",
    "下一步将更换查阅设备并安排专人值守，建立公开属性源头认定台账，每半年抽查一次；文件清理结果在印发后五个工作日内公布，并在原页面标注效力；",
    "把信箱、热线和留言板并入一个平台，统一受理、统一答复，对重复问题编写问答集，供群众查询；年底前完成全县政务公开专区的标准化改造。",
)


def same() -> Iterator[Case]:
    """This year's report in last year's words."""
    check = "freshness/same_report"
    days = {2024: date(2025, 3, 18), 2025: date(2026, 3, 20)}

    def two(before: str, now: str) -> Edit:
        return whole(yearly(2024, days[2024], problems=before), yearly(2025, days[2025], problems=now))

    old, new = "".join(OLD), "".join(NEW)
    yield Case(check, "照抄", two(old, old), ("review same-as-last-year",))
    yield Case(
        check,
        "只换数字",
        two(old, old.replace("两期", "三期").replace("一百六十", "二百一十")),
        may=("same-as-last-year",),
    )
    for name, now in (
        ("全新", new),
        ("一半是新的", OLD[1] + OLD[2] + new),
        ("承接上年", NEW[0] + OLD[1] + NEW[1] + NEW[2]),
    ):
        yield Case(check, name, two(old, now))
    yield Case(check, "只有一年", without("zwgk/3/2024.html"))


def minutes(layout: Layout) -> Iterator[Case]:
    """Days of publication that cannot be true, and those that only look so."""
    check = "freshness/suspicious_date"
    days = [date(2026, 11, 18) - timedelta(n) for n in range(12)]

    def batch(pairs: list[tuple[date, str]], path: str = "yw/m{}.html") -> Edit:
        items = [
            (f"我县{TOPICS[n % 6]}工作情况（第{n}期）", "/" + path.format(n), day) for n, (day, _) in enumerate(pairs)
        ]
        pages = [
            article(url[1:], title, "动态要闻", "工作动态", f"<p>{title}。</p>", day, time)
            for (title, url, _), (day, time) in zip(items, pairs, strict=True)
        ]
        return both(whole(*pages), put("yw/", main=listed(layout, *items)))

    one = days[0]
    yield Case(check, "同一分钟", batch([(one, "10:17")] * 12), ("review same-minute",))
    yield Case(check, "同一天", batch([(one, f"10:{n + 10}") for n in range(12)]))
    yield Case(check, "零点", batch([(one, "00:00")] * 12))
    yield Case(check, "每天九点", batch([(day, "09:00") for day in days]))
    yield Case(check, "六条同一分钟", batch([(one, "10:17")] * 6 + [(day, "09:00") for day in days[1:7]]))
    early = [(day - timedelta(60), "09:00") for day in days[:4]] + [(day, "09:00") for day in days[4:]]
    yield Case(check, "早于网址", batch(early, "yw/202611/t20261118_{}.html"), ("review before-address",))
    yield Case(check, "网址同月", batch([(day, "09:00") for day in days], "yw/202611/t20261118_{}.html"))

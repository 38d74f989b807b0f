"""What a folder of fixtures cannot show: vetoes by number, samples, seven hundred villages, hostile pages."""

from __future__ import annotations

import pytest

from auditor.checks import load_checks
from auditor.facts.document import read_page
from auditor.findings import join_hits
from auditor.model import Hit, NotRun, PageFacts
from standards.rulefile import load_rules
from tests.auditor.farm.services import HOME, HTML, NOW, FarmSite

VETO = "国办秘函〔2019〕19号 单项否决·服务不实用"
GUIDE = "国办秘函〔2019〕19号 办事服务·办事指南"
POOR = "<h2>申请条件</h2><p>本县户籍</p><h2>申请材料</h2><p>身份证复印件1份</p><h2>办理流程</h2><p>申请</p>"
RICH = POOR + (
    "<h2>设定依据</h2><p>条例第三条</p><h2>办理地点</h2><p>二楼</p><h2>办理机构</h2><p>县民政局</p><h2>收费标准</h2>"
    "<p>不收费</p><h2>办理时间</h2><p>工作日</p><h2>联系电话</h2><p>0000-5550104</p>"
)


def page(path: str, title: str, body: str, column: str, type_: str = "办事服务", *, article: bool = True) -> PageFacts:
    """A page with the national tags."""
    tags = f'<meta name="ColumnName" content="{column}"><meta name="ColumnType" content="{type_}">'
    if article:
        tags += f'<meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="2026-11-10 09:00">'
    html = f'<meta charset="utf-8"><title>{title}</title>{tags}<body><main><h1>{title}</h1>{body}</main>'
    return read_page(HOME + path, 200, HTML, html.encode())


def judge(check_id: str, pages: list[PageFacts]) -> tuple[list[Hit], list[NotRun]]:
    """The hits and the notes of a check over some pages."""
    [check] = [check for check in load_checks() if check.id == check_id]
    asked = pages if check.scope == "page" else [FarmSite(pages)]
    given = [one for of in asked for one in check.check(of, load_rules().checks[check_id].params, NOW)]
    return [one for one in given if isinstance(one, Hit)], [one for one in given if isinstance(one, NotRun)]


def guides(poor: int, rich: int) -> list[PageFacts]:
    """So many guides that lack six elements, and so many whole ones."""
    bodies = [POOR] * poor + [RICH] * rich
    return [page(f"g/{at:03}.html", f"第{at}项办事指南", body, "个人办事") for at, body in enumerate(bodies)]


@pytest.mark.parametrize(
    ("poor", "rich", "touched"),
    [(5, 20, True), (4, 20, False), (4, 1, False), (4, 0, True), (1, 0, True), (3, 1, False)],
)
def test_the_veto_of_guides_counts(poor, rich, touched):
    """Five that lack four classes, or all of them where there are fewer than five."""
    hits, _ = judge("services/guide_elements", guides(poor, rich))
    assert len([hit for hit in hits if hit.reason == "missing-many"]) == poor
    assert {VETO in hit.clauses for hit in hits} == {touched}


def test_only_the_drawn_guides_score():
    """Everything is listed, five are scored, and the coverage names them."""
    hits, notes = judge("services/guide_elements", guides(30, 0))
    assert len(hits) == 30
    scored = [hit.url for hit in hits if GUIDE in hit.clauses]
    assert len(scored) == 5
    [drawn] = [note for note in notes if "抽样" in note.what]
    assert all(url in drawn.why for url in scored)
    assert "其余 25 个" in drawn.why


def test_seven_hundred_villages_stay_readable():
    """One finding a township and trouble, with its reach; 居委会 are counted and not judged."""
    late = "<table><tr><th>公开事项</th><th>内容</th></tr><tr><td>财务收支</td><td>2026年第三季度应于2026年10月20日前公开，尚未公开</td></tr></table>"
    pages = [
        page(
            f"v/{at:03}/",
            f"第{at}村村务公开",
            f"<dl><dt>所属乡镇</dt><dd>{'甲乙丙丁'[at % 4]}水镇</dd></dl><h2>党务公开</h2><h2>村务公开</h2><h2>财务公开</h2>{late}",
            f"{'东西南北'[at % 4]}{'一二三四五六七八九十'[at // 4 % 10]}{'天地人和'[at // 40 % 4]}{'山川河湖海'[at // 160]}村村务公开",
            "信息公开目录",
            article=False,
        )
        for at in range(708)
    ]
    pages.append(page("c/1/", "东河社区居务公开", late, "东河社区居务公开", "信息公开目录", article=False))
    hits, notes = judge("villages/completeness", pages)
    [check] = [check for check in load_checks() if check.id == "villages/completeness"]
    findings = list(join_hits([(check, hit) for hit in hits], {}))
    assert len(findings) == 4
    assert sum(finding.reach for finding in findings) == 708
    assert all(len(finding.message) < 600 for finding in findings)
    assert all("等 177 个村" in finding.message for finding in findings)
    assert [note.what for note in notes] == ["1 个社区的居务公开"]


@pytest.mark.parametrize(
    "body",
    [
        "<table>" + "<tr><td>来信时间</td><td>9999-99-99</td></tr>" * 2000 + "</table>",
        "<p>" + "来信时间：" * 5000 + "</p>",
        "<dl><dt>来信时间<dd>2026-02-30<dt>答复时间<dd>0001-01-01<dt>答复内容<dd>" + "哈" * 100_000 + "</dl>",
        "<h2>其他" + "有关" * 3000 + "材料</h2><h2>办理材料</h2><p>" + "其他、" * 20_000 + "</p>",
        "<h2>一、总体情况</h2><h2>二、主动公开</h2><table>" + "<tr>" + "<td>1</td>" * 60 + "</tr>" * 50 + "</table>",
    ],
    ids=["rows", "labels", "impossible days", "others", "report"],
)
@pytest.mark.parametrize("title", ["关于某事的来信", "某事办事指南", "明川县2025年政府信息公开工作年度报告"])
def test_nothing_on_a_page_stops_a_check(title, body):
    """Impossible dates, endless rows, words that patterns might stumble over."""
    pages = [page("x/1.html", title, body, "县长信箱" if "信" in title[-1:] else "办事指南")]
    for check in load_checks():
        if check.family in ("interaction", "services", "structure", "villages"):
            judge(check.id, pages)


def test_an_empty_site_is_silent():
    """A site of one picture is no portal, and owes none of this."""
    pages = [read_page(HOME, 200, HTML, b"<body><img src=a.jpg>")]
    for check in load_checks():
        if check.family in ("interaction", "services", "structure", "villages"):
            assert judge(check.id, pages) == ([], [])


def test_villages_never_cite_the_national_index():
    """国办秘函〔2019〕19号 does not govern villages."""
    rule = load_rules().checks["villages/completeness"]
    assert rule.clauses
    assert not [clause for clause in rule.clauses if "19号" in clause]


def test_every_clause_a_parameter_names_is_among_the_checks_clauses():
    """A finding cites what its check stands on, and nothing by the way."""
    for id, rule in load_rules().checks.items():
        if id.partition("/")[0] in ("interaction", "services", "structure", "villages"):
            named = {value for key, value in rule.params.items() if key.endswith("_clause")}
            assert named <= set(rule.clauses), id


CALL = "<p>征求意见期限：2026年7月1日至{end}。</p><p>可在线提交意见。</p>"


@pytest.mark.parametrize(
    ("end", "after", "reasons"),
    [
        ("7月31日", "", ["no-result"]),
        ("11月30日", "", []),
        ("7月31日", "<h2>结果反馈</h2><p>公布时间：2026年8月20日</p><p>收到意见3条</p>", []),
        ("7月31日", "<h2>征集结果</h2><p>结果发布时间：2026年10月20日</p><p>收到意见3条</p>", ["late-result"]),
    ],
)
def test_a_call_ends_with_the_last_day_of_its_range(end, after, reasons):
    """7月1日至7月31日 says the year once; a result may stand on the page of the call."""
    given = page("c/1.html", "关于公开征求养犬办法意见的公告", CALL.format(end=end) + after, "意见征集", "征集调查")
    hits, _ = judge("interaction/consultations", [given])
    assert [hit.reason for hit in hits if hit.reason != "few"] == reasons


@pytest.mark.parametrize(
    ("below", "reasons"),
    [("您好，路灯已经修复，感谢监督。", []), ("来信收悉，已转有关科室。", []), ("", ["no-reply"])],
)
def test_a_reply_may_stand_below_the_line_of_who_and_when(below, reasons):
    """Cards of letters give it no label."""
    body = (
        "<p>来信人：王先生 来信时间：2026-11-01</p><p>路灯坏了一周。</p>"
        f"<p>回复单位：县住建局 回复时间：2026-11-05</p><p>{below}</p>"
    )
    hits, _ = judge("interaction/letters", [page("l/1.html", "路灯不亮", body, "县长信箱", "咨询投诉")])
    assert [hit.reason for hit in hits if hit.reason.startswith("no-")] == reasons


def test_labels_in_the_words_of_a_counter():
    """要带什么, 到哪里办; and cells that nobody foresaw are for a person."""
    rows = {"谁可以办": "本县居民", "要带什么": "身份证原件", "到哪里办": "各派出所", "谁来办": "县公安局", "要多少钱": "免费",
            "什么时候办": "工作日", "怎么办": "申请、发牌", "问谁": "0000-5550100", "依据": "《养犬办法》第八条"}  # fmt: skip
    table = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in rows.items())
    hits, _ = judge("services/guide_elements", [page("g/1.html", "犬只登记", f"<table>{table}</table>", "办事指南")])
    assert [hit for hit in hits if "missing" in hit.reason] == []
    table = table.replace("谁来办", "归口部门名").replace("怎么办", "程序怎么走")
    hits, _ = judge("services/guide_elements", [page("g/1.html", "犬只登记", f"<table>{table}</table>", "办事指南")])
    assert {hit.verdict for hit in hits if "missing" in hit.reason} <= {"review"}

"""What the fixture folders cannot show: sites of odd shapes, hosts, and answers of the host's own."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from auditor.checks import load_checks
from auditor.facts.document import read_page
from auditor.model import Hit, Probe, SearchTrial, TitleTrial
from standards.rulefile import load_rules
from tests.auditor.checks.test_checks import CHECKS

HTML = (("content-type", "text/html"),)
HOME = "https://www.mingchuan.gov.cn/"
BY_ID = {check.id: check for check in CHECKS}
PAGE_CHECKS = [check for check in load_checks() if check.scope == "page" and check.family in ("identity", "security")]
TAGS = '<META NAME="SITENAME" CONTENT="{name}"><META NAME="SiteDomain" CONTENT="{host}">'


def hits(id: str, html: str, url: str = HOME, encoding: str = "utf-8") -> list[Hit]:
    """What one check says of one page."""
    page = read_page(url, 200, (("content-type", f"text/html; charset={encoding}"),), html.encode(encoding))
    return list(BY_ID[id].check(page, load_rules().checks[id].params, None))


def of_site(id: str, **answers: Any) -> list[tuple[str, str]]:
    """Verdict and reason of a site check over a site that is nothing but its answers."""
    params = load_rules().checks[id].params
    site = SimpleNamespace(**{"url": HOME, "probe": lambda kind: None, "page": lambda url: None} | answers)
    return [(hit.verdict, hit.reason) for hit in BY_ID[id].check(site, params, None)]


ODD = {
    "one picture": '<html><head><title>明川县</title></head><body><a href="/i.html"><img src="/all.jpg"></a></body></html>',
    "frames": '<html><head><title>明川县</title></head><frameset rows="80,*"><frame src="/t.htm"><frame src="/m.htm"></frameset></html>',
    "shell": '<html><head><title>明川县</title></head><body><div id="app"></div><script src="/app.js"></script></body></html>',
    "empty": "",
    "junk": "<<<>>>\x00<meta name><script>document.write('\\u12",
}


@pytest.mark.parametrize("html", ODD.values(), ids=ODD)
def test_a_home_page_without_text_is_never_called_wrong_for_certain(html: str) -> None:
    """A picture, frames or a script may show all that is asked for."""
    found = [hit for check in PAGE_CHECKS for hit in hits(check.id, html) if check.id != "identity/meta_tags"]
    assert {hit.verdict for hit in found} <= {"review"}
    assert {hit.reason for hit in hits("identity/footer_parts", html)} <= {"none"}


def test_a_home_page_of_text_without_any_mark_lacks_all_six() -> None:
    """There is nothing that could hide them."""
    text = "".join(f"<p>第{number}条要闻，全县各项工作有序推进。</p>" for number in range(9))
    found = hits("identity/footer_parts", f"<title>明川县</title><main>{text}</main><footer>欢迎</footer>")
    assert [(hit.verdict, hit.reason) for hit in found] == [
        ("fail", part) for part in ("mark", "code", "icp", "police", "owner", "contact")
    ]


def test_gbk_and_upper_case_change_nothing() -> None:
    """Tags and text of an old site are read as those of a new one."""
    html = (
        "<HTML><HEAD><TITLE>明川县人民政府</TITLE><META NAME='SITEIDCODE' CONTENT='9999990001'></HEAD><BODY>"
        "<P>一</P><P>二</P><P>三</P><P>四</P><DIV CLASS='FOOTER'>主办单位：明川县人民政府办公室 电话：0712-5223344 "
        "网站标识码：9999990002 明ICP备05000001号 明公网安备99999902000001号 党政机关</DIV></BODY></HTML>"
    )
    assert hits("identity/footer_parts", html, encoding="gbk") == []
    assert [hit.target for hit in hits("identity/site_code", html, encoding="gbk")] == ["9999990001、9999990002"]


@pytest.mark.parametrize(
    ("url", "name", "said"),
    [
        ("https://www.mingchuan.gov.cn/", "明川县人民政府", []),
        ("https://www.xn--fiq06l2rdsvs.xn--zfr164b/", "明川县人民政府", []),
        ("https://www.mingchuan.com/", "明川县人民政府", [("fail", "suffix")]),
        ("https://www.mingchuan.cn/", "明川县教育局", [("review", "suffix")]),
        ("https://www.gov.cn.mingchuan.com/", "明川县人民政府", [("fail", "suffix")]),
        ("https://www.mingchuan-school.cn/", "明川县第一中学", []),
        ("https://93.184.216.34/", "明川县人民政府", [("review", "suffix")]),
        ("http://127.0.0.1:8080/", "明川县人民政府", []),
        ("http://10.1.2.3/", "明川县人民政府", []),
        ("https://www.mingchuan.example/", "明川县人民政府", []),
        ("https://folder.invalid/", "明川县人民政府", []),
    ],
)
def test_the_suffix_is_judged_where_there_is_one(url: str, name: str, said: list[tuple[str, str]]) -> None:
    """By kind of site; not on loopback, in an intranet, or under a name for examples."""
    host = url.partition("://")[2].strip("/")
    html = f"<title>首页</title>{TAGS.format(name=name, host=host)}<p>要闻</p>"
    assert [(hit.verdict, hit.reason) for hit in hits("identity/domain_name", html, url)] == said


def test_a_path_of_the_host_is_no_home_page() -> None:
    """30 sites within a site have one domain, judged once."""
    html = f"<title>教育局</title>{TAGS.format(name='明川县人民政府', host='www.mingchuan.com')}<p>要闻</p>"
    found = [
        hit
        for number in range(30)
        for hit in hits("identity/domain_name", html, f"https://www.mingchuan.com/{number}/")
    ]
    assert found == []


def heads(names: list[str]) -> Iterator[Any]:
    for number, name in enumerate(names):
        yield read_page(
            f"{HOME}{number}/", 200, HTML, f"<meta charset=utf-8><meta name=SiteName content={name}>".encode()
        )


def test_thirty_names_are_one_finding() -> None:
    """They are sites within the site."""
    home = read_page(HOME, 200, HTML, "<meta charset=utf-8><meta name=SiteName content=明川县人民政府>".encode())
    names = [f"明川县第{number}局" for number in range(30)]
    params = load_rules().checks["identity/other_name"].params
    site = SimpleNamespace(url=HOME, page=lambda url: home, heads=lambda: heads(names))
    found = list(BY_ID["identity/other_name"].check(site, params, None))
    assert len(found) == 30
    assert {hit.cause for hit in found} == {"many-names"}


MISSING = {
    "200": (Probe(kind="not-found", url="x", status=200), [("review", "soft-404")]),
    "redirect": (
        Probe(kind="not-found", url="x", status=200, final_url=HOME, hops=({"url": "x", "status": 302, "location": HOME},)),  # type: ignore[arg-type]
        [("review", "redirected")],
    ),
    "error": (Probe(kind="not-found", url="x", status=500), [("review", "server-error")]),
    "no page": (Probe(kind="not-found", url="x", status=404), [("review", "bare")]),
    "firewall": (Probe(kind="not-found", url="x", status=200, why="安全防护拦截"), []),
    "trace": (
        Probe(
            kind="not-found", url="x", status=404,
            page=read_page("https://x.cn/x", 404, HTML, b"<a href=/>home</a><pre>java.lang.NullPointerException</pre>"),
        ),
        [("fail", "stack-trace")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("probe", "said"), MISSING.values(), ids=MISSING)
def test_answers_for_a_missing_page(probe: Probe, said: list[tuple[str, str]]) -> None:
    """Each odd answer has its reason; a firewall's says nothing."""
    assert of_site("identity/not_found_page", probe=lambda kind: probe) == said


@pytest.mark.parametrize("id", ["identity/not_found_page", "identity/ipv6", "identity/https", "structure/site_search"])
def test_what_was_not_asked_is_not_judged(id: str) -> None:
    """No probe, no trial: silence."""
    assert of_site(id, search=lambda: None) == []


def trial(entry: str, *found: bool | None) -> SearchTrial:
    titles = tuple(TitleTrial(title=f"标题{n}", url=f"{HOME}{n}", found=one) for n, one in enumerate(found))
    return SearchTrial(entry=entry, trials=titles, classified=True)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("search", "said"),
    [
        (trial("none"), [("review", "no-search")]),
        (trial("elsewhere"), []),
        (trial("barred"), []),
        (trial("form", False, False, None), [("review", "unusable")]),
        (trial("form", True, False, None), [("fail", "not-on-first-page")]),
        (trial("form", None, None), []),
    ],
)
def test_a_search_is_called_wrong_where_it_can_work(search: SearchTrial, said: list[tuple[str, str]]) -> None:
    """When no title comes up, it may have been the browser."""
    assert of_site("structure/site_search", search=lambda: search) == said


def platform(home: str, below: dict[str, str], name: str = "明川县人民政府") -> list[tuple[str, str]]:
    """What platform_parts says of a site of a few pages."""
    head = f"<meta charset=utf-8><meta name=SiteName content={name}>"
    pages = {
        url: read_page(url, 200, HTML, (head + html).encode())
        for url, html in {HOME: home, **{HOME + path: html for path, html in below.items()}}.items()
    }
    return of_site("identity/platform_parts", page=pages.get, link=lambda url: None, columns=lambda: ())


MENU = "".join(f'<a href="/{n}/">栏目{n}</a>' for n in range(20))


def test_a_platform_that_cannot_be_seen_is_one_question() -> None:
    """A government without the link, a platform that a script fills; elsewhere, and other sites, are silent."""
    assert platform(MENU, {}) == [("review", "no-platform")]
    assert platform(MENU, {}, name="明川县第一中学") == []
    entry = MENU + '<a href="/xxgk/">政府信息公开</a>'
    assert platform(entry, {"xxgk/": "<title>政府信息公开</title><div id=app></div>"}) == [("review", "no-parts")]
    assert platform(entry.replace("/xxgk/", "https://xxgk.province.gov.cn/mc/"), {}) == []


def test_parts_are_known_by_the_names_that_sites_give_them() -> None:
    """One that is missing is one finding."""
    entry = '<a href="/xxgk/">信息公开</a>'
    parts = "".join(
        f"<p><a href=/x>{name}</a></p>" for name in ("信息公开指南", "公开制度", "主动公开目录", "申请公开")
    )
    assert platform(entry, {"xxgk/": parts}) == [("review", "annual")]


def test_a_folder_sends_no_headers() -> None:
    """What no server sent lacks nothing."""
    home = read_page(HOME, 200, HTML, b"<p>x")
    assert of_site("security/headers", page=lambda url: home, link=lambda url: None) == []

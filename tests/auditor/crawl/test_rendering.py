"""Pages that scripts fill are rendered between two waves, counted, kept, and never taken over from an earlier run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from auditor.audit import _facts
from auditor.browser.chromium import BrowserMissing
from auditor.browser.render import Page, Rendered
from auditor.crawl.crawl import crawl
from auditor.crawl.frontier import Frontier
from auditor.crawl.reading import Method
from auditor.crawl.site import Beside, CrawledSite
from auditor.crawl.target import Budget, CrawlResult, Options, WebTarget
from auditor.facts.columns import find_columns

from .farm import Farm, page, reply

SHELL = "<!doctype html><title>明川县</title><div id=app></div><script src=/app.js></script>"
WORDS = "明川县人民政府办公室关于做好今年防汛抗旱工作的通知，请各乡镇认真贯彻执行。" * 3
COLUMN = '<meta name="ColumnName" content="动态要闻"><ul id=list class=list></ul><script>$.get("/api", f)</script>'


def shown(*addresses: str, more: str = "") -> str:
    """A document as scripts leave it."""
    return "".join(f"<p><a href='{address}'>{WORDS}{address}</a>" for address in addresses) + more


class Browser:
    """In the place of Chromium: documents by path, or what else becomes of a page."""

    def __init__(self, farm: Farm) -> None:
        self.farm = farm
        self.pages: dict[str, Rendered | Exception] = {}
        self.opened: list[str] = []
        self.closed = False

    def put(self, path: str, html: str, outcome: Any = "whole") -> None:
        self.pages[path] = Rendered(outcome, html)

    def render(self, page: Page, seconds: float) -> Rendered:
        path = page.url.removeprefix(self.farm.url)
        self.opened.append(path)
        page.begin()
        found = self.pages.get(path, Rendered("failed"))
        if isinstance(found, Exception):
            raise found
        return found

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def browser(farm: Farm) -> Browser:
    """A browser that opens the farm's pages."""
    return Browser(farm)


@pytest.fixture
def frontier() -> Frontier:
    """A crawl's file."""
    return Frontier(":memory:")


@pytest.fixture
def run(farm: Farm, browser: Browser, frontier: Frontier) -> Callable[..., CrawlResult]:
    """Crawl the farm."""

    def crawl_once(budget: Budget | None = None, **options: Any) -> CrawlResult:
        browser.opened.clear()
        farm.log.clear()
        asked = {"second_round_after": 0.01, "renderer": browser, "render": "auto"} | options
        method = Method(facts=_facts, facts_stamp="one", judge_stamp="one")
        where = WebTarget(farm.url + "/")
        return crawl(where, budget or Budget(), frontier=frontier, method=method, options=Options(**asked))

    return crawl_once


def lines(result: CrawlResult) -> list[tuple[str, str]]:
    """What is said of pages in the coverage: how many, and the first words of why."""
    return [(line.what.partition("（")[0], line.why) for line in result.not_run if line.what.startswith("页面")]


def rendered(frontier: Frontier) -> dict[str, str]:
    """Pages by path, and how they were read."""
    pages = CrawledSite(frontier).pages()
    return {page.url.split("/", 3)[3]: page.rendered for page in pages}


def test_a_site_of_shells_is_read_to_its_last_page(farm, browser, frontier, run):
    """Links that scripts write are followed; every page is asked for once and rendered once."""
    farm.routes |= dict.fromkeys(["/", "/list", "/a", "/b"], page(SHELL))
    browser.put("/", shown("/list"))
    browser.put("/list", shown("/a", "/b"))
    browser.put("/a", shown(more=f"<p>{WORDS}甲"))
    browser.put("/b", shown(more=f"<p>{WORDS}乙"))
    result = run()
    assert rendered(frontier) == {"": "whole", "list": "whole", "a": "whole", "b": "whole"}
    assert sorted(browser.opened) == ["/", "/a", "/b", "/list"]  # /a and /b are asked for side by side
    assert sorted(path for path in farm.paths() if path in browser.pages) == ["/", "/a", "/b", "/list"]
    assert (result.pages_rendered, browser.closed) == (4, True)
    assert lines(result) == []
    assert CrawledSite(frontier).page(farm.url + "/a").blocks[-1].text == f"{WORDS}甲"


def test_shells_that_all_look_alike_are_no_trap(farm, browser, frontier, run):
    """Before its scripts ran each of a hundred pages said the same."""
    names = [f"/art/{number}.html" for number in range(100)]
    farm.routes |= dict.fromkeys(["/", *names], page(SHELL))
    browser.put("/", shown(*names))
    for name in names:
        browser.put(
            name, shown(more=f"<p>{WORDS}{name.translate(str.maketrans('0123456789', '零一二三四五六七八九'))}")
        )
    result = run()
    assert (result.pages_rendered, result.cut) == (101, ())


def test_pages_that_need_no_scripts_are_left_alone(farm, browser, run):
    """Text, and lists that are there, are read as they came; an empty list that a script may fill is not."""
    farm.routes |= {
        "/": page(shown("/text", "/yw/", more="<script src=/app.js></script>")),
        "/text": page(f"<p>{WORDS}<script src=/app.js></script>"),
        "/yw/": page(COLUMN),
    }
    browser.put("/yw/", COLUMN)
    run()
    assert browser.opened == ["/yw/"]


@pytest.mark.parametrize(("outcome", "certain"), [("whole", True), ("part", False)])
def test_a_list_that_stays_empty_is_certain_only_when_its_scripts_came_to_rest(
    farm, browser, frontier, run, outcome, certain
):
    """The freshness checks ask this of a column."""
    farm.routes |= {"/": page(shown("/yw/")), "/yw/": page(COLUMN)}
    browser.put("/yw/", COLUMN, outcome)
    result = run()
    (column,) = CrawledSite(frontier, Beside(find_columns)).columns()
    assert (column.items, column.scripted) == ((), not certain)
    assert [why.partition("，但")[0] for _, why in lines(result)] == ([] if certain else ["已在浏览器中运行脚本"])


def test_a_list_that_scripts_fill_has_its_items(farm, browser, frontier, run):
    """In a GBK page too: the charset is the page's, the words are the document's."""
    farm.routes |= {
        "/": page(shown("/yw/")),
        "/yw/": reply(COLUMN.encode("gbk"), content_type="text/html; charset=gbk"),
    }
    row = "<li><a href='/yw/{}.html'>县政府召开第{}次常务会议</a><span>2026-11-1{}</span></li>"
    browser.put("/yw/", COLUMN.replace("</ul>", "".join(row.format(n, n, n) for n in range(4)) + "</ul>"))
    run()
    (column,) = CrawledSite(frontier, Beside(find_columns)).columns()
    assert ([item.date for item in column.items], column.scripted) == ([f"2026-11-1{n}" for n in range(4)], False)
    assert column.name == "动态要闻"
    assert CrawledSite(frontier).page(farm.url + "/yw/").charset == "gb18030"


@pytest.mark.parametrize(
    ("outcome", "why"),
    [
        ("moved", "打开后由脚本转到其他地址"),
        ("hung", "脚本一直不停"),
        ("crashed", "脚本使浏览器崩溃"),
        ("failed", "浏览器打不开"),
    ],
)
def test_a_page_that_could_not_be_rendered_keeps_what_was_read(farm, browser, frontier, run, outcome, why):
    """Its facts are those from before, and the coverage says why; where it went is a page."""
    farm.routes |= {"/": page(SHELL), "/there": page(f"<p>{WORDS}")}
    browser.pages["/"] = Rendered(outcome, moved_to=f"{farm.url}/there" if outcome == "moved" else "")
    result = run()
    assert rendered(frontier) == {"": ""} | ({"there": ""} if outcome == "moved" else {})
    assert lines(result)[0][1].partition("，")[0].partition("；")[0] == why
    assert result.pages_rendered == 0


def test_a_cap_is_told(farm, browser, run):
    """So many pages and no more, the nearest to the home page first."""
    farm.routes |= dict.fromkeys(["/", "/a", "/b"], page(SHELL))
    browser.put("/", shown("/a", "/b"))
    result = run(render_pages=2)
    assert browser.opened == ["/", "/a"]
    assert ("页面 1 个", "已到 2 页上限（crawl.render_pages）") in [
        (what, why.partition("没有运行（")[2].partition("），")[0]) for what, why in lines(result)
    ]


def test_a_limit_of_seconds_is_told(farm, browser, run):
    """No time at all."""
    farm.routes["/"] = page(SHELL)
    assert "已到 0 秒时限（crawl.render_seconds）" in lines(run(render_seconds=0.0))[0][1]
    assert browser.opened == []


def test_where_there_is_no_chromium_the_run_goes_on(farm, browser, run):
    """It is tried once, and the coverage says what is missing."""
    farm.routes |= dict.fromkeys(["/", "/a"], page(SHELL + "<a href=/a>甲"))
    browser.pages["/"] = BrowserMissing("未安装 Chromium，请运行 make setup")
    result = run()
    assert (browser.opened, result.pages_fetched) == (["/"], 2)
    assert "未安装 Chromium" in lines(result)[0][1]


@pytest.mark.parametrize(("mode", "opened"), [("never", []), ("always", ["/", "/text"])])
def test_a_setting_says_which_pages(farm, browser, run, mode, opened):
    """None, or all."""
    farm.routes |= {"/": page(SHELL + "<a href=/text>甲"), "/text": page(f"<p>{WORDS}")}
    browser.put("/", shown("/text"))
    browser.put("/text", f"<p>{WORDS}")
    result = run(render=mode)
    assert browser.opened == opened
    assert mode == "always" or "按设置没有使用浏览器" in lines(result)[0][1]


def test_a_stopped_run_goes_on_where_it_was(farm, browser, frontier, run):
    """What was rendered is not rendered again, what was in flight is."""
    farm.routes |= dict.fromkeys(["/", "/a", "/b"], page(SHELL))
    browser.put("/", shown("/a", "/b"))
    browser.put("/a", shown(more=f"<p>{WORDS}甲"))
    browser.pages["/b"] = KeyboardInterrupt()  # type: ignore[assignment]
    real = browser.render

    def render(page: Page, seconds: float) -> Rendered:
        found = real(page, seconds)
        if isinstance(found, KeyboardInterrupt):
            raise found
        return found

    browser.render = render  # type: ignore[method-assign]
    with pytest.raises(KeyboardInterrupt):
        run()
    assert browser.opened == ["/", "/a", "/b"]
    browser.put("/b", shown(more=f"<p>{WORDS}乙"))
    assert run().pages_rendered == 3
    assert browser.opened == ["/b"]
    assert [path for path in farm.paths() if path in ("/", "/a", "/b")] == []


def test_a_page_that_has_not_changed_is_rendered_again(farm, browser, frontier, run):
    """What its scripts fetch may be new; without a browser the old rendering is not passed off as today's."""
    farm.routes["/"] = page(SHELL, etag='"1"')
    browser.put("/", shown(more=f"<p>{WORDS}旧"))
    run()
    browser.put("/", shown(more=f"<p>{WORDS}新"))
    run()
    assert browser.opened == ["/"]
    assert CrawledSite(frontier).page(farm.url + "/").blocks[-1].text == f"{WORDS}新"
    assert run(render="never").pages_rendered == 0
    assert rendered(frontier) == {"": ""}
    assert [answer.rendered for answer in frontier.kept.responses()] == [""]


def test_the_rendered_document_is_kept_beside_the_body(farm, browser, frontier, run):
    """Facts can be taken again of either without a fetch."""
    farm.routes["/"] = page(SHELL)
    browser.put("/", shown(more=f"<p>{WORDS}"))
    run()
    (answer,) = frontier.kept.responses()
    assert (answer.body.decode(), answer.rendered, answer.settled) == (SHELL, browser.pages["/"].html, True)
    found = CrawledSite(frontier).page(farm.url + "/")
    assert (_facts(answer, 0), found.size) == (found, len(SHELL.encode()))
    assert {block.locator.line for block in found.blocks} == {None}


def test_rendered_shells_are_no_soft_404s(farm, browser, frontier, run):
    """Every address below /app/ answers with one shell, also those that nobody has written: what they show tells."""
    shell = page(
        "<!doctype html><title>请稍候</title><p>正在加载页面内容</p><div id=app></div><script src=/a.js></script>"
    )
    farm.routes |= {"/": page(shown("/app/one.html", "/app/two.html")), "/robots.txt": page("", "404 Not Found")}
    farm.otherwise = lambda talk: talk.send(shell)
    browser.put("/app/one.html", f"<title>请稍候</title><p>正在加载页面内容</p><p>{WORDS}")
    browser.put("/app/two.html", "<title>请稍候</title><p>正在加载页面内容</p>")
    run(probes=True)
    site = CrawledSite(frontier)
    assert site.link(f"{farm.url}/app/one.html").reason == "ok"
    assert site.link(f"{farm.url}/app/two.html").reason == "soft-404"


def test_a_crawl_at_its_budget_renders_no_more(farm, browser, run):
    """The bytes are spent."""
    farm.routes["/"] = page(SHELL)
    run(Budget(bytes=10))
    assert browser.opened == []


@pytest.mark.browser
def test_chromium_reaches_what_the_crawl_may_ask_and_nothing_else(farm, other, frontier, run):
    """A shell and its script, data, an address of the intranet, one that robots.txt forbids: one real rendering."""
    script = (
        "fetch('/api/list').then(r => r.json()).then(all => { app.innerHTML = all.map(t => "
        "`<p><a href='/art/${t}.html'>关于印发今年第${t}号实施方案的通知</a>`).join('') });"
        f"fetch('{other.url}/intranet', {{mode: 'no-cors'}}); fetch('/secret/data'); new Image().src = '/p.png'"
    )
    farm.routes |= {
        "/": page(SHELL + f"<script>{script}</script>"),
        "/robots.txt": reply(b"User-agent: *\nDisallow: /secret", content_type="text/plain"),
        "/app.js": reply(b"", content_type="text/javascript"),
        "/api/list": reply(b"[1, 2]", content_type="application/json"),
        "/art/1.html": page(f"<p>{WORDS}甲"),
        "/art/2.html": page(f"<p>{WORDS}乙"),
    }
    result = run(renderer=None)
    assert rendered(frontier) == {"": "part", "art/1.html": "", "art/2.html": ""}
    assert (other.log, result.pages_rendered) == ([], 1)
    asked = farm.paths("/sitemap.xml")
    assert not {"/secret/data", "/p.png", "/favicon.ico"} & set(asked)
    assert (asked.count("/"), asked.count("/api/list")) == (1, 1)
    assert all("GongkaiAuditor" in one.headers["user-agent"] for one in farm.log)
    assert not any("cookie" in one.headers for one in farm.log)


def test_routes_behind_a_hash_are_pages_of_their_own(farm, browser, frontier, run):
    """One address is asked for; what its scripts show under #/ and #!/ is read, each route once."""
    farm.routes["/"] = page(SHELL)
    browser.put("/", shown("#/yw", "#!/tz", "#/", "#top", "#/home"))
    browser.put("/#/yw", shown("#/yw/1", "/#/yw", more="<p>要闻列表"))
    browser.put("/#!/tz", shown(more=f"<p>{WORDS}通知"))
    browser.put("/#/yw/1", f"<h1>要闻一</h1><p>{WORDS}")
    browser.put("/#/home", shown("#/yw", "#!/tz", "#/", "#top", "#/home"))  # what the page itself shows
    result = run()
    assert browser.opened == ["/", "/#!/tz", "/#/home", "/#/yw", "/#/yw/1"]
    assert rendered(frontier) == dict.fromkeys(["", "#!/tz", "#/yw", "#/yw/1"], "whole")
    assert farm.paths().count("/") == 1
    assert [page.url for page in CrawledSite(frontier).pages() if page.kind == "home"] == [farm.url + "/"]
    assert result.pages_rendered == 5


def test_routes_that_are_not_opened_are_told_and_not_judged(farm, browser, frontier, run):
    """A route without its rendering is nothing but the shell."""
    farm.routes["/"] = page(SHELL)
    browser.put("/", shown("#/a", "#/b"))
    browser.put("/#/a", shown(more=f"<p>{WORDS}甲"))
    result = run(render_pages=2)
    assert rendered(frontier) == {"": "whole", "#/a": "whole"}
    assert any(what == "页面 1 个" and "# 之后" in why and "上限" in why for what, why in lines(result))


def test_links_with_a_hash_on_pages_without_scripts_are_no_routes(farm, browser, run):
    """They lead to places in the page."""
    farm.routes["/"] = page(shown("#/a", "#!/b"))
    assert run().pages_found == 1

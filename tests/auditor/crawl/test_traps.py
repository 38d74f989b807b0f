"""Traps are cut after a bounded number of pages, and no honest page is lost: measured on generated sites of both kinds."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from auditor.audit import _facts
from auditor.crawl.crawl import crawl
from auditor.crawl.frontier import Frontier
from auditor.crawl.host import HostStatistics
from auditor.crawl.links import skipped
from auditor.crawl.reading import Method
from auditor.crawl.response import Response
from auditor.crawl.site import CrawledSite
from auditor.crawl.target import Budget, CrawlResult, Options, WebTarget
from auditor.crawl.web import Web
from auditor.model import LinkState

HOME = "https://www.mingchuan.example/"
TODAY = date(2026, 11, 20)
WORDS = "水库除险加固低保救助医保缴费农田建设学前教育文物保护森林防火村道硬化饮水安全技能培训"

Serve = Callable[[str], str | None]
"""A site: the HTML behind a path with its query, or None where there is no page."""


def words(seed: str, length: int = 30) -> str:
    """Some text that nobody else has."""
    draw = random.Random(seed)
    return "".join(draw.choice(WORDS) for _ in range(length))


def html(title: str, text: str, *links: str) -> str:
    """A page of the usual kind: the same head and foot on each."""
    menu = "<nav><a href='/'>首页</a> 明川县人民政府门户网站 政务公开 政务服务 政民互动 走进明川 长者模式 无障碍</nav>"
    foot = "<footer>主办单位：明川县人民政府办公室 承办单位：明川县大数据中心 联系电话 网站标识码 网站地图 关于我们</footer>"
    body = "".join(f"<li><a href='{link}'>{words(link, 8)}</a></li>" for link in links)
    return f"<title>{title}</title>{menu}<main><h1>{title}</h1><p>{text}</p><ul>{body}</ul></main>{foot}"


class Made(Web):
    """A site without a network: every question is answered by a function."""

    def __init__(self, serve: Serve) -> None:
        super().__init__(WebTarget(HOME), Options())
        self.serve = serve
        self.asked: list[str] = []

    def open(self, home: str = "") -> str:
        self.home = HOME
        return HOME

    def get(self, url: str, before: LinkState | None = None, unless: object = None) -> Response | LinkState:
        self.asked.append("/" + url.removeprefix(HOME))
        found = self.serve(self.asked[-1])
        if found is None:
            return Response(url=url, final_url=url, status=404, reason="not-found")
        headers = (("content-type", "text/html; charset=utf-8"),)
        return Response(url=url, final_url=url, status=200, headers=headers, body=found.encode())

    def check(self, url: str, before: LinkState | None = None) -> LinkState:
        return skipped(url, "switched-off")

    def more_pages(self, feeds: object = ()) -> itertools.chain[str]:
        return itertools.chain()

    def statistics(self) -> tuple[HostStatistics, ...]:
        return ()


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[CrawlResult, list[str], CrawledSite]]:
    """Crawl a made site: the result, the paths in the order asked, and the site."""

    def go(serve: Serve, pages: int = 4000, **options: object) -> tuple[CrawlResult, list[str], CrawledSite]:
        made = Made(serve)
        monkeypatch.setattr("auditor.crawl.crawl.Web", lambda *_: made)
        frontier = Frontier(":memory:")
        options = {"today": TODAY, "threads": 4} | options
        result = crawl(
            WebTarget(HOME), Budget(pages=pages, depth=10_000), frontier=frontier, method=Method(facts=_facts),
            options=Options(**options),  # type: ignore[arg-type]
        )  # fmt: skip
        return result, made.asked, CrawledSite(frontier)

    return go


Run = Callable[..., tuple[CrawlResult, list[str], CrawledSite]]


# -- honest sites: every page is read ---------------------------------------------------------------------------------


def lists(name: Callable[[int], str], pages: int = 800, window: int = 5) -> tuple[Serve, int]:
    """A column of many list pages, each with items of its own; ``name`` is the address of a page."""
    numbers = {name(number): number for number in range(1, pages + 1)}

    def serve(path: str) -> str | None:
        if path == "/":
            return html("首页", words("home"), name(1))
        if path in numbers:
            number = numbers[path]
            near = [name(n) for n in range(number - window, number + window + 1) if 1 <= n <= pages]
            return html(f"通知公告 第{number}页", "", *near, *(f"/a/{number}.html" for n in range(1)))
        return html(words(path, 10), words(path)) if path.startswith("/a/") else None

    return serve, 1 + pages * 2


def articles(pages: int = 600) -> tuple[Serve, int]:
    """Articles of one program by number, two parameters of which one never changes; each leads to its neighbours."""

    def serve(path: str) -> str | None:
        if path == "/":
            return html("首页", words("home"), *(f"/show.jsp?id={n}&site=1" for n in range(31063, 31063 + pages, 5)))
        number = int(re.findall(r"id=(\d+)", path)[0])
        near = [f"/show.jsp?id={n}&site=1" for n in (number - 1, number + 1) if 31063 <= n < 31063 + pages]
        return html(words(path, 10), words(path), *near)

    return serve, 1 + pages


def archive() -> tuple[Serve, int]:
    """An archive by month that reaches back to 1998, a few items in some months."""
    months = [(year, month) for year in range(1998, 2027) for month in range(1, 13) if (year, month) <= (2026, 11)]
    paths = {f"/archive/{year}/{month:02}/": at for at, (year, month) in enumerate(months)}

    def serve(path: str) -> str | None:
        if path == "/":
            return html("首页", words("home"), "/archive/2026/11/")
        if path in paths:
            at = paths[path]
            near = [f"/archive/{y}/{m:02}/" for y, m in months[max(0, at - 1) : at + 2]]
            items = [f"/n/{at}-{n}.html" for n in range(random.Random(at).randrange(1, 4))]
            return html(f"{months[at][0]}年{months[at][1]}月", "", *near, *items)
        return html(words(path, 10), words(path))

    return serve, 1 + len(paths) + sum(random.Random(at).randrange(1, 4) for at in range(len(paths)))


def sparse_archive(by_query: bool) -> tuple[Serve, int]:
    """An archive that has been silent for eight years and has gaps before."""
    months = [(year, month) for year in range(2008, 2027) for month in range(1, 13) if (year, month) <= (2026, 11)]
    address = "/archive?year={}&month={}" if by_query else "/archive/{}/{:02}/"
    paths = {address.format(*month): at for at, month in enumerate(months)}
    full = [at for at in range(120) if random.Random(at).random() < 0.2 or at == 119]

    def serve(path: str) -> str | None:
        if path == "/":
            return html("首页", words("home"), address.format(2026, 11))
        if path in paths:
            at = paths[path]
            near = [address.format(*month) for month in months[max(0, at - 1) : at + 2]]
            days = " ".join(map(str, range(1, 31)))
            page = html(f"{months[at][0]}年{months[at][1]}月", days, *([f"/n/{at}.html"] if at in full else []))
            return page.replace("<ul>", "".join(f"<a href='{one}'>翻页</a>" for one in near) + "<ul>")
        return html(words(path, 10), words(path))

    return serve, 1 + len(paths) + len(full)


def villages() -> tuple[Serve, int]:
    """300 villages whose boards say the same but for their name, by month."""

    def serve(path: str) -> str | None:
        if path == "/":
            return html("首页", words("home"), *(f"/villages/v{n}/" for n in range(300)))
        number = path.split("/")[2]
        name = words(number, 3) + number[1:] + "村"
        if path.count("/") == 3 and path.endswith("/"):
            return html(name, "村务公开", f"/villages/{number}/2026-05.html", f"/villages/{number}/2026-06.html")
        return html(f"{name}财务", f"{name}本季度无此事项")

    return serve, 1 + 300 * 3


def gallery() -> tuple[Serve, int]:
    """Pictures without words, each leading to the next."""

    def serve(path: str) -> str | None:
        number = int(re.findall(r"\d+", path)[0]) if path != "/" else 0
        if path != "/" and number > 120:
            return None
        picture = f"<img src='/img/{number}.jpg' alt='图片'>"
        return html("图片新闻", picture, f"/photo/{number + 1}.html") if number < 120 else html("图片新闻", picture)

    return serve, 121


def stubs() -> tuple[Serve, int]:
    """Old addresses that all say the same and lead to different articles."""

    def serve(path: str) -> str | None:
        if path == "/":
            return html("首页", words("home"), *(f"/old/{n}.html" for n in range(150)))
        if path.startswith("/old/"):
            number = path[5:-5]
            return html("页面跳转", "本页面已迁移，请点击查看新的页面", "").replace(
                "<ul>", f"<a href='/new/{number}.html'>点击进入</a>"
            )
        return html(words(path, 10), words(path))

    return serve, 301


def topics() -> tuple[Serve, int]:
    """Two parameters that combine: each topic has pages of its own, the items of all known from one long list."""

    def serve(path: str) -> str | None:
        every = [f"/d/{n}.html" for n in range(600)]
        if path == "/":
            return html("首页", words("home"), *every, *(f"/list?topic={t}&page=1" for t in range(30)))
        if path.startswith("/list"):
            topic, number = map(int, re.findall(r"=(\d+)", path))
            near = [f"/list?topic={topic}&page={n}" for n in (number - 1, number + 1) if 1 <= n <= 20]
            return html(f"主题{topic}", "", *near, *every[topic * 20 + number :][:2])
        return html(words(path, 10), words(path))

    return serve, 1 + 600 + 600


HONEST = {
    "list_N.html": lambda: lists(lambda n: f"/tzgg/list_{n}.html"),
    "?page=N": lambda: lists(lambda n: f"/tzgg/?page={n}"),
    "?cat=5&page=N&size=15": lambda: lists(lambda n: f"/l.do?cat=5&page={n}&size=15", pages=300),
    "next only": lambda: lists(lambda n: f"/tzgg/index_{n}.html", pages=150, window=1),
    "?id=31063": articles,
    "archive by month": archive,
    "archive with gaps": lambda: sparse_archive(by_query=False),
    "archive with gaps, ?year=&month=": lambda: sparse_archive(by_query=True),
    "villages": villages,
    "gallery": gallery,
    "stubs": stubs,
    "topic and page": topics,
}


@pytest.mark.parametrize("name", HONEST)
def test_no_honest_page_is_lost(name: str, run: Run) -> None:
    """However many there are of a kind."""
    serve, pages = HONEST[name]()
    result, asked, _ = run(serve)
    assert result.cut == ()
    assert len(asked) == len(set(asked)) == pages


# -- traps: little is read, and an example is told --------------------------------------------------------------------


def calendar(address: Callable[[date], str], step: int) -> Serve:
    """An empty calendar: each month leads to the one before and the one after, for ever."""

    def serve(path: str) -> str | None:
        if path == "/":
            return html("首页", words("home"), address(TODAY))
        numbers = [int(n) for n in re.findall(r"\d+", path)]
        day = date(numbers[0], numbers[1], numbers[2] if len(numbers) > 2 else 15)
        days = " ".join(map(str, range(1, 31)))
        title = f"{day.year}年{day.month}月 活动日历"
        near = [address(day + timedelta(days=step)), address(day - timedelta(days=step))]
        found = html(title, f"日 一 二 三 四 五 六 {days} 本月没有活动")
        return found.replace("<ul>", "".join(f"<a href='{one.replace('&', '&amp;')}'>翻页</a>" for one in near))

    return serve


def almanac(path: str) -> str | None:
    """A calendar that says something else each month."""
    if path == "/":
        return html("首页", words("home"), "/cal/2026-11.html")
    year, month = map(int, re.findall(r"\d+", path)[:2])
    near = [date(year + (month + by - 1) // 12, (month + by - 1) % 12 + 1, 1) for by in (-1, 1)]
    return html(f"{year}年{month}月", words(path), *(f"/cal/{one:%Y-%m}.html" for one in near))


def days(path: str) -> str | None:
    """An empty calendar whose months lead to their days."""
    if path == "/":
        return html("首页", words("home"), "/cal/2026/11/")
    numbers = [int(n) for n in re.findall(r"\d+", path)]
    year, month = numbers[:2]
    near = [date(year + (month + by - 1) // 12, (month + by - 1) % 12 + 1, 1) for by in (-1, 1)]
    links = [f"/cal/{one:%Y/%m}/" for one in near] + [f"/cal/{year}/{month:02}/{day:02}" for day in range(1, 29)]
    found = html(f"{year}年{month}月 日程", "本日没有日程安排")
    return found.replace("<ul>", "".join(f"<a href='{one}'>{one[-2:]}</a>" for one in links))


def sessions(parameter: str) -> Serve:
    """Twelve pages whose links carry a number that nobody has seen before."""
    count = itertools.count(10**15)

    def serve(path: str) -> str | None:
        name = path.partition("?")[0]
        number = next(count)
        links = [f"/p{n}.jsp?{parameter}={number:x}" for n in range(12)]
        page = html(f"栏目{'一二三四五六七八九十甲乙丙'[int(name[2:-4] or 0) if name != '/' else 12]}", words(name))
        return page.replace("<ul>", "".join(f"<a href='{link}'>下一栏目</a>" for link in links))

    return serve


def filters(path: str) -> str | None:
    """A list of forty items under every combination of filters and orders."""
    if path == "/":
        return html("首页", words("home"), "/find")
    if path.startswith("/d/"):
        return html(words(path, 10), words(path))
    chosen = dict(part.split("=") for part in path.partition("?")[2].split("&") if part)
    links = []
    for name, number in (("sort", 4), ("order", 2), ("unit", 12), ("year", 10), ("kind", 9), ("area", 14)):
        for value in range(number):
            links.append("/find?" + "&".join(f"{n}={v}" for n, v in (chosen | {name: str(value)}).items()))
    draw = random.Random(str(sorted(chosen.items())))
    return html("查询结果", "", *links, *(f"/d/{draw.randrange(40)}.html" for _ in range(10)))


def deeper(path: str) -> str | None:
    """A relative link that goes one folder down, on a server that ignores what follows the program's name."""
    if path == "/":
        return html("首页", words("home"), "/index.php/news/")
    return html("新闻", words("news")).replace("<ul>", "".join(f"<a href='{n}/'>{n}</a>" for n in ("a", "b", "c", "d")))


def orders(path: str) -> str | None:
    """One table in any order of its rows, and the parameters in any order as well."""
    if path == "/":
        return html("首页", words("home"), "/t")
    rows = [words(f"row {n}", 12) for n in range(20)]
    random.Random(path).shuffle(rows)
    chosen = [part for part in path.partition("?")[2].split("&") if part]
    links = [f"/t?{'&'.join([*chosen, f'{name}={value}'])}" for name in ("sort", "dir", "col") for value in range(5)]
    return html("登记表", "".join(f"<p>{row}</p>" for row in rows)).replace(
        "<ul>", "".join(f"<a href='{link}'>排序</a>" for link in links)
    )


def loop(path: str) -> str | None:
    """/a/b/a/b/…, each page with something new on it."""
    return html("首页" if path == "/" else "目录", words(path), *(path + name for name in ("a/b/", "b/a/")))


TRAPS: dict[str, tuple[Serve, set[str], int]] = {
    "calendar /2031/05/": (calendar(lambda d: f"/cal/{d.year}/{d.month:02}/", 30), {"calendar", "echo"}, 140),
    "calendar ?month=": (calendar(lambda d: f"/cal?month={d:%Y-%m}", 30), {"calendar", "echo"}, 140),
    "calendar ?y=&m=": (calendar(lambda d: f"/cal?year={d.year}&month={d.month}", 30), {"calendar", "echo"}, 140),
    "calendar by day": (calendar(lambda d: f"/cal/{d.year}/{d.month:02}/{d.day:02}", 1), {"echo", "same"}, 130),
    "calendar with words": (almanac, {"calendar"}, 460),
    "calendar of days": (days, {"calendar", "echo", "same"}, 600),
    "sid": (sessions("sid"), {"same"}, 150),
    "time stamp": (sessions("_t"), {"same"}, 150),
    "unknown name": (sessions("k"), {"same"}, 600),
    "filters": (filters, {"filters", "permuted"}, 700),
    "deeper": (deeper, {"echo", "repeating"}, 50),
    "orders": (orders, {"same", "echo", "permuted", "parameters"}, 100),
    "loop": (loop, {"repeating"}, 200),
}


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_is_left_after_few_pages(name: str, run: Run) -> None:
    """And the report names it with an example."""
    serve, rules, most = TRAPS[name]
    result, asked, site = run(serve)
    print(f"{name}: {len(asked)} pages asked of {result.pages_found} found; {[line.what for line in result.cut]}")
    assert len(asked) <= most
    cut = {rule for rule, _, _ in site._frontier.held.trapped()}
    assert cut
    assert cut <= rules
    assert all("（如 https://www.mingchuan.example/" in line.what and "crawl.traps" in line.why for line in result.cut)

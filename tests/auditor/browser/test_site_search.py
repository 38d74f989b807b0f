"""The search of a site, worked in a real Chromium: by form, by script, behind a link, elsewhere, and not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from urllib.parse import quote_plus

import pytest

from auditor.browser import site_search
from auditor.browser.chromium import Browser, chromium
from auditor.browser.site_search import try_search
from auditor.browser.titles import Title
from auditor.model import SearchTrial
from tests.auditor.browser.conftest import Pages

THERE = "关于做好冬季森林防火工作的通知"
LOST = "关于公布行政规范性文件清理结果的通知"
FORM = '<form action="/search" target="_blank"><input name="q" type="text"><button>搜索</button></form>'


@pytest.fixture(scope="module")
def browser(site: Pages) -> Iterator[Browser]:
    """One Chromium for all of them."""
    with chromium([site.origin]) as started:
        yield started


@pytest.fixture(autouse=True)
def in_a_hurry(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of this machine answer at once, and Chromium is there already."""
    if "site" in request.fixturenames:
        started = request.getfixturevalue("browser")
        monkeypatch.setattr(site_search, "chromium", lambda origins: nullcontext(started))
    monkeypatch.setattr(site_search, "CHANGE_SECONDS", 0.6)
    monkeypatch.setattr(site_search, "QUIET_SECONDS", 0.6)


def titles(site: Pages, *texts: str) -> tuple[Title, ...]:
    return tuple(Title(text, f"{site.origin}/{number}.html") for number, text in enumerate(texts, 1))


def tried(site: Pages, home: str, *texts: str) -> tuple[SearchTrial | None, list[str]]:
    """The trial from a home page on, and why anything was left out."""
    trial, told = try_search(site.origin + home, titles(site, *texts), seed=7)
    return trial, [line.why for line in told]


@pytest.mark.browser
def test_a_form_is_filled_and_sent(site: Pages) -> None:
    """In the same window; the title is found cut short too, a title that does not come up is not found."""
    site.put("/form/", body=f'<form><input name="user"></form>{FORM}<p><a href="/2.html">{LOST}</a></p>')
    tabs = '<ul><li><a href="?k=1">政策文件</a></li><li><a href="?k=2">办事指南</a></li></ul>'
    found = f'<nav><a href="/x">{LOST}</a></nav>{tabs}<p><a href="/other">关于做好冬季森林防火…</a></p>'
    site.put(f"/search?q={quote_plus(THERE)}", body=found)
    site.put(f"/search?q={quote_plus(LOST)}", body="<p>没有找到相关内容</p>")
    trial, told = tried(site, "/form/", THERE, LOST)
    assert trial is not None
    assert [(one.found, one.why) for one in trial.trials] == [(True, ""), (False, "")]
    assert (trial.entry, trial.url, trial.classified) == ("form", f"{site.origin}/search", True)
    assert told == ["按随机种子 7 抽取，其余标题没有试"]


@pytest.mark.browser
def test_a_script_in_the_page_searches_behind_a_link(site: Pages) -> None:
    """Found by its link, typed into without a form, sent by its button, shown in the same page."""
    site.put("/linked/", body='<a href="/find/">站内搜索</a>')
    script = f"""
    <div><input id="keyword" placeholder="请输入关键词"><a id="go" onclick="show()">检索</a></div><div id="list"></div>
    <script>alert(1); function show() {{
      document.getElementById('list').innerHTML = '<p>共 1 条结果，用时 0.01 秒，以下为全部结果。</p><p><a href="/1.html">{THERE}</a></p>';
    }}</script>"""
    site.put("/find/", body=script)
    trial, _ = tried(site, "/linked/", THERE)
    assert trial is not None
    assert (trial.entry, [one.found for one in trial.trials], trial.classified) == ("link", [True], False)


@pytest.mark.browser
def test_a_search_on_another_host_is_not_tried(site: Pages, stranger: Pages) -> None:
    """Whether the form says so or the server leads there; that host hears nothing."""
    site.put("/abroad/", body=f'<form action="{stranger.origin}/s"><input name="q"><button>搜索</button></form>')
    trial, told = tried(site, "/abroad/", THERE)
    assert trial is not None
    assert (trial.entry, trial.trials) == ("elsewhere", ())
    assert told == ["搜索在另一个网站上，浏览器只访问被审查网站"]
    site.put("/sent/", body='<form action="/sent/s"><input name="q"></form>')
    site.put(f"/sent/s?q={quote_plus(THERE)}", body=f"<script>location = '{stranger.origin}/s'</script>")
    trial, _ = tried(site, "/sent/", THERE)
    assert trial is not None
    assert trial.entry == "elsewhere"
    assert stranger.asked == []


@pytest.mark.browser
def test_what_robots_txt_forbids_is_not_tried(site: Pages) -> None:
    """The form's address was asked about before."""
    site.put("/barred/", body='<form action="/barred/s"><input name="q"></form>')
    trial, told = try_search(
        site.origin + "/barred/", titles(site, THERE), allowed=lambda url: not url.endswith("/barred/s")
    )
    assert trial is not None
    assert (trial.entry, trial.trials, [line.why for line in told]) == (
        "barred",
        (),
        ["robots.txt 不允许自动访问搜索页"],
    )
    assert not [path for path in site.asked if path.startswith("/barred/s")]


@pytest.mark.browser
def test_no_search_a_dead_one_and_an_error(site: Pages) -> None:
    """A field that does nothing cannot be judged; an error of the server can."""
    site.put("/none/", body='<form><input name="username"><input type="password"></form>')
    trial, _ = tried(site, "/none/", THERE)
    assert trial is not None
    assert (trial.entry, trial.trials) == ("none", ())
    site.put("/dead/", body='<div><input name="keyword" placeholder="搜索"></div>')
    trial, told = tried(site, "/dead/", THERE)
    assert trial is not None
    assert [one.found for one in trial.trials] == [None]
    assert told[1:] == ["输入后页面没有变化，不能判断"]
    site.put("/broken/", body='<form action="/nothing"><input name="q"></form>')
    trial, _ = tried(site, "/broken/", THERE)
    assert trial is not None
    assert [(one.found, one.why) for one in trial.trials] == [(False, "搜索后服务器答复 404")]


@pytest.mark.browser
def test_a_folder_proves_nothing_of_a_search_that_needs_a_server(site: Pages) -> None:
    """Nor does a site without a title to try."""
    site.put("/kept/", body='<form action="/program"><input name="q"></form>')
    trial, told = try_search(site.origin + "/kept/", titles(site, THERE), static=True)
    assert (trial, [line.why for line in told]) == (None, ["检查的是文件夹，搜索要靠服务器才能用"])
    assert try_search(site.origin + "/kept/", ())[0] is None


@pytest.mark.browser
def test_results_that_never_end_cost_their_time_and_no_more(site: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither verdict nor traceback, in a Chromium of its own: this one is lost."""
    monkeypatch.setattr(site_search, "chromium", chromium)
    monkeypatch.setattr(site_search, "PAGE_SECONDS", 3.0)
    site.put("/loops/", body='<form action="/loop"><input name="q"></form>')
    site.put(f"/loop?q={quote_plus(THERE)}", body="<script>for (;;) {}</script>")
    trial, told = tried(site, "/loops/", THERE)
    assert trial is not None
    assert [one.found for one in trial.trials] == [None]
    assert len(told) == 2

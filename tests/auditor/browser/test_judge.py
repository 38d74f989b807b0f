"""Pages in a real Chromium: what axe-core finds, and that no page can hold up, break or leave the audit."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import msgspec
import psutil
import pytest

from auditor.browser import chromium as chromium_module
from auditor.browser.axe import HUGE
from auditor.browser.judge import judge_pages
from auditor.model import BrowserFacts, NotRun
from tests.auditor.browser.conftest import Pages

CANONICAL = "https://www.mingchuan.example"
HALF = "<script>document.currentScript.insertAdjacentHTML('beforebegin', '<img src=/e.png class=\\ud83d>')</script>"
FLOOD = "<i></i>" * (HUGE + 10)


def kill_renderers() -> None:
    """Kill the processes in which our Chromium shows pages, and those from which it makes new ones."""
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            if {"--type=renderer", "--type=zygote"} & set(process.cmdline()):
                process.kill()


@pytest.fixture(scope="module")
def judged(site: Pages, stranger: Pages) -> tuple[dict[str, BrowserFacts], list[NotRun]]:
    """All the fixtures' pages in one run, by path."""
    stranger.put("/style.css", whole="h1 { color: #777 }")
    site.put("/", body="<p>公开</p>")
    site.put("/three.html", body='<img src="/a.png"><input name="q"><p style="color:#bbb;background:#fff">浅色的字</p>')
    site.put("/framed.html", body='<iframe src="/inner.html" title="内页"></iframe>')
    site.put("/inner.html", body='<img src="/b.png"><iframe src="/inmost.html" title="最内页"></iframe>')
    site.put("/inmost.html", body='<input name="deep">')
    site.put(
        "/loud.html", body="<script>alert(1); confirm(2); while (!prompt(3) && window.n++ < 5);</script><img src=x>"
    )
    site.put("/endless.html", body="<script>for (;;) {}</script>")
    site.put("/deadly.html", body='<script src="/kill.js"></script>')
    site.put("/kill.js", whole="1")
    site.before["/kill.js"] = kill_renderers
    site.put("/leaves.html", head=f'<meta http-equiv="refresh" content="0;url={stranger.origin}/gone.html">')
    site.put("/moves.html", body="<script>location.replace('/')</script>")
    site.put("/foreign.html", head=f'<link rel="stylesheet" href="{stranger.origin}/style.css">',
             body=f'<img src="{stranger.origin}/x.png"><script>fetch("{stranger.origin}/f"); '
                  f'new WebSocket("{stranger.origin.replace("http", "ws")}/ws")</script>')  # fmt: skip
    site.put("/huge.html", body=FLOOD + '<p style="color:#bbb;background:#fff">浅色的字</p><img src="/c.png">')
    site.put("/half.html", body=HALF)
    site.put("/last.html", body='<img src="/d.png">')
    paths = ["/", "/three.html", "/framed.html", "/loud.html", "/endless.html", "/deadly.html", "/leaves.html",
             "/moves.html", "/foreign.html", "/huge.html", "/absent.html", "/half.html", "/last.html"]  # fmt: skip
    facts, not_run = judge_pages(
        [CANONICAL + path for path in paths],
        served=lambda url: url.replace(CANONICAL, site.origin),
        page_seconds=8,
        limit_seconds=240,
    )
    assert [fact.url for fact in facts] == [CANONICAL + path for path in paths]
    return {fact.url.removeprefix(CANONICAL): fact for fact in facts}, not_run


def rules(facts: BrowserFacts, outcome: str = "violation") -> set[str]:
    """Rules with an outcome on a page; the page must have been judged."""
    assert facts.error == ""
    return {result.rule for result in facts.results if result.outcome == outcome}


pytestmark = pytest.mark.browser


def test_a_good_page_is_silent(judged):
    """No violation on a page that has none."""
    assert rules(judged[0]["/"]) == set()


def test_three_known_violations_are_found_and_no_other(judged):
    """A picture without alt, a field without label, grey on white: with selector, markup and Chinese words."""
    facts = judged[0]["/three.html"]
    assert rules(facts) == {"image-alt", "label", "color-contrast"}
    image = next(result for result in facts.results if result.rule == "image-alt")
    assert (image.impact, image.nodes[0].selector, image.nodes[0].frame) == ("critical", "img", "")
    assert image.nodes[0].html == '<img src="/a.png">'
    assert "替代文本" in image.help
    assert "修复" in image.nodes[0].summary
    assert "wcag111" in image.tags
    assert facts.engine.startswith("Chromium ")
    assert "axe-core 4.14.1" in facts.engine


def test_frames_within_frames_are_judged(judged):
    """Violations of an iframe and of the iframe inside it, with the way there."""
    nodes = {
        result.rule: result.nodes[0] for result in judged[0]["/framed.html"].results if result.outcome == "violation"
    }
    assert nodes["image-alt"].frame == "iframe"
    assert nodes["label"].frame == "iframe iframe"


def test_dialogs_do_not_hold_a_page_up(judged):
    """A page that alerts, confirms and prompts is judged like another."""
    assert rules(judged[0]["/loud.html"]) == {"image-alt"}


def test_an_endless_script_costs_only_its_page(judged):
    """The page is given up after its time; the next ones are judged."""
    assert "8 秒" in judged[0]["/endless.html"].error
    assert rules(judged[0]["/last.html"]) == {"image-alt"}


def test_a_crash_costs_only_its_page(judged, site):
    """A dead renderer is an error of its page; Chromium is started again."""
    assert "/kill.js" in site.asked
    assert judged[0]["/deadly.html"].error
    assert judged[0]["/huge.html"].error == ""


def test_no_request_leaves_the_audited_site(judged, stranger):
    """Pictures, styles, scripts, sockets, frames and refreshes to another origin reach nobody, even on this machine."""
    assert "/foreign.html" in judged[0]
    assert stranger.asked == []


def test_a_page_without_its_styles_is_doubted(judged):
    """Where a style sheet was not loaded, what axe calls a violation is for a person to judge."""
    facts = judged[0]["/foreign.html"]
    assert rules(facts) == set()
    assert "image-alt" in rules(facts, "incomplete")
    assert any("样式表" in line.why for line in judged[1])


def test_a_page_that_moves_on_is_not_judged_in_its_name(judged):
    """What stands at another address is no evidence against this one."""
    assert "跳转" in judged[0]["/leaves.html"].error
    assert "跳转" in judged[0]["/moves.html"].error
    assert "404" in judged[0]["/absent.html"].error


def test_a_huge_page_is_judged_without_the_slow_rules(judged):
    """Contrast is left out and said to be; the picture is still found."""
    assert rules(judged[0]["/huge.html"]) == {"image-alt"}
    assert any("费时规则" in line.why for line in judged[1])


def test_half_a_character_does_not_spoil_the_record(judged):
    """A lone surrogate that a script wrote cannot be stored; it is replaced."""
    facts = judged[0]["/half.html"]
    assert rules(facts) == {"image-alt"}
    assert msgspec.json.decode(msgspec.json.encode(facts), type=BrowserFacts) == facts


def test_every_page_that_was_not_judged_is_named(judged):
    """Coverage: each error stands in the list with its address, and the width is said."""
    errors = {fact.url for fact in judged[0].values() if fact.error}
    assert len(errors) == 5
    assert errors == {line.what.partition("：")[2] for line in judged[1] if CANONICAL in line.what}
    assert any("1280" in line.why for line in judged[1])


def test_the_deadline_ends_the_run(site):
    """Pages that were not reached in time are counted, not judged and not waited for."""
    facts, not_run = judge_pages([site.put("/endless.html", body="<script>for (;;) {}</script>")] * 3, limit_seconds=5)
    assert len(facts) < 2, "the first page alone takes all the time there is"
    assert all(fact.error for fact in facts)
    left = NotRun(what=f"浏览器无障碍检查：{3 - len(facts)} 个抽样页面", why="总时限 5 秒已到")
    assert not_run[0] == left


def test_without_chromium_the_report_says_what_to_do(monkeypatch):
    """A missing browser is no failure of the audit."""
    monkeypatch.setattr(chromium_module, "CHROMIUMS", ("no-such-chromium",))
    assert judge_pages([CANONICAL]) == (
        [], [NotRun(what="浏览器无障碍检查：1 个抽样页面", why="未安装 Chromium，请运行 make setup")]
    )  # fmt: skip


def test_without_axe_core_the_report_says_what_to_do(tmp_path: Path):
    """A missing axe-core is no failure of the audit."""
    assert judge_pages([CANONICAL], axe_core=tmp_path) == (
        [], [NotRun(what="浏览器无障碍检查：1 个抽样页面", why="未安装 axe-core，请运行 make setup")]
    )  # fmt: skip

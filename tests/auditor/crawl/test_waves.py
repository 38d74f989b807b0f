"""Waves: the same pages are read and cut, whatever the threads do and wherever a run is stopped."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from auditor.audit import _facts
from auditor.crawl.crawl import crawl
from auditor.crawl.frontier import Frontier
from auditor.crawl.reading import Method
from auditor.crawl.target import Budget, Options, Progress, WebTarget

from .test_traps import HOME, TODAY, Made, Serve, articles, calendar, deeper, html, sessions, words


def mixed(path: str) -> str | None:
    """Honest articles, a calendar and a folder without end on one site."""
    serve, _ = articles(100)
    if path == "/":
        page = serve("/")
        assert page is not None
        return page.replace("<ul>", "<a href='/cal/2026/11/'>日历</a><a href='/index.php/n/'>新</a>")
    if path.startswith("/cal/"):
        return calendar(lambda d: f"/cal/{d.year}/{d.month:02}/", 30)(path)
    return deeper(path) if path.startswith("/index.php") else serve(path)


def outcome(frontier: Frontier) -> dict[str, Any]:
    """All that a crawl decided."""
    rows = frontier._db.execute("SELECT url, state, rank, found_on FROM pages ORDER BY url").fetchall()
    traps = frontier._db.execute("SELECT url, rule FROM traps ORDER BY url").fetchall()
    return {"pages": rows, "traps": traps}


def run(monkeypatch: pytest.MonkeyPatch, serve: Serve, frontier: Frontier, **more: Any) -> list[str]:
    """Crawl a made site; the paths asked."""
    made = Made(serve)
    monkeypatch.setattr("auditor.crawl.crawl.Web", lambda *_: made)
    options = Options(threads=more.pop("threads", 4), today=TODAY, traps=more.pop("traps", True))
    budget = Budget(pages=more.pop("pages", 5000), depth=10_000)
    crawl(WebTarget(HOME), budget, frontier=frontier, method=Method(facts=_facts), options=options, **more)
    return made.asked


class Stop(BaseException):
    """The end of a run at any moment."""


def test_a_crawl_stopped_at_odd_moments_cuts_the_same(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Every decision is made from the frontier, between waves, in the transaction that releases the next."""
    whole = Frontier(":memory:")
    undisturbed = run(monkeypatch, mixed, whole)
    draw = random.Random(11)
    asked: list[str] = []
    stops = 0
    while True:
        frontier = Frontier(tmp_path / "crawl.sqlite")
        left = [draw.randrange(3, 40)]

        def stop(_: Progress, left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise Stop

        try:
            asked += run(monkeypatch, mixed, frontier, progress=stop)
            break
        except Stop:
            stops += 1
            frontier.close()
    assert stops > 5
    assert outcome(frontier) == outcome(whole)
    assert {rule for _, rule in outcome(whole)["traps"]} >= {"calendar", "echo"}
    assert set(asked) <= set(undisturbed)


def test_the_number_of_threads_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """One or eight."""
    outcomes = []
    for threads in (1, 8):
        frontier = Frontier(":memory:")
        run(monkeypatch, mixed, frontier, threads=threads)
        outcomes.append(outcome(frontier))
    assert outcomes[0] == outcomes[1]


def test_traps_may_be_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then the budget alone ends the crawl."""
    frontier = Frontier(":memory:")
    asked = run(monkeypatch, sessions("sid"), frontier, traps=False, pages=300)
    assert len(asked) == 300
    assert frontier.held.trapped() == []


def test_a_cut_page_that_another_leads_to_is_judged_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a trap found first may be honest: the page deep in the echo is read when an article links to it."""

    def serve(path: str) -> str | None:
        if path == "/":
            return html("首页", words("home"), "/index.php/news/", "/far/1.html")
        if path.startswith("/far/"):
            number = int(path[5:-5])
            near = f"/far/{number + 1}.html" if number < 12 else "/index.php/news/a/a/a/"
            return html(words(path, 9), words(path), near)
        return deeper(path)

    asked = run(monkeypatch, serve, Frontier(":memory:"))
    assert "/index.php/news/a/a/a/" in asked
    assert "/index.php/news/a/a/b/" not in asked


@pytest.mark.soak
def test_memory_is_flat_in_the_number_of_pages(tmp_path: Path) -> None:
    """Ten times the pages, no tenth more memory, in a process of its own each; prints its figures."""
    import subprocess
    import sys

    peaks = []
    for pages in (1000, 10_000):
        done = subprocess.run(
            [sys.executable, "-m", "tests.auditor.crawl.crawl_many", str(pages), str(tmp_path / f"{pages}.sqlite")],
            capture_output=True, text=True, check=True, timeout=280,
        )  # fmt: skip
        read, megabytes = map(int, done.stdout.split())
        assert read == pages
        peaks.append(megabytes)
    print(f"1,000 pages: {peaks[0]} MB; 10,000 pages: {peaks[1]} MB")
    assert peaks[1] <= peaks[0] * 1.5

"""What the checks of a site said is kept, and taken over only where nothing they were given is another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

import msgspec
import pytest

from auditor import site_judging
from auditor.checks import load_checks
from auditor.crawl.frontier import Frontier
from auditor.crawl.reading import PageLinks, Reading
from auditor.crawl.site import Beside, CrawledSite
from auditor.facts.columns import find_columns
from auditor.model import Check, Hit, Link, LinkState, Listed, NotRun, PageFacts, SearchTrial
from auditor.rules import read_rules
from auditor.site_judging import site_hits
from auditor.stamps import params_of
from standards.calendar import BEIJING

HOME = "https://www.example.gov.cn/"
NOW = datetime(2026, 11, 20, 9, tzinfo=BEIJING)
PARAMS = params_of(read_rules("guoban-2019-19"), {})
CHECKS = [check for check in load_checks() if check.scope == "site" and {"browser", "search"}.isdisjoint(check.needs)]
ALONE = Beside(find_columns)
pack = msgspec.msgpack.encode


def write(frontier: Frontier, number: int, title: str) -> None:
    """One page with a dead link and a dead picture on it."""
    url = f"{HOME}tzgg/{number:03}.html"
    links = tuple(
        Link(url=f"{HOME}{name}", raw=name, role=role, tag=tag, attribute=attribute, text=title)
        for name, role, tag, attribute in [(f"dead{number}", "page", "a", "href"), ("gone.png", "asset", "img", "src")]
    )
    facts = PageFacts(url=url, status=200, kind="content", title=title, links=links)
    leads = PageLinks((f"{HOME}dead{number}",), (f"{HOME}gone.png",))
    frontier.add_pages([url], rank=2, found_on=HOME)
    frontier.kept.keep(url, Reading("", "content", pack(leads), pack(()), b"", b"", pack(facts), b""), 1, "", "")
    frontier.finish_page(url, LinkState(url=url, verdict="ok", reason="ok", status=200), kept=1)


@pytest.fixture
def frontier(tmp_path: Path) -> Iterator[Frontier]:
    """A finished crawl of twelve pages that lead to addresses that are not there."""
    made = Frontier(tmp_path / "crawl.sqlite")
    with made.together():
        made.note("home", HOME)
        for number in range(12):
            write(made, number, f"关于第{number}号事项的通知")
            dead = f"{HOME}dead{number}"
            made.targets.add([dead])
            made.targets.finish(LinkState(url=dead, verdict="broken", reason="not-found", status=404))
        made.targets.add([f"{HOME}gone.png"])
        made.targets.finish(LinkState(url=f"{HOME}gone.png", verdict="broken", reason="not-found", status=404))
    yield made
    made.close()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The checks that were run, in their order."""
    ran: list[str] = []
    run = site_judging._run

    def noted(site: CrawledSite, check: Check, *given: object) -> Iterator[Hit | NotRun]:
        ran.append(check.id)
        return run(site, check, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(site_judging, "_run", noted)
    return ran


def said(
    frontier: Frontier, beside: Beside = ALONE, now: datetime = NOW, workers: int = 1, **params: object
) -> list[tuple[str, Hit | NotRun]]:
    """All that the checks of the site say."""
    site, given = CrawledSite(frontier, beside), PARAMS | params
    return [
        (check.id, one)
        for check, one in site_hits(site, CHECKS, given, now, pages=12, workers=workers)  # type: ignore[arg-type]
    ]


def test_a_site_that_is_the_same_is_not_asked_again(frontier, asked):
    """And says the same, in the same order; hits there are."""
    first = said(frontier)
    assert {"links/dead_page", "links/dead_asset"} <= {id for id, _ in first}
    assert asked == [check.id for check in CHECKS]
    assert said(frontier) == first
    assert len(asked) == len(CHECKS)


def test_a_change_anywhere_has_everything_asked_again(frontier, asked):
    """A title, a verdict, what a column listed before, what the browser found: whatever a check may look at."""
    said(frontier)
    changes = [
        lambda: write(frontier, 3, "关于第三号事项的补充通知"),
        lambda: frontier.judge_again(LinkState(url=f"{HOME}dead3", verdict="ok", reason="ok", status=200)),
        lambda: frontier.note("probes", "[]"),
        lambda: frontier.kept.keep_sheet(PageFacts(url=f"{HOME}a.css", status=200, kind="other")),
    ]
    for number, change in enumerate(changes, 2):
        change()
        said(frontier)
        assert len(asked) == number * len(CHECKS)
    for beside in (
        Beside(find_columns, before={HOME: Listed(on="2026-11-01", oldest="")}),
        Beside(search=SearchTrial(entry="none")),
    ):
        asked.clear()
        said(frontier, beside)
        assert len(asked) == len(CHECKS)


def test_a_verdict_that_has_changed_is_what_is_said(frontier):
    """The dead link is mended."""
    assert sum(id == "links/dead_page" for id, _ in said(frontier)) == 12
    frontier.judge_again(LinkState(url=f"{HOME}dead3", verdict="ok", reason="ok", status=200))
    assert sum(id == "links/dead_page" for id, _ in said(frontier)) == 11


def test_another_threshold_or_day_has_those_asked_that_look_at_it(frontier, asked):
    """The hour of the day is nobody's business."""
    said(frontier)
    asked.clear()
    said(frontier, now=NOW + timedelta(hours=3))
    assert asked == []
    said(frontier, **{"freshness/stale_home": PARAMS["freshness/stale_home"] | {"days": 7}})
    assert asked == ["freshness/stale_home"]
    asked.clear()
    said(frontier, now=NOW + timedelta(days=1))
    assert "freshness/stale_column" in asked
    assert not {"links/dead_page", "freshness/published_twice"} & set(asked)


def test_what_was_broken_off_is_asked_again(frontier, asked):
    """Killed between two hits: neither half an answer nor none is taken for the whole."""
    whole = said(frontier)
    frontier.judge_again(LinkState(url=f"{HOME}dead3", verdict="ok", reason="ok", status=200))
    site = CrawledSite(frontier, ALONE)
    list(islice(site_hits(site, CHECKS, PARAMS, NOW, pages=12, workers=1), 5))
    frontier.judge_again(LinkState(url=f"{HOME}dead3", verdict="broken", reason="not-found", status=404))
    asked.clear()
    assert said(frontier) == whole
    assert asked


def test_side_by_side_they_say_what_they_say_one_after_the_other(frontier, asked, monkeypatch):
    """In the order of the checks; this process runs none of them, and the answers are kept."""
    alone = said(frontier)
    monkeypatch.setattr(site_judging, "MANY", 1)
    frontier._db.execute("DELETE FROM site_stamps")
    asked.clear()
    assert said(frontier, workers=2) == alone
    assert asked == []
    assert said(frontier) == alone
    assert asked == []


def test_an_error_of_a_check_on_another_process_is_raised_here(frontier, monkeypatch):
    """A bug is not silence."""
    monkeypatch.setattr(site_judging, "MANY", 1)
    with pytest.raises(KeyError):
        said(frontier, workers=2, **{"links/mismatched_text": {}})


def test_notes_and_thousands_of_hits_come_back(frontier, asked):
    """More than one row holds, and what a check could not tell among them."""
    note = NotRun(what="抽样", why="共 2 个")
    hits = [Hit(url=f"{HOME}{number}", message="x") for number in range(1000)]
    site = CrawledSite(frontier)
    assert list(site.keep_said("links/dead_page", "now", [*hits[:300], note, *hits[300:]])) == [
        *hits[:300], note, *hits[300:]
    ]  # fmt: skip
    back = list(site.said("links/dead_page"))
    assert [one for one in back if isinstance(one, Hit)] == hits
    assert [one for one in back if isinstance(one, NotRun)] == [note]


def test_a_check_that_nobody_can_name_runs_every_time(frontier, asked):
    """It stands in no file of ours."""
    check = Check(
        id="links/toy", title="", severity="P3", remedy="", scope="site",
        check=lambda site, params, now: [Hit(url=site.url, message="toy")],
    )  # fmt: skip
    for _ in range(2):
        ((_, hit),) = site_hits(CrawledSite(frontier), [check], PARAMS, NOW, pages=1, workers=1)
        assert hit.message == "toy"
    assert asked == []

"""Hits come as they are found: nothing of a site is gathered in memory."""

from __future__ import annotations

from datetime import datetime

import msgspec

from auditor.checks import load_checks
from auditor.crawl.frontier import Frontier
from auditor.crawl.reading import PageLinks, Reading, pack_hits
from auditor.crawl.site import CrawledSite
from auditor.crawl.url import Origins
from auditor.judging import facts_stamp, judge_stamp, page_judge, run_checks
from auditor.model import Check, Hit, LinkState, PageFacts
from auditor.rules import read_rules
from standards.calendar import BEIJING

NOW = datetime(2026, 11, 20, tzinfo=BEIJING)
RULES = read_rules("guoban-2019-19")
NO_LINKS = PageLinks((), ())
pack = msgspec.msgpack.encode


def site_of(pages: int, stamp: str, links: PageLinks = NO_LINKS) -> CrawledSite:
    """A kept crawl whose pages were judged under ``stamp``, one hit each; the last one was not judged."""
    frontier = Frontier(":memory:")
    with frontier.together():
        for number in range(pages):
            url = f"https://www.example.gov.cn/{number:04}"
            facts = PageFacts(url=url, status=200, kind="column" if number % 2 else "content")
            hits = pack_hits([("words/placeholder", Hit(url=url, message="x"))])
            reading = Reading("", facts.kind, pack(links), pack(()), b"", b"", pack(facts), hits)
            frontier.add_pages([url], rank=0, found_on="")
            frontier.kept.keep(url, reading, 0, "", stamp if number < pages - 1 else "")
            frontier.finish_page(url, LinkState(url=url, verdict="ok", reason="ok"), kept=1)
    return CrawledSite(frontier)


def toy_check(called: list[str]) -> Check:
    """A check that notes that it was run."""

    def check(site: CrawledSite, params: object, now: datetime) -> list[Hit]:
        called.append(site.url)
        return [Hit(url="https://www.example.gov.cn/", message="site")]

    return Check(id="links/toy", title="", severity="P3", remedy="", scope="site", check=check)


def test_hits_are_kept_ones_then_new_ones_then_those_of_the_site() -> None:
    """In the order of addresses; a page judged under another stamp is judged now, which finds what is on it."""
    called: list[str] = []
    site = site_of(5, "now")
    checks = [check for check in load_checks() if check.scope == "page"]
    hits, by_check, left_out = run_checks(site, [*checks, toy_check(called)], RULES, NOW, workers=1, stamp="now")
    assert called == []  # nothing runs before its hits are asked for
    *found, last = (hit for _, hit in hits)
    assert [hit.message for hit in found[:4]] == ["x"] * 4
    assert {hit.url[-4:] for hit in found[4:]} == {"0004"}
    assert "x" not in {hit.message for hit in found[4:]}
    assert last.message == "site"
    assert by_check["links/toy"] == by_check["words/placeholder"] == 5
    assert left_out == ()


def test_a_browser_check_without_a_browser_is_told() -> None:
    """And counts no page."""
    axe = [check for check in load_checks() if "browser" in check.needs]
    hits, by_check, left_out = run_checks(site_of(2, "now"), axe, RULES, NOW, workers=1, stamp="now")
    assert list(hits) == []
    assert not set(by_check) & {check.id for check in axe}
    assert [line.why for line in left_out] == ["没有页面在浏览器中打开"] * len(axe)


def test_a_search_that_was_not_tried_is_told() -> None:
    """Its check is no check then."""
    search = [check for check in load_checks() if "search" in check.needs]
    _, by_check, left_out = run_checks(site_of(2, "now"), search, RULES, NOW, workers=1, stamp="now")
    assert (len(search), by_check, [line.why for line in left_out]) == (1, {}, ["没有在浏览器中试搜"])


def test_sites_read_along_are_not_judged_by_the_site_s_identity() -> None:
    """What their pages say of themselves is theirs; the coverage counts them."""
    frontier = Frontier(":memory:")
    frontier.note("home", "https://www.example.gov.cn/")
    with frontier.together():
        for host in ("www", "www", "jyj"):
            url = f"https://{host}.example.gov.cn/{frontier.found}"
            hit = pack_hits(
                [
                    ("identity/find_errors", Hit(url=url, message=host)),
                    ("words/placeholder", Hit(url=url, message=host)),
                ]
            )
            facts = PageFacts(url=url, status=200, kind="content")
            frontier.add_pages([url], rank=0, found_on="")
            frontier.kept.keep(
                url, Reading("", facts.kind, pack(NO_LINKS), pack(()), b"", b"", pack(facts), hit), 0, "", "now"
            )
            frontier.finish_page(url, LinkState(url=url, verdict="ok", reason="ok"), kept=1)
    checks = [check for check in load_checks() if check.id in ("identity/find_errors", "words/placeholder")]
    hits, by_check, left_out = run_checks(CrawledSite(frontier), checks, RULES, NOW, workers=1, stamp="now")
    assert sorted((check.id, hit.message) for check, hit in hits) == [
        ("identity/find_errors", "www"), ("identity/find_errors", "www"),
        ("words/placeholder", "jyj"), ("words/placeholder", "www"), ("words/placeholder", "www"),
    ]  # fmt: skip
    assert by_check == {"identity/find_errors": 2, "words/placeholder": 3}
    assert [line.what for line in left_out] == ["网站标识：子站页面 1 个"]


def test_only_pages_that_link_there_are_unpacked() -> None:
    """By an address, or by the mark of a kind of reference."""
    site = site_of(3, "", PageLinks(("https://a.cn/",), ("https://a.cn/b.pdf",), ("#",)))
    for wanted, number in [
        (("https://a.cn/",), 3),
        (("https://a.cn/b.pdf", "x"), 3),
        (("#",), 3),
        (("?",), 0),
        ((), 0),
    ]:
        assert len(list(site.pages(linking_to=wanted))) == number
    assert len(list(site.pages())) == 3


def test_stamps_tell_what_they_stand_for() -> None:
    """Two of the same are equal; a served copy is another way of reading."""
    assert facts_stamp(Origins()) == facts_stamp(Origins())
    assert facts_stamp(Origins()) != facts_stamp(Origins([("https://a.cn", "http://127.0.0.1:1")]))
    assert judge_stamp(RULES, NOW) == judge_stamp(RULES, NOW) != facts_stamp(Origins())


def test_the_judge_of_pages_is_the_page_checks() -> None:
    """Each hit with the id of its check."""
    facts = PageFacts(url="https://www.example.gov.cn/", status=200, kind="home")
    assert all(id.count("/") == 1 for id, _ in page_judge(RULES, NOW)(facts))

"""Hits come as they are found: nothing of a site is gathered in memory."""

from __future__ import annotations

from datetime import datetime

import msgspec

from auditor.checks import load_checks
from auditor.crawl.frontier import Frontier
from auditor.crawl.reading import PageLinks, Reading, pack_hits
from auditor.crawl.site import CrawledSite
from auditor.crawl.url import Origins
from auditor.judging import judge_stamp, judge_stamps, page_judge, run_checks
from auditor.model import Check, Hit, LinkState, NotRun, PageFacts
from auditor.rules import read_rules
from auditor.stamps import facts_stamp, stamp_of
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
    assert left_out == []


def test_what_a_check_could_not_tell_is_told_beside_its_hits() -> None:
    """A check of a site gives notes for the coverage between its hits; they are no findings."""
    note = NotRun(what="公开留言的评分抽样", why="共 2 个")

    def check(site: CrawledSite, params: object, now: datetime) -> list[Hit | NotRun]:
        return [Hit(url=site.url, message="one"), note, Hit(url=site.url, message="two")]

    talker = Check(id="links/toy", title="", severity="P3", remedy="", scope="site", check=check)
    hits, _, left_out = run_checks(site_of(2, "now"), [talker], RULES, NOW, workers=1, stamp="now")
    assert left_out == []
    assert [hit.message for _, hit in hits][-2:] == ["one", "two"]
    assert left_out == [note]


def test_a_browser_check_without_a_browser_is_told() -> None:
    """And counts no page."""
    axe = [check for check in load_checks() if "browser" in check.needs]
    hits, by_check, left_out = run_checks(site_of(2, "now"), axe, RULES, NOW, workers=1, stamp="now")
    assert list(hits) == []
    assert not set(by_check) & {check.id for check in axe}
    assert [line.why for line in left_out] == ["没有页面在浏览器中打开"] * len(axe)


def test_what_a_check_left_out_is_told() -> None:
    """Silence must not pass for innocence: the coverage says what was not judged and why."""
    note = NotRun(what="3 个栏目的更新时限（甲、乙、丙）", why="已归档")
    check = msgspec.structs.replace(toy_check([]), left_out=lambda site, params, now: [note])
    site = site_of(1, "now")
    assert run_checks(site, [check], RULES, NOW, workers=1, stamp="now")[2] == [note]


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


def test_checks_whose_stamp_is_the_same_are_not_run_again() -> None:
    """Only what has changed since runs on the kept facts, and what it finds is kept for the next time."""
    site = site_of(3, "then")
    now = judge_stamps(RULES, NOW)
    then = now | {"words/punctuation": "of another lexicon"}
    site._frontier.kept.keep_stamp("then", then)
    site._frontier.kept.keep_stamp("now", now)
    checks = [check for check in load_checks() if check.scope == "page"]
    hits = [(check.id, hit.message) for check, hit in run_checks(site, checks, RULES, NOW, workers=1, stamp="now")[0]]
    assert hits.count(("words/placeholder", "x")) == 2  # kept; the third page was never judged
    assert {stamp for _, stamp, _ in site.judged()} == {"now"}
    again = [(check.id, hit.message) for check, hit in run_checks(site, checks, RULES, NOW, workers=1, stamp="now")[0]]
    assert again == hits


def test_a_changed_check_is_run_again_and_its_old_hits_are_gone() -> None:
    """What was kept of it is what it would not say now."""
    site = site_of(3, "then")
    site._frontier.kept.keep_stamp("then", judge_stamps(RULES, NOW) | {"words/placeholder": "other"})
    checks = [check for check in load_checks() if check.scope == "page"]
    hits, _, _ = run_checks(site, checks, RULES, NOW, workers=1, stamp="now")
    assert "x" not in {hit.message for _, hit in hits}


def test_stamps_under_which_nothing_is_kept_are_forgotten() -> None:
    """A folder that is judged every day does not grow by a stamp a day."""
    site = site_of(2, "then")
    for name in ("one", "then", "two", "three"):
        site._frontier.kept.keep_stamp(name, {"words/placeholder": name})
    assert set(site.stamps()) == {"then", "three"}
    assert stamp_of({"a": "1"}) != stamp_of({"a": "2"})

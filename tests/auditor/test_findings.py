"""Hits become findings: one cause, one finding."""

from __future__ import annotations

import weakref

import pytest

from auditor.findings import PAGES_NAMED, join_hits
from auditor.model import Check, Hit, Locator

CHECK = Check(id="links/dead_page", title="死链", severity="P2", remedy="改正", scope="site", check=lambda *_: ())
CLAUSES = {"links/dead_page": ("可用性",)}
HOME = "https://www.example.gov.cn/"


def hit(page: str, **parts: object) -> Hit:
    """A dead link on a page, unless told otherwise."""
    given = {"message": "打不开", "target": f"{HOME}gone.html", "reason": "not-found", "evidence": "更多", **parts}
    return Hit(url=HOME + page, **given)


def join(*hits: Hit):
    """Join hits of the one check of this module."""
    return join_hits([(CHECK, h) for h in hits], CLAUSES)


def test_a_dead_link_in_the_footer_is_one_finding_with_its_reach():
    """A thousand pages with one footer are one thing to mend."""
    findings = join(*(hit(f"{n:04}.html", region="footer") for n in range(1000)))
    assert [(f.reach, f.occurrences, len(f.pages)) for f in findings] == [(1000, 1000, PAGES_NAMED)]


def test_dead_links_in_the_bodies_of_two_articles_are_two_findings():
    """Two editors have each something to mend."""
    assert len(join(hit("a.html", evidence="甲文"), hit("b.html", evidence="乙文"))) == 2


def test_twice_on_one_page_is_one_finding_that_occurs_twice():
    """The editor opens the page once."""
    (finding,) = join(hit("a.html"), hit("a.html", locator=Locator(line=9)))
    assert (finding.occurrences, finding.reach) == (2, 1)


def test_a_missing_page_is_one_finding_a_page_whatever_words_lead_to_it():
    """A title, a picture and “更多” lead to the same address: one thing to mend."""
    by_target = Check(**{f: getattr(CHECK, f) for f in CHECK.__struct_fields__} | {"by_target": True})
    hits = [(by_target, hit("a.html", evidence=words)) for words in ("更多", "关于表彰先进的通知", "图")]
    assert [f.occurrences for f in join_hits(hits, CLAUSES)] == [3]
    assert len(join(*(h for _, h in hits))) == 3


def test_same_words_in_the_same_place_of_three_bodies_come_from_the_template():
    """Old sites have no footer element: repetition tells."""
    place = [Locator(selector=f"body > div:nth-of-type({n}) > a") for n in range(3)]
    assert [f.reach for f in join(*(hit(f"{n}.html", locator=place[n]) for n in range(3)))] == [3]
    assert len(join(*(hit(f"{n}.html", locator=place[n]) for n in range(2)))) == 2


def test_same_cause_is_one_finding_whatever_the_page():
    """The check itself may know the cause."""
    assert [f.reach for f in join(hit("a.html", cause="c"), hit("b.html", cause="c", target="x"))] == [2]


def test_fingerprint_stays_when_lines_move_and_neighbours_change():
    """A finding is recognised after an edit above it."""
    first = hit("a.html", evidence="第一,截止目前已办结", mark=(3, 7), locator=Locator(line=3))
    later = hit("a.html", evidence="第二,截止目前已办结", mark=(3, 7), locator=Locator(line=40))
    assert join(first)[0].fingerprint == join(later)[0].fingerprint
    assert join(first)[0].fingerprint != join(hit("b.html", evidence="第一,截止目前已办结", mark=(3, 7)))[0].fingerprint


def test_footer_fingerprint_stays_when_pages_are_added():
    """Reach is no part of what a finding is."""
    one, two = (
        join(hit("a.html", region="footer")),
        join(hit("a.html", region="footer"), hit("b.html", region="footer")),
    )
    assert one[0].fingerprint == two[0].fingerprint


def test_evidence_message_and_target_are_masked_and_the_mark_still_fits():
    """No report carries a whole ID number. The number is the standard's own example."""
    secret = "11010519491231002X"
    (finding,) = join(hit("a.html", evidence=f"号码{secret}。", mark=(2, 20), message=secret, target=secret))
    for text in (finding.evidence, finding.message, finding.target):
        assert secret not in text
    start, end = finding.mark
    assert finding.evidence[:start] == "号码"
    assert finding.evidence[end:] == "。"


def test_the_serious_come_first_and_a_sure_verdict_before_a_doubtful_one():
    """The first page of a report is what must be done today."""
    hits = [hit("a.html", verdict="review"), hit("b.html"), hit("c.html", severity="P0", verdict="review")]
    assert [f.url.removeprefix(HOME) for f in join(*hits)] == ["c.html", "b.html", "a.html"]


@pytest.mark.parametrize("order", [1, -1])
def test_order_of_hits_does_not_matter(order):
    """The same findings whatever worker was quicker."""
    hits = [hit(f"{n}.html", region="footer" if n % 2 else "main", evidence=f"文{n}") for n in range(6)]
    assert join(*hits[::order]) == join(*hits)


def test_a_stream_of_hits_is_not_kept():
    """A template's mistake on every page: memory holds one hit and the pages' addresses."""
    alive = weakref.WeakSet()

    class Told(str):
        """A text that can be watched."""

        __slots__ = ("__weakref__",)

    def stream():
        for number in range(500):
            text = Told(f"第 {number} 处")
            alive.add(text)
            yield CHECK, hit(f"{number:03}.html", message=text, locator=Locator(selector="p:nth-of-type(2)"))
            del text
            assert len(alive) < 8

    (finding,) = join_hits(stream(), CLAUSES)
    assert (finding.occurrences, finding.reach, len(finding.pages)) == (500, 500, PAGES_NAMED)

"""How visits count: the clause's share, our own network, what cannot be judged."""

from __future__ import annotations

import pytest

from auditor.watch.monitor import read_terms
from auditor.watch.plan import Plan
from auditor.watch.records import Availability, Visit, Watched
from auditor.watch.tally import tally

TERMS = read_terms("guoban-2019-19")
PLAN = Plan(start=0.0, visits=20, days=7)
A, B, C = (Watched(name, f"http://{name}.example/") for name in "abc")
SUSPECTED = "疑似不合格（待人工核实）"


def week(site: Watched, failures: dict[int, str], missing: set[int] = frozenset()) -> list[Visit]:  # type: ignore[assignment]
    """A visit in every window, all at the same moment of it."""
    return [
        Visit(url=site.url, slot=slot, at=PLAN.opens(slot) + 60, reason=failures.get(slot, "ok"), seconds=1.0)
        for slot in range(PLAN.slots)
        if slot not in missing
    ]


def first(sites: list[Watched], visits: list[Visit], now: float = PLAN.end, plan: Plan = PLAN) -> Availability:
    """The first site's record."""
    return tally(sites, visits, {}, plan=plan, terms=TERMS, now=now)[0]


def test_the_figures_are_the_clause_s():
    """They come from the rule file."""
    assert (TERMS.share, TERMS.seconds, TERMS.visits, TERMS.days) == (0.05, 15, 20, 7)
    assert TERMS.clause == "国办秘函〔2019〕19号 单项否决·站点无法访问"


@pytest.mark.parametrize(("failed", "state"), [(0, "正常"), (6, "正常"), (7, SUSPECTED), (140, SUSPECTED)])
def test_five_in_a_hundred_is_suspected_and_less_is_not(failed, state):
    """7 of 140 are exactly 5 %, which the clause includes; no state is a verdict."""
    visits = week(A, dict.fromkeys(range(failed), "timeout")) + week(B, {}) + week(C, {})
    one = first([A, B, C], visits)
    assert (one.failed, one.state) == (failed, state)
    assert one.share == pytest.approx(failed / 140)


def test_the_share_is_suspected_as_soon_as_no_success_can_lower_it():
    """After a day with seven failures; with six it goes on."""
    day = [visit for visit in week(A, dict.fromkeys(range(7), "refused")) + week(B, {}) if visit.slot < 20]
    assert first([A, B], day, now=86_400.0).state == SUSPECTED
    fewer = [visit for visit in week(A, dict.fromkeys(range(6), "refused")) + week(B, {}) if visit.slot < 20]
    assert first([A, B], fewer, now=86_400.0).state == "监测中"


def test_when_every_site_fails_it_is_our_network():
    """Those visits are void for all of them, and said to be."""
    cut = dict.fromkeys(range(30, 50), "no-network")
    records = tally([A, B, C], week(A, cut) + week(B, cut) + week(C, cut), {}, plan=PLAN, terms=TERMS, now=PLAN.end)
    assert [(one.failed, one.void, one.state) for one in records] == [(0, 20, "监测次数不足，不作结论")] * 3


def test_two_sites_that_fail_together_are_not_excused():
    """One neighbour is not enough to put it down to our network."""
    down = dict.fromkeys(range(10), "timeout")
    assert first([A, B], week(A, down) + week(B, down)).failed == 10


def test_an_error_page_while_others_fail_too_is_no_fault_of_our_network():
    """It came over it."""
    visits = week(A, {3: "server-error"}) + week(B, {3: "timeout"}) + week(C, {3: "timeout"})
    assert (first([A, B, C], visits).failed, first([A, B, C], visits).void) == (1, 0)


def test_a_name_that_is_unknown_while_others_open_is_a_failure():
    """And says nothing where no other site was visited."""
    assert first([A, B, C], week(A, {3: "no-network"}) + week(B, {}) + week(C, {})).failed == 1
    alone = first([A], week(A, {3: "no-network"}))
    assert (alone.failed, alone.unknown) == (0, 1)


@pytest.mark.parametrize(
    "reason", ["forbidden", "challenge", "rate-limited", "private-address", "tls-chain", "a-code-of-another-version"]
)
def test_what_keeps_only_us_out_is_no_failure(reason):
    """It is listed as not judged."""
    one = first([A, B, C], week(A, dict.fromkeys(range(10), reason)) + week(B, {}) + week(C, {}))
    assert (one.failed, one.unknown) == (0, 10)


def test_a_window_without_a_visit_is_a_gap_and_no_failure():
    """A day that has too few visits because of it leaves the site without a conclusion."""
    one = first([A], week(A, {}, missing={5, 6, 139}))
    assert (one.gaps, one.failed, one.short_days, one.state) == (3, 0, 2, "监测次数不足，不作结论")


def test_more_visits_than_the_clause_wants_bear_a_gap():
    """Twenty-four a day, one lost each day."""
    plan = Plan(start=0.0, visits=24, days=7)
    visits = [
        Visit(url=A.url, slot=slot, at=plan.opens(slot), reason="ok") for slot in range(plan.slots) if slot % 24 != 3
    ]
    one = first([A], visits, now=plan.end, plan=plan)
    assert (one.gaps, one.state) == (7, "正常")


def test_too_short_or_too_sparse_a_plan_comes_to_no_conclusion():
    """Three days; or ten visits a day."""
    for plan in (Plan(start=0.0, visits=20, days=3), Plan(start=0.0, visits=10, days=7)):
        visits = [Visit(url=A.url, slot=slot, at=0.0, reason="timeout") for slot in range(plan.slots)]
        assert first([A], visits, now=plan.end, plan=plan).state == "监测次数不足，不作结论"


def test_a_site_that_was_never_visited_has_no_share():
    """Nothing is divided by nothing."""
    one = first([A], [], now=0.0)
    assert (one.share, one.seconds, one.state) == (None, None, "监测中")

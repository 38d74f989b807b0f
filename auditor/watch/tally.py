"""What the visits come to: pure, from records and a moment to a state for each site.

国办秘函〔2019〕19号, 单项否决·站点无法访问: a site is watched for a week, visited 20 times a day or more at intervals;
where it is still not open after 15 seconds in 5 % of the visits or more, it fails. The clause knows no second try, so a
visit counts as it was. Software only says 疑似; a person decides.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from statistics import median

import msgspec

from auditor.crawl.reasons import REASONS
from auditor.watch.plan import DAY, Plan
from auditor.watch.records import Availability, Outcome, Reach, State, Visit, Watched

OUR_NETWORK = frozenset({"dns", "dns-failed", "no-network", "timeout", "refused", "reset", "unreachable"})
"""Reasons that a cut in our own network would give as well."""
NEIGHBOURS = 2
"""Other sites whose failing at the same time says that it is our network."""
BESIDE = 600.0
"""Seconds before and after a visit that are the same time."""
_NOT_OURS_TO_SAY = frozenset({"tls-chain", "tls-self-signed"})
"""Browsers mend an incomplete chain, and trust authorities that we do not: no failure to open."""


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """The clause's figures, from the rule file."""

    clause: str
    share: float
    """Share of failed visits from which on, itself included, a site is suspected."""
    seconds: float
    visits: int
    """Visits a day, at least."""
    days: int


def tally(
    sites: Sequence[Watched],
    visits: Iterable[Visit],
    reach: Mapping[str, Reach],
    *,
    plan: Plan,
    terms: Terms,
    now: float,
) -> tuple[Availability, ...]:
    """One record for each site, in their order."""
    of: dict[str, list[Visit]] = {site.url: [] for site in sites}
    opened: list[tuple[float, str]] = []
    failed: list[tuple[float, str]] = []
    for visit in visits:
        if visit.url in of:
            of[visit.url].append(visit)
            (opened if _works(visit) else failed).append((visit.at, visit.url))
    around = _Around(sorted(opened), sorted(failed))
    count = _Count(plan, terms, now)
    return tuple(
        count.site(site, [(visit, outcome(visit, around)) for visit in of[site.url]], reach.get(site.url))
        for site in sites
    )


class _Around:
    """Who else was visited at about the same time, and with what success."""

    def __init__(self, opened: list[tuple[float, str]], failed: list[tuple[float, str]]) -> None:
        self._opened, self._failed = opened, failed

    def opened(self, visit: Visit) -> bool:
        """Whether any other site did open."""
        return bool(self._others(self._opened, visit))

    def all_failed(self, visit: Visit) -> bool:
        """Whether several others were visited and none opened."""
        return not self.opened(visit) and len(self._others(self._failed, visit)) >= NEIGHBOURS

    def _others(self, rows: list[tuple[float, str]], visit: Visit) -> set[str]:
        low = bisect_left(rows, (visit.at - BESIDE, ""))
        high = bisect_right(rows, (visit.at + BESIDE, "\U0010ffff"))
        return {url for _, url in rows[low:high]} - {visit.url}


def outcome(visit: Visit, around: _Around) -> Outcome:
    """How a visit counts."""
    if _works(visit):
        return "open"
    known = REASONS.get(visit.reason)
    if known is None:
        return "unknown"  # kept by another version
    if visit.reason in OUR_NETWORK and around.all_failed(visit):
        return "void"
    if visit.reason == "no-network":
        return "failed" if around.opened(visit) else "unknown"
    if known.verdict in ("blocked", "skipped") or visit.reason in _NOT_OURS_TO_SAY:
        return "unknown"
    return "failed"


def _works(visit: Visit) -> bool:
    known = REASONS.get(visit.reason)
    return known is not None and known.verdict in ("ok", "redirected")


class _Count:
    """One moment of a plan, before the clause."""

    def __init__(self, plan: Plan, terms: Terms, now: float) -> None:
        self.plan, self.terms, self.now = plan, terms, now

    def site(self, site: Watched, outcomes: Sequence[tuple[Visit, Outcome]], reach: Reach | None) -> Availability:
        counts = Counter(how for _, how in outcomes)
        counted = counts["open"] + counts["failed"]
        share = counts["failed"] / counted if counted else None
        passed = self.plan.slot(self.now)
        short = self._short_days([visit for visit, how in outcomes if how in ("open", "failed")])
        failures = tuple(visit for visit, how in outcomes if how == "failed")
        return Availability(
            name=site.name,
            url=site.url,
            state=self._state(counts["failed"], share, short),
            planned=passed,
            opened=counts["open"],
            failed=counts["failed"],
            unknown=counts["unknown"],
            void=counts["void"],
            gaps=passed - len({visit.slot for visit, _ in outcomes if visit.slot < passed}),
            share=share,
            short_days=short,
            seconds=median(visit.seconds for visit, how in outcomes if how == "open") if counts["open"] else None,
            reasons=dict(Counter(visit.reason for visit in failures)),
            reach=reach,
            failures=failures,
        )

    def _state(self, failed: int, share: float | None, short: int) -> State:
        plan, terms = self.plan, self.terms
        enough = plan.days >= terms.days and plan.visits >= terms.visits
        over = self.now >= plan.end
        # Even if every visit to come succeeds, the share will have been reached.
        certain = failed >= terms.share * plan.slots
        if enough and (certain or (over and not short and share is not None and share >= terms.share)):
            return "疑似不合格（待人工核实）"
        if not over:
            return "监测中"
        return "正常" if enough and not short else "监测次数不足，不作结论"

    def _short_days(self, visits: Sequence[Visit]) -> int:
        each = Counter(self.plan.day(visit.slot) for visit in visits)
        whole = min(self.plan.days, max(0, int((self.now - self.plan.start) // DAY)))
        return sum(each[day] < self.terms.visits for day in range(whole))

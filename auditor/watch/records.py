"""The records of a monitoring: a site, a visit, a look at its IPv6 and HTTPS, and what they come to."""

from __future__ import annotations

from typing import Literal

import msgspec

Outcome = Literal["open", "failed", "unknown", "void"]
Ipv6 = Literal["yes", "no-address", "no-connection", "not-tested"]
State = Literal["正常", "疑似不合格（待人工核实）", "监测中", "监测次数不足，不作结论"]


class Watched(msgspec.Struct, frozen=True):
    """One line of sites.csv; ``url`` normalised."""

    name: str
    url: str


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """One visit to a home page. ``at`` is seconds since 1970, ``seconds`` how long it took to open or to give up."""

    url: str
    slot: int
    """Which of the monitoring's windows it was for, from 0."""
    at: float
    reason: str
    """A code of ``crawl.reasons.REASONS``."""
    status: int = 0
    seconds: float = 0.0
    detail: str = ""


class Reach(msgspec.Struct, frozen=True, kw_only=True):
    """A day's look at what a visit does not show."""

    url: str
    day: int
    """Of the monitoring, from 0."""
    at: float
    ipv6: Ipv6
    https: str
    """``ok``, or the code of what is wrong with it; ``not-tested`` where it could not be looked at."""
    certificate_days: int | None = None
    """Days until the certificate ends, where it is valid."""
    detail: str = ""


class Availability(msgspec.Struct, frozen=True, kw_only=True):
    """What a site's visits come to. ``share`` is failed ÷ (opened + failed), None where there is neither."""

    name: str
    url: str
    state: State
    planned: int
    """Windows that have passed."""
    opened: int
    failed: int
    unknown: int
    """Kept out by the site, or not allowed to ask: says nothing about the public's access."""
    void: int
    """Failed when every other site failed too: our own network."""
    gaps: int
    """Windows without a visit: the monitoring was not running."""
    share: float | None
    short_days: int
    """Whole days with fewer counted visits than the clause wants."""
    seconds: float | None
    """Median time to open."""
    reasons: dict[str, int]
    reach: Reach | None
    failures: tuple[Visit, ...] = ()

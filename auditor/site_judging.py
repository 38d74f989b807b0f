"""Run the checks of the whole site: what was said of the very same site is taken over, the rest is asked side by side.

An answer holds under a stamp of all it was given from: the check's code and parameters, the day where it looks at the
day, and every row of the crawl's file and whatever else a ``Site`` shows (``CrawledSite.basis``). On large sites the
checks are shared out among processes, each with the crawl's file open; what they say goes through that file, so that
hits by the million are in nobody's memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

import msgspec

import jobs
from auditor.checks import load_checks
from auditor.crawl.frontier import Frontier
from auditor.crawl.site import Beside, CrawledSite
from auditor.model import Check, Hit, NotRun, Params
from auditor.stamps import site_stamps

MANY = 2_000
"""Pages from which starting processes takes less time than they spare."""

SURVEYED = frozenset(("interaction", "services", "structure", "villages"))
"""Families that ask one survey of all pages (``checks/_survey.py``): one process does it once for all of them."""


class Share(msgspec.Struct, frozen=True):
    """What a process needs to run some checks on a site: their ids with stamps, and the site."""

    path: Path
    beside: Beside
    stamps: dict[str, str]


def site_hits(
    site: CrawledSite, checks: Sequence[Check], params: dict[str, Params], now: datetime, *, pages: int, workers: int
) -> Iterator[tuple[Check, Hit | NotRun]]:
    """What the checks of the site among ``checks`` say, in their order. ``pages`` is how many the site has."""
    asked = [check for check in checks if check.scope == "site"]
    stamps, kept = site_stamps(params, now, site.basis() if asked else ""), site.site_stamps()
    ours = [check.id for check in asked if check.id in stamps]
    missing = {id: stamps[id] for id in ours if kept.get(id) != stamps[id]}
    shares = _shares(missing) if workers > 1 and pages > MANY else []
    if site.path and len(shares) > 1:  # one alone is asked here, where the site is open already
        given = [Share(site.path, site.beside, share) for share in shares]
        for _ in jobs.run(partial(_judge_share, params, now), given, min(workers, len(given)), chunk=1):
            pass
        missing.clear()
    for check in asked:
        if check.id not in stamps:  # it is in no file of ours: nobody can tell whether it has changed
            said = iter(check.check(site, params.get(check.id, {}), now))
        elif check.id in missing:
            said = _run(site, check, params, now, stamps[check.id])
        else:
            said = site.said(check.id)
        for one in said:
            yield check, one


def _shares(stamps: Mapping[str, str]) -> list[dict[str, str]]:
    """The checks by family, so that what a family's checks have in common is made once."""
    shares: dict[str, dict[str, str]] = {}
    for id, stamp in stamps.items():
        family = id.partition("/")[0]
        shares.setdefault("surveyed" if family in SURVEYED else family, {})[id] = stamp
    return sorted(shares.values(), key=len, reverse=True)


def _judge_share(params: dict[str, Params], now: datetime, share: Share) -> None:
    """Runs in a worker: what the checks say is in the crawl's file afterwards."""
    site = _opened(share.path, share.beside)
    for check in load_checks():
        if stamp := share.stamps.get(check.id):
            for _ in _run(site, check, params, now, stamp):
                pass


_SITES: dict[Path, CrawledSite] = {}
"""In a worker: the site it has open, with what its checks have already asked of it."""


def _opened(path: Path, beside: Beside) -> CrawledSite:
    if path not in _SITES:
        _SITES.clear()
        _SITES[path] = CrawledSite(Frontier(path), beside)
    return _SITES[path]


def _run(
    site: CrawledSite, check: Check, params: dict[str, Params], now: datetime, stamp: str
) -> Iterator[Hit | NotRun]:
    return site.keep_said(check.id, stamp, check.check(site, params.get(check.id, {}), now))

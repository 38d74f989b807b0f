"""Run the checks over a site: page checks on as many processes as wanted, site checks once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from types import MappingProxyType

import jobs
from auditor.checks import load_checks
from auditor.model import Check, Hit, NotRun, PageFacts, Params, Site
from standards.rulefile import RuleFile


def run_checks(
    site: Site,
    checks: Sequence[Check],
    rules: RuleFile,
    now: datetime,
    workers: int,
    *,
    settings: Mapping[str, Params] = MappingProxyType({}),
) -> tuple[list[tuple[Check, Hit]], dict[str, int], tuple[NotRun, ...]]:
    """Run every check. Returns the hits, how many pages each check judged, and the checks that could not run.

    ``settings`` are parameters that the user's settings lay over the rule file's, by check.
    """
    params = {
        check.id: rules.checks[check.id].params | settings.get(check.id, {})
        for check in checks
        if check.id in rules.checks
    }
    opened = sum(not page.error for page in site.browser())
    by_id = {check.id: check for check in checks}
    hits: list[tuple[Check, Hit]] = []
    left_out = []
    pages = 0
    for found in jobs.run(partial(_judge_page, params, now), site.pages(), workers):
        pages += 1
        hits += ((by_id[id], hit) for id, hit in found)
    by_check = {check.id: pages for check in checks if check.scope == "page"}
    for check in checks:
        if check.scope == "page":
            continue
        if "browser" in check.needs and not opened:
            left_out.append(NotRun(what=f"检查项 {check.id}（{check.title}）", why="没有页面在浏览器中打开"))
            continue
        hits += ((check, hit) for hit in check.check(site, params.get(check.id, {}), now))
        by_check[check.id] = opened if "browser" in check.needs else pages
    return hits, dict(sorted(by_check.items())), tuple(left_out)


def _judge_page(params: dict[str, Params], now: datetime, page: PageFacts) -> list[tuple[str, Hit]]:
    """Runs in a worker: all page checks on one page."""
    return [
        (check.id, hit)
        for check in load_checks()
        if check.scope == "page"
        for hit in check.check(page, params.get(check.id, {}), now)
    ]

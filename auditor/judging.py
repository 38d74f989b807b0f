"""Run the checks over a site: page checks on as many processes as wanted, site checks once.

Most pages have been judged where they were read (``page_judge``), and a page that has not changed since an earlier run
keeps what was found on it. A check's hits are taken over only under the check's own stamp (see ``stamps``): where some
checks, rules or words have changed, those checks run again on the facts that are kept, and the others do not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from types import MappingProxyType

import jobs
from auditor.checks import load_checks
from auditor.crawl.reading import Hits, Judge, JudgeFile, pack_hits, unpack_hits
from auditor.crawl.site import CrawledSite
from auditor.crawl.url import same_site
from auditor.file_judging import judge_file
from auditor.model import Check, Hit, NotRun, PageFacts, Params
from auditor.stamps import check_stamps, file_stamp, params_of, stamp_of
from standards.rulefile import RuleFile

Settings = Mapping[str, Params]
"""Parameters that the user's settings lay over the rule file's, by check."""

NOTHING_SET: Settings = MappingProxyType({})

FEW = 50
"""Pages that are judged before another process would have started."""

TOGETHER = 256
"""Pages whose new hits are written down at once."""


def page_judge(rules: RuleFile, now: datetime, settings: Settings = NOTHING_SET) -> Judge:
    """The page checks under one rule file, as a function of a page that processes can be given."""
    return partial(_judge_page, params_of(rules, settings), now)


def file_judge(rules: RuleFile, now: datetime, settings: Settings = NOTHING_SET) -> JudgeFile:
    """The same for an attachment."""
    return partial(judge_file, params_of(rules, settings), now)


def judge_stamps(rules: RuleFile, now: datetime, settings: Settings = NOTHING_SET) -> dict[str, str]:
    """Names each page check with all it reads besides facts: code, parameters, words, and the day if it looks at it."""
    return check_stamps(params_of(rules, settings), now)


def judge_stamp(rules: RuleFile, now: datetime, settings: Settings = NOTHING_SET) -> str:
    """One name for all page checks as they are."""
    return stamp_of(judge_stamps(rules, now, settings))


def file_judge_stamp(rules: RuleFile, now: datetime, settings: Settings = NOTHING_SET) -> str:
    """One name for all that an attachment is judged by."""
    return file_stamp(params_of(rules, settings), now)


def run_checks(
    site: CrawledSite,
    checks: Sequence[Check],
    rules: RuleFile,
    now: datetime,
    *,
    workers: int,
    stamp: str = "",
    settings: Settings = NOTHING_SET,
) -> tuple[Iterator[tuple[Check, Hit]], dict[str, int], list[NotRun]]:
    """Run every check. Returns the hits, how many pages each check judged, and what could not be run.

    The last list is whole once the hits have been read: checks of a site add what they drew and could not tell.

    The hits come one at a time: a template's mistake on every page of a site does not fit in memory. Of pages that were
    judged under ``stamp`` (see ``judge_stamp``) all hits are taken over, of others those of the checks whose own stamp
    is the same as then; what is found anew is kept under ``stamp``.
    """
    params = params_of(rules, settings)
    opened = sum(not page.error for page in site.browser())
    missing = {} if opened else {"browser": "没有页面在浏览器中打开"}
    missing |= {} if site.search() else {"search": "没有在浏览器中试搜"}
    fitting = [check for check in checks if missing.keys().isdisjoint(check.needs)]
    left_out = [
        NotRun(
            what=f"检查项 {check.id}（{check.title}）",
            why=next(missing[need] for need in check.needs if need in missing),
        )
        for check in checks
        if check not in fitting
    ]
    left_out += [
        note for check in fitting if check.left_out for note in check.left_out(site, params.get(check.id, {}), now)
    ]
    stale = _Stale(site, judge_stamps(rules, now, settings), stamp)
    pages, others, new = 0, 0, []
    for url, under, _ in site.judged():
        pages += 1
        others += bool(site.url) and not same_site(url, site.url)
        if again := stale.under(under):
            new.append((url, again))
    by_file = file_judge_stamp(rules, now, settings)
    new_files = [url for url, kept in site.judged_files(by_file) if kept is None]
    files = sum(1 for _ in site.judged_files(by_file))
    own = {True: pages - others, False: pages}
    seen = {check.id: files if check.family == "attachments" else own[check.own_host] for check in fitting}
    by_check = {check.id: opened if "browser" in check.needs else seen[check.id] for check in fitting}
    if others:
        why = "在其他主机名下，是另外的网站，不按本站的网站标识、标签检查"
        left_out.append(NotRun(what=f"网站标识：子站页面 {others} 个", why=why))

    def hits() -> Iterator[tuple[Check, Hit]]:
        by_id = {check.id: check for check in fitting}
        unread = ((page, again) for url, again in new if (page := site.page(url)))
        found = jobs.run(partial(_judge_again, params, now), unread, workers if len(new) > FEW else 1)
        fresh: list[tuple[str, bytes]] = []
        for url, under, packed in site.judged():
            told = unpack_hits(packed)
            if again := stale.under(under):
                told = _merged(
                    [hit for hit in told if hit[0] not in again] if again < stale.checks else [], next(found)
                )
                fresh.append((url, pack_hits(told)))
            if len(fresh) >= TOGETHER:
                site.keep_hits(stamp, fresh)
                fresh.clear()
            foreign = bool(others) and not same_site(url, site.url)
            for id, hit in told:
                if id in by_id and not (foreign and by_id[id].own_host):
                    yield by_id[id], hit
        site.keep_hits(stamp, fresh)
        unread_files = (file for url in new_files if (file := site.file(url)))
        judged_now = jobs.run(partial(judge_file, params, now), unread_files, workers if len(new_files) > FEW else 1)
        for _, kept in site.judged_files(by_file):
            for id, hit in next(judged_now) if kept is None else unpack_hits(kept):
                if id in by_id:
                    yield by_id[id], hit
        for check in fitting:
            if check.scope == "site":
                for given in check.check(site, params.get(check.id, {}), now):
                    if isinstance(given, NotRun):
                        left_out.append(given)
                    else:
                        yield check, given

    return hits(), dict(sorted(by_check.items())), left_out


class _Stale:
    """Which page checks have to run again on a page, by the stamp under which it was judged."""

    def __init__(self, site: CrawledSite, stamps: Mapping[str, str], stamp: str) -> None:
        self.checks = frozenset(stamps)
        self._known = {
            name: frozenset(id for id in stamps if old.get(id) != stamps[id]) for name, old in site.stamps().items()
        } | {stamp: frozenset[str]()}

    def under(self, stamp: str | None) -> frozenset[str]:
        """None of them where nothing has changed, all where nobody knows what the stamp stood for."""
        return self.checks if stamp is None else self._known.get(stamp, self.checks)


def _merged(kept: Hits, found: Hits) -> Hits:
    """What was found then and now, in the order of the checks."""
    return sorted([*kept, *found], key=lambda pair: pair[0])


def _judge_page(params: dict[str, Params], now: datetime, page: PageFacts) -> Hits:
    """Runs in a worker: all page checks on one page."""
    return _judge_again(params, now, (page, frozenset(check.id for check in load_checks())))


def _judge_again(params: dict[str, Params], now: datetime, asked: tuple[PageFacts, frozenset[str]]) -> Hits:
    """Runs in a worker: some page checks on one page."""
    page, ids = asked
    return [
        (check.id, hit)
        for check in load_checks()
        if check.scope == "page" and check.id in ids
        for hit in check.check(page, params.get(check.id, {}), now)
        if isinstance(hit, Hit)
    ]

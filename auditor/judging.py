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

import msgspec

import jobs
from auditor.checks import load_checks
from auditor.crawl.reading import Hits, Judge, JudgeFile, pack_hits, unpack_hits
from auditor.crawl.site import CrawledSite
from auditor.crawl.url import same_site
from auditor.file_judging import judge_file
from auditor.model import Check, Hit, NotRun, PageFacts, Params
from auditor.site_judging import site_hits
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
    run = _Run(site, params_of(rules, settings), now, workers)
    fitting, left_out = _fitting(site, checks)
    left_out += [
        note for check in fitting if check.left_out for note in check.left_out(site, run.params.get(check.id, {}), now)
    ]
    stale = _Stale(site, judge_stamps(rules, now, settings), stamp)
    by_file = file_judge_stamp(rules, now, settings)
    pages, others = _count_pages(site)
    files = sum(1 for _ in site.judged_files(by_file))
    opened = sum(not page.error for page in site.browser())
    own = {True: pages - others, False: pages}
    seen = {check.id: files if check.family == "attachments" else own[check.own_host] for check in fitting}
    by_check = {check.id: opened if "browser" in check.needs else seen[check.id] for check in fitting}
    if others:
        why = "在其他主机名下，是另外的网站，不按本站的网站标识、标签检查"
        left_out.append(NotRun(what=f"网站标识：子站页面 {others} 个", why=why))

    def hits() -> Iterator[tuple[Check, Hit]]:
        by_id = {check.id: check for check in fitting}
        for url, id, hit in run.page_hits(stale):
            if id in by_id and not (others and by_id[id].own_host and not same_site(url, site.url)):
                yield by_id[id], hit
        for id, hit in run.file_hits(by_file):
            if id in by_id:
                yield by_id[id], hit
        for check, said in site_hits(site, fitting, run.params, now, pages=pages, workers=workers):
            if isinstance(said, NotRun):
                left_out.append(said)
            else:
                yield check, said

    return hits(), dict(sorted(by_check.items())), left_out


def _fitting(site: CrawledSite, checks: Sequence[Check]) -> tuple[list[Check], list[NotRun]]:
    """The checks whose part of the site was made, and why the others are left out."""
    missing = {} if any(not page.error for page in site.browser()) else {"browser": "没有页面在浏览器中打开"}
    missing |= {} if site.search() else {"search": "没有在浏览器中试搜"}
    fitting, left_out = [], []
    for check in checks:
        if why := next((missing[need] for need in check.needs if need in missing), ""):
            left_out.append(NotRun(what=f"检查项 {check.id}（{check.title}）", why=why))
        else:
            fitting.append(check)
    return fitting, left_out


def _count_pages(site: CrawledSite) -> tuple[int, int]:
    """How many pages were read, and how many of them on other hosts."""
    pages, others = 0, 0
    for url, _, _ in site.judged():
        pages += 1
        others += bool(site.url) and not same_site(url, site.url)
    return pages, others


class _Run(msgspec.Struct, frozen=True):
    """The page checks and the checks of attachments on one site, at one moment."""

    site: CrawledSite
    params: dict[str, Params]
    now: datetime
    workers: int

    def page_hits(self, stale: _Stale) -> Iterator[tuple[str, str, Hit]]:
        """What was found on each page, then or now: its address, the check's id, the hit. New hits are kept."""
        new = [(url, again) for url, under, _ in self.site.judged() if (again := stale.under(under))]
        unread = ((page, again) for url, again in new if (page := self.site.page(url)))
        found = jobs.run(partial(_judge_again, self.params, self.now), unread, self._workers(new))
        fresh: list[tuple[str, bytes]] = []
        for url, under, packed in self.site.judged():
            told = unpack_hits(packed)
            if again := stale.under(under):
                kept = [hit for hit in told if hit[0] not in again] if again < stale.checks else []
                told = _merged(kept, next(found))
                fresh.append((url, pack_hits(told)))
            if len(fresh) >= TOGETHER:
                self.site.keep_hits(stale.stamp, fresh)
                fresh.clear()
            yield from ((url, id, hit) for id, hit in told)
        self.site.keep_hits(stale.stamp, fresh)

    def file_hits(self, stamp: str) -> Iterator[tuple[str, Hit]]:
        """What was found in each attachment: the check's id, the hit."""
        new = [url for url, kept in self.site.judged_files(stamp) if kept is None]
        unread = (file for url in new if (file := self.site.file(url)))
        found = jobs.run(partial(judge_file, self.params, self.now), unread, self._workers(new))
        for _, kept in self.site.judged_files(stamp):
            yield from next(found) if kept is None else unpack_hits(kept)

    def _workers(self, new: Sequence[object]) -> int:
        return self.workers if len(new) > FEW else 1


class _Stale:
    """Which page checks have to run again on a page, by the stamp under which it was judged."""

    def __init__(self, site: CrawledSite, stamps: Mapping[str, str], stamp: str) -> None:
        self.checks = frozenset(stamps)
        self.stamp = stamp
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

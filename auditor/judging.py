"""Run the checks over a site: page checks on as many processes as wanted, site checks once.

Most pages have been judged where they were read (``page_judge``), and a page that has not changed since an earlier run
keeps what was found on it. A hit is taken over only under the same stamp: the same checks, rules, words and day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache, partial
from hashlib import blake2b
from importlib import metadata
from pathlib import Path
from types import MappingProxyType

import msgspec

import auditor
import jobs
from auditor.checks import load_checks
from auditor.crawl.reading import Hits, Judge, unpack_hits
from auditor.crawl.site import CrawledSite
from auditor.crawl.url import Origins, same_site
from auditor.model import Check, Hit, NotRun, PageFacts, Params
from standards.rulefile import RuleFile

Settings = Mapping[str, Params]
"""Parameters that the user's settings lay over the rule file's, by check."""

NOTHING_SET: Settings = MappingProxyType({})

FEW = 50
"""Pages that are judged before another process would have started."""


def page_judge(rules: RuleFile, now: datetime, settings: Settings = NOTHING_SET) -> Judge:
    """The page checks under one rule file, as a function of a page that processes can be given."""
    return partial(_judge_page, _params(rules, settings), now)


def facts_stamp(origins: Origins) -> str:
    """Names the way in which facts are taken: another one where its code, the parser or the served copy is another."""
    crawl = (f"auditor/crawl/{name}.py" for name in ("reading", "url", "sessions", "traps", "noticed"))
    code = _code("auditor/facts", "auditor/model.py", *crawl)
    return _digest(code, metadata.version("turbohtml"), repr(origins.pairs))


def judge_stamp(rules: RuleFile, now: datetime, settings: Settings = NOTHING_SET) -> str:
    """Names the page checks with all they read besides facts: code, parameters, words, and the day.

    By the day, since the wordings and the ages that page checks know of change with it.
    """
    return _digest(
        _code("auditor/checks", "auditor/facts", "auditor/model.py", "standards"),
        msgspec.json.encode(_params(rules, settings), order="sorted").decode(),
        now.date().isoformat(),
    )


def run_checks(
    site: CrawledSite,
    checks: Sequence[Check],
    rules: RuleFile,
    now: datetime,
    *,
    workers: int,
    stamp: str = "",
    settings: Settings = NOTHING_SET,
) -> tuple[Iterator[tuple[Check, Hit]], dict[str, int], tuple[NotRun, ...]]:
    """Run every check. Returns the hits, how many pages each check judged, and the checks that could not run.

    The hits come one at a time: a template's mistake on every page of a site does not fit in memory. Pages that were
    judged under ``stamp`` (see ``judge_stamp``) are not judged again.
    """
    params = _params(rules, settings)
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
    pages, others, new = 0, 0, []
    for url, kept in site.judged(stamp):
        pages += 1
        others += bool(site.url) and not same_site(url, site.url)
        if kept is None:
            new.append(url)
    by_check = {check.id: opened if "browser" in check.needs else pages - others * check.own_host for check in fitting}
    if others:
        why = "在其他主机名下，是另外的网站，不按本站的网站标识、标签检查"
        left_out.append(NotRun(what=f"网站标识：子站页面 {others} 个", why=why))

    def hits() -> Iterator[tuple[Check, Hit]]:
        by_id = {check.id: check for check in fitting}
        unread = (page for url in new if (page := site.page(url)))
        found = jobs.run(partial(_judge_page, params, now), unread, workers if len(new) > FEW else 1)
        for _, kept in site.judged(stamp):
            for id, hit in next(found) if kept is None else unpack_hits(kept):
                if id in by_id and not (by_id[id].own_host and others and not same_site(hit.url, site.url)):
                    yield by_id[id], hit
        for check in fitting:
            if check.scope == "site":
                for hit in check.check(site, params.get(check.id, {}), now):
                    yield check, hit

    return hits(), dict(sorted(by_check.items())), tuple(left_out)


def _judge_page(params: dict[str, Params], now: datetime, page: PageFacts) -> Hits:
    """Runs in a worker: all page checks on one page."""
    return [
        (check.id, hit)
        for check in load_checks()
        if check.scope == "page"
        for hit in check.check(page, params.get(check.id, {}), now)
    ]


def _params(rules: RuleFile, settings: Settings) -> dict[str, Params]:
    return {id: rule.params | settings.get(id, {}) for id, rule in rules.checks.items()}


def _digest(*parts: str) -> str:
    return blake2b("\x1f".join(parts).encode(), digest_size=16).hexdigest()


@cache
def _code(*places: str) -> str:
    """The digest of our own files: what they say today is what was kept under it."""
    root = Path(auditor.__file__).parents[1]
    total = blake2b(digest_size=16)
    for place in places:
        path = root / place
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.suffix in (".py", ".toml", ".txt", ".csv", ".json"):
                total.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes())
    return total.hexdigest()

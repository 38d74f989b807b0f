"""security/leaked_file

## What it does
Looks for links on the site to what belongs on the server alone: dumps of databases, backup copies of programs and
pages, settings, version control. ``review``, one finding a file. Only what a page links to is seen; no name is guessed
and nothing is opened for it.

## Why it matters
A backup holds what the site does not show: passwords, drafts, the names behind a list.

## Bad
    <a href="/backup/site_20240301.sql">备份</a>    <a href="/zwgk/index.html.bak">旧版</a>

## Instead
    Take the file off the server; a link is not all that leads to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

from auditor.checks.links._targets import shown
from auditor.crawl.url import same_site
from auditor.model import Check, Hit, PageFacts, Params

FILE = re.compile(
    r"\.(?:sql|dump|mdb|bak|old|orig|swp|inc|log|ini|conf|env|properties)(?:\.(?:gz|zip|bz2))?$"
    r"|\.(?:php|jsp|aspx?|html?)(?:~|\.(?:txt|zip))$"
    r"|/(?:\.git|\.svn|\.DS_Store|WEB-INF|web\.config|\.htaccess)(?:/|$)",
    re.I,
)


def check(facts: PageFacts, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for each such file that the page links to, the first link to each."""
    seen: set[str] = set()
    for link in facts.links:
        if link.tag not in ("a", "area") or not link.url or link.url in seen or not same_site(link.url, facts.url):
            continue
        if not FILE.search(urlsplit(link.url).path):
            continue
        seen.add(link.url)
        evidence, mark = shown(link)
        yield Hit(
            url=facts.url,
            message="链接指向像是备份、设置或数据库的文件，请核实是否应当公开",
            evidence=evidence,
            mark=mark,
            verdict="review",
            reason="file",
            target=link.url,
            region=link.region,
            locator=link.locator,
            cause=link.url,
        )


CHECK = Check(
    id="security/leaked_file",
    title="链接指向备份或程序文件",
    severity="P2",
    remedy="请核实文件内容，不应公开的立即从服务器删除，并去掉链接",
    scope="page",
    check=check,
)

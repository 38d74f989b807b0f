"""links/dead_page

## What it does
Looks for links to pages and attachments of the same site that do not answer: not found, gone, a dead name (``fail``),
or a server error, a time-out, a certificate that may be passing (``review``). What a firewall or robots.txt keeps from
us (401, 403, 412, 429, 521, a challenge page) is coverage, never a finding. A page that is gone but answers 200 is not
seen here. Links that no browser can follow fail too: to a file of the editor's own computer (``file:///C:/…``,
``C:\\…``), or with an address that cannot be read (``http://``, ``htp://…``), wherever it was meant to lead.

## Why it matters
Dead links are the commonest finding of the national inspection; each takes points, on the home page twice as many.

## Bad
    <a href="/zwgk/ys/2024.doc">2024年部门预算</a>      where /zwgk/ys/2024.doc answers 404

## Instead
    <a href="/zwgk/ys/2024.pdf">2024年部门预算</a>      or put the file back, or take the link out
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from posixpath import splitext
from urllib.parse import urlsplit

from auditor.checks.links._targets import dead_targets, without_targets
from auditor.crawl.url import same_site
from auditor.model import Check, Hit, Link, PageFacts, Params, Site

ATTACHMENTS = frozenset((
    ".pdf", ".doc", ".docx", ".wps", ".xls", ".xlsx", ".et", ".csv", ".ppt", ".pptx", ".dps", ".ofd", ".rtf", ".txt",
    ".zip", ".rar", ".7z", ".ceb", ".tif", ".mp3", ".mp4",
))  # fmt: skip
"""What readers call an attachment (附件), by the end of the address."""

NAMES = {"iframe": "内嵌页面", "frame": "内嵌页面", "form": "表单", "meta": "自动跳转"}


def check(site: Site, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for each page and each internal target of it that does not answer."""
    yield from dead_targets(site, _asks, page_name)
    yield from without_targets(site, lambda page, link: link.role == "page", page_name)


def _asks(page: PageFacts, link: Link) -> bool:
    return link.role == "page" and same_site(link.url, page.url)


def page_name(link: Link) -> str:
    """What a report calls a reference of role ``page``."""
    if splitext(urlsplit(link.url).path)[1].lower() in ATTACHMENTS:
        return "附件"
    return NAMES.get(link.tag, "链接")


CHECK = Check(
    id="links/dead_page",
    title="站内链接或附件打不开",
    severity="P2",
    remedy="请改正链接地址，或者补回所链接的页面、附件；内容确已撤下的，请删除这个链接",
    scope="site",
    check=check,
    needs=("links",),
    by_target=True,
)

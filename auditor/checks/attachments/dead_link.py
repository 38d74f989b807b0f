"""attachments/dead_link

## What it does
Looks at the links in PDF, Word and Excel attachments whose targets do not answer: gone for certain on the same site is
``fail``, on other hosts and where it may be passing ``review``. Only whole addresses (http, https) are links; what a
firewall keeps from us is coverage.

## Why it matters
Guides and forms outlive the pages they point to, and nobody opens the links of an old PDF.

## Bad
    https://www.example.gov.cn/old/form.html      on page 3 of a guide, long gone

## Instead
    The new address, and the file uploaded again.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from auditor.crawl.reasons import REASONS
from auditor.crawl.url import same_site
from auditor.facts.file import called
from auditor.model import Check, Hit, Params, Site


def check(site: Site, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for each address in an attachment that does not answer."""
    failed = site.failed()
    for file in site.files():
        seen: set[str] = set()
        for link in file.links:
            if link.url not in failed or link.url in seen:
                continue
            seen.add(link.url)
            state = site.link(link.url)
            if state is None:
                continue
            reason = REASONS[state.reason]
            broken = state.verdict == "broken" and same_site(link.url, site.url)
            said = "打不开" if broken else "可能打不开"
            yield Hit(
                url=file.url,
                message=f"{called(file)}里的链接（{link.locator.selector}）{said}：{reason.title}",
                evidence=link.raw[:300],
                verdict="fail" if broken else "review",
                reason=state.reason,
                target=link.url,
                locator=link.locator,
            )


CHECK = Check(
    id="attachments/dead_link",
    title="附件里的链接打不开",
    severity="P3",
    remedy="请在原稿里改正或去掉这个链接，重新导出后替换附件",
    scope="site",
    check=check,
    needs=("links",),
)

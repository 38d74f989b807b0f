"""identity/not_found_page

## What it does
Looks at what the site answered for one address that nobody has written (two where the first answer was odd): status
404 or 410 with a page that leads back to the home page is right. ``review``: 200 or a redirect in place of 404, a page
without a way home, an error of the server. Answers of a firewall, and a site read from a folder, are not judged.

## Why it matters
Where every address answers 200, dead links are found by nobody but the readers; and who followed one should be helped
on, not left with a bare line of the server's.

## Bad
    GET /no-such-page → 200 OK, or 404 with “404 Not Found nginx”

## Instead
    GET /no-such-page → 404 Not Found, with the site's head, search, and a link to the home page
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from auditor.checks.security._traces import trace_in
from auditor.crawl.links import is_home
from auditor.crawl.url import same_site
from auditor.model import Check, Hit, Params, Probe, Site


def check(site: Site, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for what a missing page was answered with, where that is not a page that says so and helps on."""
    probe = site.probe("not-found")
    if probe is None or probe.why:
        return
    shown = " ".join(block.text for block in probe.page.blocks if block.kind == "text") if probe.page else ""
    found = trace_in(shown)
    if found:
        said = "不存在的页面显示出程序的出错信息"
        yield _hit(site, probe, "stack-trace", said, shown[max(found.start() - 20, 0) : found.end() + 60])
    elif probe.status in (404, 410):
        if not probe.hops and not _leads_home(site, probe):
            said = "页面不存在时只显示服务器的提示，没有返回首页的链接，请核实"
            yield _hit(site, probe, "bare", said, shown[:80] or f"HTTP {probe.status}")
    elif probe.status >= 500:
        yield _hit(
            site, probe, "server-error", f"打开不存在的页面，服务器答复 {probe.status} 出错", f"HTTP {probe.status}"
        )
    elif probe.hops:
        said = f"打开不存在的页面，跳转到了 {probe.final_url}，没有答复 404，请核实"
        yield _hit(site, probe, "redirected", said, probe.final_url)
    elif probe.status == 200:
        said = "打开不存在的页面，服务器答复 200（正常），应答复 404，请核实"
        yield _hit(site, probe, "soft-404", said, (probe.page.title if probe.page else "") or shown[:80] or "HTTP 200")


def _leads_home(site: Site, probe: Probe) -> bool:
    """Whether the page has a link to the home page, or was too long to tell."""
    page = probe.page
    if page is None:
        return False
    return bool(page.truncated) or any(
        link.url == site.url or (is_home(link.url) and same_site(link.url, site.url)) for link in page.links if link.url
    )


def _hit(site: Site, probe: Probe, reason: str, message: str, evidence: str) -> Hit:
    return Hit(
        url=site.url,
        message=message,
        evidence=evidence,
        verdict="fail" if reason == "stack-trace" else "review",
        reason=reason,
        target=probe.url,
        cause=reason,
        severity="P2" if reason == "stack-trace" else None,
    )


CHECK = Check(
    id="identity/not_found_page",
    title="“页面不存在”的答复不当",
    severity="P3",
    remedy="请让服务器对不存在的地址答复状态码 404，并显示带有网站头部、搜索和返回首页链接的提示页",
    scope="site",
    check=check,
)

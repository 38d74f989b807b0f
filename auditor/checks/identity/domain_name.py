"""identity/domain_name

## What it does
Looks at the home page's host: a government's site is under ``.gov.cn`` or ``.政务`` (``fail`` where the site calls
itself 人民政府, else ``review``, since institutions may have ``.cn`` or ``.公益``). Then at the meta tag SiteDomain of
every page: it is the host alone, and the host at which the page is read (with ``--as``, the canonical one). ``www.``
more or less, or a scheme before it, is ``review``. A site read at an address of the intranet, from a folder without a
host, or under a reserved name (``.example``) has no suffix to judge.

## Why it matters
A reader knows a government's site by its suffix; the inspection takes a point for a domain against the rules, and the
national platform files pages under SiteDomain.

## Bad
    https://www.mingchuan.com/      <meta name="SiteDomain" content="http://www.mingchuan.gov.cn/">

## Instead
    https://www.mingchuan.gov.cn/   <meta name="SiteDomain" content="www.mingchuan.gov.cn">
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from auditor.checks.identity._foot import is_stub
from auditor.checks.links._hosts import host_of, is_listed, private_kind
from auditor.crawl.url import resolve
from auditor.model import Check, Hit, Locator, PageFacts, Params, Verdict

RESERVED = ("example", "example.com", "example.net", "example.org", "test", "invalid", "localhost")
"""Names for examples (RFC 2606, RFC 6761)."""

GOVERNMENT = re.compile(r"人民政府|政府|政务|委员会|管委会|[局厅署](?:$|门户|网|官)")


def check(facts: PageFacts, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for a home page under another suffix, and for a SiteDomain that is not the page's host."""
    host = host_of(facts.url)
    if private_kind(host) or is_stub(facts):
        return
    if facts.kind == "home" and facts.url.count("/") == 3 and not is_listed(host, (*RESERVED, *params["suffixes"])):
        yield from _suffix(facts, host)
    said = facts.meta("SiteDomain").removesuffix(".")  # a name with its root is the same name
    if said and not is_listed(host, ("invalid",)):
        yield from _site_domain(facts, host, said)


def _suffix(facts: PageFacts, host: str) -> Iterator[Hit]:
    name = facts.meta("SiteName") or facts.title
    if not (GOVERNMENT.search(name) or facts.meta("SiteIDCode")):
        return
    sure = "人民政府" in name and host.strip("0123456789.") != "" and ":" not in host
    yield Hit(
        url=facts.url,
        message=f"网站“{name[:40]}”的域名 {host} 不是 .gov.cn 或 .政务" + ("" if sure else "，请核实是否合规"),
        evidence=host,
        verdict="fail" if sure else "review",
        reason="suffix",
        target=host,
        cause=f"suffix:{host}",
    )


def _site_domain(facts: PageFacts, host: str, said: str) -> Iterator[Hit]:
    bare = host_of(resolve("", said if "//" in said else f"http://{said}").url)
    verdict: Verdict = "review"
    if bare == host:
        if said.lower() in (host, f"{host}:{_port(facts.url)}") or (bare not in said.lower() and "/" not in said):
            return
        reason, what = "domain-shape", f"SiteDomain 写作“{said[:80]}”，应只写域名 {host}"
    elif bare.removeprefix("www.") == host.removeprefix("www."):
        reason, what = "domain-www", f"SiteDomain 写作“{said[:80]}”，与打开的域名 {host} 不完全一致，请核实"
    else:
        verdict, reason = "fail", "domain-differs"
        what = f"SiteDomain 写作“{said[:80]}”，与页面实际的域名 {host} 不一致"
    yield Hit(
        url=facts.url,
        message=what,
        evidence=said[:200],
        verdict=verdict,
        reason=reason,
        target="SiteDomain",
        locator=next((meta.locator for meta in facts.metas if meta.name.lower() == "sitedomain"), Locator()),
        cause=f"{reason}:{said[:200]}",
        severity="P3" if verdict == "review" else None,
        remedy=f"请在网页模板中把 SiteDomain 改为 {host}",
    )


def _port(url: str) -> str:
    return url.partition("://")[2].partition("/")[0].rpartition(":")[2]


CHECK = Check(
    id="identity/domain_name",
    title="域名不合规或与 SiteDomain 不一致",
    severity="P2",
    remedy="请核对网站域名是否以 .gov.cn（或 .政务）结尾，不合规的按规定申请更换",
    scope="page",
    check=check,
    own_host=True,
)

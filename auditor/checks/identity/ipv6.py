"""identity/ipv6

## What it does
Says when the resolver gave no IPv6 address (AAAA record) for the site's host: ``review``, since some resolvers keep
them back. Whether pages open over IPv6 is not tried. A site in a folder, behind ``--as``, on an intranet or without a
name is listed as not judged.

## Why it matters
IPv6改造 is a point of the inspection, and the first thing it looks at is the AAAA record.

## Bad
    www.mingchuan.gov.cn  A 203.0.113.7

## Instead
    www.mingchuan.gov.cn  A 203.0.113.7  AAAA 2001:db8::7
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from auditor.checks.links._hosts import host_of
from auditor.model import Check, Hit, Params, Site


def check(site: Site, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit where the host has no IPv6 address that we could see."""
    probe = site.probe("ipv6")
    if probe is None or probe.why or probe.outcome != "none":
        return
    host = host_of(site.url)
    yield Hit(
        url=site.url,
        message=f"域名 {host} 没有查到 IPv6 地址（AAAA 记录），请核实 IPv6 改造情况",
        evidence=host,
        verdict="review",
        reason="no-aaaa",
        target=host,
        cause="ipv6",
    )


CHECK = Check(
    id="identity/ipv6",
    title="域名没有 IPv6 地址",
    severity="P2",
    remedy="请为域名增加 AAAA 记录，并在 IPv6 网络中核对首页和二、三级页面能否打开",
    scope="site",
    check=check,
)

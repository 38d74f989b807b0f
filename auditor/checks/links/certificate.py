"""links/certificate

## What it does
Tells when the certificate of the site runs out within the rule file's ``days`` (``review``; from ``soon_days`` on it is
serious). A certificate that has run out, or does not fit, keeps us from reading the site at all, and of other hosts it
is dead_external's. A site that was read from a folder or by plain http has none.

## Why it matters
On the day after, every browser shows a warning in place of the site; a portal has been unreachable for a weekend for
want of a renewal.

## Bad
    a certificate that is valid until the day after tomorrow

## Instead
    Renew it now, and have it renewed by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from auditor.model import Check, Hit, Params, Site
from standards.calendar import BEIJING


def check(site: Site, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit when the certificate that the home page was answered under runs out soon."""
    state = site.link(site.url)
    if state is None or not state.expires:
        return
    until = datetime.fromisoformat(state.expires).astimezone(BEIJING).date()
    left = (until - now.astimezone(BEIJING).date()).days
    if left >= params["days"]:
        return
    yield Hit(
        url=site.url,
        message=f"网站的 HTTPS 证书将于 {until} 到期，只剩 {left} 天"
        if left >= 0
        else f"网站的 HTTPS 证书已于 {until} 到期",
        evidence=f"有效期至 {until}",
        verdict="review",
        reason="expires-soon",
        cause="certificate",
        severity="P1" if left < params["soon_days"] else None,
    )


CHECK = Check(
    id="links/certificate",
    title="HTTPS 证书即将到期",
    severity="P2",
    remedy="请在到期前更换证书，并核实是否已设置自动续期",
    scope="site",
    check=check,
    needs=("links",),
)

"""security/headers

## What it does
Says which protecting headers the home page is sent without: ``X-Content-Type-Options: nosniff``, something that keeps
others from framing it (``X-Frame-Options`` or CSP ``frame-ancestors``), and, where it is read over TLS,
``Strict-Transport-Security``. One ``review`` a site. A site read from a folder has no headers to judge.

## Why it matters
They cost a line each and keep old tricks away: a page of the government in another's frame, an upload taken for a
script, the first visit by plain http.

## Bad
    HTTP/1.1 200 OK    Content-Type: text/html

## Instead
    X-Content-Type-Options: nosniff    X-Frame-Options: SAMEORIGIN
    Strict-Transport-Security: max-age=31536000
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from auditor.model import Check, Hit, Params, Site


def check(site: Site, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit where the home page lacks one of them."""
    home = site.page(site.url)
    if home is None:
        return
    sent = {name: value.lower() for name, value in home.headers}
    if not {"date", "server"} & sent.keys():
        return  # no server sent it (RFC 9110, 6.6.1)
    state = site.link(site.url)
    missing = []
    if "nosniff" not in sent.get("x-content-type-options", ""):
        missing.append("X-Content-Type-Options")
    if "x-frame-options" not in sent and "frame-ancestors" not in sent.get("content-security-policy", ""):
        missing.append("X-Frame-Options 或 CSP frame-ancestors")
    if state is not None and state.expires and "strict-transport-security" not in sent:
        missing.append("Strict-Transport-Security")
    if missing:
        yield Hit(
            url=site.url,
            message=f"首页的应答没有安全响应头 {'、'.join(missing)}",
            evidence="、".join(missing),
            verdict="review",
            reason="missing",
            target="、".join(missing),
            cause="headers",
        )


CHECK = Check(
    id="security/headers",
    title="缺少安全响应头",
    severity="P3",
    remedy="请在服务器设置中为全站加上所列响应头",
    scope="site",
    check=check,
)

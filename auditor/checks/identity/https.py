"""identity/https

## What it does
Says (``review``) when a site read by https also answers by plain http without leading to https, and when a site read
by http has no https, or has it and leads nobody there. One request to the home page under the other scheme tells. A
site in a folder, behind ``--as``, on an intranet or at another port is listed as not judged.

## Why it matters
By plain http anybody on the way can change what a reader sees, and read what is typed into a letter to the mayor.

## Bad
    http://www.mingchuan.gov.cn/ → 200

## Instead
    http://www.mingchuan.gov.cn/ → 301 https://www.mingchuan.gov.cn/
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from auditor.crawl.reasons import REASONS
from auditor.model import Check, Hit, Params, Probe, Site


def check(site: Site, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit where readers are left with plain http."""
    for kind in ("plain-http", "secure-http"):
        probe = site.probe(kind)
        if probe is None or probe.why:
            continue
        said = _plain(probe) if kind == "plain-http" else _secure(probe)
        if said is not None:
            reason, message = said
            yield Hit(
                url=site.url,
                message=message,
                evidence=f"{probe.url} → {probe.final_url if probe.outcome == 'ok' else REASONS[probe.outcome].title}",
                verdict="review",
                reason=reason,
                target=probe.url,
                cause=reason,
            )


def _plain(probe: Probe) -> tuple[str, str] | None:
    if probe.outcome != "ok" or probe.final_url.startswith("https:"):
        return None  # an http that nobody answers leads nobody astray
    return "no-redirect", "网站有 https，但用 http 打开时没有转到 https，请核实"


def _secure(probe: Probe) -> tuple[str, str] | None:
    if probe.outcome != "ok":
        return "no-https", f"网站不能用 https 打开（{REASONS[probe.outcome].title}），请核实"
    if probe.final_url.startswith("https:"):
        return "not-led", "网站有 https，但首页仍以 http 打开，没有转到 https，请核实"
    return "led-back", "用 https 打开网站会转回 http，请核实"


CHECK = Check(
    id="identity/https",
    title="没有以 https 提供访问",
    severity="P3",
    remedy="请为网站配置有效的证书，并把 http 的访问永久跳转（301）到 https",
    scope="site",
    check=check,
)

"""services/none

## What it does
On a portal of a people's government, looks for services to the public: a guide, a column of services, or a way to the
platform that has them. ``review``, since a script or another platform may hold them; where a link leads to another
platform, the coverage names it as not looked at. Silent on sites that are no portals.

## Why it matters
未提供办事服务 fails the whole site.

## Bad
    A portal of news, notices and documents alone.

## Instead
    Guides on the site, or a visible way to the platform of the province.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

from auditor.checks._survey import is_portal, urls_of
from auditor.model import Check, Hit, NotRun, Params, Site

SERVICES = re.compile("办事|政务服务|便民服务|服务大厅|一网通办|网上办理|服务事项|办理指南")


def check(site: Site, params: Params, now: datetime) -> Iterator[Hit | NotRun]:
    """Yield one hit for a portal without services."""
    home = site.page(site.url)
    if home is None or not is_portal(site) or urls_of(site, "guide"):
        return
    own = urlsplit(site.url).hostname
    ways = [link for link in home.links if link.tag in ("a", "area") and link.url and SERVICES.search(link.text)]
    away = sorted({host for link in ways if (host := urlsplit(link.url).hostname or "") not in ("", own)})
    if away:
        yield NotRun(what="办事指南", why=f"办事服务在别的网站上（{'、'.join(away[:5])}），没有查看那里的指南")
    elif not ways and not any(SERVICES.search(column.name + column.type) for column in site.columns()):
        yield Hit(
            url=site.url,
            message="没有找到办事服务：没有办事指南、办事栏目，也没有到政务服务网的入口；可能由脚本写出，请核实",
            evidence=home.title or site.url,
            verdict="review",
            reason="none",
            target="办事服务",
        )
    else:
        yield NotRun(what="办事指南", why="有办事栏目，但没有认出办事指南的页面，十类要素没有查看，请人工核对")


CHECK = Check(
    id="services/none",
    title="未提供办事服务",
    severity="P1",
    remedy="请开设办事服务栏目，公布办事指南，或者在首页醒目处给出政务服务网的入口",
    scope="site",
    check=check,
    needs=("columns",),
)

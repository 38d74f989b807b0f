"""identity/other_name

## What it does
Compares the site's name (meta tag SiteName) of all pages with that of the home page. ``review`` for each other name,
with its pages; one for all of them where there are more than the rule file's ``names``, since then they are sites
within the site. Pages without the tag are meta_tags', pages of other hosts are silent.

## Why it matters
The inspection asks for one name on all pages. A former name in one template, or one with a slip, files its pages under
a site that does not exist.

## Bad
    <meta name="SiteName" content="明川县政府门户网">      on every list page

## Instead
    <meta name="SiteName" content="明川县人民政府门户网站">  on every page
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from auditor.crawl.url import same_site
from auditor.model import Check, Hit, Locator, Params, Site


def check(site: Site, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for each page that names the site otherwise than the home page does."""
    home = site.page(site.url)
    name = home.meta("SiteName") if home else ""
    if not name:
        return
    pages: dict[str, list[tuple[str, Locator]]] = {}
    for head in site.heads():
        other = head.meta("SiteName")
        if other and other != name and same_site(head.url, site.url):
            at = next(meta.locator for meta in head.metas if meta.name.lower() == "sitename" and meta.content.strip())
            pages.setdefault(other, []).append((head.url, at))
    many = len(pages) > params["names"]
    for other, places in sorted(pages.items()):
        said = f"网站名称写作“{other[:40]}”，与首页的“{name[:40]}”不一致，请核实"
        if many:
            said = f"除首页的“{name[:40]}”外还有 {len(pages)} 个网站名称（如“{other[:40]}”），请核实是否为子站"
        for url, locator in places:
            yield Hit(
                url=url,
                message=said,
                evidence=other[:80],
                verdict="review",
                reason="many-names" if many else "other-name",
                target="SiteName",
                region="header",
                locator=locator,
                cause="many-names" if many else f"name:{other[:80]}",
            )


CHECK = Check(
    id="identity/other_name",
    title="各页面的网站名称不一致",
    severity="P3",
    remedy="请在各网页模板中把 SiteName 统一为网站的规范名称",
    scope="site",
    check=check,
)

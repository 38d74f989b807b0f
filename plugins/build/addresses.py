"""Every address of a page, a feed or a file that an edition answers, documents left out: what links may lead to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from plugins.api_files import FILES, shard
from plugins.build.lists import Archive
from plugins.build.scan import Tree
from plugins.build.stage import MANIFEST
from plugins.catalogue import STANDARD, Catalogue
from plugins.villages import (
    Villages,
    codes_url,
    kiosk_url,
    poster_url,
    reminders_url,
    supervision_url,
    town_url,
    wall_url,
)


def every_page_address(
    catalogue: Catalogue, villages: Villages, archives: Mapping[str, Archive], months: Iterable[str] = ()
) -> frozenset[str]:
    """Every address of a page, a feed or an index that this edition answers, documents left out."""
    found = {"/", "/sitemap.html", "/sitemap.xml", "/robots.txt", "/404.html", "/search/", "/search/index.json"}
    found |= {"/search/records.json", "/style/", "/redirects.map", f"/{MANIFEST}", "/next-due.json"}
    found |= {f"/{name}" for name in FILES} | {f"/{shard(month)}" for month in months}
    for id_, village in villages.by_id.items():
        found |= {village.url, wall_url(id_), poster_url(id_), kiosk_url(village=id_)}
    for town in {village.town for village in villages.by_id.values()}:
        found |= {town_url(town), supervision_url(town), reminders_url(town), f"{town_url(town)}reminders.csv"}
        found |= {codes_url(town), kiosk_url(town)}
    if villages.by_id:
        found |= {supervision_url(), f"{supervision_url()}villages.csv", kiosk_url()}
    for column in catalogue.by_path.values():
        found |= {column.url, f"{column.url}feed.atom", f"{column.url}index.json"}
        archive = archives[column.path]
        found |= {sheaf.url for sheaf in (*archive.sheaves, *archive.years)}
    return frozenset(found)


def table_addresses(catalogue: Catalogue, tree: Tree) -> frozenset[str]:
    """The addresses of the tables that columns of 标准目录 offer to download."""
    folders = (path for path, column in catalogue.by_path.items() if column.template == STANDARD)
    return frozenset(f"/{table}" for folder in folders for table in tree.tables.get(folder, ()))

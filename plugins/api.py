"""A JSON API of plain files: columns, all documents by month of publication, and all policies (docs/api.md).

A month is the shard because it is what stays: a new document writes its month, the list of months and, where it is a
policy, the list of policies anew. A file for each document would double the number of files of the site and say nothing
that its month does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from pelican import signals

from plugins.api_files import COLUMNS, DOCUMENTS, INDEX, POLICIES, shard
from plugins.build.article import Article
from plugins.build.facts import digest
from plugins.build.kinds import Kind
from plugins.build.view import View
from plugins.feeds import item, json_text
from plugins.links import file_url
from plugins.relations import interpretations
from plugins.site import Site
from plugins.sitemap import last_change
from plugins.validity import Standing

VERSION = 1
"""Counts up when a field goes or changes its meaning; new fields may come at any time."""
LICENCE = (
    "具有立法、行政、司法性质的文件及其官方正式译文不受著作权法保护（著作权法第五条第一项）；"
    "转载本站其他内容请注明来源，不得歪曲原意"
)
POLICY = "policy"


class Entry(NamedTuple):
    """A document of a shard: its record, its standing, its unit by name, the address of what gave it its standing."""

    article: Article
    standing: Standing | None
    publisher: str
    by: str

    def mark(self) -> tuple[Any, ...]:
        """What its fact is the digest of; the days are no part of an article's own digest."""
        law = self.article.law
        return self.article.digest, law and (law.written, law.effective), self.standing, self.publisher, self.by


def months(contents: Any) -> dict[str, list[Entry]]:
    """The shown documents by month of publication, newest first."""
    shown, spellings = contents.catalogue.shown(), contents.offices.spellings
    standings: Mapping[str, Standing] = contents.validity.standings
    articles = contents.targets.articles
    found: dict[str, list[Entry]] = {}
    for article in contents.articles:
        if article.column not in shown:
            continue
        standing = standings.get(article.path)
        unit = spellings.get(article.publisher)
        by = articles[standing.by].url if standing is not None and standing.by else ""
        entry = Entry(article, standing, unit.name if unit else article.publisher, by)
        found.setdefault(article.published[:7], []).append(entry)
    return found


def record(site: Site, entry: Entry) -> dict[str, Any]:
    """A document: what index.json tells of it, its days, its column, its attachments."""
    article = entry.article
    law = article.law
    return {
        **item(site, article, entry.standing, entry.publisher, entry.by),
        "written": law.written if law else "",
        "effective": law.effective if law else "",
        "column": article.column,
        "village": article.village,
        "attachments": [site.absolute(file_url(path)) for path in article.files],
    }


def shard_json(site: Site, month: str, entries: list[Entry]) -> str:
    """The documents of a month, newest first."""
    return json_text({"version": VERSION, "month": month, "items": [record(site, entry) for entry in entries]})


def documents_json(site: Site, told: list[tuple[str, int, str]]) -> str:
    """The months that have documents, newest first: month, number of documents, day of the last change."""
    items = [
        {"month": month, "url": site.absolute(f"/{shard(month)}"), "count": count, "updated": day}
        for month, count, day in told
    ]
    return json_text({"version": VERSION, "count": sum(count for _, count, _ in told), "months": items})


def policies_json(site: Site, policies: list[tuple[Entry, tuple[Article, ...]]]) -> str:
    """All policies with their standing and their interpretations, newest first."""
    items = [
        {
            **record(site, entry),
            "interpretations": [
                {"id": other.id, "title": other.title, "url": site.absolute(other.url)} for other in more
            ],
        }
        for entry, more in policies
    ]
    return json_text({"version": VERSION, "count": len(items), "items": items})


def columns_json(view: View, _: None) -> str:
    """The columns that are shown, as a tree."""
    site = view.site

    def told(path: str) -> dict[str, Any]:
        column = view.column(path)
        unit = view.unit(column.unit) if column.unit else None
        return {
            "id": column.id,
            "name": column.name,
            "path": path,
            "type": column.type,
            "description": column.description,
            "unit": unit.name if unit else "",
            "archived": column.archived,
            "url": site.absolute(column.url),
            "documents": site.absolute(f"{column.url}index.json"),
            "feed": site.absolute(f"{column.url}feed.atom"),
            "children": [told(child.path) for child in view.children(path)],
        }

    return json_text({"version": VERSION, "columns": [told(top.path) for top in view.tops()]})


def index_json(view: View, _: None) -> str:
    """What there is, and on which terms."""
    site = view.site
    files = {
        "columns": (f"/{COLUMNS}", "栏目树"),
        "documents": (f"/{DOCUMENTS}", "有文档的月份，及各月文档清单的地址"),
        "month": (f"/{shard('{yyyy-mm}')}", "某月发布的全部文档"),
        "policies": (f"/{POLICIES}", "全部政策文件，带效力状态和解读"),
        "column": ("/{column}/index.json", "一个栏目自己的文档"),
        "feed": ("/{column}/feed.atom", "栏目及下级栏目的最新文档（Atom）"),
        "sitemap": ("/sitemap.xml", "站点地图"),
    }
    return json_text(
        {
            "version": VERSION,
            "site": {"name": site.name, "host": site.host, "id_code": site.id_code, "owner": site.owner},
            "licence": LICENCE,
            "files": {key: {"url": site.absolute(url), "about": about} for key, (url, about) in files.items()},
        }
    )


def offer(generator: Any) -> None:
    """Receiver: all files of the API."""
    contents = generator.edition.contents
    shards = months(contents)
    today = contents.minute[:10]
    told = [
        (month, len(entries), max(last_change(entry.article, entry.standing, today) for entry in entries))
        for month, entries in shards.items()
    ]
    policies = [
        (entry, interpretations(entry.article, contents.related))
        for entries in shards.values()
        for entry in entries
        if entry.article.type == POLICY
    ]

    def make(view: View, argument: str) -> str:
        view.note(f"api:{argument}")
        if argument == DOCUMENTS:
            return documents_json(view.site, told)
        if argument == POLICIES:
            return policies_json(view.site, policies)
        return shard_json(view.site, argument, shards[argument])

    explained = [(entry.mark(), [other.digest for other in more]) for entry, more in policies]
    generator.add_facts(
        {
            f"api:{DOCUMENTS}": digest({"months": told}),
            f"api:{POLICIES}": digest({"policies": explained}),
            **{f"api:{month}": digest([entry.mark() for entry in entries]) for month, entries in shards.items()},
        }
    )
    names = {DOCUMENTS: DOCUMENTS, POLICIES: POLICIES, **{shard(month): month for month in shards}}
    generator.add_pages(Kind("api", make, frozenset({"site", "api"})), names.items())
    reads = frozenset({"site", "nav", "tree", "column", "unit"})
    generator.add_pages(Kind(COLUMNS, columns_json, reads), [(COLUMNS, None)])
    generator.add_pages(Kind(INDEX, index_json, frozenset({"site"})), [(INDEX, None)])


def register() -> None:
    """Run when everything has been read."""
    signals.article_generator_finalized.connect(offer)

"""A JSON API of plain files: columns, all documents by month of publication, and all policies (docs/api.md).

A month is the shard because it is what stays: a new document writes its month, the list of months and, where it is a
policy, the list of policies anew. A file for each document would double the number of files of the site and say nothing
that its month does not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pelican import signals

from plugins.api_files import COLUMNS, DOCUMENTS, INDEX, POLICIES, shard
from plugins.build.article import Article
from plugins.build.facts import Digest, digest
from plugins.build.kinds import Kind
from plugins.build.view import View
from plugins.feeds import item, json_text
from plugins.links import file_url
from plugins.relations import interpretations
from plugins.site import Site
from plugins.sitemap import last_change
from plugins.standing import Standing

VERSION = 1
"""Counts up when a field goes or changes its meaning; new fields may come at any time."""
LICENCE = (
    "具有立法、行政、司法性质的文件及其官方正式译文不受著作权法保护（著作权法第五条第一项）；"
    "转载本站其他内容请注明来源，不得歪曲原意"
)
POLICY = "policy"


class Entry(NamedTuple):
    """A document as the API tells it: its record, its standing, its unit by name, the root-relative address of what
    gave it its standing, or empty."""

    article: Article
    standing: Standing | None
    publisher: str
    by: str


def months(contents: Any) -> dict[str, list[Article]]:
    """The shown documents by month of publication, newest first."""
    shown = contents.catalogue.shown()
    found: dict[str, list[Article]] = {}
    for article in contents.articles:
        if article.column in shown:
            found.setdefault(article.published[:7], []).append(article)
    return found


def marks(articles: Sequence[Article], standings: Mapping[str, Standing], known: Mapping[str, Article]) -> Digest:
    """The digest of all that records tell of these documents but the names of units: the days that are no part of an
    article's own digest, and the standings, which few documents have."""
    told = [
        (
            article.path,
            article.law and (article.law.written, article.law.effective),
            standing,
            standing and _by(standing, known),
        )
        for article in articles
        if (standing := standings.get(article.path)) is not None or article.law is not None
    ]
    return digest(("".join([article.digest for article in articles]), told))


def _by(standing: Standing, known: Mapping[str, Article]) -> str:
    return known[standing.by].url if standing.by else ""


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
    standings, known = contents.validity.standings, contents.targets.articles
    shards = months(contents)
    told = [(month, len(listed), _updated(listed, standings, contents.minute[:10])) for month, listed in shards.items()]
    policies = [article for listed in shards.values() for article in listed if article.type == POLICY]
    explained = [interpretations(article, contents.related) for article in policies]

    def entries(view: View, articles: Sequence[Article]) -> list[Entry]:
        found = []
        for article in articles:
            standing = standings.get(article.path)
            by = _by(standing, known) if standing is not None else ""
            found.append(Entry(article, standing, view.unit_name(article.publisher), by))
        return found

    def make(view: View, argument: str) -> str:
        view.note(f"api:{argument}")
        if argument == DOCUMENTS:
            return documents_json(view.site, told)
        if argument == POLICIES:
            return policies_json(view.site, list(zip(entries(view, policies), explained, strict=True)))
        return shard_json(view.site, argument, entries(view, shards[argument]))

    facts = {month: marks(listed, standings, known) for month, listed in shards.items()}
    facts[DOCUMENTS] = digest({"months": told})
    facts[POLICIES] = digest(
        (marks(policies, standings, known), [[other.digest for other in more] for more in explained])
    )
    generator.add_facts({f"api:{name}": fact for name, fact in facts.items()})
    names = {DOCUMENTS: DOCUMENTS, POLICIES: POLICIES, **{shard(month): month for month in shards}}
    generator.add_pages(Kind("api", make, frozenset({"site", "api", "unit"})), names.items())
    reads = frozenset({"site", "nav", "tree", "column", "unit"})
    generator.add_pages(Kind(COLUMNS, columns_json, reads), [(COLUMNS, None)])
    generator.add_pages(Kind(INDEX, index_json, frozenset({"site"})), [(INDEX, None)])


def _updated(listed: Sequence[Article], standings: Mapping[str, Standing], today: str) -> str:
    """The day of the last change of any of these documents, which come newest first."""
    late = (last_change(article, standings[article.path], today) for article in listed if article.path in standings)
    return max(listed[0].day, *late, "")


def register() -> None:
    """Run when everything has been read."""
    signals.article_generator_finalized.connect(offer)

"""What policy documents are sorted by: topic, year, issuing unit, validity; and the list pages of each value.

The order everywhere is that of 成文日期, newest first. A value with few documents has one page. One with many shows
its newest there; behind it stand pages by year that keep their content, as those of a column do (``build/lists.py``).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from plugins.build.article import Article
from plugins.build.lists import FRONT, SHEAF, Sheaf, sheaves_of
from plugins.catalogue import Catalogue
from plugins.site import Offices
from plugins.standing import AMENDED, ARCHIVED, EXPIRED, PARTLY, REPEALED, VALID, Standing
from standards.topics import TOPICS, split_topic, topic_order

TEMPLATE = "library.html"
"""A column with this template is a 政策文件库."""
WAYS = {"topic": "主题分类", "year": "成文年份", "unit": "发布机构", "validity": "有效性"}
"""What documents are sorted by, with its label; the key is a folder below the library's address."""
WORDS = {
    VALID: "valid",
    AMENDED: "amended",
    PARTLY: "partly",
    EXPIRED: "lapsed",
    REPEALED: "repealed",
    ARCHIVED: "archived",
}
"""Validity in the order shown → its address."""


@dataclass(frozen=True)
class Facet:
    """One value that documents are sorted by. ``way`` is a key of WAYS, ``within`` the first level of a second-level
    topic or empty; ``paths`` are its documents and ``sheaves`` the pages behind its first, oldest first."""

    way: str
    name: str
    url: str
    within: str
    paths: tuple[str, ...]
    sheaves: tuple[Sheaf, ...]

    @property
    def title(self) -> str:
        """Its name where it stands alone."""
        return f"{self.within} · {self.name}" if self.within else f"{self.name}年" if self.way == "year" else self.name

    @property
    def shown(self) -> tuple[str, ...]:
        """The documents of its first page."""
        if self.way == "year":
            return self.sheaves[-1].paths
        return self.paths[:FRONT] if self.sheaves else self.paths


def library_paths(catalogue: Catalogue) -> list[str]:
    """The columns that are a 政策文件库."""
    return [path for path, column in catalogue.by_path.items() if column.template == TEMPLATE]


def policies_of(articles: Iterable[Article], hidden: Collection[str]) -> list[Article]:
    """The policy documents among public ``articles`` outside the columns ``hidden``, newest 成文日期 first."""
    found = [article for article in articles if article.type == "policy" and article.column not in hidden]
    found.sort(key=lambda article: article.path)
    found.sort(key=written, reverse=True)
    return found


def written(article: Article) -> str:
    """The day a policy document was written (YYYY-MM-DD); where that is unsaid, published."""
    return article.extra.get("written") or article.day


def facets_of(
    home: str, policies: Sequence[Article], offices: Offices, standings: Mapping[str, Standing]
) -> tuple[Facet, ...]:
    """Every value that has documents, way by way, in the order shown; ``home`` is the library's address."""
    topics: dict[tuple[str, str], list[Article]] = {}
    years: dict[str, list[Article]] = {}
    units: dict[str, list[Article]] = {}
    words: dict[str, list[Article]] = {}
    for article in policies:
        first, second = split_topic(article.extra.get("topic", ""))
        topics.setdefault((first, ""), []).append(article)
        if second:
            topics.setdefault((first, second), []).append(article)
        years.setdefault(written(article)[:4], []).append(article)
        if (unit := offices.spellings.get(article.publisher)) is not None:
            units.setdefault(unit.id, []).append(article)
        standing = standings.get(article.path)
        words.setdefault(standing.word if standing else article.validity, []).append(article)
    return (
        *_topics(home, topics),
        *(_facet("year", year, f"{home}year/{year}/", years[year]) for year in sorted(years, reverse=True)),
        *(
            _facet("unit", offices.units[id_].name, f"{home}unit/{_slug(id_)}/", units[id_])
            for id_ in sorted(units, key=list(offices.units).index)
        ),
        *(_facet("validity", word, f"{home}validity/{WORDS[word]}/", words[word]) for word in WORDS if word in words),
    )


def _topics(home: str, topics: Mapping[tuple[str, str], Sequence[Article]]) -> Iterator[Facet]:
    """First levels in their order, each with its second levels behind it."""
    for first, second in sorted(topics, key=lambda topic: (topic_order(topic[0]), topic[1])):
        above = f"{home}topic/{TOPICS.index(first) + 1:02}/" if first in TOPICS else f"{home}topic/{_slug(first)}/"
        url = f"{above}{_slug(second)}/" if second else above
        yield _facet("topic", second or first, url, topics[first, second], first if second else "")


def _slug(name: str) -> str:
    """A name as a part of addresses: itself where it can be one, else a short digest."""
    if re.fullmatch(r"[A-Za-z0-9]+([-_][A-Za-z0-9]+)*", name) and not re.fullmatch(r"\d{2}|\d{4}", name):
        return name
    return "t" + blake2b(name.encode(), digest_size=4).hexdigest()


def _facet(way: str, name: str, url: str, policies: Sequence[Article], within: str = "") -> Facet:
    by_year: dict[str, list[str]] = {}
    for article in policies:
        by_year.setdefault(written(article)[:4], []).append(article.path)
    sheaves: tuple[Sheaf, ...] = ()
    if way == "year":
        sheaves = sheaves_of(url.removesuffix(f"{name}/"), by_year)
    elif len(policies) > SHEAF:
        sheaves = sheaves_of(url, by_year)
    return Facet(way, name, url, within, tuple(article.path for article in policies), sheaves)


def library_addresses(catalogue: Catalogue, articles: Collection[Article], offices: Offices) -> frozenset[str]:
    """The addresses in the libraries that a document may link to: those of topics, years and units. What is in force
    is not known yet when links are judged."""
    found: set[str] = set()
    for path in library_paths(catalogue):
        home = catalogue.by_path[path].url
        found.add(f"{home}library.json")
        for facet in facets_of(home, policies_of(articles, catalogue.by_path.keys() - catalogue.shown()), offices, {}):
            if facet.way != "validity":
                found |= {facet.url, *(sheaf.url for sheaf in facet.sheaves)}
    return frozenset(found)

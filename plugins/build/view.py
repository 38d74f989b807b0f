"""What a page may see of the site, and the note of what it saw.

A page is made by a function of a View and an argument. Whatever the function learns, it learns through the View, which
writes down the name of every fact; that list is what decides whether the page is made again (``facts.py``). A function
declares the kinds of facts it reads; reading another kind, reading after the page is done, or reading the Edition
directly raises UndeclaredRead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from markupsafe import Markup

from plugins.build.article import Article
from plugins.build.edition import Contents
from plugins.build.facts import list_mark
from plugins.build.kinds import Kind, Sheet, UndeclaredRead
from plugins.build.lists import FRONT, Archive, Sheaf
from plugins.build.platform_seen import PlatformSeen
from plugins.build.records import DocLink, TreeNode
from plugins.build.records_seen import RecordsSeen
from plugins.build.reference import Link
from plugins.build.source import Source
from plugins.build.villages_seen import VillagesSeen
from plugins.catalogue import Column
from plugins.cleanup import Finding
from plugins.links import file_url
from plugins.pictures.dress import Picture
from plugins.site import Site, Unit
from plugins.standing import Standing
from plugins.withdrawal import Gone

THUMBNAIL = 480
"""Pixels: the width of a picture in a list."""
TOPIC = "topic.html"
"""A column with this template is a special topic."""


@dataclass(frozen=True)
class Step:
    """A column as trails, trees and navigation name it."""

    name: str
    path: str
    url: str


def _step(column: Column) -> Step:
    return Step(column.name, column.path, column.url)


class Fragments(dict[tuple[str, Any], tuple[Markup, tuple[str, ...]]]):
    """Shared parts of one edition by template and key; ``render`` is the renderer's. ``columns`` are those that pages
    have seen, without their sub-columns."""

    def __init__(self, render: Callable[[View, Sheet], str]) -> None:
        super().__init__()
        self.render = render
        self.columns: dict[str, Column] = {}


class View:
    """The site as one page sees it. Made for a page, closed when the page is done."""

    __slots__ = ("_closed", "_contents", "_fragments", "kind", "reads")

    def __init__(self, contents: Contents, kind: Kind, fragments: Fragments) -> None:
        self._contents, self._fragments, self.kind = contents, fragments, kind
        self._closed = False
        self.reads: dict[str, None] = {}

    def note(self, fact: str) -> None:
        """Write down that the page was made from this fact."""
        if self._closed:
            raise UndeclaredRead(f"a page of kind “{self.kind.name}” read {fact} after it was done")
        if fact.partition(":")[0] not in self.kind.reads:
            raise UndeclaredRead(
                f"pages of kind “{self.kind.name}” read {fact}, which they do not declare. "
                f"Add “{fact.partition(':')[0]}” to what the kind reads, if that is meant"
            )
        self.reads[fact] = None

    def close(self) -> None:
        """Nothing more can be read."""
        self._closed = True

    def fragment(self, template: str, key: Any, values: Callable[[View], dict[str, Any]]) -> Markup:
        """A part that many pages share, rendered once for each ``key``; what it was made from is noted for every page.

        ``values`` is called with a View of its own.
        """
        made = self._fragments.get((template, key))
        if made is None:
            seen = View(self._contents, self.kind, self._fragments)
            text = self._fragments.render(seen, Sheet(template, values(seen)))
            made = self._fragments[template, key] = (Markup(text), tuple(seen.reads))  # noqa: S704 - our template
        for fact in made[1]:
            self.note(fact)
        return made[0]

    # the site

    @property
    def site(self) -> Site:
        """What site.toml says."""
        self.note("site")
        return self._contents.site

    @property
    def day(self) -> date:
        """The day of this build. A page that reads it is made again every day."""
        self.note("day")
        return self._contents.now.date()

    def tops(self) -> list[Step]:
        """The columns of the main navigation."""
        self.note("nav")
        return [_step(column) for column in self._contents.catalogue.tops if not column.hidden]

    def unit(self, written: str) -> Unit | None:
        """The unit of this id or name."""
        self.note(f"unit:{written}")
        return self._contents.offices.spellings.get(written)

    def unit_name(self, written: str) -> str:
        """The full name of the unit of this id or name; what is no unit is called as it is written."""
        unit = self.unit(written)
        return unit.name if unit else written

    def person(self, written: str) -> str:
        """A person's name by id; what is no id is a name."""
        self.note("people")
        return self._contents.offices.people.get(written, written)

    @property
    def platform(self) -> PlatformSeen:
        """What is to be seen of the platform of open information: its lists, reports, guides."""
        return PlatformSeen(self._contents, self.note)

    @property
    def records(self) -> RecordsSeen:
        """What is to be seen of disclosure tables: rows, lists, chains of a project."""
        return RecordsSeen(self._contents, self.note, self.is_hidden)

    @property
    def villages(self) -> VillagesSeen:
        """What is to be seen of villages: what they are, owe, have told, and their money."""
        return VillagesSeen(self._contents, self.note)

    # columns

    def column(self, path: str) -> Column:
        """A column's own settings; it has no ``children`` here."""
        self.note(f"column:{path}")
        columns = self._fragments.columns
        if path not in columns:
            columns[path] = replace(self._contents.catalogue.by_path[path], children=())
        return columns[path]

    def children(self, path: str) -> list[Step]:
        """The sub-columns of a column that are shown, in order."""
        self._note_tree(path)
        return [_step(child) for child in self._contents.catalogue.by_path[path].children if not child.hidden]

    def trail(self, path: str) -> list[Step]:
        """The columns that lead to a column, itself last."""
        self._note_tree(path)
        return [_step(column) for column in self._contents.catalogue.trails[path]]

    def columns(self) -> list[Step]:
        """All columns that are shown, in order."""
        found = []
        for top in self.tops():
            self._note_tree(top.path)
            walk = self._contents.catalogue.by_path[top.path].walk()
            found += [_step(column) for column in walk if not self.is_hidden(column.path)]
        return found

    def is_hidden(self, path: str) -> bool:
        """Whether a column or one above it stands in no list, navigation, sitemap or search."""
        self._note_tree(path)
        return any(step.hidden for step in self._contents.catalogue.trails[path])

    def tree(self, path: str) -> tuple[TreeNode, ...]:
        """The columns of the same top column, as seen from one of them."""
        self._note_tree(path)
        trail = self._contents.catalogue.trails[path]
        open_paths = {step.path for step in trail}

        def node(column: Column, depth: int) -> TreeNode:
            children = tuple(node(child, depth + 1) for child in column.children if not child.hidden)
            return TreeNode(column.name, column.url, depth, column.path == path, column.path in open_paths, children)

        return (node(trail[0], 0),)

    def topics(self) -> list[str]:
        """The path of every special topic, the running ones first."""
        self.note("topics")
        columns = [c for c in self._contents.catalogue.by_path.values() if c.template == TOPIC and not c.hidden]
        columns.sort(key=lambda column: (column.archived, column.order, column.path))
        return [column.path for column in columns]

    def count(self, path: str) -> int:
        """How many public documents stand in a column and below."""
        self.note(f"count:{path}")
        return self._contents.heads[path].count

    def front(self, path: str) -> list[Article]:
        """The documents of a column's first page."""
        self.note(f"front:{path}")
        return self._all(self._contents.by_column[path][:FRONT])

    def archive(self, path: str) -> Archive:
        """The list pages behind it; of the sheaves only addresses and periods may be shown."""
        self.note(f"front:{path}")
        return self._contents.archives[path]

    def sheaf(self, column: str, url: str) -> tuple[Sheaf, list[Article], Sheaf | None, Sheaf | None]:
        """One of them: itself, its documents, the next older and the next newer one."""
        self.note(f"sheaf:{url}")
        archive = self._contents.archives[column]
        sheaves = archive.years if any(sheaf.url == url for sheaf in archive.years) else archive.sheaves
        at = next(at for at, sheaf in enumerate(sheaves) if sheaf.url == url)
        older = sheaves[at - 1] if at else None
        newer = sheaves[at + 1] if at + 1 < len(sheaves) else None
        return sheaves[at], [self.article(path) for path in sheaves[at].paths], older, newer

    def newest(self, path: str, number: int) -> list[Article]:
        """The newest documents of a column and all below, ``lists.NEWEST`` at most."""
        self.note(f"newest:{path}")
        return self._all(self._contents.heads[path].newest[:number])

    def own(self, path: str) -> tuple[Article, ...]:
        """All documents of a column's own folder. The page is made again when any of them changes its head."""
        self.note(f"own:{path}")
        return self._contents.by_column[path]

    def every(self) -> tuple[Article, ...]:
        """All public documents, newest first. The page is made again when any of them changes its head."""
        self.note("every")
        return self._contents.articles

    # documents

    def article(self, path: str) -> Article:
        """A public document's record."""
        self.note(f"head:{path}")
        return self._contents.targets.articles[path]

    def source(self, path: str) -> Source:
        """A whole public document with its body. Only its own page should ask for it."""
        self.note(f"head:{path}")
        self.note(f"body:{path}")
        return self._contents.library.source(path)

    def around(self, path: str) -> tuple[Article | None, Article | None]:
        """The documents above and below one in its list."""
        self.note(f"around:{path}")
        above, below = self._contents.around[path]
        return self.article(above) if above else None, self.article(below) if below else None

    def related(self, path: str) -> list[Article]:
        """The documents one is bound to, newest first."""
        self.note(f"related:{path}")
        return self._all(self._contents.related.get(path, ()))

    def mark(self, article: Article) -> tuple[str, str]:
        """The word lists print beside a document, and how it is meant."""
        standing = self.standing(article.path)
        return list_mark(article, self._contents.minute[:10], standing.word if standing else "")

    def standing(self, path: str) -> Standing | None:
        """Where a document stands; None where there is no more to say than it says itself."""
        self.note(f"standing:{path}")
        return self._contents.validity.standings.get(path)

    def standings(self, column: str = "") -> Mapping[str, Standing]:
        """The standings of all documents by path; of at least those of one column where it is named. The page is made
        again when any of them changes."""
        self.note(f"standings:{column}" if column else "standings")
        return self._contents.validity.standings

    def acts(self, path: str) -> list[tuple[str, Article, str]]:
        """What a document makes of others: the word it gives each, and how it names it."""
        self.note(f"acts:{path}")
        return [(word, self.article(other), name) for word, other, name in self._contents.validity.acts.get(path, ())]

    def findings(self, path: str) -> tuple[Finding, ...]:
        """The rows of the clean-up table a document carries."""
        self.note(f"acts:{path}")
        return self._contents.findings.get(path, ())

    def gone(self, path: str) -> Gone:
        """What may be said of a document that is no longer public."""
        self.note(f"gone:{path}")
        return self._contents.gone[path]

    def link(self, article: Article, column: str = "") -> DocLink:
        """A document as lists show it; ``column`` is the name to print beside it."""
        note, kind = self.mark(article)
        address = file_url(article.picture) if article.picture else ""
        picture = (self.picture(address) if address else None) or Picture(address, 0, 0)
        return DocLink(
            title=article.title,
            url=article.url,
            date=article.day,
            datetime_iso=article.published_iso,
            summary=article.summary,
            column=column,
            picture=picture.at_least(THUMBNAIL),
            picture_set=picture.srcset,
            picture_size=(picture.width, picture.height),
            note=note,
            note_kind=kind,
        )

    def links(self, articles: Iterable[Article]) -> tuple[DocLink, ...]:
        """Documents as lists show them."""
        return tuple(self.link(article) for article in articles)

    def address(self, link: Link) -> str:
        """Where a link of a body leads. That it leads somewhere has been judged before any page is made."""
        if link.kind == "page":
            self.note(f"head:{link.target}")
            target = self._contents.targets.document_of(link.target)
            if target is not None and target.path != link.target:
                self.note(f"head:{target.path}")
        elif link.kind != "file" and (target := self._contents.targets.document_at(link)) is not None:
            self.note(f"head:{target.path}")
        return self._contents.targets.address(link)

    def picture(self, address: str) -> Picture | None:
        """What is published at the address of a picture; None for other files."""
        self.note(f"picture:{address}")
        return self._contents.pictures.get(address)

    def file_size(self, path: str) -> int:
        """Bytes of a file below content/."""
        self.note(f"file:{path}")
        return self._contents.files[path]

    def file(self, path: str) -> Path:
        """A file below content/ that is published."""
        self.note(f"asset:{path}")
        return self._contents.tree.root / path

    def aliases(self) -> dict[str, str]:
        """Every old address → new one."""
        self.note("alias")
        return dict(self._contents.aliases)

    def alias(self, old: str) -> str:
        """Where an old address leads."""
        self.note(f"alias:{old}")
        return self._contents.aliases[old]

    def places(self) -> list[tuple[str, str, str]]:
        """The points of all maps that are shown: column, title, address."""
        self.note("places")
        shown = [(path, points) for path, points in self._contents.places.items() if not self.is_hidden(path)]
        return [(path, title, url) for path, points in shown for title, url in points]

    def place_of(self, article: Article) -> str:
        """The name of the village or else the column a document stands in."""
        if article.village:
            return self.villages.village(article.village).name
        return self.trail(article.column)[-1].name

    def _note_tree(self, path: str) -> None:
        self.note(f"tree:{path.partition('/')[0]}")

    def _all(self, articles: Iterable[Article]) -> list[Article]:
        found = list(articles)
        for article in found:
            self.note(f"head:{article.path}")
        return found

"""Some documents checked against the whole site: every header is read, but only their own bodies are converted.

The problems of a document depend on the headers of all others (double numbers, dead references) and on the bodies of
those whose headings it links to. Markdown is most of a build's time, so one file is told on at once; what the last
build knows of the others is used where it is there. A test holds what is said here against what the build says.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from plugins.build.article import Article, distil
from plugins.build.edition import Contents, arrange
from plugins.build.front_matter import read_text
from plugins.build.library import Known, Library
from plugins.build.moments import decide_now
from plugins.build.problems import Problem
from plugins.build.scan import Tree, scan
from plugins.build.source import Source, read_bytes, read_header, read_source
from plugins.catalogue import Catalogue, read_catalogue
from plugins.documents import place
from plugins.site import Offices, Site, read_offices, read_site
from plugins.villages import Villages, read_villages

GATES = (
    "plugins.privacy_gate:judge_source",
    "plugins.review.openness:judge_source",
    "plugins.foi.parts:judge_parts",
)


@dataclass(frozen=True)
class Headers:
    """The site as its settings and the headers of its documents tell it.

    ``articles`` are all that can be understood, by path below content/; ``sources`` the documents that were asked for
    whole, and those that cannot be understood.
    """

    tree: Tree
    site: Site
    now: datetime
    offices: Offices
    catalogue: Catalogue
    villages: Villages
    articles: dict[str, Article]
    sources: dict[str, Source]
    problems: tuple[Problem, ...]

    def place(self, source: Source) -> list[Problem]:
        """What is wrong with the place of one document, whatever the others are."""
        return place(self._library([source], {}), self.catalogue, self.villages, self.offices)[1]

    def judge(self, sources: Iterable[Source]) -> list[Problem]:
        """Everything a build would say of the site with these documents in it, in the place of those of their paths."""
        return list(self.arranged(sources).problems)

    def arranged(self, sources: Iterable[Source]) -> Contents:
        """The site with these documents in it, everything in its place."""
        library = self._library([*self.sources.values(), *sources], self.articles)
        return arrange(library, self.site, self.now, [], 0)

    def tables(self, asked: Collection[str]) -> list[str]:
        """The tables below content/ from which the documents at these paths have their figures."""
        articles = [article for path in asked if (article := self.articles.get(path)) is not None]
        return [table for article in articles if (table := article.extra.get("tables"))]

    def _library(self, sources: Iterable[Source], articles: dict[str, Article]) -> Library:
        library = Library(self.tree, None, self.now.year, GATES, dict(articles))
        for source in sources:
            library.sources[source.path] = source
            library.articles.pop(source.path, None)
            if (article := distil(source)) is not None:
                library.articles[source.path] = article
        library.articles = dict(sorted(library.articles.items()))
        return library


def read_headers(
    content: Path, now: str, whole: Collection[str] = (), known: Callable[[int], Known] | None = None
) -> Headers:
    """Read settings and headers; of the documents at the paths ``whole`` the bodies as well. Raises CannotRun.

    ``known`` gives, for a year, the Articles of the last build: what did not change since need not be opened.
    """
    tree = scan(content)
    site, problems = read_site(tree)
    moment = decide_now(now, site, production=False)
    offices, more = read_offices(tree)
    problems += more
    catalogue, more = read_catalogue(tree, offices)
    problems += more
    villages, more = read_villages(tree, offices.towns)
    problems += [*more, *tree.problems]
    articles: dict[str, Article] = {}
    sources: dict[str, Source] = {}
    reader = Library(tree, None, moment.year, GATES)
    told = known(moment.year) if known else {}
    for path in tree.documents:
        if path in told and told[path][0] == tree.stamps[path] and path not in whole:
            articles[path] = told[path][1]
            continue
        source = read_source(reader.job(path)) if path in whole else _head(reader, path)
        article = distil(source)
        if article is not None:
            articles[path] = article
        if article is None or path in whole:
            sources[path] = source
    return Headers(tree, site, moment, offices, catalogue, villages, articles, sources, tuple(problems))


def read_document(tree: Tree, path: str, text: str) -> Source:
    """The header of a document that need not be there yet: ``text`` is the whole file, ``path`` where it will stand."""
    return read_header(path, tree.shown(path), text)[0]


def check_part(content: Path, now: str, asked: Collection[str]) -> tuple[Headers, list[Problem], list[Problem]]:
    """What a build would say of the documents at the paths ``asked``, sorted: what stops it, what is worth telling."""
    headers = read_headers(content, now, asked)
    shown = {headers.tree.shown(path) for path in (*asked, *headers.tables(asked))}
    contents = headers.arranged(())
    kept = {problem for problem in (*contents.problems, *headers.problems) if problem.path in shown}
    return headers, sorted(kept), [notice for notice in contents.notices if notice.path in shown]


def _head(reader: Library, path: str) -> Source:
    """A document without its body. What cannot be read is told when it is asked for itself."""
    data = read_bytes(reader.job(path))
    text = data if isinstance(data, Problem) else read_text(data, reader.tree.shown(path))
    if isinstance(text, Problem):
        return Source(path, reader.tree.shown(path), None, {}, 1, None, (text,))
    return read_document(reader.tree, path, text)

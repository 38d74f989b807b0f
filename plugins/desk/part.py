"""Some documents checked against the whole site: every header is read, but only their own bodies are converted.

The problems of a document depend on the headers of all others (double numbers, dead references) and on the bodies of
those whose headings it links to. Markdown is most of a build's time, so one file is told on at once. A test holds what
is said here against what the build says.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from plugins.build.edition import decide_now, every_address, list_by_column, unplaced
from plugins.build.front_matter import read_front_matter, read_text
from plugins.build.problems import Problem
from plugins.build.scan import Tree, scan
from plugins.build.schema import check_fields, type_of, type_problem
from plugins.build.source import Job, Source, read_source
from plugins.catalogue import VILLAGES, Catalogue, read_catalogue
from plugins.content_types import key_names
from plugins.documents import Document, place
from plugins.links import resolve
from plugins.redirects import read_aliases
from plugins.relations import relate
from plugins.site import Offices, Site, read_offices, read_site
from plugins.villages import Villages, read_villages


@dataclass(frozen=True)
class Headers:
    """The site as its settings and the headers of its documents tell it; ``sources`` by path below content/."""

    tree: Tree
    site: Site
    now: datetime
    offices: Offices
    catalogue: Catalogue
    villages: Villages
    sources: dict[str, Source]
    problems: tuple[Problem, ...]

    def place(self, sources: Collection[Source]) -> tuple[tuple[Document, ...], list[Problem]]:
        """These documents in their places."""
        return place(sources, self.catalogue, self.villages, self.offices, self.now)


def read_headers(content: Path, now: str, whole: Collection[str] = ()) -> Headers:
    """Read settings and headers; of the documents at the paths ``whole`` the bodies as well. Raises CannotRun."""
    tree = scan(content)
    site, problems = read_site(tree)
    moment = decide_now(now, site, production=False)
    offices, more = read_offices(tree)
    problems += more
    catalogue, more = read_catalogue(tree, offices)
    problems += more
    villages, more = read_villages(tree, offices.towns)
    problems += [*more, *tree.problems]
    sources = {path: read_source(_job(tree, path)) if path in whole else _head(tree, path) for path in tree.documents}
    return Headers(tree, site, moment, offices, catalogue, villages, sources, tuple(problems))


def read_document(tree: Tree, path: str, text: str) -> Source:
    """The header of a document that need not be there yet: ``text`` is the whole file, ``path`` where it will stand."""
    shown = tree.shown(path)
    front, problems = read_front_matter(text, shown, key_names())
    if front is None:
        return Source(path, shown, None, {}, 1, None, tuple(problems))
    fields = None
    content_type = type_of(front, _default_type(path))
    if content_type is None:
        problems.append(type_problem(front, shown))
    else:
        fields, faults = check_fields(front, content_type, shown)
        problems += faults
    return Source(path, shown, fields, dict(front.lines), front.end_line, None, tuple(problems))


def check_part(content: Path, now: str, asked: Collection[str]) -> tuple[Headers, list[Problem]]:
    """What a build would say of the documents at the paths ``asked``, sorted."""
    headers = read_headers(content, now, asked)
    documents, problems = headers.place(headers.sources.values())
    public = tuple(document for document in documents if not document.why_not)
    addresses = every_address(headers.catalogue, headers.villages, public, list_by_column(public, headers.catalogue))
    documents = _with_targets(documents, headers, asked)
    left_out = unplaced(tuple(headers.sources.values()), documents, headers.now)
    problems += resolve(documents, headers.tree.files, addresses, headers.site, left_out).problems
    problems += read_aliases(public, addresses)[1] + relate(documents)[1]
    problems += [problem for path in asked if path in headers.sources for problem in headers.sources[path].problems]
    shown = {headers.tree.shown(path) for path in asked}
    kept = {problem for problem in (*problems, *headers.problems) if problem.path in shown}
    return headers, sorted(kept)


def _with_targets(documents: tuple[Document, ...], headers: Headers, asked: Collection[str]) -> tuple[Document, ...]:
    """The documents, with the bodies of those whose anchors the asked ones link to."""
    wanted: set[str] = set()
    by_url = {document.url: document.source.path for document in documents}
    for path in asked:
        body = headers.sources[path].body if path in headers.sources else None
        for link in body.links if body else ():
            if link.fragment and link.kind == "page":
                wanted.add(link.target)
            elif "#" in link.raw:
                address = link.raw.partition("#")[0].partition(headers.site.host)
                wanted.add(by_url.get(address[2] or address[0], ""))
    wanted -= set(asked)
    return tuple(
        replace(document, source=read_source(_job(headers.tree, document.source.path)))
        if document.source.path in wanted
        else document
        for document in documents
    )


def _default_type(path: str) -> str:
    return "village_affair" if path.startswith(f"{VILLAGES}/") else "article"


def _job(tree: Tree, path: str) -> Job:
    return Job(tree.root / path, path, tree.shown(path), _default_type(path))


def _head(tree: Tree, path: str) -> Source:
    """A document without its body. What cannot be read is told when it is asked for itself."""
    try:
        text = read_text((tree.root / path).read_bytes(), tree.shown(path))
    except OSError:
        text = Problem(tree.shown(path), 0, 0, "文件读不了", "请检查文件")
    if isinstance(text, Problem):
        return Source(path, tree.shown(path), None, {}, 1, None, (text,))
    return read_document(tree, path, text)

"""The short way of the live build: where only the text of documents changed, everything is still in its place.

An editor who writes saves again and again what no list, link, date or other page depends on. Then the Contents of the
last build hold for all but those texts; in any other case, or in doubt, the whole content is put in its place anew.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from plugins.build.article import Article
from plugins.build.edition import Contents, Edition
from plugins.build.facts import Digest
from plugins.build.kinds import Kind
from plugins.build.library import Library, read_again
from plugins.build.moments import next_change
from plugins.build.pages import Spec
from plugins.build.scan import scan_again


@dataclass(frozen=True)
class Before:
    """What the last build of this process was made of: all that plugins said is in ``specs``, ``facts``, ``kinds``."""

    contents: Contents
    specs: Sequence[Spec]
    facts: dict[str, Digest]
    kinds: Sequence[Kind]


def reword(before: Before, changed: Collection[Path], minute: str) -> tuple[Edition, dict[str, Digest]] | None:
    """The Edition and its facts at ``minute`` (YYYY-MM-DD HH:MM) after only ``changed`` was touched; None where more
    than the texts of public documents is another."""
    contents = before.contents
    if not contents.minute <= minute < next_change(Edition(contents), reads_day=True):
        return None
    old = contents.library
    paths = _documents(contents, changed)
    if not paths or {old.tree.shown(path) for path in paths} & {problem.path for problem in contents.problems}:
        return None
    scanned_ns = time.time_ns()
    tree = scan_again(contents.tree, changed)
    if tree.documents != contents.tree.documents:
        return None
    library = read_again(old, tree, paths)
    if not all(_is_only_text(old, library, path) for path in paths):
        return None
    facts = before.facts | {f"body:{path}": library.articles[path].key.hex() for path in paths}
    return Edition(replace(contents, tree=tree, library=library, scanned_ns=scanned_ns)), facts


def _documents(contents: Contents, changed: Collection[Path]) -> list[str]:
    """The paths of the changed files; none where one of them is no public document."""
    found = []
    for file in changed:
        if not file.is_relative_to(contents.tree.root):
            return []
        path = file.relative_to(contents.tree.root).as_posix()
        if path not in contents.targets.articles or path in contents.private or path in contents.library.sources:
            return []
        found.append(path)
    return sorted(found)


def _is_only_text(old: Library, new: Library, path: str) -> bool:
    """Whether a document is the same to everybody but its own page: its record, where it leads, its anchors."""
    one, other = old.articles[path], new.articles.get(path)
    if other is None or path in new.sources or _record(one) != _record(other):
        return False
    bodies = old.source(path).body, new.source(path).body
    return None not in bodies and bodies[0].ids == bodies[1].ids  # type: ignore[union-attr]


def _record(article: Article) -> tuple[Article, list[tuple[str, str, str, bool]]]:
    links = [(link.kind, link.target, link.fragment, link.image) for link in article.links]
    return msgspec.structs.replace(article, key=b"", links=()), links

"""Every document of a content folder: as light Articles at once, as whole Sources when asked.

What did not change since the last build is neither opened nor parsed: its stamp (size, inode, times) says so, and
``articles.bin`` in the cache folder holds the Articles with the stamps they were read at. A file that was changed in
the same instant as it was read gets no stamp, because a second change in that instant could not be told from it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import msgspec

from plugins.build.article import Article, distil
from plugins.build.body import Body
from plugins.build.forked import run_or_say
from plugins.build.front_matter import FrontMatter
from plugins.build.keep import keep_whole, read_whole
from plugins.build.problems import CannotRun, Problem
from plugins.build.quick import TICK_NS
from plugins.build.scan import Stamp, Tree
from plugins.build.shelf import Shelf
from plugins.build.source import Job, Source, parse, read_bytes, read_source, source_key, typed

RECORDS = "articles.bin"
WORTH_A_POOL = 200
"""Documents to parse below which starting processes takes longer than parsing."""

LAG = 50
"""Documents that may be read from the shelf in every build before all Articles are written anew."""

Known = dict[str, tuple[Stamp, Article]]


class _Rest(msgspec.Struct, frozen=True, array_like=True):
    """What the shelf keeps of a Source beside its Article."""

    values: dict[str, Any]
    lines: dict[str, int]
    spelled: dict[str, str]
    end_line: int
    body: Body


class _Records(msgspec.Struct, frozen=True, array_like=True):
    stamp: str
    articles: list[tuple[Stamp, Article]]


_rest_decoder = msgspec.msgpack.Decoder(_Rest)
_light_decoder = msgspec.msgpack.Decoder(Article)
_records_decoder = msgspec.msgpack.Decoder(_Records)
_pack = msgspec.msgpack.encode


@dataclass
class Library:
    """``articles`` by path, in the order of paths. ``sources`` are those that were parsed and are not to be kept:
    faulty ones. ``parsed`` counts what had to be parsed in this run."""

    tree: Tree
    shelf: Shelf | None
    year: int
    gates: tuple[str, ...]
    articles: dict[str, Article] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    parsed: int = 0
    _ahead: dict[bytes, bytes] = field(default_factory=dict)

    def source(self, path: str) -> Source:
        """The whole document, from memory, from the shelf, or parsed again."""
        if path in self.sources:
            return self.sources[path]
        article = self.articles.get(path)
        if article is not None and (data := self._rest(article.key)) is not None:
            try:
                return _unpack(article, data, self.tree.shown(path))
            except msgspec.MsgspecError:
                pass
        source = read_source(self.job(path))
        if article is not None and article.key and source.key != article.key:
            # What is read now has passed no gate.
            raise CannotRun(f"构建过程中 {self.tree.shown(path)} 有改动，没有写成。请重新运行")
        return source

    def look_ahead(self, paths: Iterable[str]) -> None:
        """Read in one go from the shelf what ``source`` will soon be asked for; once only."""
        if self.shelf is not None:
            self._ahead = self.shelf.rests([self.articles[path].key for path in paths if path in self.articles])

    def _rest(self, key: bytes) -> bytes | None:
        data = self._ahead.pop(key, None)
        return self.shelf.rest(key) if data is None and self.shelf is not None else data

    def job(self, path: str) -> Job:
        """What to read at a path."""
        return Job(self.tree.root / path, path, self.tree.shown(path), self.year, self.gates)

    def problem(self, article: Article, key: str, what: str, cure: str) -> Problem:
        """A problem at the line of a front matter key."""
        return Problem(self.tree.shown(article.path), self.line(article, key), 0, what, cure)

    def line(self, article: Article, key: str) -> int:
        """The line of a front matter key."""
        return self.source(article.path).line(key)


def _unpack(article: Article, data: bytes, shown: str) -> Source:
    rest = _rest_decoder.decode(data)
    front = FrontMatter(rest.values, rest.lines, rest.spelled, rest.end_line, "")
    fields, _ = typed(front, article.path, shown)
    return Source(
        article.path,
        shown,
        fields,
        rest.lines,
        rest.end_line,
        rest.body,
        (),
        key=article.key,
        values=rest.values,
        spelled=rest.spelled,
    )


def read_library(  # noqa: PLR0917 - what a reading depends on
    tree: Tree, shelf: Shelf | None, known: Known, year: int, gates: tuple[str, ...], workers: int
) -> Library:
    """Every document of the tree. ``known`` are the Articles of the last build; ``workers`` parse what is new."""
    library = Library(tree, shelf, year, gates)
    missing: list[str] = []
    for path in tree.documents:
        told = known.get(path)
        if told is not None and told[0] == tree.stamps[path]:
            library.articles[path] = told[1]
        else:
            missing.append(path)
    if missing:
        _read(library, missing, workers)
        library.articles = {path: library.articles[path] for path in tree.documents if path in library.articles}
    return library


def read_again(library: Library, tree: Tree, paths: list[str]) -> Library:
    """The library after only the documents at ``paths`` were touched; ``tree`` has their new stamps."""
    found = replace(library, tree=tree, articles=dict(library.articles), sources=dict(library.sources), parsed=0)
    _read(found, paths, 1)
    return found


def _read(library: Library, paths: list[str], workers: int) -> None:
    """Parse, or find on the shelf, the documents at ``paths``."""
    if not workers:
        workers = os.cpu_count() or 1 if len(paths) >= WORTH_A_POOL else 1
    if library.shelf is not None:
        library.shelf.close()  # no database handle may cross a fork
    lots = [_Lot(tuple(library.job(path) for path in some), library.shelf) for some in _in_lots(paths)]
    for light, faulty, parsed in run_or_say(_read_lot, lots, workers):
        for data in light:
            article = _light_decoder.decode(data)
            library.articles[article.path] = article
        for source in faulty:
            library.sources[source.path] = source
            if (faulty_article := distil(source)) is not None:
                library.articles[source.path] = faulty_article
        library.parsed += parsed


def _in_lots(paths: list[str], size: int = 32) -> Iterable[list[str]]:
    return (paths[start : start + size] for start in range(0, len(paths), size))


@dataclass(frozen=True)
class _Lot:
    """Some documents for one worker, which writes what it parsed to the shelf itself: bodies are not sent about."""

    jobs: tuple[Job, ...]
    shelf: Shelf | None


def _read_lot(lot: _Lot) -> tuple[list[bytes], list[Source], int]:
    """The packed Articles of sound documents, the Sources of those that are not (or have no shelf), how many parsed."""
    light: list[bytes] = []
    kept: list[Source] = []
    data: dict[str, bytes] = {}
    for job in lot.jobs:
        got = read_bytes(job)
        if isinstance(got, Problem):
            kept.append(Source(job.path, job.shown, None, {}, 1, None, (got,)))
        else:
            data[job.path] = got
    keys = {job.path: source_key(data[job.path], job.path, job.year) for job in lot.jobs if job.path in data}
    found = lot.shelf.light(list(keys.values())) if lot.shelf else {}
    rows = []
    parsed = 0
    for job in lot.jobs:
        if job.path not in data:
            continue
        if (ready := found.get(keys[job.path])) is not None:
            light.append(ready)
            continue
        source = parse(job, data[job.path])
        parsed += 1
        article = distil(source)
        if article is None or source.body is None or source.problems or source.barred or lot.shelf is None:
            kept.append(source)
            continue
        packed = _pack(article)
        rest = _Rest(source.values, source.lines, source.spelled, source.end_line, source.body)
        rows.append((source.key, packed, _pack(rest)))
        light.append(packed)
    if lot.shelf is not None:
        lot.shelf.put(rows)
    return light, kept, parsed


class Cache:
    """What earlier builds read, in a folder of its own; ``stamp`` is that of our code and settings."""

    def __init__(self, folder: Path, stamp: str) -> None:
        self.folder, self.stamp = folder, stamp
        self.shelf = Shelf(folder, stamp)
        self._recent: tuple[int, Known] | None = None
        self._on_disk: Known | None = None

    def known(self, year: int) -> Known:
        """The Articles of the last build with the stamps of their files; none where they were another program's."""
        if self._recent is not None and self._recent[0] == year:
            return self._recent[1]
        data = read_whole(self.folder / RECORDS)
        if data is None:
            return {}
        try:
            records = _records_decoder.decode(data)
        except msgspec.MsgspecError:
            return {}
        if records.stamp != f"{self.stamp} {year}":
            return {}
        self._on_disk = {told[1].path: told for told in records.articles}
        return self._on_disk

    def keep(self, library: Library, scanned_ns: int, *, live: bool = False) -> None:
        """Keep the sound Articles for the next build; ``live`` in memory as well. ``scanned_ns`` is when the scan
        began; a disk that refuses is not told, it costs time only.

        What is on the disk may lag behind by a few documents: the next build finds those on the shelf.
        """
        stamps: Mapping[str, Stamp] = library.tree.stamps
        behind = self._on_disk is None or _behind(self._on_disk, library) > LAG
        if live or behind:
            sound = [
                (stamps[path], article)
                for path, article in library.articles.items()
                if path not in library.sources and stamps[path][3] < scanned_ns - TICK_NS
            ]
            known = {told[1].path: told for told in sound}
            if behind:
                keep_whole(self.folder / RECORDS, _pack(_Records(f"{self.stamp} {library.year}", sound)))
                self._on_disk = known
            self._recent = (library.year, known)
        if library.parsed:
            self.shelf.prune([article.key for article in library.articles.values()])


def _behind(kept: Known, library: Library) -> int:
    """How many documents are not, or no longer, as they were kept."""
    same = sum(1 for path, article in library.articles.items() if path in kept and kept[path][1] is article)
    return max(len(kept), len(library.articles)) - same

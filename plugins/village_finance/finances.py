"""The financial statements of all villages: found, judged, held against each other, kept between builds.

A table that is sound is kept in brief with its file's stamp: as long as that stays, it is not opened again. Its rows
are read again only where its own page is made. A table with a fault is judged anew in every build until it is mended.
Where no village has a table nothing of this package is even loaded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.build.problems import CannotRun, Problem
from plugins.build.scan import Tree
from plugins.build.shelf import Shelf
from plugins.catalogue import VILLAGES
from plugins.villages import Villages, finance_url

if TYPE_CHECKING:
    from plugins.village_finance.statement import Brief, Statement


@dataclass(frozen=True)
class Finances:
    """Every village's sound statements, the newest period first, those of a period in the order of kinds."""

    by_village: Mapping[str, tuple[Brief, ...]] = field(default_factory=dict)
    by_url: Mapping[str, Brief] = field(default_factory=dict)
    root: Path = Path()
    whole: dict[str, Statement] = field(default_factory=dict)
    """Statements by address that are in memory already."""

    def statement(self, url: str) -> Statement:
        """A whole statement. Raises CannotRun where its file was changed while the build went on."""
        found = self.whole.get(url)
        if found is None:
            found = self._read(self.by_url[url])
        return found

    def _read(self, brief: Brief) -> Statement:
        from plugins.village_finance.books import read_file

        try:
            data = (self.root / brief.path).read_bytes()
        except OSError:
            data = b""
        for other, statement in read_file(data, brief.path, brief.path).statements:
            if other.kind == brief.kind and other.shown == brief.shown:
                self.whole[brief.url] = statement
                return statement
        raise CannotRun(f"{brief.path} 在生成网站的时候被改动，请重新运行")

    def addresses(self) -> Iterator[str]:
        """Every address of a page or a file of theirs."""
        if not self.by_url:
            return
        from plugins.village_finance.statement import FILES, file_url

        yield from (finance_url(village) for village, briefs in self.by_village.items() if briefs)
        for url in self.by_url:
            yield url
            yield from (file_url(url, kind) for kind in FILES)

    def told(self) -> dict[str, list[tuple[str, str]]]:
        """Kind and period of every statement, by village: what the ledger counts."""
        return {id_: [(brief.kind, brief.period) for brief in briefs] for id_, briefs in self.by_village.items()}


def village_tables(tree: Tree) -> dict[str, tuple[str, ...]]:
    """The CSV files and workbooks in the folders of villages, by the village's id."""
    below = f"{VILLAGES}/"
    return {
        folder.removeprefix(below): paths
        for folder, paths in (tree.tables.items() if VILLAGES in tree.folders else ())
        if folder.startswith(below) and folder.count("/") == 1
    }


def read_finances(
    tree: Tree, villages: Villages, today: date, shelf: Shelf | None, scanned_ns: int
) -> tuple[Finances, list[Problem], list[Problem]]:
    """The statements of a site, what is wrong with them, and what is worth telling and stops nobody."""
    tables = village_tables(tree)
    if not tables:
        return Finances(), [], []
    from plugins.village_finance.across import compare
    from plugins.village_finance.gather import gather

    found, problems = gather(tree, villages, tables, shelf, scanned_ns)
    by_village: dict[str, tuple[Brief, ...]] = {}
    remarks: list[Problem] = []
    for id_, briefs in found.by_village.items():
        faults, asks = compare(briefs, villages, id_, today)
        problems += [Problem(tree.shown(path), *told) for path, told in faults]
        remarks += [Problem(tree.shown(path), *told) for path, told in asks]
        remarks += [Problem(tree.shown(brief.path), *remark) for brief in briefs for remark in brief.remarks]
        by_village[id_] = briefs
    by_url = {brief.url: brief for briefs in by_village.values() for brief in briefs}
    return Finances(by_village, by_url, tree.root, found.whole), problems, remarks

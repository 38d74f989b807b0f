"""The pages of 标准目录, of their overview and of the matrix; the tables as files to download."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from plugins.build.facts import digest
from plugins.build.kinds import Copy, Kind, Sheet
from plugins.build.pages import COLUMN_READS, make_column
from plugins.build.problems import Problem
from plugins.build.view import View
from plugins.catalogue import MATRIX, STANDARD
from plugins.disclosure.catalogue import Standard, read_standards
from plugins.disclosure.coverage import Answer, answers
from plugins.disclosure.grid import Grid, Part, fill, read_grid
from plugins.disclosure.item import Item
from plugins.disclosure.matrix import MatrixSheet, matrix_sheet
from plugins.disclosure.sheets import Overview, StandardSheet, overview, standard_sheet


@dataclass(frozen=True)
class Disclosure:
    """All catalogues of a site, what answers their items, and the county's own grids by the path of their column."""

    standards: tuple[Standard, ...]
    answers: dict[Item, Answer]
    grids: dict[str, Grid | None]


def read_disclosure(contents: Any) -> tuple[Disclosure, list[Problem]]:
    """Read the tables of an edition's Contents and find the pages that answer them."""
    standards, problems = read_standards(contents)
    grids = {}
    for path, column in contents.catalogue.by_path.items():
        if column.template == MATRIX:
            grids[path], more = read_grid(contents, path, standards)
            problems += more
    return Disclosure(standards, answers(contents, standards), grids), problems


@dataclass(frozen=True)
class CataloguePage:
    """What a catalogue column shows: its own tables, or where it has none those of the columns below."""

    tables: tuple[StandardSheet, ...]
    overview: Overview | None


@dataclass(frozen=True)
class MatrixPage:
    """What a matrix column shows; ``cells`` are those of the grid, row by row."""

    matrix: MatrixSheet
    grid: Grid | None
    cells: list[list[list[Part]]]


def catalogue_page(found: Disclosure, path: str, contents: Any) -> CataloguePage:
    """What the page of a catalogue column shows."""
    own = [standard for standard in found.standards if standard.column == path]
    tables = tuple(standard_sheet(standard, found.answers, contents) for standard in own)
    return CataloguePage(tables, None if own else overview(path, found.standards, found.answers, contents))


def matrix_page(found: Disclosure, path: str, contents: Any, matrix: MatrixSheet) -> MatrixPage:
    """What the page of a matrix column shows."""
    grid = found.grids[path]
    cells = fill(grid, contents, found.standards, found.answers) if grid else []
    return MatrixPage(matrix, grid, cells)


def _catalogue(pages: dict[str, CataloguePage], view: View, path: str) -> Sheet:
    view.note(f"catalogue:{path}")
    sheet = make_column(view, path)
    shown = pages[path]
    values = {**sheet.values, "tables": shown.tables, "overview": shown.overview}
    return Sheet(sheet.template, _wide(values) if shown.tables else values)


def _wide(values: dict[str, Any]) -> dict[str, Any]:
    """Without the tree of columns: a table of twelve columns needs the whole width."""
    return {**values, "page": replace(values["page"], tree=())}


def _matrix(pages: dict[str, MatrixPage], view: View, path: str) -> Sheet:
    view.note(f"matrix:{path}")
    sheet = make_column(view, path)
    shown = pages[path]
    values = {**sheet.values, "matrix": shown.matrix, "grid": shown.grid, "cells": shown.cells}
    return Sheet(sheet.template, _wide(values))


TABLE = Kind("catalogue table", lambda view, path: Copy(view.file(path)), frozenset({"asset"}))


def add_pages(generator: Any) -> None:
    """Judge the tables; have their pages made, and themselves to download."""
    contents = generator.edition.contents
    columns = contents.catalogue.by_path
    found, problems = read_disclosure(contents)
    generator.portal.problems.extend(problems)
    pages = {
        path: catalogue_page(found, path, contents) for path, column in columns.items() if column.template == STANDARD
    }
    whole = matrix_sheet(found.standards, found.answers, contents) if found.grids else None
    grids = {path: matrix_page(found, path, contents, whole) for path in found.grids} if whole else {}
    generator.add_facts({f"catalogue:{path}": digest(page) for path, page in pages.items()})
    generator.add_facts({f"matrix:{path}": digest(page) for path, page in grids.items()})
    stamps = contents.tree.stamps
    tables = [standard.path for standard in found.standards]
    generator.add_facts({f"asset:{path}": digest(stamps[path]) for path in tables})
    reads = COLUMN_READS
    generator.add_column_pages(STANDARD, Kind("catalogue column", partial(_catalogue, pages), reads | {"catalogue"}))
    generator.add_column_pages(MATRIX, Kind("matrix column", partial(_matrix, grids), reads | {"matrix"}))
    generator.add_pages(TABLE, [(path, path) for path in tables])

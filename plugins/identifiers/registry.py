"""The registers in ``content/_registry``: one CSV file each, one line a number or an address, written by ``desk``.

Lines are sorted and hold no quotes, so that git merges two branches line by line (``merge=union``) and a build reads a
hundred thousand of them in a twentieth of a second. What a merge leaves behind (the same number twice, conflict marks)
is read, told with its line, and mended by ``mend``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from plugins.build.front_matter import read_text
from plugins.build.problems import Problem
from plugins.build.scan import REGISTRY, Tree

GIVEN, IMPORTED, PAPER, VOID = "given", "imported", "paper", "void"
"""Where a number comes from: ``desk`` gave it; an archive brought it; it was given on paper; it was taken and is no
document's any more, and nobody gets it again."""
LIMIT = 512 * 1024 * 1024
MEND = "desk register --mend"
_MARKS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}")


class Book(NamedTuple):
    """A register of numbers: its file, the heads of its columns, the front matter key, and what it is called."""

    name: str
    heads: tuple[str, ...]
    key: str
    label: str
    origins: tuple[str, ...]

    @property
    def path(self) -> str:
        """Below content/."""
        return f"{REGISTRY}/{self.name}"


INDEX = Book(
    "index-numbers.csv",
    ("index_no", "id", "unit", "year", "serial", "registered", "origin"),
    "index_no",
    "索引号",
    (GIVEN, IMPORTED, VOID),
)
DOC_NO = Book(
    "doc-numbers.csv",
    ("doc_no", "id", "word", "year", "serial", "registered", "origin"),
    "doc_no",
    "文号",
    (GIVEN, PAPER, IMPORTED, VOID),
)
URLS = Book("urls.csv", ("url", "id", "registered", "origin"), "url", "网址", (GIVEN, IMPORTED))


class Row(NamedTuple):
    """A line of a register of numbers. ``series`` is the unit or the word; ``year`` and ``serial`` are empty for a
    number of another site's making. ``registered`` is YYYY-MM-DD HH:MM in Beijing. ``line`` is 1-based, 0 if new."""

    number: str
    id: str
    series: str
    year: str
    serial: str
    registered: str
    origin: str
    line: int = 0


class Address(NamedTuple):
    """A line of urls.csv: an address under which a document has been public, and since when it is known."""

    url: str
    id: str
    registered: str
    origin: str
    line: int = 0


@dataclass(frozen=True)
class Register:
    """The rows of one file as they stand, and what is wrong with its lines."""

    book: Book
    rows: tuple[Row, ...] = ()
    problems: tuple[Problem, ...] = ()

    def by_number(self) -> dict[str, Row]:
        """The first row of each number."""
        return {row.number: row for row in reversed(self.rows)}

    def by_id(self) -> dict[str, Row]:
        """The first row of each document that still has its number."""
        return {row.id: row for row in reversed(self.rows) if row.origin != VOID}


@dataclass(frozen=True)
class Registry:
    """All registers."""

    index: Register = field(default_factory=lambda: Register(INDEX))
    doc_no: Register = field(default_factory=lambda: Register(DOC_NO))
    urls: tuple[Address, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def ids(self) -> set[str]:
        """Every document that was ever registered."""
        numbered = {row.id for row in (*self.index.rows, *self.doc_no.rows)}
        return numbered.union(address.id for address in self.urls)


def read_registry(tree: Tree) -> Registry:
    """The registers of a content folder. Those that are not there are empty."""
    urls, faults = addresses_in(tree)
    index, doc_no = read_register(tree, INDEX), read_register(tree, DOC_NO)
    return Registry(index, doc_no, urls, (*index.problems, *doc_no.problems, *faults))


def read_register(tree: Tree, book: Book, *, mending: bool = False) -> Register:
    """One register of numbers. ``mending`` passes over the marks that git left of a merge."""
    lines, problems = _lines(tree, book, mending)
    return Register(book, tuple(map(Row._make, lines)), tuple(problems))


def addresses_in(tree: Tree, *, mending: bool = False) -> tuple[tuple[Address, ...], list[Problem]]:
    """The rows of urls.csv."""
    lines, problems = _lines(tree, URLS, mending)
    return tuple(map(Address._make, lines)), problems


def _lines(tree: Tree, book: Book, mending: bool) -> tuple[list[Any], list[Problem]]:
    """The cells of every sound line with its number at the end, and what is wrong with the others."""
    if book.path not in tree.stamps:
        return [], []
    shown = tree.shown(book.path)
    text = _read(tree.root / book.path, shown)
    if isinstance(text, Problem):
        return [], [text]
    lines = (unmarked(text) if mending else text).split("\n")
    if lines[0] != ",".join(book.heads) and not lines[0].startswith(_MARKS[0]):
        cure = f"第一行应是 {','.join(book.heads)}。登记簿由 desk 写，请用 git 找回原来的文件"
        return [], [Problem(shown, 1, 0, "登记簿的表头不对", cure)]
    width, heads, origins = len(book.heads), lines[0], frozenset(book.origins)
    found: list[list[Any]] = []
    problems: list[Problem] = []
    for number, line in enumerate(lines, 1):
        cells: list[Any] = line.split(",")
        if len(cells) == width and cells[-1] in origins and cells[0] and cells[1] and '"' not in line:
            cells.append(number)
            found.append(cells)
        elif not line or line == heads:
            continue
        elif line.startswith(_MARKS):
            if line.startswith(_MARKS[0]):
                problems.append(Problem(shown, number, 0, "登记簿里有没有处理的合并冲突", f"请运行 {MEND}"))
        else:
            cure = f"登记簿由 desk 写，请不要手工修改；请用 git 找回这一行，应是 {','.join(book.heads)}"
            problems.append(Problem(shown, number, 0, "登记簿里这一行不对", cure))
    return found, problems


def _read(file: Path, shown: str) -> str | Problem:
    try:
        if file.stat().st_size > LIMIT:
            return Problem(shown, 0, 0, "文件太大，没有读取", f"登记簿不超过 {LIMIT // 1024 // 1024} MB")
        return read_text(file.read_bytes(), shown)
    except OSError as error:
        reason = "没有权限" if isinstance(error, PermissionError) else str(error.strerror)
        return Problem(shown, 0, 0, f"文件读不了（{reason}）", "请检查文件权限")


def unmarked(text: str) -> str:
    """A file in which git left conflict marks, with the lines of both sides and without the marks."""
    kept, in_base = [], False
    for line in text.split("\n"):
        if line.startswith(_MARKS):
            in_base = line.startswith(_MARKS[1])
        elif not in_base:
            kept.append(line)
    return "\n".join(kept)


def as_text(book: Book, rows: Iterable[Row] | Iterable[Address]) -> str:
    """The file of a register: heads, then the rows sorted."""
    lines = sorted({tuple(map(str, row[:-1])) for row in rows})
    return "".join(f"{','.join(cells)}\n" for cells in [book.heads, *lines])


def is_writable(text: str) -> bool:
    """Whether a number can stand in a register: no comma, quote or line break."""
    return bool(text) and not re.search(r'[,"\r\n]', text) and not text.startswith(_MARKS)


def is_moment(text: str) -> bool:
    """Whether a text is a time as registers write it."""
    return bool(_MOMENT.fullmatch(text))


def addresses_of(urls: Iterable[Address]) -> Mapping[str, list[Address]]:
    """The addresses of each document by its id, in the order of the file."""
    found: dict[str, list[Address]] = {}
    for address in urls:
        found.setdefault(address.id, []).append(address)
    return found

"""grid.toml beside a matrix column: the county's own matrix, whose rows and columns are whatever it says.

An entry of an axis takes items by ``fields`` (ids of catalogue columns) or ``items``, narrows them by ``level``,
``processes`` and ``units``, or takes the documents of ``columns``. A cell holds what both its entries take.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from plugins.build.problems import Problem, suggestion
from plugins.disclosure.catalogue import Standard
from plugins.disclosure.coverage import Answer, Pages, level_of, owing
from plugins.disclosure.item import Item
from plugins.disclosure.reading import Context
from plugins.toml_table import Toml, read_toml, unknown_keys
from standards.grassroots import LEVELS, PROCESSES

FILE = "grid.toml"
LISTS = ("fields", "items", "processes", "columns", "units")
KEYS = ("name", "group", "level", *LISTS)
HEADS = ("title", "note", "row_name", "column_name", "row", "column")


@dataclass(frozen=True)
class Entry:
    """A row or a column of the grid. ``fields`` and ``columns`` are paths, ``units`` ids; empty is no condition."""

    name: str
    group: str = ""
    level: str = ""
    fields: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    processes: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    units: tuple[str, ...] = ()

    @property
    def only_documents(self) -> bool:
        """Whether it takes the documents of columns and no items."""
        return bool(self.columns) and not (self.fields or self.items or self.processes)

    def takes(self, item: Item, column: str) -> bool:
        """Whether it takes an item of the catalogue in this column."""
        if self.only_documents:
            return False
        named = not (self.fields or self.items) or column in self.fields or item.id in self.items
        return named and (not self.processes or bool(set(self.processes) & set(item.processes)))


@dataclass(frozen=True)
class Part:
    """What a cell says of one catalogue or column: its name and address, how many there are, of how many owed (-1 for
    documents, which nobody counts against)."""

    name: str
    url: str
    count: int
    owed: int


@dataclass(frozen=True)
class Grid:
    """The axes as written; ``note`` is a sentence to print above, or empty."""

    title: str
    note: str
    row_name: str
    column_name: str
    rows: tuple[Entry, ...]
    columns: tuple[Entry, ...]

    @property
    def groups(self) -> list[tuple[str, int]]:
        """The groups that stand over the columns and how many each spans; nothing where no column names one."""
        if not any(entry.group for entry in self.columns):
            return []
        return [(name, len(list(members))) for name, members in groupby(self.columns, key=lambda entry: entry.group)]


def read_grid(contents: Any, folder: str, standards: Sequence[Standard]) -> tuple[Grid | None, list[Problem]]:
    """The grid of a matrix column; None where it has none or cannot be understood."""
    path = f"{folder}/{FILE}"
    tree = contents.tree
    if path not in tree.stamps:
        return None, []
    toml = read_toml(tree.root / path, tree.shown(path))
    if isinstance(toml, Problem):
        return None, [toml]
    problems = unknown_keys(toml, toml.values, HEADS)
    for key in HEADS[:4]:
        if not isinstance(toml.values.get(key, ""), str):
            problems.append(toml.problem(key, f"“{key}”应是文字", f'请写成 {key} = "……"'))
    reader = _Reader(toml, contents, standards)
    rows, columns = reader.axis("row"), reader.axis("column")
    problems += reader.problems
    if problems:
        return None, problems
    title, note, row_name, column_name = (str(toml.values.get(key, "")) for key in HEADS[:4])
    return Grid(title, note, row_name, column_name, rows, columns), []


class _Reader:
    """Reads both axes, keeping what is wrong."""

    def __init__(self, toml: Toml, contents: Any, standards: Sequence[Standard]) -> None:
        context = Context(contents.offices, contents.catalogue)
        paths = context.column_paths()
        fields = {standard.column for standard in standards}
        items = {item.id: item.id for standard in standards for item in standard.items if item.id}
        self.known: Mapping[str, tuple[str, Mapping[str, str]]] = {
            "fields": ("标准目录", {name: path for name, path in paths.items() if path in fields}),
            "items": ("事项编号", items),
            "processes": ("公开过程", {name: name for name in PROCESSES}),
            "columns": ("栏目", paths),
            "units": ("单位", {name: unit.id for name, unit in contents.offices.spellings.items()}),
        }
        self.toml, self.problems, self._nth = toml, list[Problem](), 0

    def axis(self, key: str) -> tuple[Entry, ...]:
        tables = self.toml.values.get(key)
        if not isinstance(tables, list) or not tables or not all(isinstance(table, dict) for table in tables):
            cure = f'每一{"行" if key == "row" else "列"}用 [[{key}]] 开头，下面写 name = "……"'
            self.problems.append(self.toml.problem(key, f"没有写 [[{key}]]", cure))
            return ()
        return tuple(self._entry(table) for table in tables)

    def _entry(self, table: dict[str, Any]) -> Entry:
        nth, self._nth = self._nth, self._nth + 1
        name = table.get("name")
        if not isinstance(name, str) or not name.strip():
            self.problems.append(self.toml.problem("name", "行或列没有名称", '请加一行 name = "……"', nth))
            return Entry("")
        self.problems += unknown_keys(self.toml, table, KEYS)
        if not set(table) - {"name", "group"}:
            cure = f"请至少写一项：{'、'.join(KEYS[2:])}"
            self.problems.append(self.toml.problem("name", f"“{name}”没有说明放哪些事项或栏目", cure, nth))
        level, group = table.get("level", ""), table.get("group", "")
        if level not in ("", *LEVELS):
            cure = f"请从这些里选一个：{'、'.join(LEVELS)}"
            self.problems.append(self.toml.problem("level", f"没有公开层级“{level}”", cure))
        lists = {key: tuple(self._list(table, key, name)) for key in LISTS}
        return Entry(name.strip(), str(group), str(level), **lists)

    def _list(self, table: dict[str, Any], key: str, name: str) -> Iterator[str]:
        written = table.get(key, [])
        if not isinstance(written, list) or not all(isinstance(word, str) for word in written):
            self.problems.append(self.toml.problem(key, f"“{name}”的“{key}”写法不对", f'请写成 {key} = ["……"]'))
            return
        noun, known = self.known[key]
        for word in written:
            if found := known.get(word.strip("/")):
                yield found
            else:
                cure = suggestion(word, known) + f"请核对{noun}的写法"
                self.problems.append(self.toml.problem(key, f"“{name}”里的{noun}“{word}”不存在", cure))


def fill(
    grid: Grid, contents: Any, standards: Sequence[Standard], answers: Mapping[Item, Answer]
) -> list[list[list[Part]]]:
    """The parts of every cell, row by row."""
    counts = _documents(contents, {path for entry in (*grid.rows, *grid.columns) for path in entry.columns})

    def parts(row: Entry, column: Entry) -> list[Part]:
        found = _items(row, column, contents, standards, answers)
        return [*found, *_counted(row, column, contents, counts)]

    return [[parts(row, column) for column in grid.columns] for row in grid.rows]


def _items(
    row: Entry, column: Entry, contents: Any, standards: Sequence[Standard], answers: Mapping[Item, Answer]
) -> Iterator[Part]:
    """Of each catalogue: how many items of the cell are owed, and how many are answered by all who owe them."""
    levels = [level for level in LEVELS if {row.level, column.level} <= {"", level}]
    both = set(row.units or column.units) & set(column.units or row.units)
    narrowed = bool(row.units or column.units)
    for standard in standards:
        done = owed = 0
        for item in standard.items:
            if not (row.takes(item, standard.column) and column.takes(item, standard.column)):
                continue
            units = {unit for level in levels for unit in owing(item, level, contents.offices.units)}
            units = units & both if narrowed else units
            owed += bool(units)
            done += bool(units) and all(answers[item].units[unit] for unit in units)
        if owed:
            yield Part(standard.field, f"/{standard.column}/", done, owed)


def _counted(row: Entry, column: Entry, contents: Any, counts: Mapping[tuple[str, str, str], int]) -> Iterator[Part]:
    """Of each column both entries take: the documents of their level and units."""
    if row.columns and column.columns:
        paths: Collection[str] = [path for path in row.columns if path in column.columns]
    else:
        paths = row.columns or column.columns
        if any(entry.fields or entry.items or entry.processes for entry in (row, column) if not entry.columns):
            return
    for path in paths:
        count = sum(
            number
            for (where, level, unit), number in counts.items()
            if where == path and all(_fits(entry, level, unit) for entry in (row, column))
        )
        if count:
            yield Part(contents.catalogue.by_path[path].name, f"/{path}/", count, -1)


def _fits(entry: Entry, level: str, unit: str) -> bool:
    return entry.level in ("", level) and (not entry.units or unit in entry.units)


def _documents(contents: Any, columns: Iterable[str]) -> dict[tuple[str, str, str], int]:
    """How many public documents each column has, with those below, by level and unit."""
    counts: dict[tuple[str, str, str], int] = {}
    unit_of: Callable[[Any], str] = Pages(contents, ()).unit_of
    units = contents.offices.units
    for path in sorted(columns):
        for column in contents.catalogue.by_path[path].walk():
            for article in contents.by_column[column.path]:
                unit = unit_of(article)
                key = (path, level_of(unit, units), unit)
                counts[key] = counts.get(key, 0) + 1
    return counts

"""The tables of the columns that have a schema: read, judged cell by cell, kept between builds by their bytes.

A table that is sound is kept with what its rows were made of; only the clock and units.csv are asked again. A table
with a fault is judged anew in every build until it is mended.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

import msgspec

from plugins.build.keep import keep_whole, read_whole
from plugins.build.problems import Problem
from plugins.build.scan import Tree
from plugins.build.shelf import Shelf
from plugins.catalogue import Catalogue, Column
from plugins.records.book import LISTS, Book, Books, Record, chains_of, make_book, slug
from plugins.records.cells import CellError, read_cell, shorten
from plugins.records.schema import WORKING, Schema, load_schema
from plugins.site import Offices, Unit
from plugins.tables import Row, read_table
from standards.calendar import working_days_between
from standards.privacy import may_hold

FOLDER = "records"
"""Below the cache folder: one file a table."""
SAME = 20
"""Faults of one kind in one column that are told one by one."""
_APART = "\n" * 4
"""More white space than may stand inside a number: the digits of two cells make none."""


class Entry(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A row as its table is kept: its line, the Record, the latest day it must not be ahead of."""

    line: int
    record: Record
    past: str


class Table(msgspec.Struct, frozen=True, array_like=True):
    """A sound table: the bytes and schema it was read from, the units it names (as written: full name), its rows, and
    what is worth asking or telling of them: line, column, what, cure."""

    origin: bytes
    units: dict[str, str]
    entries: list[Entry]
    remarks: list[tuple[int, int, str, str]]


@dataclass(frozen=True)
class Reading:
    """What a site's tables are read with; ``keep`` is the cache folder or None, ``stamp`` whose it is."""

    tree: Tree
    units: Mapping[str, Unit]
    today: str
    keep: Path | None = None
    stamp: str = ""


def read_books(
    tree: Tree, catalogue: Catalogue, offices: Offices, now: datetime, shelf: Shelf | None
) -> tuple[Books, list[Problem], list[Problem]]:
    """The books of the site, what is wrong with its tables, and what is worth telling and stops nobody."""
    columns = [column for column in catalogue.by_path.values() if column.records]
    if not columns:
        return Books(), [], []
    keep = shelf.file.parent / FOLDER if shelf is not None else None
    reading = Reading(tree, offices.spellings, f"{now:%Y-%m-%d}", keep, shelf.stamp if shelf is not None else "")
    names = {unit.name: unit.id for unit in offices.units.values()}
    books: dict[str, Book] = {}
    problems: list[Problem] = []
    remarks: list[Problem] = []
    for column in columns:
        settings = tree.shown(f"{column.path}/column.toml")
        if f"{column.path}/{LISTS}" in catalogue.by_path:
            cure = "公示表的列表要用这个网址，请换一个目录名"
            problems.append(Problem(tree.shown(f"{column.path}/{LISTS}"), 0, 0, f"目录名“{LISTS}”已被系统使用", cure))
        schema, faults = load_schema(column.records, tree.root / column.path, tree.shown(column.path), settings)
        problems += faults
        if schema is not None:
            records, faults, asks = _read_column(column, schema, reading)
            problems += faults
            remarks += asks
            books[column.path] = make_book(column.path, schema, records, names)
    if keep is not None:
        _sweep(keep, tree, columns)
    return Books(books, chains_of(books.values())), problems, remarks


def _read_column(column: Column, schema: Schema, reading: Reading) -> tuple[list[Record], list[Problem], list[Problem]]:
    """The public rows of all tables of a column together: no two may be one."""
    records: list[Record] = []
    problems: list[Problem] = []
    remarks: list[Problem] = []
    first: dict[str, str] = {}
    for path in reading.tree.tables.get(column.path, ()):
        shown = reading.tree.shown(path)
        table = _recall(path, schema, reading)
        if table is None:
            table, faults = _judge_table(path, column, schema, reading)
            problems += faults
        remarks += [Problem(shown, *remark) for remark in table.remarks]
        for entry in table.entries:
            key = entry.record.url.rpartition("/")[2]
            if key in first:
                names = "、".join(schema.fields[schema.at(name)].head for name in schema.id)
                what = f"“{names}”与 {first[key]} 的重复"
                problems.append(Problem(shown, entry.line, 0, what, "同一条信息只登一行：请删去一行，或改正编号"))
            first.setdefault(key, f"{shown}:{entry.line}")
            if not entry.record.until or entry.record.until >= reading.today:
                records.append(entry.record)
    return records, problems, remarks


def _origin(data: bytes, path: str, schema: Schema, reading: Reading) -> bytes:
    told = "\0".join((reading.stamp, path, schema.digest, reading.today[:4]))
    return blake2b(data, digest_size=16, key=blake2b(told.encode(), digest_size=32).digest()).digest()


def _place(keep: Path, path: str) -> Path:
    return keep / f"{blake2b(path.encode(), digest_size=10).hexdigest()}.bin"


_decoder = msgspec.msgpack.Decoder(Table)


def _recall(path: str, schema: Schema, reading: Reading) -> Table | None:
    """The table as it was kept, if it is still what the file says and nothing in it has become wrong."""
    if reading.keep is None:
        return None
    with suppress(OSError, msgspec.DecodeError):
        kept = read_whole(_place(reading.keep, path))
        if kept is None:
            return None
        table = _decoder.decode(kept)
        if table.origin != _origin((reading.tree.root / path).read_bytes(), path, schema, reading):
            return None
        known = all((unit := reading.units.get(as_)) and unit.name == name for as_, name in table.units.items())
        if known and all(entry.past <= reading.today for entry in table.entries):
            return table
    return None


def _judge_table(path: str, column: Column, schema: Schema, reading: Reading) -> tuple[Table, list[Problem]]:
    """Read a table and judge every cell; the sound one is kept. Faulty rows are left out."""
    file, shown = reading.tree.root / path, reading.tree.shown(path)
    required = [field.head for field in schema.fields if field.required]
    optional = [field.head for field in schema.fields if not field.required]
    with suppress(OSError):  # read before it is parsed: a change in between is found by the next build
        origin = _origin(file.read_bytes(), path, schema, reading)
    rows, problems = read_table(file, shown, schema.heads, required, optional=optional, unique=False)
    judge = _Judge(column, schema, reading, shown)
    entries = [entry for row in rows if (entry := judge.row(row)) is not None]
    problems += judge.problems
    table = Table(b"" if problems else origin, judge.named, entries, judge.remarks)
    if reading.keep is not None and not problems:
        keep_whole(_place(reading.keep, path), msgspec.msgpack.encode(table))
    return table, problems


class _Judge:
    """Judges the rows of one table, remembering cells that come again."""

    def __init__(self, column: Column, schema: Schema, reading: Reading, shown: str) -> None:
        self.column, self.schema, self.reading, self.shown = column, schema, reading, shown
        self.problems: list[Problem] = []
        self.remarks: list[tuple[int, int, str, str]] = []
        self.named: dict[str, str] = {}
        self._told: Counter[tuple[int, str]] = Counter()
        self._faulty = False
        self._seen: list[dict[str, str | CellError]] = [{} for _ in schema.fields]
        at = schema.at
        self._published, self._since, self._until = at(schema.published), at(schema.since), at(schema.until)
        self._project, self._stage, self._id = at(schema.project), at(schema.stage), [at(key) for key in schema.id]
        self._mask = (at(schema.mask[0]), at(schema.mask[1]), schema.mask[2]) if schema.mask else None
        self._credits = [at for at, field in enumerate(schema.fields) if field.kind == "credit"]
        self._passed = lru_cache(_days_passed)

    def row(self, row: Row) -> Entry | None:
        """The row as it is kept; None where something is wrong with it."""
        self._faulty = False
        cells = [row[head] for head in self.schema.heads]
        values = [self._cell(row, at, text) for at, text in enumerate(cells)]
        self._private(row, cells)
        if self._faulty:
            return None
        if self._mask and values[self._mask[1]] == self._mask[2]:
            values[self._mask[0]] = shorten(values[self._mask[0]])
        published, since = values[self._published], values[self._since] if self._since >= 0 else ""
        self._days(row, published, since)
        if self._faulty:
            return None
        return Entry(row.line, self._record(values, published), max(published, since))

    def _cell(self, row: Row, at: int, text: str) -> str:
        if not text:
            return ""
        seen = self._seen[at]
        found = seen.get(text)
        if found is None:
            field = self.schema.fields[at]
            try:
                found = read_cell(field, text, self.reading.units)
                if field.kind == "unit" and found:
                    self.named[text] = found
            except CellError as error:
                found = error
            seen[text] = found
        if isinstance(found, CellError):
            self._fault(row, at, found.what, found.cure)
            return ""
        return found

    def _fault(self, row: Row, at: int, what: str, cure: str) -> None:
        self._faulty = True
        self._told[at, cure] += 1
        if self._told[at, cure] > SAME:
            return
        if self._told[at, cure] == SAME:
            what += "（这一列以下还有同样的问题时不再列出）"
        self.problems.append(Problem(self.shown, row.line, _position(row, self.schema.fields[at].head), what, cure))

    def _private(self, row: Row, cells: list[str]) -> None:
        """ID numbers and bank cards, which no table may show; credit codes have been judged as such."""
        if not may_hold(_APART.join(text for at, text in enumerate(cells) if at not in self._credits)):
            return
        from plugins.privacy_gate import judge

        for at, text in enumerate(cells):
            head = self.schema.fields[at].head
            if at in self._credits:
                continue
            for find in judge(text, int(self.reading.today[:4]), head, phones=False):
                if find.certain:
                    self._fault(row, at, find.what, find.cure)
                else:
                    self.remarks.append((row.line, _position(row, head), find.what, find.cure))

    def _days(self, row: Row, published: str, since: str) -> None:
        """Nothing is published, or decided, on a day that has not come, nor published before it was decided."""
        schema = self.schema
        for at, day in ((self._published, published), (self._since, since)):
            if day > self.reading.today:
                what = f"“{schema.fields[at].head}”{day} 还没有到"
                self._fault(row, at, what, f"今天是 {self.reading.today}，请核对日期")
        if since and since > published:
            what = f"“{schema.fields[self._published].head}”{published} 早于“{schema.fields[self._since].head}”{since}"
            self._fault(row, self._published, what, "请核对两个日期")
        elif since and schema.limit and (days := self._passed(since, published, schema.limit_in)) > schema.limit:
            what = f"{since} 的信息 {published} 才公开，用了 {days} 个{schema.limit_in}，期限是 {schema.limit} 个"
            cure = f"依据 {schema.clause}。请核对日期，以后在期限内公开"
            self.remarks.append((row.line, _position(row, schema.fields[self._published].head), what, cure))

    def _record(self, values: list[str], published: str) -> Record:
        schema = self.schema
        key = slug("·".join(values[at] for at in self._id))
        title = schema.title.format_map({field.key: value for field, value in zip(schema.fields, values, strict=True)})
        url = f"{self.column.url}{published[:7]}/{key}.html"
        stage = schema.fields[self._stage].choices.index(values[self._stage]) if self._stage >= 0 else 0
        project = values[self._project] if self._project >= 0 else ""
        until = values[self._until] if self._until >= 0 else ""
        return Record(url, title, published, tuple(values), _digest(title, values), until, project, stage)


def _digest(title: str, values: list[str]) -> str:
    return blake2b(msgspec.msgpack.encode((title, values)), digest_size=12).hexdigest()


def _days_passed(since: str, published: str, counted: str) -> int:
    first, last = date.fromisoformat(since), date.fromisoformat(published)
    return working_days_between(first, last) if counted == WORKING else (last - first).days


def _position(row: Row, head: str) -> int:
    """The number of a cell in the file; 0 where the file has no such column."""
    return list(row.cells).index(head) + 1 if row[head] else 0


def _sweep(keep: Path, tree: Tree, columns: Iterable[Column]) -> None:
    """Take away what was kept of tables that are no longer there."""
    live = {_place(keep, path).name for column in columns for path in tree.tables.get(column.path, ())}
    with suppress(OSError):
        for file in keep.iterdir():
            if file.name not in live:
                file.unlink()

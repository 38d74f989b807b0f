"""The tables of the columns that have a schema: read, judged cell by cell, kept between builds by their bytes.

A table that is sound is kept with what its rows were made of; only the clock and units.csv are asked again. A table
with a fault is judged anew in every build until it is mended.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from pathlib import Path

import msgspec

from plugins.build.keep import keep_whole, read_whole
from plugins.build.problems import Problem
from plugins.build.scan import Tree
from plugins.build.shelf import Shelf
from plugins.catalogue import VILLAGES, Catalogue, Column
from plugins.records.book import LISTS, Book, Books, Record, chains_of, make_book
from plugins.records.judge import SAME, Entry, RowJudge
from plugins.records.schema import Schema, load_schema
from plugins.site import Offices, Unit
from plugins.tables import read_table

FOLDER = "records"
"""Below the cache folder: one file a table."""


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
        if column.path == VILLAGES:
            cure = "请删去 records 一行；村务公开的表格写进村的文档里，或另建栏目"
            problems.append(Problem(settings, 0, 0, "村务公开不能是公示表", cure))
            continue
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
    again = 0
    for path in reading.tree.tables.get(column.path, ()):
        shown = reading.tree.shown(path)
        table = _recall(path, schema, reading)
        if table is None:
            table, faults = _judge_table(path, column, schema, reading)
            problems += faults
        remarks += [Problem(shown, *remark) for remark in table.remarks]
        for entry in table.entries:
            key = entry.record.url.rpartition("/")[2]
            if key in first and (again := again + 1) <= SAME:
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
    judge = RowJudge(column, schema, reading.units, reading.today, shown)
    entries = [entry for row in rows if (entry := judge.row(row)) is not None]
    problems += judge.problems
    table = Table(b"" if problems else origin, judge.named, entries, judge.remarks)
    if reading.keep is not None and not problems:
        keep_whole(_place(reading.keep, path), msgspec.msgpack.encode(table))
    return table, problems


def _sweep(keep: Path, tree: Tree, columns: Iterable[Column]) -> None:
    """Take away what was kept of tables that are no longer there."""
    live = {_place(keep, path).name for column in columns for path in tree.tables.get(column.path, ())}
    with suppress(OSError):
        for file in keep.iterdir():
            if file.name not in live:
                file.unlink()

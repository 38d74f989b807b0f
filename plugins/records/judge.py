"""The rows of a disclosure table, judged cell by cell: a Record of each that is sound, a problem for each fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from hashlib import blake2b

import msgspec

from plugins.build.problems import Problem
from plugins.catalogue import Column
from plugins.records.book import Record, slug
from plugins.records.cells import CellError, read_cell, shorten
from plugins.records.schema import WORKING, Schema
from plugins.site import Unit
from plugins.tables import Row
from standards.calendar import working_days_between
from standards.privacy import may_hold

SAME = 20
"""Faults of one kind in one column that are told one by one."""
_APART = "\n" * 4
"""More white space than may stand inside a number: the digits of two cells make none."""


class Entry(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A row as its table is kept: its line, the Record, the latest day it must not be ahead of."""

    line: int
    record: Record
    past: str


class RowJudge:
    """Judges the rows of one table, remembering cells that come again.

    ``problems`` are what is wrong, ``remarks`` what is worth asking or telling (line, column, what, cure), ``named``
    the units that were named (as written: full name).
    """

    def __init__(self, column: Column, schema: Schema, units: Mapping[str, Unit], today: str, shown: str) -> None:
        self.column, self.schema, self.units, self.today, self.shown = column, schema, units, today, shown
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
                found = read_cell(field, text, self.units)
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
        from standards.private.find import judge

        for at, text in enumerate(cells):
            head = self.schema.fields[at].head
            if at in self._credits:
                continue
            for find in judge(text, int(self.today[:4]), head, phones=False):
                if find.certain:
                    self._fault(row, at, find.what, find.cure)
                else:
                    self.remarks.append((row.line, _position(row, head), find.what, find.cure))

    def _days(self, row: Row, published: str, since: str) -> None:
        """Nothing is published, or decided, on a day that has not come, nor published before it was decided."""
        schema = self.schema
        for at, day in ((self._published, published), (self._since, since)):
            if day > self.today:
                what = f"“{schema.fields[at].head}”{day} 还没有到"
                self._fault(row, at, what, f"今天是 {self.today}，请核对日期")
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

"""The lines of a statement as they were read, and what is to be said of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from plugins.village_finance.kinds import Kind
from plugins.village_finance.layout import ROW, Line, Told
from plugins.village_finance.statement import Statement
from plugins.worksheets import Worksheet
from standards.village_rhythm import Span

_CORRECTION = re.compile(r"红字|冲销|冲回|冲减|更正|退回")


@dataclass
class Entry:
    """A line with what its cells say. ``money`` is in 分 (None: empty), ``text`` what pages print; ``faulty`` are
    the keys of cells that could not be read, ``unsure`` says that an amount is among them, so that no sum is to be held
    against it."""

    line: Line
    money: dict[str, int | None] = field(default_factory=dict)
    text: dict[str, str] = field(default_factory=dict)
    day: date | None = None
    faulty: set[str] = field(default_factory=set)
    unsure: bool = False


@dataclass
class Judgement:
    """What came of it. ``statement`` is of use only where there are no faults."""

    kind: Kind
    span: Span
    sheet: Worksheet
    entries: list[Entry] = field(default_factory=list)
    opening: int | None = None
    closing: int | None = None
    year: list[tuple[int, int, str, int]] = field(default_factory=list)
    signed_on: str = ""
    statement: Statement | None = None
    faults: list[Told] = field(default_factory=list)
    remarks: list[Told] = field(default_factory=list)

    def fault(self, line: int, column: int, what: str, cure: str) -> None:
        """Something to be mended."""
        self.faults.append((line, column, self.sheet.spot(line, column) + what, cure))

    def ask(self, line: int, column: int, what: str, cure: str) -> None:
        """Something that stops nobody."""
        self.remarks.append((line, column, self.sheet.spot(line, column) + what, cure))

    @property
    def rows(self) -> list[Entry]:
        """The plain rows."""
        return [entry for entry in self.entries if entry.line.mark == ROW]


def is_correction(entry: Entry) -> bool:
    """Whether a row says that it takes back an entry made before."""
    return any(_CORRECTION.search(text) for text in entry.text.values())


def tell_negative(found: Judgement, entry: Entry, key: str) -> None:
    """A negative amount in a row that does not say why."""
    name = found.kind.by_key[key].name
    cure = "请改成正数；确是红字冲销的，在摘要或备注里写明“红字冲销”"
    found.fault(entry.line.line, entry.line.column(key), f"“{name}”是负数", cure)

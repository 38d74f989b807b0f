"""What is private in a table: cells by the heads of their columns, and columns that expose the persons it names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from standards.household import Exposure, find_exposures, heads_below, heads_of
from standards.private.find import ASK, Find, judge, mask_home, mask_phone, plain_of

WORDS = {"phone": "手机号码", "address": "住址", "health": "残疾、疾病情况"}
REMOVE = "这样的名单只公布姓名、村组、类别和金额：请删去这一列，或遮盖"
BASIS = "请核对有没有公布的依据；没有的请删去这一列"


class Spot(NamedTuple):
    """A find in a table, and the 0-based row and column where it stands."""

    find: Find
    row: int
    column: int


def in_rows(rows: Sequence[Sequence[str]], title: str, year: int) -> Iterator[Spot]:
    """Everything private in a table. Its heads are the row that names persons or else the first with two filled cells:
    some tables have a title above them. ``title`` is what is said of it outside."""
    top = heads_of(rows)
    if top is None:
        top = next((at for at, row in enumerate(rows) if sum(bool(cell.strip()) for cell in row) > 1), len(rows))
    heads = rows[top] if top < len(rows) else ()
    exposed = exposures(rows, title)
    listed = {spot.column for spot in exposed if spot.find.kind == "phone"}
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            head = heads[column] if at > top and column < len(heads) else ""
            for find in judge(cell, year, head):
                if find.kind != "phone" or column not in listed:
                    yield Spot(find, at, column)
    yield from exposed


def exposures(rows: Sequence[Sequence[str]], title: str) -> list[Spot]:
    """One find for each column that says of named persons what is nobody's business."""
    top = heads_of(rows)
    if top is None:
        return []
    said = " ".join([title, *(cell for row in rows[:top] for cell in row)])
    heads, deep = heads_below(rows, top)
    return [
        Spot(_told(exposure, heads[exposure.column]), top + deep + exposure.row, exposure.column)
        for exposure in find_exposures(said, heads, rows[top + deep :])
    ]


def _told(exposure: Exposure, head: str) -> Find:
    word = WORDS[exposure.kind]
    masked = ""
    if exposure.kind == "phone":
        masked = mask_phone(plain_of(exposure.example))
    elif exposure.kind == "address":
        masked = mask_home(exposure.example)
    shown = f"，例如 {masked}" if masked else ""
    what = f"“{head}”一列有 {exposure.rows} 人的姓名和{word}对得上{shown}"
    cure = REMOVE if exposure.certain else BASIS if exposure.kind == "health" else ASK
    number = "".join(char for char in exposure.example if char.isdigit())
    return Find(0, 0, number, exposure.certain, what, cure, exposure.kind, masked)

"""The matrix of all catalogues: field × unit × level, item by item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from plugins.disclosure.catalogue import Standard
from plugins.disclosure.coverage import Answer, level_of, owing
from plugins.disclosure.item import Item
from plugins.disclosure.sheets import Count, count_of, unit_name
from standards.grassroots import LEVELS


@dataclass(frozen=True)
class UnitRow:
    """What a unit owes of a field, at each of LEVELS and together."""

    field: str
    url: str
    target: str
    unit: str
    cells: tuple[Count, ...]
    total: Count


@dataclass(frozen=True)
class ItemLevels:
    """An item of the matrix: at each of LEVELS ``done``, ``missing``, or nothing owed (empty), with who owes it."""

    name: str
    url: str
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class FieldItems:
    """The items of a table, for the part of the matrix that lists them; ``target`` is its anchor."""

    name: str
    target: str
    rows: tuple[ItemLevels, ...]


@dataclass(frozen=True)
class MatrixSheet:
    """Field × unit × level, its totals, and item by item."""

    levels: tuple[str, ...]
    units: tuple[tuple[UnitRow, ...], ...]
    totals: tuple[Count, ...]
    total: Count
    count: Count
    fields: tuple[FieldItems, ...]


def matrix_sheet(standards: Sequence[Standard], answers: Mapping[Item, Answer], contents: Any) -> MatrixSheet:
    """The matrix of all catalogues."""
    groups = [tuple(_unit_rows(standard, nth, answers, contents)) for nth, standard in enumerate(standards)]
    rows = [row for group in groups for row in group]
    totals = tuple(sum((row.cells[at] for row in rows), Count()) for at in range(len(LEVELS)))
    return MatrixSheet(
        levels=LEVELS,
        units=tuple(filter(None, groups)),
        totals=totals,
        total=sum(totals, Count()),
        count=sum((count_of(standard, answers) for standard in standards), Count()),
        fields=tuple(_field_items(standard, nth, answers, contents) for nth, standard in enumerate(standards)),
    )


def _unit_rows(standard: Standard, nth: int, answers: Mapping[Item, Answer], contents: Any) -> Iterator[UnitRow]:
    units = contents.offices.units
    places = {unit: place for place, unit in enumerate(units)}
    counts: dict[str, list[Count]] = {}
    for item in standard.items:
        for at, level in enumerate(LEVELS):
            for unit in owing(item, level, units):
                cells = counts.setdefault(unit, [Count()] * len(LEVELS))
                cells[at] += Count(int(answers[item].units[unit]), 1)
    for unit in sorted(counts, key=lambda unit: (LEVELS.index(level_of(unit, units)), places.get(unit, 0))):
        told = counts[unit]
        name = unit_name(unit, contents)
        yield UnitRow(standard.field, f"/{standard.column}/", _target(nth), name, tuple(told), sum(told, Count()))


def _field_items(standard: Standard, nth: int, answers: Mapping[Item, Answer], contents: Any) -> FieldItems:
    units = contents.offices.units

    def cell(item: Item, level: str) -> tuple[str, str]:
        owed = owing(item, level, units)
        without = [unit_name(unit, contents) for unit in owed if not answers[item].units[unit]]
        if not owed:
            return "", ""
        return ("missing", "、".join(without)) if without else ("done", "")

    rows = tuple(
        ItemLevels(item.name, f"/{standard.column}/#{item.anchor}", tuple(cell(item, level) for level in LEVELS))
        for item in standard.items
    )
    return FieldItems(standard.field, _target(nth), rows)


def _target(nth: int) -> str:
    return f"gk-items-{nth + 1}"

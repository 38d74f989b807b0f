"""What the page of a 标准目录 and the overview of all show, as small records; the digest of one is its page's fact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from plugins.build.document_pages import size_text
from plugins.catalogue import VILLAGES
from plugins.disclosure.catalogue import Standard
from plugins.disclosure.coverage import Answer
from plugins.disclosure.item import WAYS, Item
from standards.grassroots import FIELDS, field_number
from standards.time_limit import Limit

PARTLY = "部分公开"
"""The word on an item of several units of which not all have a page."""


@dataclass(frozen=True)
class Link:
    """A page, with its day where it has one."""

    name: str
    url: str
    day: str = ""
    datetime_iso: str = ""


@dataclass(frozen=True)
class ItemRow:
    """An item as its page prints it. ``state`` is a word and ``kind`` how it is meant (``records.DocLink``); ``due``
    says until when it is to be public, ``due_day`` the same as a day or empty; ``lacking`` names those of several units
    that have no page of it."""

    anchor: str
    number: str
    id: str
    name: str
    content: str
    basis: str
    limit: str
    unit: str
    must: tuple[str, ...]
    may: tuple[str, ...]
    audience: str
    ways: str
    levels: str
    processes: str
    state: str
    kind: str
    pages: tuple[Link, ...]
    columns: tuple[Link, ...]
    due: str
    due_day: str
    lacking: str


@dataclass(frozen=True)
class ItemGroup:
    """A 一级事项 with its items."""

    name: str
    rows: tuple[ItemRow, ...]


@dataclass(frozen=True)
class Count:
    """How many are owed on the website and how many of them are there; of all there are ``every``."""

    done: int = 0
    owed: int = 0
    every: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.done + other.done, self.owed + other.owed, self.every + other.every)

    @property
    def missing(self) -> int:
        """What is owed and not there."""
        return self.owed - self.done


@dataclass(frozen=True)
class StandardSheet:
    """A table on its page: the units that answer for it, the file to download with its kind and size."""

    units: str
    groups: tuple[ItemGroup, ...]
    count: Count
    file: Link
    file_kind: str
    file_size: str
    has_processes: bool


@dataclass(frozen=True)
class FieldRow:
    """A catalogue column in the overview."""

    name: str
    url: str
    units: str
    count: Count
    files: tuple[Link, ...]


@dataclass(frozen=True)
class Overview:
    """The catalogues below a column; ``pilots`` of the ``of`` national fields have one."""

    rows: tuple[FieldRow, ...]
    count: Count
    pilots: int
    of: int = len(FIELDS)


def standard_sheet(standard: Standard, answers: Mapping[Item, Answer], contents: Any) -> StandardSheet:
    """A table as its page prints it."""
    rows = [(item.group, _row(item, answers[item], contents)) for item in standard.items]
    groups = tuple(
        ItemGroup(name, tuple(row for _, row in members)) for name, members in groupby(rows, key=lambda entry: entry[0])
    )
    size = contents.tree.stamps[standard.path][0]
    return StandardSheet(
        units=_names(standard, contents),
        groups=groups,
        count=count_of(standard, answers),
        file=Link(standard.path.rpartition("/")[2], standard.url),
        file_kind=standard.path.rpartition(".")[2],
        file_size=size_text(size),
        has_processes=any(item.processes for item in standard.items),
    )


def _row(item: Item, answer: Answer, contents: Any) -> ItemRow:
    columns = contents.catalogue.by_path
    state, kind = state_of(item, answer)
    lacking = [unit_name(unit, contents) for unit in item.units if not answer.units[unit]]
    pages = tuple(Link(page.title, page.url, page.day, page.published_iso) for page in answer.pages)
    return ItemRow(
        anchor=item.anchor,
        number=item.number,
        id=item.id,
        name=item.name,
        content=item.content,
        basis=item.basis,
        limit=item.limit_text,
        unit=item.unit_text,
        must=tuple(carrier.name for carrier in item.carriers if carrier.must),
        may=tuple(carrier.name for carrier in item.carriers if not carrier.must),
        audience="、".join(item.audience),
        ways="、".join(item.ways),
        levels="、".join(item.levels),
        processes="、".join(item.processes),
        state=state,
        kind=kind,
        pages=pages,
        columns=tuple(Link(columns[path].name, f"/{path}/") for path in item.columns if not columns[path].hidden),
        due=_due(item.limit, answer),
        due_day=answer.until.isoformat() if answer.until else "",
        lacking="、".join(lacking) if state == PARTLY else "",
    )


def state_of(item: Item, answer: Answer) -> tuple[str, str]:
    """The word on an item, and how it is meant."""
    if answer.pages:
        whole = not item.owed or all(answer.units.values())
        return ("已公开", "live") if whole else (PARTLY, "done")
    if item.owed:
        return "暂无信息", "void"
    return ("其他渠道公开" if WAYS[0] in item.ways else "依申请公开"), "plain"


def _due(limit: Limit, answer: Answer) -> str:
    """Until when, in words: before a day where there is one, else what the limit says."""
    if answer.until:
        return "下次更新不晚于" if limit.kind == "cycle" else "公开期限"
    words = limit.in_words()
    if limit.kind in ("working_days", "days"):
        return f"形成或变更后{words}"
    return words if limit.kind == "cycle" else f"{words}公开"


def count_of(standard: Standard, answers: Mapping[Item, Answer]) -> Count:
    """How many items of a table are owed on the website and answered."""
    owed = [item for item in standard.items if item.owed]
    return Count(sum(bool(answers[item].pages) for item in owed), len(owed), len(standard.items))


def _names(standard: Standard, contents: Any) -> str:
    units = dict.fromkeys(unit for item in standard.items for unit in item.units)
    return "、".join(unit_name(unit, contents) for unit in units)


def unit_name(unit: str, contents: Any) -> str:
    """A unit's short name by id."""
    if unit == VILLAGES:
        return "各村（社区）"
    found = contents.offices.units.get(unit)
    return (found.short_name or found.name) if found else unit


def overview(path: str, standards: Iterable[Standard], answers: Mapping[Item, Answer], contents: Any) -> Overview:
    """The catalogues below a column, field by field."""
    below = [standard for standard in standards if standard.column.startswith(f"{path}/")]
    rows = []
    for column, members in groupby(below, key=lambda standard: standard.column):
        tables = list(members)
        count = sum((count_of(table, answers) for table in tables), Count())
        files = tuple(Link(table.path.rpartition("/")[2], table.url) for table in tables)
        units = "、".join(dict.fromkeys(name for table in tables for name in _names(table, contents).split("、")))
        rows.append(FieldRow(tables[0].field, f"/{column}/", units, count, files))
    numbers = {field_number(row.name) for row in rows} - {0}
    return Overview(tuple(rows), sum((row.count for row in rows), Count()), len(numbers))

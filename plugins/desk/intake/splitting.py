"""A workbook as towns keep their villages' accounts: a sheet a village, a sheet a kind, or one sheet for all with a
column that names the village → one sheet for each village, kind and period, every row with its line in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from plugins.desk.intake.address import Gazetteer
from plugins.desk.intake.grid import faults_of, narrow, place_in
from plugins.desk.intake.periods import spoken_period
from plugins.desk.intake.told import Bad
from plugins.village_finance.books import kind_by_words
from plugins.village_finance.kinds import KINDS, Kind, kind_named
from plugins.village_finance.layout import is_foot
from plugins.villages import Village
from plugins.worksheets import Worksheet
from standards.village_rhythm import named_period

_VILLAGE_HEADS = {
    "村", "村名", "村名称", "行政村", "村(社区)", "村社区", "村别", "所属村", "村居", "村(居)", "行政村名称",
}  # fmt: skip
_TITLE_ROWS = 12
_GRAND = re.compile(r"(?:全镇|全乡|全县|各村)?\s*(?:合计|总计|共计)")
_OF_VILLAGE = re.compile(r"(.+?)\s*(小计|合计)")
_UNUSED = "序号"
"""A head that every reader passes over: what stands in the place of the village's."""


@dataclass(frozen=True)
class Hint:
    """What the names on the way, or the command line, say already."""

    village: Village | None = None
    kind: Kind | None = None
    period: str = ""
    year: str = ""


@dataclass(frozen=True)
class Part:
    """One statement to be."""

    village: Village
    kind: Kind
    period: str
    sheet: Worksheet


@dataclass
class Split:
    """The statements of a file, what must be mended, and what is worth a look."""

    parts: list[Part] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def split(sheets: Sequence[Worksheet], file: str, hint: Hint, gazetteer: Gazetteer) -> Split:
    """Take the sheets of one file apart; ``file`` is how messages call it."""
    found = Split()
    for sheet in sheets:
        if any(not flaw.line and not flaw.column for flaw in sheet.flaws):  # hidden altogether
            found.bad += [Bad(file, fault.place, fault.what, fault.cure) for fault in faults_of(sheet)]
            continue
        above = " ".join(cell for _, cells in sheet.lines[:2] for cell in dict.fromkeys(cells) if cell)
        spot = place_in(sheet.title, 0)
        kind = hint.kind or kind_named(_bare(sheet.title, gazetteer)) or kind_by_words(sheet)
        if kind is None:
            cure = f"请把工作表的名称或者文件名改成这些里的一个：{'、'.join(KINDS)}；不公开的请删去"
            found.bad.append(Bad(file, spot, "看不出是哪种财务报表", cure))
        period = hint.period or spoken_period(narrow(sheet.title), hint.year).period or named_period(narrow(above))
        period = period or spoken_period(narrow(above), hint.year).period
        if not re.fullmatch(r"\d{4}(Q[1-4]|-\d\d)?", period):
            cure = "请在文件名或标题里写明，例如 2026年三季度；也可以加 --period 2026Q3"
            found.bad.append(Bad(file, spot, "没有写是哪一期的", cure))
            period = ""
        villages = list(_villages(sheet, above, file, hint, gazetteer, found))
        if kind is not None and period:
            found.parts += [Part(village, kind, period, part) for village, part in villages]
    return found


def _bare(title: str, gazetteer: Gazetteer) -> str:
    """A sheet's name without the village and the period in it."""
    text = spoken_period(narrow(title)).rest
    for village in gazetteer.named_in(text):
        text = text.replace(village.name, "")
    return text.strip(" -—_()")


def _villages(  # noqa: PLR0917 - what a sheet is taken apart by
    sheet: Worksheet, above: str, file: str, hint: Hint, gazetteer: Gazetteer, found: Split
) -> Iterator[tuple[Village, Worksheet]]:
    """The village of a sheet, or the villages of its rows."""
    if (heads := _village_column(sheet)) is not None:
        yield from _rows_by_village(sheet, *heads, file, gazetteer, found)
        return
    if hint.village is not None:
        yield hint.village, sheet
        return
    for text in (narrow(sheet.title), narrow(above)):
        exact = gazetteer.village(text, None)
        named = exact if len(exact) == 1 else gazetteer.named_in(text)
        if len(named) == 1:
            yield named[0], sheet
            return
    cure = "请用村名作工作表的名称，或者加一列“村名”，或者放进村的文件夹"
    found.bad.append(Bad(file, place_in(sheet.title, 0), "看不出是哪个村的", cure))


def _village_column(sheet: Worksheet) -> tuple[int, int] | None:
    """Which line (index) has the heads, and which column (0-based) names the villages."""
    for at, (_, cells) in enumerate(sheet.lines[:_TITLE_ROWS]):
        for column, cell in enumerate(cells):
            if "".join(narrow(cell).split()) in _VILLAGE_HEADS and len([c for c in cells if c]) > 2:
                return at, column
    return None


def _rows_by_village(  # noqa: PLR0917 - as above
    sheet: Worksheet, at: int, column: int, file: str, gazetteer: Gazetteer, found: Split
) -> Iterator[tuple[Village, Worksheet]]:
    rows: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    current: Village | None = None
    foot: list[tuple[int, tuple[str, ...]]] = []
    unknown: set[str] = set()
    for nth, (line, cells) in enumerate(sheet.lines[at + 1 :], at + 1):
        if rows and is_foot(cells):
            foot = list(sheet.lines[nth:])
            break
        written = narrow(cells[column] if column < len(cells) else "") or narrow(
            sheet.merged.get((line, column + 1), "")
        )
        label = ""
        if _GRAND.fullmatch(written) or (not written and any(_GRAND.fullmatch(narrow(cell)) for cell in cells[:1])):
            found.notes.append(f"{file}: {place_in(sheet.title, line)}是各村的合计，没有用")
            continue
        if sums := _OF_VILLAGE.fullmatch(written):
            written, label = sums[1], sums[2]
        if written in ("小计", "合计"):
            label = written
        elif written:
            current = _one(written, gazetteer)
            if current is None and written not in unknown:
                unknown.add(written)
                cure = f"{gazetteer.near(written)}请写 villages.csv 里的村名；几个村同名的写村编号"
                place = place_in(sheet.title, line, column + 1)
                found.bad.append(Bad(file, place, f"没有村“{written}”，或者有几个村同名", cure))
        if current is not None:
            rows.setdefault(current.id, []).append((line, _with(cells, column, label)))
    line, cells = sheet.lines[at]
    heads = [*sheet.lines[:at], (line, _with(cells, column, _UNUSED))]
    for id_, own in rows.items():
        lines = {line for line, _ in (*heads, *own, *foot)}
        merged = {spot: text for spot, text in sheet.merged.items() if spot[0] in lines and spot[1] != column + 1}
        flaws = tuple(flaw for flaw in sheet.flaws if not flaw.line or flaw.line in lines)
        yield gazetteer.villages[id_], Worksheet(sheet.title, (*heads, *own, *foot), merged, flaws)


def _with(cells: Sequence[str], column: int, text: str) -> tuple[str, ...]:
    return tuple(text if at == column else cell for at, cell in enumerate(cells))


def _one(written: str, gazetteer: Gazetteer) -> Village | None:
    """The village that a cell names."""
    known = gazetteer.village(written, None)
    return known[0] if len(known) == 1 else None

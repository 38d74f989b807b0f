"""One file of a village: which kinds it holds, sheet by sheet, and each of them judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from plugins.build.problems import suggestion
from plugins.tables import Flaw
from plugins.village_finance.cells import normal
from plugins.village_finance.judge import judge_statement
from plugins.village_finance.judgement import Entry, Judgement
from plugins.village_finance.kinds import KINDS, WORKBOOK, Kind, file_name, kind_named, parse_name
from plugins.village_finance.layout import Told, head_words
from plugins.village_finance.statement import Brief, Statement
from plugins.village_finance.sums import sums_of
from plugins.worksheets import Worksheet, read_worksheets

HOW = "文件名请写“期间-表名”，例如 2026Q3-收支明细.csv；几张表放在一个工作簿里的写 2026Q3-财务公开.xlsx"
_TITLE_ROWS = 12


@dataclass(frozen=True)
class Found:
    """The sound statements of a file, each in brief and whole, what is wrong, and what is worth asking."""

    statements: tuple[tuple[Brief, Statement], ...]
    faults: tuple[Told, ...]


def read_file(data: bytes, path: str, shown: str) -> Found:
    """Judge a file by its bytes; ``path`` is ``villages/ID/NAME``."""
    _, village, name = path.split("/")
    named = parse_name(name)
    if named is None:
        return Found((), ((0, 0, "看不出是哪一期的什么表，没有公开", HOW),))
    period, table = named
    kind = kind_named(table)
    if kind is None and table != WORKBOOK:
        known = "、".join(KINDS)
        return Found((), ((0, 0, f"没有“{table}”这种表", f"{suggestion(table, KINDS)}可以用的表名：{known}"),))
    if kind is not None and kind.name != table:
        right = file_name(period, kind.name, name[name.rindex(".") :])
        return Found((), ((0, 0, f"“{table}”的表名不对", f"请把文件名改成 {right}"),))
    try:
        sheets = read_worksheets(data, name[name.rindex(".") :], shown)
    except Flaw as flaw:
        return Found((), ((flaw.line, flaw.column, flaw.what, flaw.cure),))
    if not sheets:
        return Found((), ((0, 0, "文件是空的", "请填写后再放进来，或者删去这个文件"),))
    if kind is None and not sheets[0].title:
        return Found(
            (), ((0, 0, "CSV 文件里只能有一张表", f"请改用表名作文件名，例如 {file_name(period, '收支明细')}"),)
        )
    return _judge_all(sheets, kind, period, village, path)


def _judge_all(sheets: Sequence[Worksheet], kind: Kind | None, period: str, village: str, path: str) -> Found:
    faults: list[Told] = []
    statements: list[tuple[Brief, Statement]] = []
    first: dict[str, str] = {}
    for sheet, of, asked in _kinds_of(sheets, kind, period, faults):
        if of.name in first:
            what = f"{sheet.spot(0, 0)}和工作表“{first[of.name]}”都是{of.name}"
            faults.append((0, 0, what, "一期只交一张同样的表，请合成一张或删去多余的"))
            continue
        first[of.name] = sheet.title
        found = judge_statement(sheet, of, period)
        faults += found.faults
        if not found.faults and found.statement is not None:
            statements.append((_brief(found, path, village, period, asked), found.statement))
    return Found(tuple(statements), tuple(faults))


def _kinds_of(
    sheets: Sequence[Worksheet], kind: Kind | None, period: str, faults: list[Told]
) -> Iterator[tuple[Worksheet, Kind, tuple[Told, ...]]]:
    """The sheets that are statements, each with its kind and what is to be asked about that. Of a workbook that came
    back with its sheets renamed the titles and heads tell."""
    hidden = [sheet for sheet in sheets if any(not flaw.line and not flaw.column for flaw in sheet.flaws)]
    for sheet in hidden:
        faults += [(0, 0, sheet.spot(0, 0) + flaw.what, flaw.cure) for flaw in sheet.flaws]
    shown = [sheet for sheet in sheets if sheet not in hidden]
    if kind is not None and len(shown) == 1:
        other = kind_named(shown[0].title) if shown[0].title else None
        if other in (None, kind):
            yield shown[0], kind, ()
        else:
            assert other is not None
            cure = f"请核对：是{other.name}的改文件名，是{kind.name}的改工作表的名称"
            faults.append((0, 0, f"工作表的名称是“{shown[0].title}”，文件名写的是{kind.name}", cure))
        return
    for sheet in shown:
        of, sure = kind_named(sheet.title), True
        if of is None:
            of, sure = kind_by_words(sheet), False
        if of is None:
            what = f"{sheet.spot(0, 0)}看不出是哪种表"
            faults.append((0, 0, what, f"请把工作表的名称改成这些里的一个：{'、'.join(KINDS)}；不公开的请删去"))
        elif kind is not None and of is not kind:
            right = file_name(period, WORKBOOK, ".xlsx")
            cure = f"一个工作簿里有几种表的，文件名请写 {right}；不公开的请删去"
            faults.append((0, 0, f"{sheet.spot(0, 0)}不是{kind.name}", cure))
        else:
            note = f"{sheet.spot(0, 0)}名称不是表名，按标题和表头认作{of.name}"
            yield sheet, of, () if sure else ((0, 0, note, "请核对；认错了的，请把工作表的名称改成表名"),)


def kind_by_words(sheet: Worksheet) -> Kind | None:
    """The one kind that the sheet's name or title names, or else whose heads it has."""
    above = [cell for _, cells in sheet.lines[:2] for cell in cells if cell]
    for text in (sheet.title, *above):
        named = [kind for kind in KINDS.values() if any(word in text for word in (kind.name, *kind.spellings))]
        if len(named) == 1:
            return named[0]
    fitting = []
    for kind in KINDS.values():
        words = head_words(kind)
        needed = {head.key for head in kind.heads if head.needed or head.filled}
        for _, cells in sheet.lines[:_TITLE_ROWS]:
            if needed <= (found := {words[name] for cell in cells if (name := normal(cell).lower()) in words}):
                fitting.append((len(found), kind))
                break
    fitting.sort(key=lambda pair: -pair[0])
    if len(fitting) > 1 and fitting[0][0] == fitting[1][0]:
        return None
    return fitting[0][1] if fitting else None


def _brief(found: Judgement, path: str, village: str, period: str, asked: tuple[Told, ...]) -> Brief:
    kind, rows = found.kind, found.rows
    assert found.statement is not None
    keys = [head.key for head in kind.heads if head.summed and head.key in found.statement.heads]
    groups: dict[str, list[Entry]] = {}
    if kind.group:
        for entry in rows:
            groups.setdefault(entry.text.get(kind.group, ""), []).append(entry)
    latest = max((entry for entry in rows if entry.day), key=lambda entry: str(entry.day), default=None)
    title = ""
    with suppress(IndexError):
        title = max(found.sheet.lines[0][1], key=len)
    return Brief(
        path=path,
        sheet=found.sheet.title,
        village=village,
        period=period,
        kind=kind.name,
        title=title if len(title) < 80 else "",
        shown=found.statement.digest,
        first_line=found.entries[0].line.line,
        opening=found.opening,
        closing=found.closing,
        totals=sums_of(rows, keys),
        groups={name: sums_of(some, keys) for name, some in groups.items()},
        year=tuple(found.year),
        latest=latest.day.isoformat() if latest and latest.day and kind.running else "",
        latest_line=latest.line.line if latest else 0,
        signed=found.signed_on,
        remarks=(*asked, *found.remarks),
    )

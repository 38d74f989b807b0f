"""The table of villages as a county keeps it → the columns of villages.csv, and everything in it to be mended.

A title may stand above the heads, heads are in Chinese, a town is written once for all its villages or merged over
them, the last row is a total, figures are full-width.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from plugins.desk.intake.grid import Grid, Sheet, narrow
from plugins.desk.intake.told import Bad
from plugins.villages import HEADS, RESERVED_IDS
from standards.contact import is_number

SPELLINGS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "编号", "村编号", "村id"),
    "name": (
        "name", "行政村", "村名", "村", "村名称", "行政村名称", "行政村(社区)", "村(社区)", "村(社区)名称", "村社区",
        "村居", "村(居)", "村(居)名称", "村级名称", "名称", "村、社区",
    ),
    "kind": ("kind", "类别", "类型", "村/社区", "性质"),
    "town": (
        "town", "乡镇", "镇", "乡", "所属乡镇", "乡镇(街道)", "镇(街道)", "镇乡", "乡镇街道", "乡(镇)", "街道",
    ),
    "lng": ("lng", "经度", "东经", "经度(E)"),
    "lat": ("lat", "纬度", "北纬", "纬度(N)"),
    "datum": ("datum", "坐标系", "坐标系统"),
    "contact": ("contact", "联系电话", "电话", "值班电话", "办公电话", "联系方式", "村部电话"),
    "board": ("board", "公开栏位置", "公开栏", "村务公开栏位置", "村务公开栏", "公示栏位置", "公开栏地点"),
    "busy": ("busy", "收支频繁", "每月公开"),
}  # fmt: skip
_KEYS = {narrow(word): key for key, words in SPELLINGS.items() for word in words}
_NUMBERED = {"序号", "序", "编排", "No", "NO", "no"}
_TOTAL = re.compile(r"(?:合|总|小)\s*计.*|共\s*\d+\s*个?.*")
_NOTHING = {"暂无", "无", "/", "-", "—", "——", "\\", "未知", "空"}
_FIGURES = {"id", "contact", "lng", "lat", "datum", "busy"}
_TITLE_ROWS = 8
_CHINA_LNG, _CHINA_LAT = (73.0, 136.0), (3.0, 54.0)
DATUM = "CGCS2000"


@dataclass(frozen=True)
class Sent:
    """One village as it was sent: the row's place, and its cells by the heads of villages.csv, only those that say
    something; ``town`` is as written. ``sound`` is false where something in it must be mended."""

    place: str
    cells: Mapping[str, str]
    sound: bool = True


@dataclass
class VillageTable:
    """The rows of the file, the heads nobody knows, notes for the clerk, and what must be mended; ``unfit`` where that
    is not only in single rows."""

    rows: list[Sent] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)
    unfit: bool = False


def read_villages_table(grid: Grid, file: str) -> VillageTable:
    """Every sheet that has the heads of such a table; ``file`` is how messages call the file."""
    table = VillageTable(bad=[Bad(file, fault.place, fault.what, fault.cure) for fault in grid.faults])
    found = False
    for sheet in grid.sheets:
        heads = _find_heads(sheet)
        if heads is not None:
            found = True
            _read_sheet(sheet, *heads, file, table)
    if not found and not table.bad:
        what = "没有找到表头：要有“村名”和“乡镇”两列"
        table.bad.append(
            Bad(file, "", what, "表头写 乡镇、村名、类别、联系电话、公开栏位置、经度、纬度，后五列可以不写")
        )
    elif not table.rows and not table.bad:
        table.bad.append(Bad(file, "", "表头下面没有一个村", "请核对是不是这个文件"))
    table.unfit = bool(grid.faults) or not table.rows
    return table


def _find_heads(sheet: Sheet) -> tuple[int, dict[int, str], list[str]] | None:
    """How many rows lie above the villages, the key of each column (0-based), and heads that are not known."""
    for at, (_, cells) in enumerate(sheet.rows[:_TITLE_ROWS]):
        keys = _keys(cells)
        if "name" not in keys.values() or len(set(keys.values())) < 2:
            continue
        below = sheet.rows[at + 1][1] if at + 1 < len(sheet.rows) else ()
        lower = _keys(below)
        two = bool(lower) and all(not cell or _key(cell) or cell == _at(cells, n) for n, cell in enumerate(below))
        if two:  # the lower row names the columns that one head spans
            keys = {**keys, **lower}
        named = below if two else cells
        unknown = [_at(named, n) or cell for n, cell in enumerate(cells) if cell and n not in keys]
        return at + (2 if two else 1), keys, [head for head in unknown if "".join(head.split()) not in _NUMBERED]
    return None


def _keys(cells: Sequence[str]) -> dict[int, str]:
    found: dict[int, str] = {}
    for column, cell in enumerate(cells):
        key = _key(cell)
        if key and key not in found.values():
            found[column] = key
    return found


def _key(cell: str) -> str:
    return _KEYS.get("".join(narrow(cell).split()), "")


def _at(cells: Sequence[str], column: int) -> str:
    return cells[column] if column < len(cells) else ""


def _read_sheet(  # noqa: PLR0917 - what a sheet is read with
    sheet: Sheet, above: int, keys: Mapping[int, str], unknown: Sequence[str], file: str, table: VillageTable
) -> None:
    table.ignored += [head for head in unknown if head not in table.ignored]
    column_of = {key: column + 1 for column, key in keys.items()}
    if "town" not in column_of:
        table.bad.append(Bad(file, sheet.place(sheet.rows[above - 1][0]), "表里没有“乡镇”一列", "请加一列“乡镇”"))
    town = ""
    filled_down = 0
    for line, cells in sheet.rows[above:]:
        said = {key: _said(key, _at(cells, column)) for column, key in keys.items()}
        if any(_TOTAL.fullmatch(narrow(cell)) for cell in cells[:3]) or not any(said.values()):
            continue
        if _keys(cells) == keys:  # heads again on the next printed page
            continue
        if not said.get("town") and town:
            said["town"] = town
            filled_down += 1
        town = said.get("town", "")
        faults = list(_faults(said))
        for key, what, cure in faults:
            table.bad.append(Bad(file, sheet.place(line, column_of.get(key, 0)), what, cure))
        kept = {key: text for key, text in said.items() if text}
        if "lng" in kept and "lat" in kept:
            kept.setdefault("datum", DATUM)
        if kept.get("name"):
            table.rows.append(Sent(sheet.place(line), kept, sound=not faults))
    if filled_down:
        where = f"工作表“{sheet.name}”" if sheet.name else ""
        table.notes.append(f"{where}有 {filled_down} 行没有写乡镇，按上面一行的算，请核对")


def _said(key: str, cell: str) -> str:
    """What a cell says; names and places keep their own brackets."""
    text = narrow(cell)
    if text in _NOTHING:
        return ""
    return text if key in _FIGURES else " ".join(cell.split())


def _faults(said: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """What is wrong with one row by itself: the column's key, what, cure."""
    if not said.get("name"):
        yield "name", "没有写村名", "请补上；不是村的行请删去"
    if said.get("town") == "":
        yield "town", "没有写乡镇", "请补上"
    named = said.get("id", "")
    if named and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", named):
        yield "id", f"编号“{named}”不能作网址", "请用小写英文字母、数字和短横线，或者删去，由程序按拼音拟定"
    elif named in RESERVED_IDS:
        yield "id", f"编号“{named}”已被系统使用", "请换一个编号，或者删去"
    if said.get("contact") and not is_number(said["contact"]):
        cure = "请写区号和号码，例如 0000-5550101，几个号码之间用顿号；姓名不要写在这一格"
        yield "contact", f"“{said['contact']}”不是电话号码", cure
    yield from _place_faults(said.get("lng", ""), said.get("lat", ""))


def _place_faults(lng: str, lat: str) -> Iterator[tuple[str, str, str]]:
    if not lng and not lat:
        return
    numbers: dict[str, float] = {}
    for key, text, word in (("lng", lng, "经度"), ("lat", lat, "纬度")):
        if not text:
            yield key, f"只写了一半坐标，缺少{word}", "请补上，或者两格都删去"
        elif not re.fullmatch(r"\d{1,3}(\.\d+)?", text):
            yield key, f"{word}“{text}”不是小数形式的度数", "请写成小数，例如 112.3456；度分秒请先换算成小数"
        else:
            numbers[key] = float(text)
    if len(numbers) < 2 or (_within(numbers["lng"], _CHINA_LNG) and _within(numbers["lat"], _CHINA_LAT)):
        return
    if _within(numbers["lat"], _CHINA_LNG) and _within(numbers["lng"], _CHINA_LAT):
        yield "lng", f"经度“{lng}”和纬度“{lat}”写反了", "请把两格对调：经度在 73 至 136 之间，纬度在 3 至 54 之间"
    else:
        cure = "请核对经度和纬度：经度在 73 至 136 之间，纬度在 3 至 54 之间"
        yield "lng", f"坐标“{lng}，{lat}”不在国内", cure


def _within(number: float, span: tuple[float, float]) -> bool:
    return span[0] <= number <= span[1]


assert set(SPELLINGS) == set(HEADS)

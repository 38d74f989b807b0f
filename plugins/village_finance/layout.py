"""Where things stand in a clerk's table: title and unit above the heads, rows, lines of totals, who signed below."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from plugins.build.problems import suggestion
from plugins.village_finance.cells import WAN, YUAN, normal, says_nothing
from plugins.village_finance.kinds import MONEY, Kind
from plugins.worksheets import Worksheet

Told = tuple[int, int, str, str]
"""Line and column (0: none), what, cure."""

ROW, OPENING, CLOSING, TOTAL, SUBTOTAL, MONTH, YEAR = "", "opening", "closing", "total", "subtotal", "month", "year"
"""What a line is: a row of the table; what was carried over; what is left; a sum of all rows, of those since the last
subtotal, of the month, of the year so far."""
_LABELS = (
    (
        re.compile(r"(?:上期|上月|上季度?|上年度?|年初|期初|月初|季初)(?:结转|结余|余额|结存)(?:余额|数)?|承前页|期初"),
        OPENING,
    ),
    (re.compile(r"(?:本期|本月|本季度?|期末|月末|季末|年末)(?:结余|余额|结存)|结转下[期月季年]度?|期末"), CLOSING),
    (re.compile(r"(?:本年|全年|年度|自年初)?累计(?:发生额?)?|本年合计"), YEAR),
    (re.compile(r"(?:本|当)月(?:合计|小计)|(?:[1-9]|1[0-2])月份?(?:合计|小计)|月计"), MONTH),
    (re.compile(r"小计|.{1,8}小计"), SUBTOTAL),
    (re.compile(r"合计|总计|共计|(?:本|当)(?:期|季度?)合计|.{1,8}合计"), TOTAL),
)
_UNIT = re.compile(r"单位:?(?:人民币)?\(?(万?元)\)?")
_HEAD_UNIT = re.compile(r"[(\[](万?元)[)\]]$")
_IGNORED = frozenset({"序号", "编号", "行次", "no", "no."})
_MONTH, _DAY = "_month", "_day"
_HEAD_ROWS, _ENOUGH = 12, 3
_SIGNED = re.compile(r"([^:;,，；。\s]{2,24}?)[:：]\s*")
_SIGNER = re.compile(
    r"制表|填表|编制|会计|报账|记账|出纳|审核|审批|监督|监事|监委|理财|负责人|主任|书记|理事长|代表|复核|日期|时间"
)
_AROUND = " \u3000,，;；、_＿"
_LONGEST_NAME = 4
_BLANK = frozenset({"以下空白", "（以下空白）", "以下无内容"})
_PLAIN_NUMBER = re.compile(r"[-(]?[\d,]+(?:\.\d+)?\)?")
_NOTE = re.compile(r"(?:备注|说明|注|附注)[:：]")


@dataclass(frozen=True)
class Line:
    """A line of the table: what it is, its 1-based line in the file, its label where it is no plain row, and by the
    key of the head column and text of each cell."""

    mark: str
    line: int
    label: str
    cells: dict[str, tuple[int, str]]

    def text(self, key: str) -> str:
        """A cell's text; empty where there is none."""
        return self.cells.get(key, (0, ""))[1]

    def column(self, key: str) -> int:
        """A cell's column; 0 where the table has none."""
        return self.cells.get(key, (0, ""))[0]


@dataclass
class Layout:
    """What was found. ``unit`` is 元 or 万元; ``signed`` who signed, as label and name in their order; ``faults`` what
    is wrong so far."""

    title: str = ""
    unit: str = YUAN
    heads: list[str] = field(default_factory=list)
    head_line: int = 0
    lines: list[Line] = field(default_factory=list)
    signed: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    last_line: int = 0
    faults: list[Told] = field(default_factory=list)


def head_words(kind: Kind) -> dict[str, str]:
    """Every way a head may be written, normal → its key; of money with the unit left out."""
    words = {normal(word).lower(): key for word, key in kind.words.items()}
    return words | ({"月": _MONTH, "日": _DAY} if kind.running else {})


def lay_out(sheet: Worksheet, kind: Kind) -> Layout:
    """The parts of a sheet that is a statement of this kind. Everything that cannot be told is a fault."""
    found = Layout(last_line=sheet.lines[-1][0] if sheet.lines else 0)
    words = head_words(kind)
    at = _find_heads(sheet, words)
    if at < 0:
        needed = "、".join(head.name for head in kind.heads if head.needed or head.filled)
        found.faults.append((0, 0, f"没有找到{kind.name}的表头", f"请在标题下面写一行表头，至少有：{needed}"))
        return found
    above = [cell for _, cells in sheet.lines[:at] for cell in dict.fromkeys(cells) if cell]
    found.title = max(above, key=len, default="") if above else ""
    found.head_line = sheet.lines[at][0]
    columns, body = _read_heads(sheet, at, kind, words, found)
    _settle_unit(above, columns, found)
    _read_body(sheet, body, kind, [key for key, _ in columns], found)
    return found


def _find_heads(sheet: Worksheet, words: dict[str, str]) -> int:
    best, at = 1, -1
    for nth, (_, cells) in enumerate(sheet.lines[:_HEAD_ROWS]):
        known = len({words[name] for cell in cells if (name := _bare(cell)[0]) in words})
        if known > best:
            best, at = known, nth
        if best >= _ENOUGH and known < best:
            break
    return at


def _bare(cell: str) -> tuple[str, str]:
    """A head without its unit, and the unit."""
    name = normal(cell).lower().removesuffix("签字").removesuffix("签名")
    if found := _HEAD_UNIT.search(name):
        return name[: found.start()], found[1]
    return name, ""


def _read_heads(
    sheet: Worksheet, at: int, kind: Kind, words: dict[str, str], found: Layout
) -> tuple[list[tuple[str, str]], int]:
    """Key and unit of each column, and where the rows begin. Of two lines of heads the lower names the columns that a
    merged cell of the upper one spans."""
    line, cells = sheet.lines[at]
    names = [cell or sheet.merged.get((line, nth), "") for nth, cell in enumerate(cells, 1)]
    body = at + 1
    if body < len(sheet.lines):
        below, lower = sheet.lines[body]
        filled = [cell for nth, cell in enumerate(lower, 1) if cell and cell != sheet.merged.get((line, nth))]
        if filled and all(_bare(cell)[0] in words for cell in filled):
            width = max(len(names), len(lower))
            names += [sheet.merged.get((line, nth), "") for nth in range(len(names) + 1, width + 1)]
            names = [(lower[nth] if nth < len(lower) else "") or name for nth, name in enumerate(names)]
            line, body = below, body + 1
    columns: list[tuple[str, str]] = []
    seen: dict[str, int] = {}
    for nth, cell in enumerate(names, 1):
        name, unit = _bare(cell)
        key = words.get(normal(cell).lower()) or words.get(name, "")
        if key and key in seen:
            found.faults.append((line, nth, f"“{cell}”一列和第{seen[key]}列是同一项", "请合成一列，或改正表头"))
            key = ""
        elif not key and name and name not in _IGNORED:
            cure = suggestion(cell, kind.words) + f"{kind.name}可以有的列：{'、'.join(h.name for h in kind.heads)}"
            found.faults.append((line, nth, f"不认识的列“{cell}”", cure))
        elif not name and _is_used(sheet, body, nth):
            found.faults.append((line, nth, "这一列没有表头", "请写上表头，或删去这一列"))
        if key:
            seen[key] = nth
        columns.append((key, unit))
    if _MONTH in seen and _DAY in seen:
        seen["date"] = seen[_MONTH]
    for head in kind.heads:
        if (head.needed or head.filled) and head.key not in seen:
            found.faults.append((line, 0, f"缺少“{head.name}”一列", "请补上这一列；没有金额的留空"))
    found.heads = [head.key for head in kind.heads if head.key in seen]
    return columns, body


def _is_used(sheet: Worksheet, body: int, nth: int) -> bool:
    """Whether a column without a head holds anything in the first rows below."""
    return any(len(cells) >= nth and cells[nth - 1] for _, cells in sheet.lines[body : body + 3])


def _settle_unit(above: Sequence[str], columns: Sequence[tuple[str, str]], found: Layout) -> None:
    """The table's unit: stated above, or in the heads; two different ones cannot both be right."""
    stated = [match[1] for cell in above for match in _UNIT.finditer(normal(cell))]
    stated += [unit for _, unit in columns if unit]
    units = list(dict.fromkeys(stated))
    if len(units) > 1:
        cure = f"一张表只用一个单位：请把金额都换算成{YUAN}，写一次“单位：{YUAN}”"
        found.faults.append((found.head_line, 0, f"金额单位写了{'和'.join(units)}", cure))
    found.unit = WAN if units == [WAN] else YUAN


def _read_body(sheet: Worksheet, start: int, kind: Kind, columns: Sequence[str], found: Layout) -> None:
    money = {head.key for head in kind.heads if head.type == MONEY}
    for nth in range(start, len(sheet.lines)):
        line, cells = sheet.lines[nth]
        if found.lines and is_foot(cells):
            _read_foot(sheet.lines[nth:], found)
            return
        _read_line(sheet, line, cells, columns, money, found)


def _read_line(  # noqa: PLR0917 - what a line is read with
    sheet: Worksheet, line: int, cells: Sequence[str], columns: Sequence[str], money: set[str], found: Layout
) -> None:
    kept: dict[str, tuple[int, str]] = {key: (nth, "") for nth, key in enumerate(columns, 1) if key}
    label = ""
    for nth, text in enumerate(cells, 1):
        key = columns[nth - 1] if nth <= len(columns) else ""
        if nth > len(columns) and text and sheet.merged.get((line, nth)) != text:
            found.faults.append((line, nth, f"“{text[:20]}”在表格右边，没有表头", "请移到表格里，或删去"))
        if not key:
            label = label or (text if _mark(text) else "")
            continue
        if key not in money:
            label = label or (text if _mark(text) else "")
        kept[key] = (nth, text)
    if not label:  # what a merged cell covers in the rows below it, but for amounts, which would count twice
        for nth, key in enumerate(columns, 1):
            if key and key not in money and not kept[key][1]:
                kept[key] = (nth, sheet.merged.get((line, nth), ""))
    if all(says_nothing(text) or text in _BLANK for _, text in kept.values()) and not label:
        return
    if "_month" in kept and "_day" in kept:
        month, day = kept.pop("_month"), kept.pop("_day")
        if not says_nothing(month[1]) and not says_nothing(day[1]):
            kept["date"] = (month[0], f"{normal(month[1])}月{normal(day[1])}日")
    found.lines.append(Line(_mark(label), line, label, kept))


def _mark(text: str) -> str:
    plain = normal(text).strip(":：")
    return next((mark for pattern, mark in _LABELS if pattern.fullmatch(plain)), ROW) if 1 < len(plain) < 12 else ROW


def is_foot(cells: Sequence[str]) -> bool:
    """Whether what stands here is below the table: who signed, or a note."""
    filled = [cell for cell in cells if cell]
    if _amounts(filled):  # a row whose summary is like 会计费：三季度
        return False
    text = " ".join(dict.fromkeys(filled))
    if _NOTE.match(filled[0]):
        return True
    return any(_SIGNER.search(match[1]) for match in _SIGNED.finditer(text)) and not _mark(filled[0])


def _amounts(cells: Iterable[str]) -> int:
    """How many cells are nothing but a number."""
    return sum(bool(_PLAIN_NUMBER.fullmatch(normal(cell))) for cell in cells)


def _read_foot(lines: Sequence[tuple[int, Sequence[str]]], found: Layout) -> None:
    for line, cells in lines:
        filled = list(dict.fromkeys(cell for cell in cells if cell))
        if not filled:
            continue
        if _amounts(filled) > 1:
            cure = "请把这一行移到表格里；签名写在表格的最下面"
            found.faults.append((line, 0, "签名下面还有一行数字，没有读", cure))
        if _NOTE.match(filled[0]) or not _SIGNED.search(text := " ".join(filled)):
            found.notes.append(" ".join(filled))
            continue
        found.signed += _signatures(text)


def _signatures(text: str) -> Iterator[tuple[str, str]]:
    """制表：何守田 审核（村务监督委员会）：周满仓 → label and name. A name is what stands before the next label."""
    matches = list(_SIGNED.finditer(text))
    for nth, match in enumerate(matches):
        end = matches[nth + 1].start() if nth + 1 < len(matches) else len(text)
        name = text[match.end() : end].strip(_AROUND)
        if not name and nth + 1 < len(matches):  # 制表：何守田审核：周满仓
            name = _glued(matches[nth + 1][1])
        label = match[1].removeprefix(_glued(match[1])) if nth and match.start() == matches[nth - 1].end() else match[1]
        yield label.strip("(（ "), "" if says_nothing(name) else name


def _glued(label: str) -> str:
    """The name of who signed before, where nothing stands between it and the next label."""
    found = _SIGNER.search(label)
    return label[: found.start()] if found and 2 <= found.start() <= _LONGEST_NAME else ""

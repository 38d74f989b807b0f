"""A workbook: every cell of every sheet as it is kept, hidden or not, comments, links.

Read from its parts and not through a library: those leave out the sheets' hidden state, comments and caches, or hold
the whole workbook in memory at fifty times its size.
"""

from __future__ import annotations

import io
import re
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from standards.documents.archive import Parts, local
from standards.documents.reading import HIDDEN_COLUMN, HIDDEN_ROW, HIDDEN_SHEET, Enough, Place, Reading

EXACT = 10**15
"""A spreadsheet keeps fifteen digits of a number: what is larger (ID numbers, accounts) has lost its last ones."""
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_COLUMNS = 16384


def read_xlsx(reading: Reading, parts: Parts) -> set[str]:
    """Read all sheets; returns the entries that are dealt with."""
    book = "xl/workbook.xml"
    seen = {book, "xl/sharedStrings.xml"}
    strings = _shared(parts)
    links = parts.links(book)
    for element in parts.tree(book).iter():
        if local(element) == "definedName":
            reading.add(element.text or "", Place("名称管理器"))
        if local(element) != "sheet":
            continue
        key = next((value for name, value in element.attrib.items() if name.endswith("}id")), "")
        target = links.get(key, ("", ""))[1]
        if target not in parts.names or target in seen:
            continue
        seen.add(target)
        reading.parts += 1
        part = f"工作表“{element.get('name', '')}”"
        hidden = HIDDEN_SHEET if element.get("state", "visible") != "visible" else ""
        leads = parts.links(target)
        spots = _read_sheet(reading, parts.data(target), strings, part, hidden)
        for key, (kind, found) in leads.items():
            if kind == "hyperlink":
                reading.refer(found, Place(f"{part}{spots.get(key, '')}的链接", hidden=hidden))
            elif kind in ("comments", "threadedComment") and found in parts.names:
                seen.add(found)
                _read_comments(reading, parts.tree(found), part, hidden)
    return seen


def _shared(parts: Parts) -> list[str]:
    return [_words(item) for item in parts.tree("xl/sharedStrings.xml") if local(item) == "si"]


def _words(item: Any) -> str:
    """The text of a string item, without the readings that some of them carry."""
    return "".join(
        element.text or "" for element in item.iter() if local(element) == "t" and local(element.getparent()) != "rPh"
    )


def _read_sheet(reading: Reading, data: bytes, strings: list[str], part: str, hidden: str) -> dict[str, str]:
    """Row by row, so that a long sheet needs no more memory than a short one; the cells of its links by their ids."""
    spots: dict[str, str] = {}
    if len(data) > reading.limits.part:
        raise Enough
    unseen: set[int] = set()
    row = 0
    options = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
    for _, element in etree.iterparse(io.BytesIO(data), events=("end",), **options):
        name = local(element)
        if name == "col" and _is_true(element.get("hidden")):
            first, last = _number(element.get("min")), _number(element.get("max"))
            unseen |= set(range(first, min(last, _COLUMNS) + 1))
        elif name == "row":
            row = _number(element.get("r")) or row + 1
            why = hidden or (HIDDEN_ROW if _is_true(element.get("hidden")) else "")
            _read_row(reading, element, row, strings, part, why, unseen)
            element.clear()
            if (above := element.getparent()) is not None:
                del above[: above.index(element)]
            reading.go_on()
        elif name in ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"):
            reading.add(element.text or "", Place(f"{part}的页眉页脚", hidden=hidden))
        elif name in ("formula1", "formula2"):
            reading.add(element.text or "", Place(f"{part}的数据验证", hidden=hidden))
        elif name == "hyperlink":
            key = next((value for name, value in element.attrib.items() if name.endswith("}id")), "")
            spots[key] = element.get("ref", "")[:12]
    return spots


def _read_row(  # noqa: PLR0917 - what a cell's place depends on
    reading: Reading, element: Any, row: int, strings: list[str], part: str, why: str, unseen: set[int]
) -> None:
    column = 0
    for cell in element:
        if local(cell) != "c":
            continue
        found = _CELL.fullmatch(cell.get("r", ""))
        column = _column(found[1]) if found else column + 1
        text, lost = _value(cell, strings)
        hidden = why or (HIDDEN_COLUMN if column in unseen else "")
        reading.add(text, Place(part, row, column, True, hidden), lost=lost)


def _value(cell: Any, strings: list[str]) -> tuple[str, bool]:
    """The text of a cell, and whether it is a number that has lost digits."""
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _words(cell), False
    value = next((child.text for child in cell if local(child) == "v" and child.text), "")
    if not value:  # a formula that nobody has worked out yet
        return next((child.text for child in cell if local(child) == "f" and child.text), ""), False
    if kind == "s":
        at = _number(value)
        return (strings[at] if at < len(strings) else ""), False
    if kind != "n":
        return value, False
    return _plain(value)


def _plain(value: str) -> tuple[str, bool]:
    """A number as its digits, not as 4.29E+17, and no more of them than are meant: 0.1 may be kept as
    0.10000000000000001."""
    try:
        number = float(value)
    except ValueError:
        return value, False
    if not EXACT <= abs(number) < 10**19:
        return value if value.isdigit() else f"{number:.15g}", False
    return value if value.isdigit() else f"{number:.0f}", True


def _read_comments(reading: Reading, root: Any, part: str, hidden: str) -> None:
    for element in root.iter():
        if local(element) in ("comment", "threadedComment"):
            spot = element.get("ref", "")[:12]
            words = "".join(e.text or "" for e in element.iter() if local(e) in ("t", "text"))
            reading.add(words, Place(f"{part}{spot}的批注", hidden=hidden))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0


def _is_true(text: str | None) -> bool:
    return text in ("1", "true")

"""A Word document: paragraphs, tables cell by cell, notes, comments, headers, hidden and deleted text, links."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from standards.documents.archive import Parts, local
from standards.documents.reading import DELETED_TEXT, HIDDEN_TEXT, WHITE_TEXT, Place, Reading

_FIELD_LINK = re.compile(r'\s*HYPERLINK\s+"([^"\\]+)"')
_PARTS = {"header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注", "comments": "批注"}


def read_docx(reading: Reading, parts: Parts) -> set[str]:
    """Read the text; returns the entries that are dealt with."""
    main = "word/document.xml"
    seen = {main}
    links = parts.links(main)
    root = parts.tree(main)
    body = next((child for child in root if local(child) == "body"), root)
    _read_blocks(reading, body)
    for kind, target in links.values():
        if kind in _PARTS and target in parts.names and target not in seen:
            seen.add(target)
            for paragraph in parts.tree(target).iter():
                if local(paragraph) == "p":
                    _read_paragraph(reading, paragraph, Place(_PARTS[kind]))
    _read_links(reading, root, links)
    reading.changes += sum(local(element) in ("ins", "del") for element in root.iter())
    return seen


def _read_links(reading: Reading, root: Any, links: Mapping[str, tuple[str, str]]) -> None:
    """Links by the words they stand under; those that nothing in the text shows are read as well."""
    shown: dict[str, str] = {}
    for element in root.iter():
        if local(element) == "hyperlink":
            key = next((value for name, value in element.attrib.items() if name.endswith("}id")), "")
            words = "".join(e.text or "" for e in element.iter() if local(e) == "t")
            shown.setdefault(key, words.strip()[:40])
        elif local(element) == "instrText" and (found := _FIELD_LINK.match(element.text or "")):
            reading.refer(found[1], Place("链接"))
    for key, (kind, target) in links.items():
        if kind == "hyperlink":
            reading.refer(target, Place(f"链接“{shown[key]}”" if shown.get(key) else "链接"))


def _read_blocks(reading: Reading, body: Any) -> None:
    paragraphs = tables = 0
    waiting = list(reversed(list(body)))
    while waiting:
        block = waiting.pop()
        name = local(block)
        if name == "p":
            paragraphs += 1
            _read_paragraph(reading, block, Place(f"第{paragraphs}段"))
            reading.go_on()
        elif name == "tbl":
            tables += 1
            _read_table(reading, block, f"第{tables}个表格")
        else:  # a control, a change, a section: what is in it stands here
            waiting += reversed(list(block))


def _read_table(reading: Reading, table: Any, part: str) -> None:
    rows = [element for element in table.iter() if local(element) == "tr" and _owner(element) is table]
    for number, row in enumerate(rows, 1):
        column = 0
        for cell in (element for element in row.iter() if local(element) == "tc" and _owner(element) is table):
            column += 1
            place = Place(part, number, column)
            texts = [text for p in cell.iter() if local(p) == "p" for text in _texts(reading, p, place)]
            reading.add("\n".join(texts), place)
            column += _span(cell) - 1
        reading.go_on()


def _owner(element: Any) -> Any:
    """The table that a row or a cell belongs to."""
    return next((above for above in element.iterancestors() if local(above) == "tbl"), None)


def _span(cell: Any) -> int:
    """How many columns a cell takes."""
    for element in cell.iter():
        if local(element) == "gridSpan":
            said = next((value for key, value in element.attrib.items() if key.endswith("}val")), "1")
            return min(int(said), 100) if said.isascii() and said.isdigit() else 1
    return 1


def _read_paragraph(reading: Reading, paragraph: Any, place: Place) -> None:
    for text in _texts(reading, paragraph, place):
        reading.add(text, place)


def _texts(reading: Reading, paragraph: Any, place: Place) -> list[str]:
    """What a reader sees of a paragraph; what he does not see is taken on the way, with its own place."""
    shown: list[str] = []
    unseen: dict[str, list[str]] = {}
    for element in paragraph.iter():
        name = local(element)
        if name in ("t", "delText", "instrText") and element.text:
            hidden = DELETED_TEXT if name == "delText" else _why_hidden(element)
            if name == "instrText":
                reading.add(element.text, Place(f"{place.part}的域代码"))
            elif hidden:
                unseen.setdefault(hidden, []).append(element.text)
            else:
                shown.append(element.text)
        elif name in ("tab", "br", "cr"):
            shown.append("\t" if name == "tab" else "\n")
    for hidden, texts in unseen.items():
        reading.add("".join(texts), Place(place.part, place.row, 0, place.sheet, hidden))
    return ["".join(shown)] if shown else []


def _why_hidden(text: Any) -> str:
    """Why nobody sees a run of text; white type counts where nothing around it may be a dark ground."""
    run = text.getparent()
    for mark in run.iter() if run is not None else ():
        name = local(mark)
        if name in ("vanish", "webHidden") and not any(v in ("0", "false", "off") for v in mark.attrib.values()):
            return HIDDEN_TEXT
        if name == "color" and any(value.upper() == "FFFFFF" for value in mark.attrib.values()) and _on_paper(run):
            return WHITE_TEXT
    return ""


def _on_paper(run: Any) -> bool:
    around = [run, *run.iterancestors()]
    if any(local(element) in ("tc", "txbxContent") for element in around):
        return False
    near = [element for element in around if local(element) in ("r", "p")]
    return not any(local(mark) in ("shd", "highlight") for element in near for mark in element.iter())

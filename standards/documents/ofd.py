"""An OFD (GB/T 33190): the text of its pages line by line, and its properties."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from standards.documents.archive import Parts, local
from standards.documents.reading import Place, Reading

BOOK = "OFD.xml"
_PROPERTIES = {
    "Author": "作者", "Title": "标题", "Subject": "主题", "Abstract": "摘要", "Creator": "创建程序",
    "Keyword": "关键词", "CustomData": "其他",
}  # fmt: skip
_SAME_LINE = 1.0
"""Millimetres: what lies no farther apart, up and down, is one line; what stands no farther apart in it, one word."""


def read_ofd(reading: Reading, parts: Parts) -> set[str]:
    """Read the text; returns the entries that are dealt with."""
    seen = {BOOK}
    for element in parts.tree(BOOK).iter():
        if (name := local(element)) in _PROPERTIES:
            reading.add((element.text or "")[:10_000], Place(f"文件属性“{_PROPERTIES[name]}”"))
        elif name == "DocRoot":
            _read_document(reading, parts, _within("", element.text), seen)
    return seen


def _read_document(reading: Reading, parts: Parts, root: str, seen: set[str]) -> None:
    seen.add(root)
    folder = posixpath.dirname(root)
    for element in parts.tree(root).iter():
        if local(element) != "Page" or not element.get("BaseLoc"):
            continue
        page = _within(folder, element.get("BaseLoc"))
        if page not in parts.names or page in seen:
            continue
        seen.add(page)
        reading.go_on()
        reading.parts += 1
        if reading.parts > reading.limits.pages:
            reading.fault("too-large", f"超过 {reading.limits.pages} 页，后面的没有查看", "请拆成几个文件")
            return
        try:
            lines = "\n".join(_lines(parts.tree(page)))
        except etree.XMLSyntaxError:
            reading.fault("damaged", f"第{reading.parts}页读不出来，没有查看", "请重新导出 OFD 后替换")
            continue
        reading.add(lines, Place(f"第{reading.parts}页"))


def _within(folder: str, place: str | None) -> str:
    """The entry that an ST_Loc means: from the root, or from the folder of the part that names it."""
    return posixpath.normpath(posixpath.join("/", folder, (place or "").strip())).lstrip("/")


def _lines(page: Any) -> Iterator[str]:
    """The text objects of a page, those of one line put together again: some programs write one for each character."""
    line, bottom, right = "", 0.0, 0.0
    for element in page.iter():
        if local(element) != "TextObject":
            continue
        words = "".join(code.text or "" for code in element.iter() if local(code) == "TextCode")
        x, y, width = _box(element)
        if line and abs(y - bottom) <= _SAME_LINE and x >= right - width:
            line += ("" if x - right <= _SAME_LINE else " ") + words
        else:
            yield line
            line = words
        bottom, right = y, x + width
    yield line


def _box(element: Any) -> tuple[float, float, float]:
    try:
        x, y, width, _ = (float(part) for part in element.get("Boundary", "").split())
    except ValueError:
        return 0.0, -1e9, 0.0
    return x, y, width

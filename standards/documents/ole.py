"""A Word, Excel or PowerPoint file of before 2007, or of WPS: whether it can be opened, its properties, its digits.

The container is [MS-CFB], the properties are [MS-OLEPS]; the text itself, in each program's own binary form, is not
read, and the reading says so.
"""

from __future__ import annotations

import io
from typing import Any

from standards.documents.reading import Place, Reading

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RESAVE = "请用 Word、WPS 打开，另存为 .docx 或 .xlsx 后替换"
OLD = "是老格式（.doc、.xls、.wps、.rtf），只找了整串数字，其余没有查看"
_LOCKED = "EncryptedPackage"
_MAIN = {"WordDocument": "doc", "Workbook": "xls", "Book": "xls", "PowerPoint Document": "ppt"}
"""The stream that holds the text, and what the file is then."""
_PROPERTIES = {
    "author": "作者", "last_saved_by": "最后修改人", "title": "标题", "subject": "主题", "comments": "备注",
    "keywords": "关键词", "template": "模板", "company": "单位", "manager": "主管",
}  # fmt: skip


def read_ole(reading: Reading, data: bytes) -> str:
    """Read what can be had; the kind is returned. Raises OSError where the container is damaged."""
    import olefile  # type: ignore[import-untyped]

    if _LOCKED.encode("utf-16-le") in data:
        reading.fault("encrypted", "文件加了密码，没有查看", "请去掉密码后替换：读者也打不开它")
        return "encrypted"
    read_digits(reading, data)
    with olefile.OleFileIO(io.BytesIO(data)) as book:
        for name, kind in _MAIN.items():
            if book.exists(name):
                if len(book.openstream(name).read()) < book.get_size(name):
                    raise OSError("the file ends before its text does")
                reading.fault("old-format", OLD, RESAVE)
                _read_properties(reading, book)
                return kind
    reading.fault("old-format", OLD, RESAVE)
    return "old"


def read_digits(reading: Reading, data: bytes) -> None:
    """The ID numbers in it. Text stands in these files as UTF-16 or, where it is all Latin, in single bytes."""
    from standards.privacy import find_ids

    for text in (data.decode("latin-1"), data.decode("utf-16-le", "replace"), data[1:].decode("utf-16-le", "replace")):
        for found in find_ids(text):
            if found.kind == "resident-id":
                reading.add(text[found.start : found.end], Place(""))


def _read_properties(reading: Reading, book: Any) -> None:
    try:
        told = book.get_metadata()
    except Exception:  # noqa: BLE001 - as libraries answer damage
        return
    coding = {936: "gb18030", 65001: "utf-8"}.get(int(told.codepage or 0) & 0xFFFF, "gb18030")
    for key, label in _PROPERTIES.items():
        value = getattr(told, key, None)
        words = value.decode(coding, "replace") if isinstance(value, bytes) else str(value or "")
        reading.add(words.strip("\0 ")[:10_000], Place(f"文件属性“{label}”"))

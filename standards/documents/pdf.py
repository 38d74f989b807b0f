"""A PDF: the text of its pages, notes, form fields, links, properties, embedded files, and pages that are pictures."""

from __future__ import annotations

import io
import logging
import re
from typing import Any

from standards.documents.reading import INNER, Place, Reading

PAGE_LIMIT = 8 * 1024 * 1024
"""Bytes of drawing instructions of one page beyond which it is told as not read."""
_PROPERTIES = {
    "/Author": "作者", "/Title": "标题", "/Subject": "主题", "/Keywords": "关键词",
    "/Creator": "创建程序", "/Producer": "生成程序",
}  # fmt: skip
_NOTES = {"/Widget": "表单", "/Link": "链接", "/FreeText": "文本框"}
"""What an annotation is called that is no note beside the text."""
_UNREADABLE = re.compile(r"[\x00-\x08\x0e-\x1f\ue000-\uf8ff\ufffd]")
_TAG = re.compile(r"<[^<>]*>")
_OCR = "扫描的页面要用 OCR 识别；没有 OCR 的，请由专人逐页看过"


def read_pdf(reading: Reading, data: bytes, depth: int) -> None:
    """Page by page: one that breaks is told, and the next one read."""
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)  # what is wrong with a file is told to editors
    document = pypdf.PdfReader(io.BytesIO(data), strict=False)
    if document.is_encrypted and not document.decrypt(""):
        reading.fault("encrypted", "PDF 加了密码，没有查看", "请去掉密码后替换：读者也打不开它")
        return
    _read_properties(reading, document)
    scanned: list[int] = []
    broken: list[int] = []
    for number, page in enumerate(document.pages, 1):
        reading.go_on()
        reading.parts += 1
        if number > reading.limits.pages:
            reading.fault("too-large", f"超过 {reading.limits.pages} 页，后面的没有查看", "请拆成几个文件")
            break
        try:
            content = page.get_contents()
            size = len(content.get_data()) if content is not None else 0
            text = page.extract_text() if 0 < size <= PAGE_LIMIT else ""
        except Exception:  # noqa: BLE001 - as libraries answer damage
            broken.append(number)
            continue
        reading.add(text, Place(f"第{number}页"))
        _read_notes(reading, page, number)
        if size > PAGE_LIMIT:
            broken.append(number)
        elif size and _is_picture(text) and _show(reading, page, number):
            scanned.append(number)
    if scanned:
        reading.fault("scan", f"{_pages(scanned)}是图片，没有文字", _OCR)
    if broken:
        reading.fault("damaged", f"{_pages(broken)}读不出来，没有查看", "请重新导出 PDF 后替换")
    _read_files(reading, document, depth)


def _read_properties(reading: Reading, document: Any) -> None:
    try:
        for key, value in (document.metadata or {}).items():
            name = _PROPERTIES.get(str(key), str(key).lstrip("/"))
            reading.add(str(value)[:10_000], Place(f"文件属性“{name}”"))
        xmp = document.trailer["/Root"].get("/Metadata")
        if xmp is not None:
            words = _TAG.sub("\n", xmp.get_object().get_data()[:200_000].decode("utf-8", "replace"))
            for line in words.split("\n"):
                reading.add(line, Place("文件属性", hidden="XMP"))
    except (KeyError, ValueError, AttributeError, TypeError):
        return


def _read_notes(reading: Reading, page: Any, number: int) -> None:
    """Notes, what was typed into form fields, where links lead. A damaged one hides none of the others."""
    for pointer in _list(page.get("/Annots")):
        try:
            note = pointer.get_object()
            said = _NOTES.get(str(note.get("/Subtype")), "批注")
            for key, part in (("/Contents", said), ("/V", "表单"), ("/T", said)):
                if isinstance(note.get(key), str):
                    reading.add(str(note[key]), Place(f"第{number}页的{part}"))
            action = note.get("/A")
            if action is not None and isinstance(action.get_object().get("/URI"), str):
                reading.refer(str(action.get_object()["/URI"]), Place(f"第{number}页的链接"))
        except (KeyError, ValueError, AttributeError, TypeError):
            continue


def _list(value: Any) -> list[Any]:
    try:
        found = value.get_object() if value is not None else []
        return list(found)[:5000]
    except (ValueError, AttributeError, TypeError):
        return []


def _is_picture(text: str) -> bool:
    """Whether a page's text is none: nothing, or signs that no font explains."""
    marks = len("".join(text.split()))
    return marks < 8 or len(_UNREADABLE.findall(text)) * 3 > marks


def _show(reading: Reading, page: Any, number: int) -> bool:
    """Take the pictures of a page; whether it has any."""
    try:
        images = list(page.images.keys())[:4]
    except Exception:  # noqa: BLE001 - as above
        images = [""]
    for key in images:
        try:
            data = page.images[key].data if len(reading.pictures) < reading.limits.pictures else b""
        except Exception:  # noqa: BLE001 - codings that Pillow does not know
            data = b""
        reading.show(Place(f"第{number}页的图片"), data)
    return bool(images)


def _pages(numbers: list[int]) -> str:
    some = "、".join(map(str, numbers[:5]))
    return f"第{some}页" + (f"等 {len(numbers)} 页" if len(numbers) > 5 else "")


def _read_files(reading: Reading, document: Any, depth: int) -> None:
    from standards.documents.reader import read_into

    try:
        files = [(str(file.name), file.content) for file in list(document.attachment_list)[:50]]
    except Exception:  # noqa: BLE001 - as above
        return
    before = reading.inside
    for name, data in files:
        reading.unpack(len(data))
        reading.inside = f"{before}内嵌的文件“{name}”"
        if depth < reading.limits.depth:
            read_into(reading, name, data, depth + 1)
        else:
            reading.fault("archive", "文件里套着文件，没有查看", f"请逐个作附件（{INNER}）")
    reading.inside = before

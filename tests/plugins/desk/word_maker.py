"""Word files for tests: by python-docx where it can, by raw XML where clerks' programs do what it cannot."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.shared import Pt
from PIL import Image

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def new() -> Any:
    """An empty document."""
    return Document()


def titled(*paragraphs: str, title: str = "关于做好冬季供水保障工作的通知") -> Any:
    """A document with a title in the style of that name, and paragraphs."""
    document = new()
    document.add_paragraph(title, style="Title")
    for text in paragraphs:
        document.add_paragraph(text)
    return document


def centred(document: Any, text: str, points: int = 22) -> None:
    """A line in the middle, as titles are set."""
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(text).font.size = Pt(points)


def right(document: Any, *texts: str) -> None:
    """Lines at the right edge, as signatures stand."""
    for text in texts:
        document.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.RIGHT


def table(document: Any, *rows: str) -> Any:
    """A table; the cells of a row are apart by blanks, ``-`` is an empty one."""
    cells = [row.split(" ") for row in rows]
    made = document.add_table(len(cells), len(cells[0]))
    for number, row in enumerate(cells):
        for place, text in enumerate(row):
            made.cell(number, place).text = "" if text == "-" else text
    return made


def raw(document: Any, xml: str) -> None:
    """Put elements at the end of the body; the prefixes w and r are known."""
    body = document.element.body
    for element in parse_xml(f"<w:body {W} {R}>{xml}</w:body>"):
        body.insert(len(body) - 1, element)


def saved(document: Any) -> bytes:
    """The file."""
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def png(width: int = 40, height: int = 30, colour: tuple[int, int, int] = (90, 140, 200)) -> bytes:
    """A picture."""
    stream = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(stream, "PNG")
    return stream.getvalue()


def with_entry(data: bytes, name: str, content: bytes) -> bytes:
    """The file with one entry replaced or added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in old.namelist():
            if entry != name:
                made.writestr(entry, old.read(entry))
        made.writestr(name, content)
    return stream.getvalue()


def bare(body: str, **entries: bytes) -> bytes:
    """A file of nothing but a body, as no program would write it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", f"<w:document {W} {R}><w:body>{body}</w:body></w:document>")
        for name, content in entries.items():
            made.writestr(name, content)
    return stream.getvalue()

"""Plain text, tables with commas, pages and drawings, in whatever coding they come."""

from __future__ import annotations

import csv
import html
import io
import re

from standards.documents.reading import Place, Reading

TABLES = (".csv", ".tsv")
PAGES = (".html", ".htm", ".xml", ".svg", ".xhtml")
TEXTS = (*TABLES, *PAGES, ".txt", ".json", ".geojson", ".md", ".jsonl", ".log", ".ini", ".vcf", ".ics")
_TAG = re.compile(r"<!--|-->|</?[A-Za-z][^<>]{0,4000}>")
_FIELD = 1024 * 1024


def read_text(reading: Reading, ending: str, data: bytes) -> str:
    """The lines or cells of a text; what kind of text it was."""
    text = decode(data)
    if ending in TABLES:
        _read_table(reading, text, "\t" if ending == ".tsv" else ",")
        return "csv"
    if ending in PAGES:
        text = html.unescape(_TAG.sub("\n", text)).replace("\r", "\n")
        for line in filter(str.strip, text.split("\n")):
            reading.add(line, Place(""))
        return "page"
    for number, line in enumerate(text.split("\n"), 1):
        reading.add(line, Place("", number))
    return "text"


def decode(data: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or else the national coding; what cannot be decoded is replaced."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


def _read_table(reading: Reading, text: str, comma: str) -> None:
    line = 1
    reader = csv.reader(io.StringIO(text), delimiter=comma)
    try:
        for row in reader:
            for column, cell in enumerate(row, 1):
                reading.add(cell, Place("", line, column))
            line = reader.line_num + 1
            if not line % 1000:
                reading.go_on()
    except csv.Error:
        for number, rest in enumerate(text.split("\n"), 1):
            if number >= line:
                reading.add(rest, Place("", number))

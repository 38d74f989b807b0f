"""Files made to hurt are read in a process that they may have: the crawl goes on, and the report says what was not read."""

from __future__ import annotations

import io
import threading
import time
import zipfile
from collections.abc import Iterator

import pytest

from auditor.crawl.file_readers import FileReaders, FileReading, unpack_file
from auditor.crawl.reading import Hits, Method, unpack_hits
from auditor.crawl.response import Response
from auditor.model import FileFacts, Hit
from tests.standards.documents.maker import ID, archive, ofd, pdf, photo, word, workbook

from .toy import toy_facts

URL = "http://127.0.0.1:1/"


def answer(name: str, body: bytes, **more: str) -> Response:
    """An attachment's answer."""
    return Response(url=URL + name, final_url=URL + name, status=200, body=body, **more)  # type: ignore[arg-type]


def odd_judge(file: FileFacts) -> Hits:
    """A hit a file; or what a library does that met its master."""
    if "sleep" in file.name:
        time.sleep(60)
    if "hungry" in file.name:
        bytearray(3 * 1024 * 1024 * 1024)
    if "mistake" in file.name:
        raise ZeroDivisionError
    return [("a/b", Hit(url=file.url, message="话"))]


@pytest.fixture(scope="module")
def readers() -> Iterator[FileReaders]:
    """One process for all files of this module."""
    found = FileReaders(Method(facts=toy_facts))
    yield found
    found.close()


def parts(name: str, part: str, xml: bytes) -> bytes:
    """An Office file with another part in place of its own."""
    made = io.BytesIO()
    source = word() if name == "docx" else workbook()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, xml if entry == part else old.read(entry))
    return made.getvalue()


def word_of(paragraphs: int) -> bytes:
    """A Word file of that many paragraphs."""
    space = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = b"<w:p><w:r><w:t>a</w:t></w:r></w:p>" * paragraphs
    return parts("docx", "word/document.xml", b"<w:document %s><w:body>%s</w:body></w:document>" % (space, body))


def sheet_of(rows: bytes) -> bytes:
    """A workbook whose first sheet says that it is as large as can be."""
    return parts(
        "xlsx",
        "xl/worksheets/sheet1.xml",
        b'<worksheet><dimension ref="A1:XFD1048576"/><sheetData>%s</sheetData></worksheet>' % rows,
    )


def in_circles(made: bytes, old: bytes, new: bytes) -> bytes:
    """A PDF with one reference that leads back."""
    assert made.count(old) == 1
    return made.replace(old, new)


def nested(levels: int) -> bytes:
    """A zip in a zip in a zip, each ten times."""
    data = b"0" * 1_000_000
    for level in range(levels):
        data = archive(**{f"{level}{copy}__zip" if level else f"{copy}__txt": data for copy in range(10)})
    return data


HOSTILE = [
    ("locked.pdf", lambda: pdf("secret", password="1234"), {"encrypted"}),
    ("cut.pdf", lambda: pdf("text enough to read")[:500], {"damaged", ""}),
    ("tree.pdf", lambda: in_circles(pdf("text enough to read"), b"/Kids [6 0 R]", b"/Kids [2 0 R]"), {"damaged", ""}),
    (
        "xref.pdf",
        lambda: in_circles(pdf("text enough to read"), b"/Root 1 0 R", b"/Root 1 0 R /Prev 10"),
        {"damaged", ""},
    ),
    ("ratio.xlsx", lambda: sheet_of(b" " * 30_000_000), {"too-large"}),
    ("rows.xlsx", lambda: sheet_of(b"".join(b'<row r="%d"/>' % row for row in range(40_000))), {""}),
    ("million.docx", lambda: word_of(1_000_000), {"too-large"}),
    ("cut.docx", lambda: word_of(101_000), {"too-large"}),
    ("half.docx", lambda: word()[:9000], {"truncated"}),
    ("no.jpg", lambda: b"\xff\xd8\xff" + b"\1" * 500, {"damaged"}),
    ("none.pdf", lambda: b"", {""}),
    ("scan.pdf", lambda: pdf(*[""] * 200), {"scan"}),
    ("nested.zip", lambda: nested(3), {"too-large", "archive"}),
    ("entity.ofd", lambda: ofd("a&x;b", before=b"<!DOCTYPE P [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"), {""}),
    ("laugh.ofd", lambda: ofd("a&x;b", before=b"<!DOCTYPE P [<!ENTITY y 'hahaha'><!ENTITY x '&y;&y;'>]>"), {""}),
    ("rest.7z", lambda: b"7z\xbc\xaf\x27\x1c" + b"\0" * 100, {"archive"}),
]


@pytest.mark.parametrize(("name", "made", "codes"), HOSTILE, ids=[name for name, _, _ in HOSTILE])
def test_no_file_hurts_and_each_says_what_was_not_read(readers, name, made, codes):
    reading = readers.read(answer(name, made()))
    assert (set(reading.codes) or {""}) <= codes
    file = unpack_file(reading.facts)
    assert "root:" not in " ".join(block.text for block in file.blocks)
    assert all(flaw.what and flaw.cure for flaw in file.unread)
    assert len(file.unread) <= 10


def test_what_a_file_says_comes_back_from_the_process(readers):
    reading = readers.read(answer("a.xlsx", workbook()))
    file = unpack_file(reading.facts)
    assert ID in {block.text for block in file.blocks}
    assert reading.links == ("https://www.mingchuan.example/x",)
    assert file.tables[0].heads[:2] == ("姓名", "身份证号")
    assert ("最后修改人", "网站编辑一岗") in file.properties
    assert {found.why for found in file.hidden} == {"隐藏的行", "隐藏的列", "隐藏的工作表", "批注"}


def test_a_file_that_did_not_arrive_whole_is_not_read(readers):
    """What its beginning says is not what it says."""
    reading = readers.read(answer("a.pdf", pdf("text"), truncated="too-large"))
    assert reading.codes == ("too-large",)
    assert unpack_file(reading.facts).blocks == ()


def test_a_process_that_sleeps_or_dies_costs_its_file_and_no_other():
    """The clock ends it; too much memory is too much; a mistake of ours is said."""
    found = FileReaders(Method(facts=toy_facts, judge_file=odd_judge), seconds=3.0)
    try:
        said = {name: found.read(answer(name, photo())) for name in ("sleep.jpg", "hungry.jpg", "mistake.jpg", "a.jpg")}
    finally:
        found.close()
    assert {name: one.codes for name, one in said.items()} == {
        "sleep.jpg": ("killed",), "hungry.jpg": ("killed",), "mistake.jpg": ("failed",), "a.jpg": (),
    }  # fmt: skip
    assert len(unpack_hits(said["a.jpg"].hits)) == 1


def test_closing_ends_a_process_in_the_middle_of_a_file():
    found = FileReaders(Method(facts=toy_facts, judge_file=odd_judge))
    got: list[FileReading] = []
    asking = threading.Thread(target=lambda: got.append(found.read(answer("sleep.jpg", photo()))))
    asking.start()
    while not (found._workers._running and found._workers._running[0].read):
        time.sleep(0.01)
    found.close()
    asking.join(10)
    assert not asking.is_alive()
    assert [one.codes for one in got] == [("killed",)]

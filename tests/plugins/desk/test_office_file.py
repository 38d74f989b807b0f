"""Office files made to hurt: refused with words for an editor, before a library that trusts its input sees them."""

from __future__ import annotations

import io
import tracemalloc
import zipfile

import pytest

from plugins.desk.notices.incoming import Unusable
from plugins.desk.notices.office_file import ENTRY_LIMIT, NODE_LIMIT, PART_LIMIT, parse, unpack
from plugins.desk.word.file import read_word
from tests.plugins.desk.word_maker import bare, saved, titled

LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
PARAGRAPH = "<w:p><w:r><w:t>正文。</w:t></w:r></w:p>"


def packed(entries, method=zipfile.ZIP_DEFLATED):
    """A zip."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return stream.getvalue()


def everything(name):
    """Wants every entry."""
    return True


@pytest.mark.parametrize(
    "xml",
    [
        '<!DOCTYPE x [<!ENTITY a "甲">]><x>&a;</x>'.encode(),
        f'<!DOCTYPE x [<!ENTITY a0 "ha">{LAUGHS}]><x>&a11;</x>'.encode(),
        f'<!DOCTYPE x [<!ENTITY a0 "ha">{LAUGHS}]><x y="&a11;"/>'.encode(),
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x>&a;</x>',
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY a "b">]><x/>'.encode("utf-16"),
        b"<x>" * 5000 + b"</x>" * 5000,
        b"<x>" + b"<y/>" * NODE_LIMIT + b"</x>",
        b"<x><y></x>",
        b"",
    ],
)
def test_a_part_that_is_more_than_a_part(xml):
    """Entities in any encoding, depth, breadth, and what is no XML."""
    with pytest.raises(Unusable):
        parse(xml)


def test_no_file_of_this_machine_is_opened():
    """An entity that names one is refused even where nothing uses it."""
    with pytest.raises(Unusable, match="XML 实体声明"):
        parse(b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x/>')


def test_an_entry_that_lies_about_its_size_is_not_inflated():
    """It says a thousand bytes and holds forty million: the memory for them is never taken."""
    data = bytearray(packed({"a.xml": b"x" * 40_000_000}))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    tracemalloc.start()
    with pytest.raises(Unusable):
        unpack(bytes(data), everything)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (packed({f"a{n}": b"" for n in range(ENTRY_LIMIT + 1)}), "里面的文件超过 5000 个"),
        (packed({"a.xml": b"x" * (PART_LIMIT + 1)}), "文字部分超过 16 MB"),
        (packed({"a.xml": b"<a/>"}, zipfile.ZIP_LZMA), "压缩方式不是 Office 用的"),
        (b"{\\rtf1 x}", "其实是RTF 文档"),
        (b"%PDF-1.7", "其实是PDF 文件"),
        (b"\n<html>", "其实是网页"),
        (b"PK\3\4", "不完整或已经损坏"),
    ],
)
def test_a_file_that_is_no_office_file(data, said):
    """It is told what it is instead, or what is too much about it."""
    with pytest.raises(Unusable, match=said):
        unpack(data, everything)


def test_every_cut_of_a_sound_file_is_refused():
    """A download that broke off, wherever it did."""
    data = saved(titled("内容。"))
    for end in range(1, len(data), len(data) // 40):
        with pytest.raises(Unusable):
            read_word(data[:end], set())


def test_a_workbook_is_no_word_file():
    """Even under its name."""
    with pytest.raises(Unusable, match="不是 Word 文档"):
        read_word(packed({"xl/workbook.xml": b"<workbook/>"}), set())


def test_strict_files_are_read():
    """The other namespaces that Word can save with mean the same."""
    data = bare(PARAGRAPH.replace("正文。", "通知") + PARAGRAPH)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("word/document.xml").replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
    assert read_word(packed({"word/document.xml": xml}), set()).body == "正文。"

"""An attachment's facts: its name, its passages with their places, its tables by the right heads, what nobody sees."""

from __future__ import annotations

import io

import openpyxl
import pytest

from auditor.facts.file import as_page, called, name_of, read_file
from tests.standards.documents.maker import ID, pdf, photo, word

URL = "https://www.example.gov.cn/files/2026%E5%B9%B4.docx"


def book(*rows: list[object]) -> bytes:
    """A workbook of one sheet."""
    made = openpyxl.Workbook()
    made.active.title = "名单"
    for row in rows:
        made.active.append(row)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ("", "2026年.docx"),
        ('attachment; filename="a.xls"', "a.xls"),
        ("attachment; filename=a.xls", "a.xls"),
        ("attachment; filename=x.xls; filename*=UTF-8''%E5%90%8D%E5%8D%95.xls", "名单.xls"),
        ("attachment; filename=" + "名单.xls".encode().decode("latin-1"), "名单.xls"),
        ("attachment; filename=" + "名单.xls".encode("gb18030").decode("latin-1"), "名单.xls"),
        ("attachment; filename=%E5%90%8D%E5%8D%95.xls", "名单.xls"),
        ('attachment; filename="..\\..\\etc/passwd"', "passwd"),
        ("inline", "2026年.docx"),
    ],
)
def test_a_file_is_called_what_a_browser_saves_it_as(disposition, name):
    """RFC 6266, and what servers write instead."""
    assert name_of(URL, disposition) == name


def test_passages_say_where_they_stand_and_what_nobody_sees():
    file = read_file(URL, (), word(hidden="藏着的", comment="批注里的"))
    by_text = {block.text: block for block in file.blocks}
    assert by_text["公示说明"].locator.selector == "第1段"
    assert (by_text["藏着的"].kind, by_text["公示说明"].kind) == ("attribute", "text")
    assert by_text["身份证号"].tag == "td"
    assert not any("python-docx" in block.text for block in file.blocks)
    assert ("作者", "python-docx") in file.properties
    assert file.tables[0].locator.selector == "第1个表格"


def test_heads_are_the_row_that_names_persons_below_titles_and_merged_heads():
    rows = read_file(
        URL, (), book(["补贴名单"], ["基本信息", None, "补贴"], ["姓名", "身份证号", "金额"], ["甲某", ID, 3])
    )
    assert rows.tables[0].heads == ("姓名", "身份证号", "金额")
    assert rows.tables[0].rows == (("甲某", ID, "3"),)
    plain = read_file(URL, (), book(["一览表"], ["事项", "期限"], ["甲", "乙"]))
    assert plain.tables[0].heads == ("事项", "期限")


def test_only_whole_addresses_are_links():
    """底稿.doc is a place on the author's own disk."""
    assert [link.url for link in read_file(URL, (), word(link="http://a.example/b#c")).links] == ["http://a.example/b"]
    assert read_file(URL, (), word(link="底稿.doc")).links == ()


def test_what_did_not_arrive_whole_is_known_by_name_and_size_only():
    file = read_file(URL, (("content-type", "application/pdf"),), pdf("text enough to read"), truncated="timeout")
    assert (file.blocks, file.kind, file.truncated) == ((), "", "timeout")
    assert file.size
    assert called(file) == "附件“2026年.docx”"
    assert len(called(read_file("https://a.example/" + "a" * 300 + ".pdf", (), b""))) < 60


def test_pictures_are_counted_or_read_and_icons_are_neither():
    """What a program has read is for the checks of privacy, not for those of words."""
    scan = pdf("text enough to read", "")
    assert read_file(URL, (), scan).pictures == 1
    seen = read_file(URL, (), scan, eyes=lambda data: f"截止目前\n\n\n\n{ID}")  # type: ignore[arg-type]
    assert seen.pictures == 0
    assert [(block.text, block.kind, block.locator.selector) for block in seen.blocks[1:]] == [
        ("截止目前", "alt", "第2页的图片上的文字"), (ID, "alt", "第2页的图片上的文字"),
    ]  # fmt: skip
    assert [block.text for block in as_page(seen, seen_only=True).blocks] == ["text enough to read"]
    assert read_file(URL, (), scan, eyes=lambda data: None).pictures == 1  # type: ignore[arg-type]
    assert read_file(URL, (), photo(size=(20, 20))).pictures == 0

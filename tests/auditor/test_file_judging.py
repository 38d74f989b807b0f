"""Attachments are judged by the checks of pages, as far as these hold for files, and every hit says where it stands."""

from __future__ import annotations

import io
from datetime import datetime

import msgspec
import openpyxl
import pytest

from auditor.facts.file import read_file
from auditor.file_judging import judge_file
from auditor.findings import join_hits
from auditor.linkers import name_linkers
from auditor.model import Check, FileFacts, Hit, Locator, TextBlock
from auditor.rules import read_rules
from standards.calendar import BEIJING
from tests.standards.documents.maker import ID, archive, ofd, word, workbook

NOW = datetime(2026, 11, 20, tzinfo=BEIJING)
PARAMS = {id: rule.params for id, rule in read_rules("guoban-2019-19").checks.items()}
FULLWIDTH = "".join(chr(ord(char) + 0xFEE0) for char in ID)


def hits(name: str, data: bytes) -> list[tuple[str, str, str]]:
    """Check, verdict and message of every hit in a file."""
    file = read_file(f"https://www.example.gov.cn/files/{name}", (), data)
    return [(id, hit.verdict, hit.message) for id, hit in judge_file(PARAMS, NOW, file)]


def sheet(head: str, *cells: object, name: str = "姓名") -> bytes:
    """A list of persons with one more column."""
    made = openpyxl.Workbook()
    made.active.title = "名单"
    made.active.append([name, head])
    for cell in cells:
        made.active.append(["何守田", cell])
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def test_a_hidden_number_fails_and_says_where():
    found = hits("a.xlsx", workbook())
    assert (
        "privacy/resident_id",
        "fail",
        "附件“a.xlsx”（工作表“名单”B3）：居民身份证号码 110***********002X 完整公开，未作遮盖",
    ) in found
    assert not [message for id, _, message in found if id.startswith("words/")]


@pytest.mark.parametrize(
    ("head", "cell", "verdict"),
    [
        ("身份证号", FULLWIDTH, "fail"),
        ("身份证号", "110105194912310020", "review"),  # its check digit is wrong
        ("身份证号", 110105194912310025, "review"),  # a number in the sheet has lost its last digits
        ("统一社会信用代码", "11429004MB1234567X", ""),
        ("合同编号", "110105194912310020", ""),
        ("身份证号", "110***********002X", ""),
    ],
)
def test_cells_are_judged_by_the_heads_of_their_columns(head, cell, verdict):
    found = {said for id, said, _ in hits("a.xlsx", sheet(head, cell)) if id == "privacy/resident_id"}
    assert found == ({verdict} if verdict else set())


def test_a_list_of_persons_with_telephone_numbers_says_its_table():
    data = sheet("联系电话", "13800000001", "13800000002")
    file = read_file("https://www.example.gov.cn/files/低保名单.xlsx", (), data)
    found = [hit for id, hit in judge_file(PARAMS, NOW, file) if id == "privacy/person_list"]
    assert [hit.message[:28] for hit in found] == ["附件“低保名单.xlsx”（工作表“名单”）：“联系电话"]


def test_a_hidden_place_is_named_whole_whatever_the_sheet_is_called():
    made = openpyxl.load_workbook(io.BytesIO(sheet("金额", 1, 2)))
    made.active.title = "名单（二）"
    made.active.row_dimensions[3].hidden = True
    stream = io.BytesIO()
    made.save(stream)
    assert [message for id, _, message in hits("a.xlsx", stream.getvalue()) if id == "attachments/hidden_content"] == [
        "附件“a.xlsx”里有隐藏的行（工作表“名单（二）”A3，共 2 处），下载的人都能看到"
    ]


def test_many_of_a_kind_are_told_as_few():
    numbers = [f"1101051949123100{n:02}" for n in range(40)]
    found = [message for id, _, message in hits("a.xlsx", sheet("身份证号", *numbers)) if id == "privacy/resident_id"]
    assert len(found) < 12
    assert any("同类的还有" in message for message in found)


def test_the_lexicon_is_asked_of_every_kind_and_a_gap_makes_it_a_question():
    assert [(id, verdict) for id, verdict, _ in hits("a.txt", "截止目前，已完成。".encode())] == [
        ("words/wrong_wording", "fail")
    ]
    split = read_file("https://www.example.gov.cn/a.ofd", (), ofd("公告", "已完成"))
    block = TextBlock(text="截 止目前，已完成", tag="p", locator=Locator(selector="第1页"))
    split = msgspec.structs.replace(split, blocks=(block,))
    assert {hit.verdict for id, hit in judge_file(PARAMS, NOW, split) if id == "words/wrong_wording"} <= {"review"}


def test_forms_and_cells_are_not_taken_for_prose():
    """XX and blanks of a form, the lone marks of a table."""
    assert not [
        id
        for id, _, _ in hits("a.docx", word(listed=False, more="申请人：XX镇XX村，、。"))
        if id == "words/placeholder"
    ]
    assert hits("a.csv", "说明\n截至今日、。\n".encode()) == []


def test_what_is_in_an_archive_is_judged_too():
    found = hits("a.zip", archive(b__csv=f"姓名,身份证号\n甲某,{ID}".encode()))
    assert [message[:36] for _, _, message in found] == ["附件“a.zip”（压缩包里的“b.csv”第2行第2列）：居民身份证号"]


class Linked:
    """A site of two pages that link to one attachment."""

    def judged_files(self, stamp: str) -> list[tuple[str, None]]:
        """Its attachments."""
        return [("https://a.example/f.pdf", None), ("https://a.example/lone.pdf", None)]

    def linkers(self, urls: set[str]) -> dict[str, list[str]]:
        """Who links to them."""
        pages = ["https://a.example/1", "https://a.example/2"]
        return {url: pages if url.endswith("f.pdf") else [] for url in urls}


def test_a_finding_in_an_attachment_names_the_pages_that_link_to_it():
    """One that no page links to stands for itself; a page's finding stays as it is."""
    check = Check(id="attachments/x", title="", severity="P3", remedy="", scope="file", check=lambda *_: ())
    some = [Hit(url=f"https://a.example/{name}", message="话", reason=name) for name in ("f.pdf", "lone.pdf", "1")]
    found = name_linkers(join_hits([(check, hit) for hit in some], {}), Linked())  # type: ignore[arg-type]
    assert {finding.reason: (finding.pages, finding.reach) for finding in found} == {
        "f.pdf": (("https://a.example/1", "https://a.example/2"), 2),
        "lone.pdf": (("https://a.example/lone.pdf",), 1),
        "1": (("https://a.example/1",), 1),
    }


def test_a_file_without_anything_is_silent():
    assert judge_file(PARAMS, NOW, FileFacts(url="https://a.example/a.pdf")) == []

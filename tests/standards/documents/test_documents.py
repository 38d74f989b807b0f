"""What is written in files is found with its place, hidden or not; what was not read is said."""

from __future__ import annotations

import random
import zipfile
from io import BytesIO

import pytest

from standards.documents import Limits, read
from standards.documents.reading import column_name
from tests.standards.documents.maker import ID, archive, ofd, ole, pdf, photo, word, workbook


def places(name: str, data: bytes) -> dict[str, str]:
    """The text of each piece by its place."""
    return {str(piece.place): piece.text.strip() for piece in read(name, data).pieces}


def codes(name: str, data: bytes, **limits: float) -> list[str]:
    """What a reading says it did not look at."""
    return [flaw.code for flaw in read(name, data, Limits(**limits)).flaws]


def test_a_pdf_is_read_page_by_page_with_notes_and_properties():
    found = places("a.pdf", pdf("first", f"second {ID}", author="Li", note="a note", file=b"inside"))
    assert found["第1页"] == "first"
    assert found["第2页"] == f"second {ID}"
    assert found["文件属性“作者”"] == "Li"
    assert found["第1页的文本框"] == "a note"
    assert found["内嵌的文件“inner.txt”第1行"] == "inside"


def test_a_pdf_that_is_a_scan_shows_its_pages():
    reading = read("a.pdf", pdf("text enough to read", "", ""))
    assert [(flaw.code, flaw.what) for flaw in reading.flaws] == [("scan", "第2、3页是图片，没有文字")]
    assert [str(picture.place) for picture in reading.pictures] == ["第2页的图片", "第3页的图片"]
    assert all(picture.data.startswith(b"\x89PNG") for picture in reading.pictures)


def test_a_locked_pdf_says_so_and_one_without_a_password_is_read():
    assert codes("a.pdf", pdf("secret", password="1234")) == ["encrypted"]
    assert codes("a.pdf", pdf("open to all")) == []


def test_a_word_document_is_read_with_what_nobody_sees():
    data = word(hidden="藏着的", comment="批注里的", author="张编辑", header="页眉里的")
    found = places("a.docx", data)
    assert found["第2段"] == f"号码 {ID}"
    assert found["第1个表格第2行第2列"] == "乙格"
    assert found["第1段（隐藏的文字）"] == "藏着的"
    assert found["第1段"] == "公示说明"
    assert found["批注"] == "批注里的"
    assert found["页眉"] == "页眉里的"
    assert found["文件属性“最后修改人”"] == "张编辑"


def test_deleted_text_of_a_word_document_is_still_in_it():
    data = word()
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "word/document.xml":
                cut = "<w:p><w:del><w:r><w:delText>删去的号码</w:delText></w:r></w:del></w:p><w:sectPr"
                part = part.replace(b"<w:sectPr", cut.encode(), 1)
            new.writestr(name, part)
    assert places("a.docx", out.getvalue())["第3段（修订中删去的文字）"] == "删去的号码"


def test_a_picture_in_a_word_document_is_shown():
    reading = read("a.docx", word(picture=photo()))
    assert [str(picture.place) for picture in reading.pictures] == ["文件里的图片"]


def test_a_workbook_is_read_cell_by_cell_and_says_what_is_hidden():
    found = places("a.xlsx", workbook())
    assert found["工作表“名单”B3"] == ID
    assert found["工作表“名单”A4（隐藏的行）"] == "乙某"
    assert found["工作表“名单”C3（隐藏的列）"] == "丙"
    assert found["工作表“底稿”B7（隐藏的工作表）"] == "底稿里的号码"
    assert found["工作表“名单”A3的批注"] == "电话另附"
    assert found["工作表“名单”A4的链接"] == "https://www.mingchuan.example/x"
    assert found["文件属性“最后修改人”"] == "网站编辑一岗"


def test_a_number_that_lost_its_digits_is_told_as_digits():
    """4.29E+17 is what its author sees; fifteen digits of it are still there."""
    cell = next(p for p in read("a.xlsx", workbook(110105194912310021)).pieces if str(p.place) == "工作表“名单”B3")
    assert cell.lost
    assert cell.text.startswith("110105194912310")
    assert not next(p for p in read("a.xlsx", workbook(12.5)).pieces if str(p.place) == "工作表“名单”B3").lost


def test_data_that_is_no_longer_shown_is_found():
    book = BytesIO(workbook())
    with zipfile.ZipFile(book, "a") as made:
        made.writestr("xl/pivotCache/pivotCacheRecords1.xml", f'<r><s v="{ID}"/></r>')
    hidden = [p.text for p in read("a.xlsx", book.getvalue()).pieces if "看不见" in p.place.hidden]
    assert hidden == [ID]


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_csv_is_read_in_any_coding_with_line_and_column(coding):
    found = places("a.csv", '姓名,"说明\n两行"\n甲,乙\n'.encode(coding))
    assert found == {"第1行第1列": "姓名", "第1行第2列": "说明\n两行", "第3行第1列": "甲", "第3行第2列": "乙"}


def test_texts_pages_and_drawings_are_read():
    assert places("a.txt", "一\n二\n".encode())["第2行"] == "二"
    assert places("a.html", "<p>甲<b>乙</b>&#49;</p><!-- 注释 -->".encode())
    assert "注释" in [p.text.strip() for p in read("a.svg", "<svg><!-- 注释 --></svg>".encode()).pieces]


def test_an_archive_is_read_through():
    found = places("a.zip", archive(a__csv=b"x,y\n", b__zip=archive(c__txt=b"deep")))
    assert found["压缩包里的“a.csv”第1行第2列"] == "y"
    assert found["压缩包里的“b.zip”压缩包里的“c.txt”第1行"] == "deep"


def test_slides_and_ofd_are_read_paragraph_by_paragraph():
    """A number across two runs of a slide is one number; each text of an OFD stands by itself."""
    slide = b"<s xmlns:a='x'><a:p><a:r><a:t>11010519</a:t></a:r><a:r><a:t>491231002X</a:t></a:r></a:p></s>"
    found = places("a.pptx", archive(**{"[Content_Types].xml": b"<T/>", "ppt/slides/slide1.xml": slide}))
    assert found == {"第1张幻灯片": ID}
    page = f"<P xmlns='o'><TextCode>{ID}</TextCode><TextCode>另一段</TextCode></P>".encode()
    pieces = read("a.ofd", archive(**{"OFD.xml": b"<O/>", "Doc_0/Pages/Page_0/Content.xml": page})).pieces
    assert [piece.text for piece in pieces] == [ID, "另一段"]


def test_an_ofd_is_read_page_by_page_and_line_by_line():
    """Some programs write a text object for each character; an outside entity is nothing."""
    found = places("a.ofd", ofd("明川县公告", f"号码 {ID}", author="李守田"))
    assert found["第1页"] == f"明川县公告\n号码 {ID}"
    assert found["文件属性“作者”"] == "李守田"
    bomb = b"<!DOCTYPE P [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
    hostile = read("a.ofd", ofd("前&x;后", before=bomb))
    assert "root:" not in " ".join(piece.text for piece in hostile.pieces)
    assert hostile.kind == "ofd"


def test_links_are_read_with_their_places():
    """Of a workbook by the cell, of a Word file by the words, of a PDF by the page."""

    def leads(name: str, data: bytes) -> list[tuple[str, str]]:
        return [(link.target, str(link.place)) for link in read(name, data).references]

    assert leads("a.xlsx", workbook()) == [("https://www.mingchuan.example/x", "工作表“名单”A4的链接")]
    assert leads("a.docx", word(link="http://a.example/b")) == [("http://a.example/b", "链接“见此”")]
    assert leads("a.pdf", pdf("see", link="http://a.example/c")) == [("http://a.example/c", "第1页的链接")]


def test_changes_and_white_type_of_a_word_document_are_seen():
    """White type on a dark ground is for reading."""
    reading = read("a.docx", word(white="看不见的", changed="新加的"))
    assert [piece.text for piece in reading.pieces if piece.place.hidden == "白色的文字"] == ["看不见的"]
    assert reading.changes == 1
    shaded = read("a.docx", word(white="看得见的", shaded=True))
    assert not [piece for piece in shaded.pieces if piece.place.hidden]


def test_old_files_are_opened_as_far_as_their_container_goes():
    """Its kind, its properties; one that ends in the middle is damaged."""
    reading = read("a.wps", ole("WordDocument", author="李守田"))
    assert (reading.kind, [flaw.code for flaw in reading.flaws]) == ("doc", ["old-format"])
    assert [(str(piece.place), piece.text) for piece in reading.pieces] == [("文件属性“作者”", "李守田")]
    assert codes("a.doc", ole("WordDocument")[:5000]) == ["damaged"]


def test_the_files_of_an_archive_are_named():
    assert read("a.zip", archive(a__csv=b"x", b__zip=archive(c__exe=b"MZ"))).names == [
        "a.csv", "b.zip", "压缩包里的“b.zip”c.exe"
    ]  # fmt: skip


def test_a_part_that_is_damaged_hides_none_of_the_others():
    """It is named; an empty one is nothing to tell."""
    files = {"mimetype": b"x", "a.xml": b"<a>", "b.xml": b"", "content.xml": "<t><p>正文</p></t>".encode()}
    reading = read("a.odt", archive(**files))
    assert [piece.text for piece in reading.pieces] == ["正文"]
    assert [flaw.what for flaw in reading.flaws] == ["文件内部的 a.xml 读不出来，没有查看"]


def test_what_a_camera_wrote_is_read():
    found = places("a.jpg", photo(comment=f"who {ID}", gps=True))
    assert found == {"照片信息“说明”": f"who {ID}", "照片信息“拍摄地点”": "30.250、114.333"}


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "damaged"),
        ("a.rtf", b"{\\rtf1 abc}", "old-format"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        ("a.rar", b"Rar!\x1a\x07", "archive"),
        ("a.docx", b"PK\x03\x04 nothing", "damaged"),
        ("a.pdf", b"%PDF-1.7 nothing", "damaged"),
        ("a.bin", b"\0\1\2\3" * 100, "unknown"),
    ],
)
def test_what_cannot_be_read_is_told(name, data, code):
    assert codes(name, data) == [code]


def test_digits_of_old_files_are_looked_at():
    """Text stands in them two bytes a character, or one."""
    for text in (ID.encode(), ID.encode("utf-16-le"), b"x" + ID.encode("utf-16-le")):
        data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 64 + text + b"\0" * 64
        assert [piece.text for piece in read("a.doc", data).pieces] == [ID]


def test_bounds_are_kept_and_told():
    bomb = archive(**{f"{at}__txt": b"0" * 1_000_000 for at in range(20)})
    assert codes("a.zip", bomb, unpacked=5_000_000) == ["too-large"]
    assert codes("a.csv", b"a,b,c\n" * 100, pieces=50) == ["too-large"]
    assert codes("a.txt", b"a" * 100, size=50) == ["too-large"]
    assert codes("a.pdf", pdf(*["some text here"] * 4), pages=2) == ["too-large"]
    nested = b"x"
    for _ in range(5):
        nested = archive(a__zip=nested)
    assert codes("a.zip", nested) == ["archive"]


def test_entities_are_not_expanded():
    laughs = b'<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><w:document xmlns:w="x"><w:body>&b;</w:body></w:document>'
    assert not read("a.docx", archive(**{"word/document.xml": laughs})).pieces


SOUND = {
    "a.pdf": pdf("first", "", author="x", file=b"inside"),
    "a.docx": word(comment="c", picture=photo()),
    "a.xlsx": workbook(),
    "a.zip": archive(a__csv=b"x,y\n", b__docx=word()),
    "a.jpg": photo(comment="x", gps=True),
    "a.csv": "姓名,号\n甲,1\n".encode("gb18030"),
}


@pytest.mark.parametrize("name", SOUND)
def test_damage_never_raises(name):
    """Bytes changed, cut out, doubled: whatever comes of it is a reading."""
    chance = random.Random(name)
    for _ in range(60):
        data = bytearray(SOUND[name])
        for _ in range(chance.randrange(1, 12)):
            at = chance.randrange(len(data))
            way = chance.randrange(4)
            if way == 0:
                data[at] = chance.randrange(256)
            elif way == 1:
                del data[at : at + chance.randrange(200)]
            elif way == 2:
                data[at:at] = data[at : at + chance.randrange(300)]
            else:
                data[at : at + 8] = chance.randbytes(8)
            if not data:
                break
        read(name, bytes(data), Limits(seconds=5))


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx"])
def test_damaged_parts_never_raise(name):
    """Damage within the XML, behind sound checksums."""
    chance = random.Random(name)
    with zipfile.ZipFile(BytesIO(SOUND[name])) as sound:
        parts = {entry: sound.read(entry) for entry in sound.namelist()}
    for _ in range(60):
        changed = dict(parts)
        entry = chance.choice(sorted(changed))
        data = bytearray(changed[entry])
        for _ in range(chance.randrange(1, 20)):
            data[chance.randrange(len(data))] = chance.choice(b'<>"=/1A:&')
        changed[entry] = bytes(data)
        assert read(name, archive(**changed), Limits(seconds=5)) is not None


def test_columns_are_called_as_spreadsheets_call_them():
    assert [column_name(number) for number in (1, 26, 27, 703)] == ["A", "Z", "AA", "AAA"]

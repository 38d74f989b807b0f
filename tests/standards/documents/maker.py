"""Files as they arrive, made for tests."""

from __future__ import annotations

import io
import struct
import zipfile

import docx
import openpyxl
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import RGBColor
from openpyxl.comments import Comment
from PIL import Image
from pypdf import PdfReader, PdfWriter

from standards.documents.ole import MAGIC

ID = "11010519491231002X"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def pdf(*pages: str, author: str = "", password: str = "", note: str = "", file: bytes = b"", link: str = "") -> bytes:
    """A PDF of these pages; an empty one is a picture without text."""
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    picture = Image.new("L", (60, 60), 200).tobytes()
    objects.append(
        b"<< /Type /XObject /Subtype /Image /Width 60 /Height 60 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length %d >>\nstream\n%s\nendstream"
        % (len(picture), picture)
    )
    kids = []
    for text in pages:
        lines = b" T* ".join(b"(%s) Tj" % line.encode("latin-1") for line in text.split("\n"))
        content = b"BT /F1 12 Tf 14 TL 50 700 Td %s ET" % lines if text else b"q 500 0 0 500 0 0 cm /I1 Do Q"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> /XObject << /I1 4 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    made = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    if not (author or password or note or file or link):
        return bytes(made)
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(bytes(made))))
    if author:
        writer.add_metadata({"/Author": author})
    if note:
        from pypdf.annotations import FreeText

        writer.add_annotation(0, FreeText(text=note, rect=(0, 0, 50, 50)))
    if link:
        from pypdf.annotations import Link

        writer.add_annotation(0, Link(rect=(0, 0, 50, 50), url=link))
    if file:
        writer.add_attachment("inner.txt", file)
    if password:
        writer.encrypt(password, algorithm="AES-256")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def word(
    *,
    hidden: str = "",
    comment: str = "",
    author: str = "",
    header: str = "",
    picture: bytes = b"",
    link: str = "",
    white: str = "",
    shaded: bool = False,
    changed: str = "",
    more: str = "",
    listed: bool = True,
) -> bytes:
    """A Word document with two paragraphs (the second holds an ID, unless it is not ``listed``), a table of two rows, and whatever is asked for."""
    document = docx.Document()
    paragraph = document.add_paragraph("公示说明")
    if listed:
        number = document.add_paragraph(f"号码 {ID[:9]}")
        number.add_run(ID[9:])  # a number across two runs
    table = document.add_table(2, 2)
    for at, text in enumerate(("姓名", "身份证号", "甲", "乙格")):
        table.cell(at // 2, at % 2).text = text
    if hidden:
        run = paragraph.add_run(hidden)
        run._r.get_or_add_rPr().append(OxmlElement("w:vanish"))
    if more:
        document.add_paragraph(more)
    if white:
        last = document.add_paragraph("说明")
        last.add_run(white).font.color.rgb = RGBColor(255, 255, 255)
        if shaded:
            last._p.get_or_add_pPr().append(OxmlElement("w:shd"))
    if changed:
        mark = OxmlElement("w:ins")
        mark.append(document.add_paragraph().add_run(changed)._r)
        document.paragraphs[-1]._p.append(mark)
    if link:
        to = OxmlElement("w:hyperlink")
        key = document.part.relate_to(link, f"{_RELATIONS}/hyperlink", is_external=True)
        to.set(qn("r:id"), key)
        to.append(document.add_paragraph().add_run("见此")._r)
        document.paragraphs[-1]._p.append(to)
    if comment:
        document.add_comment(paragraph.runs, text=comment, author="审核")
    if header:
        document.sections[0].header.paragraphs[0].text = header
    if picture:
        document.add_picture(io.BytesIO(picture))
    document.core_properties.last_modified_by = author
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def workbook(number: object = ID) -> bytes:
    """A workbook with a list, a hidden row, a hidden column, a hidden sheet, a comment and a link."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "名单"
    for row in (
        ["补贴名单"],
        ["姓名", "身份证号", "备注"],
        ["甲某", number, "丙"],
        ["乙某", "110***********002X", "丁"],
    ):
        sheet.append(row)
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["C"].hidden = True
    sheet["A3"].comment = Comment("电话另附", "审核")
    sheet["A4"].hyperlink = "https://www.mingchuan.example/x"
    other = book.create_sheet("底稿")
    other["B7"] = "底稿里的号码"
    other.sheet_state = "veryHidden"
    book.properties.lastModifiedBy = "网站编辑一岗"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def ofd(*lines: str, author: str = "", before: bytes = b"") -> bytes:
    """An OFD of one page; each character of the first line is an object of its own, as some programs write them."""
    texts = (
        [(text, 10 + at * 4, 10) for at, text in enumerate(lines[0])] if "&" not in lines[0] else [(lines[0], 10, 10)]
    )
    texts += [(text, 10, 20 + at * 10) for at, text in enumerate(lines[1:])]
    objects = "".join(
        f'<o:TextObject Boundary="{x} {y} {4 * len(text)} 4"><o:TextCode>{text}</o:TextCode></o:TextObject>'
        for text, x, y in texts
    )
    space = "xmlns:o='http://www.ofdspec.org/2016'"
    return archive(**{
        "OFD.xml": f"<o:OFD {space}><o:DocBody><o:DocInfo><o:Author>{author}</o:Author></o:DocInfo>"
                   "<o:DocRoot>Doc_0/Document.xml</o:DocRoot></o:DocBody></o:OFD>".encode(),
        "Doc_0/Document.xml": f"<o:Document {space}><o:Pages><o:Page BaseLoc='Pages/Page_0/Content.xml'/></o:Pages>"
                              "</o:Document>".encode(),
        "Doc_0/Pages/Page_0/Content.xml": before + f"<o:Page {space}>{objects}</o:Page>".encode(),
    })  # fmt: skip


def ole(stream: str, author: str = "") -> bytes:
    """A compound file ([MS-CFB]) of two streams of eight sectors: the text's, and the properties with an author."""
    words = author.encode("gb18030") + b"\0"
    told = struct.pack("<II", 2, 0) + struct.pack("<IIII", 1, 24, 4, 32) + struct.pack("<IHxx", 2, 936)
    told += struct.pack("<II", 30, len(words)) + words + b"\0" * (-len(words) % 4)
    told = struct.pack("<II", len(told), 2) + told[8:]
    head = struct.pack(
        "<HHI16sI16sI", 0xFFFE, 0, 0x00020005, b"", 1, bytes.fromhex("e0859ff2f94f6810ab9108002b27b3d9"), 48
    )
    streams = [(stream, b"W" * 4096), ("\x05SummaryInformation", (head + told).ljust(4096, b"\0"))]
    chain = [0xFFFFFFFD, 0xFFFFFFFE]  # the table itself, the directory
    entries = [("Root Entry", 5, 0xFFFFFFFE, 0, 1)]
    for at, (name, data) in enumerate(streams):
        first = len(chain)
        chain += [*range(first + 1, first + 8), 0xFFFFFFFE]
        entries.append((name, 2, first, len(data), 0xFFFFFFFF if at else 2))
    table = struct.pack("<128I", *chain, *([0xFFFFFFFF] * (128 - len(chain))))
    directory = b""
    for at, (name, kind, first, size, link) in enumerate(entries):
        coded = name.encode("utf-16-le")
        below = link if kind == 5 else 0xFFFFFFFF
        right = link if kind == 2 else 0xFFFFFFFF
        directory += coded.ljust(64, b"\0") + struct.pack("<HBBIII", len(coded) + 2, kind, 1, 0xFFFFFFFF, right, below)
        directory += b"\0" * 36 + struct.pack("<IQ", first, size)
        assert len(directory) == 128 * (at + 1)
    header = MAGIC + b"\0" * 16 + struct.pack("<HHHHH6xIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0)
    header += struct.pack("<IIIII", 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + struct.pack("<109I", 0, *([0xFFFFFFFF] * 108))
    return header + table + directory.ljust(512, b"\0") + b"".join(data for _, data in streams)


def archive(**files: bytes) -> bytes:
    """A zip of files; ``__`` in a name stands for a dot."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name.replace("__", "."), data)
    return stream.getvalue()


def photo(*, comment: str = "", gps: bool = False, size: tuple[int, int] = (80, 60)) -> bytes:
    """A JPEG with what a camera writes into it."""
    image = Image.new("RGB", size, (120, 140, 90))
    exif = Image.Exif()
    if comment:
        exif[270] = comment
    if gps:
        exif[0x8825] = {1: "N", 2: (30.0, 15.0, 0.0), 3: "E", 4: (114.0, 20.0, 0.0)}
    stream = io.BytesIO()
    image.save(stream, "JPEG", exif=exif)
    return stream.getvalue()

"""Files as clerks send them, made anew for a test, and a county to take them."""

from __future__ import annotations

import io

from docx import Document
from openpyxl import Workbook
from PIL import Image

from tests.plugins.small_site import write_site

ID = "11010519491231002X"
VILLAGES = """\
id,name,kind,town,lng,lat,datum,contact,board
liulin,柳林村,村,shiqiao,,,,,
qingshi,青石村,村,qingxi,,,,0000-5550201,门前公开栏
donghe,东河社区,社区,qingxi,,,,,
"""
CATALOGUE = "".join(
    f'[[item]]\nsection = "{section}"\nid = "{id}"\nname = "{name}"\nrhythm = "{rhythm}"\n{more}\n'
    for section, id, name, rhythm, more in (
        ("党务", "dfsj", "党费收缴情况", "quarterly", ""),
        ("党务", "dzzsz", "党组织设置和成员分工", "once", ""),
        ("村务", "zjdsp", "宅基地审批情况", "quarterly", 'for = ["村"]'),
        ("村务", "gcxm", "村级工程项目实施情况", "prompt", 'for = ["村"]'),
        ("村务", "dbmd", "最低生活保障对象名单", "quarterly", 'scope = "本村"\nplace = "仅上墙"'),
        ("财务", "cwsz", "财务收支情况", "quarterly", 'table = "收支明细"\nfor = ["村"]'),
        ("财务", "syfp", "年度收益分配方案", "yearly", 'for = ["村"]'),
    )
)
TOWNS = "id,name,unit,order\nqingxi,清溪镇,czj,1\nshiqiao,石桥镇,czj,2\n"
SIGNED = "制表：何守田　审核（村务监督委员会）：周满仓　负责人：柳长青　日期：2026-10-12"


def county(folder, **more):
    """A small site with three villages in two towns."""
    files = {
        "villages/villages.csv": VILLAGES,
        "villages/catalogue.toml": CATALOGUE,
        "towns.csv": TOWNS,
        **{path.replace("__", "/"): data for path, data in more.items()},
    }
    return write_site(folder, files)


def send(folder, files):
    """Write what was sent, by path; bytes, texts, or rows of a workbook."""
    for path, data in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        made = workbook({"Sheet1": data}) if isinstance(data, list) else data
        file.write_bytes(made.encode() if isinstance(made, str) else made)
    return folder


def workbook(sheets, mend=None):
    """A workbook of sheets by name; ``mend`` changes it before it is saved."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    if mend:
        mend(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def docx(*paragraphs, title=""):
    """A Word document."""
    made = Document()
    for text in (title, *paragraphs):
        if text:
            made.add_paragraph(text)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def photo(size=(64, 48), note="SecretPhone"):
    """A JPEG with EXIF."""
    image = Image.new("RGB", size, (90, 120, 60))
    exif = image.getexif()
    exif[0x010F] = note
    stream = io.BytesIO()
    image.save(stream, "JPEG", exif=exif)
    return stream.getvalue()


def pdf(text=""):
    """A PDF of one page; without a text the page is a picture."""
    if not text:
        stream = io.BytesIO()
        Image.new("RGB", (200, 120), "white").save(stream, "PDF")
        return stream.getvalue()
    page = b"BT /F1 12 Tf 50 700 Td (" + text.encode() + b") Tj ET"
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n" % len(page) + page + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + part + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(out)
    return out + b"xref\n0 6\n0000000000 65535 f \n" + table + end


def account(opening=1000, *, village="青石村", income=1200.5, expense=300):
    """The rows of a sound statement of money for the third quarter of 2026."""
    return [
        [f"{village}2026年第三季度收支明细表"],
        ["日期", "摘要", "收入", "支出", "余额"],
        ["", "上季度结转", "", "", opening],
        ["2026.7.3", "砂石款", "", expense, opening - expense],
        ["2026.7.9", "租金", income, "", opening - expense + income],
        [SIGNED],
    ]

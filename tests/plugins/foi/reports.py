"""Small annual reports: their tables and documents, for tests."""

from __future__ import annotations

from plugins.foi.forms import HEADS, SITE_HEADS
from standards import annual_report, site_report
from standards.annual_report import PARTS
from tests.plugins.small_site import ROOT, document

THEME = str(ROOT / "theme")
PLATFORM = {
    "zwgk/column.toml": 'id = "zwgk"\nname = "政府信息公开"\nunit = "czj"\norder = 20\ntemplate = "platform.html"\n',
    "zwgk/gfxwj/column.toml": (
        'id = "gfxwj"\nname = "法定主动公开内容"\ntemplate = "column.html"\nstatutory_class = 1\n'
    ),
    "zwgk/zhidu/column.toml": 'id = "zhidu"\nname = "政府信息公开制度"\ntemplate = "column.html"\n',
    "zwgk/zhinan/column.toml": 'id = "zhinan"\nname = "指南"\ntype = "信息公开指南"\ntemplate = "column.html"\n',
    "zwgk/nb/column.toml": 'id = "nb"\nname = "年报"\ntype = "信息公开年报"\ntemplate = "annual_reports.html"\n',
    "zwgk/ysq/column.toml": 'id = "ysq"\nname = "依申请公开"\ntype = "依申请公开"\ntemplate = "requests.html"\n',
    "units.csv": (
        "id,name,short_name,org_code,kind,parent,contact\n"
        "xzf,明川县人民政府,县政府,,政府,,\nczj,明川县财政局,县财政局,,部门,xzf,\njyj,明川县教育局,县教育局,,部门,xzf,\n"
    ),
    "files/sqb.pdf": b"%PDF-1.4\n",
}
BODY = "".join(f"## {numeral}、{heading}\n\n这一部分的文字。\n\n" for numeral, heading, _ in PARTS)


def table(**changed: str) -> str:
    """The CSV of a report; ``changed`` gives lines their numbers from the left (the total last), an empty text leaves
    the line out."""
    lines = [",".join(HEADS)]
    for code, line in annual_report.FORM.items():
        numbers = changed[code].split(" ") if changed.get(code) else ["0"] * line.width
        if changed.get(code) != "":
            lines.append(",".join([code, line.item, *([""] * (7 - line.width)), *numbers]))
    return "\n".join(lines) + "\n"


def site_table(**changed: str) -> str:
    """The CSV of 网站工作年度报表."""
    usual = {"count": "0", "days": "0", "yes": "否", "text": "无"}
    rows = [
        f"{code},{line.item},{line.unit},{changed.get(code, usual[line.shape])}"
        for code, line in site_report.FORM.items()
    ]
    return "\n".join([",".join(SITE_HEADS), *rows]) + "\n"


def report(id: str, year: int, unit: str = "czj", **fields: str) -> str:
    """The document of a report, whose table is named as ``desk annual-form`` names it."""
    given = {"type": "annual_report", "year": str(year), "tables": f"data/nb/{unit}-{year}.csv", "publisher": unit}
    return document(id, **{**given, "published": f"{year + 1}-01-20 09:00", "body": BODY, **fields})


def guide(id: str = "zn-1", **fields: str) -> str:
    """A sound guide."""
    given = {
        "type": "foi_guide",
        "office": "财政局办公室",
        "address": "明川大道5号",
        "office_hours": "工作日 8:30—17:30",
        "phone": "0000-5550105",
        "fax": "0000-5550125",
        "online": "网站“依申请公开”栏目",
    }
    return document(id, **{**given, **fields})


def application(id: str = "ysq-1", **fields: str) -> str:
    """A sound page on requests."""
    given = {
        "type": "foi_application",
        "accepts": "财政局办公室",
        "address": "明川大道5号",
        "phone": "0000-5550105",
        "term": "20个工作日",
        "attachments": "[{file: files/sqb.pdf, name: 申请表}]",
    }
    return document(id, **{**given, **fields})


SOUND = {
    **PLATFORM,
    "zwgk/nb/nb-2024.md": report("nb-2024", 2024),
    "zwgk/nb/nb-2025.md": report("nb-2025", 2025),
    "data/nb/czj-2024.csv": table(
        三01="3 0 0 0 0 0 3", 三03="1 0 0 0 0 0 1", 三24="1 0 0 0 0 0 1", 三25="2 0 0 0 0 0 2", 二06="5"
    ),
    "data/nb/czj-2025.csv": table(三02="2 0 0 0 0 0 2", 三05="2 0 0 0 0 0 2", 三24="2 0 0 0 0 0 2", 二04="1", 二06="6"),
    "zwgk/zhinan/zn-1.md": guide(),
    "zwgk/ysq/ysq-1.md": application(),
    "zwgk/gfxwj/wj-1.md": document("wj-1", title="关于预算的通知"),
}
"""A platform with two years of a unit's reports, a guide, a page on requests, a document of class 1."""

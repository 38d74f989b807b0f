"""Catalogues made for tests: rows as an office writes them, as CSV and as a workbook with merged cells."""

from __future__ import annotations

import csv
import io

import openpyxl

from plugins.disclosure.item import HEADS
from tests.plugins.small_site import ROOT

THEME = str(ROOT / "theme")
FOLDER = "zwgk/jc/shjz"
TABLE = f"{FOLDER}/czj.csv"
DECADE = "自信息形成或者变更之日起20个工作日内"
SOUND = {
    "一级事项": "综合业务",
    "二级事项": "政策文件",
    "公开内容（要素）": "文件全文",
    "公开依据": "《中华人民共和国政府信息公开条例》",
    "公开时限": DECADE,
    "公开主体": "县财政局",
    "公开渠道和载体": "■政府网站 □两微一端",
    "全社会": "√",
    "主动": "√",
    "县级": "√",
}
COLUMNS = {
    "zwgk/jc/column.toml": 'id = "jc"\nname = "基层政务公开"\ntemplate = "catalogue.html"\nlist = false\n',
    f"{FOLDER}/column.toml": 'id = "jc-shjz"\nname = "社会救助"\n',
    "zwgk/jc/jz/column.toml": 'id = "jz"\nname = "公开矩阵"\ntemplate = "matrix.html"\n',
}
UNITS = (
    "id,name,short_name,org_code,kind,parent,contact\n"
    "czj,明川县财政局,县财政局,,部门,,\nmzj,明川县民政局,县民政局,,部门,,\n"
    "qxz,清溪镇人民政府,清溪镇,,乡镇,,\nsqz,石桥镇人民政府,石桥镇,,乡镇,,\n"
)


def row(**cells: str) -> dict[str, str]:
    """A sound row; ``cells`` change it."""
    return {**SOUND, **cells}


def as_csv(*rows: dict[str, str], heads: tuple[str, ...] = HEADS) -> str:
    """The rows as a CSV file."""
    out = io.StringIO()
    writer = csv.DictWriter(out, heads, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def as_workbook(*rows: dict[str, str], merged: tuple[str, ...] = ()) -> bytes:
    """The rows as a workbook whose first column of 一级事项 is merged over ``merged`` ranges."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(HEADS)
    for cells in rows:
        sheet.append([cells.get(head) or None for head in HEADS])
    for cell_range in merged:
        sheet.merge_cells(cell_range)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def site(*rows: dict[str, str], **more: str | bytes | None) -> dict[str, str | bytes | None]:
    """The files of a county with this one table; ``more`` are further files, ``/`` and ``.`` as they are."""
    return {"units.csv": UNITS, **COLUMNS, TABLE: as_csv(*rows), **more}

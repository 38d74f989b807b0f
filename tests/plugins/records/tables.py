"""Tables for these tests: sound rows of the schemas, as CSV or as a workbook."""

from __future__ import annotations

import io

import openpyxl

PENALTY = {
    "行政处罚决定书文号": "明市监罚〔2026〕{n}号",
    "行政相对人名称": "明川县某某商贸有限公司",
    "行政相对人类别": "法人及非法人组织",
    "统一社会信用代码": "91999902MA0000101U",
    "违法行为类型": "未明码标价",
    "违法事实": "经营场所部分商品没有标价。",
    "处罚依据": "《中华人民共和国价格法》第四十二条",
    "处罚类别": "罚款",
    "处罚内容": "罚款500元",
    "罚款金额（万元）": "0.05",
    "处罚决定日期": "2026-10-12",
    "公示截止期": "",
    "处罚机关": "czj",
    "公示日期": "2026-10-15",
}
TENDER = {
    "项目编号": "MC-2026-001",
    "标段": "全部",
    "项目名称": "石桥供水工程",
    "阶段": "招标公告",
    "次数": "1",
    "交易类别": "工程建设项目招标投标",
    "监管单位": "明川县财政局",
    "招标人（采购人）": "石桥镇人民政府",
    "主要内容": "新建管网。",
    "发布日期": "2026-06-01",
}
COLUMN = 'id = "cf"\nname = "行政处罚"\nunit = "czj"\nrecords = "penalty"\n'
TENDERS = 'id = "jy"\nname = "公共资源交易"\nrecords = "tender"\n'


def penalty(n: int, **other: str) -> dict[str, str]:
    """A sound row with this number; ``other`` changes cells by head."""
    return {head: text.format(n=n) for head, text in PENALTY.items()} | other


def tender(**other: str) -> dict[str, str]:
    """A sound row; ``other`` changes cells by head."""
    return TENDER | other


def table(*rows: dict[str, str]) -> str:
    """These rows as CSV."""
    quoted = (",".join(f'"{text}"' if "," in text else text for text in row.values()) for row in rows)
    return "\n".join([",".join(rows[0]), *quoted]) + "\n"


def workbook(*rows: dict[str, str]) -> bytes:
    """The same as .xlsx."""
    book = openpyxl.Workbook()
    for row in (list(rows[0]), *(list(row.values()) for row in rows)):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def penalties(*rows: dict[str, str], name: str = "a.csv") -> dict[str, str | bytes]:
    """A column of penalties with one table."""
    made = workbook(*rows) if name.endswith(".xlsx") else table(*rows)
    return {"cf/column.toml": COLUMN, f"cf/{name}": made}

"""documents.xlsx: a row a document, for platforms that take uploads by table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from plugins.exchange.delta import CHINESE, WITHDRAWN, Change
from plugins.exchange.record import Record

HEADS = (
    ("变动", 10), ("编号", 22), ("标题", 60), ("索引号", 24), ("统一编号", 18), ("文号", 22), ("发布机构", 24),
    ("组织机构代码", 14), ("成文日期", 12), ("发布日期", 12), ("施行日期", 12), ("有效性", 10), ("效力起始日期", 14),
    ("效力依据", 36), ("有效期至", 12), ("主题分类", 22), ("法定公开类别", 14), ("关键词", 24), ("内容概述", 48),
    ("解读", 40), ("附件", 40), ("网址", 48), ("正文网页", 30), ("变动说明", 36),
)  # fmt: skip
"""Heads and their widths in characters."""
LINKS = ("网址", "正文网页")
MOST_LINKS = 60_000
"""Excel takes 65,530 links a sheet; the rest is text."""


def write_workbook(file: Path, changes: Sequence[Change], records: dict[str, Record], now: datetime) -> None:
    """Write the table of a package. Every cell is text: numbers keep their zeros, nothing is taken for a formula."""
    import xlsxwriter  # type: ignore[import-untyped]
    from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped]

    options = {"constant_memory": True, "strings_to_formulas": False, "tmpdir": str(file.parent)}

    book = xlsxwriter.Workbook(str(file), options)
    book.set_properties({"title": "政策文件交换包", "created": now.replace(tzinfo=None)})
    sheet = book.add_worksheet("文件")
    head = book.add_format({"bold": True, "bg_color": "#E8EEF5", "border": 1, "text_wrap": True, "valign": "vcenter"})
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    link = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top", "underline": 1, "color": "#0B5CAD"})
    sheet.freeze_panes(1, 3)
    for column, (_, width) in enumerate(HEADS):
        sheet.set_column(column, column, width, text)
    sheet.write_row(0, 0, [name for name, _ in HEADS], head)
    linked = 0
    for row, change in enumerate(changes, 1):
        told = _row(change, records.get(change.id))
        for column, (name, _) in enumerate(HEADS):
            value = told.get(name, "")
            if name in LINKS and value and linked < MOST_LINKS:
                linked += 1
                target = value if name == "网址" else f"external:{value}"
                sheet.write_url(row, column, target, link, string=value)
            else:
                sheet.write_string(row, column, value[:32_000], text)
    sheet.autofilter(0, 0, max(1, len(changes)), len(HEADS) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    try:
        book.close()
    except FileCreateError as error:  # a full disk is told as one
        raise next((cause for cause in error.args if isinstance(cause, OSError)), OSError(str(error))) from error


def _row(change: Change, record: Record | None) -> dict[str, str]:
    """The cells by head; of what was withdrawn nothing but that."""
    told = {"变动": CHINESE[change.change], "编号": change.id, "网址": change.address, "变动说明": change.reason}
    if record is None or change.change == WITHDRAWN:
        return told
    said, validity = record.told, record.told["validity"]
    return told | {
        "标题": said["title"],
        "索引号": said["index_no"],
        "统一编号": said["unified_no"],
        "文号": said["doc_no"],
        "发布机构": said["publisher"]["name"],
        "组织机构代码": said["publisher"]["org_code"],
        "成文日期": said["written"],
        "发布日期": said["published"][:10],
        "施行日期": said["effective"],
        "有效性": validity["word"],
        "效力起始日期": validity["since"],
        "效力依据": validity["cause"],
        "有效期至": validity["until"],
        "主题分类": said["topic"],
        "法定公开类别": str(said["statutory_class"] or ""),
        "关键词": "、".join(said["keywords"]),
        "内容概述": said["summary"],
        "解读": "\n".join(other["title"] for other in said["interpretations"]),
        "附件": "\n".join(entry["path"] for entry in said["attachments"]),
        "正文网页": f"html/{change.id}.html",
    }

"""The questionnaire as a workbook: one line a question with lists to choose from, and read back by its heads.

Sheets come back sorted anew and with columns taken out. A line is known by its hidden key and else by its code; columns
by their head, wherever they stand. Cells that were merged say who tested and when for all their lines; a merged answer
is refused, since nobody knows whose it is.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from typing import Any

import openpyxl
import xlsxwriter  # type: ignore[import-untyped]
from openpyxl.utils import range_boundaries

from auditor.errors import BadInput
from auditor.model import Report
from auditor.reports.hidden import reveal
from auditor.scorecard.answers import MOST_TEXT, Line, Returned, cell, fingerprints, whole, words
from auditor.scorecard.questions import Question
from standards.calendar import in_beijing

SHEET, ABOUT = "检查问卷", "填写说明"
KEY = "标识键"
COLUMNS = {
    "编号": 9, "部分": 10, "一级指标": 11, "二级指标": 16, "细则": 44, "分值": 20, "怎样查": 34, "抽查": 18, "已知": 20,
    "可填": 14, "回答": 10, "检查人": 10, "检查日期": 12, "抽查对象": 30, "说明": 30, "所依据的条目": 24, "依据": 40,
    KEY: 9,
}  # fmt: skip
"""Heads of the questionnaire in their order, with their widths."""

FILLED = ("回答", "检查人", "检查日期", "抽查对象", "说明")
HEAD_WITHIN = 15
MOST_ROWS = 5000
MOST_COLUMNS = 60
Merged = tuple[int, int, int]
"""First and last line, and the column, counted from one."""
MERGE = re.compile(rb'<mergeCell\b[^>]*?\bref="([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})"')
MOST_UNPACKED = 200_000_000
"""Bytes that a workbook may unpack to."""

GUIDE = (
    (
        "怎样填",
        "在黄色的“回答”一栏按“可填”填写；不能回答的留空，得分就按范围列出。可以排序、隐藏、删去不用的列，不要改编号。",
    ),
    ("检查人和日期", "单项否决和总分的认定必须逐题写明检查人和日期；其余各题没有写的，用本页下方的。"),
    ("所依据的条目", "是审查报告中条目的标识。认定“属实”的，请删去查否的；没有条目的，在“说明”中写明依据。"),
    ("抽查对象", "写抽到的标题、网址或事项，每行一个。"),
    ("填好以后", "auditor score report.json --answers 本文件 --out 新报告"),
)


def write(report: Report, asked: Sequence[Question]) -> bytes:
    """The bytes of the workbook; the same report gives the same."""
    data = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(data, options) as book:
        book.set_properties({"title": "检查问卷", "created": in_beijing(report.now).replace(tzinfo=None)})
        edge = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#B9C1CA"}
        styles = {
            "head": book.add_format({**edge, "bold": True, "bg_color": "#1D4F91", "font_color": "#FFFFFF"}),
            "cell": book.add_format(edge),
            "fill": book.add_format({**edge, "bg_color": "#FFF8DC"}),
            "plain": book.add_format({"text_wrap": True, "valign": "top"}),
        }
        _questions(book.add_worksheet(SHEET), asked, styles)
        _about(book.add_worksheet(ABOUT), report, len(asked), styles)
    return data.getvalue()


def _questions(sheet: Any, asked: Sequence[Question], styles: dict[str, Any]) -> None:
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, max(len(asked), 1), len(COLUMNS) - 1)
    at = {name: number for number, name in enumerate(COLUMNS)}
    for name, width in COLUMNS.items():
        sheet.set_column(at[name], at[name], width, None, {"hidden": name == KEY})
        sheet.write_string(0, at[name], name, styles["head"])
    for line, question in enumerate(asked, 1):
        texts = {
            "编号": question.code, "部分": question.part, "一级指标": question.group, "二级指标": question.row,
            "细则": question.text, "分值": question.points, "怎样查": question.how, "抽查": question.sample,
            "已知": question.said, "可填": question.options, "所依据的条目": "\n".join(question.fingerprints)[:30_000],
            "依据": question.clause, KEY: question.code,
        }  # fmt: skip
        for name in COLUMNS:
            style = styles["fill" if name in FILLED else "cell"]
            sheet.write_string(line, at[name], reveal_lines(texts.get(name, "")), style)
        rule: dict[str, Any] = {"validate": "list", "source": ["属实", "不属实"]}
        if question.kind == "once":
            rule = {"validate": "list", "source": ["是", "否"]}
        elif question.kind == "count":
            rule = {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": question.most}
        message = {"error_title": question.code, "error_message": f"可填：{question.options}"}
        sheet.data_validation(line, at["回答"], line, at["回答"], rule | message)


def reveal_lines(text: str) -> str:
    """Hidden characters shown, line by line."""
    return "\n".join(map(reveal, text.split("\n")))


def _about(sheet: Any, report: Report, asked: int, styles: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 100)
    known = (
        ("网站", report.site.name),
        ("网址", report.site.url),
        ("规则", report.rules.id),
        ("检查人", ""),
        ("检查日期", ""),
        ("规则版本", report.rules.edition),
        ("题数", str(asked)),
    )
    for line, (name, text) in enumerate((*known, *GUIDE)):
        sheet.write_string(line, 0, name, styles["plain"])
        style = styles["fill" if name in ("检查人", "检查日期") and line < len(known) else "plain"]
        sheet.write_string(line, 1, reveal(text), style)


def read(data: bytes, source: str) -> Returned:
    """The lines of a workbook. Raises BadInput where it is none of ours any more."""
    tables, merged = _tables(data, source)
    found = next(((name, rows, at) for name, rows in tables.items() if (at := _head(rows)) is not None), None)
    if found is None:
        raise BadInput(f"{source}: 没有一张表有“回答”一列", "请从新生成的问卷上填写，不要删去“编号”和“回答”两列")
    name, rows, at = found
    heads = {cell(value): number for number, value in reversed(list(enumerate(rows[at])))}
    if KEY not in heads and "编号" not in heads:
        raise BadInput(f"{source}: 工作表“{name}”没有“编号”一列，不知道回答的是哪一题", "请从原问卷把“编号”一列补回来")
    rows = _unmerged(rows, heads, at, merged[name], f"{source}: 工作表“{name}”")
    about = {cell(row[0]): cell(row[1]) for row in tables.get(ABOUT, []) if len(row) > 1}
    lines = (
        _line(heads, row, f"{source}: 工作表“{name}”第 {number} 行")
        for number, row in enumerate(rows[at + 1 :], at + 2)
    )
    return Returned(
        rules=about.get("规则", ""),
        edition=about.get("规则版本", ""),
        site=about.get("网址", ""),
        asked=whole(about.get("题数")),
        tester=about.get("检查人", ""),
        day=about.get("检查日期", ""),
        lines=tuple(line for line in lines if line is not None),
    )


def _tables(data: bytes, source: str) -> tuple[dict[str, list[tuple[Any, ...]]], dict[str, list[Merged]]]:
    """The rows of each sheet, and its merged cells."""
    damaged = f"{source} 打不开，可能不是 .xlsx 工作簿或已损坏"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
        if unpacked > MOST_UNPACKED:
            raise BadInput(f"{source} 展开后有 {unpacked:,} 字节，不像问卷", "请从新生成的问卷上填写")
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        rows = {
            sheet.title: list(sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True))
            for sheet in book.worksheets
        }
        return rows, {sheet.title: _merged(data, sheet) for sheet in book.worksheets}
    except BadInput:
        raise
    except Exception as error:  # openpyxl answers damage with whatever breaks first
        raise BadInput(damaged, "请用 Excel 或 WPS 另存为 .xlsx 后再试") from error


def _merged(data: bytes, sheet: Any) -> list[Merged]:
    """The cells that were merged over several lines: what is read a row at a time does not say which."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        text = parts.read(sheet._worksheet_path)
    bounds = (range_boundaries(ref.decode("ascii")) for ref in MERGE.findall(text)[:MOST_ROWS])
    return [
        (int(top), int(bottom), int(left))
        for left, top, _, bottom in bounds
        if top != bottom and left <= MOST_COLUMNS and top <= MOST_ROWS
    ]


def _unmerged(
    rows: list[tuple[Any, ...]], heads: dict[str, int], at: int, merged: list[Merged], where: str
) -> list[tuple[Any, ...]]:
    """The rows with what a merged cell says in each of its lines. Raises BadInput where it is an answer."""
    names = {number: name for name, number in heads.items()}
    lines = [list(row) for row in rows]
    for top, bottom, left in merged:
        name = names.get(left - 1, "")
        value = lines[top - 1][left - 1] if top <= len(lines) and left <= len(lines[top - 1]) else None
        if top - 1 <= at or value is None:
            continue
        if name in ("回答", "编号", KEY):
            raise BadInput(
                f"{where}第 {top} 至 {bottom} 行：“{name}”合并成了一格，不知道是哪一题的",
                "请取消合并单元格，逐题填写",
            )
        if name in ("检查人", "检查日期"):
            for line in lines[top : min(bottom, len(lines))]:
                line[left - 1 : left] = [value]
    return [tuple(line) for line in lines]


def _head(rows: list[tuple[Any, ...]]) -> int | None:
    """The row of the heads: titles may have been put above it."""
    return next((at for at, row in enumerate(rows[:HEAD_WITHIN]) if "回答" in map(cell, row)), None)


def _line(heads: dict[str, int], row: tuple[Any, ...], place: str) -> Line | None:
    def text(name: str, longest: int = MOST_TEXT) -> str:
        at = heads.get(name)
        return cell(row[at], longest) if at is not None and at < len(row) else ""

    code, shown = text(KEY) or text("编号"), text("编号")
    if shown not in ("", code):
        raise BadInput(
            f"{place}：编号是“{shown[:20]}”，隐藏的标识键是“{code[:20]}”，像是只排了一部分列",
            "请撤销排序，或把整行一起排",
        )
    if not code:
        if not text("回答"):
            return None
        code = "（空）"
    return Line(
        place=place,
        code=code,
        answer=text("回答"),
        by=text("检查人"),
        on=text("检查日期"),
        samples=words(text("抽查对象").splitlines()),
        note=text("说明"),
        fingerprints=fingerprints(text("所依据的条目", 40_000).split("\n")),
    )

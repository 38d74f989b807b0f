"""findings.xlsx: the ledger as an office works in it, with what was not checked, and how to read it, beside it.

Written row by row, so that twenty thousand findings stay small in memory. Every cell is a string or a number, never a
formula; only plain web addresses become links.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped]

from auditor.model import Report
from auditor.reports.accuracy import TITLE, accuracy
from auditor.reports.guide import GUIDE
from auditor.reports.hidden import reveal
from auditor.reports.ledger import HEAD, KEY, KINDS, STATES, ledger_rows
from auditor.reports.masked import masked
from auditor.reports.order import ordered
from auditor.reports.printed import place
from auditor.reports.score_lines import score_lines
from auditor.reports.score_sheet import PARTS as SCORED
from auditor.reports.score_sheet import items_text
from auditor.reports.whole_file import write_whole
from auditor.reports.words import SEVERITIES
from standards.calendar import in_beijing

MOST_LINKS = 65_530
"""Links that Excel opens in one sheet; further addresses are text."""

WIDTHS = {
    "编号": 15, "批次": 11, "网站/账号": 24, "标识码": 12, "主办单位": 16, "责任单位": 16, "责任科室": 14,
    "栏目路径": 28, "标题": 34, "URL": 44, "发布时间": 16, "条款": 34, "原文±20字": 44, "建议": 52,
    "截图时间": 16, "截图URL": 20, "发现时间": 16, "措施": 24, "整改后截图": 14, "举一反三": 20, "备注": 20, "状态": 13,
    "检查项": 18, "位置": 16,
}  # fmt: skip
NARROW = 10
LISTS = {"级别": tuple(SEVERITIES.values()), "类别": KINDS, "状态": STATES}
"""Columns that are filled in from a list."""

NUMBERS = {"涉及页面", "出现次数"}
SCORE = "评分表"
SCORE_HEAD = {
    "编号": 8, "部分": 12, "一级指标": 12, "二级指标": 20, "条款": 40, "最多": 8, "扣分或加分（至少）": 12,
    "扣分或加分（至多）": 12, "状态": 9, "细则和依据": 100, "抽查": 24,
}  # fmt: skip
SHEETS = ("问题台账", "检查范围与未检", "说明")


def write_xlsx(report: Report, path: Path) -> None:
    """Write the ledger as a workbook, atomically. The same report gives the same bytes.

    Raises CannotRun when the file, or its parts in the system's temporary folder, cannot be written.
    """
    write_whole(path, _told(xlsx_chunks(report)))


def _told(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The chunks; what the disk did to XlsxWriter comes out as the OSError that it was."""
    try:
        yield from chunks
    except FileCreateError as error:
        raise error.args[0] from error


def xlsx_chunks(report: Report) -> Iterator[bytes]:
    """The bytes of findings.xlsx."""
    report = masked(report)
    whole = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(whole, options) as book:
        made = in_beijing(report.now).replace(tzinfo=None)
        book.set_properties({"title": f"{reveal(report.site.name)[:200]} 问题台账", "created": made})
        styles = {
            "head": book.add_format(
                {"bold": True, "bg_color": "#1D4F91", "font_color": "#FFFFFF", "border": 1, "border_color": "#B9C1CA",
                 "text_wrap": True, "align": "center", "valign": "vcenter"}
            ),
            "cell": book.add_format({"text_wrap": True, "valign": "top", "border": 1, "border_color": "#DFE3E8"}),
            "link": book.add_format(
                {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#DFE3E8",
                 "font_color": "#1D4F91", "underline": 1}
            ),
            "title": book.add_format({"bold": True, "font_size": 14}),
            "term": book.add_format({"bold": True, "valign": "top", "text_wrap": True}),
            "text": book.add_format({"valign": "top", "text_wrap": True}),
        }  # fmt: skip
        _ledger(book.add_worksheet(SHEETS[0]), report, styles)
        _coverage(book.add_worksheet(SHEETS[1]), report, styles)
        _guide(book.add_worksheet(SHEETS[2]), styles)
        if report.score:
            _score(book.add_worksheet(SCORE), report, styles)
    yield whole.getvalue()


def _ledger(sheet: Any, report: Report, styles: dict[str, Any]) -> None:
    last = max(len(report.findings), 1)
    for at, name in enumerate(HEAD):
        sheet.set_column(at, at, WIDTHS.get(name, NARROW), None, {"hidden": name == KEY})
        if name in LISTS:
            sheet.data_validation(
                1, at, last, at,
                {"validate": "list", "source": list(LISTS[name]), "error_title": name,
                 "error_message": "请从下拉列表中选择"},
            )  # fmt: skip
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(report.findings), len(HEAD) - 1)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    sheet.set_row(0, 32)
    for at, name in enumerate(HEAD):
        sheet.write_string(0, at, name, styles["head"])
    links = 0
    for line, row in enumerate(ledger_rows(report), 1):
        for at, (name, text) in enumerate(zip(HEAD, row, strict=True)):
            if name in NUMBERS:
                sheet.write_number(line, at, int(text), styles["cell"])
            elif name == "URL" and links < MOST_LINKS and place(text).href:
                links += 1
                sheet.write_url(line, at, text, styles["link"], text)
            elif text:
                sheet.write_string(line, at, text, styles["cell"])
            else:
                sheet.write_blank(line, at, None, styles["cell"])


def _score(sheet: Any, report: Report, styles: dict[str, Any]) -> None:
    """The score sheet: a line a row, its items with the numbers of the ledger's lines that they hang on."""
    numbers = {finding.fingerprint: at for at, finding in enumerate(ordered(report.findings), 1)}
    for line, said in enumerate((*score_lines(report), *(report.score.why if report.score else ()))):
        sheet.write_string(line, 0, reveal(said)[:2000], styles["title"] if line == 0 else None)
    first = line + 2
    for at, (name, width) in enumerate(SCORE_HEAD.items()):
        sheet.set_column(at, at, width)
        sheet.write_string(first, at, name, styles["head"])
    for line, row in enumerate((row for row in report.rows if row.status != "不适用"), first + 1):
        veto = row.part == "veto"
        cells: tuple[str | float | None, ...] = (
            row.code, SCORED[row.part], row.group, row.title, row.clause, row.cap, None if veto else row.low,
            None if veto else row.high, row.status, items_text(row.items, numbers)[:30_000], row.sample,
        )  # fmt: skip
        for at, value in enumerate(cells):
            if isinstance(value, str):
                sheet.write_string(line, at, "\n".join(map(reveal, value.split("\n"))), styles["cell"])
            elif value is None:
                sheet.write_blank(line, at, None, styles["cell"])
            else:
                sheet.write_number(line, at, value, styles["cell"])
    sheet.freeze_panes(first + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(1, 0)


def _coverage(sheet: Any, report: Report, styles: dict[str, Any]) -> None:
    """What was looked at and what was not, with the reason."""
    seen = report.coverage
    figures = [
        ("网站", report.site.name),
        ("网址", report.site.canonical),
        ("网站标识码", report.site.id_code),
        ("检查时点", f"{in_beijing(report.now):%Y-%m-%d %H:%M}"),
        ("规则", f"{report.rules.id}（{report.rules.edition}）"),
        ("发现页面", f"{seen.pages_found:,}"),
        ("读取页面", f"{seen.pages_fetched:,}"),
        ("判断页面", f"{seen.pages_judged:,}"),
        ("浏览器打开", f"{seen.pages_in_browser:,}"),
        ("运行脚本后判断", f"{seen.pages_rendered:,}"),
        ("核对链接", f"{seen.links_checked:,}"),
        ("读取附件", f"{seen.files_read:,}"),
    ]
    left_out = [(line.what, line.why) for line in (*seen.not_run, *seen.cut)] or [("无", "计划内的检查全部完成")]
    judged = [
        (check, f"判断 {number:,} 个{'附件' if check.startswith('attachments/') else '页面'}")
        for check, number in sorted(seen.by_check.items())
    ]
    measured = accuracy(seen.by_check, {})
    trusted = [("说明", remark) for remark in measured.remarks]
    trusted += [
        (
            one.id,
            f"埋设问题 {one.seeded:,}，查出 {one.found:,}，误报 {one.wrong:,}；"
            f"查准率 {one.precision}，查全率 {one.recall}",
        )
        for one in measured.lines
    ]
    trusted += [(check, "没有测量") for check in measured.unmeasured]
    line = 0
    for title, pairs in (
        ("没有检查或没有查全的", left_out),
        ("检查范围", figures),
        ("逐项检查范围", judged),
        (TITLE, trusted),
    ):
        line = _block(sheet, line, title, pairs, styles)
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 1, 90)


def _guide(sheet: Any, styles: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 100)
    _block(sheet, 0, "怎样使用这份台账", GUIDE, styles)


def _block(sheet: Any, line: int, title: str, pairs: Iterable[tuple[str, str]], styles: dict[str, Any]) -> int:
    """A headed list of terms and texts; returns the line behind it."""
    sheet.write_string(line, 0, title, styles["title"])
    for term, text in pairs:
        line += 1
        sheet.write_string(line, 0, reveal(term)[:2000], styles["term"])
        sheet.write_string(line, 1, reveal(text)[:2000], styles["text"])
    return line + 2

"""``desk annual-form``: the empty table of 年报 or of 网站工作年度报表 for a clerk to fill in, CSV or workbook."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from plugins.build.problems import CannotRun, suggestion
from plugins.build.scan import Tree, scan
from plugins.desk.workplace import write_whole
from plugins.foi.forms import HEADS, NUMBER, SITE_HEADS
from plugins.site import Unit, read_offices
from plugins.tables import read_table, write_csv
from standards import annual_report, site_report
from standards.annual_report import APPLICANTS, BROUGHT, CARRIED, FIRST_YEAR, RESULT_CODES, SUM

FOLDER = "data/nb"
Grid = list[list[str]]
"""A table, heads first."""


def make(unit: str, year: str, content: Path, *, site: bool, workbook: bool) -> str:
    """Write the table and say what to do with it. Raises CannotRun where it stands there already, or nobody knows the
    unit."""
    if not (year.isdecimal() and year.isascii() and FIRST_YEAR <= int(year) <= 2999):
        raise CannotRun(f"“{year}”不是年度。请写报告的是哪一年，例如 2025；{FIRST_YEAR} 年以前的年报不用这张表")
    tree = scan(content)
    name = "site" if site else _unit(unit, tree).id
    grid = list(site_grid() if site else annual_grid(_carried(tree, name, int(year) - 1)))
    path = f"{FOLDER}/{name}-{year}.{'xlsx' if workbook else 'csv'}"
    try:
        write_whole(content / path, as_workbook(grid) if workbook else write_csv(grid))
    except FileExistsError:
        raise CannotRun(f"{tree.shown(path)} 已经存在，没有改动它。要重新填，请先把它改名") from None
    except OSError as error:
        raise CannotRun(f"{tree.shown(path)} 写不了（{error.strerror}）。请检查磁盘和目录权限") from error
    kind = "网站工作年度报表（site_annual_report）" if site else "年报（annual_report）"
    filled = "，“上年结转”已按上年度年报填好" if not site and _carried(tree, name, int(year) - 1) else ""
    return "\n".join(
        [
            f"已建立 {tree.shown(path)}{filled}",
            "接下来：",
            "  1. 用表格软件打开，逐行填数；没有的填 0，不要改动“编号”一列，也不要增减行",
            f"  2. 在{kind}的文件头写 tables: {path}",
            "  3. 运行 desk check，合计和勾稽关系不对的会逐格指出来",
        ]
    )


def _unit(written: str, tree: Tree) -> Unit:
    offices, _ = read_offices(tree)
    unit = offices.spellings.get(written)
    if unit is None:
        raise CannotRun(
            f"没有单位“{written}”。{suggestion(written, offices.spellings)}请写 units.csv 里的单位 id 或名称"
        )
    return unit


def _carried(tree: Tree, unit: str, year: int) -> dict[str, str]:
    """What was carried over from the year before, by head; nothing where there is no sound table."""
    for path in (f"{FOLDER}/{unit}-{year}.csv", f"{FOLDER}/{unit}-{year}.xlsx"):
        if path in tree.files:
            rows, problems = read_table(tree.root / path, path, HEADS, ("编号",), optional=("项目", *APPLICANTS))
            found = next((row for row in rows if row["编号"] == CARRIED), None)
            return {head: found[head] for head in (*APPLICANTS, NUMBER)} if found and not problems else {}
    return {}


def annual_grid(carried: dict[str, str]) -> Iterator[list[str]]:
    """The lines of 年报; cells without meaning are marked so that nobody fills them in."""
    yield list(HEADS)
    for code, line in annual_report.FORM.items():
        told = carried if code == BROUGHT else {}
        yield [code, line.item, *(told.get(head, "") for head in (*APPLICANTS, NUMBER))]


def site_grid() -> Iterator[list[str]]:
    """The lines of 网站工作年度报表."""
    yield list(SITE_HEADS)
    for code, line in site_report.FORM.items():
        wanted = {site_report.YES_NO: "是/否", site_report.TEXT: "文字"}.get(line.shape, line.unit)
        yield [code, site_report.name_of(code), wanted, ""]


def as_workbook(grid: Grid) -> bytes:
    """A sheet whose totals add themselves up; in 年报 what need not be filled in is grey."""
    import xlsxwriter  # type: ignore[import-untyped]

    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet("报表")
        head = book.add_format({"bold": True, "bg_color": "#EDF2F7", "border": 1, "text_wrap": True})
        plain, grey = book.add_format({"border": 1}), book.add_format({"border": 1, "bg_color": "#D8DFE6"})
        for at, cells in enumerate(grid):
            for column, text in enumerate(cells):
                annual = at and len(cells) == len(HEADS)
                spare = annual and 1 < column < len(HEADS) - 1 and annual_report.FORM[cells[0]].width == 1
                style = head if not at else grey if spare else plain
                if text.isdecimal() and at and column > 1:
                    sheet.write_number(at, column, int(text), style)
                else:
                    sheet.write_string(at, column, text, style)
        if len(grid[0]) == len(HEADS):
            _add_up(sheet, [cells[0] for cells in grid], plain)
        sheet.set_column(0, 0, 8)
        sheet.set_column(1, 1, 52)
        sheet.set_column(2, len(grid[0]) - 1, 11)
        sheet.freeze_panes(1, 2)
    return data.getvalue()


def _add_up(sheet: object, codes: list[str], style: object) -> None:
    """Formulas in the totals of 年报."""
    row = {code: at + 1 for at, code in enumerate(codes)}  # as spreadsheets count
    last = chr(ord("A") + len(HEADS) - 1)
    write = sheet.write_formula  # type: ignore[attr-defined]
    for code, line in annual_report.FORM.items():
        if line.width > 1 and code != SUM:
            write(f"{last}{row[code]}", f"=SUM(C{row[code]}:H{row[code]})", style)
    for column in "CDEFGHI":
        write(f"{column}{row[SUM]}", f"=SUM({column}{row[RESULT_CODES[0]]}:{column}{row[RESULT_CODES[-1]]})", style)
    for total in ("四05", "四10", "四15"):
        write(f"{last}{row[total]}", f"=SUM({last}{row[total] - 4}:{last}{row[total] - 1})", style)

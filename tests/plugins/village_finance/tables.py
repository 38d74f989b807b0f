"""Tables as clerks make them, for tests."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import openpyxl

from plugins.village_finance.books import Found, read_file
from plugins.village_finance.layout import Told

SIGNED = "制表：何守田,审核（村务监督委员会）：周满仓,,负责人：柳长青,日期：2026年10月12日"
THIRD = f"""\
柳林村2026年第三季度财务收支明细表,,,,
单位：元,,,,
日期,摘要,收入,支出,余额
,上季度结转,,,52380
7月10日,水面养殖承包费,18600,,70980
2026.7.22,提灌站维修,,"5,420",65560
8月6日,村集体合作社分红,15200,,80760
2026-09-09,机耕道清障,,４３００,76460
,合计,33800,9720,76460
{SIGNED}
"""
"""Rows 4 to 9 of a sound statement; line 5 is the first of money."""

DEBTS = f"""\
类别,单位或个人,期初余额,本期增加,本期减少,期末余额
债权,初制厂承租方,2659,2659,,5318
债权,乡里待拨,8000,,,8000
,债权合计,10659,2659,,13318
债务,步道材料供货方,17430,,5000,12430
,债务合计,17430,,5000,12430
{SIGNED}
"""


def csv(text: str = THIRD, table: str = "收支明细", period: str = "2026Q3") -> Found:
    """What becomes of a CSV file of 柳林村."""
    return read_file(text.encode(), f"villages/liulin/{period}-{table}.csv", "shown")


def faults(text: str, table: str = "收支明细", period: str = "2026Q3") -> list[Told]:
    """What is wrong with it."""
    return list(csv(text, table, period).faults)


def rows_of(text: str) -> list[list[str]]:
    """The cells of a table written as CSV."""
    import csv as reader

    return list(reader.reader(io.StringIO(text)))


def workbook(
    sheets: Mapping[str, str | Sequence[Sequence[Any]]], change: Callable[[Any], None] = lambda book: None
) -> bytes:
    """A workbook of these sheets; ``change`` does to it what clerks do. Numbers are numbers."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, table in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows_of(table) if isinstance(table, str) else table:
            sheet.append([int(cell) if isinstance(cell, str) and cell.isdigit() else cell or None for cell in row])
    change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def xlsx(data: bytes, table: str = "收支明细", period: str = "2026Q3") -> Found:
    """What becomes of a workbook of 柳林村."""
    return read_file(data, f"villages/liulin/{period}-{table}.xlsx", "shown")

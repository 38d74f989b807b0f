"""What is owed, as lines for a terminal: of columns, disclosure tables, the 标准目录, guides and annual reports, and
interpretations. Each is a function of the Contents of an edition and a day, empty where the site has no such thing."""

from __future__ import annotations

from datetime import date
from typing import Any

from plugins.disclosure.gaps import lines as gap_lines
from plugins.disclosure.pages import read_disclosure
from plugins.foi.owing import GOVERNMENT, due_year, owing
from plugins.forecast import Due, forecast
from plugins.policies.explained import CLAUSE, explained
from standards.annual_report import due_day

MOST = 20
"""Remarks on tables that are told one by one."""


def by_columns(contents: Any, today: date) -> list[str]:
    """Every column by its rhythm, and the day on which a veto item would trip."""
    found = forecast(contents, today)
    lines = [f"{found.today}：公开文档 {len(contents.articles)} 篇，未公开 {len(contents.private)} 篇", ""]
    for state in ("超期", "空白", "将到期", "正常"):
        some = found.by_state(state)
        lines.append(f"{state} {len(some)} 个栏目")
        lines += [f"  {_line(due)}" for due in some]
    lines += ["", "单项否决（预测，以人工核实为准；依据 国办秘函〔2019〕19号）"]
    for veto in found.vetoes:
        lines.append(f"  {veto.title}：{f'不再更新时 {veto.day} 起触及' if veto.day else '照现在的栏目不会触及'}")
    return lines


def _line(due: Due) -> str:
    if due.newest is None:
        return f"{due.name}（{due.path}）"
    clause = f"，{due.clause}" if due.clause else ""
    return f"{due.name}（{due.path}） 最新 {due.newest}，期限 {due.until}{clause}"


def by_tables(contents: Any, _: date) -> list[str]:
    """The disclosure tables: how many rows, and what is to be looked at, late publications above all."""
    books = contents.books.by_column
    if not books:
        return []
    rows = sum(len(book.records) for book in books.values())
    lines = [f"公示表 {len(books)} 个栏目，公开 {rows} 条，请核对 {len(contents.remarks)} 处"]
    lines += [f"  {remark}" for remark in contents.remarks[:MOST]]
    if len(contents.remarks) > MOST:
        lines.append(f"  ……另有 {len(contents.remarks) - MOST} 处，见 desk check")
    return lines


def by_units(contents: Any, today: date) -> list[str]:
    """Items of the 标准目录 without a page, overdue and soon due, by unit."""
    return list(gap_lines(read_disclosure(contents)[0].answers, contents, today))


def guides_and_reports(contents: Any, today: date) -> list[str]:
    """Guides and annual reports: what is missing, and what is due next."""
    owed = owing(contents, today)
    if not owed.units:
        return []
    governments = [unit for unit in owed.units if unit.kind == GOVERNMENT]
    lines = ["信息公开指南和年报（依据 政府信息公开条例第十二条、第四十九条）"]
    lines += [f"  {line}" for line in owed.lines(shown=len(contents.offices.units))] or ["  没有缺少的"]
    year = due_year(today) + 1
    day = due_day(year, government=False)
    lines.append(f"  下一次：{year}年度，部门 {len(owed.units) - len(governments)} 份，{day} 前公布")
    if governments:
        year = due_year(today, governments[0]) + 1
        day = due_day(year, government=True)
        lines.append(f"  下一次：{year}年度，政府 {len(governments)} 份，{day} 前公布")
    return lines


def interpretations(contents: Any, today: date) -> list[str]:
    """解读比例, and the documents nobody has explained."""
    found = explained(contents, today)
    if found.whole is None:
        return []
    lines = [f"政策解读：现行有效的行政规范性文件已解读 {found.whole.text()}（{CLAUSE}）"]
    if len(found.units) > 1:
        lines += [f"  {share.name} {share.text()}" for share in found.units]
    if found.missing:
        lines.append(f"没有解读 {len(found.missing)} 件，请起草单位补写；解读应与文件同步组织、同步审签、同步部署")
        lines += [f"  {gap.title}（{gap.path}） {gap.unit}，已发布 {gap.days} 天" for gap in found.missing]
    return lines

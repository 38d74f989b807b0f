"""``desk status``: what the columns owe, by the day on which they owe it, and which veto items are near."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from plugins.desk.workplace import sound_edition
from plugins.foi.owing import GOVERNMENT, due_year, owing
from plugins.forecast import Due, Forecast, forecast
from standards.annual_report import due_day


def status(content: Path | None, now: str, *, production: bool) -> str:
    """The whole forecast. Raises ContentErrors where the content cannot be published as it is."""
    contents = sound_edition(content, now, production=production)
    today = contents.now.date()
    lines = _lines(forecast(contents, today), len(contents.articles), len(contents.private))
    return "\n".join([*lines, *_disclosure(contents, today)])


def _disclosure(contents: Any, today: date) -> list[str]:
    """Guides and annual reports: what is missing, and what is due next."""
    owed = owing(contents, today)
    if not owed.units:
        return []
    governments = [unit for unit in owed.units if unit.kind == GOVERNMENT]
    lines = ["", "信息公开指南和年报（依据 政府信息公开条例第十二条、第四十九条）"]
    lines += [f"  {line}" for line in owed.lines(shown=len(contents.offices.units))] or ["  没有缺少的"]
    year = due_year(today) + 1
    day = due_day(year, government=False)
    lines.append(f"  下一次：{year}年度，部门 {len(owed.units) - len(governments)} 份，{day} 前公布")
    if governments:
        year = due_year(today, governments[0]) + 1
        day = due_day(year, government=True)
        lines.append(f"  下一次：{year}年度，政府 {len(governments)} 份，{day} 前公布")
    return lines


def _lines(found: Forecast, public: int, private: int) -> list[str]:
    lines = [f"{found.today}：公开文档 {public} 篇，未公开 {private} 篇", ""]
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

"""``desk status``: what the columns owe, by the day on which they owe it, which veto items are near, what the units owe of
the 标准目录, what was published late, and which normative documents nobody has explained yet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from plugins.desk.workplace import sound_edition
from plugins.disclosure.gaps import lines as gap_lines
from plugins.disclosure.pages import read_disclosure
from plugins.forecast import Due, Forecast, forecast
from plugins.policies.explained import CLAUSE, Explained, explained

MOST = 20
"""Remarks on tables that are told one by one."""


def status(content: Path | None, now: str, *, production: bool) -> str:
    """The whole forecast. Raises ContentErrors where the content cannot be published as it is."""
    contents = sound_edition(content, now, production=production)
    today = contents.now.date()
    told = _lines(forecast(contents, today), len(contents.articles), len(contents.private))
    parts = (
        told,
        _tables(contents),
        list(gap_lines(read_disclosure(contents)[0].answers, contents, today)),
        _explained(explained(contents, today)),
    )
    return "\n\n".join("\n".join(part) for part in parts if part)


def _tables(contents: Any) -> list[str]:
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


def _explained(found: Explained) -> list[str]:
    if found.whole is None:
        return []
    lines = [f"政策解读：现行有效的行政规范性文件已解读 {found.whole.text()}（{CLAUSE}）"]
    if len(found.units) > 1:
        lines += [f"  {share.name} {share.text()}" for share in found.units]
    if found.missing:
        lines.append(f"没有解读 {len(found.missing)} 件，请起草单位补写；解读应与文件同步组织、同步审签、同步部署")
        lines += [f"  {gap.title}（{gap.path}） {gap.unit}，已发布 {gap.days} 天" for gap in found.missing]
    return lines


def _line(due: Due) -> str:
    if due.newest is None:
        return f"{due.name}（{due.path}）"
    clause = f"，{due.clause}" if due.clause else ""
    return f"{due.name}（{due.path}） 最新 {due.newest}，期限 {due.until}{clause}"

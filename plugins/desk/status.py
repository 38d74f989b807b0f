"""``desk status``: what the columns owe, by the day on which they owe it, which veto items are near, and what villages
owe."""

from __future__ import annotations

from pathlib import Path

from plugins.desk.village_status import village_lines
from plugins.desk.workplace import sound_edition
from plugins.forecast import Due, Forecast, forecast


def status(content: Path | None, now: str, *, production: bool) -> str:
    """The whole forecast. Raises ContentErrors where the content cannot be published as it is."""
    contents = sound_edition(content, now, production=production)
    today = contents.now.date()
    lines = _lines(forecast(contents, today), len(contents.articles), len(contents.private))
    return "\n".join([*lines, *village_lines(contents, today)])


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

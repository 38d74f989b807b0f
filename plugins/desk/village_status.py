"""The part of ``desk status`` on 村务公开: what is late and what falls due, town by town, counts only."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from plugins.village_ledger import Affairs, add, count
from plugins.villages import by_town, reminders_url
from standards import village_rhythm as rhythm

AHEAD = 30
"""Days that the forecast looks ahead."""


def village_lines(contents: Any, today: date) -> list[str]:
    """A line for the county, one for each town that owes something; nothing where there is no village catalogue."""
    affairs: Affairs = contents.affairs
    if not affairs.accounts:
        return []
    total = add(count(account.quarters.get(affairs.due, ())) for account in affairs.accounts.values())
    told = f"应公开 {total.owed} 项，已公开 {total.told} 项，无此事项 {total.nothing} 项，超期 {total.overdue} 项"
    lines = [f"村务公开（{rhythm.in_words(affairs.due)}）：{told}"]
    for town, members in by_town(contents.villages, contents.offices.towns):
        if said := _town_line(affairs, [village.id for village in members], today):
            lines.append(f"  {town.name}：{said}，清单 {reminders_url(town.id)}")
    return lines


def _town_line(affairs: Affairs, members: list[str], today: date) -> str:
    accounts = [affairs.accounts[id_] for id_ in members]
    late = [(quarter, mark) for account in accounts for quarter, marks in account.quarters.items() for mark in marks]
    late = [(quarter, mark) for quarter, mark in late if mark.state == rhythm.OVERDUE]
    present = sum(quarter >= affairs.due for quarter, _ in late)
    parts = [f"超期 {present} 项"] if present else []
    if len(late) > present:
        parts.append(f"以前各季度超期 {len(late) - present} 项")
    last = (today + timedelta(days=AHEAD)).isoformat()
    near = [
        mark.until
        for account in accounts
        for mark in account.marks()
        if mark.state in (rhythm.OPEN, rhythm.SOON) and mark.until <= last
    ]
    if near:
        parts.append(f"{AHEAD} 天内到期 {len(near)} 项（最早 {min(near)}）")
    return "，".join(parts)

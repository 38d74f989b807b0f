"""What each unit still owes of the 标准目录: items without a page, past their day, or near it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from plugins.disclosure.coverage import Answer
from plugins.disclosure.item import Item
from plugins.disclosure.sheets import unit_name

SOON = 7
"""Days before an item's day from which it is called due."""


@dataclass
class Owed:
    """What a unit owes. An item with a rhythm is overdue when its day is past."""

    missing: list[Item] = field(default_factory=list)
    overdue: list[tuple[Item, date]] = field(default_factory=list)
    due: list[tuple[Item, date]] = field(default_factory=list)


def gaps(answers: Mapping[Item, Answer], today: date) -> dict[str, Owed]:
    """What is owed by id of the unit. Of an item of several units each owes its own page."""
    found: dict[str, Owed] = {}
    for item, answer in answers.items():
        for unit in item.units if item.owed else ():
            if not answer.units[unit]:
                found.setdefault(unit, Owed()).missing.append(item)
            elif item.limit.kind == "cycle" and answer.until and answer.until - today <= timedelta(days=SOON):
                owed = found.setdefault(unit, Owed())
                (owed.overdue if answer.until < today else owed.due).append((item, answer.until))
    return found


def lines(answers: Mapping[Item, Answer], contents: Any, today: date) -> Iterator[str]:
    """The gaps as ``desk status`` tells them, unit by unit; nothing where there is no catalogue."""
    if not answers:
        return
    owed = [item for item in answers if item.owed]
    done = sum(bool(answers[item].pages) for item in owed)
    yield f"标准目录：事项 {len(answers)} 个，应在网站公开 {len(owed)} 个，已有信息 {done} 个"
    found = gaps(answers, today)
    places = {unit: place for place, unit in enumerate(contents.offices.units)}
    for unit in sorted(found, key=lambda unit: places.get(unit, len(places))):
        some, name = found[unit], unit_name(unit, contents)
        if some.missing:
            yield f"  {name} 空白 {len(some.missing)} 项：{'、'.join(map(_called, some.missing))}"
        for word, dated in (("超期", some.overdue), ("将到期", some.due)):
            if dated:
                told = [f"{_called(item)}限 {until}" for item, until in dated]
                yield f"  {name} {word} {len(dated)} 项：{'、'.join(told)}"


def _called(item: Item) -> str:
    return f"{item.name}（{item.id}）" if item.id else item.name

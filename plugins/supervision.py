"""Supervision of 村务公开: how much every village has told, by quarter and by item, and what it still owes.

The county's page counts towns, a town's page its villages; both read the accounts of ``village_ledger.py`` and no
document. What a town's villages are late with, or soon will be, is a page to print and a table to work on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pelican import signals

from plugins.build.frame import page_values, place_tags, trail_crumbs
from plugins.build.kinds import Kind, Sheet
from plugins.build.paths import file_of
from plugins.build.records import Crumb
from plugins.build.view import View
from plugins.build.village_pages import PLACE_READS, part_of
from plugins.build.village_records import PartRow, Reminder, StateCell, StateRow
from plugins.catalogue import VILLAGES
from plugins.site import Town
from plugins.tables import write_csv
from plugins.village_catalogue import Item
from plugins.village_ledger import Mark, add, count, outstanding
from plugins.villages import reminders_url, supervision_url, town_url
from standards import village_rhythm as rhythm

SHORT = {rhythm.NOTHING: "无此事项", rhythm.NONE: "—"}
"""What a narrow cell prints instead of the state's own word."""
KIND = {
    rhythm.TOLD: "full",
    rhythm.NOTHING: "full",
    rhythm.OPEN: "open",
    rhythm.SOON: "some",
    rhythm.OVERDUE: "little",
    rhythm.NONE: "none",
}
_WORST = (rhythm.OVERDUE, rhythm.SOON, rhythm.OPEN, rhythm.TOLD, rhythm.NOTHING, rhythm.NONE)
CSV_HEADS = ("乡镇", "村（社区）", "联系电话", "类别", "公开事项", "期间", "应公开日期", "状态")


def county(view: View, _: None) -> Sheet:
    """Towns against items in the quarter that is over, and against all quarters on record."""
    quarters, due = view.villages.quarters()
    items = [item for item in view.villages.items() if item.online and item.periodic]
    matrix, heat, sums = [], [], []
    for town, members in view.villages.towns():
        accounts = [view.villages.account(village) for village in members]
        marks = [mark for account in accounts for mark in account.quarters.get(due, ())]
        parts = [part_of(count(mark for mark in marks if mark.item == item.id)) for item in items]
        matrix.append(PartRow(town.name, supervision_url(town.id), tuple(parts)))
        counts = [add(count(account.quarters.get(quarter, ())) for account in accounts) for quarter in quarters]
        heat.append(PartRow(town.name, supervision_url(town.id), tuple(map(part_of, counts))))
        sums.append(count(marks))
    name = "村务公开督导"
    about = "各乡镇村务公开应公开和已公开事项的统计。"
    values = _values(view, supervision_url(), name, about, ())
    more = {
        "place": "全县",
        "heads": tuple(item.name for item in items),
        "matrix": tuple(matrix),
        "states": (),
        "heat": tuple(heat),
        "total": add(sums),
        "table_url": f"{supervision_url()}villages.csv",
        "reminders_url": "",
        "row_head": "乡镇",
        **_quarters(quarters, due),
    }
    return Sheet("supervision.html", {**values, **more})


def town(view: View, id_: str) -> Sheet:
    """A town's villages against items in the quarter that is over, and against all quarters on record."""
    quarters, due = view.villages.quarters()
    place, members = _town(view, id_)
    accounts = [view.villages.account(village) for village in members]
    owed = {mark.item for account in accounts for mark in account.quarters.get(due, ())}
    items = [item for item in view.villages.items() if item.id in owed]
    states, heat = [], []
    for account in accounts:
        village = view.villages.village(account.village)
        states.append(StateRow(village.name, village.url, tuple(_cells(account.quarters.get(due, ()), items))))
        counts = (count(account.quarters.get(quarter, ())) for quarter in quarters)
        heat.append(PartRow(village.name, village.url, tuple(map(part_of, counts))))
    name = f"{place.name}村务公开督导"
    about = f"{place.name}各村（社区）应公开和已公开事项的统计。"
    values = _values(view, supervision_url(id_), name, about, (Crumb(place.name, town_url(id_)),))
    more = {
        "place": place.name,
        "heads": tuple(item.name for item in items),
        "matrix": (),
        "states": tuple(states),
        "heat": tuple(heat),
        "total": add(count(account.quarters.get(due, ())) for account in accounts),
        "table_url": f"{town_url(id_)}reminders.csv",
        "reminders_url": reminders_url(id_),
        "row_head": "村（社区）",
        **_quarters(quarters, due),
    }
    return Sheet("supervision.html", {**values, **more})


def reminders(view: View, id_: str) -> Sheet:
    """What a town's villages are late with or soon will be: a page to print."""
    place, _ = _town(view, id_)
    rows = tuple(_reminders(view, id_))
    name = f"{place.name}村务公开催办清单"
    crumbs = (Crumb(place.name, town_url(id_)), Crumb("督导", supervision_url(id_)))
    values = _values(view, reminders_url(id_), name, f"{place.name}各村（社区）超期和将到期的公开事项。", crumbs)
    more = {
        "rows": rows,
        "number": sum(len(row.periods) for row in rows),
        "villages": len({row.url for row in rows}),
        "table_url": f"{town_url(id_)}reminders.csv",
        "soon_days": rhythm.SOON_DAYS,
        "county_url": supervision_url(id_),
    }
    return Sheet("reminders.html", {**values, **more})


def reminders_csv(view: View, id_: str) -> bytes:
    """The same for spreadsheets, a row for each period."""
    place, members = _town(view, id_)
    items = {item.id: item for item in view.villages.items()}
    rows = []
    for village in map(view.villages.village, members):
        for mark in outstanding(view.villages.account(village.id)):
            rows.append((place.name, village.name, village.contact, *_told(items[mark.item], mark)))
    return write_csv([CSV_HEADS, *rows])


def villages_csv(view: View, _: None) -> bytes:
    """Every village and item of the quarter that is over, with its state."""
    items = {item.id: item for item in view.villages.items()}
    due = view.villages.quarters()[1]
    rows = []
    for place, members in view.villages.towns():
        for village in map(view.villages.village, members):
            for mark in view.villages.account(village.id).quarters.get(due, ()):
                rows.append((place.name, village.name, village.contact, *_told(items[mark.item], mark)))
    return write_csv([CSV_HEADS, *rows])


def _told(item: Item, mark: Mark) -> tuple[str, ...]:
    return item.section, item.name, rhythm.in_words(mark.period), mark.until, mark.state


def _town(view: View, id_: str) -> tuple[Town, list[str]]:
    return next(entry for entry in view.villages.towns() if entry[0].id == id_)


def _reminders(view: View, id_: str) -> Iterator[Reminder]:
    """An entry for each item of a village, the one that is due longest last."""
    items = {item.id: item for item in view.villages.items()}
    for village in map(view.villages.village, _town(view, id_)[1]):
        by_item: dict[str, list[Mark]] = {}
        for mark in reversed(outstanding(view.villages.account(village.id))):
            by_item.setdefault(mark.item, []).append(mark)
        for item_id, marks in by_item.items():
            item, newest = items[item_id], marks[0]
            periods = tuple(rhythm.in_words(mark.period) for mark in marks)
            about = (item.section, item.name, periods, newest.until, newest.state)
            yield Reminder(village.name, village.url, village.contact, *about)


def _cells(marks: Iterable[Mark], items: Iterable[Item]) -> Iterator[StateCell]:
    by_item: dict[str, list[Mark]] = {}
    for mark in marks:
        by_item.setdefault(mark.item, []).append(mark)
    for item in items:
        yield _cell(by_item.get(item.id, []))


def _cell(marks: Sequence[Mark]) -> StateCell:
    """One period, or the three months of a quarter: how many are answered, and the worst of the others."""
    if not marks:
        return StateCell("—", rhythm.NONE, "none")
    worst = min((mark.state for mark in marks), key=_WORST.index)
    word = SHORT.get(worst, worst)
    if len(marks) > 1 and worst not in (rhythm.TOLD, rhythm.NOTHING, rhythm.NONE):
        found = count(marks)
        word = f"{found.done}/{found.owed} {word}"
    late = [rhythm.in_words(mark.period) for mark in marks if mark.state == worst]
    return StateCell(word, f"{'、'.join(late)}{worst}", KIND[worst])


def _quarters(quarters: Sequence[str], due: str) -> dict[str, Any]:
    names = tuple(f"{quarter[:4]}年{'一二三四'[int(quarter[5]) - 1]}季度" for quarter in quarters)
    return {"quarter": rhythm.in_words(due) if due else "", "quarter_heads": names, "soon_days": rhythm.SOON_DAYS}


def _values(view: View, url: str, name: str, about: str, way: tuple[Crumb, ...]) -> dict[str, Any]:
    tags = place_tags(view, url, name, about, ("督导",))
    crumbs = (*trail_crumbs(view, VILLAGES), *way, Crumb(name, url))
    return page_values(view, "column", name, url, tags, crumbs, column=VILLAGES)


COUNTY = Kind("supervision", county, PLACE_READS)
TOWN = Kind("town supervision", town, PLACE_READS)
REMINDERS = Kind("reminders", reminders, PLACE_READS)
REMINDERS_CSV = Kind("reminders.csv", reminders_csv, PLACE_READS)
VILLAGES_CSV = Kind("villages.csv", villages_csv, PLACE_READS)


def offer(generator: Any) -> None:
    """Receiver: nothing where there are no villages."""
    towns = list(dict.fromkeys(village.town for village in generator.edition.villages.by_id.values()))
    if not towns:
        return
    generator.add_pages(COUNTY, [(file_of(supervision_url()), None)])
    generator.add_pages(VILLAGES_CSV, [(f"{supervision_url()[1:]}villages.csv", None)])
    generator.add_pages(TOWN, ((file_of(supervision_url(id_)), id_) for id_ in towns))
    generator.add_pages(REMINDERS, ((file_of(reminders_url(id_)), id_) for id_ in towns))
    generator.add_pages(REMINDERS_CSV, ((f"{town_url(id_)[1:]}reminders.csv", id_) for id_ in towns))


def register() -> None:
    """Run when everything has been read."""
    signals.article_generator_finalized.connect(offer)

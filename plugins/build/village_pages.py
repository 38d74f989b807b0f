"""The pages of 村务公开 that gather villages: the county's, and a town's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, product

from plugins.build.frame import page_values, place_tags, trail_crumbs
from plugins.build.kinds import Kind, Sheet
from plugins.build.records import Crumb
from plugins.build.view import View
from plugins.build.village_home import make_village
from plugins.build.village_records import (
    Letter,
    MoneyRow,
    Part,
    PartRow,
    TownView,
    VillageCard,
)
from plugins.catalogue import VILLAGES
from plugins.meta_tags import column_tags
from plugins.site import Town
from plugins.village_ledger import Count, add, count
from plugins.villages import finance_url, reminders_url, supervision_url, town_url
from standards import village_rhythm as rhythm

TOWN_ITEMS = 10
"""Newest documents of a town's villages that its page shows."""
READINGS = 8
"""Readings of a name by which it is found."""


# the county


def make_villages(view: View, path: str) -> Sheet:
    """The page of the column ``villages``: every village, by town and by the first letter of its name."""
    column = view.column(path)
    crumbs = trail_crumbs(view, path)
    feed = f"{column.url}feed.atom"
    values = page_values(view, "column", column.name, column.url, column_tags(column), crumbs, feed=feed, column=path)
    _, due = view.villages.quarters()
    towns = tuple(_town_view(view, town, ids, spell=True) for town, ids in view.villages.towns())
    cards = [card for town in towns for card in town.villages]
    more = {
        "towns": towns,
        "letters": _letters(towns),
        "quarter": rhythm.in_words(due) if due else "",
        "total": _total(cards),
        "supervision_url": supervision_url() if cards else "",
    }
    return Sheet("villages.html", {**values, **more})


def _letters(towns: Iterable[TownView]) -> tuple[Letter, ...]:
    """An index by the first letter of pinyin; names that begin with something else stand last under #."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for town in towns:
        for card in town.villages:
            first = card.keys.split(" ")[1][:1].upper()
            found.setdefault(first if "A" <= first <= "Z" else "#", []).append((card.name, card.url, town.name))
    order = sorted(found, key=lambda letter: (letter == "#", letter))
    return tuple(Letter(letter, tuple(sorted(found[letter]))) for letter in order)


def initials(name: str) -> list[str]:
    """The first letters of a name's pinyin (柳林村 → llc), the likeliest reading first: 长坪村 is zpc to a dictionary
    and cpc to those who live there. What is no Chinese character stands as it is."""
    from pypinyin import Style, lazy_pinyin, pinyin  # a fifth of a second, which other builds need not spend

    letters = Style.FIRST_LETTER
    likeliest = "".join(lazy_pinyin(name, style=letters))
    others = islice(product(*pinyin(name, style=letters, heteronym=True)), READINGS)
    return list(dict.fromkeys(reading.lower() for reading in (likeliest, *map("".join, others))))


def _total(cards: Sequence[VillageCard]) -> Count:
    sums = [(card.due, card.published, card.done - card.published, card.overdue, 0) for card in cards]
    return add(Count(*numbers) for numbers in sums)


# a town


def _town_view(view: View, town: Town, members: Sequence[str], *, spell: bool = False) -> TownView:
    unit = view.unit(town.unit) if town.unit else None
    cards = tuple(_village_card(view, village, spell=spell) for village in members)
    return TownView(town.id, town.name, town_url(town.id), unit.contact if unit else "", cards)


def _village_card(view: View, id_: str, *, spell: bool) -> VillageCard:
    village = view.villages.village(id_)
    _, due = view.villages.quarters()
    found = count(view.villages.account(id_).quarters.get(due, ()))
    keys = " ".join((village.town_name.replace(" ", ""), *initials(village.name))) if spell else ""
    return VillageCard(
        village.name,
        village.url,
        village.kind,
        village.contact,
        village.board,
        found.told,
        found.owed,
        found.done,
        found.overdue,
        keys,
    )


def make_town(view: View, id_: str) -> Sheet:
    """A town's page: its villages with what they published of the quarter that is over, and the newest documents."""
    town, members = next(entry for entry in view.villages.towns() if entry[0].id == id_)
    shown = _town_view(view, town, members)
    paths = [path for village in members for _, path in view.villages.told(village)[:TOWN_ITEMS]]
    newest = sorted((view.article(path) for path in paths), key=lambda article: article.path)
    newest.sort(key=lambda article: article.published, reverse=True)
    name = f"{town.name}村务公开"
    tags = place_tags(view, shown.url, name, f"{town.name}各村（社区）党务、村务、财务公开。", (town.name,))
    crumbs = (*trail_crumbs(view, VILLAGES), Crumb(town.name, shown.url))
    values = page_values(view, "column", name, shown.url, tags, crumbs, column=VILLAGES)
    _, due = view.villages.quarters()
    more = {
        "town": shown,
        "items": tuple(view.link(article, view.place_of(article)) for article in newest[:TOWN_ITEMS]),
        "quarter": rhythm.in_words(due) if due else "",
        "parts": PARTS,
        "rows": tuple(_section_row(view, village, due) for village in members),
        "total": _total(shown.villages),
        "supervision_url": supervision_url(id_),
        "reminders_url": reminders_url(id_),
        "money": tuple(_money(view, members, due)),
    }
    return Sheet("town.html", {**values, **more})


def _money(view: View, members: Sequence[str], quarter: str) -> Iterator[MoneyRow]:
    """What the villages took in, spent and had left in the quarter that is over; nothing where none has said so."""
    told = {id_: briefs for id_ in members if (briefs := view.villages.statements(id_))}
    if not told or not quarter:
        return
    from plugins.village_finance.cells import in_money
    from plugins.village_finance.figures import of_quarter

    for id_, briefs in told.items():
        if (found := of_quarter(briefs, quarter)) is not None:
            sums = (in_money(cents) for cents in (found.income, found.expense, found.closing))
            yield MoneyRow(view.villages.village(id_).name, finance_url(id_), *sums)


PARTS = ("党务", "村务（居务）", "财务", "合计")
_PART_OF = {"党务": 0, "村务": 1, "居务": 1, "财务": 2}


def _section_row(view: View, id_: str, quarter: str) -> PartRow:
    """A village's quarter by section, and all together."""
    sections = {item.id: _PART_OF[item.section] for item in view.villages.items() if item.section in _PART_OF}
    marks = view.villages.account(id_).quarters.get(quarter, ())
    parts = [[mark for mark in marks if sections.get(mark.item) == at] for at in range(3)]
    village = view.villages.village(id_)
    return PartRow(village.name, village.url, tuple(part_of(count(some)) for some in (*parts, marks)))


def part_of(found: Count) -> Part:
    """A count as tables print it."""
    if not found.owed:
        kind = "none"
    elif found.done == found.owed:
        kind = "full"
    elif not found.overdue:
        kind = "open"
    else:
        kind = "most" if 3 * found.done >= 2 * found.owed else "some" if 3 * found.done >= found.owed else "little"
    return Part(found.done, found.owed, found.overdue, kind)


_FRAME = {"site", "nav", "tree", "template", "column"}
_PLACES = {"village", "items", "towns", "unit", "account", "quarters"}
_DOCUMENTS = {"told", "head", "standing", "picture", "finance"}

VILLAGE_KINDS: tuple[Kind, ...] = (
    Kind("villages", make_villages, frozenset(_FRAME | _PLACES)),
    Kind("town", make_town, frozenset(_FRAME | _PLACES | _DOCUMENTS)),
    Kind("village", make_village, frozenset(_FRAME | _PLACES | _DOCUMENTS | {"absence", "mapped"})),
)
PLACE_READS: frozenset[str] = frozenset(_FRAME | _PLACES)
"""What a page that shows how much villages have told may read."""

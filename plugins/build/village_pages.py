"""The pages of 村务公开: the county's list of villages, a town's, a village's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice, product

from plugins.build.article import Article
from plugins.build.frame import page_values, trail_crumbs
from plugins.build.kinds import Kind, Sheet
from plugins.build.records import Crumb, DocLink
from plugins.build.view import View
from plugins.build.village_records import (
    Letter,
    Part,
    PartRow,
    PeriodView,
    QuarterDocs,
    TownView,
    VillageCard,
    VillageRow,
    VillageSection,
    VillageView,
)
from plugins.catalogue import VILLAGES, Column
from plugins.meta_tags import Metas, column_tags
from plugins.site import Town
from plugins.village_catalogue import SECTIONS, Item
from plugins.village_ledger import Account, Count, Mark, add, count, period_of, quarter_is_busy
from plugins.village_nothing import Said
from plugins.villages import Village, reminders_url, supervision_url, town_url
from standards import village_rhythm as rhythm

TOWN_ITEMS = 10
"""Newest documents of a town's villages that its page shows."""
READINGS = 8
"""Readings of a name by which it is found."""
LASTING_ITEMS = 3
"""Newest documents of an item without periods that stand in its row; older ones are history."""


# the county


def make_villages(view: View, path: str) -> Sheet:
    """The page of the column ``villages``: every village, by town and by the first letter of its name."""
    column = view.column(path)
    crumbs = trail_crumbs(view, path)
    feed = f"{column.url}feed.atom"
    values = page_values(view, "column", column.name, column.url, column_tags(column), crumbs, feed=feed, column=path)
    _, due = view.quarters()
    towns = tuple(_town_view(view, town, ids, spell=True) for town, ids in view.towns())
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
    village = view.village(id_)
    _, due = view.quarters()
    found = count(view.account(id_).quarters.get(due, ()))
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
    town, members = next(entry for entry in view.towns() if entry[0].id == id_)
    shown = _town_view(view, town, members)
    paths = [path for village in members for _, path in view.told(village)[:TOWN_ITEMS]]
    newest = sorted((view.article(path) for path in paths), key=lambda article: article.path)
    newest.sort(key=lambda article: article.published, reverse=True)
    name = f"{town.name}村务公开"
    tags = place_tags(view, shown.url, name, f"{town.name}各村（社区）党务、村务、财务公开。", (town.name,))
    crumbs = (*trail_crumbs(view, VILLAGES), Crumb(town.name, shown.url))
    values = page_values(view, "column", name, shown.url, tags, crumbs, column=VILLAGES)
    _, due = view.quarters()
    more = {
        "town": shown,
        "items": tuple(view.link(article, view.place_of(article)) for article in newest[:TOWN_ITEMS]),
        "quarter": rhythm.in_words(due) if due else "",
        "parts": PARTS,
        "rows": tuple(_section_row(view, village, due) for village in members),
        "total": _total(shown.villages),
        "supervision_url": supervision_url(id_),
        "reminders_url": reminders_url(id_),
    }
    return Sheet("town.html", {**values, **more})


PARTS = ("党务", "村务（居务）", "财务", "合计")
_PART_OF = {"党务": 0, "村务": 1, "居务": 1, "财务": 2}


def _section_row(view: View, id_: str, quarter: str) -> PartRow:
    """A village's quarter by section, and all together."""
    sections = {item.id: _PART_OF[item.section] for item in view.items() if item.section in _PART_OF}
    marks = view.account(id_).quarters.get(quarter, ())
    parts = [[mark for mark in marks if sections.get(mark.item) == at] for at in range(3)]
    village = view.village(id_)
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


def place_tags(view: View, url: str, name: str, description: str, words: tuple[str, ...]) -> Metas:
    """Column tags of a page below 村务公开 that is no column itself."""
    kind = view.column(VILLAGES).type
    keywords = ",".join(("村务公开", *words))
    return column_tags(
        Column(id=url, name=name, path=url.strip("/"), type=kind, description=description, keywords=keywords)
    )


# a village


def make_village(view: View, id_: str) -> Sheet:
    """A village's own page: this quarter's items first, then what came before."""
    village = view.village(id_)
    quarters, due = view.quarters()
    home = _Home(view, village, quarters[0] if quarters else "", due)
    town = Crumb(village.town_name, town_url(village.town))
    crumbs = (*trail_crumbs(view, VILLAGES), town, Crumb(village.name, village.url))
    word = "居务" if village.body == "社区" else "村务"
    name = f"{village.name}{word}公开"
    about = f"{village.town_name}{village.name}党务、{word}、财务公开。"
    tags = place_tags(view, village.url, name, about, (village.name, village.town_name))
    values = page_values(view, "column", name, village.url, tags, crumbs, column=VILLAGES)
    shown = VillageView(
        name=village.name,
        url=village.url,
        kind=village.kind,
        town_name=village.town_name,
        town_url=town.url,
        contact=village.contact,
        board=village.board,
        monthly=bool(due) and quarter_is_busy(village, due),
    )
    more = {
        "village": shown,
        "sections": tuple(home.section(section) for section in SECTIONS if home.items(section)),
        "quarter": rhythm.in_words(due) if due else "",
        "running": rhythm.in_words(quarters[0]) if quarters else "",
        "total": count(home.account.quarters.get(due, ())),
    }
    return Sheet("village.html", {**values, **more})


class _Home:
    """A village's documents under the items and periods they are of."""

    def __init__(self, view: View, village: Village, running: str, due: str) -> None:
        self.view, self.village, self.running, self.due = view, village, running, due
        self.catalogue = {item.id: item for item in view.items() if village.body in item.kinds}
        self.account: Account = view.account(village.id)
        self.nothing: Mapping[tuple[str, str], Said] = view.absences(village.id)
        self.docs: dict[str, list[tuple[Article, str]]] = {}
        for item, path in view.told(village.id):
            if item in self.catalogue:
                article = view.article(path)
                self.docs.setdefault(item, []).append((article, period_of(article, self.catalogue[item], village)))

    def items(self, section: str) -> list[Item]:
        """The items of a section, in the order written."""
        return [item for item in self.catalogue.values() if item.section == section]

    def section(self, name: str) -> VillageSection:
        """Its rows, and behind them the documents that stand in none."""
        rows = tuple(self._row(item) for item in self.items(name))
        shown = {doc.url for row in rows for doc in row.docs}
        older: dict[str, list[Article]] = {}
        for item in self.items(name):
            for article, period in self.docs.get(item.id, ()):
                if article.url not in shown:
                    quarter = rhythm.period_with(rhythm.span_of(period).last, rhythm.QUARTERLY)
                    older.setdefault(quarter, []).append(article)
        history = []
        for quarter in sorted(older, reverse=True):
            some = sorted(older[quarter], key=lambda article: (article.published, article.path), reverse=True)
            history.append(QuarterDocs(rhythm.in_words(quarter), self._links(some)))
        return VillageSection(name, rows, tuple(history), sum(len(some) for some in older.values()))

    def _row(self, item: Item) -> VillageRow:
        if not item.online:
            said = f"只在村务公开栏张贴，不上网{f'（公开栏：{self.village.board}）' if self.village.board else ''}"
            return VillageRow(item.name, rhythm.RHYTHMS.get(item.rhythm, ""), (PeriodView("", said, "plain", ()),), ())
        periods = tuple(self._periods(item) if item.periodic else self._lasting(item))
        docs = tuple(doc for period in periods for doc in period.docs)
        return VillageRow(item.name, self._beat(item), periods, docs)

    def _beat(self, item: Item) -> str:
        busy = item.busy and self.due and quarter_is_busy(self.village, self.due)
        return rhythm.RHYTHMS.get(item.busy if busy else item.rhythm, "")

    def _lasting(self, item: Item) -> list[PeriodView]:
        if docs := self._links(article for article, _ in self.docs.get(item.id, ())[:LASTING_ITEMS]):
            return [PeriodView("", "", "plain", docs)]
        if (item.id, "") in self.nothing:
            return [PeriodView("", "没有这类事项", "plain", ())]
        if item.rhythm == rhythm.PROMPT:
            return [PeriodView("", "目前没有，发生后及时公开", "plain", ())]
        return [PeriodView("", "尚未公开", "void", ())]

    def _periods(self, item: Item) -> list[PeriodView]:
        """The periods that are over, and what of the running quarter was told or is near; else what is due next."""
        marks = [mark for mark in self.account.marks() if mark.item == item.id]
        present = [mark for mark in self.account.quarters.get(self.due, ()) if mark.item == item.id]
        if not present:  # a yearly item, or one that is not owed yet
            present = [mark for mark in marks if mark.state != rhythm.OPEN][:1]
        running = self.account.quarters.get(self.running, ())
        early = [mark for mark in running if mark.item == item.id and mark.state != rhythm.OPEN]
        shown = sorted({*early, *present}, key=lambda mark: mark.until, reverse=True) or marks[-1:]
        return [self._period(mark) for mark in shown] or self._bare(item)

    def _bare(self, item: Item) -> list[PeriodView]:
        """A periodic item of which no period is on record yet: this year's first report comes after the year."""
        docs = self._links(article for article, _ in self.docs.get(item.id, ())[:LASTING_ITEMS])
        return [PeriodView("", "" if docs else "本期未到公开时间", "plain", docs)]

    def _period(self, mark: Mark) -> PeriodView:
        name = rhythm.in_words(mark.period)
        last = rhythm.span_of(mark.period).last
        docs = [article for article, period in self.docs.get(mark.item, ()) if rhythm.span_of(period).last == last]
        if docs:
            return PeriodView(name, "", "plain", self._links(docs))
        until = day_in_words(mark.until)
        if mark.state == rhythm.NOTHING:
            said = self.nothing.get((mark.item, last.isoformat()))
            when = f"（{day_in_words(said.on)}说明）" if said else ""
            return PeriodView(name, f"{_this(mark.period)}无此事项{when}", "plain", ())
        if mark.state == rhythm.NONE:
            return PeriodView("", "没有这类事项", "plain", ())
        if mark.state == rhythm.OVERDUE:
            return PeriodView(name, f"应于{until}前公开，尚未公开", "void", ())
        return PeriodView(name, f"将于{until}前公开", "done" if mark.state == rhythm.SOON else "plain", ())

    def _links(self, articles: Iterable[Article]) -> tuple[DocLink, ...]:
        return self.view.links(articles)


def _this(period: str) -> str:
    """本季度, 本月, 本年度."""
    return "本季度" if "Q" in period else "本月" if "-" in period else "本年度"


def day_in_words(day: str) -> str:
    """2026年10月20日."""
    return f"{day[:4]}年{int(day[5:7])}月{int(day[8:])}日"


_FRAME = {"site", "nav", "tree", "template", "column"}
_PLACES = {"village", "items", "towns", "unit", "account", "quarters"}
_DOCUMENTS = {"told", "head", "standing", "picture"}

VILLAGE_KINDS: tuple[Kind, ...] = (
    Kind("villages", make_villages, frozenset(_FRAME | _PLACES)),
    Kind("town", make_town, frozenset(_FRAME | _PLACES | _DOCUMENTS)),
    Kind("village", make_village, frozenset(_FRAME | _PLACES | _DOCUMENTS | {"absence"})),
)
PLACE_READS: frozenset[str] = frozenset(_FRAME | _PLACES)
"""What a page that shows how much villages have told may read."""

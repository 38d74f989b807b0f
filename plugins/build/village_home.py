"""A village's own page: this quarter's items first, then what came before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from plugins.build.article import Article
from plugins.build.frame import page_values, place_tags, trail_crumbs
from plugins.build.kinds import Sheet
from plugins.build.records import Crumb, DocLink
from plugins.build.view import View
from plugins.build.village_records import PeriodView, QuarterDocs, VillageRow, VillageSection, VillageView
from plugins.catalogue import VILLAGES
from plugins.village_catalogue import COMMUNITY, SECTIONS, Item
from plugins.village_ledger import Account, Mark, count, period_of, quarter_is_busy
from plugins.village_nothing import Said
from plugins.villages import Village, finance_url, town_url
from standards import village_rhythm as rhythm

if TYPE_CHECKING:
    from plugins.village_finance.statement import Brief

LASTING_ITEMS = 3
"""Newest documents of an item without periods that stand in its row; older ones are history."""


def make_village(view: View, id_: str) -> Sheet:
    """A village's own page: this quarter's items first, then what came before."""
    village = view.villages.village(id_)
    quarters, due = view.villages.quarters()
    home = _Home(view, village, quarters[0] if quarters else "", due)
    town = Crumb(village.town_name, town_url(village.town))
    crumbs = (*trail_crumbs(view, VILLAGES), town, Crumb(village.name, village.url))
    word = "居务" if village.body == COMMUNITY else "村务"
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
        on_map=view.villages.on_map(id_),
    )
    more = {
        "village": shown,
        "sections": tuple(home.section(section) for section in SECTIONS if home.items(section)),
        "quarter": rhythm.in_words(due) if due else "",
        "running": rhythm.in_words(quarters[0]) if quarters else "",
        "total": count(home.account.quarters.get(due, ())),
        "finance_url": finance_url(id_) if view.villages.statements(id_) else "",
    }
    return Sheet("village.html", {**values, **more})


def village_sections(view: View, village: Village) -> tuple[VillageSection, ...]:
    """A village's sections as its page shows them."""
    quarters, due = view.villages.quarters()
    home = _Home(view, village, quarters[0] if quarters else "", due)
    return tuple(home.section(section) for section in SECTIONS if home.items(section))


class _Home:
    """A village's documents under the items and periods they are of."""

    def __init__(self, view: View, village: Village, running: str, due: str) -> None:
        self.view, self.village, self.running, self.due = view, village, running, due
        self.catalogue = {item.id: item for item in view.villages.items() if village.body in item.kinds}
        self.account: Account = view.villages.account(village.id)
        self.nothing: Mapping[tuple[str, str], Said] = view.villages.absences(village.id)
        self.docs: dict[str, list[tuple[Article, str]]] = {}
        for item, path in view.villages.told(village.id):
            if item in self.catalogue:
                article = view.article(path)
                self.docs.setdefault(item, []).append((article, period_of(article, self.catalogue[item], village)))
        self.tables: dict[str, list[tuple[date, DocLink]]] = {}
        for brief in view.villages.statements(village.id):
            told = (rhythm.span_of(brief.period).last, statement_link(brief))
            for answered in self.catalogue.values():
                if brief.kind in answered.tables:
                    self.tables.setdefault(answered.id, []).append(told)

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
        if docs := self._newest(item):
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
        docs = self._newest(item)
        return [PeriodView("", "" if docs else "本期未到公开时间", "plain", docs)]

    def _period(self, mark: Mark) -> PeriodView:
        name = rhythm.in_words(mark.period)
        last = rhythm.span_of(mark.period).last
        docs = [article for article, period in self.docs.get(mark.item, ()) if rhythm.span_of(period).last == last]
        tables = [link for end, link in self.tables.get(mark.item, ()) if end == last]
        if docs or tables:
            return PeriodView(name, "", "plain", (*tables, *self._links(docs)))
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

    def _newest(self, item: Item) -> tuple[DocLink, ...]:
        """An item's newest tables and documents."""
        tables = [link for _, link in self.tables.get(item.id, ())[:LASTING_ITEMS]]
        return (*tables, *self._links(article for article, _ in self.docs.get(item.id, ())[:LASTING_ITEMS]))

    def _links(self, articles: Iterable[Article]) -> tuple[DocLink, ...]:
        return self.view.links(articles)


def statement_link(brief: Brief) -> DocLink:
    """A financial statement in a list."""
    return DocLink(brief.name, brief.url, brief.signed, brief.signed, note="表格", note_kind="plain")


def _this(period: str) -> str:
    """本季度, 本月, 本年度."""
    return "本季度" if "Q" in period else "本月" if "-" in period else "本年度"


def day_in_words(day: str) -> str:
    """2026年10月20日."""
    return f"{day[:4]}年{int(day[5:7])}月{int(day[8:])}日"

"""The board of a village and a quarter: a list of all that is to be posted, then a sheet for each document."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from plugins.build.article import Article
from plugins.build.document_pages import body_html
from plugins.build.view import View
from plugins.build.village_home import day_in_words
from plugins.notice_board.codes import Code, code_of
from plugins.notice_board.posting import Posting, money_posting, posting, supervisor, word_of
from plugins.village_catalogue import SECTIONS, Item
from plugins.village_ledger import period_of
from plugins.villages import Village
from standards import village_rhythm as rhythm

if TYPE_CHECKING:
    from plugins.village_finance.statement import Brief
    from plugins.village_finance.table import MoneyTable

_TAG = re.compile(r"<[a-z](?:[^>\"]|\"[^\"]*\")*>")
_ID = re.compile(r" (id=\"|href=\"#)")
_NAMED = ' aria-label="'


class Sheet(NamedTuple):
    """A document to post. ``anchor`` is its id in the page, ``url`` its canonical address with its code, both empty for
    what stands on the board only; ``attached`` are the names of its attachments. A financial statement is a ``table``
    and has no body."""

    anchor: str
    posting: Posting
    title: str
    body: Markup
    attached: tuple[str, ...]
    url: str
    code: Code | None
    table: MoneyTable | None = None


class Line(NamedTuple):
    """A line of the list: an item in a period, what is said of it, and the sheet that tells more (empty: none)."""

    item: str
    period: str
    said: str
    anchor: str


@dataclass(frozen=True)
class Board:
    """What hangs on a village's board; ``parts`` are the sections with their lines, ``url`` and ``code`` lead to the
    village's page."""

    name: str
    place: str
    quarter: str
    ask: str
    supervise: str
    where: str
    parts: tuple[tuple[str, tuple[Line, ...]], ...]
    sheets: tuple[Sheet, ...]
    url: str
    code: Code


def read_board(view: View, id_: str, quarter: str, unpublished: Iterable[tuple[str, Sheet]] = ()) -> Board:
    """The board of a quarter (2026Q3; empty: there is no catalogue yet, and nothing is owed).

    ``unpublished`` are the sheets of documents for the board only with the item of each; ``desk wall`` has them, no
    page of the site ever has.
    """
    village = view.villages.village(id_)
    return _Reading(view, village, quarter, list(unpublished)).board()


class _Reading:
    """A village's documents of one quarter under its items."""

    def __init__(self, view: View, village: Village, quarter: str, unpublished: list[tuple[str, Sheet]]) -> None:
        self.view, self.village, self.quarter = view, village, quarter
        self.items = [item for item in view.villages.items() if village.body in item.kinds]
        by_id = {item.id: item for item in self.items}
        self.docs: dict[str, list[tuple[Article, str]]] = {}
        for item, path in view.villages.told(village.id):
            if item in by_id and quarter:
                article = view.article(path)
                period = period_of(article, by_id[item], village)
                if rhythm.period_with(rhythm.span_of(period).last, rhythm.QUARTERLY) == quarter:
                    self.docs.setdefault(item, []).append((article, period))
        self.tables: dict[str, list[Brief]] = {}
        for brief in view.villages.statements(village.id):
            item = next((item.id for item in self.items if brief.kind in item.tables), "")
            if item and quarter and rhythm.period_with(rhythm.span_of(brief.period).last, rhythm.QUARTERLY) == quarter:
                self.tables.setdefault(item, []).append(brief)
        self.unpublished: dict[str, list[Sheet]] = {}
        for item, sheet in unpublished:
            self.unpublished.setdefault(item, []).append(sheet)

    def board(self) -> Board:
        """All of it."""
        village, site = self.village, self.view.site
        parts = []
        sheets: list[Sheet] = []
        for section in SECTIONS:
            lines: list[Line] = []
            for item in (item for item in self.items if item.section == section):
                made = [*(self._sheet(item, article) for article, _ in reversed(self.docs.get(item.id, ())))]
                sheets += [self._table(item, brief) for brief in reversed(self.tables.get(item.id, ()))]
                sheets += made + self.unpublished.get(item.id, [])
                lines += self._lines(item)
            if lines:
                parts.append((section, tuple(lines)))
        address = site.absolute(village.url)
        return Board(
            name=f"{village.name}{word_of(village)}公开",
            place=f"{village.town_name}{village.name}",
            quarter=rhythm.in_words(self.quarter) if self.quarter else "",
            ask=village.contact,
            supervise=supervisor(self.view, village),
            where=village.board,
            parts=tuple(parts),
            sheets=tuple(sheets),
            url=address,
            code=code_of(address),
        )

    def _lines(self, item: Item) -> list[Line]:
        """What the list says of an item: what is posted, what there was nothing of, what is still owed."""
        marks = self.view.villages.account(self.village.id).quarters.get(self.quarter, ()) if item.online else ()
        posted = [
            Line(item.name, rhythm.in_words(brief.period), f"{brief.kind}已公开", _anchor(brief))
            for brief in reversed(self.tables.get(item.id, ()))
        ]
        posted += [
            Line(
                item.name,
                rhythm.in_words(period) if item.periodic else "",
                f"{day_in_words(article.day)}公开",
                article.id,
            )
            for article, period in reversed(self.docs.get(item.id, ()))
        ]
        posted += [
            Line(item.name, sheet.posting.period, f"{sheet.posting.published}张贴", sheet.anchor)
            for sheet in self.unpublished.get(item.id, ())
        ]
        answered = {line.period for line in posted}
        rest = []
        for mark in marks:
            if mark.item != item.id or mark.state in (rhythm.TOLD, rhythm.NONE):
                continue
            period = rhythm.in_words(mark.period)
            said = "本期无此事项" if mark.state == rhythm.NOTHING else f"尚未公开（期限{day_in_words(mark.until)}）"
            if period not in answered:
                rest.append(Line(item.name, period, said, ""))
        if not item.online and not posted:
            return [Line(item.name, "", "在公开栏张贴，不上网", "")]
        return posted + rest

    def _table(self, item: Item, brief: Brief) -> Sheet:
        from plugins.village_finance.table import money_table  # which sites without statements need not load

        _, statement = self.view.villages.statement(brief.url)
        address = self.view.site.absolute(brief.url)
        return Sheet(
            anchor=_anchor(brief),
            posting=money_posting(self.view, self.village, item, brief),
            title=f"{self.village.name}{brief.name}",
            body=Markup(""),
            attached=(),
            url=address,
            code=code_of(address),
            table=money_table(brief, statement),
        )

    def _sheet(self, item: Item, article: Article) -> Sheet:
        source = self.view.source(article.path)
        assert source.fields is not None
        units = {key: unit for key, written in article.units.items() if (unit := self.view.unit(written))}
        body = among_others(body_html(self.view, source, units), article)
        address = self.view.site.absolute(article.url)
        return Sheet(
            anchor=article.id,
            posting=posting(self.view, self.village, item, article),
            title=article.title,
            body=Markup(body),  # noqa: S704 - cleaned by body.py
            attached=attached_names(source.fields.attachments),
            url=address,
            code=code_of(address),
        )


def _anchor(brief: Brief) -> str:
    return f"table-{brief.period}-{brief.of.id}"


def attached_names(attachments: Iterable[object]) -> tuple[str, ...]:
    """Attachments as paper can name them."""
    return tuple(
        str(getattr(one, "name", "")) or str(getattr(one, "file", "")).rpartition("/")[2] for one in attachments
    )


def among_others(body: str, article: Article) -> str:
    """A body on a page with others: its ids, the links to them and the names of its tables begin with its own."""
    name = f"{_NAMED}{html.escape(article.title)} "
    return _TAG.sub(lambda tag: _ID.sub(rf" \g<1>{article.id}-", tag[0]).replace(_NAMED, name), body)

"""What stands around a village's document where it is posted: whose it is, of which item and period, whom to ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from plugins.build.article import Article
from plugins.build.view import View
from plugins.build.village_home import day_in_words
from plugins.village_catalogue import COMMUNITY, LASTINGLY, Item
from plugins.village_ledger import period_of
from plugins.villages import Village
from plugins.withdrawal import down_at
from standards.village_rhythm import in_words

if TYPE_CHECKING:
    from plugins.village_finance.statement import Brief


@dataclass(frozen=True)
class Posting:
    """The head and the foot of a posted document, in words; what is empty is not printed.

    ``place`` is the town and the village, ``body`` 村 or 社区, ``keep`` for how long it hangs, ``ask`` the village's
    telephone, ``supervise`` the town's.
    """

    place: str
    body: str
    section: str
    item: str
    period: str
    published: str
    keep: str
    ask: str
    supervise: str


def posting_of(view: View, article: Article) -> Posting:
    """That of a document of a village."""
    village = view.villages.village(article.village)
    item = view.villages.item(article.extra["item"])
    return posting(view, village, item, article)


def posting(view: View, village: Village, item: Item | None, article: Article) -> Posting:
    """The same where the item is known already; without one (a site without a catalogue) nothing is said of it."""
    period = article.extra["period"] or (period_of(article, item, village) if item and item.periodic else "")
    return _posting(view, village, item, section=article.extra["section"], period=period, day=article.day)


def money_posting(view: View, village: Village, item: Item, brief: Brief) -> Posting:
    """That of a financial statement."""
    return _posting(view, village, item, section=item.section, period=brief.period, day=brief.signed)


def _posting(view: View, village: Village, item: Item | None, *, section: str, period: str, day: str) -> Posting:
    return Posting(
        place=f"{village.town_name}{village.name}",
        body=village.body,
        section=section,
        item=item.name if item else "",
        period=in_words(period) if period else "",
        published=day_in_words(day) if day else "",
        keep=_keep(item, day) if item and day else "",
        ask=village.contact,
        supervise=supervisor(view, village),
    )


def supervisor(view: View, village: Village) -> str:
    """The telephone of the town, which supervises what its villages make public; empty where it gives none."""
    town = view.villages.town(village.town)
    unit = view.unit(town.unit) if town.unit else None
    return unit.contact if unit else ""


def word_of(village: Village) -> str:
    """村务 or 居务."""
    return "居务" if village.body == COMMUNITY else "村务"


def _keep(item: Item, day: str) -> str:
    if item.retention == LASTINGLY or not (end := down_at(day, item.retention)):
        return ""
    return f"{item.retention}（至{day_in_words((date.fromisoformat(end[:10]) - timedelta(days=1)).isoformat())}）"

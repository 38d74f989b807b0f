"""What was public and is so no longer: its address leads to a page that says so, without a word of what stood there.

A document that was withdrawn (``status: withdrawn``) or went offline by its ``expires``, or by the ``retention`` of its
column or of its item of the village catalogue, leaves such a page, if it had been public before; a draft, or what was
taken back before its day, leaves none.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

import msgspec

from plugins.build.article import Article
from plugins.build.library import Library
from plugins.build.problems import Problem
from plugins.catalogue import Catalogue
from plugins.village_catalogue import LASTINGLY, Item

if TYPE_CHECKING:
    from plugins.links import Targets

WITHDRAWN, OFFLINE = "撤回", "到期下线"
SECRETIVE = ("个人信息", "隐私", "身份证", "银行卡", "泄露", "泄密", "涉密", "秘密", "保密", "敏感")
"""Reasons with one of these words would point at what leaked: the page says DISCREET instead, and no title."""
CURE = "请决定是否删去，或改写别的文档"
DISCREET = "该信息不宜继续公开"
OVER = "公开期限届满"


class Gone(msgspec.Struct, frozen=True, gc=False):
    """What the page in place of a document may say. ``title`` is empty where it is hidden, ``at`` YYYY-MM-DD HH:MM or
    empty, ``reason`` fit for the public or empty; ``url`` and ``publisher`` are the document's."""

    word: str
    title: str
    at: str
    reason: str
    url: str
    publisher: str
    column: str


def limited(
    placed: tuple[Article, ...], catalogue: Catalogue, items: Mapping[str, Item] = MappingProxyType({})
) -> tuple[Article, ...]:
    """The documents, those of columns and of items of the village catalogue with a ``retention`` with the minute at
    which they come down.

    A retention of 30 days counts from the day after publication: what came on the 1st stands until the 31st is over. A
    document's own ``expires`` goes before, then its item, then its column.
    """
    columns = {path: f"{column.retention}天" for path, column in catalogue.by_path.items() if column.retention}
    terms = {id_: item.retention for id_, item in items.items() if item.retention != LASTINGLY}
    if not columns and not terms:
        return placed
    found = []
    for article in placed:
        term = terms.get(article.extra.get("item", ""), "") if article.village else ""
        term = term or columns.get(article.column, "")
        if term and not article.expires:
            article = msgspec.structs.replace(article, expires=down_at(article.day, term))  # noqa: PLW2901
        found.append(article)
    return tuple(found)


def down_at(day: str, term: str) -> str:
    """The minute (YYYY-MM-DD HH:MM) at which what came on ``day`` comes down by a term (30天, 6个月, 2年): the
    midnight after its last day. Empty where that is beyond the calendar. The last day of a month stands for a day that
    its month does not have."""
    first = date.fromisoformat(day)
    number, unit = int(term.rstrip("天个月年")), term.lstrip("0123456789")
    try:
        if unit == "天":
            last = first + timedelta(days=number)
        else:
            months = first.year * 12 + first.month - 1 + number * (12 if unit == "年" else 1)
            year, month = divmod(months, 12)
            last = date(year, month + 1, min(first.day, monthrange(year, month + 1)[1]))
        return f"{last + timedelta(days=1)} 00:00"
    except (OverflowError, ValueError):
        return ""


def is_secretive(reason: str) -> bool:
    """Whether a reason is one that the public should not be pointed at."""
    return any(word in reason for word in SECRETIVE)


def gone_of(articles: Iterable[Article], private: Mapping[str, str], minute: str, library: Library) -> dict[str, Gone]:
    """The documents that leave a page, by path."""
    if not private:
        return {}
    found = {}
    for article in articles:
        if article.path in private and article.status != "draft" and article.published <= minute:
            gone = _gone(article, library)
            if gone is not None:
                found[article.path] = gone
    return found


def _gone(article: Article, library: Library) -> Gone | None:
    taken = article.taken
    at = taken.at if taken is not None else article.expires
    if at and at <= article.published:
        return None  # nobody ever saw it
    reason = taken.reason if taken is not None else OVER
    secretive = is_secretive(reason)
    hidden = secretive
    if taken is not None:  # where nobody said why, nobody said that the title may stay
        hidden = taken.hide_title if taken.hide_title is not None else secretive or not reason
    source = library.sources.get(article.path)
    barred = source is not None and bool(source.barred)  # title or reason may be what the gate bars
    return Gone(
        word=WITHDRAWN if taken is not None else OFFLINE,
        title="" if hidden or barred else article.title,
        at=at,
        reason=DISCREET if secretive or (barred and taken is not None and reason) else reason,
        url=article.url,
        publisher=article.publisher,
        column=article.column,
    )


def links_to_gone(articles: Sequence[Article], gone: Mapping[str, Gone], targets: Targets) -> list[Problem]:
    """A notice for each link or reference of a public document that leads to such a page."""
    if not gone:
        return []
    names = {targets.articles[path].id: path for path in gone}
    names |= {number: path for path in gone if (number := targets.articles[path].doc_no)}
    tree = targets.library.tree
    found = []
    for article in articles:
        for link in article.links:
            if link.kind == "file":
                continue
            target = targets.document_of(link.target) if link.kind == "page" else targets.document_at(link)
            path = target.path if target is not None else ""
            if path in gone:
                what = f"链接“{link.raw}”指向的文档已经{gone[path].word}，读者打开的是说明页"
                found.append(Problem(tree.shown(article.path), link.line, 0, what, CURE))
        for key, written in article.refs.items():
            for name in written:
                if name in names:
                    what = f"所写的“{name}”已经{gone[names[name]].word}"
                    found.append(targets.library.problem(article, key, what, CURE))
    return found

"""What the clock will change: documents that come, go, open and close at their time; next-due.json for who wakes us.

The file says when, and how many, and nothing else: titles and addresses of what is not public yet stay inside.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from pelican import signals

from plugins.build.facts import digest
from plugins.build.kinds import Kind
from plugins.build.moments import midnight_after, moments
from plugins.build.view import View
from plugins.standing import OVER
from plugins.validity import Validity

FILE = "next-due.json"
MOST = 500
"""Moments told in the file; the next builds tell the later ones."""
WORDS = {
    "publish": "发布",
    "expire": "下线",
    "open": "开始",
    "close": "结束",
    "lapse": "期满失效",
    "change": "效力变化",
    "retire": "公示期满",
    "rhythm": "村务公开期限变化",
}


class Event(NamedTuple):
    """``what`` (a key of WORDS) happens to the document at ``path`` (empty where several may be meant), at a minute of
    Beijing (YYYY-MM-DD HH:MM)."""

    at: str
    what: str
    path: str


def upcoming(contents: Any) -> list[Event]:
    """Everything that the clock alone will change after this edition's ``now``, soonest first."""
    minute = contents.minute
    events = [
        Event(at, what, article.path)
        for at, what, article in moments(contents)
        if article.status == "published" and not (article.expires and article.expires <= minute)
    ]
    events += _standings(contents.validity, minute[:10])
    events += [Event(midnight_after(day), "retire", "") for day in contents.books.last_days()]
    if contents.affairs.next_day:
        events.append(Event(f"{contents.affairs.next_day} 00:00", "rhythm", ""))
    return sorted(events)


def _standings(validity: Validity, day: str) -> list[Event]:
    """The terms that end, and the first day on which something else changes a standing."""
    events = [
        Event(midnight_after(standing.until), "lapse", path)
        for path, standing in validity.standings.items()
        if standing.until >= day and standing.word not in OVER
    ]
    change = f"{validity.next_day} 00:00"
    if validity.next_day and all(event.at != change for event in events):
        events.append(Event(change, "change", ""))
    return events


def next_due(events: Sequence[Event]) -> str:
    """next-due.json: ``next`` is the first moment (ISO 8601, null where none is known), ``events`` the moments with
    how many documents do what then."""
    counts: dict[str, Counter[str]] = {}
    for event in events:
        counts.setdefault(event.at, Counter())[event.what] += 1
    moments = [{"at": _iso(at), **dict(sorted(count.items()))} for at, count in counts.items()]
    told = {"next": moments[0]["at"] if moments else None, "events": moments[:MOST]}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _iso(minute: str) -> str:
    return f"{minute[:10]}T{minute[11:]}:00+08:00"


def offer(generator: Any) -> None:
    """Receiver: one file."""
    text = next_due(upcoming(generator.edition))

    def make(view: View, _: None) -> str:
        view.note("due:all")
        return text

    generator.add_facts({"due:all": digest({"text": text})})
    generator.add_pages(Kind(FILE, make, frozenset({"due"})), [(FILE, None)])


def register() -> None:
    """Run when everything has been read."""
    signals.article_generator_finalized.connect(offer)

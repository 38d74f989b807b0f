"""The moment of a build, and the next one at which the clock alone changes a page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from plugins.build.article import Article
from plugins.build.problems import CannotRun
from plugins.site import Site, parse_now
from standards.calendar import BEIJING


def decide_now(asked: str, site: Site, *, production: bool) -> datetime:
    """The moment of this build: what was asked for, the demo's clock, or the real one."""
    if asked:
        now = parse_now(asked)
        if now is None:
            raise CannotRun(f"--now 的“{asked}”不是时间。请写成 2026-11-20T09:00:00+08:00")
        return now
    demo = parse_now(site.demo_now) if site.demo_now and not production else None
    return demo or datetime.now(BEIJING)


def next_change(edition: Any, *, reads_day: bool) -> str:
    """The first minute after ``now`` at which the clock alone changes a page (YYYY-MM-DD HH:MM).

    ``reads_day`` says whether some page prints the day. A new year always counts: gates judge by it.
    """
    events = [f"{edition.now.year + 1}-01-01 00:00", *(at for at, _, _ in moments(edition))]
    if reads_day:
        events.append(f"{edition.now.date() + timedelta(days=1)} 00:00")
    if edition.validity.next_day:
        events.append(f"{edition.validity.next_day} 00:00")
    if edition.affairs.next_day:
        events.append(f"{edition.affairs.next_day} 00:00")
    return min(events)


def moments(contents: Any) -> Iterator[tuple[str, str, Article]]:
    """Every time (YYYY-MM-DD HH:MM) after ``now`` that a placed document has written in it, what happens then (publish,
    expire, open, close), and the document, whether or not anybody will see it."""
    minute, day = contents.minute, contents.minute[:10]
    for article in contents.targets.articles.values():
        if article.published > minute:
            yield article.published, "publish", article
        if article.expires > minute:
            yield article.expires, "expire", article
        if article.span is not None:
            first, last = article.span
            if first > day:
                yield f"{first} 00:00", "open", article
            if last >= day:
                yield midnight_after(last), "close", article


def midnight_after(day: str) -> str:
    """The first minute of the day after ``day`` (YYYY-MM-DD)."""
    return f"{date.fromisoformat(day) + timedelta(days=1)} 00:00"

"""A case: one change to the honest portal, and what is true of it then."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from auditor.model import Probe, SearchTrial
from tests.auditor.farm.portals.layouts import HOME, Layout, Page
from tests.auditor.farm.portals.portal import Portal

PLACES = ("", "yw/", "yw/0.html")
"""The home page, a column, an article: what stands on every page is changed on one of each."""

Edit = Callable[[Portal], None]


class Told(NamedTuple):
    """Something that a check says of a page, or that is true of it. ``reason`` is empty where any will do."""

    check: str
    path: str
    verdict: str
    reason: str


class Case(NamedTuple):
    """``true`` is ``verdict reason`` of the check, once for each time; ``may``: reasons that may be said as review,
    where honest people differ. Without ``true`` it is a near miss."""

    check: str
    name: str
    edit: Edit
    true: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    fits: Callable[[Layout], bool] = lambda layout: True
    probes: Mapping[str, Probe] = {}
    search: SearchTrial | None = None
    tls: bool = True
    home: str = HOME


def put(path: str, **changed: Any) -> Edit:
    """Other fields of one page."""
    return lambda portal: portal.update({path: msgspec.structs.replace(portal[path], **changed)})


def tags(path: str, **changed: str) -> Edit:
    """Other values of tags; ``-`` takes one away."""
    return lambda portal: put(path, tags={**portal[path].tags, **changed})(portal)


def parts(path: str, **changed: str) -> Edit:
    """Other parts in the foot; an empty one is gone."""
    return lambda portal: put(path, foot={**portal[path].foot, **changed})(portal)


def more(path: str, html: str) -> Edit:
    """Something below what stands in the middle of a page."""
    return lambda portal: put(path, main=portal[path].main + html)(portal)


def whole(*pages: Page) -> Edit:
    """Pages in place of those of the same path."""
    return lambda portal: portal.update({page.path: page for page in pages})


def without(*paths: str) -> Edit:
    """Pages, and the links to them, gone."""

    def edit(portal: Portal) -> None:
        for path in paths:
            portal.pop(path, None)

    return edit


def unlisted(path: str, title: str) -> Edit:
    """A list in which the title stands no more."""
    return lambda portal: put(path, main=portal[path].main.replace(title, "关于意见征集的说明"))(portal)


def both(*edits: Edit) -> Edit:
    """One after the other."""

    def edit(portal: Portal) -> None:
        for one in edits:
            one(portal)

    return edit


def seen(layout: Layout) -> bool:
    """What stands in the foot can be read."""
    return layout.seen


def tagged(layout: Layout) -> bool:
    """The national tags are there."""
    return layout.tagged


def always(check: str, near: Mapping[str, Edit]) -> Iterator[Case]:
    """Near misses by name."""
    for name, edit in near.items():
        yield Case(check, name, edit)

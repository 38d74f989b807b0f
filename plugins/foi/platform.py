"""The platform's pages: its own with the five parts, one for each statutory class, one for each unit."""

from __future__ import annotations

from typing import Any, NamedTuple

from pelican import signals

from plugins.build.frame import page_values, trail_crumbs
from plugins.build.kinds import Kind, Sheet
from plugins.build.pages import COLUMN_READS, make_column
from plugins.build.paths import file_of
from plugins.build.records import ArchiveLink, ColumnView, Crumb, DocLink, Turn
from plugins.build.view import View
from plugins.catalogue import Column
from plugins.foi.owing import owing, part_of
from plugins.foi.registers import TEMPLATE
from plugins.meta_tags import column_tags
from standards.openness import CLASSES

NEWEST = 5
"""Documents shown of each part."""
STATUTORY = 2
"""The part that holds the classes, see ``owing.PARTS``."""


class PartView(NamedTuple):
    """A part of the platform: its column, the newest documents of it; whether the classes stand in it."""

    name: str
    url: str
    description: str
    items: tuple[DocLink, ...]
    classes: bool


class Entry(NamedTuple):
    """A class (its number) or a unit (0): its name, address (empty where there is none), how many documents."""

    number: int
    name: str
    url: str
    documents: int


def make_platform(view: View, path: str) -> Sheet:
    """The first page of the platform's column. A sub-column that has its template by inheritance is a plain one."""
    sheet = make_column(view, path)
    if not view.platform.is_platform(path):
        return Sheet("column.html", sheet.values)
    lists = view.platform.registers()
    parts = []
    for child in view.children(path):
        column = view.column(child.path)
        newest = view.links(view.newest(child.path, NEWEST))
        statutory = part_of(column.name, column.type) == STATUTORY
        parts.append(PartView(column.name, column.url, column.description, newest, statutory))
    found = {number: (url, count) for number, _, url, count in lists if number}
    classes = [Entry(number, name, *found.get(number, ("", 0))) for number, name in enumerate(CLASSES, 1)]
    units = [Entry(0, view.unit_name(unit), url, count) for number, unit, url, count in lists if not number]
    return Sheet("platform.html", {**sheet.values, "parts": parts, "classes": classes, "units": units})


def make_register(view: View, argument: tuple[str, str]) -> Sheet:
    """The first page of a class or a unit: the newest documents and the way to the years behind them."""
    platform, url = argument
    register = view.platform.register(url)
    name, about = _name(view, register.statutory, register.unit)
    return Sheet(
        "register.html",
        {
            **_frame(view, platform, url, url, name, about),
            "items": view.links(view.article(path) for path in register.front),
            "year_links": tuple(ArchiveLink(f"{year}年", address, count) for year, address, count in register.years),
            "turn": None,
            "unit": _entry(view, register.unit) if register.unit else None,
        },
    )


def make_part(view: View, argument: tuple[str, str, str]) -> Sheet:
    """A page behind the first: the documents of a year, or some of them."""
    platform, url, address = argument
    statutory, unit, part = view.platform.register_part(url, address)
    name, about = _name(view, statutory, unit)
    year = f"{part.year}年" + (f"，第{part.number}部分" if part.number else "")
    return Sheet(
        "register.html",
        {
            **_frame(view, platform, url, address, f"{name}（{year}）", about),
            "items": view.links(view.article(path) for path in part.paths),
            "year_links": (),
            "turn": Turn(year, part.newer, part.older, url),
            "unit": None,
        },
    )


def _name(view: View, statutory: int, unit: str) -> tuple[str, str]:
    """The title of a list and a line about it."""
    if statutory:
        clause = f"《中华人民共和国政府信息公开条例》第二十条第（{_numeral(statutory)}）项"
        return CLASSES[statutory - 1], f"法定主动公开内容第{_numeral(statutory)}类，依据{clause}。"
    name = view.unit_name(unit)
    return f"{name}信息公开", f"{name}的公开指南、年度报告和法定主动公开内容。"


def _numeral(number: int) -> str:
    digits = "零一二三四五六七八九十"
    return digits[number] if number <= 10 else f"十{digits[number - 10]}"


def _entry(view: View, id_: str) -> dict[str, Any]:
    """What a unit's page has above its documents: its guide with the six things about its office, its reports, how to
    ask."""
    guides, applications = view.platform.guides().get(id_, ()), view.platform.applications().get(id_, ())
    reports = view.platform.reports().get(id_, {})
    fields = view.source(guides[0]).fields if guides else None
    return {
        "office": fields.facts() if fields else (),
        "guide": view.link(view.article(guides[0])) if guides else None,
        "reports": tuple((year, view.link(article)) for year, (_, article) in sorted(reports.items(), reverse=True)),
        "applications": view.links(view.article(path) for path in applications),
    }


def _frame(  # noqa: PLR0917 - what a page says of itself
    view: View, platform: str, url: str, address: str, title: str, about: str
) -> dict[str, Any]:
    column = view.column(platform)
    name = title.partition("（")[0]
    tags = column_tags(
        Column(
            id=url,
            name=name,
            path=url.strip("/"),
            type=column.type,
            description=about,
            keywords=f"政府信息公开,{name}",
        )
    )
    crumbs = (*trail_crumbs(view, platform), Crumb(name, url))
    values = page_values(view, "column", title, address, tags, crumbs, column=platform)
    return {**values, "column": ColumnView(name, about, url, "", False), "children": (), "years": ()}


_READS = frozenset(COLUMN_READS | {"register", "registers", "guides", "forms", "body"})
PLATFORM = Kind("platform", make_platform, _READS)
REGISTER = Kind("register", make_register, _READS)
PART = Kind("register part", make_part, _READS)


def offer(generator: Any) -> None:
    """Receiver: the platform's pages, where the site has one; and what its units owe."""
    contents, portal = generator.edition.contents, generator.portal
    told = contents.foi
    generator.add_column_pages(TEMPLATE, PLATFORM)
    generator.add_pages(REGISTER, ((file_of(url), (told.platform, url)) for url in told.registers))
    generator.add_pages(
        PART,
        (
            (file_of(part.url), (told.platform, url, part.url))
            for url, register in told.registers.items()
            for part in register.parts
        ),
    )
    portal.notices.extend(owing(contents, contents.now.date()).lines())


def register() -> None:
    """Run when everything has been read."""
    signals.article_generator_finalized.connect(offer)

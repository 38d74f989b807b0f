"""The pages that are printed: a village's board of the quarter, its poster, and a town's sheet of codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pelican import signals

from plugins.build.frame import page_values, place_tags, trail_crumbs
from plugins.build.kinds import Kind
from plugins.build.kinds import Sheet as Page
from plugins.build.paths import file_of
from plugins.build.records import Crumb
from plugins.build.view import View
from plugins.build.village_pages import PLACE_READS
from plugins.catalogue import VILLAGES
from plugins.notice_board.board import read_board
from plugins.notice_board.codes import Code, code_of
from plugins.notice_board.posting import supervisor, word_of
from plugins.villages import Village, codes_url, poster_url, town_url, wall_url


@dataclass(frozen=True)
class Poster:
    """A village's code with what people read beside it; ``sections`` are the words of what stands behind it."""

    name: str
    place: str
    word: str
    url: str
    code: Code
    sections: tuple[str, ...]
    ask: str
    supervise: str


def wall(view: View, id_: str) -> Page:
    """A village's board of the quarter that is over."""
    village = view.villages.village(id_)
    board = read_board(view, id_, view.villages.quarters()[1])
    name = f"{village.name}{board.quarter}{word_of(village)}公开（上墙版）"
    about = f"{village.name}在{word_of(village)}公开栏张贴的内容，可以按 A4 或 A3 纸打印。"
    return Page("wall.html", {**_village_values(view, village, wall_url(id_), name, about), "board": board})


def poster(view: View, id_: str) -> Page:
    """A village's poster."""
    village = view.villages.village(id_)
    name = f"{village.name}{word_of(village)}公开二维码海报"
    about = f"{village.name}{word_of(village)}公开网页的二维码，可以按 A4 纸打印张贴。"
    values = _village_values(view, village, poster_url(id_), name, about)
    sections = tuple(dict.fromkeys(item.section for item in view.villages.items() if village.body in item.kinds))
    return Page("poster.html", {**values, "poster": _poster(view, village, sections)})


def codes(view: View, id_: str) -> Page:
    """The codes of all villages of a town, to be cut out."""
    town = view.villages.town(id_)
    members = next(ids for place, ids in view.villages.towns() if place.id == id_)
    name = f"{town.name}村务公开二维码"
    tags = place_tags(
        view, codes_url(id_), name, f"{town.name}各村（社区）村务公开网页的二维码，可以打印裁剪。", ("二维码",)
    )
    crumbs = (*trail_crumbs(view, VILLAGES), Crumb(town.name, town_url(id_)), Crumb(name, codes_url(id_)))
    values = page_values(view, "column", name, codes_url(id_), tags, crumbs, column=VILLAGES)
    cards = tuple(_poster(view, view.villages.village(member), ()) for member in members)
    return Page("codes.html", {**values, "town": town.name, "town_url": town_url(id_), "cards": cards})


def _poster(view: View, village: Village, sections: tuple[str, ...]) -> Poster:
    address = view.site.absolute(village.url)
    return Poster(
        name=village.name,
        place=village.town_name,
        word=word_of(village),
        url=address,
        code=code_of(address),
        sections=sections,
        ask=village.contact,
        supervise=supervisor(view, village),
    )


def _village_values(view: View, village: Village, url: str, name: str, about: str) -> dict[str, Any]:
    tags = place_tags(view, url, name, about, (village.name, "公开栏"))
    way = (Crumb(village.town_name, town_url(village.town)), Crumb(village.name, village.url), Crumb(name, url))
    values = page_values(view, "column", name, url, tags, (*trail_crumbs(view, VILLAGES), *way), column=VILLAGES)
    return {**values, "village_url": village.url, "village_name": village.name}


_POSTS = frozenset({"told", "head", "body", "picture", "item", "town", "finance", "statement"})
WALL = Kind("wall", wall, PLACE_READS | _POSTS)
POSTER = Kind("poster", poster, PLACE_READS | {"town"})
CODES = Kind("codes", codes, PLACE_READS | {"town"})


def offer(generator: Any) -> None:
    """Receiver: nothing where there are no villages."""
    villages = generator.edition.villages.by_id
    towns = list(dict.fromkeys(village.town for village in villages.values()))
    if not towns:
        return
    generator.add_pages(WALL, ((file_of(wall_url(id_)), id_) for id_ in villages))
    generator.add_pages(POSTER, ((file_of(poster_url(id_)), id_) for id_ in villages))
    generator.add_pages(CODES, ((file_of(codes_url(id_)), id_) for id_ in towns))


def register() -> None:
    """Run when everything has been read."""
    signals.article_generator_finalized.connect(offer)

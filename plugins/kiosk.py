"""The kiosk edition for the query machine of a town hall: towns, villages, items, documents, all by touch.

It starts at ``/kiosk/``, or at a town's own start where the machine stands in that town. A village's page shows the
site's own pages in a frame, which can lead nowhere outside; after a minute without a touch the script goes back to the
start. Everything but that and printing works without scripts.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pelican import signals

from plugins.build.frame import page_values, place_tags
from plugins.build.kinds import Kind, Sheet
from plugins.build.paths import file_of
from plugins.build.records import Crumb
from plugins.build.view import View
from plugins.build.village_home import village_sections
from plugins.build.village_pages import PLACE_READS, initials
from plugins.villages import Village, kiosk_url, wall_url

IDLE_SECONDS = 60
"""Without a touch, after which the machine asks whether anybody is there."""
ASK_SECONDS = 20
"""To answer: WCAG 2.2.1 asks for twenty; the last ten are counted down in large figures."""


def start(view: View, _: None) -> Sheet:
    """The towns."""
    towns = [(town.name, kiosk_url(town.id), len(ids)) for town, ids in view.villages.towns()]
    return Sheet("kiosk.html", {**_values(view, kiosk_url(), "村务公开查询", ()), "towns": tuple(towns)})


def town(view: View, id_: str) -> Sheet:
    """The villages of a town under the first letters of their names."""
    place = view.villages.town(id_)
    members = next(ids for found, ids in view.villages.towns() if found.id == id_)
    values = _values(view, kiosk_url(id_), f"{place.name}村务公开查询", ())
    return Sheet("kiosk_town.html", {**values, "letters": by_letter(map(view.villages.village, members))})


def by_letter(villages: Iterable[Village]) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Name and address of each village under the first letter of its pinyin, what has none under # and last."""
    found: dict[str, list[tuple[str, str]]] = {}
    for village in villages:
        first = initials(village.name)[0][:1].upper()
        letter = first if "A" <= first <= "Z" else "#"
        found.setdefault(letter, []).append((village.name, kiosk_url(village=village.id)))
    order = sorted(found, key=lambda letter: (letter == "#", letter))
    return tuple((letter, tuple(found[letter])) for letter in order)


def village(view: View, id_: str) -> Sheet:
    """A village's items and their documents, which open beside them."""
    place = view.villages.village(id_)
    values = _values(view, kiosk_url(village=id_), f"{place.name}公开查询", ((place.town_name, kiosk_url(place.town)),))
    more = {"sections": village_sections(view, place), "wall_url": wall_url(id_), "contact": place.contact}
    return Sheet("kiosk_village.html", {**values, **more})


def _values(view: View, url: str, name: str, way: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    tags = place_tags(view, url, name, f"{name}，供便民服务大厅的查询机使用。", ("查询机",))
    crumbs = (Crumb("首页", kiosk_url()), *(Crumb(*step) for step in way), Crumb(name, url))
    values = page_values(view, "column", name, url, tags, crumbs)
    times = {"idle": IDLE_SECONDS, "ask": ASK_SECONDS}
    return {**values, **times, "home_url": kiosk_url(), "way": way}


START = Kind("kiosk", start, PLACE_READS)
TOWN = Kind("town kiosk", town, PLACE_READS | {"town"})
VILLAGE = Kind("village kiosk", village, PLACE_READS | {"told", "head", "standing", "picture", "absence", "finance"})


def offer(generator: Any) -> None:
    """Receiver: nothing where there are no villages."""
    villages = generator.edition.villages.by_id
    towns = list(dict.fromkeys(place.town for place in villages.values()))
    if not towns:
        return
    generator.add_pages(START, [(file_of(kiosk_url()), None)])
    generator.add_pages(TOWN, ((file_of(kiosk_url(id_)), id_) for id_ in towns))
    generator.add_pages(VILLAGE, ((file_of(kiosk_url(village=id_)), id_) for id_ in villages))


def register() -> None:
    """Run when everything has been read."""
    signals.article_generator_finalized.connect(offer)

"""The page of a map, its points to download, its base map as it is. One fact holds all that the page shows."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from plugins.assets import NODE_MODULES, THEME, npm_files
from plugins.build.facts import digest
from plugins.build.kinds import Copy, Kind, Sheet
from plugins.build.pages import COLUMN_READS, make_column
from plugins.build.view import View
from plugins.service_map.place import POINTS_CSV, POINTS_JSON, TEMPLATE, map_paths
from plugins.service_map.point import HEADS, Point
from plugins.service_map.reading import ServiceMap, read_map
from plugins.service_map.settings import BaseMap
from plugins.tables import write_csv
from standards.coordinates import CGCS2000

COUNTY = "全县"
"""The heading of points that belong to no town."""
LEAFLET = {
    "leaflet/leaflet.js": "leaflet/dist/leaflet.js",
    "leaflet/leaflet.css": "leaflet/dist/leaflet.css",
    "leaflet/images/layers.png": "leaflet/dist/images/layers.png",
    "leaflet/images/layers-2x.png": "leaflet/dist/images/layers-2x.png",
    "leaflet/images/marker-icon.png": "leaflet/dist/images/marker-icon.png",
}
"""Below /theme/vendor/ → below node_modules/; the pictures are named by the style sheet."""


@dataclass(frozen=True)
class Entry:
    """A point as the list prints it. ``phones`` are number and tel: address; ``spot`` is where it stands on the base
    map (pixels from the left and the top), or empty; ``geo`` and ``way`` are addresses for navigation, empty
    where nobody has measured it or the site names none; ``village`` whether it is one of villages.csv."""

    name: str
    kind: str
    address: str
    phones: tuple[tuple[str, str], ...]
    hours: str
    url: str
    anchor: str
    spot: str
    geo: str
    way: str
    village: bool


@dataclass(frozen=True)
class Group:
    """The points of a town; those of the whole county have no town."""

    name: str
    anchor: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class MapPage:
    """All that the page shows: groups in the order of towns.csv, kinds with how many there are, the base map."""

    groups: tuple[Group, ...]
    kinds: tuple[tuple[str, int], ...]
    base: BaseMap | None
    total: int
    placed: int
    datum: str


def map_page(found: ServiceMap, towns: Mapping[str, Any]) -> MapPage:
    """What the page of a map shows; ``towns`` are those of the site by id."""
    kinds: dict[str, int] = {}
    for point in found.points:
        kinds[point.kind] = kinds.get(point.kind, 0) + 1
    order = {kind: number for number, kind in enumerate(kinds)}
    by_town: dict[str, list[Point]] = {"": [], **{town.name: [] for town in towns.values()}}
    for point in found.points:
        by_town[point.town].append(point)
    ids = {town.name: town.id for town in towns.values()}
    groups = tuple(
        Group(
            town or COUNTY,
            f"town-{ids[town]}" if town else "town-all",
            tuple(_entry(point, found) for point in sorted(points, key=lambda point: order[point.kind])),
        )
        for town, points in by_town.items()
        if points
    )
    placed = sum(point.place is not None for point in found.points)
    return MapPage(
        groups, tuple(kinds.items()), found.settings.base, len(found.points), placed, CGCS2000 if placed else ""
    )


def _entry(point: Point, found: ServiceMap) -> Entry:
    place, base = point.place, found.settings.base
    spot = base.spot(place) if base and place else None
    return Entry(
        name=point.name,
        kind=point.kind,
        address=point.address,
        phones=phones_of(point.phone),
        hours=point.hours,
        url=point.url,
        anchor=point.anchor,
        spot=f"{spot[0]:g} {spot[1]:g}" if spot else "",
        geo=f"geo:{place.lat:.6f},{place.lng:.6f}" if place else "",
        way=found.settings.way_to(point.name, place) if place else "",
        village=point.village,
    )


def phones_of(written: str) -> tuple[tuple[str, str], ...]:
    """Each number as written, and as an address to call it."""
    found = []
    for text in filter(None, (part.strip() for part in re.split(r"[,，、;；/]", written))):
        number, _, extension = text.partition("转")
        plain = re.sub(r"[—－]", "-", re.sub(r"[（）() ]", "", number))
        if re.search(r"\d{3}", plain):
            found.append((text, f"tel:{plain}" + (f";ext={extension}" if extension else "")))
    return tuple(found)


def search_titles(found: ServiceMap, url: str) -> tuple[tuple[str, str], ...]:
    """What the site's search finds: each service point with its kind and town, and its address on the map."""
    return tuple(
        (f"{point.name}（{'，'.join(filter(None, (point.kind, point.town)))}）", f"{url}#{point.anchor}")
        for point in found.points
        if not point.village
    )


def _row(point: Point) -> dict[str, str]:
    place = point.place
    lng, lat = (f"{place.lng:.6f}", f"{place.lat:.6f}") if place else ("", "")
    cells = (point.id, point.name, point.kind, point.town, point.address, point.phone, lng, lat, point.hours, point.url)
    return dict(zip(HEADS, (*cells, CGCS2000 if place else ""), strict=True))


def points_geojson(points: tuple[Point, ...], name: str) -> str:
    """All points as GeoJSON, a feature a line; ``datum`` says what RFC 7946 has no member for."""
    lines = []
    for point in points:
        place = point.place
        geometry = {"type": "Point", "coordinates": [place.lng, place.lat]} if place else None
        feature = {"type": "Feature", "geometry": geometry, "properties": _row(point)}
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    head = json.dumps({"type": "FeatureCollection", "name": name, "datum": CGCS2000}, ensure_ascii=False)
    return f'{head[:-1]}, "features": [\n' + ",\n".join(lines) + "\n]}\n"


def points_csv(points: tuple[Point, ...]) -> bytes:
    """All points as a table with the heads that are read as well."""
    return write_csv([HEADS, *([*_row(point).values()] for point in points)])


def _make(pages: Mapping[str, MapPage], view: View, path: str) -> Sheet:
    sheet = make_column(view, path)
    shown = pages.get(path)
    if shown is None:  # below a map, with its template by inheritance
        return Sheet("column.html", sheet.values)
    view.note(f"map:{path}")
    values = {**sheet.values, "map": shown, "page": replace(sheet.values["page"], tree=())}
    return Sheet(TEMPLATE, values)


def _download(maps: Mapping[str, ServiceMap], view: View, argument: tuple[str, str]) -> str | bytes:
    path, name = argument
    view.note(f"map:{path}/points")
    points = maps[path].points
    return points_csv(points) if name == POINTS_CSV else points_geojson(points, view.column(path).name)


BASE = Kind("base map", lambda view, path: Copy(view.file(path)), frozenset({"asset"}))


def add_pages(generator: Any) -> None:
    """Judge the points; have the pages made."""
    contents = generator.edition.contents
    maps: dict[str, ServiceMap] = {}
    for path in map_paths(contents.catalogue):
        maps[path], problems = read_map(contents, path)
        generator.portal.problems.extend(problems)
        contents.places[path] = search_titles(maps[path], contents.catalogue.by_path[path].url)
    pages = {path: map_page(found, contents.offices.towns) for path, found in maps.items()}
    generator.add_facts({f"map:{path}": digest(page) for path, page in pages.items()})
    generator.add_facts(
        {f"map:{path}/points": digest([_row(point) for point in found.points]) for path, found in maps.items()}
    )
    bases = sorted({found.settings.base.path for found in maps.values() if found.settings.base})
    generator.add_facts({f"asset:{path}": digest(contents.tree.stamps[path]) for path in bases})
    generator.add_column_pages(TEMPLATE, Kind("map", partial(_make, pages), COLUMN_READS | {"map"}))
    generator.add_pages(
        Kind("map points", partial(_download, maps), frozenset({"map", "column"})),
        [(f"{path}/{name}", (path, name)) for path in maps for name in (POINTS_JSON, POINTS_CSV)],
    )
    generator.add_pages(BASE, [(path, path) for path in bases])
    if bases:
        files = npm_files(NODE_MODULES, LEAFLET)
        generator.add_facts({f"asset:/{path}": digest(file.read_bytes()) for path, file in files.items()})
        generator.add_pages(THEME, ((path, (path, str(file))) for path, file in files.items()))

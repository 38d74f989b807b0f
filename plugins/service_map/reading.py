"""All points of a map: the tables and GeoJSON files in its column's folder, and the villages of the site."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from plugins.build.problems import Problem
from plugins.service_map.geojson import ENDINGS, read_geojson
from plugins.service_map.point import HEADS, NEEDED, OPTIONAL, SPELLINGS, Judge, Point, doubles, points_of_villages
from plugins.service_map.settings import FILE, Settings, read_settings
from plugins.tables import read_table


@dataclass(frozen=True)
class ServiceMap:
    """A map as it was read: its column, its settings, its points in the order written, villages last."""

    path: str
    settings: Settings
    points: tuple[Point, ...]


def read_map(contents: Any, folder: str) -> tuple[ServiceMap, list[Problem]]:
    """Read the map of a column, and all that is wrong with it."""
    tree = contents.tree
    settings, problems = read_settings(tree, folder, contents.now.year)
    judge = Judge(contents, settings.datum)
    for table in tree.tables.get(folder, ()):
        shown = tree.shown(table)
        rows, faults = read_table(
            tree.root / table, shown, HEADS, NEEDED, optional=OPTIONAL, unique=False, spellings=SPELLINGS, titled=True
        )
        problems += faults
        if not rows and not faults:
            problems.append(Problem(shown, 0, 0, "表里没有点位", "请逐行填写点位，或者删去这个文件"))
        for row in rows:
            judge.take(row.cells, shown, row.line, "", row.cells)
    for path in _geojson_files(tree, folder):
        read_geojson(tree.root / path, tree.stamps[path][0], tree.shown(path), judge)
    points = [*judge.points, *(points_of_villages(contents) if settings.villages else ())]
    problems += [*judge.problems, *doubles(points), *_outside(points, settings)]
    if not points and not problems:
        cure = f"请在栏目目录里放 CSV、.xlsx 或 GeoJSON 文件，表头是 {','.join(HEADS)}"
        problems.append(Problem(tree.shown(f"{folder}/column.toml"), 0, 0, "政务地图没有任何点位", cure))
    return ServiceMap(folder, settings, tuple(points)), problems


def _geojson_files(tree: Any, folder: str) -> list[str]:
    found = (path for path in tree.stamps if path.endswith(ENDINGS) and path.rpartition("/")[0] == folder)
    return sorted(found)


def _outside(points: list[Point], settings: Settings) -> Iterator[Problem]:
    """Points that the base map does not show."""
    base = settings.base
    for point in points if base is not None else ():
        if point.place is not None and base.spot(point.place) is None:  # type: ignore[union-attr]
            said = f"{point.at}：" if point.at else ""
            what = f"{said}“{point.name}”（经度 {point.place.lng}，纬度 {point.place.lat}）在底图的范围之外"
            cure = f"请核对坐标，或核对 {FILE} 里的 bounds"
            yield Problem(point.shown, point.line, 0, what, cure)

"""map.toml beside a map's column.toml: the coordinate system, what stands on the map, and its base map."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from plugins.build.problems import Problem
from plugins.build.scan import Tree
from plugins.service_map.image import ENDINGS, read_image
from plugins.toml_table import Toml, read_toml, unknown_keys
from standards.approval import EXAMPLE, is_approval
from standards.coordinates import Fault, Place, judge_datum, judge_place

FILE = "map.toml"
SKETCH, STANDARD = "示意图", "标准地图"
KINDS = (SKETCH, STANDARD)
KEYS = ("datum", "villages", "navigation", "map")
MAP_KEYS = ("kind", "image", "bounds", "approval", "source")
_NAVIGATION = re.compile(r"https://[^\s<>\"]+")
_NONE = "没有底图的请删去 [map] 一节"
_BOUNDS = "请写成 bounds = [西边经度, 南边纬度, 东边经度, 北边纬度]，例如 [115.20, 26.50, 115.60, 26.80]"


@dataclass(frozen=True)
class BaseMap:
    """The picture below the points: its path below content/, its size in pixels, the degrees of its edges, 示意图 or
    标准地图, its 审图号 (empty for the first), and who made it (or empty). It is published byte for byte."""

    path: str
    width: int
    height: int
    west: float
    south: float
    east: float
    north: float
    kind: str
    approval: str
    source: str

    @property
    def url(self) -> str:
        """Root-relative."""
        return "/" + quote(self.path)

    def spot(self, place: Place) -> tuple[float, float] | None:
        """Pixels from the left and from the top; None outside of the picture."""
        across = (place.lng - self.west) / (self.east - self.west)
        down = (self.north - place.lat) / (self.north - self.south)
        inside = 0 <= across <= 1 and 0 <= down <= 1
        return (round(across * self.width, 1), round(down * self.height, 1)) if inside else None


@dataclass(frozen=True)
class Settings:
    """``datum`` is CGCS2000 or empty, ``villages`` whether those of villages.csv stand on the map, ``navigation`` the
    address of a way to a point with {lng}, {lat} and {name} in it, or empty."""

    datum: str = ""
    villages: bool = True
    navigation: str = ""
    base: BaseMap | None = None

    def way_to(self, name: str, place: Place) -> str:
        """The address of the way to a point, or empty."""
        words = {"{lng}": str(place.lng), "{lat}": str(place.lat), "{name}": quote(name, safe="")}
        return re.sub(r"\{\w+\}", lambda found: words[found[0]], self.navigation)


def read_settings(tree: Tree, folder: str, year: int) -> tuple[Settings, list[Problem]]:
    """The settings of a map's column; the plain ones where it has no file."""
    path = f"{folder}/{FILE}"
    if path not in tree.stamps:
        return Settings(), []
    toml = read_toml(tree.root / path, tree.shown(path))
    if isinstance(toml, Problem):
        return Settings(), [toml]
    problems = unknown_keys(toml, toml.values, KEYS)
    datum = _text(toml, toml.values, "datum", problems)
    if datum and (fault := judge_datum(datum)):
        problems.append(toml.problem("datum", fault.what, fault.cure))
    villages = toml.values.get("villages", True)
    if not isinstance(villages, bool):
        problems.append(toml.problem("villages", "“villages”的值不对", "应是 true 或 false：各村要不要列在地图上"))
    navigation = _text(toml, toml.values, "navigation", problems)
    problems += _navigation_faults(toml, navigation)
    table = toml.values.get("map")
    base = None
    if isinstance(table, dict):
        base, more = _base(toml, table, tree, folder, year)
        problems += more
    elif table is not None:
        problems.append(toml.problem("map", "“map”应是一节", "请另起一行写 [map]，下面逐行写 kind、image、bounds"))
    return Settings(datum, villages is not False, "" if problems else navigation, base), problems


def _text(toml: Toml, table: Mapping[str, Any], key: str, problems: list[Problem]) -> str:
    value = table.get(key, "")
    if not isinstance(value, str):
        problems.append(toml.problem(key, f"“{key}”应是文字", f'请写成 {key} = "……"'))
        return ""
    return value.strip()


def _navigation_faults(toml: Toml, navigation: str) -> list[Problem]:
    if not navigation:
        return []
    cure = "请写 https:// 开头的网址，其中 {lng}、{lat} 代表经度、纬度，{name} 代表名称"
    names = re.findall(r"\{(\w*)\}", navigation)
    if not _NAVIGATION.fullmatch(navigation) or not {"lng", "lat"} <= set(names) <= {"lng", "lat", "name"}:
        return [toml.problem("navigation", "导航网址不对", cure)]
    return []


def _base(
    toml: Toml, table: dict[str, Any], tree: Tree, folder: str, year: int
) -> tuple[BaseMap | None, list[Problem]]:
    """The base map; None with the problems."""
    problems = unknown_keys(toml, table, MAP_KEYS)
    words = (_text(toml, table, key, problems) for key in ("kind", "image", "approval", "source"))
    kind, image, approval, source = words
    if kind not in KINDS:
        what = f"底图的种类“{kind}”不对" if kind else "没有写底图的种类"
        problems.append(toml.problem("kind", what, f'请写 kind = "{SKETCH}" 或 kind = "{STANDARD}"'))
    problems += _approval_faults(toml, kind, approval, year)
    bounds = _bounds(table.get("bounds"))
    if isinstance(bounds, Fault):
        problems.append(toml.problem("bounds", bounds.what, bounds.cure))
    path = f"{folder}/{image}"
    size = (0, 0)
    if "/" in image or not image.lower().endswith(ENDINGS):
        what = f"底图文件“{image}”不能用" if image else "没有写底图文件"
        cure = f'请把图片（{"、".join(ENDINGS)}）放在栏目目录里，写文件名，例如 image = "ditu.png"；{_NONE}'
        problems.append(toml.problem("image", what, cure))
    elif path not in tree.stamps:
        what = f"底图文件 {tree.shown(path)} 不存在"
        problems.append(toml.problem("image", what, f"请把图片放在栏目目录里，或改正文件名；{_NONE}"))
    else:
        found = read_image(tree.root / path, tree.stamps[path][0], tree.shown(path))
        if isinstance(found, list):
            problems += found
        else:
            size = found
    if problems or isinstance(bounds, Fault):
        return None, problems
    return BaseMap(path, *size, *bounds, kind, approval, source), []


def _approval_faults(toml: Toml, kind: str, approval: str, year: int) -> list[Problem]:
    if kind == SKETCH and approval:
        cure = f'示意图不送审，请删去 approval；审核过的标准地图请写 kind = "{STANDARD}"'
        return [toml.problem("approval", "示意图不能写审图号", cure)]
    if kind == STANDARD and not is_approval(approval, year):
        what = f"审图号“{approval}”的写法不对" if approval else "标准地图没有写审图号"
        cure = f"请照图上印的写，例如 {EXAMPLE}；没有审图号的图不能当标准地图用"
        return [toml.problem("approval", what, cure)]
    return []


def _bounds(value: Any) -> tuple[float, float, float, float] | Fault:
    if not isinstance(value, list) or len(value) != 4 or any(type(part) not in (int, float) for part in value):
        return Fault("", "没有写底图四边的经纬度" if value is None else "底图四边的经纬度不对", _BOUNDS)
    west, south, east, north = (float(part) for part in value)
    for corner in (judge_place(west, south), judge_place(east, north)):
        if isinstance(corner, Fault):
            return Fault("", f"底图四边的经纬度不对：{corner.what}", _BOUNDS)
    if west >= east or south >= north:
        return Fault("", "底图四边的经纬度不对：西边要小于东边，南边要小于北边", _BOUNDS)
    return west, south, east, north

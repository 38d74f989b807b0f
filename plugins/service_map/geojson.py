"""Points from GeoJSON (RFC 7946) as mapping programs export it: a FeatureCollection of Points."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from plugins.build.front_matter import read_text
from plugins.build.problems import Problem, suggestion
from plugins.service_map.point import DATUM, HEADS, LAT, LNG, NEEDED, SPELLINGS, Judge
from standards.coordinates import judge_datum

LIMIT = 10 * 1024 * 1024
ENDINGS = (".geojson",)
_AREAS = ("LineString", "MultiLineString", "Polygon", "MultiPolygon")
_CRS = re.compile(r"(?:EPSG:+4490|OGC:[\d.]*:CRS84)$", re.IGNORECASE)
_AGAIN = "请在制图软件里只选点图层，重新导出为 GeoJSON（UTF-8、经纬度）"


def read_geojson(file: Path, size: int, shown: str, judge: Judge) -> None:
    """Hand every feature of a file (``size`` in bytes) to ``judge``, and what cannot be read to its problems."""

    def say(what: str, cure: str, line: int = 0, column: int = 0) -> None:
        judge.problems.append(Problem(shown, line, column, what, cure))

    if size > LIMIT:
        said = f"文件太大（{size / 1024 / 1024:.0f} MB），没有读取"
        say(said, f"点位文件不超过 {LIMIT // 1024 // 1024} MB；一千个点约 0.5 MB，请核对是否导出了界线或影像")
        return
    try:
        text = read_text(file.read_bytes(), shown)
    except OSError as error:
        say(f"文件读不了（{error.strerror}）", "请检查文件权限")
        return
    if isinstance(text, Problem):
        judge.problems.append(text)
        return
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        say("不是完整的 JSON", _AGAIN, error.lineno, error.colno)
        return
    except (RecursionError, ValueError):  # the second: a number of thousands of digits
        say("JSON 嵌套太深或者有过长的数字，没有读取", _AGAIN)
        return
    found = data if isinstance(data, dict) else {}
    if found.get("type") != "FeatureCollection" or not isinstance(found.get("features"), list):
        say("不是 GeoJSON 的要素集合（FeatureCollection）", _AGAIN)
        return
    if fault := _datum_fault(data):
        say(*fault)
        return
    if not data["features"]:
        say("没有点位", "请逐个填写点位，或者删去这个文件")
    strange = _strange_names(data["features"])
    for name in strange:
        cure = suggestion(name, (*HEADS, *SPELLINGS)) or f"可用的属性有：{'、'.join(HEADS)}；导出时请去掉其他属性"
        say(f"不认识的属性“{name}”", cure)
    datum = data.get("datum") if isinstance(data.get("datum"), str) else ""
    for number, feature in enumerate(data["features"], 1):
        cells = _cells(feature, f"第{number}个要素", say)
        if cells is not None:
            cells[DATUM] = cells[DATUM] or str(datum)
            judge.take(cells, shown, 0, f"第{number}个要素")


def _datum_fault(data: Mapping[str, Any]) -> tuple[str, str] | None:
    """What is wrong with the coordinate system that the file names (``datum``, or the ``crs`` of older programs)."""
    if isinstance(data.get("datum"), str) and (fault := judge_datum(data["datum"])):
        return fault.what, fault.cure
    crs = data.get("crs")
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = str(properties.get("name", "")) if isinstance(properties, dict) else ""
    if crs is not None and not _CRS.search(name):
        return f"文件写的坐标系是“{name[:60]}”", "请在制图软件里以 CGCS2000（EPSG:4490）重新导出"
    return None


def _strange_names(features: list[Any]) -> list[str]:
    """Names of properties that are no head, each once."""
    found: dict[str, None] = {}
    for feature in features:
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if isinstance(properties, dict):
            found.update(dict.fromkeys(name for name in properties if SPELLINGS.get(name, name) not in HEADS))
    return [name[:60] for name in found]


def _cells(feature: Any, at: str, say: Any) -> dict[str, str] | None:
    """A feature as the cells of a row; None where it is told what is wrong."""
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        say(f"{at}：不是要素（Feature）", _AGAIN)
        return None
    properties = feature.get("properties")
    cells = dict.fromkeys(HEADS, "")
    sound = True
    for name, value in properties.items() if isinstance(properties, dict) else ():
        head = SPELLINGS.get(name, name)
        if head not in cells or value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, (str, int, float)):
            say(f"{at}：“{head}”不是文字", "请写成文字")
            sound = False
        else:
            cells[head] = " ".join(str(value).split())
    for head in NEEDED:
        if sound and not cells[head]:
            say(f"{at}：“{head}”没有填", "请补上")
            sound = False
    cells[LNG] = cells[LAT] = ""  # the geometry says it, whatever the properties repeat
    geometry = feature.get("geometry")
    if geometry is not None and not _fill_place(geometry, cells, at, say):
        return None
    return cells if sound else None


def _fill_place(geometry: Any, cells: dict[str, str], at: str, say: Any) -> bool:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind in _AREAS or kind == "GeometryCollection":
        cure = "请只导出点；行政区划、地块等界线只能出现在经过审核的标准地图上"
        say(f"{at}：是线或面（{kind}），不能发布，网站不画界线", cure)
        return False
    if kind != "Point":
        say(f"{at}：不是单个的点（{str(kind)[:30]}）", "请把多点拆成单点，再导出一次")
        return False
    pair = geometry.get("coordinates")
    if not isinstance(pair, list) or len(pair) < 2 or any(type(part) not in (int, float) for part in pair[:2]):
        say(f"{at}：坐标不是数字", "应是 [经度, 纬度]，例如 [115.362145, 26.620318]")
        return False
    cells[LNG], cells[LAT] = (_written(part) for part in pair[:2])
    return True


def _written(number: float) -> str:
    """A JSON number in plain digits, however large."""
    return f"{number:.8f}".rstrip("0").rstrip(".") if isinstance(number, float) else str(number)

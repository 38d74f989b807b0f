"""Longitude and latitude as people write them, judged: pure functions.

Public maps of China use the national system CGCS2000 (《测绘法》第九条; EPSG:4490). Those of internet maps
(GCJ-02, BD-09) are shifted by hundreds of metres, and there is no public way back: they are refused, not converted.
"""

from __future__ import annotations

import math
import re
import unicodedata
from typing import NamedTuple

CGCS2000 = "CGCS2000"
WEST, SOUTH, EAST, NORTH = 73.0, 3.0, 136.0, 54.0
"""The land and waters of the country, generously, in degrees. No longitude in there is a latitude in there."""
_SPELLINGS = frozenset(
    {"cgcs2000", "epsg4490", "4490", "2000国家大地坐标系", "国家2000", "国家大地2000", "cgcs2000坐标系"}
)
_SHIFTED = re.compile(r"gcj|bd-?09|火星|高德|百度|腾讯|搜狗|谷歌", re.IGNORECASE)
_OLD = re.compile(r"北京54|西安80|1954|1980|bj54|xian80", re.IGNORECASE)
_WORLD = re.compile(r"wgs-?84|epsg:?4326|crs84", re.IGNORECASE)
_PLAIN = re.compile(r"-?\d{1,12}(\.\d{1,15})?")
_PARTS = re.compile(
    r"[EWNS东西南北经纬]{0,2}\s*(\d{1,3})\s*[°度d:]\s*(\d{1,2}(?:\.\d+)?)\s*(?:['′’分m:]\s*(?:(\d{1,2}(?:\.\d+)?)\s*(?:\"|″|”|''|′′|秒|s)?)?)?\s*[ENWS]?",
    re.IGNORECASE,
)
_MARKED = re.compile(r"(?:[EN]|[东北][经纬])?\s*(\d{1,3}\.\d{1,15})\s*[°度]?\s*[EN]?", re.IGNORECASE)


class Fault(NamedTuple):
    """Why a coordinate cannot be used: which one (lng, lat; empty: both), what, and what to do."""

    which: str
    what: str
    cure: str


class Place(NamedTuple):
    """A point in degrees of CGCS2000, six decimals at most, which is a tenth of a metre."""

    lng: float
    lat: float


def judge_datum(written: str) -> Fault | None:
    """What is wrong with the name of a coordinate system; None for CGCS2000."""
    plain = re.sub(r"[\s_:-]", "", unicodedata.normalize("NFKC", written)).lower()
    if plain in _SPELLINGS:
        return None
    if _SHIFTED.search(written):
        cure = "请向自然资源部门取 CGCS2000 坐标，或用测量型设备重测；本系统不换算，换算出来的位置不准"
        return Fault("", f"坐标系“{written}”是互联网地图的偏移坐标，不能公开使用", cure)
    if _WORLD.search(written):
        cure = f"手持机、手机测得的 WGS-84 坐标与 {CGCS2000} 相差不到 1 米，核对来源后请写 {CGCS2000}"
        return Fault("", f"坐标系“{written}”不是国家规定的坐标系", cure)
    if _OLD.search(written):
        return Fault("", f"坐标系“{written}”已经停止使用", f"请由自然资源部门转换成 {CGCS2000} 再填")
    return Fault("", f"不认识坐标系“{written}”", f"请写 {CGCS2000}")


def read_place(lng: str, lat: str) -> Place | Fault:
    """The point that two cells say. Full-width digits are read as what they mean."""
    numbers = []
    for which, name, text in (("lng", "经度", lng), ("lat", "纬度", lat)):
        found = _read_degrees(which, name, text.strip())
        if isinstance(found, Fault):
            return found
        numbers.append(found)
    return judge_place(*numbers)


def judge_place(lng: float, lat: float) -> Place | Fault:
    """The point, if it lies where it can."""
    if not (math.isfinite(lng) and math.isfinite(lat)):
        return Fault("", "经度、纬度不是数字", "请写十进制的度，例如经度 115.362145、纬度 26.620318")
    if lng == lat == 0:
        return Fault("", "经度、纬度都是 0，不是真实的位置", "没有测过位置的请两格都留空")
    if abs(lng) > 180 or abs(lat) > 180:
        cure = "请换成以度为单位的经纬度，例如经度 115.362145、纬度 26.620318"
        return Fault("", f"“{_short(lng)}，{_short(lat)}”像是以米为单位的投影坐标", cure)
    if WEST <= lat <= EAST and SOUTH <= lng <= NORTH:
        cure = f"请对调：经度写 {_short(lat)}，纬度写 {_short(lng)}"
        return Fault("", f"经度纬度写反了（经度 {_short(lng)}，纬度 {_short(lat)}）", cure)
    if not (WEST <= lng <= EAST and SOUTH <= lat <= NORTH):
        return Fault("", f"经度 {_short(lng)}、纬度 {_short(lat)} 不在我国范围内", "请核对有没有漏写、错写数字")
    return Place(round(lng, 6), round(lat, 6))


def _read_degrees(which: str, name: str, text: str) -> float | Fault:
    plain = unicodedata.normalize("NFKC", text)
    if _PLAIN.fullmatch(plain):
        return float(plain)
    if parts := _PARTS.fullmatch(plain):
        degrees, minutes, seconds = int(parts[1]), float(parts[2]), float(parts[3] or 0)
        if minutes < 60 and seconds < 60:
            value = degrees + minutes / 60 + seconds / 3600
            return Fault(which, f"{name}“{text}”是度分秒的写法", f"请写成十进制的度：{value:.6f}")
    if marked := _MARKED.fullmatch(plain):
        return Fault(which, f"{name}“{text}”不全是数字", f"请只写数字：{marked[1]}")
    if not text:
        return Fault(which, f"{name}没有填", "经度、纬度请都填，或者都留空（这一处就只在列表里）")
    return Fault(which, f"{name}“{text[:30]}”不是数字", "请写十进制的度，例如经度 115.362145、纬度 26.620318")


def _short(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")

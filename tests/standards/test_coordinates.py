"""Coordinates as they are really written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standards.coordinates import Fault, Place, judge_datum, judge_place, read_place


def test_plain_degrees_are_a_place_in_six_decimals():
    """Full-width digits mean what they say, and a tenth of a metre is enough."""
    assert read_place(" 115.3621457 ", "２６．６２") == Place(115.362146, 26.62)


@pytest.mark.parametrize(
    ("lng", "lat", "which", "what", "cure"),
    [
        ("26.62", "115.36", "", "经度纬度写反了（经度 26.62，纬度 115.36）", "请对调：经度写 115.36，纬度写 26.62"),
        ("115°21′36″", "26.6", "lng", "是度分秒的写法", "请写成十进制的度：115.360000"),
        ("115.36", "26度37分12秒", "lat", "是度分秒的写法", "26.620000"),
        ("115°21.6'", "26.6", "lng", "是度分秒的写法", "115.360000"),
        ("东经115.36°", "26.6", "lng", "不全是数字", "请只写数字：115.36"),
        ("清溪镇", "26.6", "lng", "经度“清溪镇”不是数字", "十进制的度"),
        ("115.36", "", "lat", "纬度没有填", "都留空"),
        ("0", "0", "", "都是 0", "都留空"),
        ("39432123.5", "2943212.1", "", "投影坐标", "以度为单位"),
        ("15.36", "26.6", "", "不在我国范围内", "漏写"),
        ("nan", "26.6", "lng", "不是数字", "十进制"),
        ("1e2", "26.6", "lng", "不是数字", "十进制"),
    ],
)
def test_a_wrong_coordinate_is_told_with_its_mend(lng, lat, which, what, cure):
    """Which of the two, what, and what to write."""
    fault = read_place(lng, lat)
    assert isinstance(fault, Fault)
    assert fault.which == which
    assert what in fault.what
    assert cure in fault.cure


@pytest.mark.parametrize("written", ["CGCS2000", "cgcs 2000", "EPSG:4490", "2000国家大地坐标系", "ＣＧＣＳ２０００"])
def test_the_national_system_may_be_written_in_its_ways(written):
    """As mapping programs and offices name it."""
    assert judge_datum(written) is None


@pytest.mark.parametrize(
    ("written", "what"),
    [
        ("GCJ-02", "偏移坐标"),
        ("gcj02", "偏移坐标"),
        ("BD-09", "偏移坐标"),
        ("高德", "偏移坐标"),
        ("WGS84", "不是国家规定的坐标系"),
        ("西安80", "已经停止使用"),
        ("某某", "不认识"),
    ],
)
def test_another_system_is_refused_and_never_converted(written, what):
    """With a cure each."""
    fault = judge_datum(written)
    assert fault is not None
    assert what in fault.what
    assert fault.cure


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_text_breaks_the_reading(lng, lat):
    """A place or a fault, whatever a cell holds."""
    assert isinstance(read_place(lng, lat), (Place, Fault))


@given(st.floats(), st.floats())
def test_a_place_is_always_inside_the_country(lng, lat):
    """Whatever the numbers."""
    found = judge_place(lng, lat)
    assert isinstance(found, Fault) or (73 <= found.lng <= 136 and 3 <= found.lat <= 54)

"""网站工作年度报表: totals, limits, and what may be written in a cell."""

from __future__ import annotations

import pytest

from standards.site_report import COUNT, FORM, YES_NO, judge, name_of

EMPTY = {
    code: "0" if line.shape in (COUNT, "days") else "否" if line.shape == YES_NO else "无"
    for code, line in FORM.items()
}


def told(**changed: str) -> list[str]:
    """The lines at fault."""
    return [fault.code for fault in judge({**EMPTY, **changed})]


def test_a_sound_form_is_silent():
    """With nothing, and with totals."""
    assert told() == []
    assert told(网03="6", 网04="1", 网05="2", 网06="3", 网24="3.5") == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"网03": "5"}, "网03"),
        ({"网09": "3", "网10": "1", "网11": "1"}, "网09"),
        ({"网18": "10", "网19": "4", "网20": "5"}, "网18"),
        ({"网17": "3", "网16": "2"}, "网17"),
        ({"网35": "2", "网34": "1"}, "网35"),
        ({"网01": "-1"}, "网01"),
        ({"网02": "12万"}, "网02"),
        ({"网14": "有"}, "网14"),
        ({"网24": "三天"}, "网24"),
        ({"网40": ""}, "网40"),
    ],
)
def test_what_is_wrong_is_told_at_its_line(changed, code):
    """Totals at the total, limits at what is too much."""
    assert code in told(**changed)


def test_messages_name_the_group():
    """There are five 总数."""
    assert name_of("网09") == "解读回应—解读信息发布—总数"
    assert name_of("网01") == "独立用户访问总量"

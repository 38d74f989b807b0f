"""Guides, pages on requests, the six parts, the parts of the platform: what is wrong, and what is only owed."""

from __future__ import annotations

from datetime import date

import pytest

from plugins.foi.owing import next_due, owing
from tests.plugins.foi.reports import BODY, SOUND, THEME, application, guide, report
from tests.plugins.small_site import document, edition, portal, write_site


def told(folder, files) -> list[str]:
    """The lines that a build would report."""
    return [
        str(problem) for problem in portal(write_site(folder, {**SOUND, **files}), folder / "o", THEME=THEME).check()
    ]


@pytest.mark.parametrize(
    ("field", "value", "what"),
    [
        ("phone", "无", "不是电话号码"),
        ("fax", "详见官网", "不是电话号码"),
        ("address", "XX县XX路", "没有说明什么"),
        ("office", "待定", "没有说明什么"),
        ("office_hours", "暂无", "没有说明什么"),
        ("online", "上网", "联系不上"),
        ("online", "“依申请公示”栏目", "没有栏目“依申请公示”"),
        ("fax", "", "缺少“传真号码”"),
    ],
)
def test_the_six_things_of_a_guide_are_checked(tmp_path, field, value, what):
    """Each at its line, with what to write."""
    (line,) = told(tmp_path, {"zwgk/zhinan/zn-1.md": guide(**{field: value})})
    assert line.startswith("content/zwgk/zhinan/zn-1.md:")
    assert what in line


def test_requests_need_a_form(tmp_path):
    """One of a unit's pages has it."""
    (line,) = told(tmp_path / "a", {"zwgk/ysq/ysq-1.md": application(attachments="")})
    assert "没有附申请表" in line
    assert told(tmp_path / "b", {"zwgk/ysq/ysq-2.md": application("ysq-2", attachments="")}) == []


def test_six_parts_in_their_order(tmp_path):
    """A missing one is named with its heading; two in the wrong order are told."""
    without = BODY.replace("## 五、政府信息公开工作存在的主要问题及改进情况", "## 五、下一步")
    (line,) = told(tmp_path / "a", {"zwgk/nb/nb-2025.md": report("nb-2025", 2025, body=without)})
    assert "年报缺少 “五、政府信息公开工作存在的主要问题及改进情况”" in line
    parts = BODY.split("## ")
    turned = "## ".join([parts[0], parts[2], parts[1], *parts[3:]])
    (line,) = told(tmp_path / "b", {"zwgk/nb/nb-2025.md": report("nb-2025", 2025, body=turned)})
    assert "次序不对" in line


@pytest.mark.parametrize("value", ["16", "-1", '"一"', "1.5"])
def test_a_class_is_one_of_fifteen(tmp_path, value):
    """In column.toml as in a document."""
    text = SOUND["zwgk/gfxwj/column.toml"].replace("statutory_class = 1", f"statutory_class = {value}")
    (line,) = told(tmp_path, {"zwgk/gfxwj/column.toml": text})
    assert "statutory_class" in line
    assert "1 至 15" in line


FILES = {
    **SOUND,
    "zwgk/gfxwj/o-1.md": document("o-1", index_no="009990047/2026-00001", publisher="jyj"),
    "units.csv": SOUND["units.csv"].replace("县教育局,,", "县教育局,009990047,"),
}


def test_what_is_owed(tmp_path):
    """By who publishes open documents; a reminder, never an error."""
    contents = edition(tmp_path, FILES, THEME=THEME).contents
    found = owing(contents, date(2026, 11, 20))
    assert [unit.id for unit in found.units] == ["czj", "jyj"]
    assert [(year, unit.id) for year, unit in found.missing] == [(2025, "jyj")]
    assert [unit.id for unit in found.guideless] == ["jyj"]
    assert found.parts == ()
    late = owing(contents, date(2027, 2, 1))
    assert [(year, unit.id) for year, unit in late.missing] == [(2026, "czj"), (2026, "jyj")]
    assert "2026年度信息公开年报已过公布期限、还没有公布的单位 2 个" in next(iter(late.lines()))


def test_a_platform_without_a_part_is_told_so(tmp_path):
    """国办公开办函〔2019〕61号 asks for all of them."""
    files = {**SOUND, "zwgk/zhidu/column.toml": SOUND["zwgk/zhidu/column.toml"].replace("政府信息公开制度", "通知")}
    contents = edition(tmp_path, files, THEME=THEME).contents
    assert owing(contents, date(2026, 11, 20)).parts == ("政府信息公开制度",)


def test_who_reports_for_the_government_owes_no_report_of_its_own(tmp_path):
    """The office that publishes it."""
    text = report("nb-2025", 2025).replace("publisher: czj", "publisher: czj\nunit: xzf")
    files = {**SOUND, "zwgk/nb/nb-2025.md": text, "zwgk/nb/nb-2024.md": None, "data/nb/czj-2024.csv": None}
    contents = edition(tmp_path, files, THEME=THEME).contents
    assert [unit.id for unit in owing(contents, date(2026, 11, 20)).units] == ["xzf"]


@pytest.mark.parametrize(
    ("today", "due"),
    [
        (date(2026, 1, 31), date(2026, 2, 1)),
        (date(2026, 2, 1), date(2026, 4, 1)),
        (date(2026, 4, 1), date(2027, 2, 1)),
    ],
)
def test_the_next_day_that_changes_the_matrix(today, due):
    """The day after 31 January and after 31 March."""
    assert next_due(today) == due

"""Periods and items in the names that clerks give to folders and files."""

from __future__ import annotations

import pytest

from plugins.build.scan import scan
from plugins.desk.intake.grid import Sheet
from plugins.desk.intake.items import find_item, split_subject
from plugins.desk.intake.paths import meant, walk
from plugins.desk.intake.periods import spoken_period
from plugins.desk.intake.texts import plain, table_of
from plugins.village_catalogue import read_items
from tests.plugins.desk.intake.maker import county, send


@pytest.mark.parametrize(
    ("text", "period", "rest"),
    [
        ("2026Q3", "2026Q3", ""),
        ("2026年三季度", "2026Q3", ""),
        ("2026年第3季度", "2026Q3", ""),
        ("2026三季度", "2026Q3", ""),
        ("2026-3季度", "2026Q3", ""),
        ("三季度", "2026Q3", ""),
        ("第四季度", "2026Q4", ""),
        ("9月收支", "2026-09", "收支"),
        ("十二月份收支", "2026-12", "收支"),
        ("低保公示2026.9", "2026-09", "低保公示"),
        ("收支202608", "2026-08", "收支"),
        ("2025年8月党费", "2025-08", "党费"),
        ("2026年上半年", "2026H1", ""),
        ("2025年度收益分配", "2025", "收益分配"),
        ("公示20260930", "", "公示"),
        ("公示2026.9.30", "", "公示"),
        ("公示", "", "公示"),
    ],
)
def test_spoken_periods(text, period, rest):
    """With the year of the command line where the name has none; a day is no period."""
    spoken = spoken_period(meant(text), "2026")
    assert (spoken.period, spoken.rest) == (period, rest)


def test_a_quarter_without_a_year_is_told():
    """Nothing is guessed."""
    assert spoken_period("三季度").yearless


@pytest.fixture(scope="module")
def items(tmp_path_factory):
    """The items of the small county."""
    return read_items(scan(county(tmp_path_factory.mktemp("items"))))[0].by_id.values()


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("zjdsp", "zjdsp"),
        ("宅基地审批情况", "zjdsp"),
        ("宅基地审批公示", "zjdsp"),
        ("建房", "zjdsp"),
        ("收支", "cwsz"),
        ("村账", "cwsz"),
        ("党费 12", "dfsj"),
        ("低保公示", "dbmd"),
        ("工程", "gcxm"),
    ],
)
def test_items_by_the_words_of_clerks(items, text, item):
    """One item each."""
    assert find_item(text, items)[0].id == item


def test_what_can_mean_two_items_means_none(items):
    """Those that come near are named."""
    item, near = find_item("党", items)
    assert item is None
    item, near = find_item("收缴审批", items)
    assert item is None
    assert {one.id for one in near} == {"dfsj", "zjdsp"}


def test_a_subject_behind_a_dash():
    """Several documents of an item that comes as it must."""
    assert split_subject("工程项目-通组公路") == ("工程项目", "通组公路")
    assert split_subject("工程项目") == ("工程项目", "")


def test_a_folder_is_walked_without_trust(tmp_path):
    """Leftovers, links, copies, emoji, full width, GBK names."""
    send(tmp_path / "sent", {"村/Thumbs.db": "x", "村/~$a.docx": "x", "村/.DS_Store": "x", "__MACOSX/a": "x"})
    send(tmp_path / "sent", {"村/党费（１） .txt": "x", "村/宅基地 - 副本.txt": "x", "村/😀工程.TXT": "x"})
    (tmp_path / "sent/村/链接.txt").symlink_to("/etc/passwd")
    with open(bytes(tmp_path / "sent") + b"/" + "村账.txt".encode("gbk"), "w") as file:
        file.write("x")
    walked = walk(tmp_path / "sent")
    assert {(sent.stem, sent.is_copy) for sent in walked.files} == {
        ("党费", True),
        ("宅基地", True),
        ("工程", False),
        ("村账", False),
    }
    assert walked.leftovers == 4
    assert [str(bad) for bad in walked.bad] == ["村/链接.txt: 是符号链接，没有打开。请换成文件本身"]


def test_plain_text_is_never_markup():
    """Every line prints as it stands."""
    assert plain("# 一\n* 二 <b>\n1. 三\n\n  四_五_") == "\\# 一\n\n\\* 二 \\<b\\>\n\n1\\. 三\n\n四\\_五\\_"


def test_a_table_has_what_stands_above_it_as_lines():
    """A merged title above, a signature below."""
    rows = ((1, ("公示表", "公示表")), (2, ("户主", "金额")), (3, ("何守田", "1,200")), (5, ("制表：何",)))
    assert table_of(Sheet("", rows)) == ("公示表\n\n| 户主 | 金额 |\n|---|---:|\n| 何守田 | 1,200 |\n\n制表：何")

"""The pages of villages and towns, as their templates receive them."""

from __future__ import annotations

from plugins.build.village_home import day_in_words
from plugins.build.village_pages import initials, part_of
from plugins.village_ledger import Count
from tests.plugins.small_site import sheets
from tests.plugins.test_village_ledger import CATALOGUE, HEAD, NOTHING, VILLAGES, affair

WALL = '[[item]]\nsection = "村务"\nid = "dbmd"\nname = "低保名单"\nrhythm = "quarterly"\nscope = "本村"\n'
FILES = {
    "villages/catalogue.toml": CATALOGUE + WALL,
    VILLAGES: HEAD + "liulin,柳林村,村,qingxi,,,,,村口,\nqinghe,青河村,村,qingxi,,,,,,\nq1,1号社区,社区,qingxi,,,,,,\n",
    "villages/liulin/a.md": affair("a", title="三季度账"),
    "villages/liulin/b.md": affair("b", day="2026-07-10", title="二季度账"),
    "villages/liulin/c.md": affair("c", day="2026-04-10", title="一季度账"),
}


def rows(values: dict) -> dict[str, list[tuple[str, str, list[str]]]]:
    """Item → period, what is said, titles."""
    return {
        row.item: [(period.name, period.said, [doc.title for doc in period.docs]) for period in row.periods]
        for section in values["sections"]
        for row in section.rows
    }


def test_this_quarter_stands_first_and_what_came_before_behind_it(tmp_path):
    """Plain links, by the quarter a document is of."""
    values = sheets(tmp_path, FILES)["villages/liulin/index.html"].values
    money = values["sections"][1]
    assert money.name == "财务"
    assert rows(values)["财务收支"] == [("2026年第三季度", "", ["三季度账"])]
    assert [(part.name, [doc.title for doc in part.docs]) for part in money.history] == [
        ("2026年第二季度", ["二季度账"]),
        ("2026年第一季度", ["一季度账"]),
    ]
    assert (values["quarter"], values["total"].told, money.history_count) == ("2026年第三季度", 1, 2)


def test_an_item_without_a_document_says_what_is_due_when(tmp_path):
    """Late, lasting, as it happens, on the wall; and what is not there at all."""
    values = sheets(tmp_path, FILES)["villages/qinghe/index.html"].values
    assert rows(values) == {
        "村规民约": [("", "尚未公开", [])],
        "办实事": [("", "目前没有，发生后及时公开", [])],
        "低保名单": [("", "只在村务公开栏张贴，不上网", [])],
        "财务收支": [("2026年第三季度", "应于2026年10月20日前公开，尚未公开", [])],
        "收益分配": [("2025年", "应于2026年1月31日前公开，尚未公开", [])],
    }


def test_what_there_was_nothing_of_is_said(tmp_path):
    """With the day on which it was said."""
    said = "village,item,period,said_on,by\nqinghe,cwsz,2026Q3,2026-10-12,\nqinghe,syfp,长期,2026-01-10,\n"
    values = sheets(tmp_path, {**FILES, NOTHING: said})["villages/qinghe/index.html"].values
    found = rows(values)
    assert found["财务收支"] == [("2026年第三季度", "本季度无此事项（2026年10月12日说明）", [])]
    assert found["收益分配"] == [("", "没有这类事项", [])]


def test_the_first_days_of_a_quarter_say_until_when(tmp_path):
    """Nothing is late yet."""
    found = sheets(tmp_path, FILES, NOW="2026-07-03T09:00:00+08:00")["villages/qinghe/index.html"].values
    assert rows(found)["财务收支"] == [("2026年第二季度", "将于2026年7月20日前公开", [])]
    assert found["total"].overdue == 0


def test_busy_months_stand_side_by_side_the_newest_first(tmp_path):
    """Those of the running quarter that are told, near or late among them."""
    busy = {
        VILLAGES: HEAD + "liulin,柳林村,村,qingxi,,,,,,是\n",
        "villages/liulin/d.md": affair("d", day="2026-11-09", title="十月账"),
    }
    values = sheets(tmp_path, {**FILES, **busy})["villages/liulin/index.html"].values
    assert rows(values)["财务收支"] == [
        ("2026年10月", "", ["十月账"]),
        ("2026年9月", "", ["三季度账"]),
        ("2026年8月", "应于2026年9月10日前公开，尚未公开", []),
        ("2026年7月", "应于2026年8月10日前公开，尚未公开", []),
    ]
    assert values["village"].monthly


def test_the_county_finds_villages_by_letter_name_and_town(tmp_path):
    """What is no Chinese character stands last."""
    values = sheets(tmp_path, FILES)["villages/index.html"].values
    assert [(letter.letter, [name for name, *_ in letter.villages]) for letter in values["letters"]] == [
        ("L", ["柳林村"]),
        ("Q", ["青河村"]),
        ("#", ["1号社区"]),
    ]
    keys = [card.keys.split(" ")[:2] for card in values["towns"][0].villages]
    assert keys == [["清溪镇", "llc"], ["清溪镇", "qhc"], ["清溪镇", "1hsq"]]
    assert (values["total"].owed, values["total"].told, values["total"].overdue) == (3, 1, 2)


def test_a_name_of_several_readings_is_found_by_each():
    """长坪 is cháng to its people; the likeliest reading stands first."""
    assert initials("长坪村")[0] == "zpc"
    assert "cpc" in initials("长坪村")


def test_a_town_counts_its_villages_by_section(tmp_path):
    """村务 and 居务 share a column."""
    values = sheets(tmp_path, FILES)["villages/towns/qingxi/index.html"].values
    assert [(row.name, [part.text for part in row.parts]) for row in values["rows"]] == [
        ("柳林村", ["—", "—", "1/1", "1/1"]),
        ("青河村", ["—", "—", "0/1", "0/1"]),
        ("1号社区", ["—", "—", "0/1", "0/1"]),
    ]
    assert [row.parts[3].kind for row in values["rows"]] == ["full", "little", "little"]


def test_a_part_has_a_kind_by_its_share():
    """Never late while nothing is over its day."""
    kinds = [part_of(Count(6, told, 0, late)).kind for told, late in ((6, 0), (0, 0), (4, 1), (2, 1), (1, 5))]
    assert kinds == ["full", "open", "most", "some", "little"]
    assert part_of(Count()).kind == "none"
    assert day_in_words("2026-07-03") == "2026年7月3日"

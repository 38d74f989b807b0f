"""Statements in a site: held against each other, published, counted; what is written when one of them changes."""

from __future__ import annotations

import json
import time

import pytest

from plugins.build.edition import read_edition
from plugins.build.quick import TICK_NS
from plugins.build.stage import MANIFEST
from plugins.village_finance import gather
from tests.plugins.small_site import build, document, portal, problems, refused, sheets, tree, write_site
from tests.plugins.village_finance.tables import DEBTS, SIGNED, THIRD, workbook

VILLAGES = (
    "id,name,kind,town,lng,lat,datum,contact,board\n"
    "liulin,柳林村,村,qingxi,,,,,\nqingshi,青石村,村,qingxi,,,,,\nshiqiao,石桥村,村,shiqiao,,,,,\n"
)
CATALOGUE = """\
since = "2026Q1"
[[item]]
section = "财务"
id = "cwsz"
name = "财务收支"
rhythm = "quarterly"
table = "收支明细"
[[item]]
section = "财务"
id = "zqzw"
name = "债权债务"
rhythm = "quarterly"
table = "债权债务"
"""
SITE = {
    "towns.csv": "id,name,unit,order\nqingxi,清溪镇,czj,1\nshiqiao,石桥镇,czj,2\n",
    "villages/villages.csv": VILLAGES,
    "villages/catalogue.toml": CATALOGUE,
}
PLACE = "villages/liulin/2026Q3-收支明细.csv"
URL = "/villages/liulin/finance/2026Q3-income-expense.html"


def statement(period: str, title: str, opening: int, rows: list[tuple[str, int]], more: str = "") -> str:
    """A sound 收支明细 of 柳林村; an amount below zero is spent."""
    lines = [f"柳林村{title}收支明细,,,,", "日期,摘要,收入,支出,余额", f",上期结转,,,{opening}"]
    balance = opening
    for day, amount in rows:
        balance += amount
        money = f"{amount}," if amount > 0 else f",{-amount}"
        lines.append(f"{day},鱼塘承包费,{money},{balance}")
    return "\n".join([*lines, *([more] if more else []), SIGNED, ""])


SECOND = statement("2026Q2", "2026年第二季度", 50000, [("4月8日", 3000), ("6月9日", -620)])


def test_a_sound_statement_has_a_page_two_files_and_a_place_in_the_index(tmp_path):
    found = sheets(tmp_path, {**SITE, PLACE: THIRD})
    page = found[URL[1:]]
    assert page.values["page"].title == "柳林村2026年第三季度收支明细"
    assert page.values["sums"] == (
        ("上期结转", "52,380.00"), ("本期收入", "33,800.00"), ("本期支出", "9,720.00"), ("期末余额", "76,460.00"),
    )  # fmt: skip
    index = found["villages/liulin/finance/index.html"]
    assert index.values["latest"].closing == "76,460.00"
    assert "villages/qingshi/finance/index.html" not in found


def test_files_are_made_anew_and_say_the_unit(tmp_path):
    build(tmp_path, {**SITE, "villages/liulin/2026Q3-收支明细.xlsx": workbook({"收支明细": THIRD})})
    told = (tmp_path / "output" / URL[1:].replace(".html", ".csv")).read_text("utf-8-sig").splitlines()
    assert told[:3] == [
        "日期,摘要,收入（元）,支出（元）,余额（元）",
        ",上季度结转,,,52380.00",
        "2026-07-10,水面养殖承包费,18600.00,,70980.00",
    ]
    assert not list((tmp_path / "output").rglob("*收支明细*"))


def test_it_answers_its_item_and_stands_on_the_village_and_town_page(tmp_path):
    found = sheets(tmp_path, {**SITE, PLACE: THIRD})
    (section,) = found["villages/liulin/index.html"].values["sections"]
    assert [(row.item, [doc.url for doc in row.docs]) for row in section.rows] == [
        ("财务收支", [URL]),
        ("债权债务", []),
    ]
    assert found["villages/liulin/index.html"].values["total"].told == 1
    (row,) = found["villages/towns/qingxi/index.html"].values["money"]
    assert (row.name, row.income, row.expense, row.closing) == ("柳林村", "33,800.00", "9,720.00", "76,460.00")
    assert found["villages/towns/shiqiao/index.html"].values["money"] == ()


def test_search_sitemap_and_links_know_the_pages(tmp_path):
    body = f"见[三季度收支]({URL})和[财务公开](/villages/liulin/finance/)、[表格](/villages/liulin/finance/2026Q3-income-expense.xlsx)。\n"
    build(tmp_path, {**SITE, PLACE: THIRD, "tzgg/b.md": document("b", body=body)})
    rows = json.loads((tmp_path / "output/search/records.json").read_text())
    assert rows == [{"t": "柳林村2026年第三季度收支明细", "u": URL, "d": "2026-10-12", "c": "柳林村财务公开"}]
    assert URL in (tmp_path / "output/sitemap-finance-2026.xml").read_text()
    assert "sitemap-finance-2026.xml" in (tmp_path / "output/sitemap.xml").read_text()


def test_months_make_a_quarter_and_a_quarter_is_compared_with_the_last_year(tmp_path):
    files = {
        "villages/liulin/2025Q2-收支明细.csv": statement("2025Q2", "2025年第二季度", 0, [("5月6日", 4000)]),
        "villages/liulin/2026-04-收支明细.csv": statement("2026-04", "2026年4月", 50000, [("4月8日", 3000)]),
        "villages/liulin/2026-05-收支明细.csv": statement("2026-05", "2026年5月", 53000, [("5月6日", 2000)]),
        "villages/liulin/2026-06-收支明细.csv": statement("2026-06", "2026年6月", 55000, [("6月9日", -620)]),
    }
    index = sheets(tmp_path, {**SITE, **files})["villages/liulin/finance/index.html"]
    assert [(row.name, row.now, row.before, row.growth) for row in index.values["changes"]] == [
        ("本季度收入", "5,000.00", "4,000.00", "增长 25.0%"),
        ("本季度支出", "620.00", "0.00", "—"),
    ]
    assert [row.closing for row in index.values["quarters"]] == ["54,380.00", "4,000.00"]


def said(folder, files):
    return [line.partition(": ")[2].partition("。")[0] for line in problems(folder, {**SITE, **files})]


def test_a_period_begins_with_what_the_last_one_left(tmp_path):
    second = "villages/liulin/2026Q2-收支明细.csv"
    assert said(tmp_path / "right", {PLACE: THIRD, second: SECOND}) == []
    wrong = SECOND.replace("53000", "53001").replace(",50000", ",50001").replace("52380", "52381")
    assert said(tmp_path / "wrong", {PLACE: THIRD, second: wrong}) == [
        "收支明细的期初是 52,380.00 元，2026年第二季度的期末是 52,381.00 元"
    ]


def test_classes_carry_over_each_for_itself(tmp_path):
    before = DEBTS.replace("2659,2659,,5318", "2659,,,2659").replace("10659,2659,,13318", "10659,,,10659")
    before = before.replace("17430,,5000,12430", "18000,,500,17500")
    files = {"villages/liulin/2026Q2-债权债务.csv": before, "villages/liulin/2026Q3-债权债务.csv": DEBTS}
    assert said(tmp_path, files) == ["债务的期初是 17,430.00 元，2026年第二季度的期末是 17,500.00 元"]


def test_the_year_so_far_is_held_against_the_year(tmp_path):
    first = statement("2026Q1", "2026年第一季度", 49000, [("1月5日", 1000)])
    second = statement("2026Q2", "2026年第二季度", 50000, [("4月8日", 3000)], ",本年累计,4500,,")
    files = {"villages/liulin/2026Q1-收支明细.csv": first, "villages/liulin/2026Q2-收支明细.csv": second}
    assert said(tmp_path, files) == ["本年累计的收入写的是 4,500.00 元，本年各期相加是 4,000.00 元"]


def test_a_quarter_is_the_sum_of_its_months(tmp_path):
    files = {
        "villages/liulin/2026Q2-收支明细.csv": SECOND,
        "villages/liulin/2026-04-收支明细.csv": statement("2026-04", "2026年4月", 50000, [("4月8日", 3000)]),
        "villages/liulin/2026-05-收支明细.csv": statement("2026-05", "2026年5月", 53000, [("5月8日", -20)]),
        "villages/liulin/2026-06-收支明细.csv": statement("2026-06", "2026年6月", 52980, [("6月9日", -620)]),
    }
    assert said(tmp_path, files) == ["本季度支出合计 620.00 元，三个月的表相加是 640.00 元"]


@pytest.mark.parametrize(
    ("path", "text", "what"),
    [
        ("villages/liulin/2027Q1-收支明细.csv", statement("", "2027年第一季度", 0, [("2027-01-05", 5)]), "2027年第一季度还没有开始"),
        ("villages/liulin/2026-11-收支明细.csv", statement("", "2026年11月", 0, [("11月29日", 5)]), "日期 2026-11-29 还没有到"),
        ("villages/qingshi/2026Q3-收支明细.csv", THIRD, "标题写的是柳林村，文件放在青石村的目录里"),
        ("villages/liulinn/2026Q3-收支明细.csv", THIRD, "villages.csv 里没有村“liulinn”"),
        ("villages/liulin/九月账.csv", THIRD, "看不出是哪一期的什么表，没有公开"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told(tmp_path, path, text, what):
    assert said(tmp_path, {path: text}) == [what]


def test_the_same_table_twice_is_told(tmp_path):
    files = {PLACE: THIRD, "villages/liulin/2026Q3-财务公开.xlsx": workbook({"收支明细": THIRD})}
    assert said(tmp_path, files) == ["2026年第三季度收支明细已经有了：content/villages/liulin/2026Q3-收支明细.csv"]


def test_what_only_villagers_may_see_has_no_page(tmp_path):
    wall = CATALOGUE.replace('table = "债权债务"', 'table = "债权债务"\nscope = "本村"\nplace = "仅上墙"')
    files = {"villages/catalogue.toml": wall, "villages/liulin/2026Q3-债权债务.csv": DEBTS}
    assert said(tmp_path, files) == ["“债权债务”只在村务公开栏张贴，不上网"]


def test_a_gap_stops_nobody_and_is_told(tmp_path):
    first = statement("2026Q1", "2026年第一季度", 49000, [("1月5日", 1000)])
    content = write_site(tmp_path, {**SITE, PLACE: THIRD, "villages/liulin/2026Q1-收支明细.csv": first})
    edition = read_edition(content, "", production=False, workers=1)
    assert edition.problems == ()
    assert any("前面缺一期" in notice.what for notice in edition.notices)


def test_a_wrong_sum_stops_the_build_with_the_row_named(tmp_path):
    report = refused(tmp_path, {**SITE, PLACE: THIRD.replace("33800,9720", "33900,9720")})
    assert report.startswith("content/villages/liulin/2026Q3-收支明细.csv:9:3: “合计”的收入写的是 33,900.00 元")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("2026Q3-收支明细.csv", THIRD.replace("提灌站维修", "提灌站维修 11010519491231002X")),
        ("2026Q3-收支明细.xlsx", workbook({"收支明细": THIRD.replace("提灌站维修", "提灌站维修11010519491231002X")})),
        ("2026Q3-收支明细.csv", THIRD.replace("提灌站维修", "付到卡号6222021234567890128")),
    ],
)
def test_no_private_number_leaves_by_a_statement(tmp_path, name, data):
    found = problems(tmp_path, {**SITE, f"villages/liulin/{name}": data})
    assert len(found) == 1
    assert "***" in found[0]


def test_a_hidden_household_list_in_any_workbook_of_a_village_is_found(tmp_path):
    def hide(book):
        book["底稿"].sheet_state = "hidden"

    rows = "姓名,残疾类别,联系电话\n何守田,肢体二级,13800005555\n周满仓,视力一级,13900005555\n柳长青,听力二级,13700005555\n"
    found = problems(
        tmp_path, {**SITE, "villages/liulin/2026Q3-收支明细.xlsx": workbook({"收支明细": THIRD, "底稿": rows}, hide)}
    )
    assert any("3 人的姓名和手机号码对得上" in line for line in found)
    assert any("隐藏的工作表" in line for line in found)


def written(folder, files):
    """The files that a second build writes or takes away; its output is what a first build would make."""
    before = tree(folder / "output")
    build(folder, files)
    after = tree(folder / "output")
    build(folder / "clean", files)
    assert after == tree(folder / "clean/output")
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)} - {MANIFEST}


@pytest.mark.parametrize(
    ("files", "paths"),
    [
        (
            {PLACE: THIRD.replace("提灌站维修", "提灌站大修")},
            {"villages/liulin/finance/2026Q3-income-expense" + end for end in (".html", ".csv", ".xlsx")},
        ),
        (
            {"villages/liulin/2026Q3-债权债务.csv": DEBTS},
            {
                *("villages/liulin/finance/2026Q3-debts" + end for end in (".html", ".csv", ".xlsx")),
                "villages/liulin/finance/index.html",
                "villages/liulin/index.html",
                "villages/liulin/wall/index.html",
                "villages/liulin/kiosk/index.html",
                "villages/index.html",
                "villages/towns/qingxi/supervision/index.html",
                "villages/towns/qingxi/reminders.html",
                "villages/towns/qingxi/reminders.csv",
                "villages/supervision/index.html",
                "villages/supervision/villages.csv",
                "search/records.json",
                "sitemap-finance-2026.xml",
            },
        ),
    ],
)
def test_only_what_shows_a_statement_is_written_again(tmp_path, files, paths):
    build(tmp_path, {**SITE, PLACE: THIRD})
    assert written(tmp_path, {**SITE, PLACE: THIRD, **files}) == paths


def test_a_statement_that_goes_takes_its_pages_along(tmp_path):
    build(tmp_path, {**SITE, PLACE: THIRD, "villages/liulin/2026Q3-债权债务.csv": DEBTS})
    (tmp_path / "content/villages/liulin/2026Q3-债权债务.csv").unlink()
    gone = written(tmp_path, {**SITE, PLACE: THIRD})
    assert "villages/liulin/finance/2026Q3-debts.html" in gone
    assert not (tmp_path / "output/villages/liulin/finance/2026Q3-debts.html").exists()


def test_an_unchanged_statement_is_not_opened_again(tmp_path, monkeypatch):
    content = write_site(tmp_path, {**SITE, PLACE: THIRD})
    time.sleep(2 * TICK_NS / 1e9)  # what was written in the instant of the scan is read again
    portal(content, tmp_path / "output").build()
    monkeypatch.setattr(gather, "read_file", None)
    (content / "tzgg/b.md").write_text(document("b"))
    assert portal(content, tmp_path / "output").build().documents == 2

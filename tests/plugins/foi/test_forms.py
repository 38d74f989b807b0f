"""Tables of annual reports: everything wrong is told in one report, at its file, line and cell; nothing breaks."""

from __future__ import annotations

import io

import openpyxl
import pytest

from plugins.desk.check import check
from tests.plugins.foi.reports import PLATFORM, SOUND, THEME, report, site_table, table
from tests.plugins.small_site import NOW, document, edition, portal, write_site


def told(folder, files) -> list[str]:
    """The lines that a build would report."""
    return [
        str(problem) for problem in portal(write_site(folder, {**SOUND, **files}), folder / "o", THEME=THEME).check()
    ]


def test_a_sound_platform_is_silent(tmp_path):
    """And its figures are there by document."""
    assert told(tmp_path, {}) == []
    forms = edition(tmp_path, SOUND, THEME=THEME).contents.foi.forms
    assert forms["zwgk/nb/nb-2025.md"].number("二06") == 6
    assert forms["zwgk/nb/nb-2024.md"].unit == "czj"


def test_sums_are_told_at_their_cell(tmp_path):
    """Line and column as the spreadsheet counts them: the total of part three stands in the ninth."""
    (line,) = told(
        tmp_path,
        {
            "data/nb/czj-2025.csv": table(
                二06="6", 二04="1", 三02="2 0 0 0 0 0 2", 三03="2 0 0 0 0 0 3", 三24="2 0 0 0 0 0 2"
            )
        },
    )[:1]
    assert line.startswith("content/data/nb/czj-2025.csv:14:9: “三、（一）予以公开”的总计是 3，各类申请人相加是 2")


def test_all_that_is_wrong_is_one_report(tmp_path):
    """Two tables, the header, the body."""
    lines = told(
        tmp_path,
        {
            "data/nb/czj-2024.csv": table(二01="x", 四05="7"),
            "data/nb/czj-2025.csv": table(二02="-3"),
            "zwgk/nb/nb-2023.md": report("nb-2023", 2023, body="## 一、总体情况\n\n只有一部分。\n"),
        },
    )
    assert len([line for line in lines if "czj-2024.csv" in line]) == 2
    assert len([line for line in lines if line.startswith("content/data/nb/czj-2025.csv")]) == 1
    assert len([line for line in lines if "nb-2023.md:" in line]) == 2  # five parts missing, no table


def test_years_must_go_on(tmp_path):
    """Both mismatches, with last year's file and the way to declare a correction."""
    lines = told(tmp_path, {"data/nb/czj-2025.csv": table(二06="9", 二04="1", 三02="0 0 0 0 0 0 0")})
    assert [line.split(": ")[0].rsplit("/", 1)[1] for line in lines] == [
        "czj-2025.csv:7:9", "czj-2025.csv:13:3", "czj-2025.csv:13:9",
    ]  # fmt: skip
    assert all("content/zwgk/nb/nb-2024.md" in line and "correction" in line for line in lines)


def test_a_declared_correction_lets_them_pass(tmp_path):
    """And is kept for the page."""
    files = {**SOUND, "data/nb/czj-2025.csv": table(二06="9", 二04="1")}
    files["zwgk/nb/nb-2025.md"] = report("nb-2025", 2025, correction="上年度多计，已经核实")
    found = edition(tmp_path, files, THEME=THEME).contents.foi.forms["zwgk/nb/nb-2025.md"]
    assert len(found.notes) == 3


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (table(三05="", 三06=""), "缺少 2 行：三05（三、（三）不予公开：1.属于国家秘密）"),
        (table().replace("二01,", "一01,"), "没有编号“一01”的项目"),
        (table() + "二01,规章,,,,,,,0\n", "“二01”与第2行重复"),
        (table().replace("二01,规章：本年制发件数,,", "二01,规章：本年制发件数,4,"), "“自然人”一格不用填"),
        ("年报\n" + table(), "第一行不是表头"),
        (table().encode("gb18030"), "不是 UTF-8"),
        ("", "第一行"),
        (b"\x00\xff\xfe", "UTF-8"),
    ],
)
def test_tables_as_clerks_send_them(tmp_path, data, what):
    """Rows lost, codes changed, a title above the heads, another encoding: told, never a traceback."""
    lines = told(tmp_path, {"data/nb/czj-2025.csv": data})
    assert any(what in line for line in lines), lines


def test_a_report_needs_its_table_from_2021_on(tmp_path):
    """Older ones used another form and need none, nor its six parts."""
    old = report("nb-2020", 2020, tables="", body="旧样式的报告。\n")
    assert told(tmp_path, {"zwgk/nb/nb-2020.md": old}) == []
    (line,) = told(tmp_path, {"zwgk/nb/nb-2023.md": report("nb-2023", 2023, tables="")})
    assert "desk annual-form czj 2023" in line


def test_a_table_that_is_not_there_is_named(tmp_path):
    """With the one that is nearly called so."""
    (line,) = told(tmp_path, {"zwgk/nb/nb-2025.md": report("nb-2025", 2025, tables="data/nb/czj2025.csv")})
    assert "nb-2025.md:" in line
    assert "是不是想写“data/nb/czj-2025.csv”？" in line


def test_one_report_a_unit_and_year(tmp_path):
    """The second is told; a report of the government, published by its office, is another unit's."""
    twice = {"zwgk/nb/z.md": report("z", 2025)}
    assert any("2025年度的年报已经有 content/zwgk/nb/nb-2025.md" in line for line in told(tmp_path / "a", twice))
    other = {
        "zwgk/nb/z.md": report("z", 2025, unit="xzf", tables="data/nb/xzf-2025.csv"),
        "data/nb/xzf-2025.csv": table(),
    }
    other["zwgk/nb/z.md"] = other["zwgk/nb/z.md"].replace("publisher: xzf", "publisher: czj\nunit: xzf")
    assert told(tmp_path / "b", other) == []


def test_a_workbook_is_read_as_well(tmp_path):
    """Numbers as a spreadsheet keeps them."""
    book = openpyxl.Workbook()
    for line in table(
        二10="12.5", 三02="2 0 0 0 0 0 2", 三05="2 0 0 0 0 0 2", 三24="2 0 0 0 0 0 2", 二06="5"
    ).splitlines():
        book.active.append([float(cell) if cell.replace(".", "").isdecimal() else cell for cell in line.split(",")])
    data = io.BytesIO()
    book.save(data)
    files = {
        "data/nb/czj-2025.xlsx": data.getvalue(),
        "zwgk/nb/nb-2025.md": report("nb-2025", 2025, tables="data/nb/czj-2025.xlsx"),
    }
    assert told(tmp_path, files) == []


def test_a_draft_stops_nobody(tmp_path):
    """Its table may be half filled in."""
    draft = {"zwgk/nb/z.md": report("z", 2026, status="draft"), "data/nb/czj-2026.csv": table(二01="", 二02="半")}
    assert told(tmp_path, draft) == []


def test_the_table_of_a_website_is_judged_too(tmp_path):
    """At the cell that is wrong."""
    page = document("w", type="site_annual_report", year="2025", tables="data/nb/site-2025.csv")
    files = {"zwgk/nb/w.md": page, "data/nb/site-2025.csv": site_table(网03="4")}
    (line,) = told(tmp_path, files)
    assert line.startswith("content/data/nb/site-2025.csv:4:4: “信息发布—总数”是 4")


def test_a_site_without_any_of_this_is_left_alone(tmp_path):
    """No platform, no problem, no page."""
    found = edition(tmp_path, {path: None for path in PLATFORM if path == "files/sqb.pdf"})
    assert not found.contents.foi.forms
    assert not found.contents.foi.registers


@pytest.mark.parametrize("asked", ["zwgk/nb/nb-2025.md", "zwgk/nb"])
def test_whoever_checks_a_report_is_told_of_its_table(tmp_path, asked):
    """And of the parts it lacks; the table is what a clerk filled in, the document what they check."""
    files = {**SOUND, "data/nb/czj-2025.csv": table(四05="3", 二06="9")}
    files["zwgk/nb/nb-2025.md"] = report("nb-2025", 2025, body="## 一、总体情况\n\n文字。\n")
    content = write_site(tmp_path, files)
    found = [remark.problem for remark in check([content / asked], content, NOW)]
    assert {problem.path for problem in found} == {"content/data/nb/czj-2025.csv", "content/zwgk/nb/nb-2025.md"}
    whats = " ".join(problem.what for problem in found)
    assert "“行政复议”的总计是 3" in whats
    assert "现行有效件数是 9" in whats  # sums and years in one report
    assert "年报缺少 “二、" in whats

"""The platform as a reader finds it, and its pages made again exactly when what they show changes."""

from __future__ import annotations

import re
import shutil

import pytest

from tests.plugins.foi.reports import SOUND, THEME, application, guide, report, site_table, table
from tests.plugins.small_site import build, document, sheets, tree, write_site

MANY = {f"zwgk/gfxwj/m-{at:03}.md": document(f"m-{at:03}", published=f"{2024 + at % 2}-0{1 + at % 9}-10 09:00")
        for at in range(110)}  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The output of the sound platform, with a website's report."""
    folder = tmp_path_factory.mktemp("site")
    page = document("w-1", type="site_annual_report", year="2025", tables="data/nb/site-2025.csv", title="网站报表")
    extra = {"zwgk/nb/w-1.md": page, "data/nb/site-2025.csv": site_table(网03="3", 网04="1", 网05="2")}
    build(folder, {**SOUND, **extra}, THEME=THEME)
    return folder / "output"


def text(site, path: str) -> str:
    """A page of it."""
    return (site / path).read_text(encoding="utf-8")


def test_the_platform_shows_its_parts_and_all_fifteen_classes(site):
    """What has documents is a link with their number; what has none says so and leads nowhere."""
    html = text(site, "zwgk/index.html")
    assert re.findall(r'<h2 id="gk-part\d"><a href="([^"]+)"', html) == [
        "/zwgk/gfxwj/", "/zwgk/nb/", "/zwgk/ysq/", "/zwgk/zhidu/", "/zwgk/zhinan/",
    ]  # fmt: skip
    assert '<a href="/zwgk/class-01/">行政法规、规章和规范性文件</a> <span class="count">1 条</span>' in html
    assert html.count('<span class="count">暂无</span>') == 14
    assert not (site / "zwgk/class-02").exists()


def test_a_unit_s_entry_has_its_guide_its_reports_and_its_documents(site):
    """And a unit without any of them has no entry."""
    html = text(site, "zwgk/unit-czj/index.html")
    assert "<td>0000-5550125</td>" in html
    assert re.findall(r">(20\d\d)年度<", html) == ["2025", "2024"]
    assert "关于预算的通知" in html
    assert not (site / "zwgk/unit-jyj").exists()


def test_tables_stand_under_their_headings_with_merged_heads(site):
    """Parts two to four, and nowhere else; the numbers are those of the file, which can be had."""
    html = text(site, "zwgk/nb/2026-01/nb-2025.html")
    order = re.findall(r"<h2 id=[^>]*>(.)、|<table class=\"report (\w+)", html)
    assert ["".join(pair) for pair in order] == [
        "一",
        "二",
        *["made"] * 4,
        "三",
        "requests",
        "四",
        "courses",
        "五",
        "六",
    ]
    assert '<th scope="row" rowspan="22">三、本年度办理结果</th><th scope="row" colspan="2">（一）予以公开</th>' in html
    assert html.count('<th scope="row" rowspan="8">（三）不予公开</th>') == 1
    row = re.search(r">1.属于国家秘密</th>(.*?)</tr>", html)
    assert row
    assert re.findall(r">(\d+)<", row[1]) == ["2", "0", "0", "0", "0", "0", "2"]
    assert '<a href="/data/nb/czj-2025.csv">2025年度报表数据</a>' in html
    assert (site / "data/nb/czj-2025.csv").is_file()


def test_every_row_of_the_table_on_requests_is_as_wide_as_its_head(site):
    """Spans add up to ten columns in each of the rows."""
    html = text(site, "zwgk/nb/2026-01/nb-2025.html")
    rows = re.findall(r"<tr.*?</tr>", re.search(r"report requests.*?</table>", html, re.S)[0], re.S)  # type: ignore[index]
    taken: dict[int, int] = {}
    for at, row in enumerate(rows):
        width = taken.get(at, 0)
        for cell in re.findall(r"<t[hd][^>]*>", row):
            columns, deep = (
                int(found[1]) if (found := re.search(rf'{name}="(\d+)"', cell)) else 1
                for name in ("colspan", "rowspan")
            )
            width += columns
            for below in range(1, deep):
                taken[at + below] = taken.get(at + below, 0) + columns
        assert width == 10, row


def test_the_matrix_shows_who_has_published_what(site):
    """A unit that owes nothing has no row."""
    html = text(site, "zwgk/nb/index.html")
    assert re.findall(r'<th scope="col">(20\d\d)年度', html) == ["2025", "2024"]
    assert html.count('<time datetime="2026-01-20T09:00:00+08:00">01-20</time> <span>公布') == 1
    assert "明川县教育局" not in html.partition("最新公布")[0]


def test_requests_are_told_from_the_reports_and_nothing_else(site):
    """The form, the limits, the numbers by result."""
    html = text(site, "zwgk/ysq/index.html")
    assert '<a href="/files/sqb.pdf">下载申请表</a>' in html
    assert "20 个工作日内" in html
    row = re.search(r"<td>0</td><td>2</td>(.*?)</tr>", html)
    assert row
    assert re.findall(r">(\d+)<", row[1]) == ["0", "0", "2", "0", "0", "0", "2", "0"]


def test_the_website_s_own_report_stands_on_the_home_page(site):
    """With its figures on its page, and what site.toml says."""
    assert '<a href="/zwgk/nb/2026-10/w-1.html">2025年度' in text(site, "index.html")
    html = text(site, "zwgk/nb/2026-10/w-1.html")
    assert '<th scope="row">总数（单位：条）</th><td>3</td>' in html
    assert "<td>9999990001</td>" in html


def test_a_gap_says_that_it_is_one(tmp_path):
    """Overdue, or not yet due."""
    files = {**SOUND, "zwgk/nb/nb-2025.md": None, "data/nb/czj-2025.csv": None}
    files["zwgk/nb/x.md"] = report("x", 2025, unit="xzf", tables="data/nb/xzf-2025.csv")
    files["data/nb/xzf-2025.csv"] = table()
    found = sheets(tmp_path / "a", files, THEME=THEME)["zwgk/nb/index.html"].values
    assert [row.cells[0] for row in found["unit_rows"]][1] == "未公布"
    early = {**files, "zwgk/nb/x.md": report("x", 2025, unit="xzf", tables="data/nb/xzf-2025.csv")}
    found = sheets(tmp_path / "b", early, THEME=THEME, NOW="2026-01-25T09:00:00+08:00")["zwgk/nb/index.html"].values
    assert [row.cells[0] for row in found["unit_rows"]][1] == "未到期"


def test_long_lists_go_on_by_year_and_keep_their_pages(tmp_path):
    """Twenty on the first page; a year of more than fifty in sheaves counted from the oldest, all linked."""
    build(tmp_path, {**SOUND, **MANY}, THEME=THEME)
    output = tmp_path / "output"
    front = text(output, "zwgk/class-01/index.html")
    assert front.count('data-gk="list-item"') == 20
    assert re.findall(r'<a href="/zwgk/class-01/year-(20\d\d)/">', front) == ["2026", "2025", "2024"]
    pages = [*(output / "zwgk/class-01").rglob("year-*/*.html")]
    listed = [
        found for page in pages for found in re.findall(r'data-gk="list-item".*?href="([^"]+)"', page.read_text())
    ]
    assert len(listed) == len(set(listed)) == 111
    first = (output / "zwgk/class-01/year-2025/part-1.html").read_bytes()
    build(tmp_path, {**SOUND, "zwgk/gfxwj/new.md": document("new", published="2025-12-30 09:00")}, THEME=THEME)
    assert (output / "zwgk/class-01/year-2025/part-1.html").read_bytes() == first


CHANGES = {
    "numbers": {"data/nb/czj-2025.csv": table(三02="2 0 0 0 0 0 2", 三05="1 0 0 0 0 0 1", 三06="1 0 0 0 0 0 1",
                                              三24="2 0 0 0 0 0 2", 二04="1", 二06="6")},
    "a report gone": {"zwgk/nb/nb-2025.md": None},
    "a unit's name": {"units.csv": SOUND["units.csv"].replace("明川县财政局", "明川县财政和国资局")},
    "a guide's phone": {"zwgk/zhinan/zn-1.md": guide(phone="0000-5550999")},
    "another guide": {"zwgk/zhinan/zn-2.md": guide("zn-2", publisher="jyj")},
    "a class": {"zwgk/gfxwj/wj-1.md": document("wj-1", title="关于预算的通知", statutory_class="7")},
    "a column's class": {"zwgk/gfxwj/column.toml": SOUND["zwgk/gfxwj/column.toml"].replace("= 1", "= 12")},
    "a form": {"files/sqb.pdf": b"%PDF-1.4 longer" * 999},
    "the way to ask": {"zwgk/ysq/ysq-1.md": application(accepts="财政局法规股")},
    "a correction": {"zwgk/nb/nb-2025.md": report("nb-2025", 2025, correction="上年多计，已更正"),
                     "data/nb/czj-2025.csv": table(二06="9", 二04="1")},
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_build_after_a_change_is_a_clean_build(tmp_path, change):
    """Byte for byte, pages that went included."""
    build(tmp_path, SOUND, THEME=THEME)
    before = tree(tmp_path / "output")
    for path, data in change.items():
        if data is None:
            (tmp_path / "content" / path).unlink()
    build(tmp_path, {**SOUND, **change}, THEME=THEME)
    now = tree(tmp_path / "output")
    shutil.rmtree(tmp_path / "output.cache")
    shutil.rmtree(tmp_path / "output")
    write_site(tmp_path, {**SOUND, **change})
    build(tmp_path, {**SOUND, **change}, THEME=THEME)
    assert now == tree(tmp_path / "output")
    assert now != before


def test_a_correction_is_printed_with_its_reason(tmp_path):
    """Below the table on requests."""
    build(tmp_path, {**SOUND, **CHANGES["a correction"]}, THEME=THEME)
    html = text(tmp_path / "output", "zwgk/nb/2026-01/nb-2025.html")
    assert "与上年度年报的衔接：" in html
    assert "说明：上年多计，已更正" in html


def test_days_on_which_reports_are_due_end_a_result(tmp_path):
    """Nobody has to touch anything: the day after, the page says 未公布."""
    from tests.plugins.small_site import checked

    generator = checked(tmp_path, SOUND, THEME=THEME)
    assert generator.portal.moments == ["2027-02-01 00:00"]
    assert not generator.portal.deadlines  # else no build of a site with reports would be answered at once

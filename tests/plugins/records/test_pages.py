"""The pages of disclosure tables, built: what they say, and that a build after an edit is a clean build."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import shutil

import openpyxl
import pytest

from tests.plugins import small_site
from tests.plugins.records.tables import COLUMN, TENDERS, penalties, penalty, table, tender, workbook
from tests.plugins.small_site import ROOT, build, document, sheets, tree

MANY = [
    penalty(
        n,
        公示日期=f"2026-{9 + n % 2:02}-{1 + n % 25:02}",
        处罚决定日期="2026-08-31",
        处罚机关=("czj", "jyj")[n % 3 == 0],
    )
    for n in range(130)
]
UNITS = {"units.csv": small_site.FILES["units.csv"] + "jyj,明川县教育局,县教育局,,部门,,\n"}
FILES_OF_2026 = {"cf/list/year-2026/cf-2026.csv", "cf/list/year-2026/cf-2026.xlsx"}


def test_a_row_has_the_tags_and_facts_of_a_document(tmp_path):
    """National tags, day, unit, every cell that says something, its way to the lists."""
    made = sheets(tmp_path, penalties(penalty(7)))
    (path,) = [path for path in made if re.match(r"cf/2026-10/2026-7-\w+\.html", path)]
    sheet = made[path]
    tags = dict(sheet.values["page"].metas)
    assert tags["ArticleTitle"] == "明川县某某商贸有限公司行政处罚信息（明市监罚〔2026〕7号）"
    assert (tags["PubDate"], tags["ContentSource"], tags["ColumnName"]) == (
        "2026-10-15 00:00",
        "明川县财政局",
        "行政处罚",
    )
    assert tags["Url"] == f"https://www.mingchuan.example/{path}"
    assert "行政处罚决定书文号" in tags["Description"]
    assert "公示截止期" not in sheet.values["body"]
    assert '<a href="/cf/list/organ-czj/">明川县财政局</a>' in sheet.values["body"]
    assert [crumb.name for crumb in sheet.values["page"].breadcrumb] == ["首页", "行政处罚", tags["ArticleTitle"]]


def test_cells_are_text_and_never_markup(tmp_path):
    """On the page of the row, in lists, in files."""
    text = '<script>alert("1")</script>&amp;'
    build(tmp_path, penalties(penalty(1, 违法行为类型=text, 行政相对人名称=text)), THEME=str(ROOT / "theme"))
    pages = [data.decode() for path, data in tree(tmp_path / "output").items() if path.endswith(".html")]
    assert not any("<script>alert" in page for page in pages)
    assert any("&lt;script&gt;alert(&#34;1&#34;)" in page or "&lt;script&gt;alert(&quot;1" in page for page in pages)


def test_every_link_of_every_page_leads_somewhere(tmp_path):
    """With the real theme, over months, sheaves, choices and years."""
    build(tmp_path, UNITS | penalties(*MANY), THEME=str(ROOT / "theme"))
    output = tree(tmp_path / "output")
    there = {f"/{path}".removesuffix("index.html") for path in output}
    pages = {path: data.decode() for path, data in output.items() if path.startswith("cf/") and path.endswith(".html")}
    assert len(pages) > 140
    for path, page in pages.items():
        links = {link.partition("#")[0] for link in re.findall(r'(?:href|src)="(/[^"]*)"', page)}
        assert links <= there, (path, links - there)
    titles = [re.search("<title>(.*)</title>", page)[1] for page in pages.values()]
    assert len(titles) == len(set(titles))


def test_the_file_of_a_year_is_what_the_pages_say(tmp_path):
    """For a spreadsheet: a BOM, all columns, the address of each row; no name of a person."""
    rows = [*MANY[:30], penalty(900, 行政相对人名称="甲乙丙", 行政相对人类别="自然人", 统一社会信用代码="")]
    build(tmp_path, UNITS | penalties(*rows))
    data = tree(tmp_path / "output")["cf/list/year-2026/cf-2026.csv"]
    assert data.startswith(b"\xef\xbb\xbf")
    found = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert len(found) == 31
    assert {row["处罚机关"] for row in found} == {"明川县财政局", "明川县教育局"}
    assert all(row["网址"].startswith("https://www.mingchuan.example/cf/2026-") for row in found)
    assert "甲乙丙" not in data.decode()
    assert "甲乙丙".encode() not in b"".join(tree(tmp_path / "output").values())


def test_the_workbook_of_a_year_is_the_same_table(tmp_path):
    """Amounts are numbers, long numbers and what looks like a formula or an address are text; the same bytes again."""
    row = penalty(
        1, 违法事实="+86 0000-5550100", 备注="https://www.mingchuan.example/", 行政相对人名称="1234567890123456"
    )
    build(tmp_path, penalties(row))
    data = tree(tmp_path / "output")["cf/list/year-2026/cf-2026.xlsx"]
    (heads, cells) = openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)
    told = dict(zip(heads, cells, strict=True))
    assert (told["罚款金额（万元）"], told["违法事实"], told["行政相对人名称"]) == (
        0.05,
        "+86 0000-5550100",
        "1234567890123456",
    )
    assert told["公示截止期"] is None
    assert told["网址"].startswith("https://www.mingchuan.example/cf/2026-10/")
    build(tmp_path / "again", penalties(row))
    assert tree(tmp_path / "again/output")["cf/list/year-2026/cf-2026.xlsx"] == data


def test_the_rows_of_a_project_lead_to_each_other_across_columns(tmp_path):
    """In order of time, the page's own marked."""
    files = {
        "jy/column.toml": TENDERS,
        "jy/a.csv": table(tender(阶段="招标计划", 发布日期="2026-05-01"), tender(), tender(项目编号="MC-2026-002")),
        "hy/column.toml": TENDERS.replace('"jy"', '"hy"').replace("公共资源交易", "合同履约"),
        "hy/b.csv": table(tender(阶段="合同订立", 发布日期="2026-08-01")),
    }
    made = sheets(tmp_path, files)
    steps = {
        sheet.values["page"].title: sheet.values["steps"] for path, sheet in made.items() if "steps" in sheet.values
    }
    assert len(steps) == 3  # two rows have one title
    chain = [(step.date, step.title, step.current) for step in steps["石桥供水工程（合同订立）"]]
    assert chain == [
        ("2026-05-01", "石桥供水工程（招标计划）", False),
        ("2026-06-01", "石桥供水工程（招标公告）", False),
        ("2026-08-01", "石桥供水工程（合同订立）", True),
    ]


def test_documents_may_link_to_rows_and_lists(tmp_path):
    """And are told when a row is no longer there."""
    rows = penalties(penalty(7))
    path = next(path for path in sheets(tmp_path / "a", rows) if path.startswith("cf/2026-10/"))
    linking = {"tzgg/b.md": document("tzgg-b", body=f"[行](/{path})，[表](/cf/list/organ-czj/)。\n")}
    assert small_site.problems(tmp_path / "b", rows | linking) == []
    (told,) = [line for line in small_site.problems(tmp_path / "c", penalties(penalty(8)) | linking) if path in line]
    assert told.startswith("content/tzgg/b.md:")


def test_a_document_at_the_address_of_a_row_is_refused(tmp_path):
    """And so is a sub-column where the lists are."""
    row = tender(项目编号="a", 标段="b", 次数="1")
    files = {"jy/column.toml": TENDERS, "jy/a.csv": table(row)}
    path = next(path for path in sheets(tmp_path / "a", files) if path.startswith("jy/2026-06/"))
    clash = {f"jy/{path[11:-5]}.md": document(path[11:-5], published="2026-06-01 09:00")}
    assert any("与公示表的一行相同" in line for line in small_site.problems(tmp_path / "b", files | clash))
    folder = {"jy/list/column.toml": 'id = "l"\nname = "列表"\n'}
    (told,) = small_site.problems(tmp_path / "c", files | folder)
    assert told.startswith("content/jy/list: 目录名“list”已被系统使用")


def test_a_column_without_tables_or_rows_says_so(tmp_path):
    """It is counted with its rows where there are some, above it too."""
    above = {"gs/column.toml": 'id = "gs"\nname = "公示"\nlist = false\n'}
    column = {"gs/cf/column.toml": COLUMN}
    made = sheets(tmp_path / "a", above | column)
    assert made["gs/cf/index.html"].values["items"] == ()
    made = sheets(tmp_path / "b", above | column | {"gs/cf/a.csv": table(penalty(1), penalty(2))})
    assert [child.count for child in made["gs/index.html"].values["children"]] == [2]
    below = {"gs/cf/x/column.toml": 'id = "x"\nname = "说明"\n'}
    assert sheets(tmp_path / "c", above | column | below)["gs/cf/x/index.html"].template == "column.html"


def test_search_and_sitemaps_know_the_rows(tmp_path):
    """In files of their own; a site without tables has no more files than before but an empty index."""
    build(tmp_path / "a", penalties(penalty(1)))
    output = tree(tmp_path / "a/output")
    (entry,) = json.loads(output["search/records.json"])
    assert (entry["c"], entry["d"]) == ("行政处罚", "2026-10-15")
    address = f"https://www.mingchuan.example{entry['u']}"
    assert f"<loc>{address}</loc><lastmod>2026-10-15</lastmod>" in output["sitemap-records-2026.xml"].decode()
    assert "/sitemap-records-2026.xml</loc><lastmod>2026-10-15</lastmod>" in output["sitemap.xml"].decode()
    build(tmp_path / "b")
    output = tree(tmp_path / "b/output")
    assert json.loads(output["search/records.json"]) == []
    assert "records" not in output["sitemap.xml"].decode()


def rows_of(*changes: dict[str, str]) -> dict[str, str]:
    """The column's table with changed rows in the place of its first ones."""
    same = [row | {"备注": ""} for row in MANY]
    return {"cf/a.csv": table(*(old | new for old, new in zip(same, changes, strict=False)), *same[len(changes) :])}


def months(*names: str) -> set[str]:
    return {f"cf/list/{name}" for name in names}


@pytest.fixture
def site(tmp_path):
    """A built column of many rows, and the edit, build and comparison with a clean build; the files written."""
    first = UNITS | {"cf/column.toml": COLUMN} | rows_of({})
    build(tmp_path, first)
    files = dict(first)

    def edit(changes, **settings):
        files.update(changes)
        before = tree(tmp_path / "output")
        for path, data in changes.items():
            if data is None:
                (tmp_path / "content" / path).unlink()
        build(tmp_path, {path: data for path, data in files.items() if data is not None}, **settings)
        now = tree(tmp_path / "output")
        clean = tmp_path / "clean"
        made = small_site.portal(tmp_path / "content", clean, **settings)
        made.build()
        assert tree(clean) == now
        shutil.rmtree(clean)
        shutil.rmtree(f"{clean}.cache")
        return {path for path in {*before, *now} if before.get(path) != now.get(path)} - {"build-manifest.json"}

    return edit


def test_a_changed_cell_writes_its_page_and_its_file(site):
    """And, where lists show it, the lists it stands in."""
    changed = site(rows_of({"备注": "补充"}))
    assert {re.sub(r"2026-\d+-\w{10}", "row", path) for path in changed} == {
        "cf/2026-09/row.html",
        *FILES_OF_2026,
    }
    changed = site(rows_of({"备注": "补充", "违法行为类型": "价格欺诈"}))
    row = {path for path in changed if path.startswith("cf/2026-09/")}
    assert len(row) == 1
    lists = months("2026-09/page-1.html", "organ-jyj/2026-09/index.html", "kind-3/2026-09/page-1.html")
    assert changed == row | lists | FILES_OF_2026


def test_what_comes_goes_and_moves_is_a_clean_build(site):
    """A row added, taken away, given another day and unit; the table as a workbook; a unit, the column renamed."""
    added = table(*[row | {"备注": ""} for row in MANY], penalty(999, 公示日期="2026-10-20") | {"备注": ""})
    changed = site({"cf/a.csv": added})
    assert not any("2026-09" in path for path in changed)
    assert {"cf/index.html", "search/records.json", "sitemap-records-2026.xml", "cf/list/2026-10/index.html"} <= changed
    site({"cf/a.csv": table(*MANY[5:])})
    site({"cf/a.csv": table(*MANY[5:-1], MANY[-1] | {"公示日期": "2026-10-30", "处罚机关": "jyj"})})
    site(penalties(*MANY[5:], name="b.xlsx") | {"cf/a.csv": None})
    site({"units.csv": UNITS["units.csv"].replace("明川县教育局", "明川县教育体育局")})
    changed = site({"cf/column.toml": COLUMN.replace("行政处罚", "处罚决定")})
    assert "cf/index.html" in changed
    site({"cf/b.xlsx": None})
    site({"cf/column.toml": COLUMN.replace('records = "penalty"\n', "")})


def test_the_clock_takes_a_row_down_and_the_build_knows_when(site, tmp_path):
    """On the day after the last, by the clock alone."""
    site(rows_of({"备注": "", "公示截止期": "2026-11-20"}))
    told = json.loads((tmp_path / "output/next-due.json").read_text(encoding="utf-8"))
    assert told["next"] == "2026-11-21T00:00:00+08:00"
    assert site({}, NOW="2026-11-20T23:59:00+08:00") == set()
    changed = site({}, NOW="2026-11-21T00:00:00+08:00")
    assert {path for path in changed if path.startswith("cf/2026-")}
    assert "next-due.json" in changed


def test_a_build_that_changes_something_else_makes_no_page_of_a_table(site, tmp_path):
    """A document costs what it costs."""
    site({})
    portal = small_site.portal(
        small_site.write_site(tmp_path, UNITS | {"tzgg/tzgg-1.md": document("tzgg-1", body="另一个。\n")}),
        tmp_path / "output",
    )
    portal.build()
    assert portal.work.made <= 3


def test_any_edits_end_in_a_clean_build(site):
    """Rows, cells, files, days, schemas at random; after each the output is that of a clean build."""
    chance = random.Random(7)
    files: dict[str, list[dict[str, str]]] = {"cf/a.csv": MANY[:60], "cf/b.xlsx": MANY[60:90]}
    written = {"cf/a.csv"}
    for _ in range(14):
        name = chance.choice(list(files))
        rows = [dict(row) for row in files[name]]
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(rows))
            match chance.randrange(5):
                case 0:
                    del rows[at]
                case 1:
                    rows.append(penalty(chance.randrange(10**6), 公示日期=f"2026-11-{chance.randint(1, 19):02}"))
                case 2:
                    rows[at]["公示日期"] = chance.choice(["2025-12-31", "2026-10-30"])
                    rows[at]["处罚决定日期"] = "2025-12-30"
                case 3:
                    rows[at]["处罚类别"] = chance.choice(["警告", "罚款；其他"])
                case 4:
                    rows[at]["行政相对人名称"] = chance.choice(["明川县甲有限公司", "明川县乙有限公司"])
        chance.shuffle(rows)
        files[name] = rows
        tables = {path: (workbook if path.endswith("x") else table)(*rows) for path, rows in files.items()}
        gone = {path for path in written if chance.random() < 0.1}
        site(
            {
                path: None if path in gone else data
                for path, data in tables.items()
                if path in written or path not in gone
            }
        )
        written = {path for path in tables if path not in gone}


def test_a_live_build_sees_a_table_that_was_saved(tmp_path):
    """As the preview builds: in one process, told which files were touched."""
    content = small_site.write_site(tmp_path, penalties(penalty(1)))
    live = small_site.portal(content, tmp_path / "output")
    live.live = True
    live.build()
    live.settle()
    (content / "cf/a.csv").write_text(table(penalty(1, 违法行为类型="价格欺诈"), penalty(2)), encoding="utf-8")
    live.changed = {content / "cf/a.csv"}
    live.build()
    pages = [data.decode() for path, data in tree(tmp_path / "output").items() if path.startswith("cf/2026-10/")]
    assert len(pages) == 2
    assert sum("价格欺诈" in page for page in pages) == 1

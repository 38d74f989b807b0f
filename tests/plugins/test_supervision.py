"""How much villages have told: for the county, for a town, and what is still owed."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

from tests.plugins.small_site import build, made, sheets, tree
from tests.plugins.test_village_ledger import CATALOGUE, HEAD, NOTHING, VILLAGES, affair

TOWNS = "id,name,unit,order\nqingxi,清溪镇,czj,1\nshiqiao,石桥镇,czj,2\n"
FILES = {
    "towns.csv": TOWNS,
    "villages/catalogue.toml": CATALOGUE,
    VILLAGES: HEAD
    + 'liulin,柳林村,村,qingxi,,,,0000-5550201,,\nv2,"二村, 外湾",村,qingxi,,,,,,2026-08\nv3,三村,村,shiqiao,,,,,,\n',
    NOTHING: "village,item,period,said_on,by\nv2,cwsz,2026-08,2026-09-05,\n",
    "villages/liulin/a.md": affair("a"),
}
NEW = {"villages/v3/n.md": affair("n", period="2026Q3", title="三村三季度账")}


def test_the_county_counts_towns_by_item_and_quarter(tmp_path):
    """Villages that answered of those that owe; items of all quarters on record."""
    values = sheets(tmp_path, FILES)["villages/supervision/index.html"].values
    assert values["heads"] == ("财务收支", "收益分配")
    assert [(row.name, [part.text for part in row.parts]) for row in values["matrix"]] == [
        ("清溪镇", ["2/3", "—"]),
        ("石桥镇", ["0/1", "—"]),
    ]
    assert [(row.name, [part.text for part in row.parts]) for row in values["heat"]] == [
        ("清溪镇", ["0/6", "2/3", "0/2", "0/2", "0/4"]),
        ("石桥镇", ["0/2", "0/1", "0/1", "0/1", "0/2"]),
    ]
    assert values["quarter_heads"][:2] == ("2026年四季度", "2026年三季度")
    assert (values["total"].owed, values["total"].overdue) == (4, 2)


def test_a_town_shows_every_item_of_every_village(tmp_path):
    """A word in every cell; where there are several months, how many are answered."""
    values = sheets(tmp_path, FILES)["villages/towns/qingxi/supervision/index.html"].values
    assert [(row.name, [(cell.text, cell.kind) for cell in row.cells]) for row in values["states"]] == [
        ("柳林村", [("已公开", "full")]),
        ("二村, 外湾", [("1/2 超期", "little")]),
    ]
    assert values["states"][1].cells[0].title == "2026年9月超期"


def test_what_is_owed_is_listed_to_print_and_to_work_on(tmp_path):
    """A line for each item on the page, the newest period first; a row for each period in the table."""
    found = made(tmp_path, FILES)
    sheet, _ = found["villages/towns/qingxi/reminders.html"]
    lines = [(row.village, row.item, row.periods, row.until) for row in sheet.values["rows"]]
    assert lines[:2] == [
        ("柳林村", "财务收支", ("2026年第二季度", "2026年第一季度", "2025年第四季度"), "2026-07-20"),
        ("柳林村", "收益分配", ("2025年",), "2026-01-31"),
    ]
    text = found["villages/towns/qingxi/reminders.csv"][0].decode()
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows[0] == ["乡镇", "村（社区）", "联系电话", "类别", "公开事项", "期间", "应公开日期", "状态"]
    assert rows[1] == ["清溪镇", "柳林村", "0000-5550201", "财务", "财务收支", "2025年第四季度", "2026-01-20", "超期"]
    assert len(rows) == 1 + sheet.values["number"]
    county = found["villages/supervision/villages.csv"][0].decode()
    assert len(county.splitlines()) == 1 + 4


def test_a_site_without_villages_has_no_such_pages(tmp_path):
    """Nor one without a catalogue any figures."""
    none = {path: None for path in FILES if path.startswith("villages/")} | {"villages/column.toml": None}
    assert not [path for path in made(tmp_path / "none", {**none, "towns.csv": TOWNS}) if "supervision" in path]
    bare = sheets(
        tmp_path / "bare", {**FILES, "villages/catalogue.toml": "", NOTHING: None, "villages/liulin/a.md": None}
    )
    assert bare["villages/supervision/index.html"].values["quarter"] == ""


def written(folder: Path, before: dict[str, bytes]) -> set[str]:
    """The files of the output that are not what they were."""
    return {path for path, data in tree(folder / "output").items() if before.get(path) != data}


def test_a_new_document_rewrites_its_village_its_town_and_the_county(tmp_path):
    """And what lists all documents; no other village, no other town."""
    build(tmp_path, FILES)
    before = tree(tmp_path / "output")
    build(tmp_path, {**FILES, **NEW})
    assert written(tmp_path, before) == {
        "villages/v3/2026-10/n.html",
        "villages/v3/index.html",
        "villages/v3/wall/index.html",
        "villages/v3/kiosk/index.html",
        "villages/index.html",
        "villages/towns/shiqiao/index.html",
        "villages/towns/shiqiao/supervision/index.html",
        "villages/towns/shiqiao/reminders.html",
        "villages/towns/shiqiao/reminders.csv",
        "villages/supervision/index.html",
        "villages/supervision/villages.csv",
        "villages/index.json",
        "villages/feed.atom",
        "search/index.json",
        "sitemap-2026.xml",
        "sitemap-pages.xml",
        "api/documents.json",
        "api/documents/2026-10.json",
        "build-manifest.json",
    }


def test_every_way_to_a_state_gives_the_pages_of_a_clean_build(tmp_path):
    """A document, a row of nothing, a catalogue, and the clock over a deadline and over a quarter."""
    steps = [
        (FILES, "2026-11-20"),
        ({**FILES, **NEW}, "2026-11-20"),
        ({**FILES, **NEW}, "2026-11-30"),
        ({**FILES, NOTHING: FILES[NOTHING] + "v3,cwsz,2026Q2,2026-07-05,\n"}, "2026-12-11"),
        ({**FILES, "villages/catalogue.toml": CATALOGUE.replace("财务收支", "收支")}, "2027-01-01"),
        (
            {**FILES, "villages/catalogue.toml": CATALOGUE.replace('"quarterly"', '"quarterly"\ndeadline = 5')},
            "2027-01-06",
        ),
    ]
    for at, (files, day) in enumerate(steps):
        now = f"{day}T09:00:00+08:00"
        shutil.rmtree(tmp_path / "one/content", ignore_errors=True)
        build(tmp_path / "one", files, NOW=now)
        build(tmp_path / f"clean-{at}", files, NOW=now)
        assert tree(tmp_path / "one/output") == tree(tmp_path / f"clean-{at}/output"), day


def test_a_day_on_which_no_state_changes_rewrites_nothing_of_villages(tmp_path):
    """The pages show states, not the day."""
    build(tmp_path, FILES, NOW="2026-11-20T09:00:00+08:00")
    before = tree(tmp_path / "output")
    build(tmp_path, FILES, NOW="2026-11-21T09:00:00+08:00")
    assert not [path for path in written(tmp_path, before) if path.startswith("villages/")]
    build(tmp_path, FILES, NOW="2026-11-30T09:00:00+08:00")
    found = written(tmp_path, before)
    assert "villages/towns/qingxi/reminders.html" in found  # the money of November is near
    assert "villages/towns/shiqiao/reminders.html" not in found

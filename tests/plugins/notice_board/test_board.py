"""The board of a quarter: a list of all items, and a sheet for each document of that quarter."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from plugins.notice_board.board import Board
from tests.plugins.notice_board.site import FILES, THEME
from tests.plugins.small_site import build, sheets, tree
from tests.plugins.village_finance.tables import THIRD


def board(tmp_path: Path, village: str = "liulin", files: dict[str, str] = FILES) -> Board:
    """A village's board as its page has it."""
    found: Board = sheets(tmp_path, files)[f"villages/{village}/wall/index.html"].values["board"]
    return found


def test_the_list_says_of_every_item_what_is_posted_or_owed(tmp_path):
    """With the day; an item for the board only is named, and a lasting one without news is not."""
    lines = [(section, [tuple(line)[:3] for line in lines]) for section, lines in board(tmp_path).parts]
    assert lines == [
        (
            "村务",
            [("办实事", "", "2026年9月10日公开"), ("低保名单", "", "在公开栏张贴，不上网")],
        ),
        ("财务", [("财务收支", "2026年第三季度", "2026年10月15日公开")]),
    ]
    (money,) = [lines for section, lines in board(tmp_path / "b", "qinghe").parts if section == "财务"]
    assert [tuple(line)[:3] for line in money] == [("财务收支", "2026年第三季度", "本期无此事项")]


def test_a_late_item_says_since_when(tmp_path):
    """Nothing was said of it."""
    files = {path: text for path, text in FILES.items() if not path.endswith(("nothing.csv", "a.md"))}
    (money,) = [lines for section, lines in board(tmp_path, files=files).parts if section == "财务"]
    assert money[0].said == "尚未公开（期限2026年10月20日）"


def test_only_documents_of_the_quarter_are_posted(tmp_path):
    """In the order of the list, each with whom to ask."""
    found = board(tmp_path)
    assert [sheet.title for sheet in found.sheets] == ["修了桥", "三季度账"]
    posting = found.sheets[1].posting
    assert (posting.place, posting.item, posting.period) == ("清溪镇柳林村", "财务收支", "2026年第三季度")
    assert (posting.published, posting.ask) == ("2026年10月15日", "0000-5550202")


def test_ids_of_several_documents_do_not_meet_on_one_page(tmp_path):
    """Two with the same anchor, and links to it that still lead there."""
    twin = FILES["villages/liulin/a.md"].replace("id: a", "id: d").replace("三季度账", "三季度又一本账")
    build(tmp_path, {**FILES, "villages/liulin/d.md": twin}, THEME=THEME)
    page = (tmp_path / "output/villages/liulin/wall/index.html").read_text("utf-8")
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r' href="#([^"]+)"', page)) <= set(ids) | {"gk-a3", "elder"}
    assert {"a-zc", "d-zc"} <= set(ids)


def test_a_community_says_its_own_word(tmp_path):
    """居务, not 村务."""
    assert board(tmp_path, "q1").name == "东门社区居务公开"


def test_the_retention_of_an_item_stands_on_the_sheet(tmp_path):
    """With its last day."""
    text = FILES["villages/catalogue.toml"].replace('busy = "monthly"', 'busy = "monthly"\nretention = "60天"')
    found = board(tmp_path, files={**FILES, "villages/catalogue.toml": text})
    assert found.sheets[1].posting.keep == "60天（至2026年12月14日）"


def test_a_site_without_a_catalogue_has_an_empty_board(tmp_path):
    """And no error."""
    bare = {**FILES, "villages/catalogue.toml": "", "villages/nothing.csv": None}
    found = board(tmp_path, files={path: text for path, text in bare.items() if not path.endswith(".md")})
    assert (found.quarter, found.parts, found.sheets) == ("", (), ())


CHANGES = [
    {"villages/liulin/a.md": FILES["villages/liulin/a.md"].replace("| 1 |", "| 9 |")},
    {"villages/villages.csv": FILES["villages/villages.csv"].replace("0000-5550202", "0000-5550209")},
    {"villages/catalogue.toml": FILES["villages/catalogue.toml"].replace("财务收支", "收支")},
    {"towns.csv": "id,name,unit,order\nqingxi,清溪乡,czj,1\n"},
    {"units.csv": "id,name,short_name,org_code,kind,parent,contact\nczj,明川县财政局,县财政局,,部门,,0000-5550199\n"},
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: next(iter(change)))
def test_whatever_changes_the_pages_are_those_of_a_clean_build(tmp_path, change):
    """A text, a village, the catalogue, a town, its unit."""
    build(tmp_path / "one", FILES)
    shutil.rmtree(tmp_path / "one/content")
    build(tmp_path / "one", {**FILES, **change})
    build(tmp_path / "clean", {**FILES, **change})
    assert tree(tmp_path / "one/output") == tree(tmp_path / "clean/output")


def test_an_edited_text_writes_its_page_and_its_village_s_board(tmp_path):
    """And no other board, poster or kiosk page."""
    build(tmp_path, FILES)
    before = tree(tmp_path / "output")
    build(tmp_path, {**FILES, **CHANGES[0]})
    new = {path for path, data in tree(tmp_path / "output").items() if before.get(path) != data}
    assert {path for path in new if path.startswith(("villages/", "kiosk/"))} == {
        "villages/liulin/2026-10/a.html",
        "villages/liulin/wall/index.html",
    }


def with_statement(text: str = THIRD) -> dict[str, str]:
    """The site with a village's 收支明细, which answers the item of its accounts."""
    catalogue = FILES["villages/catalogue.toml"].replace('name = "财务收支"', 'name = "财务收支"\ntable = "收支明细"')
    assert catalogue != FILES["villages/catalogue.toml"]
    return {**FILES, "villages/catalogue.toml": catalogue, "villages/liulin/2026Q3-收支明细.csv": text}


def test_a_financial_statement_hangs_beside_the_documents(tmp_path):
    """Its line leads to its sheet, which has the table of its page and who signed."""
    found = board(tmp_path, files=with_statement())
    (money,) = [lines for section, lines in found.parts if section == "财务"]
    assert ("财务收支", "2026年第三季度", "收支明细已公开") in [tuple(line)[:3] for line in money]
    (sheet,) = [sheet for sheet in found.sheets if sheet.table]
    assert sheet.anchor in {line.anchor for line in money}
    assert [head for head, _ in sheet.table.heads] == ["日期", "摘要", "收入", "支出", "余额"]
    assert sheet.table.lines[-1].cells[-1].text == "76,460.00"
    assert ("负责人", "柳长青") in sheet.table.signed
    assert sheet.code is not None


def test_an_edited_statement_writes_the_board_again(tmp_path):
    """What a second build leaves is what a first one would make."""
    build(tmp_path, with_statement(), THEME=THEME)
    before = tree(tmp_path / "output")["villages/liulin/wall/index.html"]
    edited = with_statement(THIRD.replace("提灌站维修", "提灌站大修"))
    build(tmp_path, edited, THEME=THEME)
    build(tmp_path / "clean", edited, THEME=THEME)
    after = tree(tmp_path / "output")
    assert after == tree(tmp_path / "clean/output")
    assert after["villages/liulin/wall/index.html"] != before

"""Rows of a 标准目录: read as they were meant, and everything that is wrong with them told at once."""

from __future__ import annotations

import io

import openpyxl
import pytest

from plugins.disclosure.catalogue import read_standards
from plugins.disclosure.item import Item
from tests.plugins.disclosure.tables import DECADE, FOLDER, TABLE, THEME, as_csv, as_workbook, row, site
from tests.plugins.small_site import edition, problems, write_site
from tests.plugins.small_site import portal as portal_of


def items(folder, files) -> tuple[Item, ...]:
    """The items of the first table of a sound site."""
    standards, faults = read_standards(edition(folder, files, THEME=THEME).contents)
    assert not faults
    return standards[0].items


def told(folder, *rows: dict[str, str], **more) -> list[str]:
    """What is wrong with a site of these rows."""
    ready = portal_of(write_site(folder, site(*rows, **more)), folder / "output", THEME=THEME)
    return [str(problem) for problem in ready.check()]


def test_a_row_is_read_as_it_was_meant(tmp_path):
    """Every cell in its field."""
    cells = row(
        编号="shjz-01",
        栏目="gfxwj；tzgg",
        公开主体="县财政局；各乡镇人民政府、各村（社区）",
        特定群体="救助对象",
        乡级="√",
        过程="决策公开、结果",
        公开渠道和载体="■政府网站\n□两微一端",
    )
    (item,) = items(tmp_path, site(cells))
    assert (item.id, item.line, item.table, item.anchor) == ("shjz-01", 2, TABLE, "shjz-01")
    assert item.units == ("czj", "qxz", "sqz", "villages")
    assert item.columns == ("zwgk/gfxwj", "tzgg")
    assert (item.audience, item.ways, item.levels) == (("全社会", "救助对象"), ("主动",), ("县级", "乡级"))
    assert item.processes == ("决策", "结果")
    assert item.limit.number == 20
    assert item.owed


def test_same_as_above_is_resolved_and_merged_cells_take_the_cell_above(tmp_path):
    """In a workbook a merged cell has its text in the first row only."""
    rows = [row(), row(一级事项="", 二级事项="监督检查", 公开依据="同上", 公开时限=" 同 上 "), row(一级事项="低保")]
    found = items(tmp_path, site(**{TABLE: None, f"{FOLDER}/czj.xlsx": as_workbook(*rows, merged=("B2:B3",))}))
    assert [item.group for item in found] == ["综合业务", "综合业务", "低保"]
    assert found[1].basis == found[0].basis
    assert found[1].limit == found[0].limit


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"公开主体": "县民正局"}, "没有单位“县民正局”。是不是想写“县民政局”？"),
        ({"公开主体": "县财政局；县环保局"}, "没有单位“县环保局”"),
        ({"公开时限": "尽快"}, "看不懂公开时限“尽快”"),
        ({"公开依据": ""}, "没有写公开依据"),
        ({"公开内容（要素）": ""}, "没有写公开内容（要素）"),
        ({"公开渠道和载体": "政府网站"}, "“政府网站”前面没有 ■ 或 □"),
        ({"公开渠道和载体": "■政府网站■ □两微一端"}, "“■”后面没有写渠道"),
        ({"公开渠道和载体": "■政府网站 □政府网站"}, "“政府网站”写了两次"),
        ({"公开渠道和载体": "■政府网页"}, "没有公开渠道“政府网页”。是不是想写“政府网站”？"),
        ({"栏目": "gfxwk"}, "没有栏目“gfxwk”。是不是想写“gfxwj”？"),
        ({"县级": ""}, "县级、乡级、村级 都没有打勾"),
        ({"全社会": "v"}, "“全社会”一格看不懂“v”"),
        ({"过程": "公示"}, "过程不能写“公示”"),
        ({"编号": "社救1"}, "编号“社救1”写法不对"),
        ({"一级事项": "", "二级事项": ""}, "没有写事项名称"),
        ({"公开时限": "同上"}, "“公开时限”写“同上”，上面没有事项"),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_cure(tmp_path, cells, words):
    """One fault a case, no other report, and no traceback."""
    found = told(tmp_path, row(**cells))
    assert len([line for line in found if words in line]) == 1, found
    assert all(line.startswith(f"content/{TABLE}:2") for line in found)


def test_all_faults_of_all_rows_come_in_one_report(tmp_path):
    """And a doubled item names the line of the first."""
    found = told(tmp_path, row(), row(公开依据=""), row(二级事项="其他", 公开主体="x", 公开时限="y"))
    assert len(found) == 4
    assert "与第2行重复" in "".join(found)


def test_the_column_told_is_that_of_the_file(tmp_path):
    """Heads may stand in any order."""
    heads = ("公开时限", *(head for head in row() if head != "公开时限"), "特定群体", "依申请公开", "乡级")
    found = told(tmp_path, **{TABLE: as_csv(row(公开时限="尽快"), heads=heads)})
    assert len(found) == 1
    assert found[0].startswith(f"content/{TABLE}:2:1: ")


def test_a_missing_and_an_unknown_column_are_told(tmp_path):
    """With the word that was meant."""
    text = as_csv(row()).replace("公开时限", "公开期限")
    found = told(tmp_path, **{TABLE: text})
    assert any("不认识的列“公开期限”。是不是想写“公开时限”？" in line for line in found)
    assert any("缺少列“公开时限”" in line for line in found)


def test_other_spellings_of_the_heads_are_read(tmp_path):
    """Tables of other offices say 公开内容(要素) and 乡镇级."""
    text = as_csv(row()).replace("公开内容（要素）", "公开内容(要素)").replace("乡级", "乡镇级")
    assert items(tmp_path, site(**{TABLE: text}))[0].content == "文件全文"


UPPER = "序号,公开事项,,公开内容\n（要素）,公开依据,公开时限,公开主体,公开渠道和载体,公开对象,,公开方式,,公开层级,"
LOWER = ",一级事项,二级事项,,,,,,全社会,特定群众,主动,依申请,县级,乡镇级"
DATA = f"1,综合业务,政策文件,文件全文,条例,{DECADE},县财政局,■政府网站,√,,√,,√,"


def test_a_title_and_heads_over_two_rows_are_read_as_offices_issue_them(tmp_path):
    """As a workbook with merged cells, and as the CSV that is saved from it."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["社会救助领域基层政务公开标准目录"])
    for line in (UPPER, LOWER, DATA, "注：■为必选项"):
        sheet.append([cell or None for cell in line.split(",")])
    for merged in ("A1:N1", "B2:C2", "I2:J2", "K2:L2", "M2:N2", *(f"{column}2:{column}3" for column in "ADEFGH")):
        sheet.merge_cells(merged)
    out = io.BytesIO()
    book.save(out)
    (item,) = items(tmp_path / "x", site(**{TABLE: None, f"{FOLDER}/czj.xlsx": out.getvalue()}))
    assert (item.line, item.group, item.name, item.content) == (4, "综合业务", "政策文件", "文件全文")
    text = "\n".join(
        [f"社会救助目录{',' * 13}", UPPER.replace("公开内容\n（要素）", '"公开内容\n（要素）"'), LOWER, DATA, ""]
    )
    (item,) = items(tmp_path / "c", site(**{TABLE: text}))
    assert (item.line, item.name, item.levels) == (5, "政策文件", ("县级",))


def test_a_fault_below_a_title_has_its_own_line_and_a_row_of_too_few_cells_is_told(tmp_path):
    """Nothing is filled up in a CSV: a comma may be missing."""
    lines = as_csv(row(), row(二级事项="乙", 公开时限="尽快")).splitlines()
    found = told(tmp_path, **{TABLE: "\n".join(["标题", "", *lines, "1,丙"])})
    assert [line.partition(": ")[0] for line in found] == [f"content/{TABLE}:5:6", f"content/{TABLE}:6"]
    assert "有 2 格，应有 18 格" in found[1]


def test_an_id_number_in_a_table_stops_the_build(tmp_path):
    """The table is published as it is."""
    number = "11010519491231002X"
    assert [line for line in told(tmp_path, row(公开依据=f"身份证号{number}")) if number not in line]


def test_one_id_is_one_item_in_all_tables(tmp_path):
    """Whatever the file."""
    other = f"{FOLDER}/mzj.csv"
    (line,) = told(tmp_path, row(编号="a-1"), **{other: as_csv(row(编号="a-1"))})
    assert f"content/{other}:2: 编号“a-1”与content/{TABLE} 第2行重复" in line


def test_a_document_names_items_there_are(tmp_path):
    """Also where the site has no catalogue at all."""
    from tests.plugins.small_site import document

    files = {"tzgg/a.md": document("a", items="[shjz-1]")}
    (line,) = told(tmp_path, row(编号="shjz-01"), **files)
    assert "content/tzgg/a.md:7: 标准目录里没有编号为“shjz-1”的事项。是不是想写“shjz-01”？" in line
    (line,) = problems(tmp_path / "none", files)
    assert "标准目录里没有编号为“shjz-1”的事项" in line


def test_an_empty_table_and_a_broken_workbook_are_told(tmp_path):
    """No traceback on bad files."""
    (empty,) = told(tmp_path)
    assert "表里没有事项" in empty
    (broken,) = told(tmp_path / "b", **{TABLE: None, f"{FOLDER}/x.xlsx": b"no workbook"})
    assert "不是工作簿" in broken

"""``desk import villages``: the county's own table, laid over villages.csv."""

from __future__ import annotations

import pytest

from plugins.build.problems import CannotRun, ContentErrors
from plugins.desk.intake.village_ids import village_id
from plugins.desk.intake.villages import import_villages
from tests.plugins.desk.intake.maker import ID, VILLAGES, county, workbook
from tests.plugins.small_site import NOW, desk, problems, tree

HEADS = ["序号", "乡镇", "行政村", "类别", "联系电话", "公开栏位置", "经度", "纬度", "户数"]


@pytest.fixture
def content(tmp_path):
    """A small county."""
    return county(tmp_path)


def run(content, rows, *, name="村表.xlsx", mend=None, **asked):
    """Import a workbook of these rows; report and whether all was well."""
    file = content.parent / name
    data = rows if isinstance(rows, bytes) else workbook({"名单": rows}, mend)
    file.write_bytes(data)
    return import_villages(file, content, NOW, **{"towns": False, "dry_run": False, **asked})


def table(content):
    """villages.csv as it is."""
    return (content / "villages/villages.csv").read_text()


def test_a_table_as_counties_keep_it(content, tmp_path):
    """Title, heads over two rows, merged towns, full-width figures, a total; the site can be built from it."""
    rows = [
        ["明川县村（社区）情况表"],
        [*HEADS[:6], "位置", None, "户数"],
        [None] * 6 + ["经度", "纬度"],
        [1, "清溪镇", "青石村", "行政村", "００００－５５５０２０１", "门前公开栏", 112.35, 30.12, 210],
        [2, None, "莲塘", "村", "暂无", "/"],
        [3, "石桥镇", "柳林村"],
        ["合计", None, 3],
    ]

    def merge(book):
        for area in ("A1:I1", "A2:A3", "B2:B3", "C2:C3", "G2:H2", "B4:B5"):
            book["名单"].merge_cells(area)

    text, sound = run(content, rows, mend=merge)
    assert sound
    assert (
        table(content)
        == VILLAGES.replace("qingshi,青石村,村,qingxi,,,,", "qingshi,青石村,村,qingxi,112.35,30.12,CGCS2000,")
        + "liantang,莲塘,村,qingxi,,,,,\n"
    )
    assert text.split("\n") == [
        "新增  liantang  莲塘  清溪镇",
        "修改  qingshi  青石村  清溪镇  经度 （空） → 112.35；纬度 （空） → 30.12；坐标系 （空） → CGCS2000",
        "表里没有  donghe  东河社区  清溪镇  保留不动",
        "没有用到的列：户数",
        "新增 1 个，修改 1 个，没有变化 1 个，表里没有的 1 个。",
        "已写入 content/villages/villages.csv，请运行 desk check 核对。",
    ]
    assert problems(tmp_path / "again", dict(tree(content))) == []


def test_twice_changes_nothing(content):
    """The second run finds everything as it is."""
    rows = [HEADS[1:4], ["清溪镇", "青石村", "村"], ["清溪镇", "杏花村", "村"]]
    run(content, rows)
    before = table(content)
    text, sound = run(content, rows)
    assert sound
    assert "和 villages.csv 一致" in text
    assert table(content) == before


def test_a_dry_run_writes_nothing(content):
    """And says so."""
    text, sound = run(content, [HEADS[1:3], ["清溪镇", "杏花村"]], dry_run=True)
    assert sound
    assert text.endswith("试运行，没有写入。")
    assert table(content) == VILLAGES


def test_csv_in_gbk_with_towns_written_once(content):
    """As Excel saves it."""
    data = "乡镇,村名\n清溪镇,青石村\n,杏花村\n".encode("gbk")
    text, sound = run(content, data, name="a.csv")
    assert sound
    assert "xinghua,杏花村,村,qingxi" in table(content)
    assert "有 1 行没有写乡镇，按上面一行的算，请核对" in text


def test_homophones_get_ids_of_their_own(content):
    """The town's id in front, then a number; never one that the site uses itself."""
    rows = [["村名", "乡镇"], ["清石村", "清溪镇"], ["轻石村", "清溪镇"], ["青石社区", "石桥镇"]]
    assert run(content, rows)[1]
    ids = [line.split(",")[0] for line in table(content).splitlines()[4:]]
    assert ids == ["qingxi-qingshi", "qingxi-qingshi-2", "shiqiao-qingshi"]
    assert village_id("绿村", "a", {"lv"}) == "a-lv"


def test_names_and_places_keep_their_brackets(content):
    """Only figures are made narrow."""
    assert run(content, [["村名", "乡镇", "公开栏"], ["甲村（原乙村）", "清溪镇", "村部（老）门前"]])[1]
    assert "甲村（原乙村）,村,qingxi,,,,,村部（老）门前" in table(content)


def test_a_community_is_known_by_its_name(content):
    """Where no kind is written."""
    run(content, [["村名", "乡镇"], ["南门社区", "清溪镇"]])
    assert "nanmen,南门社区,社区,qingxi" in table(content)


def test_new_towns_only_when_asked_for(content):
    """Else a near name is proposed."""
    rows = [["村名", "乡镇"], ["高山村", "云岭乡"], ["低山村", "清西镇"]]
    text, sound = run(content, rows)
    assert not sound
    assert (
        "村表.xlsx: 工作表“名单”第2行：没有乡镇“云岭乡”。请改成 towns.csv 里的乡镇；确是新增的乡镇，请加 --towns"
        in text
    )
    assert "是不是想写“清溪镇”" in text
    text, sound = run(content, rows[:2], towns=True)
    assert sound
    assert "yunling,云岭乡,,3" in (content / "towns.csv").read_text()
    assert "unit（镇政府）没有填" in text


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (["清溪镇", "甲村", "30.12", "112.35"], "D2：经度“30.12”和纬度“112.35”写反了"),
        (["清溪镇", "甲村", "0.1", "0.2"], "D2：坐标“0.1，0.2”不在国内"),
        (["清溪镇", "甲村", "112°30′", "30.1"], "D2：经度“112°30′”不是小数形式的度数"),
        (["清溪镇", "甲村", "112.3"], "E2：只写了一半坐标，缺少纬度"),
    ],
)
def test_coordinates_are_judged(content, row, told):
    """With the cell and what to do; nothing is written."""
    text, sound = run(content, [["乡镇", "村名", "户数", "经度", "纬度"], [*row[:2], 1, *row[2:]]])
    assert not sound
    assert told in text
    assert table(content) == VILLAGES


def test_everything_wrong_is_told_at_once(content):
    """A village twice, an id twice, an id that cannot be an address, a bad telephone, an ID number, a missing name."""
    rows = [
        ["编号", "乡镇", "村名", "电话", "公开栏位置"],
        ["", "清溪镇", "青石村", "", ""],
        ["qingshi", "清溪镇", "青石村", "", ""],
        ["Bad Id", "清溪镇", "甲村", "", ""],
        ["towns", "清溪镇", "乙村", "何守田", ""],
        ["liulin2", "石桥镇", "柳林村", "", ID],
        ["", "清溪镇", "", "0000-5550100", ""],
    ]
    text, sound = run(content, rows)
    assert not sound
    for told in (
        "第3行：与工作表“名单”第2行是同一个村（青石村，编号 qingshi）",
        "A4：编号“Bad Id”不能作网址",
        "A5：编号“towns”已被系统使用",
        "D5：“何守田”不是电话号码",
        "第6行：“柳林村”已有编号 liulin，表里写的是 liulin2",
        "C7：没有写村名",
        "110***********002X 完整公开",
    ):
        assert told in text
    assert ID not in text
    assert table(content) == VILLAGES


def test_the_rows_that_are_sound_when_asked_for(content):
    """--skip-bad leaves out the others, and a faulty row changes nothing of its village."""
    rows = [
        ["村名", "乡镇", "电话", "公开栏"],
        ["杏花村", "清溪镇", "", "村口"],
        ["青石村", "清溪镇", "何守田", "别处"],
        ["甲村", "清溪镇", "", ID],
        ["乙村", "清西镇", "", ""],
    ]
    text, sound = run(content, rows, skip_bad=True)
    assert not sound
    assert "有 3 处要改正" in text
    assert table(content) == VILLAGES + "xinghua,杏花村,村,qingxi,,,,,村口\n"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "其实是老格式的 Office 文件"),
        (b"<html><table></table></html>", "其实是网页，只是改了扩展名"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "加了密码"),
        (b"PK\x03\x04broken", "不完整或已经损坏"),
        (b"", "是空文件"),
    ],
)
def test_files_that_are_no_workbooks(content, data, told):
    """What it is instead, and what to do."""
    text, sound = run(content, data)
    assert not sound
    assert told in text


def test_a_hidden_column_is_refused(content):
    """What nobody sees must be looked at first."""

    def hide(book):
        book["名单"].column_dimensions["C"].hidden = True

    text, sound = run(content, [["乡镇", "村名", "电话"], ["清溪镇", "甲村", "0000-5550100"]], mend=hide)
    assert not sound
    assert "有隐藏的列（C1:C2）" in text


def test_other_files_are_no_tables(content, tmp_path):
    """A PDF, a name that is misspelt; a villages.csv that must be mended first."""
    with pytest.raises(CannotRun, match=r"不是 \.csv 或 \.xlsx"):
        import_villages(tmp_path / "a.pdf", content, NOW, towns=False, dry_run=False)
    with pytest.raises(CannotRun, match="没有找到"):
        import_villages(tmp_path / "a.xlsx", content, NOW, towns=False, dry_run=False)
    (content / "villages/villages.csv").write_text(VILLAGES + "liulin,又一个,村,qingxi,,,,,\n")
    with pytest.raises(ContentErrors, match="重复"):
        run(content, [["乡镇", "村名"], ["清溪镇", "甲村"]])


def test_the_command(content, tmp_path):
    """Exit status 1 where something must be mended."""
    (tmp_path / "a.csv").write_text("乡镇,村名\n清西镇,甲村\n")
    done = desk("import", "villages", tmp_path / "a.csv", "--content", content, "--now", NOW)
    assert done.returncode == 1
    assert done.stdout.endswith("什么也没有写入。改正后请重新运行；先导入其余的，请加 --skip-bad。\n")

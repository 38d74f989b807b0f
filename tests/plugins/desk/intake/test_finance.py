"""``desk import finance``: one workbook for all villages taken apart, every sum judged before anything is written."""

from __future__ import annotations

import pytest

from plugins.build.problems import CannotRun
from plugins.desk.intake.finance import WantedFinance, import_finance
from tests.plugins.desk.intake.maker import ID, SIGNED, account, county, send, workbook
from tests.plugins.small_site import NOW, desk, problems, tree

HEADS = ["序号", "村名", "日期", "摘要", "收入", "支出", "余额"]
FILE = "villages/{}/2026Q3-收支明细.csv"
CLEAN = (
    "\ufeff青石村2026年第三季度收支明细表\r\n单位：元\r\n日期,摘要,收入,支出,余额\r\n,上季度结转,,,1000.00\r\n"
    "2026-07-03,砂石款,,300.00,700.00\r\n2026-07-09,租金,1200.50,,1900.50\r\n" + SIGNED + "\r\n"
)


@pytest.fixture
def content(tmp_path):
    """A small county."""
    return county(tmp_path)


def run(content, data, *, name="各村2026年三季度.xlsx", **wanted):
    """Import a workbook of these sheets, or the files of a folder; the report's lines and whether all was well."""
    source = content.parent / name
    if isinstance(data, dict) and "/" in next(iter(data)):
        source = send(content.parent / "sent", data)
    else:
        source.write_bytes(data if isinstance(data, bytes) else workbook(data))
    text, sound = import_finance(source, content, WantedFinance(**wanted), NOW)
    return text.split("\n"), sound


def statements(content):
    """The statements of all villages, by path."""
    return {path: data.decode() for path, data in tree(content).items() if path.endswith("细.csv")}


def all_villages(*, wrong=None):
    """One sheet with a column of villages: written once, with a subtotal each and a total of all."""
    rows = [["清溪镇2026年第三季度财务收支明细表"], ["单位：元"], HEADS]
    for name, opening in (("青石村", 1000), ("柳林", 50)):
        rows += [
            ["", name, "", "上季度结转", "", "", opening],
            [1, "", "2026.7.3", "砂石款", "", "３００", opening - 300],
            [2, "", "7月9日", "租金", "1,200.50", "", opening + (wrong or 900.5)],
            ["", f"{name}小计", "", "", 1200.5, 300, ""],
        ]
    return [*rows, ["合计", "", "", "", 2401, 600, ""], [SIGNED]]


def test_one_sheet_with_a_column_of_villages(content, tmp_path):
    """Split by village, figures as they are meant, signatures to each; the site can be built with them."""
    lines, sound = run(content, {"收支明细": all_villages()})
    assert sound, lines
    found = statements(content)
    assert sorted(found) == [FILE.format("liulin"), FILE.format("qingshi")]
    assert found[FILE.format("qingshi")] == CLEAN.replace("制表", ",小计,1200.50,300.00,\r\n制表")
    assert lines[1].startswith(
        "青石村  2026年第三季度  收支明细  各村2026年三季度.xlsx → content/villages/qingshi/2026Q3"
    )
    assert "请核对：各村2026年三季度.xlsx: 工作表“收支明细”第12行是各村的合计，没有用" in lines
    assert problems(tmp_path / "again", dict(tree(content))) == []


def test_a_sheet_for_each_village(content):
    """By the sheet's name; the kind by its heads, the period by its title."""
    sheets = {"青石村": account(), "柳林": account(village="柳林村"), "说明": [["各村账目说明"]]}
    lines, sound = run(content, sheets, name="账.xlsx")
    assert not sound
    assert any("账.xlsx: 工作表“说明”：看不出是哪种财务报表" in line for line in lines)
    assert statements(content) == {}
    lines, sound = run(content, {key: sheets[key] for key in ("青石村", "柳林")}, name="账.xlsx")
    assert sound, lines
    assert statements(content)[FILE.format("qingshi")] == CLEAN


def test_a_sheet_for_each_kind(content):
    """Each with its column of villages."""
    debts = [["村名", "类别", "单位或个人", "期初余额", "本期增加", "本期减少", "期末余额"]]
    debts += [["青石村", "债务", "砂石厂", 500, 0, 200, 300], [SIGNED]]
    lines, sound = run(content, {"收支明细": all_villages(), "债权债务": debts})
    assert sound, lines
    assert (content / "villages/qingshi/2026Q3-债权债务.csv").exists()


def test_a_folder_of_statements(content):
    """The village by folder or file name; other files are told."""
    files = {
        "清溪镇/青石村/2026年三季度/收支明细 - 副本.xlsx": account(),
        "2026年三季度/柳林村收支明细表.xlsx": account(village="柳林村"),
    }
    lines, sound = run(content, files)
    assert sound, lines
    assert sorted(statements(content)) == [FILE.format("liulin"), FILE.format("qingshi")]
    lines, sound = run(content, {"青石村/照片.jpg": b"x"})
    assert any("青石村/照片.jpg: 不是表格" in line for line in lines)


def test_twice_does_nothing_and_other_figures_are_told(content):
    """Replaced only when asked for."""
    run(content, {"青石村": account()})
    lines, sound = run(content, {"青石村": account()})
    assert (lines[-1], sound) == ("没有新的来稿，以前导入过的 1 个，没有再导入。", True)
    lines, sound = run(content, {"青石村": account(expense=400)})
    assert not sound
    assert any(
        f"青石村的2026年第三季度收支明细已有 content/{FILE.format('qingshi')}，数字不同" in line for line in lines
    )
    assert statements(content) == {FILE.format("qingshi"): CLEAN}
    lines, sound = run(content, {"青石村": account(expense=400)}, replace=True)
    assert sound
    assert "400.00" in statements(content)[FILE.format("qingshi")]


def test_every_wrong_sum_is_told_before_anything_is_written(content):
    """With sheet and cell; --skip-bad takes the other village."""
    rows = all_villages()
    rows[9][6] = 999
    lines, sound = run(content, {"收支明细": rows})
    assert not sound
    assert any("各村2026年三季度.xlsx: 柳林村，工作表“收支明细”G10：" in line for line in lines), lines
    assert statements(content) == {}
    lines, sound = run(content, {"收支明细": rows}, skip_bad=True)
    assert not sound
    assert sorted(statements(content)) == [FILE.format("qingshi")]


def test_an_opening_that_is_not_the_last_closing(content):
    """Against what stands in the village's folder."""
    run(content, {"青石村": account()})
    later = [
        ["日期", "摘要", "收入", "支出", "余额"],
        ["", "上期结转", "", "", 5],
        ["2026.10.3", "租金", 10, "", 15],
        [SIGNED],
    ]
    lines, sound = run(content, {"青石村": later}, period="2026-10", name="账.xlsx")
    assert not sound
    assert any("期初是 5.00 元，2026年第三季度的期末是 1,900.50 元" in line for line in lines), lines


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda rows: rows[3].__setitem__(1, "青时村"), "B4：没有村“青时村”，或者有几个村同名。是不是想写“青石村”？"),
        (lambda rows: rows.pop(), "表下面没有写制表人"),
        (lambda rows: rows[4].__setitem__(5, "=1+2"), "F5：这一格是公式，文件里没有算出的结果"),
        (lambda rows: rows[4].__setitem__(3, f"付{ID}"), "D5：居民身份证号码 110***********002X 完整公开"),
        (lambda rows: rows[4].__setitem__(2, "2026.6.3"), "C5："),
    ],
)
def test_what_must_be_mended_has_its_cell(content, change, told):
    """Unknown village, no signatures, a formula, an ID number, a day outside the period."""
    rows = all_villages()
    change(rows)
    lines, sound = run(content, {"收支明细": rows})
    assert not sound
    assert told in "\n".join(lines)
    assert ID not in "\n".join(lines)
    assert statements(content) == {}


def test_a_period_must_be_said_somewhere(content):
    """In a title, a name, or on the command line."""
    rows = account()[1:]
    lines, sound = run(content, {"青石村": rows}, name="账.xlsx")
    assert any("账.xlsx: 工作表“青石村”：没有写是哪一期的" in line for line in lines)
    lines, sound = run(content, {"青石村": rows}, name="账.xlsx", period="2026Q3")
    assert sound, lines


@pytest.mark.parametrize("data", [b"<html></html>", b"", b"PK\x03\x04x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_files_that_are_no_workbooks(content, data):
    """Told, never a traceback."""
    lines, sound = run(content, data)
    assert not sound
    assert any(line.startswith("各村2026年三季度.xlsx: ") for line in lines)


def test_a_dry_run_and_the_command(content, tmp_path):
    """What would be written is listed; a period that is none is refused."""
    file = tmp_path / "各村2026年三季度.xlsx"
    file.write_bytes(workbook({"收支明细": all_villages()}))
    base = ("import", "finance", file, "--content", content, "--now", NOW)
    done = desk(*base, "--dry-run")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("试运行，没有写入；可以导入 2 张表。\n")
    assert statements(content) == {}
    assert desk(*base, "--period", "2026H1").returncode == 2
    with pytest.raises(CannotRun, match="没有找到"):
        import_finance(tmp_path / "none.xlsx", content, WantedFinance(), NOW)

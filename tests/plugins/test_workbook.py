"""Workbooks: read as their author sees them, and what cannot be told as it was meant is said."""

from __future__ import annotations

import io
import random
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from plugins.tables import read_table

HEADS = ("id", "name", "day")


def save(path, rows, others=()):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for name, sheet_rows in others:
        sheet = book.create_sheet(name)
        for row in sheet_rows:
            sheet.append(row)
    book.save(path)
    return path


def read(path, **how):
    rows, problems = read_table(path, path.name, HEADS, **how)
    return [(row.line, *row.cells.values()) for row in rows], [str(problem) for problem in sorted(problems)]


def test_cells_are_read_as_they_look(tmp_path):
    """Whole numbers without a point, days without midnight, blank rows skipped, short rows filled up."""
    rows = [
        HEADS,
        (7, 3.5, date(2026, 3, 1)),
        (),
        ("b", True, datetime(2026, 3, 1, 9, 30)),
        ("c", 0.1 + 0.2),
        (2.0, " 丙 ", None),
    ]
    found, problems = read(save(tmp_path / "t.xlsx", rows, [("说明", [("怎样填表",)])]))
    assert not problems
    assert found == [
        (2, "7", "3.5", "2026-03-01"),
        (4, "b", "是", "2026-03-01 09:30"),
        (5, "c", "0.3", ""),
        (6, "2", "丙", ""),
    ]


CASES = {
    "long number": ([HEADS, ("a", 511000199001011234, "")], "t.xlsx:2:2: 数字超过15位，表格软件已经丢掉了后面的数位。请把这一列的格式设为“文本”，再照原件重新填写"),
    "error": ([HEADS, ("a", "b", "#REF!")], "t.xlsx:2:3: 这一格是公式错误“#REF!”。请改正公式，或者直接填写结果"),
    "twice": ([HEADS, ("a",), ("a",)], "t.xlsx:3:1: “a”与第2行重复。每行的编号不能相同，请改正"),
    "head": ([("id", "name", "dya"), ("a",)], "t.xlsx:1:3: 不认识的列“dya”。是不是想写“day”？"),
    "too wide": ([HEADS, ("a", "b", "c", "d")], "t.xlsx:2: 有 4 格，应有 3 格。请补上或删去多余的逗号；内容里有逗号时用英文引号括起来"),
}  # fmt: skip


@pytest.mark.parametrize("case", sorted(CASES))
def test_a_faulty_workbook_is_told(tmp_path, case):
    """Where, what, what now."""
    rows, expected = CASES[case]
    assert expected in read(save(tmp_path / "t.xlsx", rows))[1]


def test_a_second_sheet_with_the_same_heads_is_not_lost_silently(tmp_path):
    """Clerks keep a sheet a quarter."""
    _, problems = read(save(tmp_path / "t.xlsx", [HEADS, ("a",)], [("二季度", [HEADS, ("b",)])]))
    assert problems == [
        "t.xlsx: 除了第一个工作表，“二季度”里也有同样的表。只读第一个工作表。请把各表的行合并到第一个，或拆成几个文件"
    ]


def test_no_workbook_at_all(tmp_path):
    """A text file, an encrypted or old file, an archive of other things, an empty file: one message."""
    for data in (b"id,name\n", b"\xd0\xcf\x11\xe0" * 100, b"", archive({"a.txt": b"x"})):
        (tmp_path / "t.xlsx").write_bytes(data)
        found, problems = read(tmp_path / "t.xlsx")
        assert not found
        assert len(problems) == 1
        assert problems[0].startswith("t.xlsx: ")


def test_a_bomb_is_not_unpacked(tmp_path):
    """Its directory says how large it becomes."""
    (tmp_path / "t.xlsx").write_bytes(archive({"xl/workbook.xml": b" " * (210 * 1024 * 1024)}))
    assert "工作簿解开后太大" in read(tmp_path / "t.xlsx")[1][0]


def test_damaged_workbooks_are_told_and_never_raise(tmp_path):
    """600 files with some bytes changed, whole and inside their parts."""
    whole = save(tmp_path / "t.xlsx", [HEADS, *((f"k{n}", n, date(2026, 1, 1)) for n in range(30))]).read_bytes()
    with zipfile.ZipFile(io.BytesIO(whole)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    dice = random.Random(5)
    told = 0
    for turn in range(600):
        if turn % 2:
            data = spoilt(whole, dice)
        else:
            name = dice.choice(sorted(parts))
            data = archive({**parts, name: spoilt(parts[name], dice)})
        (tmp_path / "t.xlsx").write_bytes(data)
        told += bool(read(tmp_path / "t.xlsx")[1])
    assert told > 100


def spoilt(data, dice):
    damaged = bytearray(data)
    for _ in range(dice.randint(1, 8)):
        damaged[dice.randrange(len(damaged))] = dice.randrange(256)
    return bytes(damaged[: dice.choice((len(damaged), dice.randrange(len(damaged))))])


def archive(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return out.getvalue()


def test_optional_heads_and_repeated_keys(tmp_path):
    """What the caller allows."""
    path = save(tmp_path / "t.xlsx", [("id", "name"), ("a", 1), ("a", 2)])
    assert read(path, optional=("day",), unique=False) == ([(2, "a", "1", ""), (3, "a", "2", "")], [])

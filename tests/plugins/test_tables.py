"""Faults of a table, with file, line and column."""

from __future__ import annotations

import pytest

from plugins.tables import read_table

HEADS = ("id", "name")
CASES = {
    "unknown head": ("id,nmae\n", ["t.csv:1: 缺少列“name”。第一行应是 id,name", "t.csv:1:2: 不认识的列“nmae”。是不是想写“name”？"]),
    "semicolons": ("id;name\na;b\n", ["t.csv:1: 第一行不是表头，或各列不是用英文逗号隔开的。第一行应是 id,name"]),
    "missing head": ("id\na\n", ["t.csv:1: 缺少列“name”。第一行应是 id,name"]),
    "too many cells": ("id,name\na,b,c\n", ["t.csv:2: 有 3 格，应有 2 格。请补上或删去多余的逗号；内容里有逗号时用英文引号括起来"]),
    "twice": ("id,name\na,b\n\na,c\n", ["t.csv:4:1: “a”与第2行重复。每行的编号不能相同，请改正"]),
    "empty key": ("name,id\nb,\n", ["t.csv:2:2: “id”没有填。请补上"]),
    "open quote": ('id,name\na,"b\n', ["t.csv:2: 引号没有成对。请用表格软件重新另存为 CSV UTF-8"]),
    "GB18030": ("id,name\na,县财政局\n", ["t.csv:2: 文件不是 UTF-8 编码，看起来是 GB18030。请在编辑器里另存为 UTF-8"]),
    "empty": ("", ["t.csv:1: 缺少列“id”。第一行应是 id,name", "t.csv:1: 缺少列“name”。第一行应是 id,name"]),
}  # fmt: skip


@pytest.mark.parametrize("case", sorted(CASES))
def test_a_faulty_table_is_told(tmp_path, case):
    """Where, what, what now."""
    text, expected = CASES[case]
    (tmp_path / "t.csv").write_bytes(text.encode("gb18030" if case == "GB18030" else "utf-8"))
    _, found = read_table(tmp_path / "t.csv", "t.csv", HEADS)
    assert [str(problem) for problem in sorted(found)] == sorted(expected)


def test_what_spreadsheets_write_is_read(tmp_path):
    """BOM, CRLF, quoted line breaks, blank rows; lines are those of the file."""
    (tmp_path / "t.csv").write_bytes('\ufeffid,name\r\na,"甲\r\n乙"\r\n,\r\nb, 丙 \r\n'.encode())
    rows, found = read_table(tmp_path / "t.csv", "t.csv", HEADS)
    assert not found
    assert [(row.line, row["id"], row["name"]) for row in rows] == [(2, "a", "甲\n乙"), (5, "b", "丙")]

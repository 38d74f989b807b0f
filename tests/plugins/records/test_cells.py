"""Cells as clerks write them: what is clear is read, what is not is told."""

from __future__ import annotations

import pytest

from plugins.records.cells import CellError, read_cell, shorten
from plugins.records.schema import Field
from plugins.site import Unit

CZJ = Unit("czj", "明川县财政局", "县财政局", "", "部门", "", "")
UNITS = {"czj": CZJ, "县财政局": CZJ, "明川县财政局": CZJ}
CHOICES = ("罚款", "没收违法所得、没收非法财物")


def read(kind: str, text: str, **more: bool) -> str:
    choices = CHOICES if kind.startswith("choice") else ()
    return read_cell(Field("x", "格", kind, choices=choices, **more), text, UNITS)


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("day", "2026-11-03", "2026-11-03"),
        ("day", "2026/11/3", "2026-11-03"),
        ("day", "2026.3.5", "2026-03-05"),
        ("day", "2026年3月5日", "2026-03-05"),
        ("day", "２０２６－０３－０５", "2026-03-05"),
        ("day", "/", ""),
        ("money", "1,234.50", "1234.50"),
        ("money", "无", ""),
        ("unit", "县财政局", "明川县财政局"),
        ("credit", "91999902ma0000101u", "91999902MA0000101U"),
        ("choices", "罚款;没收违法所得、没收非法财物；罚款", "罚款；没收违法所得、没收非法财物"),
        ("docno", "明市监罚[2026]12号", "明市监罚〔2026〕12号"),
        ("text", "无", "无"),
        ("text", "-", "-"),
        ("text", "+86 0000-5550100", "+86 0000-5550100"),
        ("text", "两行\n文字", "两行 文字"),
    ],
)
def test_what_is_clear_is_read(kind, text, said):
    """Days in five ways, amounts with commas, units by any name, brackets of any form."""
    assert read(kind, text) == said


@pytest.mark.parametrize(
    ("kind", "text", "what"),
    [
        ("day", "2026-02-30", "“2026-02-30”不是日期"),
        ("day", "去年", "“去年”不是日期"),
        ("money", "5万元", "“5万元”不是数字"),
        ("money", "1,2", "“1,2”不是数字"),
        ("unit", "财政所", "没有单位“财政所”"),
        ("choice", "罚金", "“格”不能写“罚金”"),
        ("credit", "91999902MA0000101V", "统一社会信用代码“91999902MA0000101V”的校验码不对"),
        ("credit", "9199990", "统一社会信用代码“9199990”不是18位"),
        ("credit", "11010519491231002X", "填的是居民身份证号码"),
        ("docno", "12号", "文号“12号”的写法不对"),
        ("text", '=HYPERLINK("x")', "以“=”开头，下载后会被表格软件当作公式"),
        ("text", "-1+cmd|x", "以“-”开头，下载后会被表格软件当作公式"),
        ("text", "@SUM(1)", "以“@”开头，下载后会被表格软件当作公式"),
        ("text", "a\x07b", "含有看不见的控制字符"),
    ],
)
def test_what_is_not_is_told(kind, text, what):
    """With a mend for each."""
    with pytest.raises(CellError) as told:
        read(kind, text)
    assert told.value.what == what
    assert told.value.cure


def test_a_required_cell_may_not_say_nothing():
    """暂无 is no day."""
    with pytest.raises(CellError, match="没有填"):
        read("day", "暂无", required=True)


def test_names_of_persons_are_shortened_once():
    """What an editor has hidden stays as it is."""
    assert [shorten(name) for name in ("甲乙", "甲某某", "甲*")] == ["甲某某", "甲某某", "甲*"]

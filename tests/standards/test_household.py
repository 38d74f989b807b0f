"""Lists of people in need are told from lists of offices and of those who help."""

from __future__ import annotations

import pytest

from standards.household import find_exposures, heads_of, is_name
from standards.privacy import find_addresses

PHONE = "13800138000"
HOME = "明川县清溪镇柳林村3组12号"


def found(title: str, heads: list[str], *rows: list[str]) -> list[tuple[str, bool]]:
    """Kind and certainty of each exposure."""
    return [(exposure.kind, exposure.certain) for exposure in find_exposures(title, heads, rows)]


@pytest.mark.parametrize(
    ("title", "heads", "row", "expected"),
    [
        ("低保发放名单", ["姓名", "联系电话"], ["张三", PHONE], [("phone", True)]),
        ("", ["户主姓名", "家庭住址", "补贴金额"], ["张三", HOME, "80"], [("address", True)]),
        ("", ["残疾人姓名", "残疾类别", "手机"], ["张三", "肢体", PHONE], [("health", False), ("phone", True)]),
        ("", ["姓名", "残疾等级", "金额"], ["张三", "二级", "80"], [("health", False)]),
        ("报名表", ["姓名", "联系电话", "家庭住址"], ["张三", PHONE, HOME], [("phone", False), ("address", False)]),
    ],
)
def test_what_is_exposed(title, heads, row, expected):
    assert found(title, heads, row) == expected


@pytest.mark.parametrize(
    ("title", "heads", "row"),
    [
        ("网格员名单", ["姓名", "网格", "联系电话"], ["张三", "一网格", PHONE]),
        ("领导分工", ["姓名", "职务", "办公电话"], ["张三", "局长", "0000-5550101"]),
        ("专家门诊", ["姓名", "职称", "擅长疾病"], ["张三", "主任医师", "高血压"]),
        ("低保发放名单", ["姓名", "联系电话"], ["张某", PHONE]),
        ("低保发放名单", ["姓名", "联系电话"], ["张三", "138****8000"]),
        ("低保发放名单", ["姓名", "家庭住址"], ["张三", "清溪镇柳林村3组"]),
        ("低保发放名单", ["村名", "户数", "联系电话"], ["柳林村", "12", PHONE]),
        ("低保发放汇总", ["姓名", "联系电话"], ["合计", PHONE]),
        ("残疾人补贴", ["姓名", "残疾人补贴金额"], ["张三", "80"]),
        ("体检结果", ["姓名", "健康状况"], ["张三", "良好"]),
    ],
)
def test_near_misses_are_let_through(title, heads, row):
    assert found(title, heads, row) == []


def test_those_who_help_make_it_a_question():
    heads = ["户主姓名", "帮扶责任人", "联系电话"]
    assert found("脱贫户", heads, ["张三", "李四", PHONE]) == [("phone", False)]


@pytest.mark.parametrize("title", ["退役军人服务站工作人员", "救助站通讯录", "村民小组长误工补贴", "养老机构名单"])
def test_titles_of_those_who_serve_make_it_a_question(title):
    assert found(title, ["姓名", "联系电话", "补贴"], ["张三", PHONE, "80"]) == [("phone", False)]


def test_heads_stand_below_titles():
    assert heads_of([["补贴名单"], ["单位：元", "2026年"], ["序号", "姓 名", "金额"], ["1", "张三", "8"]]) == 2
    assert heads_of([["村名", "户数"], ["柳林村", "12"]]) is None


@pytest.mark.parametrize(("text", "expected"), [("张三", True), ("买买提·艾力", True), ("张*三", False), ("张某某", False), ("柳林村", False), ("小计", False)])  # fmt: skip
def test_names(text, expected):
    assert is_name(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"家庭住址：{HOME}，电话另附", [HOME]),
        ("现住址为清溪镇幸福小区3号楼201室", ["清溪镇幸福小区3号楼201室"]),
        ("办公地址：明川县人民路1号", []),
        ("家庭住址：清溪镇柳林村", []),
        ("家庭住址：清溪镇**村*组*号", []),
        ("现住址附近的公交5号线", []),
    ],
)
def test_homes_are_told_from_offices(text, expected):
    assert [home.number for home in find_addresses(text)] == expected

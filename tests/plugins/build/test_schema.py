"""What an editor is told when a field is missing, misspelt or mistyped."""

from __future__ import annotations

import pytest

from plugins.build.front_matter import read_front_matter
from plugins.build.schema import check_fields, type_of, type_problem
from plugins.content_types import key_names
from tests.plugins.small_site import document


def check(text: str):
    """Fields and problem lines of a document."""
    front, problems = read_front_matter(text, "content/tzgg/x.md", key_names())
    assert front is not None
    content_type = type_of(front, "article")
    if content_type is None:
        return None, [str(type_problem(front, "content/tzgg/x.md"))]
    fields, faults = check_fields(front, content_type, "content/tzgg/x.md")
    return fields, [str(problem) for problem in [*problems, *faults]]


CASES = {
    "missing": (
        {"publisher": ""},
        "content/tzgg/x.md:6: 缺少“发布机构”。请在文件头加一行，例如 publisher: 县财政局",
    ),
    "written but empty": (
        {"source": '""'},
        "content/tzgg/x.md:5: 缺少“来源”。请在文件头加一行，例如 source: 明川县财政局",
    ),
    "misspelt": ({"publishr": "czj"}, "content/tzgg/x.md:7: 不认识的字段“publishr”。是不是想写“publisher”？"),
    "misspelt in Chinese": ({"责任编缉": "甲"}, "content/tzgg/x.md:7: 不认识的字段“责任编缉”。是不是想写“责任编辑”？"),
    "unknown": (
        {"settings": "x"},
        "content/tzgg/x.md:7: 不认识的字段“settings”。“普通信息”没有这个字段，请删去这一行",
    ),
    "date only": (
        {"published": "2026-10-15"},
        "content/tzgg/x.md:4: “发布时间”有误：“2026-10-15”不是完整的日期时间。"
        "请写成 年-月-日 时:分，例如 2026-10-15 09:30",
    ),
    "a year too early": (
        {"published": "0026-10-15 09:30"},
        "content/tzgg/x.md:4: “发布时间”有误：年份“0026”不对。请核对年份",
    ),
    "for ever": (
        {"expires": "9999-12-31"},
        "content/tzgg/x.md:7: “到期时间”有误：“9999-12-31”不是到期时间。长期有效的请删去这一行",
    ),
    "not for feeds": (
        {"title": '"a\\uFFFEb"'},
        "content/tzgg/x.md:3: “标题”有误：含有看不见的控制字符或乱码。请删去这一行重新输入",
    ),
    "not for meta tags": (
        {"keywords": '["a\\x07b"]'},
        "content/tzgg/x.md:7: “关键词”有误：含有看不见的控制字符或乱码。请删去这一行重新输入",
    ),
    "no such day": (
        {"published": "2026-02-30 10:00"},
        "content/tzgg/x.md:4: “发布时间”有误：没有“2026-02-30 10:00”这个时间。请核对年月日和时分",
    ),
    "status": (
        {"status": "public"},
        "content/tzgg/x.md:7: “状态”不能写“public”。请从这些里选一个：draft、published、withdrawn",
    ),
    "identifier": (
        {"id": "a b/../c"},
        "content/tzgg/x.md:2: “编号”有误：编号“a b/../c”写法不对。"
        "只能用英文字母、数字和短横线，不超过80个字符，例如 gfxwj-20261015-01",
    ),
    "statutory class": (
        {"statutory_class": "16"},
        "content/tzgg/x.md:7: “法定公开类别”有误：法定公开类别“16”不对。请写 1 至 15 的数字，对应政府信息公开条例第二十条各项",
    ),
    "list for a line": (
        {"title": "[a, b]"},
        "content/tzgg/x.md:3: “标题”的写法不对。请写成 title: 关于……的通知",
    ),
    "attachments": (
        {"attachments": "[{path: a}]"},
        "content/tzgg/x.md:7: “附件”有误：附件写法不对。"
        "每个附件写一个路径，例如 files/fj1.pdf；要另起名称时写 {file: files/fj1.pdf, name: 附件1}",
    ),
    "type": (
        {"type": "artcle"},
        "content/tzgg/x.md:7: 没有“artcle”这种类型。是不是想写“article”？",
    ),
    "a period that ends before it begins": (
        {"type": "public_notice", "notice_from": "2026-11-12", "notice_to": "2026-11-02", "channel": "县民政局"},
        "content/tzgg/x.md:9: “公示截止”有误：截止的“2026-11-02”早于开始的“2026-11-12”。请核对起止时间",
    ),
    "a number that is none": (
        {"type": "recruitment", "stage": "招考公告", "vacancies": "约十人"},
        "content/tzgg/x.md:9: “招考人数”有误：“约十人”不是个数。请只写数字，例如 12",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", sorted(CASES))
def test_a_faulty_field_is_told_in_one_line(case):
    """Where, what, what now."""
    change, expected = CASES[case]
    fields, problems = check(document(**change))
    assert fields is None
    assert problems == [expected]


def test_every_fault_of_a_file_is_told_at_once():
    """Two missing, one unknown."""
    _, problems = check(document(title="", source="", colour="red"))
    assert len(problems) == 3


def test_values_are_typed_by_the_schema():
    """Times get their zone, keywords are split, a day of expiry lasts to its end, Chinese values are understood."""
    fields, problems = check(
        document(
            keywords="预算，财政 公开", expires="2026-12-31", 状态="草稿", attachments="files/a.pdf", 类型="普通信息"
        )
    )
    assert not problems
    assert fields is not None
    assert fields.published.isoformat() == "2026-10-15T09:30:00+08:00"
    assert fields.keywords == ("预算", "财政", "公开")
    assert fields.expires is not None
    assert fields.expires.isoformat() == "2027-01-01T00:00:00+08:00"
    assert fields.status == "draft"
    assert [attachment.file for attachment in fields.attachments] == ["files/a.pdf"]

"""The tree of columns: what cascades, what does not, and what an editor is told."""

from __future__ import annotations

from plugins.build.edition import read_edition
from tests.plugins.small_site import problems, write_site


def catalogue(folder, files):
    """The catalogue of a sound site."""
    edition = read_edition(write_site(folder, files), "", production=False, workers=1)
    assert not edition.problems
    return edition.catalogue


def test_a_sub_column_inherits_what_it_does_not_say(tmp_path):
    """Three levels: the top says, the middle changes one thing, the bottom says nothing."""
    found = catalogue(
        tmp_path,
        {
            "zwgk/column.toml": 'id = "zwgk"\nname = "政务公开"\ndescription = "说明"\nunit = "czj"\nupdate_within = 14\n'
            'basis = "甲"\nreview = "四审"\nretention = 365\ntype = "信息公开目录"\norder = 5\nkeywords = ["公开", "政务"]\n',
            "zwgk/a/column.toml": 'id = "a"\nname = "甲"\nupdate_within = 90\n',
            "zwgk/a/b/column.toml": 'id = "b"\nname = "乙"\n',
        },
    )
    top, bottom = found.by_path["zwgk"], found.by_path["zwgk/a/b"]
    assert (bottom.unit, bottom.update_within, bottom.basis, bottom.review, bottom.retention, bottom.type) == (
        "czj", 90, "甲", "四审", 365, "信息公开目录",
    )  # fmt: skip
    assert (bottom.description, bottom.keywords, bottom.order) == ("", "", 0)
    assert top.keywords == "公开,政务"
    assert [column.path for column in found.trails["zwgk/a/b"]] == ["zwgk", "zwgk/a", "zwgk/a/b"]
    assert [child.path for child in top.children] == ["zwgk/a", "zwgk/gfxwj"]


def test_columns_stand_in_the_order_they_ask_for(tmp_path):
    """By order, then by path."""
    found = catalogue(tmp_path, {"aaa/column.toml": 'id = "aaa"\nname = "甲"\norder = 15\n'})
    assert [column.path for column in found.tops] == ["tzgg", "aaa", "zwgk", "villages"]


CASES = {
    'name = "甲"\n': "content/a/column.toml:1: 缺少“id”。请加一行，例如 id = \"tzgg\"",
    'id = "a"\nname = "甲"\nupdate_witin = 3\n': "content/a/column.toml:3: 不认识的字段“update_witin”。"
    "是不是想写“update_within”？",
    'id = "a"\nname = "甲"\nupdate_within = "14"\n': "content/a/column.toml:3: “update_within”的值不对。"
    "应是天数，例如 update_within = 14",
    'id = "a"\nname = "甲"\nunit = "nobody"\n': "content/a/column.toml:3: 没有单位“nobody”。请写 units.csv 里的单位 id",
    'id = "tzgg"\nname = "甲"\n': "content/tzgg/column.toml:1: 栏目编号“tzgg”与 content/a/column.toml 重复。"
    "每个栏目的 id 不能相同，请改正其中一个",
    'id = "a"\nname = "甲\\u0001"\n': "content/a/column.toml:2: “name”含有看不见的控制字符。请删去这一行重新输入",
    'id = 3\nname = "甲"\n': "content/a/column.toml:1: “id”的值不对。应是用英文引号括起来的文字，例如 id = \"……\"",
    'id = "a"\nname = "甲"\nhidden = 1\n': "content/a/column.toml:3: “hidden”的值不对。应是 true 或 false",
    'id = "a"\nname = "甲"\nsee_also = "tzgg"\n': "content/a/column.toml:3: “see_also”的值不对。"
    '应是栏目目录的列表，例如 see_also = ["zwgk/zcwjk"]',
    'id = "a"\nname = "甲"\nsee_also = ["/tzgg/", "zwgk/gfxwi"]\n': "content/a/column.toml:3: 没有栏目“zwgk/gfxwi”。"
    "是不是想写“zwgk/gfxwj”？请写栏目的目录，例如 zwgk/zcwjk",
    'id = "a"\nname = "甲\n': "content/a/column.toml:2:10: 这一行不符合 TOML 的写法。"
    '请写成 字段 = "内容"，文字要用英文引号括起来，同一字段只写一次',
    'id = "a"\nname = "甲"\ntemplate = "colum.html"\n': "content/a/column.toml: 主题里没有模板“colum.html”。"
    "是不是想写“column.html”？请改正 template，或删去这一行",
}  # fmt: skip


def test_a_faulty_column_is_told_at_its_line(tmp_path):
    """One case, one line."""
    for number, (text, expected) in enumerate(CASES.items()):
        found = problems(tmp_path / str(number), {"a/column.toml": text})
        assert found == [expected]


def test_a_folder_of_documents_without_column_toml_is_an_error(tmp_path):
    """So is a name that cannot be an address; a folder of nothing is not."""
    files = {"a/b/x.md": "---\n---\n", "Tong_Zhi/column.toml": 'id = "t"\nname = "甲"\n', "empty/notes.txt": "x"}
    assert [line.partition("。")[0] for line in problems(tmp_path, files)] == [
        "content/Tong_Zhi: 目录名“Tong_Zhi”不能作网址",
        "content/a/b/column.toml: 没有这个文件",
        "content/a/b/x.md:1: 文件头是空的",
        "content/a/column.toml: 没有这个文件",
    ]

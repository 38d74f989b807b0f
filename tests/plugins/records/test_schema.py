"""Schemas: ours are sound, a site's own is judged as content is."""

from __future__ import annotations

import pytest

from plugins.records.schema import load_schema, schema_names
from tests.plugins import small_site

OWN = """\
name = "捐赠"
title = "{giver}捐赠"
id = ["number"]
published = "day"

[[field]]
key = "number"
head = "编号"
required = true

[[field]]
key = "giver"
head = "捐赠人"
listed = true

[[field]]
key = "day"
head = "公布日期"
kind = "day"
required = true
"""


def read(folder, text: str):
    (folder / "records.toml").write_text(text, encoding="utf-8")
    return load_schema("records.toml", folder, "content/jz", "content/jz/column.toml")


@pytest.mark.parametrize("name", schema_names())
def test_every_schema_that_is_shipped_is_sound(tmp_path, name):
    """And has a column for lists, and one to choose from."""
    schema, problems = load_schema(name, tmp_path, "", "")
    assert problems == []
    assert any(field.listed for field in schema.fields)
    assert any(field.filter for field in schema.fields)


def test_a_site_may_bring_its_own(tmp_path):
    """As a file in the column's folder."""
    schema, problems = read(tmp_path, OWN)
    assert problems == []
    assert schema.heads == ["编号", "捐赠人", "公布日期"]
    files = {
        "jz/column.toml": 'id = "jz"\nname = "捐赠"\nrecords = "records.toml"\n',
        "jz/records.toml": OWN,
        "jz/a.csv": "编号,捐赠人,公布日期\nA-1,某某公司,2026-10-01\n",
    }
    assert "jz/2026-10/a-1.html" in small_site.made(tmp_path, files)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('name = "捐赠"', 'nam = "捐赠"', "不认识的字段“nam”。是不是想写“name”"),
        ('id = ["number"]', 'id = ["no"]', "“id”里的“no”不是字段"),
        ('published = "day"', 'published = "giver"', "“published”的字段“giver”应是 day"),
        ("{giver}", "{taker}", "“title”里的“taker”不是字段"),
        ('kind = "day"', 'kind = "date"', "字段“day”没有“date”这种内容。请从这些里选一个"),
        ("listed = true", "filter = true", "字段“giver”不能用来筛选"),
        ("listed = true", "listed = 1", "字段“giver”的 listed 不对"),
        ("listed = true", 'choices = ["甲"]', "字段“giver”的 choices 不对"),
        ('key = "giver"', 'key = "year"', "第 2 个字段的 key 不对"),
        ('head = "捐赠人"', 'head = "编号"', "字段“giver”或它的表头与前面的重复"),
        ('head = "编号"\nrequired = true', 'head = "编号"', "“id”的字段“number”必须每行都有"),
        ("{giver}捐赠", "{giver!r:>99999999999}", "“title”里的花括号不对"),
        ("{giver}捐赠", "{giver.__class__}", "“title”里的花括号不对"),
        ('published = "day"', 'published = "day"\nlimit = 7', "写了“limit”，没有写“since”"),
        ('published = "day"', 'published = "day"\nlimit = true', "“limit”没有写，或写法不对"),
        ('published = "day"', 'published = "day"\nmask = ["giver"]', "“mask”应写三项"),
        ("[[field]]", "[field", "这一行不符合 TOML 的写法"),
        ('title = "{giver}捐赠"', "title = 3", "“title”没有写，或写法不对"),
        ('id = ["number"]', "id = [1]", "“id”没有写，或写法不对"),
    ],
)
def test_a_faulty_one_is_told_with_its_line(tmp_path, old, new, line):
    """And no traceback."""
    schema, problems = read(tmp_path, OWN.replace(old, new, 1))
    assert schema is None
    told = [str(problem) for problem in problems]
    assert any(line in one and one.startswith("content/jz/records.toml:") for one in told), told


@pytest.mark.parametrize("name", ["penalties", "../x.toml", "column.toml", "missing.toml"])
def test_a_schema_that_is_not_there_is_told(tmp_path, name):
    """With the names of those that are."""
    files = {"cf/column.toml": f'id = "cf"\nname = "行政处罚"\nrecords = "{name}"\n'}
    (told,) = small_site.problems(tmp_path, files)
    assert told.startswith("content/cf/")
    assert ("penalty（行政处罚）" in told) == (name == "penalties")

"""The list of sites, as offices keep it."""

from __future__ import annotations

import pytest

from auditor.errors import BadInput
from auditor.watch.sites import read_sites


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_list_is_read_as_excel_saves_it(tmp_path, encoding):
    """Other columns and empty lines do not matter; an address may lack its http://."""
    path = tmp_path / "sites.csv"
    path.write_text(
        "编号,名称,网址\r\n1,明川县,www.mingchuan.example\r\n,,\r\n2,,https://b.example/\r\n", encoding=encoding
    )
    assert [(site.name, site.url) for site in read_sites(path)] == [
        ("明川县", "http://www.mingchuan.example/"),
        ("https://b.example/", "https://b.example/"),
    ]


def test_english_heads_are_known(tmp_path):
    """name,url."""
    path = tmp_path / "sites.csv"
    path.write_text("Name,URL\nA,http://a.example\n")
    assert [site.name for site in read_sites(path)] == ["A"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "网址"),
        ("名称,地址\nA,http://a.example\n", ":1: 没有“网址”一列"),
        ("名称,网址\n", "没有一个网站"),
        ("名称,网址\nA,ftp://a.example\nB,http://b.example\nC,http://b.example/\n", ":2: 看不懂.*:4: .*写了两次"),
        ("名称,网址\nA,\n", ":2: 看不懂"),
        ('名称,网址\nA,"http://a.example\n', "CSV 格式有误"),
        ("名称\0网址", "不像网站清单"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused_with_its_lines(tmp_path, text, said):
    """All of them at once."""
    path = tmp_path / "sites.csv"
    path.write_text(text)
    with pytest.raises(BadInput, match=said):
        read_sites(path)


def test_a_missing_list_is_told(tmp_path):
    """In one line."""
    with pytest.raises(BadInput, match="读不到网站清单"):
        read_sites(tmp_path / "none.csv")

"""Old addresses lead on, and never stand in the way of a real page."""

from __future__ import annotations

import pytest

from plugins.redirects import nginx_map, page_path
from tests.plugins.small_site import build, document, problems, tree


def test_an_old_address_has_a_page_and_a_line_for_nginx(tmp_path):
    """Both name the new address."""
    build(tmp_path, {"tzgg/tzgg-1.md": document(aliases="[/art/2020/1/1/art_1_2.html, /old/]")})
    output = tree(tmp_path / "output")
    new = "/tzgg/2026-10/tzgg-1.html"
    assert output["redirects.map"].decode() == f"/art/2020/1/1/art_1_2.html {new};\n/old/ {new};\n"
    assert f'href="{new}"' in output["art/2020/1/1/art_1_2.html"].decode()
    assert f'href="{new}"' in output["old/index.html"].decode()


@pytest.mark.parametrize(
    ("alias", "what"),
    [
        ("art.html", "写法不对"),
        ("https://a.b/c.html", "写法不对"),
        ("/a/../b.html", "写法不对"),
        ("/a;return 200.html", "写法不对"),
        ("/a.html?id=1", "写法不对"),
        ("/tzgg/", "已被别的网页使用"),
        ("/tzgg/index.html", "已被别的网页使用"),
        ("/404.html", "已被别的网页使用"),
        ("/404.html/old.html", "已被别的网页使用"),
        ("/theme/site.css", "已被别的网页使用"),
        ("/redirects.map", "已被别的网页使用"),
        ("/build-manifest.json", "已被别的网页使用"),
        (f"/{'a' * 300}.html", "太长"),
        ("/a" * 600, "写法不对"),
        ("/tzgg/2026-10/tzgg-1.html", "已被别的网页使用"),
    ],
)
def test_an_old_address_that_cannot_be_is_told(tmp_path, alias, what):
    """Shape and collisions."""
    found = problems(tmp_path, {"tzgg/tzgg-1.md": document(aliases=f'["{alias}"]')})
    assert [line.partition("。")[0] for line in found] == [f"content/tzgg/tzgg-1.md:7: 旧网址“{alias}”{what}"]


def test_two_documents_cannot_share_an_old_address(tmp_path):
    """Nor may one's file be the other's folder."""
    files = {
        "tzgg/a.md": document("a", aliases="[/x.html]", published="2026-10-16 09:00"),
        "tzgg/b.md": document("b", aliases="[/x.html, /x.html/y.html]"),
    }
    assert [line.partition("。")[0] for line in problems(tmp_path, files)] == [
        "content/tzgg/b.md:7: 旧网址“/x.html/y.html”与另一个旧网址一个是文件、一个是目录",
        "content/tzgg/b.md:7: 旧网址“/x.html”已被别的网页使用",
    ]


def test_the_map_is_sorted_and_pages_are_files():
    """Deterministic, and servable by anything."""
    assert nginx_map({"/b": "/2", "/a": "/1"}) == "/a /1;\n/b /2;\n"
    assert [page_path(alias) for alias in ("/a.htm", "/a/", "/a/b")] == ["a.htm", "a/index.html", "a/b/index.html"]


def test_a_moved_column_leads_on(tmp_path):
    """By what the register knows of its documents, or because its column.toml says where it was."""
    urls = "url,id,registered,origin\n/gonggao/2026-10/tzgg-1.html,tzgg-1,2026-10-16 09:00,given\n"
    toml = 'id = "tzgg"\nname = "通知公告"\naliases = ["/col/col1234/index.html"]\n'
    files = {"tzgg/tzgg-1.md": document(), "tzgg/column.toml": toml, "_registry/urls.csv": urls}
    build(tmp_path, files)
    output = tree(tmp_path / "output")
    assert output["redirects.map"].decode().splitlines() == [
        "/col/col1234/index.html /tzgg/;",
        "/gonggao/ /tzgg/;",
        "/gonggao/2026-10/tzgg-1.html /tzgg/2026-10/tzgg-1.html;",
    ]
    assert 'href="/tzgg/"' in output["gonggao/index.html"].decode()
    assert 'href="/tzgg/"' in output["col/col1234/index.html"].decode()


def test_an_old_address_of_a_column_that_cannot_be_is_told(tmp_path):
    """Shape, collisions, and what is no list of addresses."""
    toml = 'id = "tzgg"\nname = "通知公告"\naliases = ["/404.html", "old"]\n'
    found = problems(tmp_path, {"tzgg/tzgg-1.md": document(), "tzgg/column.toml": toml})
    assert [line.partition("。")[0] for line in found] == [
        "content/tzgg/column.toml: 旧网址“/404.html”已被别的网页使用",
        "content/tzgg/column.toml: 旧网址“old”写法不对",
    ]
    found = problems(tmp_path, {"tzgg/column.toml": 'id = "tzgg"\nname = "通知公告"\naliases = "/old/"\n'})
    assert any("content/tzgg/column.toml:3: “aliases”的值不对" in line for line in found)

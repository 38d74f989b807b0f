"""The national tags, on the pages and in the case the guideline asks for."""

from __future__ import annotations

import re

from tests.plugins.small_site import build, document, tree

SITE_TAGS = ["SiteName", "SiteDomain", "SiteIDCode"]
COLUMN_TAGS = ["ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"]


def names(page: bytes) -> list[str]:
    """The names of a page's tags, in order; none may be empty."""
    found = re.findall(r'<meta name="([^"]+)" content="([^"]*)">', page.decode())
    assert all(content for _, content in found)
    return [name for name, _ in found]


def test_each_kind_of_page_has_its_tags(tmp_path):
    """Site tags everywhere; column tags on the home page, columns and villages; content tags on documents."""
    full = document(keywords="[预算, 财政]", author="甲", summary="摘要")
    build(tmp_path, {"tzgg/tzgg-1.md": full})
    output = tree(tmp_path / "output")
    for path in (
        "index.html",
        "tzgg/index.html",
        "zwgk/index.html",
        "villages/index.html",
        "villages/liulin/index.html",
    ):
        assert names(output[path]) == SITE_TAGS + COLUMN_TAGS, path
    for path in ("404.html", "search/index.html", "sitemap.html"):
        assert names(output[path]) == SITE_TAGS, path
    page = output["tzgg/2026-10/tzgg-1.html"]
    assert names(page) == [
        *SITE_TAGS,
        *("ColumnName", "ColumnType", "ArticleTitle", "PubDate", "ContentSource"),
        *("Keywords", "Author", "Description", "Url"),
    ]
    assert '<meta name="PubDate" content="2026-10-15 09:30">' in page.decode()
    assert '<meta name="Keywords" content="预算,财政">' in page.decode()
    assert '<meta name="SiteDomain" content="www.mingchuan.example">' in page.decode()

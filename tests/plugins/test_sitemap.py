"""sitemap.xml and robots.txt."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from plugins import sitemap
from plugins.build.edition import read_edition
from tests.plugins.small_site import build, tree, write_site

NS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_every_page_is_there_with_its_canonical_address(tmp_path):
    """Dates are those of the documents."""
    build(tmp_path)
    output = tree(tmp_path / "output")
    found = {
        url.findtext(f"{NS}loc").removeprefix("https://www.mingchuan.example"): url.findtext(f"{NS}lastmod")
        for url in ET.fromstring(output["sitemap.xml"])
    }
    assert found == {
        "/": "2026-10-15",
        "/sitemap.html": None,
        "/tzgg/": "2026-10-15",
        "/tzgg/2026-10/tzgg-1.html": "2026-10-15",
        "/villages/": None,
        "/villages/liulin/": None,
        "/zwgk/": None,
        "/zwgk/gfxwj/": None,
    }
    assert output["robots.txt"].decode().endswith("Sitemap: https://www.mingchuan.example/sitemap.xml\n")


def test_a_large_site_has_several_files(tmp_path, monkeypatch):
    """The protocol allows 50,000 entries a file."""
    monkeypatch.setattr(sitemap, "LIMIT", 3)
    edition = read_edition(write_site(tmp_path), "", production=False, workers=1)
    files = sitemap.sitemap_files(edition)
    assert list(files) == ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml"]
    assert [len(ET.fromstring(text)) for text in files.values()] == [3, 3, 3, 2]

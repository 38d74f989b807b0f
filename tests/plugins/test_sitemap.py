"""sitemap.xml and robots.txt."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from plugins import sitemap
from tests.plugins.small_site import build, document, made, tree

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
    """The protocol allows 50,000 entries a file; what is hidden counts for nothing."""
    hidden = {
        "old/column.toml": 'id = "old"\nname = "旧栏目"\nhidden = true\n',
        "old/sub/column.toml": 'id = "sub"\nname = "旧子栏目"\n',
        **{f"old/sub/o-{n}.md": document(f"o-{n}") for n in range(7)},
    }
    entries = 8
    for number, (limit, sizes) in enumerate({3: [3, 3, 2], 4: [4, 4], entries - 1: [7, 1], entries: []}.items()):
        monkeypatch.setattr(sitemap, "LIMIT", limit)
        for folder, files in (("shown", {}), ("hidden", hidden)):
            found = made(tmp_path / f"{number}-{folder}", files)
            names = [path for path in found if path.startswith("sitemap") and path.endswith(".xml")]
            parts = [f"sitemap-{number}.xml" for number in range(1, len(sizes) + 1)]
            assert names == ["sitemap.xml", *parts]
            assert [len(ET.fromstring(found[name][0])) for name in names] == [len(sizes) or entries, *sizes]
            told = [node.text for node in ET.fromstring(found["sitemap.xml"][0]).iter(f"{NS}loc")]
            if sizes:
                assert told == [f"https://www.mingchuan.example/{name}" for name in parts]
                every = [node.text for name in parts for node in ET.fromstring(found[name][0]).iter(f"{NS}loc")]
                assert len(set(every)) == entries


def test_pages_behind_a_columns_first_are_no_destinations(tmp_path):
    """Their content moves on; search engines find them by the links, and documents by this file."""
    files = {f"tzgg/n-{n:02}.md": document(f"n-{n:02}", published="2026-09-01 09:00") for n in range(25)}
    build(tmp_path, files)
    output = tree(tmp_path / "output")
    assert "tzgg/2026-09/index.html" in output
    locations = [node.text for node in ET.fromstring(output["sitemap.xml"]).iter(f"{NS}loc")]
    assert "https://www.mingchuan.example/tzgg/2026-09/" not in locations
    assert sum("/tzgg/2026-09/" in location for location in locations) == 25

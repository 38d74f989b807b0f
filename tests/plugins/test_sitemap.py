"""sitemap.xml, its parts and robots.txt."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from plugins import sitemap
from tests.plugins.small_site import build, document, made, tree
from tests.plugins.test_validity import policy

NS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
HOST = "https://www.mingchuan.example"


def dated(data: bytes | str) -> dict[str, str | None]:
    """Root-relative address → lastmod, of a sitemap or an index."""
    return {
        entry.findtext(f"{NS}loc").removeprefix(HOST): entry.findtext(f"{NS}lastmod") for entry in ET.fromstring(data)
    }


def test_every_page_is_there_with_its_canonical_address(tmp_path):
    """Dates are those of the documents; the index has the newest of each part."""
    build(tmp_path)
    output = tree(tmp_path / "output")
    assert dated(output["sitemap.xml"]) == {"/sitemap-pages.xml": "2026-10-15", "/sitemap-2026.xml": "2026-10-15"}
    assert dated(output["sitemap-pages.xml"]) == {
        "/": "2026-10-15",
        "/sitemap.html": None,
        "/tzgg/": "2026-10-15",
        "/villages/": None,
        "/villages/liulin/": None,
        "/villages/towns/qingxi/": None,
        "/zwgk/": None,
        "/zwgk/gfxwj/": None,
    }
    assert dated(output["sitemap-2026.xml"]) == {"/tzgg/2026-10/tzgg-1.html": "2026-10-15"}
    assert output["robots.txt"].decode().endswith(f"Sitemap: {HOST}/sitemap.xml\n")


def test_a_new_document_leaves_the_parts_of_other_years_as_they_are(tmp_path):
    """And this year's part grows at its end."""
    files = {
        "tzgg/a.md": document("a", published="2024-05-01 09:00"),
        "tzgg/b.md": document("b", published="2025-05-01 09:00"),
    }
    build(tmp_path, files)
    before = tree(tmp_path / "output")
    build(tmp_path, {**files, "tzgg/c.md": document("c", published="2026-11-19 09:00")})
    after = tree(tmp_path / "output")
    changed = {path for path in after if path.startswith("sitemap") and before[path] != after[path]}
    assert changed == {"sitemap.xml", "sitemap-pages.xml", "sitemap-2026.xml"}
    assert after["sitemap-2026.xml"].startswith(before["sitemap-2026.xml"].removesuffix(b"\n</urlset>\n"))
    assert dated(after["sitemap.xml"])["/sitemap-2024.xml"] == "2024-05-01"


def test_a_repeal_is_a_change_of_what_it_repeals(tmp_path):
    """The repealed document's page says so since that day, and its columns' lists do."""
    acting = {"written": "2026-11-02", "published": "2026-11-03 09:00", "effective": "2026-11-10"}
    files = {
        "zwgk/gfxwj/old.md": policy("old", 1, written="2020-05-01", published="2020-05-06 09:00"),
        "tzgg/new.md": policy("new", 2, repeals="old", **acting),
    }
    build(tmp_path, files, NOW="2026-11-09")
    assert dated(tree(tmp_path / "output")["sitemap-2020.xml"]) == {"/zwgk/gfxwj/2020-05/old.html": "2020-05-06"}
    build(tmp_path, files, NOW="2026-11-20")
    output = tree(tmp_path / "output")
    assert dated(output["sitemap-2020.xml"]) == {"/zwgk/gfxwj/2020-05/old.html": "2026-11-10"}
    pages = dated(output["sitemap-pages.xml"])
    assert (pages["/"], pages["/zwgk/"], pages["/zwgk/gfxwj/"]) == ("2026-11-10",) * 3
    assert pages["/tzgg/"] == "2026-11-03"


def test_a_withdrawal_is_a_change_of_the_list_it_leaves(tmp_path):
    """The page that explains is no destination."""
    taken = {"status": "withdrawn", "withdrawn_at": "2026-11-19 08:30", "withdrawal_reason": "内容有误"}
    build(tmp_path, {"zwgk/gfxwj/a.md": document("a", **taken)})
    output = tree(tmp_path / "output")
    pages = dated(output["sitemap-pages.xml"])
    assert (pages["/zwgk/gfxwj/"], pages["/tzgg/"]) == ("2026-11-19", "2026-10-15")
    assert list(dated(output["sitemap-2026.xml"])) == ["/tzgg/2026-10/tzgg-1.html"]


def test_no_date_is_that_of_the_build(tmp_path):
    """A build on another day writes the same files."""
    build(tmp_path, NOW="2026-11-09")
    before = {path: data for path, data in tree(tmp_path / "output").items() if path.startswith("sitemap")}
    build(tmp_path, NOW="2026-11-20")
    assert before == {path: data for path, data in tree(tmp_path / "output").items() if path.startswith("sitemap")}


def test_a_large_year_has_several_files_and_those_that_are_full_stay(tmp_path, monkeypatch):
    """The protocol allows 50,000 entries a file; what is hidden stands in none."""
    monkeypatch.setattr(sitemap, "LIMIT", 3)
    days = {f"tzgg/n-{n}.md": document(f"n-{n}", published=f"2025-03-0{n} 09:00") for n in range(1, 6)}
    hidden = {
        "old/column.toml": 'id = "old"\nname = "旧栏目"\nhidden = true\n',
        "old/sub/column.toml": 'id = "sub"\nname = "旧子栏目"\n',
        **{f"old/sub/o-{n}.md": document(f"o-{n}") for n in range(7)},
    }
    found = {path: data for path, (data, _) in made(tmp_path / "a", {**days, **hidden}).items() if "sitemap" in path}
    names = ["sitemap-pages.xml", "sitemap-pages-2.xml", "sitemap-pages-3.xml", "sitemap-2025.xml",
             "sitemap-2025-2.xml", "sitemap-2026.xml"]  # fmt: skip
    assert list(dated(found["sitemap.xml"])) == [f"/{name}" for name in names]
    assert [len(dated(found[name])) for name in names] == [3, 3, 2, 3, 2, 1]
    assert not [name for name in names if "/old/" in str(found[name])]
    more = {**days, "tzgg/n-6.md": document("n-6", published="2025-12-01 09:00")}
    again = {path: data for path, (data, _) in made(tmp_path / "b", more).items() if "sitemap" in path}
    assert again["sitemap-2025.xml"] == found["sitemap-2025.xml"]
    assert again["sitemap-2025-2.xml"] != found["sitemap-2025-2.xml"]


def test_pages_behind_a_columns_first_are_no_destinations(tmp_path):
    """Their content moves on; search engines find them by the links, and documents by this file."""
    files = {f"tzgg/n-{n:02}.md": document(f"n-{n:02}", published="2026-09-01 09:00") for n in range(25)}
    build(tmp_path, files)
    output = tree(tmp_path / "output")
    assert "tzgg/2026-09/index.html" in output
    locations = [*dated(output["sitemap-pages.xml"]), *dated(output["sitemap-2026.xml"])]
    assert "/tzgg/2026-09/" not in locations
    assert sum("/tzgg/2026-09/" in location for location in locations) == 25

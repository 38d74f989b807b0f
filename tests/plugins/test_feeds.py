"""feed.atom and index.json of a column."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

from tests.plugins.small_site import build, document, tree

ATOM = "{http://www.w3.org/2005/Atom}"


def test_a_feed_holds_the_newest_of_the_column_and_below(tmp_path):
    """Twenty at most, newest first, with absolute addresses; updated is the newest entry's time."""
    files = {f"zwgk/gfxwj/n-{n:02}.md": document(f"n-{n:02}", published=f"2026-09-{n:02} 08:00") for n in range(1, 25)}
    build(tmp_path, {**files, "zwgk/a.md": document("a", title="甲 & <乙>")})
    feed = ET.fromstring(tree(tmp_path / "output")["zwgk/feed.atom"])
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 20
    assert entries[0].findtext(f"{ATOM}title") == "甲 & <乙>"
    assert entries[0].findtext(f"{ATOM}id") == "tag:www.mingchuan.example,2026:a"
    assert feed.findtext(f"{ATOM}updated") == "2026-10-15T09:30:00+08:00"
    assert entries[1].findtext(f"{ATOM}updated") == "2026-09-24T08:00:00+08:00"


def test_a_move_changes_no_name_in_a_feed(tmp_path):
    """Readers know an entry by its id, and a feed by that of its column (RFC 4151)."""
    build(tmp_path / "a", {"zwgk/a.md": document("a")})
    build(tmp_path / "b", {"zwgk/gfxwj/a.md": document("a")})
    here, there = (ET.fromstring(tree(tmp_path / name / "output")["zwgk/feed.atom"]) for name in "ab")
    assert here.findtext(f"{ATOM}id") == "tag:www.mingchuan.example,2026:column/zwgk"
    entries = [feed.find(f"{ATOM}entry") for feed in (here, there)]
    assert [entry.findtext(f"{ATOM}id") for entry in entries] == ["tag:www.mingchuan.example,2026:a"] * 2
    assert entries[0].find(f"{ATOM}link").get("href") != entries[1].find(f"{ATOM}link").get("href")


def test_an_empty_column_has_a_feed_that_never_changes(tmp_path):
    """No clock."""
    build(tmp_path)
    feed = ET.fromstring(tree(tmp_path / "output")["zwgk/feed.atom"])
    assert feed.findtext(f"{ATOM}updated") == "1970-01-01T00:00:00+08:00"


def test_index_json_lists_a_columns_own_documents_and_its_children(tmp_path):
    """Programs find the rest by the children."""
    build(tmp_path, {"zwgk/gfxwj/b.md": document("b")})
    found = json.loads(tree(tmp_path / "output")["zwgk/index.json"])
    assert found["items"] == []
    assert found["children"] == [{"name": "规范性文件", "url": "https://www.mingchuan.example/zwgk/gfxwj/"}]
    own = json.loads(tree(tmp_path / "output")["zwgk/gfxwj/index.json"])["items"]
    assert [(item["id"], item["publisher"]) for item in own] == [("b", "明川县财政局")]

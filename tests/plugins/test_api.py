"""The JSON API of plain files."""

from __future__ import annotations

import json

from tests.plugins.small_site import build, document, problems, tree, write_site
from tests.plugins.test_validity import policy

HOST = "https://www.mingchuan.example"
FILES = {
    "zwgk/gfxwj/old.md": policy("old", 1, written="2020-05-01", published="2020-05-06 09:00"),
    "zwgk/gfxwj/new.md": policy("new", 2, repeals="old", written="2026-11-02", published="2026-11-03 09:00",
                                effective="2026-11-10", attachments="files/a.pdf"),
    "tzgg/jd.md": document("jd", type="interpretation", title="一图读懂", interprets="new"),
    "files/a.pdf": b"%PDF",
    "old/column.toml": 'id = "hid"\nname = "旧栏目"\nhidden = true\n',
    "old/o-1.md": policy("o-1", 9),
}  # fmt: skip


def read(folder, name: str):
    """A file of the API."""
    return json.loads((folder / "output/api" / name).read_text(encoding="utf-8"))


def test_all_shown_documents_stand_in_the_month_of_their_publication(tmp_path):
    """documents.json names the months with how many there are, newest first; what is hidden is in none."""
    build(tmp_path, FILES)
    told = read(tmp_path, "documents.json")
    assert [(month["month"], month["count"], month["updated"]) for month in told["months"]] == [
        ("2026-11", 1, "2026-11-03"),
        ("2026-10", 2, "2026-10-15"),
        ("2020-05", 1, "2026-11-10"),
    ]
    assert told["count"] == 4
    assert told["months"][0]["url"] == f"{HOST}/api/documents/2026-11.json"
    items = [
        item["id"] for month in told["months"] for item in read(tmp_path, f"documents/{month['month']}.json")["items"]
    ]
    assert items == ["new", "jd", "tzgg-1", "old"]


def test_a_document_tells_its_days_its_standing_and_its_attachments(tmp_path):
    """As its page does."""
    build(tmp_path, FILES)
    new = read(tmp_path, "documents/2026-11.json")["items"][0]
    assert (new["written"], new["effective"], new["column"]) == ("2026-11-02", "2026-11-10", "zwgk/gfxwj")
    assert new["attachments"] == [f"{HOST}/files/a.pdf"]
    old = read(tmp_path, "documents/2020-05.json")["items"][0]
    assert (old["validity"], old["validity_since"]) == ("废止", "2026-11-10")
    assert old["validity_by"] == new["url"] == f"{HOST}/zwgk/gfxwj/2026-11/new.html"


def test_policies_come_with_their_interpretations(tmp_path):
    """All of them in one file."""
    build(tmp_path, FILES)
    told = read(tmp_path, "policies.json")
    assert [
        (item["id"], item["validity"], [other["id"] for other in item["interpretations"]]) for item in told["items"]
    ] == [
        ("new", "有效", ["jd"]),
        ("old", "废止", []),
    ]


def test_columns_are_a_tree_without_what_is_hidden(tmp_path):
    """With the addresses of their documents and feeds, which are there."""
    build(tmp_path, FILES)
    told = read(tmp_path, "columns.json")["columns"]
    assert [column["id"] for column in told] == ["tzgg", "zwgk", "villages"]
    below = told[1]["children"][0]
    assert (below["id"], below["path"], below["unit"]) == ("gfxwj", "zwgk/gfxwj", "明川县财政局")
    for address in (below["documents"], below["feed"]):
        assert (tmp_path / "output" / address.removeprefix(f"{HOST}/")).is_file()


def test_the_index_names_files_that_are_there(tmp_path):
    """But for the places to fill in."""
    build(tmp_path, FILES)
    told = read(tmp_path, "index.json")
    assert told["site"]["id_code"] == "9999990001"
    named = [entry["url"].removeprefix(f"{HOST}/") for entry in told["files"].values() if "{" not in entry["url"]]
    assert len(named) == 4
    assert not [name for name in named if not (tmp_path / "output" / name).is_file()]


def test_content_may_link_to_the_files_and_to_no_others(tmp_path):
    """A month without documents has none."""
    there = "[甲](/api/index.json) [乙](/api/policies.json) [丙](/api/documents/2026-10.json)\n"
    assert problems(tmp_path / "a", {"tzgg/a.md": document("a", body=there)}) == []
    [told] = problems(tmp_path / "b", {"tzgg/a.md": document("a", body="[丙](/api/documents/1999-10.json)\n")})
    assert "指向的网页不存在" in told


def test_nothing_of_a_withdrawn_document_is_told(tmp_path):
    """Nor of drafts, nor of what is to come."""
    taken = {"status": "withdrawn", "withdrawn_at": "2026-11-01 08:30", "withdrawal_reason": "内容有误"}
    files = {
        "tzgg/a.md": document("gone", title="撤回的", **taken),
        "tzgg/b.md": document("draft", title="草稿的", status="draft"),
        "tzgg/c.md": document("later", title="将来的", published="2026-12-01 09:00"),
    }
    build(tmp_path, files)
    said = b"".join(data for path, data in tree(tmp_path / "output").items() if path.startswith("api/")).decode()
    assert not [word for word in ("撤回的", "草稿的", "将来的") if word in said]


def test_an_incremental_build_equals_a_clean_one(tmp_path):
    """After a new document, a repeal, a renamed unit and a hidden column."""
    steps = (
        {"tzgg/n.md": document("n", published="2026-11-19 09:00")},
        {"tzgg/r.md": policy("r", 3, repeals="new", written="2026-11-18", published="2026-11-18 09:00")},
        {"units.csv": "id,name,short_name,org_code,kind,parent,contact\nczj,明川县财政和审计局,县财政局,,部门,,\n"},
        {"zwgk/column.toml": 'id = "zwgk"\nname = "政务公开"\nunit = "czj"\norder = 20\nhidden = true\n'},
    )
    files: dict[str, str | bytes | None] = dict(FILES)
    build(tmp_path / "one", files)
    for number, step in enumerate(steps):
        files |= step
        build(tmp_path / "one", files)
        write_site(tmp_path / f"clean-{number}", files)
        build(tmp_path / f"clean-{number}", files)
        assert tree(tmp_path / "one/output") == tree(tmp_path / f"clean-{number}/output")

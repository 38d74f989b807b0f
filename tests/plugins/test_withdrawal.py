"""What was public and is so no longer leaves a page that explains, and nothing else anywhere."""

from __future__ import annotations

import json

import pytest

from plugins.build.edition import read_edition
from plugins.withdrawal import DISCREET, Gone, down_at, is_secretive
from tests.plugins.small_site import build, document, problems, tree, write_site

TAKEN = {"status": "withdrawn", "withdrawn_at": "2026-11-01 08:30", "withdrawal_reason": "内容有误"}
WORDS = {"title": "老街改造通告", "summary": "老街摘要", "keywords": "[老街词]", "doc_no": "明财发〔2026〕77号"}
BODY = "老街正文。\n\n![图](../media/old.svg)\n"
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 150"><rect width="9" height="9"/></svg>'
FILES = {"files/old.pdf": b"%PDF old", "media/old.svg": DRAWING}
PAGE = "tzgg/2026-10/old.html"


def gone(tmp_path, **fields: str) -> Gone | None:
    """What may be said of a document that is not public."""
    edition = read_edition(write_site(tmp_path, {"tzgg/old.md": document("old", **fields)}), "", False, 1)
    assert edition.problems == ()
    return edition.gone.get("tzgg/old.md")


@pytest.mark.parametrize("taken", [TAKEN, {"expires": "2026-11-10"}])
def test_a_withdrawn_document_is_cleared_from_everything_in_one_build(tmp_path, taken):
    """Page, lists, feeds, indexes, search, sitemap, attachments, pictures: only its own address knows of it."""
    whole = {**WORDS, "attachments": "files/old.pdf", "body": BODY}
    build(tmp_path, {**FILES, "tzgg/old.md": document("old", **whole)})
    before = tree(tmp_path / "output")
    assert {"files/old.pdf", "media/old.svg"} <= before.keys()
    assert "老街正文".encode() in before[PAGE]
    build(tmp_path, {**FILES, "tzgg/old.md": document("old", **whole, **taken)})
    after = tree(tmp_path / "output")
    assert not {"files/old.pdf", "media/old.svg"} & after.keys()
    named = {path for path, data in after.items() if "老街".encode() in data or b"old.html" in data or b"77" in data}
    assert named - {"build-manifest.json"} == {PAGE}
    page = after[PAGE].decode()
    assert "老街改造通告" in page
    assert not [word for word in ("老街正文", "老街摘要", "老街词", "77号", "old.pdf", "old.svg") if word in page]
    assert "0000-5550100" in page


def test_the_page_tells_when_and_why(tmp_path):
    """And the unit to ask."""
    assert gone(tmp_path, **TAKEN) == Gone(
        "撤回", "关于公开的通知", "2026-11-01 08:30", "内容有误", "/tzgg/2026-10/old.html", "czj", "tzgg"
    )
    assert gone(tmp_path, expires="2026-11-10") == Gone(
        "到期下线", "关于公开的通知", "2026-11-11 00:00", "公开期限届满", "/tzgg/2026-10/old.html", "czj", "tzgg"
    )


@pytest.mark.parametrize(
    ("fields", "title", "reason"),
    [
        ({"withdrawal_reason": "误发个人信息"}, "", DISCREET),
        ({"withdrawal_reason": "泄露身份证号"}, "", DISCREET),
        ({"withdrawal_reason": "涉密"}, "", DISCREET),
        ({"withdrawal_reason": "误发个人信息", "hide_title": "否"}, "关于公开的通知", DISCREET),
        ({"withdrawal_reason": "内容有误", "hide_title": "是"}, "", "内容有误"),
        ({"withdrawal_reason": ""}, "", ""),
        ({"withdrawal_reason": "", "hide_title": "否"}, "关于公开的通知", ""),
    ],
)
def test_a_leak_is_not_pointed_at(tmp_path, fields, title, reason):
    """Neither title nor reason of what should never have been published; nor a title that nobody said may stay."""
    said = gone(tmp_path, **{**TAKEN, **fields})
    assert (said.title, said.reason) == (title, reason)


def test_a_title_that_holds_a_private_number_is_hidden(tmp_path):
    """Whatever the reason says: the gate would have barred it."""
    said = {**TAKEN, "title": "关于 11010519491231002X 的通知", "hide_title": "否"}
    build(tmp_path, {"tzgg/old.md": document("old", **said)})
    assert not [path for path, data in tree(tmp_path / "output").items() if b"11010519491231002X" in data]


@pytest.mark.parametrize("reason", ["安排有变", "重复发布", "内容有误", "政策调整"])
def test_ordinary_reasons_are_told(reason):
    """They give nothing away."""
    assert not is_secretive(reason)


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "draft"},
        {"status": "draft", "expires": "2026-11-10"},
        {"status": "withdrawn", "published": "2026-12-01 09:00"},
        {"status": "withdrawn", "withdrawn_at": "2026-10-15 09:00"},
        {"expires": "2026-10-14"},
    ],
)
def test_what_was_never_public_leaves_nothing(tmp_path, fields):
    """A draft, a document of tomorrow, one taken back before its hour."""
    build(tmp_path, {"tzgg/old.md": document("old", **fields)})
    assert not [path for path in tree(tmp_path / "output") if "old" in path]


def test_links_to_it_go_on_and_are_told(tmp_path):
    """By path, address and anchor, and references: no error, a reminder at each line; a draft is still an error."""
    text = "[a](old.md) [b](old.md#er)\n\n[c](/tzgg/2026-10/old.html)\n"
    files = {
        "tzgg/old.md": document("old", **TAKEN, body="## 二 {#er}\n"),
        "tzgg/a.md": document("a", body=text),
        "tzgg/b.md": document("b", amends="old"),
    }
    edition = read_edition(write_site(tmp_path, files), "", False, 1)
    assert edition.problems == ()
    assert [str(notice) for notice in edition.notices] == [
        "content/tzgg/a.md:9: 链接“old.md#er”指向的文档已经撤回，读者打开的是说明页。请决定是否删去，或改写别的文档",
        "content/tzgg/a.md:9: 链接“old.md”指向的文档已经撤回，读者打开的是说明页。请决定是否删去，或改写别的文档",
        "content/tzgg/a.md:11: 链接“/tzgg/2026-10/old.html”指向的文档已经撤回，读者打开的是说明页。请决定是否删去，或改写别的文档",
        "content/tzgg/b.md:7: 所写的“old”已经撤回。请决定是否删去，或改写别的文档",
    ]
    build(tmp_path, files)
    page = tree(tmp_path / "output")["tzgg/2026-10/a.html"].decode()
    assert page.count('href="/tzgg/2026-10/old.html"') == 3
    (said,) = problems(tmp_path / "b", {**files, "tzgg/old.md": document("old", status="draft"), "tzgg/b.md": None,
                                        "tzgg/a.md": document("a", body="[a](old.md)\n")})  # fmt: skip
    assert "指向的文档还是草稿" in said


def test_old_addresses_lead_to_the_page_that_explains(tmp_path):
    """A bookmark of ten years ago is no dead link either."""
    build(tmp_path, {"tzgg/old.md": document("old", **TAKEN, aliases="[/art/9.html]")})
    output = tree(tmp_path / "output")
    assert output["redirects.map"] == b"/art/9.html /tzgg/2026-10/old.html;\n"
    assert b"/tzgg/2026-10/old.html" in output["art/9.html"]


def test_an_attachment_that_another_document_shows_stays(tmp_path):
    """It is that one's as well."""
    one = document("old", attachments="files/old.pdf", **TAKEN)
    build(tmp_path, {**FILES, "tzgg/old.md": one, "tzgg/b.md": document("b", attachments="files/old.pdf")})
    assert "files/old.pdf" in tree(tmp_path / "output")


def test_what_a_withdrawn_document_repealed_is_in_force_again(tmp_path):
    """It causes nothing any more, in lists and indexes as well."""
    policy = {"type": "policy", "written": "2026-10-12", "topic": "其他", "validity": "有效"}
    files = {
        "zwgk/gfxwj/p.md": document("p", index_no="009990020/2026-00001", **policy),
        "tzgg/old.md": document("old", repeals="p", **TAKEN),
    }
    build(tmp_path, files)
    (item,) = json.loads(tree(tmp_path / "output")["zwgk/gfxwj/index.json"])["items"]
    assert item["validity"] == "有效"


LIMITED = {"tzgg/column.toml": 'id = "tzgg"\nname = "通知公告"\ntype = "政策文件"\norder = 10\nretention = 30\n'}


def test_a_document_comes_down_when_the_retention_of_its_column_is_over(tmp_path):
    """It leaves page, lists and files for a page that says so; a younger one stays, as does one with its own day."""
    files = {
        **LIMITED,
        "files/old.pdf": b"%PDF old",
        "tzgg/old.md": document("old", published="2026-10-20 18:00", attachments="files/old.pdf"),
        "tzgg/young.md": document("young", published="2026-10-21 08:00"),
        "tzgg/own.md": document("own", published="2026-10-01 08:00", expires="2026-12-31"),
    }
    build(tmp_path, files)
    after = tree(tmp_path / "output")
    assert "公开期限届满" in after["tzgg/2026-10/old.html"].decode()
    assert "2026-11-20 00:00" in after["tzgg/2026-10/old.html"].decode()
    assert "files/old.pdf" not in after
    assert b"old.html" not in after["tzgg/index.html"]
    assert all(b"noindex" not in after[f"tzgg/2026-10/{name}.html"] for name in ("young", "own"))


def test_the_next_build_of_the_night_knows_of_a_retention(tmp_path):
    """The day is told ahead, and that build gives what a clean one gives."""
    files = {**LIMITED, "tzgg/young.md": document("young", published="2026-10-21 08:00")}
    build(tmp_path, files)
    due = json.loads((tmp_path / "output/next-due.json").read_text("utf-8"))
    assert {"at": "2026-11-21T00:00:00+08:00", "expire": 1} in due["events"]
    later = "2026-11-21T00:00:00+08:00"
    build(tmp_path, files, NOW=later)
    build(tmp_path / "clean", files, NOW=later)
    assert "公开期限届满" in (tmp_path / "output/tzgg/2026-10/young.html").read_text("utf-8")
    assert tree(tmp_path / "output") == tree(tmp_path / "clean/output")


def test_a_retention_without_end_changes_nothing(tmp_path):
    """A number of days beyond the calendar."""
    endless = LIMITED["tzgg/column.toml"].replace("30", "9999999999")
    build(tmp_path, {"tzgg/column.toml": endless, "tzgg/old.md": document("old", published="2019-10-20 18:00")})
    assert b"noindex" not in tree(tmp_path / "output")["tzgg/2019-10/old.html"]


CATALOGUE = """\
[[item]]
section = "财务"
id = "cwsz"
name = "财务收支"
rhythm = "quarterly"
retention = "30天"
[[item]]
section = "财务"
id = "zczy"
name = "资产资源"
rhythm = "quarterly"
retention = "2个月"
[[item]]
section = "财务"
id = "zqzw"
name = "债权债务"
rhythm = "quarterly"
"""


def affair(id: str, item: str, day: str, **fields: str) -> str:
    """A village's document."""
    return document(id, type="village_affair", section="财务", item=item, published=f"{day} 09:00", **fields)


AFFAIRS = {
    "villages/catalogue.toml": CATALOGUE,
    "villages/liulin/old.md": affair("old", "cwsz", "2026-10-20"),
    "villages/liulin/young.md": affair("young", "cwsz", "2026-10-21"),
    "villages/liulin/longer.md": affair("longer", "zczy", "2026-09-21"),
    "villages/liulin/lasting.md": affair("lasting", "zqzw", "2025-01-10"),
    "villages/liulin/own.md": affair("own", "cwsz", "2026-10-01", expires="2026-12-31"),
}


def test_a_village_s_document_comes_down_when_the_retention_of_its_item_is_over(tmp_path):
    """From page, village and town; others stay, each by its own item, and one by its own day."""
    build(tmp_path, AFFAIRS)
    after = tree(tmp_path / "output")
    assert "公开期限届满" in after["villages/liulin/2026-10/old.html"].decode()
    for page in ("villages/liulin/index.html", "villages/liulin/wall/index.html", "villages/towns/qingxi/index.html"):
        assert b"old.html" not in after[page]
    rest = ("2026-10/young", "2026-09/longer", "2025-01/lasting", "2026-10/own")
    assert all(b"noindex" not in after[f"villages/liulin/{name}.html"] for name in rest)


def test_the_retention_of_an_item_goes_before_that_of_its_column(tmp_path):
    """Which counts for items that last."""
    column = 'id = "villages"\nname = "村务公开"\ntype = "信息公开目录"\norder = 30\nretention = 40\n'
    edition = read_edition(write_site(tmp_path, {**AFFAIRS, "villages/column.toml": column}), "", False, 1)
    articles = edition.targets.articles
    assert articles["villages/liulin/young.md"].expires == "2026-11-21 00:00"
    assert articles["villages/liulin/lasting.md"].expires == "2025-02-20 00:00"


def test_the_next_build_knows_of_the_retention_of_an_item(tmp_path):
    """And gives what a clean one gives."""
    build(tmp_path, AFFAIRS)
    due = json.loads((tmp_path / "output/next-due.json").read_text("utf-8"))
    assert {"at": "2026-11-21T00:00:00+08:00", "expire": 1} in due["events"]
    assert {"at": "2026-11-22T00:00:00+08:00", "expire": 1} in due["events"]
    later = "2026-11-21T00:00:00+08:00"
    build(tmp_path, AFFAIRS, NOW=later)
    build(tmp_path / "clean", AFFAIRS, NOW=later)
    assert "公开期限届满" in (tmp_path / "output/villages/liulin/2026-10/young.html").read_text("utf-8")
    assert tree(tmp_path / "output") == tree(tmp_path / "clean/output")


@pytest.mark.parametrize(
    ("day", "term", "at"),
    [
        ("2026-10-01", "30天", "2026-11-01 00:00"),
        ("2026-08-31", "6个月", "2027-03-01 00:00"),
        ("2024-02-29", "1年", "2025-03-01 00:00"),
        ("2026-12-15", "1个月", "2027-01-16 00:00"),
        ("9999-12-01", "1年", ""),
    ],
)
def test_a_term_ends_with_its_last_day(day, term, at):
    """A month that is shorter ends on its own last day; beyond the calendar there is no end."""
    assert down_at(day, term) == at

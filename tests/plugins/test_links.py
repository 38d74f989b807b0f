"""Dead links, in one report with their lines; live ones, as addresses."""

from __future__ import annotations

import pytest

from tests.plugins.small_site import build, document, edition, portal, problems, refused, tree

OTHERS = {
    "tzgg/two.md": document("two", body="## 二 {#er}\n"),
    "tzgg/draft.md": document("draft", status="draft"),
    "tzgg/gone.md": document("gone", status="withdrawn"),
    "tzgg/later.md": document("later", published="2027-01-01 00:00"),
    "files/a.pdf": "x",
}
DEAD = {
    "(tow.md)": "指向的文档不存在。是不是想写“tzgg/two.md”？请核对路径",
    "(draft.md)": "指向的文档还是草稿。读者打不开它，请删去链接，或等它公开后再加",
    "(later.md)": "指向的文档还没有到发布时间。读者打不开它，请删去链接，或等它公开后再加",
    "(two.md#eer)": "指向的锚点“eer”不存在。是不是想写“er”？请核对锚点，或删去 # 及其后的内容",
    "(../files/b.pdf)": "指向的文件不存在。是不是想写“files/a.pdf”？"
    "请把文件放进 content/files/ 或 content/media/，再核对路径",
    "(/tzggg/)": "指向的网页不存在。是不是想写“/tzgg/”？链接到文档请写相对路径的 .md，网页移动时会自动跟随",
    "(https://www.mingchuan.example/nowhere/)": "指向的网页不存在。链接到文档请写相对路径的 .md，网页移动时会自动跟随",
}


@pytest.mark.parametrize("target", sorted(DEAD))
def test_a_dead_link_is_told_at_its_line(tmp_path, target):
    """Document, anchor, file, address, our own host."""
    found = problems(tmp_path, {**OTHERS, "tzgg/tzgg-1.md": document(body=f"一\n\n[a]{target}\n")})
    assert found == [f"content/tzgg/tzgg-1.md:11: 链接“{target[1:-1]}”{DEAD[target]}"]


def test_live_links_become_addresses(tmp_path):
    """Of documents, anchors, files, columns, feeds, our own host and the rest of the world."""
    text = (
        "[1](two.md) [2](two.md#er) [3](../files/a.pdf) [4](/tzgg/) [5](/zwgk/feed.atom) "
        "[6](https://www.mingchuan.example/tzgg/) [7](https://www.gov.cn/a?b=c&d) [8](tel:12345) "
        "[9](/tzgg/2026-10/two.html#er)\n"
    )
    build(tmp_path, {**OTHERS, "tzgg/tzgg-1.md": document(body=text)})
    page = tree(tmp_path / "output")["tzgg/2026-10/tzgg-1.html"].decode()
    for number, address in {
        1: "/tzgg/2026-10/two.html",
        2: "/tzgg/2026-10/two.html#er",
        3: "/files/a.pdf",
        4: "/tzgg/",
        5: "/zwgk/feed.atom",
        7: "https://www.gov.cn/a?b=c&amp;d",
        8: "tel:12345",
        9: "/tzgg/2026-10/two.html#er",
    }.items():
        assert f'<a href="{address}"' in page, number
    assert "gk-" not in page


def test_a_link_of_a_draft_is_nobodys_business_yet(tmp_path):
    """Only what the public would see is followed."""
    assert problems(tmp_path, {"tzgg/d.md": document("d", status="draft", body="[a](nowhere.md)\n")}) == []


def test_every_dead_link_is_in_the_report(tmp_path):
    """Not only the first."""
    text = "".join(f"[a](no-{n}.md)\n\n" for n in range(7))
    assert refused(tmp_path, {"tzgg/tzgg-1.md": document(body=text)}).count("指向的文档不存在") == 7


def test_a_faulty_header_does_not_hide_dead_links(tmp_path):
    """Of an unknown type, a missing field, a wrong place; a link to such a document is no second problem."""
    dead = "[a](nowhere.md) [b](/nowhere/) [c](two.md#eer)\n"
    files = {
        **OTHERS,
        "tzgg/type.md": document("type", type="articel", body=dead),
        "tzgg/field.md": document("field", title="", body=dead),
        "zwgk/place.md": document("place", type="village_affair", section="财务", item="cwsz", body=dead),
        "tzgg/tzgg-1.md": document(body="[a](type.md) [b](field.md#no) [c](../zwgk/place.md)\n"),
    }
    found = problems(tmp_path, files)
    for name, links in (("tzgg/type.md", 3), ("tzgg/field.md", 3), ("zwgk/place.md", 3), ("tzgg/tzgg-1.md", 0)):
        lines = [line for line in found if line.startswith(f"content/{name}:")]
        assert sum("链接" in line for line in lines) == links, lines
        assert sum("链接" not in line for line in lines) == bool(links), lines


def test_the_links_of_a_faulty_draft_are_nobodys_business_either(tmp_path):
    """A header that cannot be understood may still say that it is a draft."""
    files = {"tzgg/d.md": document("d", title="", status="draft", body="[a](nowhere.md)\n")}
    assert [line.partition("。")[0] for line in problems(tmp_path, files)] == ["content/tzgg/d.md:7: 缺少“标题”"]


def test_a_link_by_a_former_path_follows_the_document(tmp_path):
    """Whoever linked to it on another branch learns of it from desk check; the page leads to where it stands, and
    follows when it is moved on."""
    urls = "url,id,registered,origin\n/zwgk/2026-10/two.html,two,2026-10-16 09:00,given\n"
    files = {**OTHERS, "_registry/urls.csv": urls, "tzgg/tzgg-1.md": document(body="[二](../zwgk/two.md#er)\n")}
    build(tmp_path / "site", files)
    page = "tzgg/2026-10/tzgg-1.html"
    assert 'href="/tzgg/2026-10/two.html#er"' in tree(tmp_path / "site/output")[page].decode()
    notices = edition(tmp_path / "site", files).notices
    assert [str(notice) for notice in notices] == [
        "content/tzgg/tzgg-1.md:9: 链接“../zwgk/two.md#er”写的是旧路径，文档已移到 content/tzgg/two.md。"
        "网页上会转到新位置，请顺手改正"
    ]
    content = tmp_path / "site/content"
    (content / "tzgg/two.md").rename(content / "zwgk/gfxwj/two.md")
    portal(content, tmp_path / "site/output").build()
    portal(content, tmp_path / "clean").build()
    assert tree(tmp_path / "site/output") == tree(tmp_path / "clean")
    assert 'href="/zwgk/gfxwj/2026-10/two.html#er"' in tree(tmp_path / "clean")[page].decode()


def test_a_former_path_that_may_mean_two_documents_is_dead(tmp_path):
    """Two of one file name stood there, one after the other."""
    urls = "url,id,registered,origin\n" + "".join(
        f"/zwgk/2026-10/{id_}.html,{id_},2026-10-16 09:00,given\n" for id_ in ("a-1", "b-1")
    )
    files = {
        "_registry/urls.csv": urls,
        "tzgg/x.md": document("a-1"),
        "zwgk/gfxwj/x.md": document("b-1"),
        "tzgg/tzgg-1.md": document(body="[x](../zwgk/x.md)\n"),
    }
    assert len(problems(tmp_path, files)) == 1

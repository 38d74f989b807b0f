"""Addresses, lists, header tables, trees: what the pages of a small site hold."""

from __future__ import annotations

import re

from plugins.build.document_view import size_text
from plugins.build.edition import read_edition
from plugins.build.pages import every_page, pager
from plugins.catalogue import Column
from tests.plugins.small_site import build, document, tree, write_site


def sheets(folder, files=None):
    """Every page of a site by its path."""
    edition = read_edition(write_site(folder, files), "", production=False, workers=1)
    assert not edition.problems
    return {sheet.path: sheet for sheet in every_page(edition)}


def test_every_page_has_its_address_and_a_canonical_one(tmp_path):
    """Columns end in a slash, documents stand under their month, village pages under their village."""
    village = document("ll-1", type="village_affair", section="财务", item="cwsz")
    found = sheets(tmp_path, {"villages/liulin/ll-1.md": village})
    addresses = {path: sheet.values["page"].canonical for path, sheet in found.items()}
    assert addresses == {
        "index.html": "https://www.mingchuan.example/",
        "tzgg/index.html": "https://www.mingchuan.example/tzgg/",
        "tzgg/2026-10/tzgg-1.html": "https://www.mingchuan.example/tzgg/2026-10/tzgg-1.html",
        "villages/towns/qingxi/index.html": "https://www.mingchuan.example/villages/towns/qingxi/",
        "zwgk/index.html": "https://www.mingchuan.example/zwgk/",
        "zwgk/gfxwj/index.html": "https://www.mingchuan.example/zwgk/gfxwj/",
        "villages/index.html": "https://www.mingchuan.example/villages/",
        "villages/liulin/index.html": "https://www.mingchuan.example/villages/liulin/",
        "villages/liulin/2026-10/ll-1.html": "https://www.mingchuan.example/villages/liulin/2026-10/ll-1.html",
        "sitemap.html": "https://www.mingchuan.example/sitemap.html",
        "search/index.html": "https://www.mingchuan.example/search/",
        "style/index.html": "https://www.mingchuan.example/style/",
        "404.html": "",
    }
    crumbs = [crumb.name for crumb in found["villages/liulin/2026-10/ll-1.html"].values["page"].breadcrumb]
    assert crumbs == ["首页", "村务公开", "清溪镇", "柳林村", "关于公开的通知"]
    rows = found["villages/liulin/index.html"].values["sections"][2].rows
    assert [(row.item, [doc.title for doc in row.docs]) for row in rows] == [("财务收支", ["关于公开的通知"])]


def test_lists_go_on_after_twenty_items(tmp_path):
    """/tzgg/, /tzgg/page-2.html, newest first, ties in the order of paths."""
    files = {f"tzgg/n-{n:02}.md": document(f"n-{n:02}", published=f"2026-09-{n + 1:02} 09:00") for n in range(25)}
    found = sheets(tmp_path, {**files, "tzgg/m-00.md": document("m-00", published="2026-09-25 09:00")})
    first, second = found["tzgg/index.html"].values, found["tzgg/page-2.html"].values
    assert [item.url.rpartition("/")[2] for item in first["items"][:3]] == ["tzgg-1.html", "m-00.html", "n-24.html"]
    assert (len(first["items"]), len(second["items"])) == (20, 7)
    assert (first["pager"].next_url, second["pager"].previous_url) == ("/tzgg/page-2.html", "/tzgg/")
    assert "tzgg/page-3.html" not in found


def test_a_pager_is_elided():
    """A row of links that grew with the archive would make the site quadratic."""
    numbers = [number for number, _, _ in pager(Column(id="a", name="a", path="a"), 50, 100).pages]
    assert numbers == [1, 48, 49, 50, 51, 52, 100]


def test_an_open_document_has_its_header_table_and_an_article_has_none(tmp_path):
    """国办公开办函〔2019〕61号: 索引号 and its companions."""
    policy = document(
        "gf-1", type="policy", index_no="009990020/2026-00001", written="2026-10-12", topic="其他", validity="有效"
    )
    found = sheets(tmp_path, {"zwgk/gfxwj/gf-1.md": policy})
    assert found["zwgk/gfxwj/2026-10/gf-1.html"].values["header_rows"] == (
        ("索引号", "009990020/2026-00001"),
        ("主题分类", "其他"),
        ("发布机构", "明川县财政局"),
        ("成文日期", "2026-10-12"),
        ("名称", "关于公开的通知"),
        ("发文字号", "无"),
        ("发布日期", "2026-10-15"),
        ("有效性", "有效"),
    )
    assert found["tzgg/2026-10/tzgg-1.html"].values["header_rows"] == ()


def test_the_tree_is_open_at_the_page(tmp_path):
    """From the top column down to where one is."""
    tops = sheets(tmp_path)["zwgk/gfxwj/index.html"].values["page"].tree
    assert [(top.name, top.open, top.current) for top in tops] == [("政务公开", True, False)]
    assert [(child.name, child.depth, child.current) for child in tops[0].children] == [("规范性文件", 1, True)]


def test_a_letter_shows_when_it_was_answered(tmp_path):
    """The answering unit by its full name."""
    letter = document(
        "l-1", type="letter", received="2026-10-01 08:00", answered="2026-10-02 08:00", answered_by="县财政局"
    )
    body = sheets(tmp_path, {"tzgg/l-1.md": letter})["tzgg/2026-10/l-1.html"].values["body"]
    assert '<th scope="row">答复单位</th><td>明川县财政局</td>' in body
    assert '<th scope="row">答复时间</th><td>2026-10-02 08:00</td>' in body


def test_only_files_that_are_referred_to_are_published(tmp_path):
    """A file that was put there and never linked stays inside; so does one that only a draft links."""
    files = {
        "files/附件 1.pdf": "p" * 2000,
        "files/secret.pdf": "s",
        "files/draft.pdf": "d",
        "media/a.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
        "tzgg/a.md": document(
            "a", attachments="[{file: files/附件 1.pdf, name: 申请表}]", body="![图](../media/a.svg)\n"
        ),
        "tzgg/b.md": document("b", status="draft", attachments="files/draft.pdf"),
    }
    build(tmp_path, files)
    output = tree(tmp_path / "output")
    assert [path for path in output if path.startswith(("files/", "media/"))] == ["files/附件 1.pdf", "media/a.svg"]
    page = output["tzgg/2026-10/a.html"].decode()
    assert '<a href="/files/%E9%99%84%E4%BB%B6%201.pdf">申请表 2 KB pdf</a>' in page
    assert 'src="/media/a.svg"' in page
    assert '<meta name="Image" content="https://www.mingchuan.example/media/a.svg">' in page


def test_a_hidden_column_has_pages_but_stands_in_no_list(tmp_path):
    """Reachable by its address only."""
    build(
        tmp_path,
        {
            "old/column.toml": 'id = "old"\nname = "旧栏目"\nhidden = true\n',
            "old/o-1.md": document("o-1", title="旧文件"),
        },
    )
    output = tree(tmp_path / "output")
    assert "old/2026-10/o-1.html" in output
    for path in ("index.html", "sitemap.html", "sitemap.xml", "search/index.json", "tzgg/index.html"):
        assert "o-1" not in output[path].decode()
        assert "/old/" not in output[path].decode()


def test_every_link_of_the_output_leads_somewhere(tmp_path):
    """Every root-relative href and src of every page is a file of the output."""
    build(tmp_path)
    output = tree(tmp_path / "output")
    for path, data in output.items():
        for url in re.findall(r'(?:href|src)="(/[^"#]*)', data.decode() if path.endswith(".html") else ""):
            assert f"{url}index.html".lstrip("/") in output or url.lstrip("/") in output, (path, url)


def test_sizes_are_for_readers():
    """Rounded, never zero."""
    assert [size_text(size) for size in (1, 2048, 1_500_000)] == ["1 KB", "2 KB", "1.4 MB"]


def test_what_lies_below_a_hidden_column_stands_in_no_site_map(tmp_path):
    """Its own column.toml does not say so again."""
    files = {
        "zwgk/h/column.toml": 'id = "h"\nname = "甲"\nhidden = true\n',
        "zwgk/h/s/column.toml": 'id = "s"\nname = "乙"\n',
    }
    groups = sheets(tmp_path, files)["sitemap.html"].values["groups"]
    assert {"/zwgk/h/", "/zwgk/h/s/"}.isdisjoint(url for _, url, _ in groups)
    assert "/zwgk/gfxwj/" in {url for _, url, _ in groups}


def test_a_town_gathers_its_villages_and_says_how_much_they_published(tmp_path):
    """Of the catalogue's items, those that have a document."""
    village = document("ll-1", type="village_affair", section="财务", item="cwsz")
    town = sheets(tmp_path, {"villages/liulin/ll-1.md": village})["villages/towns/qingxi/index.html"].values
    assert [(card.name, card.published, card.due) for card in town["town"].villages] == [("柳林村", 1, 1)]
    assert [(item.title, item.column) for item in town["items"]] == [("关于公开的通知", "柳林村")]


def test_a_list_says_what_is_running_over_or_void(tmp_path):
    """公示 by its period and the build's moment, policies by their validity, interpretations by their form."""
    notice = {"type": "public_notice", "channel": "县民政局"}
    files = {
        "tzgg/n-1.md": document("n-1", **notice, notice_from="2026-11-18", notice_to="2026-11-24"),
        "tzgg/n-2.md": document("n-2", **notice, notice_from="2026-11-02", notice_to="2026-11-08"),
        "tzgg/n-3.md": document("n-3", type="interpretation", interprets="明政办〔2026〕9号", form="图解"),
        "zwgk/gfxwj/g-1.md": document(
            "g-1", type="policy", index_no="009990020/2026-00001", written="2026-10-12", topic="其他", validity="废止"
        ),
    }
    found = sheets(tmp_path, files)
    notes = {
        item.url.rpartition("/")[2]: (item.note, item.note_kind) for item in found["tzgg/index.html"].values["items"]
    }
    assert notes["n-1.html"] == ("公示中", "live")
    assert notes["n-2.html"] == ("公示结束", "done")
    assert notes["n-3.html"] == ("图解", "plain")
    assert notes["tzgg-1.html"] == ("", "")
    page = found["tzgg/2026-10/n-2.html"].values
    assert page["banner"].text == "公示已经结束，公示期为2026年11月2日至2026年11月8日。"
    assert found["zwgk/gfxwj/2026-10/g-1.html"].values["banner"].kind == "void"


def test_a_long_document_has_a_table_of_contents(tmp_path):
    """From three main headings on; footnote marks and markup are left out of it."""
    body = "## 一\n\n甲[^1]\n\n## 二[^1] **重**\n\n乙\n\n## 三 & 四\n\n丙\n\n[^1]: 注\n"
    page = sheets(tmp_path, {"tzgg/n-1.md": document("n-1", body=body)})["tzgg/2026-10/n-1.html"].values
    assert [text for _, text in page["toc"]] == ["一", "二 重", "三 & 四"]
    assert (
        sheets(tmp_path / "2", {"tzgg/n-1.md": document("n-1", body="## 一\n\n## 二\n")})[
            "tzgg/2026-10/n-1.html"
        ].values["toc"]
        == ()
    )

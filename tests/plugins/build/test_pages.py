"""Addresses, lists, header tables, trees: what the pages of a small site hold."""

from __future__ import annotations

import re

from plugins.build.document_pages import size_text
from plugins.build.lists import FRONT, SHEAF
from tests.plugins.policies.county import COUNTY as LIBRARY_COUNTY
from tests.plugins.small_site import build, document, sheets, tree


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
        "villages/liulin/wall/index.html": "https://www.mingchuan.example/villages/liulin/wall/",
        "villages/liulin/poster.html": "https://www.mingchuan.example/villages/liulin/poster.html",
        "villages/liulin/kiosk/index.html": "https://www.mingchuan.example/villages/liulin/kiosk/",
        "villages/towns/qingxi/qr.html": "https://www.mingchuan.example/villages/towns/qingxi/qr.html",
        "villages/towns/qingxi/kiosk/index.html": "https://www.mingchuan.example/villages/towns/qingxi/kiosk/",
        "kiosk/index.html": "https://www.mingchuan.example/kiosk/",
        "villages/liulin/2026-10/ll-1.html": "https://www.mingchuan.example/villages/liulin/2026-10/ll-1.html",
        "villages/supervision/index.html": "https://www.mingchuan.example/villages/supervision/",
        "villages/towns/qingxi/supervision/index.html": "https://www.mingchuan.example/villages/towns/qingxi/supervision/",
        "villages/towns/qingxi/reminders.html": "https://www.mingchuan.example/villages/towns/qingxi/reminders.html",
        "sitemap.html": "https://www.mingchuan.example/sitemap.html",
        "search/index.html": "https://www.mingchuan.example/search/",
        "style/index.html": "https://www.mingchuan.example/style/",
        "404.html": "",
    }
    crumbs = [crumb.name for crumb in found["villages/liulin/2026-10/ll-1.html"].values["page"].breadcrumb]
    assert crumbs == ["首页", "村务公开", "清溪镇", "柳林村", "关于公开的通知"]
    rows = found["villages/liulin/index.html"].values["sections"][0].rows
    assert [(row.item, [doc.title for doc in row.docs]) for row in rows] == [("财务收支", ["关于公开的通知"])]


def test_lists_go_on_by_month_after_twenty_items(tmp_path):
    """The first page has the newest twenty, ties in the order of paths; months have pages of their own behind it."""
    files = {f"tzgg/n-{n:02}.md": document(f"n-{n:02}", published=f"2026-09-{n + 1:02} 09:00") for n in range(25)}
    found = sheets(tmp_path, {**files, "tzgg/m-00.md": document("m-00", published="2026-09-25 09:00")})
    assert [path for path in found if path.startswith("tzgg/") and path.endswith("index.html")] == [
        "tzgg/index.html",
        "tzgg/2026-09/index.html",
        "tzgg/2026-10/index.html",
    ]
    first, september, october = (found[f"tzgg/{month}index.html"].values for month in ("", "2026-09/", "2026-10/"))
    names = [[item.url.rpartition("/")[2] for item in page["items"]] for page in (first, september, october)]
    assert names[0][:3] == ["tzgg-1.html", "m-00.html", "n-24.html"]
    assert names[1] == ["m-00.html", *(f"n-{n:02}.html" for n in range(24, -1, -1))]
    assert names[2] == ["tzgg-1.html"]
    assert names[0] == [*names[2], *names[1]][:FRONT]
    assert len(names[0]) == FRONT
    (year,) = first["years"]
    assert (year.year, year.count) == ("2026", 27)
    assert [(month.name, month.url, month.count) for month in year.months] == [
        ("10月", "/tzgg/2026-10/", 1),
        ("9月", "/tzgg/2026-09/", 26),
    ]
    assert year.url == "/tzgg/2026.html"
    whole = found["tzgg/2026.html"].values
    assert whole["page"].title == "通知公告（2026年，从早到晚）"
    assert [item.url.rpartition("/")[2] for item in whole["items"]] == [*names[1][::-1], "tzgg-1.html"]
    assert (whole["turn"].newer_url, whole["turn"].older_url, whole["years"]) == ("", "", ())
    assert first["turn"] is None
    assert september["years"] == october["years"] == ()
    assert september["page"].title == "通知公告（2026年9月）"
    turns = [(t.month, t.newer_url, t.older_url, t.front_url) for t in (september["turn"], october["turn"])]
    assert turns == [
        ("2026年9月", "/tzgg/2026-10/", "", "/tzgg/"),
        ("2026年10月", "", "/tzgg/2026-09/", "/tzgg/"),
    ]


def test_a_column_of_twenty_has_one_page(tmp_path):
    """Nothing would stand on the others that is not on the first; one document more, and they are there."""
    files = {f"tzgg/n-{n:02}.md": document(f"n-{n:02}", published=f"2026-09-{n:02} 09:00") for n in range(1, 20)}
    found = sheets(tmp_path, files)
    assert len(found["tzgg/index.html"].values["items"]) == FRONT
    assert found["tzgg/index.html"].values["years"] == ()
    assert not [path for path in found if path.startswith("tzgg/2026-09/index")]
    more = {**files, "tzgg/more.md": document("more", published="2026-09-20 09:00")}
    found = sheets(tmp_path, more)
    assert len(found["tzgg/index.html"].values["items"]) == FRONT
    assert [year.count for year in found["tzgg/index.html"].values["years"]] == [21]
    assert "tzgg/2026-09/index.html" in found


def test_a_long_month_is_several_pages_and_none_changes_its_number(tmp_path):
    """Counted from the oldest: the last, which still grows, is the month's own address. A link to it never dies."""
    files = {
        f"tzgg/n-{n:03}.md": document(f"n-{n:03}", published=f"2026-09-{n % 28 + 1:02} {n // 28:02}:00")
        for n in range(2 * SHEAF + 1)
    }
    found = sheets(tmp_path, files)
    pages = [found[f"tzgg/2026-09/{name}"].values for name in ("page-1.html", "page-2.html", "index.html")]
    titles = [page["page"].title for page in pages]
    assert titles == ["通知公告（2026年9月，第1部分）", "通知公告（2026年9月，第2部分）", "通知公告（2026年9月）"]
    assert [len(page["items"]) for page in pages] == [SHEAF, SHEAF, 1]
    assert "tzgg/2026-09/page-3.html" not in found
    assert [(page["turn"].older_url, page["turn"].newer_url) for page in pages] == [
        ("", "/tzgg/2026-09/page-2.html"),
        ("/tzgg/2026-09/page-1.html", "/tzgg/2026-09/"),
        ("/tzgg/2026-09/page-2.html", "/tzgg/2026-10/"),
    ]
    dates = [item.datetime_iso for page in pages[::-1] for item in page["items"]]
    assert dates == sorted(dates, reverse=True)
    canonical = {page["page"].canonical for page in pages}
    assert len(canonical) == 3


def test_the_way_to_a_month_is_one_link_however_long_the_archive_is(tmp_path):
    """A first page that listed every page behind it would make the site quadratic: it lists months, by year."""
    files = {
        f"tzgg/y-{year}-{month}.md": document(f"y-{year}-{month}", published=f"{year}-{month:02}-05 09:00")
        for year in range(2020, 2026)
        for month in range(1, 13)
    }
    (page,) = [sheet.values for path, sheet in sheets(tmp_path, files).items() if path == "tzgg/index.html"]
    assert [(year.year, len(year.months), year.count) for year in page["years"]] == [
        ("2026", 1, 1),
        *((str(year), 12, 12) for year in range(2025, 2019, -1)),
    ]
    assert [month.name for month in page["years"][1].months[:2]] == ["12月", "11月"]


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
        ("标题", "关于公开的通知"),
        ("文号", "无"),
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
    """Every root-relative href and src of every page is a file of the output, pages behind a column's first included."""
    files = {f"tzgg/n-{n:03}.md": document(f"n-{n:03}", published="2026-09-01 09:00") for n in range(2 * SHEAF + 1)}
    build(tmp_path, files)
    output = tree(tmp_path / "output")
    for path, data in output.items():
        for url in re.findall(r'(?:href|src)="(/[^"#]*)', data.decode() if path.endswith(".html") else ""):
            assert f"{url}index.html".lstrip("/") in output or url.lstrip("/") in output, (path, url)
    assert 'href="/tzgg/2026-09/page-2.html"' in output["tzgg/2026-09/index.html"].decode()


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


def test_a_document_and_its_interpretations_name_each_other(tmp_path):
    """Whether they name it by id or by 文号; the interpretation says whether the document is in force."""
    found = sheets(
        tmp_path, {**LIBRARY_COUNTY, "tzgg/r-3.md": document("r-3", type="interpretation", interprets="p-3")}
    )
    policy = found["zwgk/gfxwj/2026-02/p-1.html"].values
    assert sorted((item.title, item.note) for item in policy["interpretations"]) == [
        ("一图读懂", "图解"), ("答记者问", "问答"),
    ]  # fmt: skip
    assert policy["interprets"] == policy["related"] == ()
    marks = {}
    for name in ("r-1", "r-2", "r-3"):
        page = found[f"tzgg/2026-10/{name}.html"].values
        assert page["interpretations"] == page["related"] == ()
        marks[name] = [(item.title, item.note, item.note_kind) for item in page["interprets"]]
    assert marks["r-1"] == marks["r-2"] == [("关于第1件事的通知", "有效", "live")]
    assert marks["r-3"] == [("关于第3件事的通知", "废止", "void")]


def test_a_column_names_others_beside_its_sub_columns(tmp_path):
    """``see_also``, behind them and without a count."""
    column = 'id = "zwgk"\nname = "政务公开"\nsee_also = ["tzgg"]\n'
    page = sheets(tmp_path, {"zwgk/column.toml": column})["zwgk/index.html"].values
    assert [(child.name, child.count) for child in page["children"]] == [("规范性文件", 0), ("通知公告", 0)]


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

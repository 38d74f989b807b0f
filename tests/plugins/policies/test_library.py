"""政策文件库: its pages, and that a build after a change is a clean build."""

from __future__ import annotations

import json

import pytest

from plugins.policies import library
from plugins.policies.facets import SHEAF
from tests.plugins.policies.county import COUNTY, LIBRARY, policy
from tests.plugins.small_site import build, checked, document, problems, sheets, tree


def test_a_row_says_all_that_a_document_is_known_by(tmp_path):
    """Number, unit, both dates, where it stands, and its interpretations whichever way they name it."""
    front = sheets(tmp_path, COUNTY)["zck/index.html"].values
    assert [row.doc_no for row in front["rows"]] == [f"明政办规〔2026〕{n}号" for n in (3, 1, 2)]
    repealed, one, other = front["rows"]
    assert (repealed.word, repealed.kind, repealed.readings) == ("废止", "void", ())
    assert (one.unit, one.written, one.published, one.index_no, one.word, one.kind) == (
        "明川县财政局", "2026-02-02", "2026-02-02", "009990020/2026-00001", "有效", "live",
    )  # fmt: skip
    assert sorted((title, form) for title, _, form in one.readings) == [("一图读懂", "图解"), ("答记者问", "问答")]
    assert other.unit == "明川县人民政府"
    assert front["total"] == 3


def test_every_link_of_the_library_leads_to_a_page(tmp_path):
    """Without scripts: from the front to every value and on to every document."""
    build(tmp_path, COUNTY)
    output = tree(tmp_path / "output")
    pages = {f"/{path.removesuffix('index.html')}": data.decode() for path, data in output.items() if "zck/" in path}
    links = {link.split('"')[0] for page in pages.values() for link in page.split('href="/')[1:]}
    assert links
    assert all(link in output or f"{link}index.html" in output for link in links)
    for way in ("topic/02/", "topic/21/", "year/2025/", "unit/xzf/", "unit/czj/", "validity/repealed/"):
        assert f'href="/zck/{way}"' in pages["/zck/"]
        assert "关于第" in pages[f"/zck/{way}"]
    assert "关于第2件事的通知" in pages["/zck/year/2025/"]
    assert "关于第1件事的通知" not in pages["/zck/year/2025/"]


def test_the_script_s_list_agrees_with_the_pages(tmp_path):
    """library.json, as theme/static/library.js reads it; what says nothing has no key."""
    build(tmp_path, COUNTY)
    entries = json.loads(tree(tmp_path / "output")["zck/library.json"])
    assert [entry["v"] for entry in entries] == ["废止", "有效", "有效"]
    assert entries[2] == {
        "t": "关于第2件事的通知", "u": "/zwgk/gfxwj/2026-03/p-2.html", "n": "明政办规〔2026〕2号",
        "i": "009990020/2026-00002", "o": "明川县人民政府", "w": "2025-12-30", "d": "2026-03-03",
        "c": "国防", "v": "有效",
    }  # fmt: skip
    assert {reading[0] for reading in entries[1]["r"]} == {"一图读懂", "答记者问"}


MANY = {f"zwgk/gfxwj/m-{n}.md": policy(n) for n in range(100, 100 + SHEAF)}
CHANGES = {
    "a document more": {"tzgg/p-9.md": policy(9)},
    "a new unit, year and topic": {"tzgg/p-9.md": policy(9, written="2024-05-06", topic="国防\\其他", publisher="czj")},
    "one is gone": {"zwgk/gfxwj/m-120.md": None},
    "a repeal": {"tzgg/p-9.md": policy(9, repeals="[p-1]", published="2026-10-30 09:00", written="2026-10-29")},
    "another title": {"zwgk/gfxwj/p-1.md": policy(1, title="关于别的事的通知")},
    "another topic": {"zwgk/gfxwj/p-1.md": policy(1, topic="工业、交通\\公路")},
    "no interpretation": {"tzgg/r-1.md": None},
    "a unit's name": {"units.csv": COUNTY["units.csv"].replace("明川县人民政府", "明川县政府")},
    "the column hidden": {"zwgk/gfxwj/column.toml": 'id = "gfxwj"\nname = "规范性文件"\nhidden = true\n'},
    "no library": {"zck/column.toml": None},
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_build_after_a_change_is_a_clean_build(tmp_path, name):
    """Byte for byte, with more documents than a page holds."""
    before = {**COUNTY, **MANY}
    after = {**before, **CHANGES[name]}
    build(tmp_path / "a", before)
    if name == "no library":
        (tmp_path / "a/content/zck/column.toml").unlink()
    for path in [path for path, data in CHANGES[name].items() if data is None]:
        (tmp_path / "a/content" / path).unlink(missing_ok=True)
    build(tmp_path / "a", after)
    build(tmp_path / "b", after)
    assert tree(tmp_path / "a/output") == tree(tmp_path / "b/output")


def test_a_new_document_leaves_the_pages_behind_alone(tmp_path):
    """What is written again: the fronts that name it, its newest pages, and nothing of other years."""
    old = {f"tzgg/o-{n}.md": policy(n, written=f"2024-0{n % 9 + 1}-11") for n in range(200, 260)}
    build(tmp_path, {**COUNTY, **MANY, **old})
    before = tree(tmp_path / "output")
    build(tmp_path, {**COUNTY, **MANY, **old, "tzgg/p-9.md": policy(9, written="2026-11-02")})
    after = tree(tmp_path / "output")
    changed = {path for path in after if path.startswith("zck/") and before.get(path) != after[path]}
    assert {
        "zck/index.html",
        "zck/library.json",
        "zck/year/2026/index.html",
        "zck/validity/valid/index.html",
    } <= changed
    behind = {path for path in changed if "/2024/" in path or "page-" in path}
    assert behind == set()
    assert "zck/year/2024/page-1.html" in after


def test_a_site_without_a_library_pays_nothing(tmp_path):
    """No page, no kind, no fact."""
    generator = checked(tmp_path, {**COUNTY, "zck/column.toml": None})
    assert not [name for name in generator.facts if name.startswith("policies")]
    assert not {"policy library", "policy list", "library.json"} & {kind.name for kind in generator.kinds}


def test_its_feed_has_what_was_published_last(tmp_path):
    """Wherever it stands, and not what was written last; what is repealed says so."""
    build(tmp_path, COUNTY)
    feed = tree(tmp_path / "output")["zck/feed.atom"].decode()
    entries = feed.split("<entry>")[1:]
    assert [entry.split("</title>")[0].removeprefix("<title>") for entry in entries] == [
        f"关于第{number}件事的通知" for number in (3, 2, 1)
    ]
    assert 'term="废止"' in entries[0]
    assert "<id>tag:www.mingchuan.example,2026:column/zck</id>" in feed


def test_an_empty_library_says_so(tmp_path):
    """And no filter is shown that could find nothing."""
    build(tmp_path, LIBRARY)
    page = tree(tmp_path / "output")["zck/index.html"].decode()
    assert "本站还没有公开的政策文件" in page
    assert '<form class="finder' not in page
    assert tree(tmp_path / "output")["zck/library.json"] == b"[\n\n]\n"


def test_a_column_in_the_way_is_told(tmp_path):
    """A folder below the library that would have the address of a list."""
    files = {**COUNTY, "zck/year/column.toml": 'id = "n"\nname = "年份"\ntemplate = "column.html"\n'}
    assert problems(tmp_path, files) == [
        "content/zck/year/column.toml: 目录名“year”是政策文件库分类网页的网址。"
        "请把这个栏目的目录改成别的名称，或移到政策文件库以外"
    ]


def test_a_document_that_no_list_would_show_is_told(tmp_path):
    """A policy document may lie in the library's own folder, nothing else."""
    files = {**COUNTY, "zck/p-8.md": policy(8), "zck/n-1.md": document("n-1")}
    assert problems(tmp_path, files) == [
        "content/zck/n-1.md:7: 政策文件库只列政策文件，这篇文档放在这里没有网页会列出它。"
        "请用 desk move 移到别的栏目；是政策文件的，请写 type: policy"
    ]


def test_documents_may_link_to_the_library(tmp_path):
    """Its fronts and lists are addresses of the site; what is none is told."""
    linking = {**COUNTY, "tzgg/l.md": policy(8) + "\n[国防](/zck/topic/21/)、[财政](/zck/unit/czj/)\n"}
    assert problems(tmp_path / "a", linking) == []
    wrong = {**COUNTY, "tzgg/l.md": policy(8) + "\n[没有](/zck/topic/20/)\n"}
    assert len(problems(tmp_path / "b", wrong)) == 1


def test_titles_of_lists_differ(tmp_path):
    """Two pages with one title are one page to a search engine."""
    found = sheets(tmp_path, {**COUNTY, **MANY, **{f"tzgg/q-{n}.md": policy(n) for n in range(300, 360)}})
    titles = [sheet.values["page"].title for path, sheet in found.items() if path.startswith("zck/")]
    assert len(titles) == len(set(titles)) > 10
    assert "政策文件库：2026年（第1部分）" in titles
    assert library.LIST in {sheet.template for sheet in found.values()}

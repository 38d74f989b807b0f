"""Policy and interpretation link to each other; neighbours are those of the list."""

from __future__ import annotations

from plugins.build.edition import read_edition
from tests.plugins.small_site import document, problems, write_site

POLICY = {
    "type": "policy",
    "index_no": "009990020/2026-00001",
    "written": "2026-10-12",
    "topic": "其他",
    "validity": "有效",
}


def test_both_ends_know_each_other(tmp_path):
    """Named by id or by 发文字号."""
    files = {
        "zwgk/gfxwj/p.md": document("p", doc_no="明政办规〔2026〕1号", **POLICY),
        "tzgg/i.md": document("i", type="interpretation", interprets="p"),
        "tzgg/r.md": document("r", repeals="明政办规〔2026〕1号", published="2026-10-16 09:00"),
    }
    edition = read_edition(write_site(tmp_path, files), "", production=False, workers=1)
    assert {path: [other.id for other in others] for path, others in edition.related.items()} == {
        "tzgg/i.md": ["p"],
        "zwgk/gfxwj/p.md": ["r", "i"],
        "tzgg/r.md": ["p"],
    }


def test_a_reference_to_nothing_is_told(tmp_path):
    """An id must be one of ours; a 发文字号 may belong to another site; a draft cannot be interpreted yet."""
    files = {
        "tzgg/a.md": document("a", type="interpretation", interprets="tzgg-2"),
        "tzgg/b.md": document("b", type="interpretation", interprets="国办发〔2017〕47号"),
        "tzgg/c.md": document("c", type="interpretation", interprets="draft"),
        "tzgg/d.md": document("draft", status="draft"),
        "tzgg/e.md": document("e", amends="e"),
    }
    assert problems(tmp_path, files) == [
        "content/tzgg/a.md:8: 没有编号为“tzgg-2”的文件。是不是想写“tzgg-1”？请写本站文件的 id；不在本站的文件请写发文字号",
        "content/tzgg/c.md:8: “解读文件”“draft”还是草稿。读者打不开它，请等它公开后再写",
        "content/tzgg/e.md:7: “修改文件”写的是它自己。请改成另一份文件的编号",
    ]


def test_neighbours_are_the_rows_above_and_below(tmp_path):
    """The first has none above, the last none below."""
    files = {f"tzgg/n-{n}.md": document(f"n-{n}", published=f"2026-09-0{n} 09:00") for n in (1, 2)}
    files |= {f"villages/liulin/{n}.md": document(n, section="财务", item="cwsz") for n in ("v-1", "v-2")}
    around = read_edition(write_site(tmp_path, files), "", production=False, workers=1).around
    assert around == {
        "tzgg/tzgg-1.md": ("", "tzgg/n-2.md"),
        "tzgg/n-2.md": ("tzgg/tzgg-1.md", "tzgg/n-1.md"),
        "tzgg/n-1.md": ("tzgg/n-2.md", ""),
        "villages/liulin/v-1.md": ("", "villages/liulin/v-2.md"),
        "villages/liulin/v-2.md": ("villages/liulin/v-1.md", ""),
    }

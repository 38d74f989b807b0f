"""Whole pages, as sites of several ages write them."""

from __future__ import annotations

import msgspec
import pytest

from auditor.facts.document import read_page
from auditor.model import Hop, PageFacts
from tests.auditor.facts.reading import HOST, facts, page


def test_response_is_kept():
    """Status, lower-case headers, size, digest, redirects and depth are those of the response."""
    hop = Hop(url=f"{HOST}/a", status=301, location="/b")
    seen = read_page(
        f"{HOST}/b", 200, (("Content-Type", "TEXT/html; Charset=UTF-8"), ("X-A", "1")), b"<p>x",
        depth=3, requested=f"{HOST}/a", hops=[hop], truncated="too-large",
    )  # fmt: skip
    assert (seen.status, seen.size, seen.depth, seen.truncated, seen.requested) == (200, 4, 3, "too-large", f"{HOST}/a")
    assert seen.headers == (("content-type", "TEXT/html; Charset=UTF-8"), ("x-a", "1"))
    assert seen.redirects == (hop,)
    assert (seen.content_type, seen.charset) == ("text/html", "utf-8")
    assert len(seen.digest) == len(seen.skeleton) == 32


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/pdf", b"<p>x</p>"),
        ("image/png", b"\x89PNG\r\n\x1a\n"),
        ("text/html", b"%PDF-1.7\n<p>x"),
        ("text/html", bytes(range(256)) * 20),
        ("", b"PK\x03\x04abc"),
        ("application/json", b"{}"),
    ],
)
def test_what_is_no_page_has_no_blocks(content_type: str, body: bytes):
    """Files and binary junk, whatever their header says, are ``other`` without text or links."""
    seen = read_page(f"{HOST}/x.html", 200, (("content-type", content_type),), body)
    assert (seen.kind, seen.blocks, seen.links, seen.size) == ("other", (), (), len(body))


def test_empty_body():
    """Nothing at all is a page without anything."""
    seen = read_page(f"{HOST}/x.html", 200, (), b"")
    assert (seen.kind, seen.blocks, seen.title) == ("other", (), "")


def test_facts_survive_messagepack():
    """Facts are stored beside the body: what comes back is equal."""
    seen = page("article.html", "/zwgk/2026-11/1.html")
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(seen), type=PageFacts) == seen


def test_same_bytes_give_the_same_facts():
    """Two readings are equal to the byte."""
    first, second = (msgspec.msgpack.encode(page("old_table_site.html", "/tzgg/", "gb18030")) for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    ("path", "html", "kind"),
    [
        ("/", "<meta name=ColumnName content=x><p>x", "home"),
        ("/index.html", "<p>x", "home"),
        ("/a.html", "<meta name=articletitle content=x>", "content"),
        ("/a.html", "<meta name=ArticleTitle content=''><meta name=ColumnName content=通知>", "column"),
        ("/a/", "<meta name=ColumnName content=通知><p>发布时间:2026-11-20</p><p>" + "正文。" * 30, "content"),
        (
            "/a/",
            "<ul><li><a href=1.html>关于停水的通知</a>2026-11-20<li><a href=2.html>又一通知</a>2026-11-01</ul>",
            "column",
        ),
        ("/a/", "<h1>标题</h1><p>2026-11-20 09:28 来源:明川日报 编辑:甲</p><p>" + "正文。" * 30, "content"),
        (
            "/a/",
            "<table><tr><td><a href=1.htm>关于停水的通知</a><td>[11-20]<tr><td><a href=2.htm>又一通知</a><td>[11-01]</table>",
            "column",
        ),
        (
            "/a/",
            "<ul><li><a href=1.html>1.1 机构的主要职能</a><li><a href=2.html>1.2 机构的内设科室</a></ul>",
            "other",
        ),
        (
            "/a/",
            "<p>"
            + "正文。" * 30
            + "</p><ul><li><a href=1.html>关于停水的通知</a>11-20<li><a href=2.html>又一通知</a>11-01</ul>",
            "other",
        ),
        ("/a/", "<p>" + "概况。" * 30, "other"),
        ("/a/", "<ul><li><a href=/a/>机构职能</a><li><a href=/b/>领导之窗</a></ul>", "other"),
    ],
)
def test_kind_of_page(path: str, html: str, kind: str):
    """Home by address, content and column by tags, and without tags by what is shown."""
    assert facts(html, path).kind == kind


def test_article_page():
    """Title, metas, anchors, dates of a page with the national tags."""
    seen = page("article.html", "/zwgk/2026-11/1.html")
    assert (seen.kind, seen.lang, seen.title) == ("content", "zh-CN", "明川县人民政府办公室关于印发实施方案的通知")
    assert seen.meta("pubdate") == "2026-11-12 10:20"
    assert seen.anchors == ("head", "end", "bottom")
    assert seen.published() == "2026-11-12T10:20"
    labels = [(dated.label, dated.value) for dated in seen.dates if dated.source == "label"]
    assert labels == [("发布日期", "2026-11-12"), ("成文日期", "2026-11-03"), ("生成日期", "2026-11-03")]


def test_hooked_column_page():
    """Our own kind of page: canonical, hooks, kind."""
    seen = page("hooks_column.html", "/zwgk/tzgg/")
    assert (seen.kind, seen.canonical) == ("column", f"{HOST}/zwgk/tzgg/")
    assert seen.hooks == ("breadcrumb", "list", "list-item", "pager", "column-tree", "footer")
    assert seen.dates == ()


def test_a_page_of_millions_of_tags_is_cut_and_says_so():
    """Memory is bounded: what stands after the 400,000th tag is not read."""
    seen = facts("<br>" * 400_001 + "<p>x")
    assert (seen.truncated, seen.blocks) == ("too-many-tags", ())


def test_a_rendered_document_is_read_in_the_place_of_the_body():
    """Words and links are the document's, size and charset the body's; no line of it can be looked up."""
    body = "<meta charset=gbk><title>壳</title><div id=app></div><script src=/a.js></script>".encode("gbk")
    html = "<html><head><title>县</title></head><body><div id=app><p>正文</p><a href=?q=村>村</a></div></body></html>"
    found = read_page(f"{HOST}/a/", 200, (("Content-Type", "text/html"),), body, rendered=html, settled=True)
    assert (found.title, found.size, found.charset, found.rendered) == ("县", len(body), "gb18030", "whole")
    assert [link.url for link in found.links] == [f"{HOST}/a/?q=%B4%E5"]
    assert {part.locator.line for part in (*found.blocks, *found.links)} == {None}
    assert [block.locator.selector for block in found.blocks if block.text == "正文"] != [""]


@pytest.mark.parametrize(("settled", "scripted"), [(True, False), (False, True)])
def test_a_list_is_waiting_for_scripts_only_where_they_have_not_come_to_rest(settled, scripted):
    """Declared or likely, on a page that bears the script that fills it."""
    for shell in ('<ul data-gk="list"></ul>', '<ul id="list" class="list"></ul>'):
        html = f'<meta name="ColumnName" content="要闻"><main>{shell}</main><script>$.get("/api", fill)</script>'
        found = read_page(
            f"{HOST}/a/", 200, (("Content-Type", "text/html"),), html.encode(), rendered=html, settled=settled
        )
        assert [one.scripted for one in found.lists] == [scripted]


def test_what_the_source_hides_is_found_in_a_rendered_page_too():
    """Links behind </html> stand in the middle of the document that scripts leave."""
    body = "<html><body><p>正文</body></html><a href=https://casino.example/>赌</a>"
    html = "<html><head></head><body><p>正文<a href=https://casino.example/>赌</a></body></html>"
    kind = (("Content-Type", "text/html; charset=utf-8"),)
    found = read_page(f"{HOST}/", 200, kind, body.encode(), rendered=html, settled=True)
    assert [link.concealed for link in found.links if link.concealed] == [
        link.concealed for link in read_page(f"{HOST}/", 200, kind, body.encode()).links
    ]


def test_text_that_is_not_painted_is_kept_apart():
    """Tabs behind the first one stand in ``folded`` and nowhere else; scripts, frames' fallbacks and heads are no text."""
    page = facts(
        "<title>题</title><main><p>前页</p><div style='display:none'><p>后页</p><script>var a</script></div>"
        "<div hidden><p>再后页</p></div><dialog><p>对话</p></dialog><noscript>无</noscript></main>"
        "<footer hidden><p>页脚</p></footer>"
    )
    assert [block.text for block in page.folded] == ["后页", "再后页", "对话"]
    assert [block.text for block in page.blocks if block.kind == "text"] == ["前页"]


def test_what_is_kept_of_unpainted_text_is_bounded():
    """A page of a million hidden lines says no more than the first."""
    page = facts("<main><div hidden>" + "<p>行</p>" * 20_000 + "</div></main>")
    assert 100 < len(page.folded) < 20_000

"""The light record of a document: what it holds, and when its digest changes."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.build.article import REFERENCES, Article, LinkAhead, distil, in_order, why_not_public
from plugins.build.source import Job, parse
from tests.plugins.small_site import article, document


def test_it_holds_what_lists_and_relations_need():
    """Times sort as text, references and units by their keys, files as paths below content/."""
    found = article(
        "zwgk/gfxwj/p.md",
        id="p",
        type="public_notice",
        title="公示",
        published="2026-10-01 08:05",
        expires="2026-12-31",
        summary="摘要",
        keywords="[预算, 财政]",
        attachments="[{file: /files/a.pdf, name: 甲}, files/b.pdf]",
        aliases="[/old.html]",
        index_no="1/2",
        doc_no="明政办〔2026〕1号",
        validity="有效",
        repeals="[x, y]",
        notice_from="2026-10-02",
        notice_to="2026-10-08",
        channel="县财政局",
        body="[甲](b.md#c)\n\n![图](../../files/no.png)\n\n![图](../../media/a.png)\n",
    )
    assert (found.id, found.type, found.title, found.status) == ("p", "public_notice", "公示", "published")
    assert (found.published, found.expires) == ("2026-10-01 08:05", "2027-01-01 00:00")
    assert (found.day, found.month, found.published_iso) == ("2026-10-01", "2026-10", "2026-10-01T08:05:00+08:00")
    assert (found.summary, found.source, found.publisher, found.keywords) == (
        "摘要", "明川县财政局", "czj", ("预算", "财政"),
    )  # fmt: skip
    assert (found.index_no, found.doc_no, found.validity, found.note) == ("1/2", "明政办〔2026〕1号", "有效", "")
    assert (found.span, found.refs, found.aliases) == (
        ("2026-10-02", "2026-10-08"), {"repeals": ("x", "y")}, ("/old.html",),
    )  # fmt: skip
    assert (found.files, found.picture, found.units) == (
        ("files/a.pdf", "files/b.pdf"), "media/a.png", {"publisher": "czj"},
    )  # fmt: skip
    assert found.links == (
        LinkAhead("page", "zwgk/gfxwj/b.md", "c", "b.md#c", found.links[0].line),
        LinkAhead("file", "files/no.png", "", "../../files/no.png", found.links[0].line + 2, True),
        LinkAhead("file", "media/a.png", "", "../../media/a.png", found.links[0].line + 4, True),
    )
    assert (found.folder, found.column, found.village) == ("zwgk/gfxwj", "zwgk/gfxwj", "")
    assert found.url == "/zwgk/gfxwj/2026-10/p.html"


def test_a_village_s_documents_stand_in_one_column():
    """Its own type is what a document there has when it names none."""
    found = article("villages/liulin/a.md", section="财务", item="cwsz", period="2026年第三季度")
    assert (found.type, found.column, found.village) == ("village_affair", "villages", "liulin")
    assert found.url == "/villages/liulin/2026-10/tzgg-1.html"
    assert found.extra == {"section": "财务", "item": "cwsz", "period": "2026Q3"}
    assert article("villages-old/a.md").village == ""


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no header\n",
        b"---\ntitle\n---\n",
        document(type="articel").encode(),
        document(title="").encode(),
        b"\xff\xfe",
    ],
)
def test_a_header_that_cannot_be_understood_makes_none(data):
    """The document is told of; nobody lists it."""
    source = parse(Job(Path("nowhere"), "tzgg/a.md", "content/tzgg/a.md", 2026), data)
    assert source.problems
    assert distil(source) is None


def test_it_travels_as_it_stands():
    """What comes back from a worker or a cache is equal, tuples and all."""
    found = article(keywords="[a, b]", aliases="[/x.html]", body="[甲](b.md)\n", interprets="[a, b]")
    assert msgspec.msgpack.Decoder(Article).decode(msgspec.msgpack.encode(found)) == found


SHOWN = {
    "id": "other",
    "title": "另一个标题",
    "published": "2026-10-15 09:31",
    "expires": "2027-01-01",
    "status": "draft",
    "summary": "摘要",
    "source": "明川县民政局",
    "publisher": "县财政局",
    "keywords": "[预算]",
    "index_no": "1/2",
    "doc_no": "明政办〔2026〕1号",
    "validity": "废止",
    "aliases": "[/old.html]",
    "attachments": "files/a.pdf",
    "body": "![图](../media/a.png)\n",
    **dict.fromkeys(("repeals", "amends", "interprets"), "x"),
}
UNSEEN = {
    "author": "甲",
    "editor": "乙",
    "reviewer": "丙",
    "written": "2026-10-12",
    "topic": "其他",
    "statutory_class": "1",
    "body": "别的正文，[链接](b.md)。\n",
}


@pytest.mark.parametrize("key", SHOWN)
def test_its_digest_changes_with_whatever_another_page_may_show(key):
    """So does its key."""
    before, after = article(), article(**{key: SHOWN[key]})
    assert before.digest != after.digest
    assert before.key != after.key


@pytest.mark.parametrize("key", UNSEEN)
def test_its_digest_stays_where_only_its_own_page_changes(key):
    """The key tells that page."""
    before, after = article(), article(**{key: UNSEEN[key]})
    assert before.digest == after.digest
    assert before.key != after.key


def test_digest_and_key_depend_on_the_place_and_the_key_on_the_year():
    """Links start from the place; gates judge by the year."""
    assert article().digest != article("tzgg/b.md").digest
    assert article().key != article("tzgg/b.md").key
    assert article().digest == article(year=2027).digest
    assert article().key != article(year=2027).key
    assert article() == article()
    assert len(article().key) == 16


def test_what_a_type_declares_for_lists_is_in_the_digest():
    """The item of a village, the form of an interpretation, the days of a period."""
    village = {"path": "villages/liulin/a.md", "section": "财务", "item": "cwsz"}
    notice = {"type": "public_notice", "channel": "甲", "notice_from": "2026-10-02", "notice_to": "2026-10-08"}
    interpretation = {"type": "interpretation", "interprets": "x"}
    for one, other in (
        (village, {"item": "dwgk"}),
        (village, {"period": "2026Q3"}),
        (notice, {"notice_to": "2026-10-09"}),
        (interpretation, {"form": "图解"}),
    ):
        assert article(**one).digest != article(**(one | other)).digest
    assert article(**notice).digest == article(**(notice | {"channel": "乙"})).digest


def test_every_reference_is_a_field_that_some_type_has():
    """And nothing else that names documents."""
    assert set(REFERENCES) == {"interprets", "repeals", "amends", "feedback_of"}
    call = {"type": "consultation", "phase": "结果反馈", "open_from": "2026-10-01", "open_to": "2026-10-02"}
    assert article(**call, feedback_of="x").refs == {"feedback_of": ("x",)}


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({}, ""),
        ({"status": "draft"}, "还是草稿"),
        ({"status": "withdrawn"}, "已经撤回"),
        ({"published": "2026-11-20 09:00"}, ""),
        ({"published": "2026-11-20 09:01"}, "还没有到发布时间"),
        ({"expires": "2026-11-20 09:00"}, "已经到期下线"),
        ({"expires": "2026-11-20 09:01"}, ""),
        ({"expires": "2026-11-20"}, ""),
        ({"expires": "2026-11-19"}, "已经到期下线"),
    ],
)
def test_what_is_public_is_decided_to_the_minute(fields, why):
    """Published in its minute, gone in its minute; a day ends with the day."""
    assert why_not_public(article(**fields), "2026-11-20 09:00") == why


@given(st.permutations(range(8)))
def test_the_order_of_lists_is_total(order):
    """Newest first, ties in the order of paths, wherever they came from."""
    times = ["2026-10-15 09:30", "2026-10-15 09:30", "2026-10-15 09:31", "2025-01-01 00:00"]
    articles = [article(f"tzgg/{n}.md", id=f"n-{n}", published=times[n % 4]) for n in range(8)]
    found = in_order([articles[at] for at in order])
    assert [a.path.removeprefix("tzgg/").removesuffix(".md") for a in found] == list("26014537")

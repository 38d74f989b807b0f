"""What holds for every page, however broken."""

from __future__ import annotations

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.facts.columns import find_columns
from auditor.facts.document import read_page
from auditor.facts.encoding import read_text
from auditor.model import PageFacts
from tests.auditor.facts.reading import HOST, facts
from tests.auditor.facts.snippets import snippets

TYPES = st.sampled_from(
    ["", "text/html", "text/html; charset=gbk", "text/html; charset=utf-16le", 'text/html;charset="', "x"]
)
WORD = st.text("明川县政务公开通知a1 &<>\u3000\xa0'\"\n", min_size=1, max_size=12)


def body(seeds: list[int]) -> str:
    """A page of some nasty snippets."""
    return "\n".join(snippets(seed, 1)[0] for seed in seeds)


@given(st.binary(max_size=400), TYPES)
def test_random_bytes_are_survived(junk: bytes, content_type: str):
    """Nothing raises, and facts can be stored."""
    seen = read_page(f"{HOST}/x/", 200, (("Content-Type", content_type),), junk)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(seen), type=PageFacts) == seen


@settings(deadline=None)
@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=4), st.sampled_from(["utf-8", "gb18030"]))
def test_tag_soup_is_survived(seeds: list[int], charset: str):
    """Nothing raises on tag soup, in any part, nor in finding columns."""
    html = body(seeds) + "<ul><li><a href=1>关于停水的通知</a>2026-11-20</ul>"
    seen = read_page(f"{HOST}/x/", 200, (("Content-Type", f"text/html; charset={charset}"),), html.encode(charset))
    find_columns(f"{HOST}/", [seen])
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(seen), type=PageFacts) == seen


@settings(deadline=None)
@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=4))
def test_locators_of_attributes_hold_in_tag_soup(seeds: list[int]):
    """Every link's line and column lead to its attribute, or to the tag where the parser repeated an element."""
    html = body(seeds)
    lines = read_text(html.encode(), "text/html; charset=utf-8").text.split("\n")
    for link in facts(html).links:
        if link.attribute and link.locator.line and link.locator.column:
            there = lines[link.locator.line - 1][link.locator.column - 1 :]
            assert there.lower().startswith((link.attribute, f"<{link.tag}")), (html, link)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["p", "li", "td", "div", "h2", "a", "b", "span"]), WORD), max_size=12))
def test_locators_of_text_hold(parts: list[tuple[str, str]]):
    """Every block's line and column lead to its first character, or the entity that stands for it."""
    escaped = str.maketrans({"&": "&amp;", "<": "&lt;"})
    html = "<body>" + "".join(f"<{tag} title='x>y'>{text.translate(escaped)}</{tag}>" for tag, text in parts)
    lines = html.split("\n")
    for block in facts(html).blocks:
        if block.kind == "text":
            assert block.locator.line
            assert block.locator.column
            there = lines[block.locator.line - 1][block.locator.column - 1 :]
            assert there[0] == (block.text[0] if block.text[0] not in "&<" else "&"), (html, block)


@given(
    st.text("明川县人民政府关于印发实施方案的通知镕喆", min_size=8, max_size=60),
    st.sampled_from(["utf-8", "gbk", "gb18030", "big5"]),
)
def test_declared_encodings_round_trip(text: str, charset: str):
    """Text in a declared encoding comes back, where that encoding has its characters."""
    try:
        encoded = text.encode(charset)
    except UnicodeEncodeError:
        return
    assert read_text(f"<meta charset={charset}><p>".encode() + encoded).text.endswith(text)

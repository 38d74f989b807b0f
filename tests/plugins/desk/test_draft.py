"""The text of a document to be: whatever an editor says reads back as it was said."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.build.front_matter import read_front_matter
from plugins.build.scan import Tree
from plugins.content_types import load_types
from plugins.content_types.core import UNPRINTABLE
from plugins.desk.draft import compose, scalar, sequence
from plugins.desk.part import read_document
from tests.plugins.desk.test_new import NOTICE

TREE = Tree(Path("content"), "content", (), (), {}, (), {})
LINES = st.text(st.characters(exclude_categories=["Cs"])) | st.lists(
    st.sampled_from(
        [": ", " #", "'", '"', "[", "]", "{", "}", "&a", "*b", "!c", "- ", "? ", "%", "@", "`", "|", ">", "~", ","]
    )
    | st.sampled_from(
        ["---", "\n", "\t", "\\", "null", "2026", "第一号", "：", "“", "”", "\u2028", "\ufeff", "\x85", "😀"]
    )
).map("".join)


@settings(max_examples=400, deadline=None)
@given(LINES)
def test_a_title_reads_back_as_it_was_given(title):
    """Through our own reader, whatever it holds; what no line may hold is told by the schema, not lost."""
    text = compose(load_types()["public_notice"], {"id": "x-1", "title": title or "空", **NOTICE})
    front, found = read_front_matter(text, "x.md", {})
    assert found == []
    assert front is not None
    assert front.values["title"] == (title or "空").strip()
    assert front.values["notice_to"] == "2026-11-26"
    assert front.values["result"] == ""
    assert front.body.startswith("\n## 公示内容")


@settings(max_examples=200, deadline=None)
@given(LINES)
def test_a_title_is_typed_as_it_was_given(title):
    """To the schema as well: one line, blanks made single."""
    line = " ".join(title.split())
    values = {"id": "x-1", "title": title, "published": "2026-11-20 09:00", "source": "甲", "publisher": "czj"}
    source = read_document(TREE, "tzgg/x-1.md", compose(load_types()["article"], values))
    if line and not UNPRINTABLE.search(line):
        assert source.fields is not None
        assert source.fields.title == line
    else:
        assert source.fields is None
        assert [problem.line for problem in source.problems] == [4]


@settings(max_examples=200, deadline=None)
@given(st.lists(LINES))
def test_words_read_back_as_a_list(words):
    """Each by itself, quoted where a comma's neighbourhood asks for it."""
    plain = [word for text in words for word in "".join("x" if c in ",，;；、" else c for c in text).split() if word]
    plain = [word for word in plain if word.strip("[]") == word]
    front, found = read_front_matter(f"---\nkeywords: {sequence('，'.join(plain))}\n---\n", "x.md", {})
    assert found == []
    assert front is not None
    assert front.values["keywords"] == [word.strip() for word in plain]


def test_what_needs_no_quotes_has_none():
    """Editors read these files."""
    assert [
        scalar(text) for text in ("2026-11-20 09:00", "关于“一件事”的通知（试行）", "甲: 乙", "#1", "a]", "是 ")
    ] == [
        "2026-11-20 09:00",
        "关于“一件事”的通知（试行）",
        '"甲: 乙"',
        '"#1"',
        "a]",
        "是",
    ]
    assert sequence("[预算, 财政]") == sequence("预算、财政") == "[预算, 财政]"
    assert sequence("a]b，c") == '["a]b", c]'


def test_fields_of_a_field_are_written_as_they_were_given():
    """保密审查 and attachments are; a title in braces is a title."""
    given = {
        "id": "x-1",
        "title": "{a: b}",
        "written": "2026-10-12",
        "topic": "其他",
        "secrecy_review": "{by: bm01, on: 2026-10-12}",
        "attachments": "[{file: files/a.pdf, name: 附表}]",
    }
    front, found = read_front_matter(compose(load_types()["policy"], given), "x.md", {})
    assert found == []
    assert front is not None
    assert front.values["title"] == "{a: b}"
    assert front.values["secrecy_review"] == {"by": "bm01", "on": "2026-10-12"}
    assert front.values["attachments"] == [{"file": "files/a.pdf", "name": "附表"}]

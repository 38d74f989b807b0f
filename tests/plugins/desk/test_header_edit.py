"""One line of a header is written, and nothing else of the file changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.desk.header_edit import CannotEdit, set_field

HEAD = b"---\nid: a-1\ntitle: T\nwritten: 2026-10-12\n---\n\n text \n"
NUMBER = "009990020/2026-00021"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (HEAD, HEAD.replace(b"written", b"index_no: 009990020/2026-00021\nwritten")),
        (HEAD.replace(b"written: 2026-10-12\n", b""), b"---\nid: a-1\ntitle: T\nindex_no: %s\n---\n\n text \n"),
        (HEAD.replace(b"id:", b"index_no:\nid:"), HEAD.replace(b"id:", b"index_no: %s\nid:")),
        (HEAD.replace(b"id:", b"index_no:  # soon\nid:"), HEAD.replace(b"id:", b"index_no: %s  # soon\nid:")),
        (
            HEAD.replace(b"id:", "索引号: 1/2\nid:".encode()),
            HEAD.replace(b"id:", "索引号: %s\nid:".encode()),
        ),
        (HEAD.replace(b"\n", b"\r\n"), HEAD.replace(b"written", b"index_no: %s\nwritten").replace(b"\n", b"\r\n")),
        (b"\xef\xbb\xbf" + HEAD, b"\xef\xbb\xbf" + HEAD.replace(b"written", b"index_no: %s\nwritten")),
        (HEAD[:-1], HEAD[:-1].replace(b"written", b"index_no: %s\nwritten")),
    ],
)
def test_the_line_stands_where_it_belongs(before, after):
    """New above the dates, else at the end; in its own line, whatever its spelling; BOM and line ends as they were."""
    assert set_field(before, "index_no", NUMBER, ("written",)) == after.replace(b"%s", NUMBER.encode())


@pytest.mark.parametrize(
    "data",
    [
        b"no header",
        b"---\nid: a\n",
        b"---\nid: a\nindex_no: >\n  1\n  2\n---\n",
        b"---\nid: a\nindex_no: [1,\n  2]\n---\n",
        b"---\nid: a\nid: b\n---\n",
        "---\nid: 甲\n---\n".encode("gb18030"),
        b"\xff\xfe-\0",
        b"",
    ],
)
def test_what_cannot_be_edited_in_one_line_is_left(data):
    """With a reason and a cure."""
    with pytest.raises(CannotEdit) as told:
        set_field(data, "index_no", NUMBER)
    assert all(told.value.args)


BODIES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)


@given(BODIES, st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["", "index_no:\n", "索引号: 1/2\n"]))
def test_every_other_byte_stays(body, ending, given_line):
    """For any body and any line ends: the file without the line is the file without the line."""
    text = f"---\nid: a-1\n{given_line}title: T\n---\n".replace("\n", ending) + body
    edited = set_field(text.encode(), "index_no", NUMBER, ("title",)).decode()
    old = text.replace(given_line.replace("\n", ending), "", 1) if given_line else text
    spelled = given_line.partition(":")[0] or "index_no"
    assert edited.replace(f"{spelled}: {NUMBER}{ending}", "", 1) == old

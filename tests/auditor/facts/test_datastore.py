"""Records that a script of the CMS shows are read as rows, at the places where they stand."""

from __future__ import annotations

import pytest

from auditor.facts.datastore import unwrap_records
from auditor.facts.document import read_page

STORE = (
    '<script type="text/xml"><datastore><nextgroup><![CDATA[<a href="/dataproxy.jsp"></a>]]></nextgroup>\n'
    "<recordset><record><![CDATA[{row}]]></record></recordset></datastore></script>"
)
LI = '<li><a href="/art/2026/11/19/1.html">临河县召开安全生产会议</a><span>2026-11-19</span></li>'


def page(body: str):
    """The facts of a page with this body."""
    html = f'<meta charset="utf-8"><meta name="ColumnName" content="要闻"><body>{body}'
    return read_page("https://www.mingchuan.example/col/", 200, [("Content-Type", "text/html")], html.encode())


@pytest.mark.parametrize("row", [LI, LI.replace("<li>", "<tr><td>").replace("</li>", "</td></tr>")])
def test_a_record_is_a_row(row):
    """Whether it is a list's or a table's."""
    [found] = page(STORE.format(row=row)).lists
    assert [(item.title, item.date) for item in found.items] == [("临河县召开安全生产会议", "2026-11-19")]
    assert not found.scripted


def test_places_hold():
    """A finding in a record is shown where it stands in the file."""
    text = STORE.format(row=LI)
    opened = unwrap_records(text)
    assert len(opened) == len(text)
    assert opened.count("\n") == text.count("\n")
    assert opened.index("临河") == text.index("临河")
    assert "dataproxy" not in opened


@pytest.mark.parametrize(
    "text",
    [
        "<record>",
        "<script type=text/xml><record>",
        "<script>var a = '<record>';</script>",
        "<record></script>",
        "<script type=text/xml></script><record>",
    ],
)
def test_what_is_no_store_stays(text):
    """Half a store, or the word in a script, is left as it is."""
    assert unwrap_records(text) == text


def test_many_stores_cost_no_more_than_their_length():
    """A hostile page of opened stores is read in one pass."""
    text = "<script type=text/xml><record>" * 20_000
    assert unwrap_records(text) == text

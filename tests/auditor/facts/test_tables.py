"""Data tables as rows of text."""

from __future__ import annotations

import pytest

from auditor.model import Table
from tests.auditor.facts.reading import facts, page


def table(html: str) -> Table:
    """The one table of a page."""
    (found,) = facts(html).tables
    return found


def test_merged_heads_and_cells():
    """Title row left out, heads over heads joined, spans expanded."""
    basic, money = page("article.html", "/zwgk/2026-11/1.html").tables
    assert basic.heads == ()
    assert basic.rows == (("索引号", "000014349/2026-00012"), ("生成日期", "二〇二六年十一月三日"))
    assert money.heads == ("项目", "金额/收入", "金额/支出")
    assert money.rows == (("办公", "100", "80"), ("办公", "20", "10"))


def test_heads_in_plain_cells():
    """A first row of short, different words is a head; a row of figures is not."""
    seen = table("<table><tr><td>姓名<td>身份证号<tr><td>甲<td>42900119900101</table>")
    assert (seen.heads, seen.rows) == (("姓名", "身份证号"), (("甲", "42900119900101"),))
    assert table("<table><tr><td>甲<td>100<tr><td>乙<td>200</table>").heads == ()


def test_short_rows_are_filled():
    """Every row is as wide as the widest."""
    assert table("<table><tr><th>a<th>b<tr><td>1</table>").rows == (("1", ""),)


def test_a_list_cut_into_tables_keeps_its_heads():
    """A second table of figures beside the first; heads that have a table of their own, over rows that look like heads."""
    cut = "<table><tr><th>姓名<th>金额<tr><td>甲<td>100</table><table><tr><td>乙<td>200<tr><td>丙<td>300</table>"
    assert [found.heads for found in facts(cut).tables] == [("姓名", "金额")] * 2
    apart = "<div><table><tr><td>姓名<td>类别</table></div><div><table><tr><td>何守田<td>低保</table></div>"
    (found,) = facts(apart).tables
    assert (found.heads, found.rows) == (("姓名", "类别"), (("何守田", "低保"),))


def test_other_tables_keep_to_themselves():
    """Of another width, in another place, or with heads of their own."""
    first = "<table><tr><th>姓名<th>金额<tr><td>甲<td>100</table>"
    wider = first + "<table><tr><td>乙<td>200<td>1<tr><td>丙<td>300<td>2</table>"
    elsewhere = f"<div>{first}</div><section><div><table><tr><td>乙<td>2<tr><td>丙<td>3</table></div></section>"
    headed = first + "<table><tr><td>单位<td>电话<tr><td>县财政局<td>5221234</table>"
    assert [found.heads for found in facts(wider).tables][1] == ()
    assert [found.heads for found in facts(elsewhere).tables][1] == ()
    assert [found.heads for found in facts(headed).tables][1] == ("单位", "电话")


@pytest.mark.parametrize(
    "html",
    [
        "<table role=presentation><tr><td>a<td>b<tr><td>c<td>d</table>",
        "<table><tr><td><form></form><td>b<tr><td>c<td>d</table>",
        "<table><tr><td>a<td>b</table>",
        "<table><tr><td>a<tr><td>b</table>",
        "<table hidden><tr><td>a<td>b<tr><td>c<td>d</table>",
        "<table></table>",
    ],
)
def test_no_data_tables(html: str):
    """Layout, one row, one column, nothing."""
    assert facts(html).tables == ()


@pytest.mark.parametrize("span", ["65534", "-1", "x", "99999999999999999999"])
def test_absurd_spans(span: str):
    """Spans are clamped."""
    (seen,) = facts(f"<table><tr><th colspan={span} rowspan={span}>a<th>b<tr><td>1<td>2<td>3</table>").tables
    assert len(seen.rows[0]) <= 200

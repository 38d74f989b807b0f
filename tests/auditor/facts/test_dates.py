"""Dates in all the forms that pages use."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.facts.dates import date_of_url, find_dates, read_date, read_day, read_item_date, shows_day
from tests.auditor.facts.reading import facts


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("2026-11-20", ["2026-11-20"]),
        ("2026-11-20 09:05", ["2026-11-20T09:05"]),
        ("2026-11-20T09:05:33+08:00", ["2026-11-20T09:05"]),
        ("2026/1/5", ["2026-01-05"]),
        ("2026.3.5", ["2026-03-05"]),
        ("2026—11—20", ["2026-11-20"]),
        ("2026年1月5日", ["2026-01-05"]),
        ("2026 年 1 月 5 日 9时05分", ["2026-01-05T09:05"]),
        ("2026年1月5日下午3:05", ["2026-01-05T15:05"]),
        ("\uff12\uff10\uff12\uff16-\uff11\uff11-\uff12\uff10", ["2026-11-20"]),
        ("二〇二六年三月五日", ["2026-03-05"]),
        ("二○二六年十二月三十一日", ["2026-12-31"]),
        ("二零二六年十月二十日", ["2026-10-20"]),
        ("[2026-11-20]", ["2026-11-20"]),
        ("自2026年1月1日至2026年12月31日", ["2026-01-01", "2026-12-31"]),
        ("2026-02-30", []),
        ("2026-13-01", []),
        ("二〇二六年二月三十日", []),
        ("000014349/2026-00012", []),
        ("(2026)鄂9004民初1号", []),
        ("12026-11-20", []),
        ("1.2026.3.5.7", []),
        ("20261120", []),
        ("2026年11月", []),
        ("11-20", []),
    ],
)
def test_find_dates(text: str, values: list[str]):
    """Each form is read, and what is no date is left alone."""
    assert [found.value for found in find_dates(text)] == values


HANZI = "〇一二三四五六七八九"


def in_hanzi(day: date) -> str:
    """二〇二六年十一月二十日."""

    def number(n: int) -> str:
        tens, ones = divmod(n, 10)
        return ("" if tens < 2 else HANZI[tens]) + ("十" if tens else "") + (HANZI[ones] if ones else "")

    return f"{''.join(HANZI[int(c)] for c in str(day.year))}年{number(day.month)}月{number(day.day)}日"


@given(st.dates(date(1949, 10, 1), date(2099, 12, 31)), st.sampled_from(range(6)))
def test_every_day_is_read_in_every_form(day: date, form: int):
    """All days of a century and a half come back from all forms, with their place in the text."""
    written = [
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        in_hanzi(day),
        f"{day:%Y-%m-%d} 23:59",
    ][form]
    if form == 4 and str(day.year).startswith(("3", "0")):
        return
    (found,) = find_dates(f"发布({written})。")
    assert found.value[:10] == day.isoformat()
    assert f"发布({written})。"[found.start : found.end] == written


@given(st.text())
def test_any_text_is_survived(text: str):
    """No text makes it raise, and every place lies within the text."""
    for found in find_dates(text, compact=True):
        assert 0 <= found.start < found.end <= len(text)
        date.fromisoformat(found.value[:10])


@pytest.mark.parametrize(
    ("text", "year", "value"),
    [
        ("[11-20]", "2026", "2026-11-20"),
        ("[11-20]", "", ""),
        ("11月20日", "2026", "2026-11-20"),
        ("02-30", "2026", ""),
        ("20 2026-11", "", "2026-11-20"),
        ("2026.11 20", "", "2026-11-20"),
        ("11/20 2026", "", "2026-11-20"),
        ("13/20 2026", "", ""),
        ("自2025年1月1日起 2026-11-20", "2024", "2026-11-20"),
    ],
)
def test_date_of_a_row(text: str, year: str, value: str):
    """Rows may show the day alone; the year must come from somewhere."""
    assert read_item_date(text, year) == value


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[11-20]", True),
        ("（11-20）", True),
        ("11/2 关于停水的通知", True),
        ("关于停水的通知11-20", True),
        ("关于停水的通知 [11-20]", True),
        ("1.1 总则", False),
        ("增长3.5%", False),
        ("[13-20]", False),
        ("电话12-3456", False),
        ("11-20号楼停水", False),
        ("0728-11-20", False),
    ],
)
def test_a_day_without_a_year_is_seen_at_either_end_of_a_row(text: str, shown: bool):
    """It dates nothing by itself, but it tells that the row is one of a list of documents."""
    assert shows_day(text) is shown


def test_read_date_of_an_attribute():
    """Compact numbers count where a date is expected."""
    assert read_date("20261120") == "2026-11-20"
    assert read_date("soon") == ""


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("/guowuyuan/2026-05/05/content_5191129.htm", "2026-05-05"),
        ("/art/2026/5/05/art_1_2.html", "2026-05-05"),
        ("/tzgg/202605/t20260505_12.shtml", "2026-05-05"),
        ("/tzgg/2026-05/12.html", ""),
        ("/x/20260231/1.html", ""),
        ("/x?d=/2026-05/05/", ""),
    ],
)
def test_date_of_url(path: str, value: str):
    """Dated folders and file names; a month folder with a numbered file is no day."""
    assert date_of_url("https://www.mingchuan.example" + path) == value


@pytest.mark.parametrize(
    ("html", "published"),
    [
        ("<meta name=PubDate content='2026-11-20 09:00'><p>发布时间:2026-01-01", "2026-11-20T09:00"),
        ("<meta name=PubDate content=''><p>发布时间:2026-01-01", "2026-01-01"),
        ("<p>发布时间:<time datetime=2026-11-20T01:00:00Z>11月20日</time>", "2026-11-20T09:00"),
        ("<div>【发布日期:2026-11-20】【字号】</div>", "2026-11-20"),
        ("<p>发布时间\uff1a2026-11-20 09\uff1a00</p>", "2026-11-20T09:00"),
        ("<p>成文日期\uff1a2026-11-03 发布日期\uff1a2026-11-12 来源\uff1a县政府</p>", "2026-11-12"),
        ("<div>成文日期:2026年11月3日 公开日期:2026年11月12日</div>", "2026-11-12"),
        ("<table><tr><th>发 布 日 期</th><td>2026-11-20</td></tr></table>", "2026-11-20"),
        ("<table><tr><td>发布日期:</td><td>20261120</td></tr></table>", "2026-11-20"),
        ("<div>2021-01-20 09:28 来源:明川日报 编辑:甲</div>", "2021-01-20T09:28"),
        ("<ul><li><time datetime=2026-11-20>x</time></ul>", ""),
        ("<p>会议于2026年11月20日召开。", ""),
        ("<p>2026年11月20日</p>", ""),
        ("<p>发布时间:2026-02-30</p>", ""),
        ("<p>截止日期:2026-11-20</p>", ""),
        ("<footer>更新时间:2026-11-20</footer>", ""),
    ],
)
def test_published(html: str, published: str):
    """The page's own publication date: tag, time element, label; never any date in the text."""
    assert facts(html).published() == published


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("11-20", "11-20"),
        ("[11/20]", "11-20"),
        ("（1月5日）", "01-05"),
        ("县政府办公室 11-20", "11-20"),
        ("发布日期：11-10 成文日期：03-15", "11-10"),
        ("2026年11月", "2026-11"),
        ("2026-11", "2026-11"),
        ("2026.3", "2026-03"),
        ("3天前", "3天前"),
        ("昨天 县政府办公室", "昨天"),
        ("Nov 20, 2026", "2026-11-20"),
        ("20 November 2026", "2026-11-20"),
        ("(26-11-20)", "2026-11-20"),
        ("2026·11·20", "2026-11-20"),
        # Near misses: a number, a share, a phone, an impossible day, the page's clock, a period.
        ("2026", ""),
        ("2026-13", ""),
        ("13-45", ""),
        ("0712-5223344", ""),
        ("02-30", ""),
        ("12-34-56", ""),
        ("192.16.8.1", ""),
        ("今天是星期五", ""),
        ("浏览 1120 次", ""),
        ("x" * 500 + " 11-20", ""),
        ("", ""),
    ],
)
def test_what_a_row_shows_in_place_of_a_date(text: str, day: str):
    """Its year is for whoever knows the day of the check; what is no day is not made one."""
    assert read_day(text) == day


@pytest.mark.parametrize(
    ("html", "dates"),
    [
        # The labelled one counts, whichever stands first; else the table's own head says which.
        ("<li><a href=/1.html>甲乙丙丁通知</a>成文日期：2026-03-01 发布日期：2026-11-10</li>" * 2, ["2026-11-10"] * 2),
        ("<li><a href=/1.html>甲乙丙丁通知</a>发布日期：[2026-11-10] 成文日期：[2026-03-01]</li>" * 2, ["2026-11-10"] * 2),
        # A clock among the rows dates nothing.
        ("<li><a href=/1.html>甲乙丙丁通知</a>2026-11-10</li><li>今天是2026年11月20日 <a href=/tq/>天气预报查询</a></li>",
         ["2026-11-10", ""]),
        # A row that names the day of the week is no clock.
        ("<li><a href=/1.html>甲乙丙丁通知</a>2026-11-10 星期二</li>" * 2, ["2026-11-10"] * 2),
    ],
)  # fmt: skip
def test_of_two_days_in_a_row_that_of_publication_counts(html: str, dates: list[str]):
    """成文日期 stands beside 发布日期 on every second platform."""
    (found,) = facts(f"<main><ul>{html}</ul></main>").lists
    assert [item.date for item in found.items] == dates


def test_the_head_of_a_table_says_which_day_is_that_of_publication():
    """Whatever their order."""
    row = "<tr><td><a href=/{0}.html>明川县人民政府通知</a></td><td>2026-11-1{0}</td><td>2026-03-01</td></tr>"
    table = "<tr><th>标题</th><th>发布日期</th><th>成文日期</th></tr>" + row.format(1) + row.format(2)
    (found,) = facts(f"<main><table>{table}</table></main>").lists
    assert [item.date for item in found.items] == ["2026-11-11", "2026-11-12"]


def test_the_clock_of_a_page_is_no_date_of_publication():
    """Also where it calls itself 日期."""
    assert facts("<header><p>日期：2026年11月20日 星期五</p></header><main><p>正文</p></main>").published() == ""

"""Which of the dates in a row is the item's."""

from __future__ import annotations

import pytest

from tests.auditor.facts.reading import facts


@pytest.mark.parametrize(
    ("html", "dates"),
    [
        # The labelled one counts, whichever stands first; else the table's own head says which.
        ("<li><a href=/1.html>甲乙丙丁通知</a>成文日期：2026-03-01 发布日期：2026-11-10</li>" * 2, ["2026-11-10"] * 2),
        ("<li><a href=/1.html>甲乙丙丁通知</a>发布日期：[2026-11-10] 成文日期：[2026-03-01]</li>" * 2, ["2026-11-10"] * 2),
        ("<li><a href=/1.html>甲乙丙丁通知</a><i>2026-11-10</i><i>2019-03-01</i></li>" * 2, ["2026-11-10"] * 2),
        ("<li><a href=/1.html>甲乙丙丁通知</a><i>2019-03-01</i><i>2026-11-10</i></li>" * 2, ["2026-11-10"] * 2),
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

"""The parts of the freshness checks that a page cannot show: the rhythm of a name, month ends, rings of columns."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from auditor.checks.freshness import _rhythms
from auditor.checks.freshness._tree import Tree, leads_out
from auditor.checks.freshness.stale_column import check, left_out
from auditor.model import Column, ListItem
from standards.cadence import last_day
from standards.rulefile import load_rules

HOST = "https://www.example.gov.cn"
PARAMS = load_rules().checks["freshness/stale_column"].params


def rhythm_of(column: Column):
    """The rhythm of a column that stands alone."""
    return _rhythms.rhythm_of(column, Tree([column]), PARAMS)


@pytest.mark.parametrize(
    ("name", "type", "limit"),
    [
        ("动态要闻", "工作动态", 14),
        ("通知公告", "工作动态", "6 months"),
        ("公示公告", "", "6 months"),
        ("县直部门文件", "政策文件", "6 months"),
        ("政策图解", "政策解读", "6 months"),
        ("镇街动态", "", 14),
        ("新闻发布会", "工作动态", 365),
        ("权责清单动态调整", "", None),
        ("招商引资", "", 365),
        ("领导之窗", "负责人信息", None),
        ("财政预决算", "", None),
    ],
)
def test_the_name_of_a_column_outranks_its_type(name, type, limit):
    """ColumnType has no word for notices, and a word of the rhythm may stand in another phrase."""
    rhythm = rhythm_of(Column(name=name, url=f"{HOST}/a/", type=type, declared=True))
    found = rhythm and (f"{rhythm['months']} months" if "months" in rhythm else rhythm["days"])
    assert found == limit


def test_a_list_that_no_page_declares_has_no_default_rhythm():
    """A repeated shape on some page may be anything: only its name makes it a column that owes news."""
    assert rhythm_of(Column(name="招商引资", url=f"{HOST}/a/")) is None
    assert rhythm_of(Column(name="动态要闻", url=f"{HOST}/a/")) is not None


@pytest.mark.parametrize(
    ("newest", "last"),
    [
        ("2026-05-20", "2026-11-20"),
        ("2026-08-31", "2027-02-28"),
        ("2027-08-31", "2028-02-29"),
        ("2026-07-01", "2027-01-01"),
    ],
)
def test_half_a_year_is_counted_in_calendar_months(newest, last):
    """Six months from the end of August end with February."""
    assert last_day(date.fromisoformat(newest), {"months": 6}) == date.fromisoformat(last)


def test_columns_that_name_each_other_as_children_are_walked_once():
    """A crooked navigation must not hang the audit."""
    ring = [
        Column(name=name, url=f"{HOST}/{name}/", children=(f"{HOST}/{child}/",))
        for name, child in (("a", "b"), ("b", "c"), ("c", "a"))
    ]
    tree = Tree(ring)
    assert [column.name for column in tree.family(ring[0])] == ["a", "b", "c"]
    assert [column.name for column in tree.ancestors(ring[0])] == ["c", "b"]


@pytest.mark.parametrize(
    ("name", "closed"),
    [
        ("动态要闻", False),
        ("2026年工作动态", False),
        ("2025年工作动态", True),
        ("往期公报", True),
        ("12345热线", False),
    ],
)
def test_a_column_of_a_year_gone_by_is_closed(name, closed):
    """Nothing new is owed to the news of last year."""
    column = Column(name=name, url=f"{HOST}/a/")
    assert Tree([column]).is_closed(column, 2026) is closed


def test_a_column_below_an_archived_one_is_closed():
    """A topic that is over takes its sub-columns along."""
    child = Column(name="工作动态", url=f"{HOST}/zt/a/")
    topic = Column(name="专题", url=f"{HOST}/zt/", children=(child.url,), archived=True)
    assert Tree([topic, child]).is_closed(child, 2026)


def test_a_column_leads_out_when_most_items_stand_elsewhere():
    """Half is not most."""
    away = ListItem(title="国务院要闻", url="https://www.gov.example/1.html")
    home = ListItem(title="本县要闻", url=f"{HOST}/1.html")
    assert leads_out(Column(name="要闻", url=f"{HOST}/a/", items=(away, away, home)))
    assert not leads_out(Column(name="要闻", url=f"{HOST}/a/", items=(away, home)))


class Columns:
    """A site that is nothing but its columns."""

    url = f"{HOST}/"

    def __init__(self, *columns: Column) -> None:
        self._columns = columns

    def columns(self) -> tuple[Column, ...]:
        return self._columns

    def pages(self) -> tuple:
        return ()

    def page(self, url: str) -> None:
        return None


NOW = datetime.fromisoformat("2026-11-20T09:00:00+08:00")
OLD = (ListItem(title="县政府召开会议", url=f"{HOST}/1.html", date="2026-01-20"),)


def test_columns_that_are_not_judged_are_told_with_their_reason():
    """Archived, leading out, or without a rhythm."""
    away = (ListItem(title="国务院要闻", url="https://www.gov.example/1.html", date="2020-01-01"),)
    site = Columns(
        Column(name="要闻", url=f"{HOST}/a/", items=OLD),
        Column(name="往期公报", url=f"{HOST}/b/", items=OLD),
        Column(name="国务院信息", url=f"{HOST}/c/", items=away),
        *(Column(name=f"旅游{n}", url=f"{HOST}/d{n}/", items=OLD) for n in range(7)),
    )
    told = {note.why: note.what for note in left_out(site, PARAMS, NOW)}
    assert [what for why, what in told.items() if "归档" in why] == ["1 个栏目的更新时限（往期公报）"]
    assert [what for why, what in told.items() if "其他网站" in why] == ["1 个栏目的更新时限（国务院信息）"]
    assert [what for why, what in told.items() if "没有规定" in why] == [
        "7 个栏目的更新时限（旅游0、旅游1、旅游2、旅游3、旅游4等）"
    ]


def test_the_settings_come_before_the_rule_file():
    """A local limit is the one that was asked for, and says so."""
    params = PARAMS | {
        "columns": [{"names": ["领导活动"], "days": 400, "clause": ""}, {"names": ["旅游"], "days": 30, "clause": ""}]
    }
    site = Columns(
        Column(name="领导活动动态", url=f"{HOST}/a/", type="工作动态", items=OLD),
        Column(name="旅游资讯", url=f"{HOST}/b/", items=OLD),
    )
    (hit,) = check(site, params, NOW)
    assert (hit.url, hit.verdict, hit.reason) == (f"{HOST}/b/", "fail", "stale-must-update")
    assert hit.clauses == (params["default_clause"],)


@pytest.mark.parametrize(
    ("newest", "reason"),
    [("2026-10-25", None), ("2026-10-10", "stale-month"), ("2026-08-10", "stale-quarter")],
)
def test_a_rhythm_may_have_a_second_limit(newest, reason):
    """办事统计 loses one point after a month, two after three."""
    item = ListItem(title="十月份办件量", url=f"{HOST}/1.html", date=newest)
    hits = list(check(Columns(Column(name="办件统计", url=f"{HOST}/a/", items=(item,))), PARAMS, NOW))
    assert [hit.reason for hit in hits] == ([reason] if reason else [])


def test_a_news_column_touches_its_deduction_and_the_veto():
    """So that a score can count both, each once."""
    (hit,) = check(Columns(Column(name="要闻", url=f"{HOST}/a/", items=OLD)), PARAMS, NOW)
    assert [clause.partition(" ")[2] for clause in hit.clauses] == ["单项否决·栏目不更新", "发布解读·动态要闻"]
    assert f"{HOST}/1.html" in hit.evidence
    assert "2026-01-20" in hit.message
    assert "按列表所注日期" in hit.message

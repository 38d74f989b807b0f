"""The verdict as a pure function: who may, when, of what, in which order."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from plugins.review.ledger import Entry
from plugins.review.people import Person, end_of_working_day, read_roles
from plugins.review.steps import CLASSES, named, steps_of
from plugins.review.verdict import Reviewed, Verdict, Vote, judge
from standards.calendar import BEIJING

NOW = datetime(2026, 11, 20, 9, tzinfo=BEIJING)
DOCUMENT = Reviewed(
    id="a-1", folder="zwgk/gfxwj", publisher="qxz", author="甲", editor="网站编辑岗", written="2026-11-10",
    digest="d" * 64, files={"files/a.pdf": "f" * 64}, skeleton=lambda version: f"{version}:bones",
)  # fmt: skip


def person(id_: str, roles: str, first: date | None = None, last: date | None = None) -> Person:
    """A person of people.csv."""
    return Person(id_, f"{id_}岗", "", read_roles(roles), (), first, last)


PEOPLE = {
    made.id: made
    for made in (
        person("chu", "初审"),
        person("fu", "复审"),
        person("zhong", "终审"),
        person("all", "reviewer|chief"),
        person("bianji", "初审 终审"),
        person("chu-tz", "初审@tzgg"),
        person("chu-gk", "初审@zwgk"),
        person("chu-qxz", "初审@qxz"),
        person("chu-old", "初审", date(2026, 1, 1), date(2026, 11, 10)),
        person("dengji", "登记"),
    )
}
PEOPLE["bianji"] = Person("bianji", "网站编辑岗", "", read_roles("初审 终审"))


def vote(person: str, step: str, at: str = "2026-11-16T09:00:00+08:00", flaw: str = "", **changed: object) -> Vote:
    """A vote for the document as it is."""
    fields: dict[str, object] = {
        "document": "a-1", "path": "x.md", "title": "题", "step": step, "person": person, "role": step, "at": at,
        "digest": "d" * 64, "skeleton": "1:bones", "files": dict(DOCUMENT.files), **changed,
    }  # fmt: skip
    return Vote(Entry(**fields), flaw)  # type: ignore[arg-type]


def verdict(*votes: Vote, review: str = "三审", now: datetime = NOW) -> Verdict:
    """The verdict on these votes."""
    return judge(DOCUMENT, votes, PEOPLE, steps_of(review), now, 1)


THREE = (
    vote("chu", "初审"),
    vote("fu", "复审", "2026-11-16T10:00:00+08:00"),
    vote("zhong", "终审", "2026-11-16T11:00:00+08:00"),
)


def test_three_people_one_after_another_are_enough():
    """Whatever order the files are read in."""
    assert verdict(*THREE).missing == ""
    assert verdict(*reversed(THREE)).missing == ""
    assert not verdict(*THREE[:2]).passes


@pytest.mark.parametrize("review", CLASSES)
def test_a_class_asks_for_as_many_steps_as_its_name_says(review):
    """免审 none, 一审 one …; a column that says nothing has three."""
    assert len(steps_of(review)) == "免一二三四".index(review[0])
    assert steps_of("") == CLASSES["三审"]
    assert named("1", CLASSES["一审"]) == "终审"
    assert named("复审", CLASSES["二审"]) == ""


@pytest.mark.parametrize(
    ("first", "why"),
    [
        (vote("all", "初审", flaw="签名不对"), "签名不对"),
        (vote("niemand", "初审"), "people.csv 里没有“niemand”"),
        (vote("fu", "初审"), "没有这个栏目“初审”的角色"),
        (vote("chu-tz", "初审"), "没有这个栏目“初审”的角色"),
        (vote("bianji", "初审"), "是这篇文档的作者或编辑"),
        (vote("chu-old", "初审"), "不在任期内"),
        (vote("chu", "初审", "2026-11-21T09:00:00+08:00"), "还没有到"),
        (vote("chu", "初审", "2026-11-09T23:59:00+08:00"), "早于成文日期"),
        (vote("chu", "初审", document="b-1"), "另一篇文档"),
        (vote("chu", "初审", digest="e" * 64, skeleton="1:other"), "正文或字段有改动"),
        (vote("chu", "初审", digest="e" * 64, skeleton="99:bones"), "正文或字段有改动"),
        (vote("chu", "初审", files={}), "附件或图片有改动：files/a.pdf"),
        (vote("chu", "初审", recorder="zhong", sheet="1", scan_digest="x"), "没有“登记”的角色"),
        (vote("chu", "初审", recorder="dengji"), "没有审签单编号或扫描件"),
        (vote("chu", "初审", "2026-11-16T10:30:00+08:00"), "次序不合"),
    ],
)
def test_an_approval_that_does_not_count_is_told_why(first, why):
    """Each condition alone is enough to miss a step."""
    found = verdict(first, *THREE[1:])
    assert not found.passes
    assert "缺少" in found.missing
    assert why in found.missing


@pytest.mark.parametrize(
    "first",
    [
        vote("chu-gk", "初审"),
        vote("chu-qxz", "初审"),
        vote("all", "初审"),
        vote("chu-old", "初审", "2026-11-10T23:59:00+08:00"),
        vote("chu", "初审", digest="e" * 64),
        vote("chu", "初审", recorder="dengji", sheet="审〔2026〕1", scan_digest="x"),
    ],
)
def test_an_approval_that_counts(first):
    """Roles for the column above, for the publishing unit, in English; the last day of office; proof-reading since;
    entered from a sheet by a registrar."""
    assert verdict(first, *THREE[1:]).missing == ""


def test_one_person_does_one_step_only_and_the_best_choice_is_found():
    """Who could do every step is used where nobody else can."""
    alone = [vote("all", step, f"2026-11-16T{9 + n:02}:00:00+08:00") for n, step in enumerate(("初审", "复审", "终审"))]
    assert "同一人" in verdict(*alone).missing
    assert verdict(*alone, vote("chu", "初审"), vote("zhong", "终审", "2026-11-16T12:00:00+08:00")).missing == ""


def test_many_votes_of_one_person_do_not_make_it_slow():
    """A flood of entries for each step is judged at once."""
    flood = [
        vote("all", step, f"2026-11-16T{9 + n:02}:{minute:02}:00+08:00")
        for n, step in enumerate(("初审", "复审", "终审", "签发"))
        for minute in range(60)
    ]
    assert "缺少" in verdict(*flood, review="四审").missing


def test_an_emergency_counts_working_days():
    """From Friday to the end of Monday."""
    urgent = vote("zhong", "终审", "2026-11-13T18:00:00+08:00", emergency=True, reason="汛情")
    monday = datetime(2026, 11, 16, 23, 59, tzinfo=BEIJING)
    assert verdict(urgent, now=monday).due == datetime(2026, 11, 17, tzinfo=BEIJING)
    assert not verdict(urgent, now=datetime(2026, 11, 17, tzinfo=BEIJING)).passes
    assert end_of_working_day(monday, 3) == datetime(2026, 11, 20, tzinfo=BEIJING)


def test_an_emergency_needs_a_chief_and_a_reason():
    """And content that is still what was signed."""
    assert not verdict(vote("chu", "初审", emergency=True, reason="汛情")).passes
    assert not verdict(vote("zhong", "终审", emergency=True)).passes
    changed = vote("zhong", "终审", emergency=True, reason="汛情", digest="e", skeleton="1:x")
    assert not verdict(changed, now=datetime(2026, 11, 16, 10, tzinfo=BEIJING)).passes


def test_after_a_reviewed_emergency_the_next_one_has_its_own_days():
    """Once all steps are done the matter is closed."""
    first = vote(
        "zhong", "终审", "2026-11-12T09:00:00+08:00", emergency=True, reason="甲", digest="old", skeleton="1:o"
    )
    done = [
        vote("chu", "初审", "2026-11-12T10:00:00+08:00", digest="old", skeleton="1:o"),
        vote("fu", "复审", "2026-11-12T11:00:00+08:00", digest="old", skeleton="1:o"),
    ]
    again = vote("zhong", "终审", "2026-11-19T09:00:00+08:00", emergency=True, reason="乙")
    assert verdict(first, *done, again).due == datetime(2026, 11, 21, tzinfo=BEIJING)
    assert not verdict(first, again).passes

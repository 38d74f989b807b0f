"""From findings to points: every row, its cap, what is taken once, what stays open, and who says 不合格."""

from __future__ import annotations

from fractions import Fraction

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.model import Finding, NotRun, Watched
from auditor.scorecard.score import SUSPECTED
from standards.rulefile import load_rules
from standards.scoresheet import exact
from tests.auditor.reports.invented import finding
from tests.auditor.scorecard.cases import (
    COLUMNS,
    CONTENT,
    COVERAGE,
    DRAWN,
    HOME,
    ITEMS,
    RULES,
    all_answers,
    fed,
    item_of,
    said,
    score,
)

FED = [(code, feed) for code, (row, item) in ITEMS.items() if row.part == "deduction" for feed in item.feeds]
LAW = "国办秘函〔2019〕19号 "


def place_for(code: str) -> dict[str, object]:
    """Where a finding must stand to count for an item."""
    item = ITEMS[code][1]
    if item.each == "drawn":
        page = next(sample.pages[0] for sample in DRAWN if sample.item == code)
        return {"url": page, "drawn": (page,)}
    return {"url": HOME} if item.where == "home" else {}


@pytest.mark.parametrize(("code", "feed"), FED, ids=lambda value: str(getattr(value, "check", value)))
def test_a_certain_finding_takes_its_points_and_a_doubtful_one_only_leaves_them_open(code, feed):
    """Of every item that a check feeds."""
    item = ITEMS[code][1]
    made = item_of(score(fed(feed, **place_for(code)))[1], code)
    assert made.low == float(item.points)
    assert len(made.finding_fingerprints) == 1
    doubt = item_of(score(fed(feed, verdict="review", **place_for(code)))[1], code)
    assert (doubt.low, doubt.high >= float(item.points)) == (0, True)
    assert len(doubt.review_fingerprints) == 1


@pytest.mark.parametrize("code", [code for code, (row, _) in ITEMS.items() if row.part != "veto"])
def test_a_person_s_answer_decides_an_item(code):
    """Yes, or how often; and no."""
    row, item = ITEMS[code]
    for times in (0, 1, 2 if item.each != "once" else 1, 50 if item.each != "once" else 1):
        made = item_of(score(answers=[said(code, times)])[1], code)
        most = item.most or (item.draw[1] if item.draw else 50)
        assert made.low == made.high == float(min(exact(row.cap), item.points * min(times, most)))
        assert (made.by, made.on) == ("张三", "2026-11-20")


@pytest.mark.parametrize("row", [row for row in RULES.rows if row.part in ("deduction", "bonus")], ids=lambda r: r.code)
def test_no_row_goes_over_its_cap(row):
    """Whatever is answered and found."""
    feeds = [feed for item in row.items for feed in item.feeds]
    found = [fed(feed, n, **place_for(row.items[0].code)) for feed in feeds for n in range(60)]
    made = score(*found, answers=[said(item.code, 99) for item in row.items])[1][row.code]
    assert made.points == made.low == made.high == row.cap or row.part == "bonus"
    assert made.high <= row.cap


def test_the_sheet_has_the_points_of_the_edition():
    """一级指标 31, 25, 23, 21; bonus 7, 6, 8, 6, 3."""
    sums: dict[tuple[str, str], float] = {}
    for row in RULES.rows:
        if row.part in ("deduction", "bonus"):
            sums[row.part, row.group] = sums.get((row.part, row.group), 0) + row.cap
    assert sums == {
        ("deduction", "发布解读"): 31, ("deduction", "办事服务"): 25, ("deduction", "互动交流"): 23,
        ("deduction", "功能设计"): 21, ("bonus", "信息发布"): 7, ("bonus", "办事服务"): 6, ("bonus", "互动交流"): 8,
        ("bonus", "功能设计"): 6, ("bonus", "创新发展"): 3,
    }  # fmt: skip


def dead(number: int, **given) -> Finding:
    """A dead link."""
    return finding("links/dead_page", target=f"{number}", clauses=(f"{LAW}功能设计·可用性",), **given)


def test_dead_links_take_a_fifth_on_the_home_page_a_tenth_elsewhere_and_one_point_at_most():
    """By cause, and exact: three tenths are 0.3."""
    on_home = dead(1, url=HOME)
    made = score(on_home, dead(2), dead(3), dead(4))[1]["D403"]
    assert made.points == 0.5
    everywhere = dead(5, url=CONTENT[0], pages=(HOME, CONTENT[0]), reach=400)
    assert score(everywhere)[1]["D403"].points == 0.2
    assert score(*(dead(n) for n in range(30)))[1]["D403"].points == 1


def test_a_column_is_taken_off_once_whatever_is_said_of_it():
    """因空白、应更新未更新等原因已按其他指标扣分的，不重复扣分."""
    stale = finding("freshness/stale_column", url=COLUMNS[0], clauses=(f"{LAW}发布解读·动态要闻",))
    blank = finding("freshness/empty_column", url=COLUMNS[0], clauses=(f"{LAW}发布解读·其他栏目",))
    rows = score(stale, blank)[1]
    assert (rows["D104"].low, rows["D109"].low) == (5, 0)
    assert "不重复扣" in item_of(rows, "D109a").note
    other = msgspec.structs.replace(blank, url=COLUMNS[1], fingerprint="b" * 20)
    assert score(stale, blank, other)[1]["D109"].low == 2


def test_one_finding_feeds_one_deduction_and_still_counts_for_a_veto():
    """Blank columns cost two points each, and five of them are a veto."""
    found = [
        finding(
            "freshness/empty_column",
            url=url,
            clauses=(f"{LAW}单项否决·空白栏目", f"{LAW}发布解读·其他栏目"),
        )
        for url in COLUMNS[:5]
    ]
    made, rows = score(*found[:4])
    assert (rows["V4c"].status, made.qualified) == ("合格", None)
    made, rows = score(*found)
    assert (rows["V4c"].status, rows["D109"].low, made.qualified) == ("疑似", 4, SUSPECTED)


def test_tags_are_counted_on_the_pages_that_were_drawn_and_no_others():
    """A template without tags stands on every page; five of them were drawn, each costs a tenth."""
    every = finding(
        "identity/meta_tags", reason="content-tags", clauses=(f"{LAW}功能设计·页面标签",), url=CONTENT[0],
        reach=20, drawn=tuple(sorted({url for sample in DRAWN for url in sample.pages} & set(CONTENT))),
    )  # fmt: skip
    assert score(every)[1]["D408"].points == 0.5
    site = msgspec.structs.replace(every, reason="site-tags", drawn=tuple(u for s in DRAWN for u in s.pages))
    assert score(site)[1]["D408"].points == 1
    assert score(msgspec.structs.replace(every, drawn=()))[1]["D408"].points == 0
    assert item_of(score(samples=())[1], "D408a").status == "未检"


def test_elements_of_guides_are_counted_by_name_and_those_of_letters_once_each():
    """Two guides that lack three elements: 1.5; the same element missing in three letters: one."""
    guide = fed(ITEMS["D204b"][1].feeds[0])
    lost = msgspec.structs.replace(guide, target="设定依据、收费标准"), fed(ITEMS["D204b"][1].feeds[0], 2)
    assert item_of(score(*lost)[1], "D204b").low == 1.5
    letters = [fed(ITEMS["D303b"][1].feeds[0], n) for n in range(3)]
    same = [msgspec.structs.replace(one, target="答复单位") for one in letters]
    assert item_of(score(*same)[1], "D303b").low == 1
    assert item_of(score(*letters)[1], "D303b").low == 3


def test_a_check_that_saw_nothing_to_look_at_decides_nothing():
    """Letters on another platform are no letters that are in order; a line of the coverage says that some were read."""
    assert score()[1]["D303"].status == "待人工" or item_of(score()[1], "D303b").status == "未检"
    read = msgspec.structs.replace(COVERAGE, not_run=(NotRun(what="抽样之外的公开留言", why="共 5 个"),))
    assert item_of(score(coverage=read)[1], "D303b").status == "合格"
    assert "没有认出" in item_of(score()[1], "D303b").note


def test_five_guides_and_a_few_guides_are_one_veto_and_not_two():
    """服务不实用: five of many, or all of fewer than five."""
    feed = ITEMS["V6b"][1].feeds[0]
    guides = [fed(feed, n) for n in range(5)]
    rows = score(*guides)[1]
    assert [item_of(rows, code).status for code in ("V6b", "V6c")] == ["疑似", "合格"]
    rows = score(*guides[:3])[1]
    assert item_of(rows, "V6c").status == "疑似"


def test_a_check_that_did_not_run_and_a_crawl_that_was_cut_leave_rows_open():
    """Not found is not the same as not looked for."""
    without = msgspec.structs.replace(COVERAGE, by_check={"links/dead_page": 40})
    rows = score(coverage=without)[1]
    assert (rows["D408"].status, rows["D408"].high) == ("未检", 1)
    cut = msgspec.structs.replace(COVERAGE, cut=(NotRun(what="页面 300 个", why="已到页数上限 40"),))
    rows = score(coverage=cut)[1]
    assert (rows["D109"].status, rows["D109"].low, rows["D109"].high) == ("未检", 0, 4)
    assert score()[1]["D109"].status == "合格"


def test_all_answered_and_nothing_found_is_complete_and_qualified():
    """A hundred points, no veto, no bonus asked for."""
    made, _ = score(answers=all_answers(), watched=watched("正常"))
    assert (made.status, made.qualified, made.total, made.min, made.max) == ("complete", "合格", 100, 100, 100)
    made, _ = score(watched=watched("正常"))
    assert (made.status, made.qualified, made.total) == ("partial", None, None)
    assert any("检查问卷" in line for line in made.why)


def test_over_eighty_opens_the_bonus_and_eighty_does_not():
    """>80: strictly."""
    bonus = {"B501a": 1}
    lose_20 = {"D301a": 1, "D304a": 2, "D202a": 1, "D407a": 0}
    made, _ = score(answers=all_answers(bonus | lose_20), watched=watched("正常"))
    assert made.total == 100 - 7 - 7 - 5 + 3
    made, _ = score(answers=all_answers(bonus | lose_20 | {"D410a": 1}), watched=watched("正常"))
    assert (made.total, made.base_min) == (80, 80)


def test_under_sixty_is_suspected_and_failed_only_when_a_person_says_so():
    """Sixty itself passes."""
    lose = {"D301a": 1, "D304a": 2, "D202a": 1, "D204a": 2, "D205a": 5, "D303a": 1, "D302a": 1}
    made, _ = score(answers=all_answers(lose), watched=watched("正常"))
    assert made.total is not None
    assert (made.total, made.qualified) == (59, SUSPECTED)
    confirmed = [*all_answers(lose), said("TOTAL", 1)]
    assert score(answers=confirmed, watched=watched("正常"))[0].qualified == "不合格"
    assert (
        score(answers=[*all_answers(lose), said("TOTAL", 1, by="")], watched=watched("正常"))[0].qualified == SUSPECTED
    )
    made, _ = score(answers=all_answers(lose | {"D205a": 4}), watched=watched("正常"))
    assert (made.total, made.qualified) == (60, "合格")


def watched(state: str) -> Watched:
    """A monitoring."""
    return Watched(fingerprint="c" * 20, state=state, opened=160, failed=8, share=0.05, since="a", until="b")


@pytest.mark.parametrize(
    ("records", "status"),
    [
        (None, "未检"),
        (watched("正常"), "合格"),
        (watched("监测中"), "未检"),
        (watched("疑似不合格（待人工核实）"), "疑似"),
    ],
)
def test_availability_comes_from_the_monitoring(records, status):
    """Without one it is open."""
    assert score(watched=records)[1]["V2"].status == status


def grave() -> Finding:
    """Grave wording."""
    return finding("words/wrong_wording", severity="P0", clauses=(f"{LAW}单项否决·安全、泄密事故等严重问题",))


def test_a_veto_needs_a_person_with_name_and_day_on_a_finding_of_this_report():
    """Never by software alone, nor by an answer on something else."""
    found = grave()
    made, rows = score(found)
    assert (rows["V1"].status, made.qualified) == ("疑似", SUSPECTED)
    assert made.veto[0].finding_fingerprints == (found.fingerprint,)
    good = said("V1a", 1, fingerprints=(found.fingerprint,))
    made, rows = score(found, answers=[good])
    assert (rows["V1"].status, made.qualified, made.total, made.min) == ("不合格", "不合格", None, None)
    assert "张三" in made.why[0]
    for spoilt in (
        msgspec.structs.replace(good, by=" "),
        msgspec.structs.replace(good, on=""),
        msgspec.structs.replace(good, fingerprints=("d" * 20,)),
    ):
        assert score(found, answers=[spoilt])[0].qualified == SUSPECTED


def test_a_veto_that_a_person_has_looked_at_and_denied_is_not_suspected_for_the_same_finding():
    """But for another one it is."""
    found, other = grave(), msgspec.structs.replace(grave(), fingerprint="e" * 20)
    denied = said("V1a", 0, fingerprints=(found.fingerprint,))
    assert item_of(score(found, answers=[denied])[1], "V1a").status == "合格"
    assert item_of(score(found, other, answers=[denied])[1], "V1a").status == "疑似"


def test_a_denial_that_names_no_finding_clears_none():
    """A form of an earlier report: nobody has looked at what has been found since."""
    old = said("V1a", 0)
    assert item_of(score(answers=[old])[1], "V1a").status == "合格"
    item = item_of(score(grave(), answers=[old])[1], "V1a")
    assert (item.status, "没有写明核实过其中 1 条" in item.note) == ("疑似", True)
    hint = msgspec.structs.replace(grave(), verdict="review")
    assert item_of(score(hint, answers=[old])[1], "V1a").status == "待人工"
    looked = msgspec.structs.replace(old, fingerprints=(hint.fingerprint,))
    assert item_of(score(hint, answers=[looked])[1], "V1a").status == "合格"


def test_findings_for_review_are_hints_for_a_veto_and_no_suspicion():
    """Software that cannot tell does not say 疑似不合格."""
    made, rows = score(msgspec.structs.replace(grave(), verdict="review"))
    assert (item_of(rows, "V1a").status, made.qualified) == ("待人工", None)
    assert made.veto[0].review_fingerprints


def test_departments_without_service_are_scored_out_of_75_times_four_thirds():
    """And 国务院部门 without 概况信息, with 机构职能 for four points."""
    made, rows = score(
        answers=all_answers({"D301a": 1, "D401a": 1, "D401b": 1}), kind="department", watched=watched("正常")
    )
    assert rows["D204"].status == rows["V6"].status == "不适用"
    assert made.total == float(round(Fraction(75 - 9) * Fraction(4, 3), 2)) == 88
    made, rows = score(answers=all_answers({"D102a": 1}), kind="ministry", watched=watched("正常"))
    assert (rows["D101"].status, rows["D102"].low, made.total) == ("不适用", 4, 96)
    made, rows = score(answers=all_answers(), kind="site", watched=watched("正常"))
    assert (made.total, made.qualified, rows["D403"].status) == (None, "合格", "不适用")


def test_a_bonus_is_only_earned_by_a_person_and_two_for_one_thing_never():
    """3 months brings two; 3 to 6 months one; not three."""
    rows = score(answers=[said("B101a", 1), said("B101b", 1)])[1]
    assert (rows["B101"].low, rows["B101"].status) == (2, "加分")
    assert score()[1]["B101"].status == "待人工"


def test_a_bonus_against_what_was_found_says_so():
    """A person's word stands, and what software saw stands beside it."""
    late = fed(next(feed for feed in ITEMS["B302b"][1].feeds if "late-result" in feed.reasons))
    item = item_of(score(late, answers=[said("B302b", 1)])[1], "B302b")
    assert (item.low, item.note) == (1, "程序发现 1 处没有做到，人工认定做到了")
    assert item_of(score(late)[1], "B302b").status == "不加分"


def test_a_rule_file_without_a_sheet_gives_no_score():
    """And no rows."""
    from auditor.scorecard.score import make_score

    assert make_score([], load_rules("validity-term-2010"), COVERAGE, home=HOME) == (None, ())


FINDINGS = st.lists(
    st.builds(
        lambda code_feed, n, verdict, on: fed(
            code_feed[1],
            n,
            verdict=verdict,
            url=(HOME, *COLUMNS, *CONTENT)[on],
            drawn=((HOME, *COLUMNS, *CONTENT)[on],),
        ),
        st.sampled_from([(code, feed) for code, (_, item) in ITEMS.items() for feed in item.feeds]),
        st.integers(0, 30),
        st.sampled_from(["fail", "review"]),
        st.integers(0, 40),
    ),
    max_size=30,
    unique_by=lambda found: found.fingerprint,
)
ANSWERS = st.lists(
    st.builds(said, st.sampled_from(sorted(ITEMS)), st.integers(0, 3)), max_size=40, unique_by=lambda one: one.code
)
KINDS = st.sampled_from(sorted(RULES.score.kinds))


@settings(max_examples=60, deadline=None)
@given(FINDINGS, ANSWERS, KINDS, st.data())
def test_a_score_stays_within_its_bounds_and_more_findings_never_raise_it(found, answers, kind, data):
    """0 ≤ min ≤ total ≤ max ≤ 130; less is found, no less is scored; 不合格 never without a person."""
    made, rows = score(*found, answers=answers, kind=kind)
    if made.min is not None:
        assert 0 <= made.min <= made.max <= 130
        assert made.total is None or made.min <= made.total <= made.max
    assert all(row.low <= row.high <= (row.cap or 0) for row in rows.values())
    if not any(one.code.startswith("V") and one.times for one in answers):
        assert made.qualified != "不合格"
    fewer = [one for one in found if data.draw(st.booleans())]
    less, _ = score(*fewer, answers=answers, kind=kind)
    if made.max is not None and less.max is not None:
        assert less.max >= made.max
        assert less.min >= made.min


@settings(max_examples=30, deadline=None)
@given(FINDINGS, ANSWERS, st.randoms())
def test_the_order_of_findings_and_answers_does_not_matter(found, answers, random):
    """Nor does a round trip through the file."""
    turned, mixed = list(found), list(answers)
    random.shuffle(turned)
    random.shuffle(mixed)
    one, rows = score(*found, answers=answers)
    other, same = score(*turned, answers=mixed)
    assert rows == same
    assert msgspec.structs.replace(other, answers=one.answers) == one
    assert msgspec.json.decode(msgspec.json.encode(one), type=type(one)) == one

"""The checks of words and privacy on the labelled farm: the figures that ship are those that are measured, and good."""

from __future__ import annotations

import random
import tomllib
from collections import Counter

import msgspec
import pytest

from auditor.measured import load_measured
from standards.privacy import mask
from tests.auditor.farm.blind import blind
from tests.auditor.farm.figures import SEED, link_figures, text_figures, toml
from tests.auditor.farm.judged import judge, names
from tests.auditor.farm.layouts import sheets
from tests.auditor.farm.slots import Slots
from tests.auditor.farm.texts import TABLE_LAYOUTS, TEXT_LAYOUTS, draw, read_templates, unknown_slots

LEAST = 0.98
"""Precision of `fail` in every check."""
RECALL = 0.95
AGAIN = "make measure"

TEMPLATES = read_templates()
CASES = draw(TEMPLATES)


@pytest.fixture(scope="module")
def figures():
    """One measurement for all tests."""
    return text_figures()[0]


def test_the_figures_that_ship_are_those_that_are_measured(figures):
    """Words, privacy, the fixture pages of links, and slips drawn by chance; the addresses are held in test_farm.py."""
    shipped = load_measured()
    own = [one for one in shipped.checks if one.sample != "sites"]
    assert own == sorted([*link_figures(), *figures], key=lambda one: one.id), AGAIN
    assert shipped.blind == blind(), AGAIN
    assert shipped.seed == SEED


def test_what_fails_is_certain_and_defects_are_found(figures):
    """The aims, check by check."""
    assert [(one.id, one.fail_precision) for one in figures if one.fail_precision < LEAST] == []
    assert [(one.id, one.recall) for one in figures if one.recall < RECALL] == []


def test_another_draw_gives_figures_as_good():
    """Names, numbers and layouts are drawn: what holds for one seed only would be luck."""
    again, _, alarms = text_figures(SEED + 1)
    assert [
        (one.id, one.fail_precision, one.recall) for one in again if one.fail_precision < LEAST or one.recall < RECALL
    ] == []
    assert [alarm.message for alarm in alarms if alarm.verdict == "fail"] == []


def test_the_sample_is_large_and_near_misses_outweigh_defects():
    """Each kind of defect has its near misses, and both stand in every layout."""
    assert sum(len(case.guilty) for case in CASES) >= 600
    assert sum(case.looks for case in CASES if not case.guilty) >= 1500
    kinds = {case.kind for case in CASES if case.guilty}
    assert kinds <= {case.kind for case in CASES if not case.guilty}
    for guilty in (True, False):
        layouts = {case.layout for case in CASES if bool(case.guilty) is guilty}
        assert {*TEXT_LAYOUTS, *TABLE_LAYOUTS} <= layouts


def test_labels_are_sound():
    """Slots are filled, a verdict goes with guilty words and the other way round, and no text is written twice."""
    assert unknown_slots(TEMPLATES) == set()
    assert {case.verdict for case in CASES if case.guilty} <= {"fail", "review"}
    assert [case.text for case in CASES if bool(case.verdict) != bool(case.guilty)] == []
    texts = Counter(text for group in TEMPLATES.groups for text in group.texts)
    assert [text for text, times in texts.items() if times > 1] == []


def test_a_draw_can_be_repeated():
    """The same seed gives the same pages, byte for byte but for the times that workbooks hold."""
    first, second = (list(sheets(draw(TEMPLATES, 3), 3)) for _ in range(2))
    assert [one.cases for one in first] == [one.cases for one in second]
    assert all(a.body == b.body for a, b in zip(first, second, strict=True) if a.layout != "xlsx")
    assert draw(TEMPLATES, 4) != draw(TEMPLATES, 3)


def test_a_lost_defect_and_a_false_alarm_would_show():
    """Labels taken away become alarms, and labels of what is not there are missed."""
    guilty = [case for case in CASES if case.guilty and not case.cells][:40]
    _, alarms = judge(sheets([msgspec.structs.replace(case, guilty=(), verdict="") for case in guilty], 1))
    assert len(alarms) == len(guilty)
    answers, _ = judge(sheets([msgspec.structs.replace(case, guilty=("查无此词",)) for case in guilty], 1))
    assert [answer.guilty for answer in answers if answer.verdict] == []


@pytest.mark.parametrize(
    ("guilty", "message", "same"),
    [
        ("布署", "“布署”应为“部署”", True),
        ("近200余家", "“近200余”有误：“近”与“余”不能同用", True),
        ("增强“四个自信”", "“增强“四个自信””疑有误，请核对是否应为“坚定“四个自信””", True),
        ("42000019800101123X", f"居民身份证号码 {mask('42000019800101123X')} 完整公开", True),
        ("42000019800101123X", "居民身份证号码 420***********9999 完整公开", False),
        ("部署", "“布署”应为“布置”", False),
    ],
)
def test_a_message_is_matched_to_the_words_it_speaks_of(guilty, message, same):
    """Numbers by what their mask leaves, wordings by what is quoted."""
    assert names(guilty, message) is same


def test_figures_are_written_as_they_are_read():
    """TOML there and back."""
    shipped = load_measured()
    assert msgspec.convert(tomllib.loads(toml(shipped)), type(shipped)) == shipped


def test_nobodys_number_is_printed():
    """Areas, telephones and cards of the farm were never given to anybody."""
    slots = Slots(random.Random(1))
    assert all(slots.resident_id().startswith("420000") for _ in range(50))
    assert all(slots.card().startswith("6222000000000") for _ in range(50))

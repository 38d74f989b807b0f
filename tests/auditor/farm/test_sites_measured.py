"""Portals changed one thing at a time, dated sites, letters and guides: the figures that ship are those measured."""

from __future__ import annotations

import pytest

from auditor.checks import load_checks
from auditor.checks.__main__ import table_by_layout
from auditor.measured import CheckFigure, load_measured
from auditor.model import Probe
from tests.auditor.farm.figures import site_figures
from tests.auditor.farm.portals.case import Case
from tests.auditor.farm.portals.judged import Result, cases, figures, guilt, results
from tests.auditor.farm.portals.layouts import LAYOUTS, foot
from tests.auditor.farm.portals.portal import menu, portal

LEAST = 0.98
"""Precision of `fail`."""
RECALL = 0.95
MANY = 20
"""Defects from which a share means something."""
QUICK = tuple(layout for layout in LAYOUTS if layout.id in ("gbk", "english"))
"""Layouts that are judged with every run of the tests; all of them with the soak."""
AGAIN = "make measure"


@pytest.fixture(scope="module")
def quick() -> list[Result]:
    """Two layouts, judged once: an old table in GBK with its tags in capitals, and English tags only."""
    return results(QUICK)


def test_the_farm_is_large_and_near_misses_outweigh_defects():
    """At least twelve layouts, and in the record two near misses for a defect where a check's cases are ours to choose."""
    assert len(LAYOUTS) >= 12
    assert len({layout.id for layout in LAYOUTS}) == len(LAYOUTS)
    portals = [one for one in load_measured().checks if any(x.name.startswith("portal: ") for x in one.layouts)]
    assert len(portals) >= 30
    # What a layout without tags is guilty of, it is guilty of on every page.
    assert [one.id for one in portals if one.near < 2 * one.seeded and one.id != "identity/meta_tags"] == []


def test_cases_name_checks_and_change_something():
    """A case of no check, or one that changes nothing, would be right for ever."""
    ids = {check.id for check in load_checks()}
    for layout in QUICK:
        honest = portal(layout)
        for case in cases(layout):
            changed = dict(honest)
            case.edit(changed)
            assert case.check in ids
            assert changed != honest or case.probes or case.search or case.home, case.name


def test_figures_of_two_layouts_are_those_that_ship(quick):
    """The quick part of the measurement; the whole is soak."""
    shipped = load_measured()
    for one in figures(quick):
        wanted = {row.name: row for row in _shipped(shipped.checks, one.id).layouts}
        assert [row for row in one.layouts if wanted[row.name] != row] == [], f"{one.id}: {AGAIN}"


def test_nothing_certain_is_wrong(quick):
    """What fails must be certain, on honest portals and on broken ones."""
    assert [one for one in quick if one.false_fails] == []


def test_aims_hold_in_what_ships():
    """Precision of fails, and recall where there are enough defects to speak of."""
    sites = [one for one in load_measured().checks if one.sample == "sites"]
    assert [(one.id, one.fail_precision) for one in sites if one.fail_precision < LEAST] == []
    assert [(one.id, one.recall) for one in sites if one.seeded >= MANY and one.recall < RECALL] == []


def test_a_lost_defect_and_a_false_alarm_would_show(monkeypatch):
    """A label of what is not there is missed, and a defect without its label is an alarm."""
    layout = LAYOUTS[0]
    given = next(case for case in cases(layout) if case.true == ("fail contact",))
    swapped = [given._replace(true=("fail police",)), given._replace(true=())]
    monkeypatch.setattr("tests.auditor.farm.portals.judged.cases", lambda _: swapped)
    missed, alarm = results([layout])[-2:]
    assert (missed.found, missed.false_fails) == (0, 1)
    assert (alarm.found, alarm.false_fails, alarm.near) == (0, 1, 1)


def test_a_fail_where_a_person_should_decide_is_a_false_fail(monkeypatch):
    """Certain is more than was asked."""
    layout = LAYOUTS[0]
    given = next(case for case in cases(layout) if case.true == ("fail contact",))
    monkeypatch.setattr("tests.auditor.farm.portals.judged.cases", lambda _: [given._replace(true=("review contact",))])
    assert [(one.found, one.false_fails) for one in results([layout])[-1:]] == [(0, 1)]


def test_layouts_write_the_same_foot_in_their_own_way():
    """Every readable layout has every part; the others have none."""
    parts = portal(LAYOUTS[0])[""].foot
    for layout in LAYOUTS:
        html = foot(parts, layout)
        assert ("9999990001" in html) is layout.seen, layout.id
    assert len({foot(parts, layout) for layout in LAYOUTS}) >= 9


def test_honest_portals_lead_to_their_own_pages():
    """The menu names what is there; a layout is guilty of what it lacks and of nothing else."""
    for layout in LAYOUTS:
        pages = portal(layout)
        assert menu(pages).count("<a ") == 13
        assert bool(list(guilt("identity/meta_tags", pages[""], layout))) is not layout.tagged


def test_probes_reach_the_checks():
    """Cases with an answer of the host bring it along."""
    probed: list[Case] = [case for layout in LAYOUTS[:4] for case in cases(layout) if case.probes]
    assert all(isinstance(probe, Probe) for case in probed for probe in case.probes.values())
    assert {kind for case in probed for kind in case.probes} >= {"not-found", "ipv6", "plain-http"}


def test_the_table_by_layout_has_layouts_and_families():
    """A row a layout, a column a family, as docs/checks.md shows them."""
    table = table_by_layout(load_measured().checks)
    assert "| portal: gbk |" in table
    assert "| site: mmdd |" in table
    head = table.splitlines()[0]
    assert all(f" {family} " in head for family in ("freshness", "identity", "security", "structure", "villages"))


@pytest.mark.soak
def test_the_figures_that_ship_are_those_that_are_measured():
    """All layouts of all sites."""
    shipped = [one for one in load_measured().checks if one.sample == "sites"]
    assert shipped == site_figures(), AGAIN


def _shipped(checks: tuple[CheckFigure, ...], id: str) -> CheckFigure:
    return next(one for one in checks if one.id == id)

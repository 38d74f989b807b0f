"""When a site is visited."""

from __future__ import annotations

from itertools import pairwise

from auditor.watch.plan import DAY, Plan

PLAN = Plan(start=1000.0, visits=20, days=7)
URL = "http://a.example/"


def test_a_visit_lies_in_its_window_and_visits_keep_apart():
    """Half a window at least between two of them: 36 minutes at twenty a day."""
    moments = [PLAN.due(URL, slot) for slot in range(PLAN.slots)]
    assert all(PLAN.slot(moment) == slot for slot, moment in enumerate(moments))
    assert min(after - before for before, after in pairwise(moments)) >= PLAN.every / 2


def test_the_moment_is_the_same_after_a_restart_and_differs_from_site_to_site():
    """Hundreds of sites are not asked all at once."""
    again = Plan(start=1000.0, visits=20, days=7)
    assert PLAN.due(URL, 5) == again.due(URL, 5)
    assert len({PLAN.due(f"http://{n}.example/", 5) for n in range(50)}) == 50


def test_windows_end_with_the_plan():
    """A hundred and forty of them; afterwards none is begun."""
    assert (PLAN.slots, PLAN.every) == (140, 4320.0)
    assert PLAN.slot(0.0) == 0
    assert PLAN.slot(PLAN.end - 1) == 139
    assert PLAN.slot(PLAN.end + DAY) == 140
    assert (PLAN.day(19), PLAN.day(20), PLAN.day(139)) == (0, 1, 6)

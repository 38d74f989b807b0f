"""What the freshness checks say of whole generated sites is what is true of them: every layout, every column."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.auditor.farm.sites.manifest import read_manifest
from tests.auditor.farm.sites.measure import Said, measure
from tests.auditor.farm.sites.special import SPECIALS

MANIFEST = read_manifest()


@pytest.fixture(scope="module")
def told() -> tuple[Counter[Said], Counter[Said]]:
    """One audit a site for all tests: what is true, what was said."""
    return measure(MANIFEST)


def test_every_layout_and_every_trouble_is_there():
    """Or the figures would mean little."""
    assert len(MANIFEST.layouts) >= 12
    assert len({layout.id for layout in MANIFEST.layouts} | {site.id for site in SPECIALS}) == len(
        MANIFEST.layouts
    ) + len(SPECIALS)


def test_labels_name_columns_of_the_farm():
    """A misspelt label would be a miss for ever."""
    ids = {column.id for column in MANIFEST.columns} | {"home"}
    assert {id for layout in MANIFEST.layouts for id in layout.of} <= ids
    expected = {column.expect for column in MANIFEST.columns} | {"*"}
    assert {what for layout in MANIFEST.layouts for what in layout.instead} <= expected


def test_nothing_fails_wrongly(told):
    """What fails must be certain."""
    true, said = told
    assert sorted(one for one in said - true if " fail " in one.what) == []


def test_everything_true_is_said_and_nothing_else(told):
    """Recall and precision of one, on every layout; each column at most once."""
    true, said = told
    assert sorted(true - said) == []
    assert sorted(said - true) == []


def test_a_column_has_one_finding(told):
    """No double deduction begins with no double finding."""
    _, said = told
    each = Counter((one.layout, one.column) for one in said.elements())
    assert [place for place, times in each.items() if times > 1] == []

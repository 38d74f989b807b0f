"""Letters and guides are understood in every layout, and nothing is called certain that is not."""

from __future__ import annotations

import pytest

from tests.auditor.farm.services import LAYOUTS, Row, cases, judged


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    """The farm, judged once."""
    return judged(cases())


def test_every_layout_has_both_checks(rows):
    """The farm is what it says: eight layouts, two checks, defects in each."""
    assert len(rows) == 2 * len(LAYOUTS) == 16
    assert all(row.true >= 20 for row in rows)


def test_nothing_certain_is_wrong(rows):
    """Words that no vocabulary knows may make a review, never a fail."""
    assert [row for row in rows if row.sure_wrong] == []


def test_what_is_true_is_found_in_every_layout(rows):
    """Tables, lists, paragraphs, cards, tabs that are not painted, GBK, one line of spans."""
    assert [row for row in rows if row.recall < 0.95] == []
    assert [row for row in rows if row.precision < 0.8] == []

"""The national sheet and the checks know each other: every reason and every line of coverage that a row waits for is made."""

from __future__ import annotations

import inspect
import sys
from pathlib import Path

import pytest

import auditor.checks
from auditor.checks import load_checks
from standards.rulefile import load_rules
from tests.auditor.scorecard.cases import ITEMS

HERE = Path(auditor.checks.__file__).parent
FEEDS = sorted({(feed.check, reason) for _, item in ITEMS.values() for feed in item.feeds for reason in feed.reasons})


def source(check: str) -> str:
    """What the check, what its family shares and the rule file say."""
    module = inspect.getsource(sys.modules[f"auditor.checks.{check.replace('/', '.')}"])
    shared = "".join(path.read_text(encoding="utf-8") for path in sorted(HERE.glob(f"{check.partition('/')[0]}/_*.py")))
    return module + shared + str(load_rules().checks[check].params)


@pytest.mark.parametrize(("check", "reason"), FEEDS)
def test_a_reason_that_a_row_waits_for_is_one_that_the_check_gives(check, reason):
    """A misspelt one would leave a row at no deduction for ever."""
    load_checks()
    head, dash, rest = reason.partition("-")
    assert (
        f'"{reason}"' in source(check)
        or f"'{reason}'" in source(check)
        or (f'f"{head}{dash}{{' in source(check) and f'"{rest}"' in source(check))
    )


def test_a_finding_that_feeds_a_row_can_cite_its_clause():
    """Else it would never be taken: the check's clauses, or those its parameters name."""
    rules = load_rules()
    for _, item in ITEMS.values():
        for feed in item.feeds:
            rule = rules.checks[feed.check]
            assert set(feed.cites) & {*rule.clauses, *(c for c in feed.cites if c in str(rule.params))}, item.code


def test_the_lines_of_coverage_that_items_wait_for_are_written_by_a_check():
    """By the sampler or by the check itself."""
    assert "抽样之外的{what}" in (HERE / "_sample.py").read_text(encoding="utf-8")
    code = "".join(path.read_text(encoding="utf-8") for path in sorted(HERE.rglob("*.py")))
    for seen in sorted({item.seen for _, item in ITEMS.values() if item.seen}):
        drawn = seen.startswith("抽样之外的") and f'drawn_note("{seen.removeprefix("抽样之外的")}"' in code
        assert seen in code or drawn, seen


def test_every_check_that_cites_a_scored_clause_feeds_a_row():
    """Or stands below with the reason why it takes no points."""
    scored = {row.clause for row in load_rules().rows if row.code}
    fed = {feed.check for _, item in ITEMS.values() for feed in item.feeds}
    citing = {id for id, rule in load_rules().checks.items() if set(rule.clauses) & scored}
    assert citing - fed == set(WITHOUT_POINTS)


WITHOUT_POINTS = {
    "links/dead_anchor": "the page opens, only the place in it is gone",
    "links/mixed_content": "the link opens; what browsers block is told beside it",
    "links/certificate": "it has not run out yet",
    "identity/site_code": "the code is there; which of two is right is told beside it",
}

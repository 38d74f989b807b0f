"""What the tests of the score sheet share: findings that feed an item, a coverage in which every check ran."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from auditor.model import Answer, Coverage, Finding, Row, Sample, Score, ScoreItem
from auditor.scorecard.draw import draw_samples
from auditor.scorecard.score import make_score
from standards.rulefile import RuleFile, load_rules
from standards.scoresheet import Feed
from tests.auditor.reports.invented import SITE, finding

RULES = load_rules()
HOME = SITE + "/"
CONTENT = [f"{SITE}/yw/{n}.html" for n in range(20)]
COLUMNS = [f"{SITE}/c{n}/" for n in range(20)]
DRAWN = draw_samples(RULES, lambda kind: CONTENT if kind == "content" else COLUMNS, 2019)
COVERAGE = Coverage(
    pages_found=40, pages_fetched=40, pages_judged=40, pages_in_browser=0, links_checked=99, sample_seed=2019,
    by_check=dict.fromkeys(RULES.checks, 40),
)  # fmt: skip
ITEMS = {item.code: (row, item) for row in RULES.rows for item in row.items}


def fed(feed: Feed, number: int = 0, **given: Any) -> Finding:
    """A finding that this feed takes."""
    url = given.pop("url", f"{SITE}/a{number}.html")
    return finding(
        feed.check,
        url=url,
        reason=feed.reasons[0] if feed.reasons else "",
        clauses=feed.cites[:1],
        target=str(number),
        **given,
    )


def score(*findings: Finding, **given: Any) -> tuple[Score, dict[str, Row]]:
    """The score and its rows by code."""
    rules: RuleFile = given.pop("rules", RULES)
    coverage = given.pop("coverage", COVERAGE)
    samples: Sequence[Sample] = given.pop("samples", DRAWN)
    made, rows = make_score(findings, rules, coverage, home=HOME, samples=samples, **given)
    assert made is not None
    return made, {row.code: row for row in rows}


def item_of(rows: dict[str, Row], code: str) -> ScoreItem:
    """An item of the sheet."""
    return next(item for row in rows.values() for item in row.items if item.code == code)


def said(code: str, times: int, **given: Any) -> Answer:
    """A person's answer."""
    return Answer(code=code, times=times, **({"by": "张三", "on": "2026-11-20"} | given))


def all_answers(but: dict[str, int] | None = None) -> list[Answer]:
    """Every question answered with: nothing is wrong, and no bonus; but for some."""
    return [said(code, (but or {}).get(code, 0)) for code in ITEMS]

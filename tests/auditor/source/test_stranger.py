"""Sentences of a stranger: what is found of them, and what is told of those that are right.

The sentences (``stranger.tsv``) were written before their writer had read the lexicon or the checks. The bounds are what
was measured then mended, less a little: they say when something that worked is lost, and are no estimate of the field
(for that see docs/words.md, first sight).
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from auditor.source.check import check_bytes
from standards.rulefile import load_rules

NOW = datetime(2026, 11, 20)
RULES = load_rules("guoban-2019-19")
CONTRIVED = {"吴布署、李侯选、张做为同志参加会议。", "民间传说中的侯选拔贡后归乡。"}
"""Names that happen to be spelt like a slip: no one can tell without knowing the person."""


class Sentence(NamedTuple):
    wrong: bool
    family: str
    text: str
    day: str


def sentences() -> list[Sentence]:
    """The sentences of the file."""
    rows = (line.split("\t") for line in Path(__file__).with_name("stranger.tsv").read_text("utf-8").splitlines())
    return [
        Sentence(row[0] == "+", row[1], row[2], row[3] if len(row) > 3 else "2026-10-20")
        for row in rows
        if len(row) > 2
    ]


@pytest.fixture(scope="module")
def told() -> dict[Sentence, set[str]]:
    """The verdicts on each sentence."""
    return {
        one: {
            hit.verdict
            for hit in check_bytes(
                "x.md", f"---\ntitle: 通知\ndate: {one.day}\n---\n\n{one.text}\n".encode(), RULES, NOW
            )[0]
        }
        for one in sentences()
    }


def test_nothing_right_is_called_wrong(told: dict[Sentence, set[str]]) -> None:
    """Of some 260 near misses none fails but names."""
    assert {one.text for one, verdicts in told.items() if not one.wrong and "fail" in verdicts} <= CONTRIVED


def test_few_right_sentences_are_asked_about(told: dict[Sentence, set[str]]) -> None:
    """A question costs a person's minute."""
    right = [verdicts for one, verdicts in told.items() if not one.wrong]
    assert sum("review" in verdicts for verdicts in right) <= 0.03 * len(right)


def test_most_of_what_is_wrong_is_found(told: dict[Sentence, set[str]]) -> None:
    """Slips of the pen are without end; wordings of state, party, Taiwan and dates are a closed set."""
    wrong = {one: verdicts for one, verdicts in told.items() if one.wrong}
    assert sum(map(bool, wrong.values())) >= 0.82 * len(wrong)
    closed = [verdicts for one, verdicts in wrong.items() if one.family in ("tw", "meeting", "intl", "ethnic", "date")]
    assert all(closed)

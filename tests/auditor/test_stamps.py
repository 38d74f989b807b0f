"""A check's stamp changes with everything that decides what it says, and with nothing else."""

from __future__ import annotations

import ast
import dataclasses
from datetime import datetime
from typing import Any

import pytest

from auditor.judging import judge_stamps
from auditor.rules import read_rules
from auditor.stamps import OURS, ROOT, _imported, files_of
from standards.calendar import BEIJING
from standards.rulefile import CheckRule

NOW = datetime(2026, 11, 20, tzinfo=BEIJING)
RULES = read_rules("guoban-2019-19")


def names(id: str) -> set[str]:
    """What a check's stamp is made of, as paths of the checkout."""
    return {path.relative_to(ROOT).as_posix() for path in files_of(id)}


def test_the_words_have_the_lexicon_in_their_stamp() -> None:
    """With the tables of characters, the matcher, and the facts that make the evidence."""
    files = names("words/wrong_wording")
    assert {
        "auditor/checks/words/wrong_wording.py", "auditor/facts/evidence.py", "auditor/model/page.py",
        "standards/words/lexicon/typos.toml", "standards/words/matcher.py", "standards/words/traditional.txt",
    } <= files  # fmt: skip


@pytest.mark.parametrize("id", ["privacy/resident_id", "words/punctuation", "links/mixed_content"])
def test_a_changed_lexicon_touches_no_other_check(id: str) -> None:
    """Neither do the rules of other checks."""
    assert not any("lexicon" in name or "/rules/" in name for name in names(id))


def test_a_threshold_is_in_the_stamp_of_its_check_alone() -> None:
    """A province that hides nine digits has IDs judged again."""
    rule = RULES.checks["privacy/resident_id"]
    stricter = dataclasses.replace(rule, params=rule.params | {"hidden_digits": 9})
    other = dataclasses.replace(RULES, checks={**RULES.checks, "privacy/resident_id": stricter})
    assert changed(judge_stamps(RULES, NOW), judge_stamps(other, NOW)) == {"privacy/resident_id"}


def test_the_day_is_in_the_stamp_of_those_who_look_at_it() -> None:
    """Dated wordings and IDs of people not yet born; a doubled comma is one on every day."""
    days = changed(judge_stamps(RULES, NOW), judge_stamps(RULES, NOW.replace(day=21)))
    assert {"words/wrong_wording", "privacy/resident_id"} <= days
    assert "words/punctuation" not in days


def test_settings_are_in_the_stamp() -> None:
    """A roster has names judged again, and nothing else."""
    with_roster: dict[str, dict[str, Any]] = {"words/officials": {"roster": [["张三", "县长", "", ""]]}}
    assert changed(judge_stamps(RULES, NOW), judge_stamps(RULES, NOW, with_roster)) == {"words/officials"}
    assert isinstance(RULES.checks["words/officials"], CheckRule)


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    """The checks whose stamp is another."""
    return {id for id in before if before[id] != after[id]}


def test_the_imports_are_those_that_python_sees() -> None:
    """Lines are read, not parsed: no import of ours may be missed by that, however it is written."""
    for path in sorted(file for place in ("auditor", "standards") for file in (ROOT / place).rglob("*.py")):
        seen: set[str] = set()
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.ImportFrom) and node.module:
                seen.update((node.module, *(f"{node.module}.{name.name}" for name in node.names)))
            elif isinstance(node, ast.Import):
                seen.update(name.name for name in node.names)
        ours = {ROOT.joinpath(*name.split(".")) for name in seen if name.split(".")[0] in OURS}
        files = {place.with_suffix(".py") for place in ours} | {place / "__init__.py" for place in ours}
        assert {file for file in files if file.is_file()} <= set(_imported(path)), path

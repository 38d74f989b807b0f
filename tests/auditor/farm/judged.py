"""What the checks say of the farm's pages, held against the labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from auditor.checks import load_checks
from auditor.facts.document import read_page
from auditor.settings import rules_under
from auditor.source.check import FAMILIES, check_bytes
from standards.roster import read_roster
from standards.rulefile import CheckRule, load_rules
from tests.auditor.farm.layouts import FILES, Sheet
from tests.auditor.farm.texts import Case

NOW = datetime(2026, 7, 20, 9, tzinfo=UTC)
CHECKS = tuple(check for check in load_checks() if check.family in FAMILIES and check.scope == "page")
ROSTER = Path(__file__).with_name("leaders.csv")
QUOTED = re.compile(r"“(.+?)”(?:应为|疑|有误|是|像|晚于)")


SETTINGS = {"words/officials": {"roster": [list(term) for term in read_roster(ROSTER.read_text("utf-8"), ROSTER.name)]}}
"""What the county sets: its roster."""


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a check said."""

    check: str
    verdict: str
    message: str


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """A labelled thing and what was said of it: ``verdict`` is empty where nothing was."""

    check: str
    layout: str
    kind: str
    truth: str
    verdict: str
    guilty: str
    text: str


class Alarm(msgspec.Struct, frozen=True, kw_only=True):
    """Something said of a page where no label says so."""

    check: str
    layout: str
    verdict: str
    message: str
    page: str


def said_of(sheet: Sheet) -> list[Said]:
    """Everything that the checks of words and privacy say of a page or file."""
    rules = rules_under(load_rules(), SETTINGS)
    if sheet.layout in FILES:
        hits, _ = check_bytes(sheet.name, sheet.body, rules, NOW)
        return [Said(check=hit.check, verdict=hit.verdict, message=hit.message) for hit in hits]
    headers = [("Content-Type", f"text/html; charset={'gbk' if sheet.charset == 'gb18030' else sheet.charset}")]
    facts = read_page(f"http://site.example/{sheet.name}", 200, headers, sheet.body)
    return [
        Said(check=check.id, verdict=hit.verdict, message=hit.message)
        for check in CHECKS
        for hit in check.check(facts, rules.checks.get(check.id, CheckRule()).params, NOW)
    ]


def judge(sheets: Iterable[Sheet]) -> tuple[list[Answer], list[Alarm]]:
    """What became of every label, and what was said beyond them."""
    answers: list[Answer] = []
    alarms: list[Alarm] = []
    for sheet in sheets:
        left = said_of(sheet)
        for case, guilty in _labels(sheet.cases):
            hit = next((one for one in left if one.check == case.check and names(guilty, one.message)), None)
            if hit:
                left.remove(hit)
            answers.append(
                Answer(
                    check=case.check, layout=sheet.layout, kind=case.kind, truth=case.verdict,
                    verdict=hit.verdict if hit else "", guilty=guilty, text=case.text,
                )
            )  # fmt: skip
        alarms += [
            Alarm(
                check=one.check,
                layout=sheet.layout,
                verdict=one.verdict,
                message=one.message,
                page=" / ".join(c.text for c in sheet.cases),
            )
            for one in left
        ]
    return answers, alarms


def _labels(cases: Iterable[Case]) -> Iterator[tuple[Case, str]]:
    for case in cases:
        yield from ((case, guilty) for guilty in case.guilty)


def names(guilty: str, message: str) -> bool:
    """Whether a message speaks of these words: it shows them (numbers starred), or quotes a part of them."""
    shown = r"\s*".join(f"[{re.escape(char)}*＊]" for char in guilty if not char.isspace() and char != "·")
    if re.search(shown, message.replace("·", "")):
        return True
    bare = "".join(guilty.split())
    quoted = QUOTED.match(message)
    return bool(quoted and "".join(quoted[1].split()) in bare)

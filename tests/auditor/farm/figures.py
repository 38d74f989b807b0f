"""The figures of auditor/measured.toml, measured and written down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec

import auditor
from auditor.checks import load_checks
from auditor.crawl.reasons import REASONS
from auditor.measured import Blind, CheckFigure, Foreign, LayoutFigure, Measured, ReasonFigure
from auditor.model import LinkState
from standards.rulefile import load_rules
from standards.words import load_lexicon
from tests.auditor.checks.fixture_site import FixtureSite
from tests.auditor.checks.test_checks import HERE, said, written
from tests.auditor.farm import services
from tests.auditor.farm.judged import Alarm, Answer, judge
from tests.auditor.farm.layouts import sheets
from tests.auditor.farm.manifest import Case as Address
from tests.auditor.farm.measure import table
from tests.auditor.farm.portals import judged as portals
from tests.auditor.farm.sites.manifest import read_manifest as read_sites
from tests.auditor.farm.sites.measure import check_figures
from tests.auditor.farm.sites.measure import measure as judge_sites
from tests.auditor.farm.texts import SEED, Case, draw, read_templates

FILE = Path(auditor.__file__).with_name("measured.toml")
HEAD = "# Written by `make measure` (tests/auditor/farm). Do not edit: tests measure again and compare.\n\n"


def text_figures(seed: int = SEED) -> tuple[list[CheckFigure], list[Answer], list[Alarm]]:
    """The checks of words and privacy on the farm, with what is behind the figures."""
    cases = draw(read_templates(), seed)
    answers, alarms = judge(sheets(cases, seed))
    ids = sorted({case.check for case in cases} | {alarm.check for alarm in alarms})
    return [_figure(id, cases, answers, alarms) for id in ids], answers, alarms


def _figure(id: str, cases: Sequence[Case], answers: Sequence[Answer], alarms: Sequence[Alarm]) -> CheckFigure:
    own = [answer for answer in answers if answer.check == id]
    wrong = [alarm for alarm in alarms if alarm.check == id]
    near = [case for case in cases if case.check == id and not case.guilty]
    grave = sum(answer.verdict == "fail" != answer.truth for answer in own)
    layouts = sorted(
        {answer.layout for answer in own} | {case.layout for case in near} | {alarm.layout for alarm in wrong}
    )
    return CheckFigure(
        id=id,
        sample="farm",
        seeded=len(own),
        near=sum(case.looks for case in near),
        found=sum(bool(answer.verdict) for answer in own) - grave,
        fails=sum(one.verdict == "fail" for one in (*own, *wrong)),
        false_fails=sum(alarm.verdict == "fail" for alarm in wrong) + grave,
        false_reviews=sum(alarm.verdict == "review" for alarm in wrong),
        layouts=tuple(
            LayoutFigure(
                name=layout,
                seeded=sum(answer.layout == layout for answer in own),
                near=sum(case.looks for case in near if case.layout == layout),
                found=sum(bool(answer.verdict) for answer in own if answer.layout == layout),
                false=sum(alarm.layout == layout for alarm in wrong),
            )
            for layout in layouts
        ),
    )


def link_figures() -> list[CheckFigure]:
    """The link checks over their fixture folders: lines of findings.txt, and links of the good pages."""
    return [_link_figure(check) for check in load_checks() if check.family == "links"]


def _link_figure(check: Any) -> CheckFigure:
    want, have = Counter(written(HERE / check.id / "bad")), Counter(said(check, HERE / check.id / "bad"))
    false = (have - want) + Counter(said(check, HERE / check.id / "good"))
    fails = [sum(times for line, times in lines.items() if "  fail  " in line) for lines in (have, false)]
    return CheckFigure(
        id=check.id,
        sample="fixtures",
        seeded=want.total(),
        near=sum(len(page.links) for page in FixtureSite(HERE / check.id / "good").pages()),
        found=(have & want).total(),
        fails=fails[0],
        false_fails=fails[1],
        false_reviews=false.total() - fails[1],
    )


def site_figures() -> list[CheckFigure]:
    """The checks that look at whole sites: freshness, letters and guides, portals changed one thing at a time."""
    manifest = read_sites()
    dated = check_figures(manifest, *judge_sites(manifest))
    return sorted(
        [*dated, *services.figures(services.judged(services.cases())), *portals.figures(portals.results())],
        key=lambda one: one.id,
    )


def reason_figures(cases: Sequence[Address], told: dict[str, LinkState]) -> list[ReasonFigure]:
    """The reason codes on the farm's addresses."""
    return [
        ReasonFigure(
            code=row.reason,
            verdict=REASONS[row.reason].verdict,
            seeded=row.positives,
            near=row.near,
            said=row.found,
            false=row.false,
        )
        for row in table(cases, told)
    ]


def measured(
    day: str, checks: Iterable[CheckFigure], reasons: Iterable[ReasonFigure], slips: Blind, foreign: Foreign | None
) -> Measured:
    """All of it together, with the edition it was measured on."""
    rules = load_rules()
    return Measured(
        day=day,
        rules=rules.id,
        edition=rules.edition,
        entries=len(load_lexicon().entries),
        seed=SEED,
        blind=slips,
        checks=tuple(sorted(checks, key=lambda one: one.id)),
        reasons=tuple(reasons),
        foreign=foreign,
    )


def toml(record: Measured) -> str:
    """The figures as TOML, a line a figure."""
    data = {key: value for key, value in msgspec.to_builtins(record).items() if value is not None}
    plain = "".join(
        f"{key} = {_value(value)}\n" for key, value in data.items() if not isinstance(value, dict | list | tuple)
    )
    tables = "".join(f"\n[{key}]\n{_lines(value)}" for key, value in data.items() if isinstance(value, dict))
    lists = "".join(f"\n{key} = [\n{_rows(value)}]\n" for key, value in data.items() if isinstance(value, list | tuple))
    return f"{HEAD}{plain}{lists}{tables}"


def _lines(table: dict[str, Any]) -> str:
    return "".join(
        f"{key} = [\n{_rows(value)}]\n" if isinstance(value, list | tuple) else f"{key} = {_value(value)}\n"
        for key, value in table.items()
    )


def _rows(rows: Sequence[Any]) -> str:
    return "".join(f"    {_value(row)},\n" for row in rows)


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_value(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    return str(value) if isinstance(value, int | float) else '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'

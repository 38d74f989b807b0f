"""What is remembered from run to run: first seen, and how often of late."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from auditor.errors import BadInput
from auditor.model import Finding, Locator
from auditor.seen import remember

NOW = datetime.fromisoformat("2026-11-20T09:00:00+08:00")
DAY = timedelta(days=1)


def finding(reason: str = "timeout", check: str = "links/dead_external", name: str = "a1") -> Finding:
    """A finding that a person is to look at."""
    return Finding(
        fingerprint=name, check=check, family=check.partition("/")[0], title="外部链接打不开", verdict="review",
        severity="P2", clauses=(), url="https://a.example/", target="https://b.example/", reason=reason,
        locator=Locator(), evidence="", mark=None, message="外部链接可能打不开：等待超时，请人工核实", remedy="",
        occurrences=1, pages=("https://a.example/",), reach=1,
    )  # fmt: skip


def verdicts(state: Path, *runs: tuple[datetime, bool], reason: str = "timeout", check: str = "links/x") -> list[str]:
    """The verdict of each run; a run that did not see the finding gives "-"."""
    told = []
    for now, seen in runs:
        found = remember([finding(reason, check)] if seen else [], state, now)
        told.append(found[0].verdict if found else "-")
    return told


def test_a_passing_failure_is_certain_in_two_of_the_last_three_runs(tmp_path):
    """Once may be passing; with a good day between it is still two of three."""
    assert verdicts(tmp_path, (NOW, True), (NOW + DAY, False), (NOW + 2 * DAY, True)) == ["review", "-", "fail"]


def test_what_recovered_is_forgotten(tmp_path):
    """Two good runs, and it begins anew."""
    runs = ((NOW, True), (NOW + DAY, False), (NOW + 2 * DAY, False), (NOW + 3 * DAY, True))
    assert verdicts(tmp_path, *runs) == ["review", "-", "-", "review"]


def test_runs_of_one_evening_are_one_occasion(tmp_path):
    """An outage is seen as often as one looks."""
    hour = timedelta(hours=1)
    assert verdicts(tmp_path, (NOW, True), (NOW + hour, True), (NOW + 2 * hour, True)) == ["review"] * 3
    assert verdicts(tmp_path, (NOW + DAY, True)) == ["fail"]


@pytest.mark.parametrize(
    "reason", ["tls-chain", "dns-failed", "unreachable", "soft-404", "moved-to-home", "client-error"]
)
def test_what_is_no_matter_of_time_stays_for_a_person(tmp_path, reason):
    """A thousand runs do not make a soft 404 certain, nor a fault that may be our own."""
    assert verdicts(tmp_path, *((NOW + n * DAY, True) for n in range(4)), reason=reason) == ["review"] * 4


def test_only_links_are_confirmed_by_time(tmp_path):
    """A word that a person is to judge stays so, whatever its code."""
    assert verdicts(tmp_path, (NOW, True), (NOW + DAY, True), check="words/x") == ["review", "review"]


def test_a_confirmed_failure_says_how_often(tmp_path):
    """In the place of “perhaps”."""
    remember([finding()], tmp_path, NOW)
    [told] = remember([finding()], tmp_path, NOW + DAY)
    assert told.message == "外部链接打不开：等待超时，最近 2 次检查中有 2 次如此"
    assert (told.state, told.first_seen) == ("open", NOW.isoformat())


def test_the_file_of_an_older_version_is_read(tmp_path):
    """It knows when, and not how often."""
    old = {"a1": {"first": "2026-10-01T09:00:00+08:00", "last": "2026-11-19T09:00:00+08:00"}}
    (tmp_path / "seen.json").write_bytes(msgspec.json.encode(old))
    [told] = remember([finding()], tmp_path, NOW)
    assert (told.verdict, told.first_seen) == ("review", "2026-10-01T09:00:00+08:00")
    assert verdicts(tmp_path, (NOW + DAY, True)) == ["fail"]


def test_a_damaged_file_is_refused(tmp_path):
    """With its place and what to do."""
    (tmp_path / "seen.json").write_text('{"occasions": 3}', encoding="utf-8")
    with pytest.raises(BadInput, match="已损坏"):
        remember([], tmp_path, NOW)

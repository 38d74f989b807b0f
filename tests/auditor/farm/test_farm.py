"""The verdicts agree with the manifest: precision and recall of every reason code, measured on the whole farm."""

from __future__ import annotations

from collections import Counter

import pytest

from auditor.crawl.reasons import REASONS
from auditor.measured import load_measured
from auditor.model import LinkState
from tests.auditor.farm.figures import reason_figures
from tests.auditor.farm.manifest import read_manifest
from tests.auditor.farm.measure import Row, table, verdicts

MANIFEST = read_manifest()
BY_SETTING = {"trap", "excluded", "out-of-budget", "switched-off", "outside-folder", "scheme", "unreachable"}
"""Codes that no address can have of itself: a budget, a setting, its family, a folder, or this machine's network gives them."""


@pytest.fixture(scope="module")
def told() -> dict[str, LinkState]:
    """One crawl for all tests."""
    return verdicts(MANIFEST)


def test_every_code_has_five_addresses_and_every_mistakable_one_near_misses():
    """Or its figures would mean nothing."""
    true = Counter(case.expect for case in MANIFEST.cases if case.expect)
    assert {code: true[code] for code in REASONS if code not in BY_SETTING and true[code] < 5} == {}
    near = Counter(case.near for case in MANIFEST.cases)
    looks = ("not-found", "dns", "empty-file", "soft-404", "parked", "page-for-file", "wrong-bytes", "moved-to-home",
             "moved-to-error", "login-page", "challenge", "tls-expired", "server-error")  # fmt: skip
    assert {code: near[code] for code in looks if near[code] < 5} == {}


def test_labels_are_codes_and_addresses_are_labelled_once():
    """A misspelt label would be a false alarm for ever."""
    assert {case.expect for case in MANIFEST.cases} <= {*REASONS, ""}
    assert {case.near for case in MANIFEST.cases} <= {*REASONS, ""}
    assert [url for url, times in Counter(case.url for case in MANIFEST.cases).items() if times > 1] == []


def test_the_figures_that_ship_are_those_that_are_measured(told):
    """auditor/measured.toml has the reason codes as this crawl gives them."""
    assert list(load_measured().reasons) == reason_figures(MANIFEST.cases, told), "make measure"


def test_every_labelled_address_was_judged(told):
    """Nothing is lost on the way."""
    assert [case.url for case in MANIFEST.cases if case.expect and case.url not in told] == []


def test_broken_is_never_said_wrongly(told):
    """What fails must be certain: of everything that is called broken, nothing is not."""
    wrong = [
        (case.url, told[case.url].reason)
        for case in MANIFEST.cases
        if case.expect and told[case.url].verdict == "broken" and REASONS[case.expect].verdict != "broken"
    ]
    assert wrong == []


@pytest.mark.parametrize("least", [0.95])
def test_every_code_is_precise_and_finds_its_own(told, least):
    """Code by code."""
    rows = table(MANIFEST.cases, told)
    weak = [row for row in rows if row.precision < least or row.recall < least]
    assert [(row.reason, row.precision, row.recall, misjudged(row, told)) for row in weak] == []


def misjudged(row: Row, told: dict[str, LinkState]) -> list[tuple[str, str, str]]:
    """The addresses behind a weak figure."""
    return [
        (case.url, case.expect, told[case.url].reason)
        for case in MANIFEST.cases
        if case.expect and told[case.url].reason != case.expect and row.reason in (case.expect, told[case.url].reason)
    ]


def test_the_certificate_of_a_host_is_known_to_run_out(told):
    """Ninety days, and five."""
    assert told["https://good-a.example/a.html"].expires > told["https://soon-a.example/a.html"].expires > "2026"
    assert told["http://honest.example/ok/0.html"].expires == ""

"""The demo county, built by one half and audited by the other, gives the committed list of findings and nothing else."""

from __future__ import annotations

import json

import pytest

from tests.roundtrip.expected import LIST, differences


@pytest.mark.browser
@pytest.mark.nginx
def test_the_demo_gives_exactly_the_expected_findings(audited):
    """Too much is a false alarm or a defect of ours, too little a blind auditor."""
    assert differences(audited.out / "report.json") == []
    assert audited.status == 1


@pytest.mark.browser
@pytest.mark.nginx
def test_the_report_says_what_was_seen_and_what_was_not(audited):
    """No figure without its coverage: every page was judged, the browser's sample is named, other hosts are not."""
    coverage = json.loads((audited.out / "report.json").read_text(encoding="utf-8"))["coverage"]
    assert coverage["pages_fetched"] == coverage["pages_found"] > 40
    assert coverage["pages_judged"] >= 40
    assert 5 <= coverage["pages_in_browser"] <= 20
    assert coverage["links_checked"] > coverage["pages_fetched"]
    assert any("站外" in line["why"] for line in coverage["not_run"])
    assert any("评分" in line["what"] for line in coverage["not_run"])
    assert set(coverage["by_check"]) >= {"links/dead_page", "words/wrong_wording", "accessibility/axe"}


@pytest.mark.browser
@pytest.mark.nginx
def test_the_score_hangs_on_the_findings_and_nothing_else(audited):
    """部门动态 is stale: five points; the rest is for a person, so there is a range and no verdict."""
    report = json.loads((audited.out / "report.json").read_text(encoding="utf-8"))
    lost = {row["code"]: row["low"] for row in report["rows"] if row["part"] == "deduction" and row["low"]}
    assert lost == {"D104": 5.0}
    assert (report["score"]["status"], report["score"]["qualified"]) == ("partial", None)
    assert report["score"]["base_max"] == 95


def test_every_expected_finding_is_explained():
    """A line without its reason would hide a defect."""
    lines = [line for line in LIST.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    assert lines
    assert not [line for line in lines if not line.partition(" # ")[2].strip()]

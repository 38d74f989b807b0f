"""Sites in the manners of real systems, labelled before the auditor saw them: what was decided of each holds."""

from __future__ import annotations

import pytest

from auditor.checks import load_checks
from tests.auditor.farm.heldout.measure import audit_site, compare
from tests.auditor.farm.heldout.sites import BATCHES, HERE, Site, read_sites

SITES = [site for batch in BATCHES for site in read_sites(batch)]


@pytest.mark.parametrize("site", SITES, ids=[site.id for site in SITES])
def test_what_an_inspector_would_say_is_said_and_nothing_else(site):
    """No label is missed, nothing is said that no label allows."""
    told = compare(site, audit_site(site))
    assert told.missed == ()
    assert [f"{one.check} {one.verdict} {one.reason} {one.url}" for one in told.wrong] == []


def test_every_file_is_a_site_and_half_of_them_are_honest_in_some_check():
    """A forgotten file proves nothing; a set of bad sites alone would praise a checker that shouts."""
    for batch in BATCHES:
        assert {file.stem for file in (HERE / batch).glob("*.txt")} == {site.id for site in read_sites(batch)}
    assert len(SITES) >= 40


def test_labels_name_checks_and_pages_that_are_there():
    """A misspelt label would be missed for ever, or allow what nobody meant."""
    checks = {check.id for check in load_checks()}
    for site in SITES:
        for line in (*site.must, *site.may):
            check, verdict, *place = line.split()
            assert check in checks, line
            assert verdict in ("fail", "review", "any"), line
            assert not place or place[0] in site.pages, line


@pytest.mark.parametrize("path", ["/a.html", "/b/index.html"])
def test_holes_are_filled_by_fragments_and_values(path, tmp_path):
    """Fragments may hold values of the page; what has no value is empty."""
    site = Site("one", "www.qingshan.gov.cn", "gbk", {path: "县"}, (), (), ())
    site.write(tmp_path)
    assert (tmp_path / path.lstrip("/")).read_bytes() == "县".encode("gbk")
    assert "{{" not in "".join(text for one in SITES for text in one.pages.values())

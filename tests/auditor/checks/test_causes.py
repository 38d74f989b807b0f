"""A defect of a template is one finding with its reach: what the checks' ``cause`` is for."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.checks import load_checks
from auditor.findings import join_hits
from auditor.model import Finding
from standards.rulefile import load_rules
from tests.auditor.checks.fixture_site import FixtureSite

HERE = Path(__file__).parent


def findings(place: str, *, backwards: bool = False) -> list[Finding]:
    """The findings of a check over its bad folder."""
    check = next(check for check in load_checks() if check.id == place)
    site = FixtureSite(HERE / place / "bad")
    params = load_rules().checks[place].params
    runs = [site] if check.scope == "site" else list(site.pages())
    hits = [(check, hit) for run in runs for hit in check.check(run, params, site.now)]
    return list(join_hits(hits[::-1] if backwards else hits, {}))


@pytest.mark.parametrize("place", ["links/dead_page", "links/dead_asset", "identity/meta_tags", "accessibility/axe"])
def test_findings_do_not_depend_on_the_order_of_hits(place):
    """Pages judged on several processes give the same findings in the same order."""
    assert findings(place) == findings(place, backwards=True)


def test_a_footer_link_written_relative_to_each_page_is_one_finding():
    """about/contact.html on the home page and ../about/contact.html below it are one dead link."""
    (footer,) = [finding for finding in findings("links/dead_page") if "contact" in finding.target]
    assert footer.reach == 2
    assert footer.pages == ("https://www.example.gov.cn/", "https://www.example.gov.cn/zwgk/")


def test_a_barrier_of_one_template_is_one_finding_over_its_pages():
    """The thumbnails of #news-12 and #news-13 come from one line of one template; the banner does not."""
    images = [finding for finding in findings("accessibility/axe") if finding.reason == "image-alt"]
    assert sorted(finding.reach for finding in images) == [1, 1, 2]
    assert {finding.severity for finding in images} == {"P1"}


def test_tags_missing_from_one_template_are_one_finding(tmp_path):
    """Pages of one skeleton lack the same tags for one reason."""
    check = next(check for check in load_checks() if check.id == "identity/meta_tags")
    for number in range(3):
        (tmp_path / f"{number}.html").write_text(
            '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>通知</title>'
            f'<meta name="ArticleTitle" content="通知{number}"></head><body><main><p>第{number}号。</p></main></body></html>',
            encoding="utf-8",
        )
    site = FixtureSite(tmp_path)
    hits = [(check, hit) for page in site.pages() for hit in check.check(page, {}, site.now)]
    joined = join_hits(hits, {})
    assert sorted((finding.reason, finding.reach) for finding in joined) == [("content-tags", 3), ("site-tags", 3)]

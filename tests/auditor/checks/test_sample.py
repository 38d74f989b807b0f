"""The draw is the same for the same seed, and told."""

from __future__ import annotations

from auditor.checks._sample import draw, drawn_note
from auditor.model import PageFacts
from tests.auditor.farm.services import FarmSite

URLS = [f"https://www.example.gov.cn/{number}.html" for number in range(40)]


def test_the_same_seed_draws_the_same_pages_in_any_order():
    """And another seed draws others."""
    drawn = draw(URLS, 5, 19)
    assert len(drawn) == 5
    assert drawn == draw(reversed(URLS), 5, 19)
    assert drawn != draw(URLS, 5, 20)


def test_a_page_more_on_the_site_changes_at_most_one_of_the_drawn():
    """Last quarter's sample can be looked at again."""
    assert len(draw(URLS, 5, 19) - draw([*URLS, "https://www.example.gov.cn/new.html"], 5, 19)) <= 1


def test_where_there_are_no_more_all_are_drawn():
    """全部 where there are fewer than asked for, and where 0 is asked for."""
    assert draw(URLS[:3], 5, 19) == set(URLS[:3])
    assert draw(URLS, 0, 19) == set(URLS)


def test_the_note_names_the_drawn_and_counts_the_rest():
    """What an inspector signs says which pages were looked at."""
    pages = [PageFacts(url=url, status=200, kind="content", title=f"第{at}件 - 明川县") for at, url in enumerate(URLS)]
    site = FarmSite(pages)
    sample = draw(URLS, 2, 19)
    note = drawn_note("公开留言", site, URLS, sample, 19)
    assert "种子 19" in note.why
    assert "其余 38 个" in note.why
    assert all(url in note.why for url in sample)
    assert "件（https" in note.why
    assert "没有抽样之外的" in drawn_note("公开留言", site, URLS[:2], draw(URLS[:2], 5, 19), 19).why

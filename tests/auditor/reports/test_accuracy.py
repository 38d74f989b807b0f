"""A report says how far its checks can be trusted, and what the figures do not say."""

from __future__ import annotations

import msgspec
from bs4 import BeautifulSoup

from auditor.measured import CheckFigure, Foreign, ForeignFigure, load_measured
from auditor.reports.accuracy import TITLE, accuracy, percent, remarks
from auditor.reports.html_report import html_chunks
from tests.auditor.reports.invented import full_report


def test_a_line_for_each_check_that_ran_and_has_figures():
    """What ran without being measured is named, what did not run is not told."""
    told = accuracy(
        {"words/wrong_wording": 3, "attachments/damaged": 1, "x/unknown": 1}, {"words/wrong_wording": "错别字"}
    )
    assert [(line.id, line.title) for line in told.lines] == [("words/wrong_wording", "错别字")]
    assert any(name.startswith("x/unknown") for name in told.unmeasured)


def test_shares_are_never_rounded_up():
    """One miss in two thousand is no 100 %."""
    assert percent(1.0) == "100.0%"
    assert percent(1999 / 2000) == "99.9%"
    assert percent(0.9) == "90.0%"


def test_a_fail_where_a_person_should_be_asked_counts_against_precision():
    """The shares of a check by its counts; nothing told is nothing wrong."""
    figure = CheckFigure(id="a/b", sample="farm", seeded=10, near=5, found=8, fails=5, false_fails=1, false_reviews=1)
    assert (figure.recall, figure.precision, figure.fail_precision) == (0.8, 0.8, 0.8)
    silent = CheckFigure(id="a/b", sample="farm", seeded=0, near=5, found=0, fails=0, false_fails=0, false_reviews=0)
    assert (silent.recall, silent.precision, silent.fail_precision) == (1.0, 1.0, 1.0)


def test_the_rate_of_false_fails_is_that_of_what_was_read():
    """Half of the judged are false, so half of all are, over the characters."""
    foreign = Foreign(
        day="2026-01-01", characters=200_000, pages=1, sources=("a",), judged=4, judged_fails=2, true_fails=1, true_reviews=2,
        checks=(ForeignFigure(id="a/b", fails=4, reviews=9),),
    )  # fmt: skip
    assert foreign.false_fails_rate == 1.0


def test_what_the_figures_do_not_say_is_said():
    """One author, slips drawn by chance, strangers' text; without the last nothing is claimed of it."""
    measured = load_measured()
    text = "".join(remarks(measured))
    assert "出自同一作者" in text
    assert "不等于没有错别字" in text
    assert f"{measured.foreign.characters:,}" in text
    assert "每十万字" not in "".join(remarks(msgspec.structs.replace(measured, foreign=None)))


def test_the_html_report_ends_with_it():
    """Every figure of a check that ran stands in the appendix."""
    full = full_report()
    page = BeautifulSoup("".join(html_chunks(full)), "lxml")
    section = page.find(id="accuracy").parent
    assert TITLE in section.h2.get_text()
    measured = {figure.id for figure in load_measured().checks} & set(full.coverage.by_check)
    assert {code.get_text() for code in section.select("td, th code") if code.name == "code"} == measured

"""One order for every form."""

from __future__ import annotations

from bs4 import BeautifulSoup

from auditor.reports.html_report import html_chunks
from auditor.reports.ledger import HEAD, KEY, ledger_rows
from auditor.reports.order import ordered
from tests.auditor.reports.invented import finding, full_report


def test_number_twelve_is_the_same_everywhere():
    """The numbers of report.html are those at the end of the ledger's."""
    full = full_report()
    page = BeautifulSoup("".join(html_chunks(full)), "lxml")
    shown = {int(row.select_one(".no").get_text()): row["id"].removeprefix("f-") for row in page.select(".row")}
    kept = {int(row[0][-4:]): row[HEAD.index(KEY)] for row in ledger_rows(full)}
    assert shown == kept
    assert len(shown) == len(full.findings)


def test_families_stand_in_the_order_of_the_report_and_the_gravest_check_first():
    """An unknown family comes last."""
    said = ordered(
        [
            finding("novel/x"),
            finding("links/a", severity="P3"),
            finding("links/b", severity="P1"),
            finding("privacy/x", severity="P3"),
        ]
    )
    assert [one.check for one in said] == ["privacy/x", "links/b", "links/a", "novel/x"]

"""The score sheet in every form: each point with a link to what it hangs on, samples printed, nothing lost on a phone."""

from __future__ import annotations

import io
import re

import msgspec
import openpyxl
import pytest
from bs4 import BeautifulSoup
from rich.console import Console

from auditor.model import Answer, Report
from auditor.reports.html_report import html_chunks
from auditor.reports.json_report import to_json
from auditor.reports.score_lines import score_lines
from auditor.reports.terminal import print_summary
from auditor.reports.xlsx_report import xlsx_chunks
from auditor.scorecard.scored import Given, scored
from tests.auditor.reports.invented import finding, full_report, report
from tests.auditor.reports.test_json_report import valid
from tests.auditor.scorecard.cases import COVERAGE, DRAWN, RULES, all_answers

ANSWERS = (
    Answer(code="D301a", times=1, by="张三<b>", on="2026-11-20", note="电话 13800138000 打不通"),
    Answer(code="B402a", times=1, by="张三", on="2026-11-20"),
)


@pytest.fixture(scope="module")
def made() -> Report:
    """About forty findings, two answers, the samples."""
    import msgspec

    seen = msgspec.structs.replace(full_report(), coverage=COVERAGE)
    return scored(seen, RULES, Given(samples=DRAWN, answers=ANSWERS))


@pytest.fixture(scope="module")
def page(made: Report) -> BeautifulSoup:
    """report.html."""
    return BeautifulSoup("".join(html_chunks(made)), "lxml")


def test_every_point_in_the_page_leads_to_the_findings_it_hangs_on(made, page):
    """Links go to entries that are there."""
    text = page.select_one(".sheet").get_text()
    assert "未作结论" in text or "疑似不合格" in text
    for item in made.score.deductions:
        line = next(li for li in page.select(".sheet .items li") if li.code.get_text() == item.code)
        links = [a["href"] for a in line.select("a[href^='#f-']")]
        assert links or item.answer, item.code
        assert all(page.find(id=href[1:]) for href in links)


def test_rows_samples_answers_and_the_way_to_make_it_again_are_printed(made, page):
    """The whole sheet: 46 rows, the drawn pages with their seed, who answered."""
    sheet = page.select_one(".sheet")
    assert len(sheet.select("tr:has(th[scope=row])")) == sum(row.status != "不适用" for row in made.rows) == 46
    told = sheet.get_text()
    for sample in DRAWN:
        assert f"种子 {sample.seed}" in told
        assert all(url in told for url in sample.pages)
    assert "张三<b>" in told
    assert "auditor score report.json" in told
    assert sheet.select_one("svg.range[role=img]")["aria-label"].startswith("得分")
    assert not page.select("[style]")


def test_private_numbers_in_answers_are_masked_everywhere(made):
    """What a person writes in a form comes from outside too."""
    html = "".join(html_chunks(made))
    book = b"".join(xlsx_chunks(made))
    cells = str([list(row) for sheet in openpyxl.load_workbook(io.BytesIO(book)) for row in sheet.values])
    for text in (html, to_json(made).decode(), cells, "\n".join(score_lines(made, every=True))):
        assert "13800138000" not in text
        assert "打不通" in text or "D301a" in text


def test_the_workbook_has_the_sheet_with_the_numbers_of_the_ledger(made):
    """Its own sheet, a line a row."""
    book = openpyxl.load_workbook(io.BytesIO(b"".join(xlsx_chunks(made))))
    rows = [row for row in book["评分表"].values if row[0] and re.fullmatch(r"[VDB]\d+c?", str(row[0]))]
    assert len(rows) == 46
    dead = next(row for row in rows if row[0] == "D403")
    assert (dead[5], dead[6]) == (1, next(row.low for row in made.rows if row.code == "D403"))
    assert "条目" in dead[9]


def test_the_terminal_says_outcome_range_and_vetoes(made):
    """In a few lines."""
    console = Console(file=io.StringIO(), width=200)
    print_summary(made, console)
    said = console.file.getvalue()
    assert "评分（地方政府门户网站）：" in said
    assert "按范围列出" in said
    assert "已扣分：" in said


def test_points_that_are_all_known_are_one_figure_though_a_veto_waits():
    """Not a range from a figure to itself."""
    answers = tuple(answer for answer in all_answers() if answer.code not in ("V1a", "V2"))
    given = Given(samples=DRAWN, answers=answers)
    closed = scored(msgspec.structs.replace(report(), findings=(), coverage=COVERAGE), RULES, given)
    assert closed.score.total is None
    assert "得分 100 分（扣分、加分指标已经查完，单项否决还没有定论" in next(score_lines(closed))


def test_a_scored_report_fits_the_schema_and_one_without_score_says_so(made):
    """Every field of the score is in the shipped schema."""
    import json

    assert valid(json.loads(to_json(made)))
    plain = "".join(html_chunks(report(finding())))
    assert 'id="score"' not in plain
    assert "不作合格与否的结论" in plain

"""The tables of an annual report become the cells of the form, however offices merge and number them."""

from __future__ import annotations

from auditor.facts.report_tables import read_cells
from auditor.model import Table
from standards.annual_report import FORM, judge
from tests.auditor.checks.fixture_site import FixtureSite
from tests.auditor.checks.test_checks import HERE

REPORTS = HERE / "structure/annual_report/good"


def test_the_official_form_is_read_whole():
    """All lines of the form, one table with the classes below one another, thousands with a comma."""
    pages = {page.url.rpartition("/")[2]: page for page in FixtureSite(REPORTS).pages()}
    cells = read_cells(pages["2025.html"].tables)
    assert set(cells) == set(FORM)
    assert cells["二07"] == ("1264",)
    assert cells["二10"] == ("416.5",)
    assert cells["三01"] == ("74", "0", "0", "0", "0", "0", "74")
    assert judge(cells) == []


def test_numbering_and_brackets_do_not_matter():
    """（一）予以公开, 1. 属于国家秘密 and 3、其他 are told apart by where they stand."""
    zeros = ("0",) * 7
    rows = (
        ("三、本年度办理结果", "（一）予以公开", "（一）予以公开", *zeros),
        ("三、本年度办理结果", "（三）不予公开", "1．属于国家秘密", *zeros),
        ("三、本年度办理结果", "（六）其他处理", "3、其他", *zeros),
        ("四、结转下年度继续办理", "", "", *zeros),
    )
    assert set(read_cells([Table(heads=(), rows=rows)])) == {"三03", "三05", "三23", "三25"}


def test_other_tables_are_no_report():
    """Budgets, lists and rows of words give nothing."""
    table = Table(heads=("项目", "金额", "备注"), rows=(("办公经费", "12", "无"), ("合计", "12", "")))
    wide = Table(heads=("村", *"一二三四五六七"), rows=(("青石村", *("甲",) * 7), ("", *("",) * 7)))
    assert read_cells([table, wide]) == {}

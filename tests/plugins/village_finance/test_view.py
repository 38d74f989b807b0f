"""What pages learn of statements is written down, and no answer changes without a fact."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from plugins.build.facts import KINDS, facts_of
from plugins.build.kinds import Kind
from plugins.build.view import Fragments, View
from tests.plugins.small_site import checked
from tests.plugins.village_finance.tables import DEBTS, THIRD

URL = "/villages/liulin/finance/2026Q3-income-expense.html"
PLACE = "villages/liulin/2026Q3-收支明细.csv"
READS: dict[str, tuple[Callable[[View], Any], str]] = {
    "statements": (lambda v: v.villages.statements("liulin"), "finance:liulin"),
    "statement": (lambda v: v.villages.statement(URL), f"statement:{URL}"),
    "finances": (lambda v: v.villages.finances(), "finances"),
}
CHANGES = {
    "a word": {PLACE: THIRD.replace("提灌站维修", "提灌站大修")},
    "a day": {PLACE: THIRD.replace("2026年10月12日", "2026年10月13日")},
    "an amount": {PLACE: THIRD.replace("52380", "52381").replace("70980", "70981")},
    "the lines": {PLACE: THIRD.replace("单位：元,,,,\n", "单位：元,,,,\n,,,,\n")},
    "one more": {"villages/liulin/2026Q3-债权债务.csv": DEBTS},
}


def a_view(contents: Any) -> View:
    return View(contents, Kind("sample", lambda view, _: "", frozenset(KINDS)), Fragments(lambda view, sheet: ""))


@pytest.mark.parametrize("name", READS)
def test_what_a_page_asks_is_written_down(tmp_path, name):
    ask, reads = READS[name]
    view = a_view(checked(tmp_path, {PLACE: THIRD}).edition.contents)
    assert ask(view)
    assert list(view.reads) == reads.split()


@pytest.mark.parametrize("change", CHANGES)
def test_no_answer_changes_without_a_fact(tmp_path, change):
    text = CHANGES[change].get(PLACE, THIRD)
    if change == "an amount":  # the rest of the column goes along
        text = text.replace("65560", "65561").replace("80760", "80761").replace("76460", "76461")
    one = checked(tmp_path / "one", {PLACE: THIRD}).edition.contents
    other = checked(tmp_path / "other", {**CHANGES[change], PLACE: text}).edition.contents
    before, after = facts_of(one), facts_of(other)
    for ask, _ in READS.values():
        view = a_view(one)
        if ask(view) != ask(a_view(other)):
            assert any(before[fact] != after[fact] for fact in view.reads)
        else:
            assert all(before[fact] == after[fact] for fact in view.reads)

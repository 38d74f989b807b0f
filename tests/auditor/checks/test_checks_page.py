"""docs/checks.md says what the checks' modules say."""

from __future__ import annotations

from pathlib import Path

from auditor.checks import load_checks
from auditor.checks.__main__ import checks_page
from standards.rulefile import load_rules

PAGE = Path(__file__).parents[3] / "docs/checks.md"


def test_the_page_is_fresh():
    """Whoever changes a check's docstring, title, remedy or clauses prints the page again."""
    assert PAGE.read_text(encoding="utf-8") == checks_page(load_rules()), "python -m auditor.checks > docs/checks.md"


def test_the_page_names_every_check_once():
    """Nothing is left out, and each has its four sections."""
    page = checks_page(load_rules())
    for check in load_checks():
        assert page.count(f"\n### {check.id}\n") == 1
        section = page.partition(f"\n### {check.id}\n")[2].partition("\n### ")[0]
        assert all(f"**{name}**" in section for name in ("What it does", "Why it matters", "Bad", "Instead"))

"""What pages of the platform ask for is written down, and no answer changes without a fact that was."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from plugins.build.facts import KINDS, facts_of
from plugins.build.kinds import Kind
from plugins.build.view import Fragments, View
from tests.plugins.foi.reports import SOUND, THEME, guide, report, table
from tests.plugins.small_site import checked, document

CLASS = "/zwgk/class-01/"
YEAR = f"{CLASS}year-2025/"
FILES = {
    **SOUND,
    **{f"zwgk/gfxwj/m-{at}.md": document(f"m-{at}", published=f"2025-05-{at:02} 09:00") for at in range(1, 26)},
}
READS: dict[str, tuple[Callable[[View], Any], str]] = {
    "form": (lambda v: v.platform.form("zwgk/nb/nb-2025.md"), "form:zwgk/nb/nb-2025.md"),
    "reports": (lambda v: _told(v.platform.reports()), "forms"),
    "site_reports": (lambda v: [(form, article.digest) for form, article in v.platform.site_reports()], "forms"),
    "guides": (lambda v: dict(v.platform.guides()), "guides"),
    "applications": (lambda v: dict(v.platform.applications()), "guides"),
    "register": (lambda v: _front(v.platform.register(CLASS)), f"register:{CLASS}"),
    "register_part": (lambda v: v.platform.register_part(CLASS, YEAR), f"register:{YEAR}"),
    "registers": (lambda v: v.platform.registers(), "registers"),
    "is_platform": (lambda v: v.platform.is_platform("zwgk"), "registers"),
}
"""A way to ask, and the fact that must have been written down for it."""
EDITS = {
    "numbers": {
        "data/nb/czj-2025.csv": table(三02="2 0 0 0 0 0 2", 三05="2 0 0 0 0 0 2", 三24="2 0 0 0 0 0 2", 二06="5")
    },
    "a title": {"zwgk/nb/nb-2025.md": report("nb-2025", 2025, title="新的标题")},
    "a report gone": {"zwgk/nb/nb-2025.md": None},
    "another guide": {"zwgk/zhinan/zn-2.md": guide("zn-2", publisher="jyj")},
    "one more": {"zwgk/gfxwj/new.md": document("new", published="2025-12-01 09:00")},
    "one less": {"zwgk/gfxwj/m-5.md": None},
    "no platform": {"zwgk/column.toml": SOUND["zwgk/column.toml"].replace("platform.html", "column.html")},
}


def _told(reports: Any) -> Any:
    return {
        unit: {year: (form, article.digest) for year, (form, article) in years.items()}
        for unit, years in reports.items()
    }


def _front(register: Any) -> Any:
    return register.count, register.front, register.years


def view_of(contents: Any) -> View:
    """A View that may read everything."""
    return View(contents, Kind("sample", lambda view, _: "", frozenset(KINDS)), Fragments(lambda view, sheet: ""))


@pytest.fixture(scope="module")
def contents(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The platform as it was."""
    return checked(tmp_path_factory.mktemp("site"), FILES, THEME=THEME).edition.contents


@pytest.mark.parametrize("name", READS)
def test_what_a_page_asks_is_written_down(contents, name):
    """The fact the answer is made of, and no other."""
    ask, reads = READS[name]
    view = view_of(contents)
    ask(view)
    assert list(view.reads) == reads.split()
    assert set(reads.split()) <= facts_of(contents).keys()


@pytest.mark.parametrize("name", EDITS)
def test_no_answer_changes_without_its_fact(tmp_path, contents, name):
    """Whatever an editor does."""
    after = checked(tmp_path, {**FILES, **EDITS[name]}, THEME=THEME).edition.contents
    before_facts, after_facts = facts_of(contents), facts_of(after)
    missed = []
    for what, (ask, reads) in READS.items():
        if all(before_facts.get(fact) == after_facts.get(fact) for fact in reads.split()):
            missed += [what] if ask(view_of(contents)) != ask(view_of(after)) else []
    assert missed == []
    assert before_facts != after_facts

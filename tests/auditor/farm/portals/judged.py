"""The checks on every case of every layout: what is true, what was said, and the figures of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import NamedTuple

from auditor.checks import load_checks
from auditor.facts.document import read_page
from auditor.measured import CheckFigure, LayoutFigure
from auditor.model import (  # fmt: skip
    Check,
    Hit,
    PageFacts,
)
from standards.rulefile import load_rules
from tests.auditor.farm.portals import dated, disclosure, identity, security, villages
from tests.auditor.farm.portals.case import Case
from tests.auditor.farm.portals.layouts import HOME, LAYOUTS, Layout, Page, render
from tests.auditor.farm.portals.portal import Portal, menu, portal
from tests.auditor.farm.portals.site import PortalSite

NOW = datetime.fromisoformat("2026-11-20T09:00:00+08:00")
DEALT = 4
SERVED = (("date", "Fri, 20 Nov 2026 01:00:00 GMT"), ("server", "nginx"))
LISTS = frozenset({"yw/", "zcwj/", "zcjd/", "xx/", "zj/", "jg2/", "zwgk/3/", "cw/qs/", "cw/dw/", "cw/ls/"})
"""Columns with dated rows: what else has no tags could be a page of any kind."""


class Result(NamedTuple):
    """One case in one layout: defects, how many were found, and what was said that is not true."""

    check: str
    layout: str
    name: str
    true: tuple[str, ...]
    said: tuple[str, ...]
    found: int
    fails: int
    false_fails: int
    false_reviews: int
    near: int


def cases(layout: Layout) -> Iterator[Case]:
    """Those that the layout can show."""
    all_ = (*identity.cases(), *disclosure.cases(), *villages.cases(layout), *dated.cases(layout), *_dealt(layout))
    return (case for case in all_ if case.fits(layout))


def _dealt(layout: Layout) -> Iterator[Case]:
    """What a server says is the same in every layout: each case stands in every fourth."""
    at = LAYOUTS.index(layout)
    return (case for number, case in enumerate(security.cases()) if (number + at) % DEALT == 0)


@cache
def checks() -> Mapping[str, Check]:
    """By id."""
    return {check.id: check for check in load_checks()}


def results(layouts: Sequence[Layout] = LAYOUTS, only: str = "") -> list[Result]:
    """Every case of every layout, judged; and each layout's honest portal, by all the checks that have cases.

    ``only`` leaves those whose check begins so.
    """
    found: list[Result] = []
    for layout in layouts:
        honest = portal(layout)
        base = _facts(honest, layout, HOME)
        given = [case for case in cases(layout) if case.check.startswith(only)]
        for check in dict.fromkeys(case.check for case in given):
            found.append(_whole(checks()[check], layout, honest, base))
        for case in given:
            found.append(_case(case, layout, honest, base))
    return found


def _facts(pages: Portal, layout: Layout, home: str) -> dict[str, PageFacts]:
    shown = menu(pages)
    return {home + page.path: _read(page, layout, shown, home) for page in pages.values()}


def _read(page: Page, layout: Layout, shown: str, home: str) -> PageFacts:
    own = {name for name, _ in page.headers}
    served = (pair for pair in SERVED if pair[0] not in own)
    headers = (("content-type", f"text/html; charset={layout.charset}"), *served, *page.headers)
    depth = min(page.path.count("/") + bool(page.path), 3)
    return read_page(home + page.path, 200, headers, render(page, layout, shown), depth=depth)


def _whole(check: Check, layout: Layout, honest: Portal, base: Mapping[str, PageFacts]) -> Result:
    """The honest portal: nothing is wrong with it but what the layout itself is guilty of."""
    subjects = tuple(honest.values()) if check.scope == "page" else ()
    true = tuple(word for page in subjects for word in guilt(check.id, page, layout))
    said = _said(check, PortalSite(base, None, HOME), list(base.values()))
    result = _result(check.id, layout.id, "整站", true, said, ())
    if check.family != "identity" or check.scope != "page":
        return result
    # Every page has its identity in the layout's own writing, and each of them could be misread.
    return result._replace(near=sum(not any(guilt(check.id, page, layout)) for page in subjects))


def _case(case: Case, layout: Layout, honest: Portal, base: Mapping[str, PageFacts]) -> Result:
    check, changed = checks()[case.check], dict(honest)
    case.edit(changed)
    touched = [page for path, page in changed.items() if honest.get(path) is not page]
    if case.home != HOME or check.scope == "page":
        shown = menu(changed)
        pages = {case.home + page.path: _read(page, layout, shown, case.home) for page in touched}
        site = PortalSite(pages, case, case.home)
        true = tuple(word for page in touched for word in guilt(check.id, page, layout, case))
        return _result(
            check.id, layout.id, case.name, (*case.true, *true), _said(check, site, list(pages.values())), case.may
        )
    if menu(changed) != menu(honest):
        # Of the pages that have only another menu, what is asked of a site reads the home page's.
        touched = [changed[""], *(page for page in touched if page.path)]
    pages = dict(base) | {HOME + page.path: _read(page, layout, menu(changed), HOME) for page in touched}
    pages = {url: facts for url, facts in pages.items() if url.removeprefix(HOME) in changed}
    said = _said(check, PortalSite(pages, case, HOME), [])
    return _result(check.id, layout.id, case.name, case.true, said, case.may)


def _said(check: Check, site: PortalSite, pages: Sequence[PageFacts]) -> list[str]:
    rule = load_rules().checks.get(check.id)
    params = rule.params if rule else {}
    given = (
        [hit for page in pages for hit in check.check(page, params, NOW)]
        if check.scope == "page"
        else check.check(site, params, NOW)
    )
    return [f"{hit.verdict} {hit.reason}" for hit in given if isinstance(hit, Hit)]


def guilt(check: str, page: Page, layout: Layout, case: Case | None = None) -> Iterator[str]:
    """What is true of a page by its layout alone."""
    if page.raw:
        return
    if check == "identity/meta_tags" and not layout.tagged:
        yield "fail site-tags"
        if page.kind == "content" or page.path in LISTS:
            yield f"fail {page.kind}-tags"
    if not layout.seen and check == "identity/footer_parts":
        yield "review none"
    if not layout.seen and check == "identity/find_errors":
        yield "review"


def _result(check: str, layout: str, name: str, true: Sequence[str], said: Sequence[str], may: Sequence[str]) -> Result:
    """What was said, paired with what is true: the same reason and verdict first, then the same reason."""
    left, wanted = Counter(said), list(true)
    found = grave = 0
    for alike in (lambda a, b: a == b, lambda a, b: a.split(" ")[1:] == b.split(" ")[1:] or " " not in b):
        for want in tuple(wanted):
            if hit := next((one for one in left if left[one] and alike(one, want)), ""):
                left[hit] -= 1
                wanted.remove(want)
                found += 1
                if hit.startswith("fail") and want.startswith("review"):
                    grave, found = grave + 1, found - 1
    wrong = [one for one in left.elements() if not (one.startswith("review") and one.split(" ")[1] in may)]
    return Result(
        check, layout, name, tuple(true), tuple(said), found,
        fails=sum(one.startswith("fail") for one in said),
        false_fails=grave + sum(one.startswith("fail") for one in wrong),
        false_reviews=sum(one.startswith("review") for one in wrong),
        near=int(not true),
    )  # fmt: skip


def figures(found: Sequence[Result]) -> list[CheckFigure]:
    """By check, and within it by layout."""
    return [
        CheckFigure(
            id=id,
            sample="sites",
            **_sums([one for one in found if one.check == id]),
            fails=sum(one.fails for one in found if one.check == id),
            false_fails=sum(one.false_fails for one in found if one.check == id),
            false_reviews=sum(one.false_reviews for one in found if one.check == id),
            layouts=tuple(
                LayoutFigure(
                    name=f"portal: {layout.id}",
                    **_sums(own),
                    false=sum(one.false_fails + one.false_reviews for one in own),
                )
                for layout in LAYOUTS
                if (own := [one for one in found if one.check == id and one.layout == layout.id])
            ),
        )
        for id in sorted({one.check for one in found})
    ]


def _sums(found: Sequence[Result]) -> dict[str, int]:
    return {
        "seeded": sum(len(one.true) for one in found),
        "near": sum(one.near for one in found),
        "found": sum(one.found for one in found),
    }

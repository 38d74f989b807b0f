"""The column of 依申请公开: the form to fill in, the steps and their limits, and what became of earlier requests."""

from __future__ import annotations

import posixpath
from typing import Any, NamedTuple

from pelican import signals

from plugins.build.document_pages import size_text
from plugins.build.kinds import Kind, Sheet
from plugins.build.pages import COLUMN_READS, make_column
from plugins.build.records import DocLink
from plugins.build.view import View
from plugins.foi.forms import Form
from plugins.links import file_url
from standards.annual_report import BROUGHT, CARRIED, GROUPS, NEW, SUM
from standards.openness import REQUEST_STEPS

TEMPLATE = "requests.html"
YEARS = 2
"""The last years that are told of."""


class Count(NamedTuple):
    """A unit's requests in a year: its report, what came in (new, from last year), what was done by result and in all,
    what was carried over."""

    unit: str
    report: DocLink
    came: tuple[int, int]
    results: tuple[int, ...]
    done: int
    carried: int


def make_requests(view: View, path: str) -> Sheet:
    """The first page of the column."""
    sheet = make_column(view, path)
    column = view.column(path)
    unit = view.unit(column.unit) if column.unit else None
    pages = [page for listed in view.platform.applications().values() for page in listed]
    own = view.platform.applications().get(unit.id, ()) if unit else ()
    main = next((page for page in (*own, *pages) if view.article(page).files), "")
    fields = view.source(main).fields if main else None
    files = []
    for attachment in fields.attachments if fields else ():
        file = attachment.file.lstrip("/")
        kind = posixpath.splitext(file)[1].lstrip(".").lower()
        files.append(
            (attachment.name or posixpath.basename(file), file_url(file), size_text(view.file_size(file)), kind)
        )
    return Sheet(
        TEMPLATE,
        {
            **sheet.values,
            "application": view.link(view.article(main)) if main else None,
            "facts": fields.facts() if fields else (),
            "files": tuple(files),
            "steps": REQUEST_STEPS,
            "results": tuple(GROUPS),
            "counts": _counts(view),
        },
    )


def _counts(view: View) -> list[tuple[int, list[Count]]]:
    """The last years that reports with tables tell of, newest first, unit by unit."""
    by_year: dict[int, list[Count]] = {}
    for id_, years in view.platform.reports().items():
        name = view.unit_name(id_)
        for year, (form, article) in years.items():
            if form.cells:
                by_year.setdefault(year, []).append(_count(form, name, view.link(article)))
    return sorted(by_year.items(), reverse=True)[:YEARS]


def _count(form: Form, unit: str, report: DocLink) -> Count:
    results = tuple(sum(form.number(code) for code in codes) for codes in GROUPS.values())
    came = form.number(NEW), form.number(BROUGHT)
    return Count(unit, report, came, results, form.number(SUM), form.number(CARRIED))


KIND = Kind("requests", make_requests, frozenset(COLUMN_READS | {"guides", "forms", "body", "file"}))


def offer(generator: Any) -> None:
    """Receiver: the page of every column with this template."""
    generator.add_column_pages(TEMPLATE, KIND)


def register() -> None:
    """Run when everything has been read."""
    signals.article_generator_finalized.connect(offer)

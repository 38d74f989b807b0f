"""The pages of disclosure tables: a column's first, its lists, one page a row."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from plugins.build.frame import page_values, trail_crumbs
from plugins.build.kinds import Kind, Sheet
from plugins.build.pages import column_view
from plugins.build.records import ArchiveLink, Crumb, DocumentView, Turn, YearLinks
from plugins.build.view import View
from plugins.meta_tags import column_tags, record_tags
from plugins.records.book import FILES, YEARS, Group, Listing, Record, choice_url, parts_of, table_url
from plugins.records.schema import Field, Schema

NUMBERS = ("money", "number")
"""Kinds of fields that stand on the right in a list."""
_TOLD = 120
"""Characters of a row in the description that search engines are told."""


_NOTHING: dict[str, Any] = {
    "toc": (),
    "banner": None,
    "header_rows": (),
    "changes": (),
    "findings": (),
    "previous": None,
    "next": None,
    "interpretations": (),
    "interprets": (),
    "related": (),
}
"""What documents have and rows do not, for the template they share."""


@dataclass(frozen=True)
class RecordRow:
    """A row in a list: what the listed fields say, as head, text, and whether it is a number."""

    title: str
    url: str
    date: str
    cells: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True)
class Download:
    """A file with the rows of a year; ``kind`` is how the file's name ends."""

    name: str
    url: str
    kind: str


@dataclass(frozen=True)
class StepView:
    """A row of the same project: its stage, or the column it stands in where that is another; ``current`` is the page's
    own."""

    title: str
    url: str
    date: str
    current: bool


def make_front(view: View, path: str) -> Sheet:
    """The first page of a column: its newest rows, what can be chosen, the months, the files."""
    column = view.column(path)
    listing, groups = view.records.listing(path, column.url), view.records.groups(path)
    children = view.children(path)
    years = groups[-1].choices if groups else ()
    return _list_sheet(
        view,
        path,
        listing,
        groups=groups,
        children=tuple((child.name, child.url) for child in children),
        documents=view.links(view.front(path)) if column.list else (),
        downloads=tuple(file for year in years for file in _downloads(path, year.name)),
    )


def make_list(view: View, argument: tuple[str, str]) -> Sheet:
    """A list behind it: of one choice, or of one month."""
    path, url = argument
    listing = view.records.listing(path, url)
    is_year = listing.group == YEARS and not listing.month
    downloads = _downloads(path, listing.name) if is_year else ()
    return _list_sheet(view, path, listing, downloads=downloads)


def _downloads(path: str, year: str) -> tuple[Download, ...]:
    """The files of a year as lists name it (2026年)."""
    return tuple(Download(f"{year}数据", table_url(path, year[:-1], kind), kind) for kind in FILES)


def _list_sheet(  # noqa: PLR0917 - the parts of a list page
    view: View,
    path: str,
    listing: Listing,
    groups: tuple[Group, ...] = (),
    children: tuple[tuple[str, str], ...] = (),
    documents: Any = (),
    downloads: tuple[Download, ...] = (),
) -> Sheet:
    column, schema = view.column(path), view.records.schema(path)
    month = f"{listing.month[:4]}年{int(listing.month[5:])}月" if listing.month else ""
    if part := listing.url.rpartition("/")[2]:  # page-2.html: two pages must not have one title
        month += f"，第{part.removeprefix('page-').removesuffix('.html')}部分"
    chosen = "，".join(word for word in (listing.name, month) if word)
    title = f"{column.name}（{chosen}）" if chosen else column.name
    crumbs = trail_crumbs(view, path)
    if chosen:
        crumbs = (*crumbs, Crumb(chosen, listing.url))
    turn = Turn(month, listing.newer, listing.older, listing.front) if month else None
    return Sheet(
        "records.html",
        {
            **page_values(view, "column", title, listing.url, column_tags(column), crumbs, column=path),
            "column": column_view(view, column),
            "chosen": chosen,
            "front": column.url if chosen else "",
            "heads": tuple((field.head, field.kind in NUMBERS) for field in schema.fields if field.listed),
            "items": tuple(_row(schema, view.records.record(path, url)) for url in listing.rows),
            "total": listing.total,
            "groups": groups,
            "children": children,
            "documents": documents,
            "years": _years(listing),
            "turn": turn,
            "downloads": downloads,
        },
    )


def _row(schema: Schema, record: Record) -> RecordRow:
    told = zip(schema.fields, record.values, strict=True)
    return RecordRow(
        record.title, record.url, record.day, tuple((f.head, text, f.kind in NUMBERS) for f, text in told if f.listed)
    )


def _years(listing: Listing) -> tuple[YearLinks, ...]:
    years: dict[str, list[ArchiveLink]] = {}
    for month, url, count in listing.months:
        years.setdefault(month[:4], []).append(ArchiveLink(f"{int(month[5:])}月", url, count))
    return tuple(YearLinks(year, tuple(months), sum(m.count for m in months)) for year, months in years.items())


def make_record(view: View, argument: tuple[str, str]) -> Sheet:
    """The page of one row: everything it says, and the other rows of its project."""
    path, url = argument
    record, schema = view.records.record(path, url), view.records.schema(path)
    column, site = view.column(path), view.site
    unit = record.values[schema.at(schema.unit)] if schema.unit else ""
    if not unit:
        owner = view.unit(column.unit) if column.unit else None
        unit = owner.name if owner else site.owner
    told = "；".join(f"{f.head}：{text}" for f, text in zip(schema.fields, record.values, strict=True) if text)
    about = told if len(told) <= _TOLD else f"{told[: _TOLD - 1]}…"
    words = ",".join(dict.fromkeys((schema.name, *column.keywords.split(","), column.name)))
    tags = record_tags(column, record.title, f"{record.day} 00:00", unit, words.strip(","), about, site.absolute(url))
    crumbs = (*trail_crumbs(view, path), Crumb(record.title, url))
    return Sheet(
        "record.html",
        {
            **page_values(view, "content", record.title, url, tags, crumbs),
            "doc": _document_view(record, unit),
            "body": _facts(view, path, schema, record),
            **_NOTHING,
            "steps": _steps(view, record) if record.project else (),
        },
    )


def _document_view(record: Record, unit: str) -> DocumentView:
    return DocumentView(
        id=record.url.rpartition("/")[2].removesuffix(".html"),
        type="record",
        title=record.title,
        published=record.day,
        published_iso=record.day,
        source=unit,
        publisher_name=unit,
        author="",
        editor="",
        reviewer="",
        summary="",
        keywords=(),
        attachments=(),
        doc_no="",
    )


def _facts(view: View, path: str, schema: Schema, record: Record) -> Markup:
    """Everything a row says, as a table; what can be chosen leads to its list. Clean HTML."""
    rows = []
    for field, text in zip(schema.fields, record.values, strict=True):
        if text:
            said = _links(view, path, field, text) if field.filter else html.escape(text)
            rows.append(f'<tr><th scope="row">{html.escape(field.head)}</th><td>{said}</td></tr>')
    caption = '<caption class="unseen">公开内容</caption>'
    return Markup("\n".join(['<table class="facts">', caption, "<tbody>", *rows, "</tbody></table>"]))  # noqa: S704


def _links(view: View, path: str, field: Field, text: str) -> str:
    links = []
    for part in parts_of(field, text):
        unit = view.unit(part) if field.kind == "unit" else None
        address = choice_url(path, field, part, unit.id if unit else "")
        links.append(f'<a href="{html.escape(address)}">{html.escape(part)}</a>')
    return "；".join(links)


def _steps(view: View, record: Record) -> tuple[StepView, ...]:
    return tuple(
        StepView(step.title, step.url, step.day, step.url == record.url) for step in view.records.chain(record.project)
    )


_FRAME = {"site", "nav", "tree", "template", "column", "unit", "schema", "record"}
FRONT = Kind(
    "record front", make_front, frozenset(_FRAME | {"listing", "groups", "front", "head", "standing", "picture"})
)
LIST = Kind("record list", make_list, frozenset(_FRAME | {"listing"}))
RECORD = Kind("record", make_record, frozenset(_FRAME | {"chain"}))

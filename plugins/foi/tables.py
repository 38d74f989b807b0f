"""The official tables of a report, set into its body: those of 年报 below the headings of parts two to four."""

from __future__ import annotations

import functools
from typing import Any, NamedTuple

from markupsafe import Markup

from plugins.build.view import View
from plugins.foi.forms import ANNUAL, SITE, Form
from plugins.foi.parts import HEADING, part_of
from standards import annual_report, site_report
from standards.annual_report import BROUGHT, CARRIED, COLUMNS, FORM, NEW, RESULTS, SUM, printed

TYPES = frozenset({ANNUAL, SITE})


class Head(NamedTuple):
    """A head at the side: its text, the rows and columns it takes."""

    text: str
    rows: int = 1
    columns: int = 1


class TableRow(NamedTuple):
    """A row: its heads from outside in, its numbers as printed."""

    heads: tuple[Head, ...]
    numbers: tuple[str, ...]


def with_tables(view: View, body: str, path: str, kind: str, correction: str) -> str:
    """The body of a report with its tables; as it is where it has none. ``correction`` says why its numbers do not go
    on from last year's."""
    form = view.platform.form(path)
    if form is None or not form.cells:
        return body
    if kind == SITE:
        return f"{site_table(view, form)}{body}"
    for found in reversed(list(HEADING.finditer(body))):
        part = part_of(found[1])
        if part in (2, 3, 4):
            told = correction if part == 3 and form.notes else ""
            make = functools.partial(_values, part, form, told)
            table = view.fragment("partials/annual_tables.html", (path, part), make)
            body = f"{body[: found.end()]}\n{table}{body[found.end() :]}"
    return body


def _values(part: int, form: Form, correction: str, _: View) -> dict[str, Any]:
    return {
        "part": part,
        "year": form.year,
        "cells": {code: tuple(printed(code, text) for text in cells) for code, cells in form.cells.items()},
        "columns": COLUMNS,
        "rows": request_rows(form) if part == 3 else (),
        "courses": [[f"四{at + number:02}" for number in range(1, 6)] for at in (0, 5, 10)],
        "outcomes": annual_report.OUTCOMES,
        "notes": form.notes if part == 3 else (),
        "correction": correction,
    }


def request_rows(form: Form) -> tuple[TableRow, ...]:
    """The rows of the table on requests, with the heads of the form merged as they are there."""
    rows = [_row(form, code, Head(FORM[code].item, 1, 3)) for code in (NEW, BROUGHT)]
    opening: tuple[Head, ...] = (Head("三、本年度办理结果", len(annual_report.RESULT_CODES) + 1),)
    number = 3
    for mark, name, kinds in RESULTS:
        group: tuple[Head, ...] = (Head(mark + name, len(kinds), 2 if kinds == ("",) else 1),)
        for kind in kinds:
            heads = (*opening, *group, *((Head(kind),) if kind else ()))
            rows.append(_row(form, f"三{number:02}", *heads))
            opening, group = (), ()
            number += 1
    rows.append(_row(form, SUM, Head("（七）总计", 1, 2)))
    rows.append(_row(form, CARRIED, Head(FORM[CARRIED].item, 1, 3)))
    return tuple(rows)


def _row(form: Form, code: str, *heads: Head) -> TableRow:
    return TableRow(heads, tuple(printed(code, text) for text in form.cells[code]))


def site_table(view: View, form: Form) -> Markup:
    """The figures of a website, group by group, under what the site says of itself."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for code, line in site_report.FORM.items():
        name = f"{line.part}：{line.item}" if line.part else line.item
        unit = f"（单位：{line.unit}）" if line.unit else ""
        text = form.cells[code][0]
        value = str(int(text)) if line.shape == site_report.COUNT else text
        groups.setdefault(line.group, []).append((name + unit, value))
    site = view.site
    about = (
        ("网站名称", site.name),
        ("首页网址", f"https://{site.host}/"),
        ("主办单位", site.owner),
        ("政府网站标识码", site.id_code),
        ("ICP备案号", site.icp),
        ("公安机关备案号", site.police_no),
    )
    shown = [("网站", about), *groups.items()]
    return view.fragment("partials/site_report.html", (form.path,), lambda _: {"year": form.year, "groups": shown})

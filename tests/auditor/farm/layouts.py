"""The farm's pages and files: labelled cases as a county's website shows them."""

from __future__ import annotations

import csv
import io
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from html import escape

import msgspec
import openpyxl

from tests.auditor.farm.texts import Case

TOGETHER = 8
"""Cases on one page."""
FILES = {"csv": "fujian.csv", "xlsx": "fujian.xlsx", "markdown": "gao.md"}

CHROME = (
    '<header><a href="/">{site}</a><nav><ul><li><a href="/zwgk/">政务公开</a></li><li><a href="/bsfw/">办事服务</a></li>'
    '<li><a href="/hdjl/">互动交流</a></li></ul></nav></header>'
)
FOOT = "<footer><p>主办：明川县人民政府办公室　网站标识码：4200000001</p></footer>"


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """A page or file with its labels: ``name`` ends as its layout's files do, ``body`` is its bytes."""

    name: str
    layout: str
    body: bytes
    charset: str
    cases: tuple[Case, ...]


def sheets(cases: Sequence[Case], seed: int) -> Iterator[Sheet]:
    """The cases laid out: those of one check, layout and day together, in an order drawn with the seed."""
    drawing = random.Random(seed)
    shelves: dict[tuple[str, str, str], list[Case]] = defaultdict(list)
    for case in cases:
        shelves[case.check, case.layout, case.published].append(case)
    number = 0
    for (_, layout, _), members in shelves.items():
        drawing.shuffle(members)
        for group in _groups(members):
            number += 1
            yield _sheet(number, layout, group)


def _groups(members: Sequence[Case]) -> Iterator[tuple[Case, ...]]:
    """Cases that share a page. Tables and what asks for a page of its own stand alone."""
    shared = [case for case in members if not (case.alone or case.cells)]
    yield from ((case,) for case in members if case.alone or case.cells)
    yield from (tuple(shared[at : at + TOGETHER]) for at in range(0, len(shared), TOGETHER))


def _sheet(number: int, layout: str, cases: tuple[Case, ...]) -> Sheet:
    charset = "gb18030" if layout == "gbk" else "utf-8"
    if layout == "xlsx":
        body = _xlsx(cases)
    elif layout == "csv":
        body = _csv(cases).encode("utf-8-sig")
    elif layout == "markdown":
        body = _markdown(cases).encode()
    else:
        body = _page(number, layout, charset, cases).encode(charset)
    return Sheet(
        name=f"{number}-{FILES.get(layout, 'ye.html')}", layout=layout, body=body, charset=charset, cases=cases
    )


def _page(number: int, layout: str, charset: str, cases: Sequence[Case]) -> str:
    title = cases[0].text if cases[0].cells else f"政务信息第{number}号"
    metas = f'<meta name="ArticleTitle" content="{escape(title)}"><meta name="PubDate" content="{cases[0].published} 09:00">'
    content = TABLES[layout](cases[0].cells) if cases[0].cells else TEXTS.get(layout, _paragraphs)(cases)
    signed = "<p>明川县人民政府办公室</p><p>2026年6月25日</p>" if layout == "signed" else ""
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="{"gbk" if charset == "gb18030" else charset}">'
        f"<title>{escape(title)}</title>{metas}</head><body>{CHROME.format(site='明川县人民政府')}"
        f"<main><h1>{escape(title)}</h1>{content}{signed}</main>{FOOT}</body></html>"
    )


def _paragraphs(cases: Sequence[Case]) -> str:
    return "".join(f"<p>{escape(text)}</p>" for case in cases for text in case.text.split("\n"))


def _list(cases: Sequence[Case]) -> str:
    return "<ul>" + "".join(f"<li>{escape(text)}</li>" for case in cases for text in case.text.split("\n")) + "</ul>"


def _quote(cases: Sequence[Case]) -> str:
    first, *rest = cases[0].text.split("\n")
    return "<p>" + escape(first) + "</p>" + "".join(f"<blockquote><p>{escape(text)}</p></blockquote>" for text in rest)


def _rows(cases: Sequence[Case]) -> str:
    rows = [f"<tr><td>{number}</td><td>{escape(text)}</td></tr>"
            for number, text in enumerate((text for case in cases for text in case.text.split("\n")), 1)]  # fmt: skip
    return f"<table><thead><tr><th>序号</th><th>内容</th></tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _two_rows(cases: Sequence[Case]) -> str:
    rows = "".join(f"<tr><td>{at}</td><td>{escape(case.text)}</td><td>是</td></tr>" for at, case in enumerate(cases, 1))
    return (
        '<table><tr><th rowspan="2">序号</th><th colspan="2">事项</th></tr><tr><th>内容</th><th>公开</th></tr>'
        + rows
        + "</table>"
    )


def _definitions(cases: Sequence[Case]) -> str:
    return (
        "<dl>" + "".join(f"<dt>第{at}项</dt><dd>{escape(case.text)}</dd>" for at, case in enumerate(cases, 1)) + "</dl>"
    )


def _headings(cases: Sequence[Case]) -> str:
    return "".join(
        f"<h{2 + at % 2}>{escape(case.text)}</h{2 + at % 2}><p>详见附件。</p>" for at, case in enumerate(cases)
    )


def _attributes(cases: Sequence[Case]) -> str:
    shapes = (
        '<img src="{at}.jpg" alt="{text}">',
        '<p><a href="/{at}.html" title="{text}">详情</a></p>',
        '<span aria-label="{text}">图</span>',
    )
    return "".join(shapes[at % 3].format(at=at, text=escape(case.text)) for at, case in enumerate(cases))


def _table(cells: Sequence[Sequence[str]], head: str = "th") -> str:
    heads = "".join(f"<{head}>{escape(cell)}</{head}>" for cell in cells[0])
    return f"<table><tr>{heads}</tr>{_body(cells[1:])}</table>"


def _plain_table(cells: Sequence[Sequence[str]]) -> str:
    return _table(cells, "td")


def _table_of_two_heads(cells: Sequence[Sequence[str]]) -> str:
    """The first column reaches over both rows, the others stand under one head."""
    first, *others = cells[0]
    heads = "".join(f"<th>{escape(cell)}</th>" for cell in others)
    return (
        f'<table><tr><th rowspan="2">{escape(first)}</th><th colspan="{len(others)}">基本情况</th></tr>'
        f"<tr>{heads}</tr>{_body(cells[1:])}</table>"
    )


def _body(rows: Sequence[Sequence[str]]) -> str:
    return "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)


def _lines(cases: Sequence[Case]) -> list[Sequence[str]]:
    """Rows of a file: a table under its title, or numbered texts."""
    if cases[0].cells:
        return [(cases[0].text,), *cases[0].cells]
    return [("序号", "内容"), *((str(at), case.text) for at, case in enumerate(cases, 1))]


def _csv(cases: Sequence[Case]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(_lines(cases))
    return text.getvalue()


def _xlsx(cases: Sequence[Case]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for line in _lines(cases):
        sheet.append(list(line))
    whole = io.BytesIO()
    book.save(whole)
    return whole.getvalue()


def _markdown(cases: Sequence[Case]) -> str:
    head = f'---\ntitle: "政务信息"\npublished: {cases[0].published} 09:00\n---\n\n'
    return (
        head
        + "\n\n".join(case.text.replace("<", "\\<").replace("*", "\\*").replace("_", "\\_") for case in cases)
        + "\n"
    )


TEXTS = {"list": _list, "table": _rows, "definitions": _definitions, "two-rows": _two_rows, "headings": _headings,
         "attributes": _attributes, "quote": _quote}  # fmt: skip
TABLES = {"table": _table, "gbk": _table, "plain-table": _plain_table, "two-rows": _table_of_two_heads}

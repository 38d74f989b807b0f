"""freshness/same_report

## What it does
Lays the newest annual report on openness of each unit beside that of the year before, and counts how much of its
running text stood there already, figures aside. Tables do not count: their heads are laid down by the format. So much
the same text is for a person. Silent: reports with next to no running text on the page (attachments), units with one
report.

Reason: same-as-last-year.

## Why it matters
Problems and improvements copied from last year (雷同、敷衍) are named in bulletins.

## Bad
    第五部分 of the report on 2025 is that of the report on 2024, word for word

## Instead
    Write what was found lacking this year and what was done about last year's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from auditor.checks.freshness._reports import OPENNESS, AnnualReport, reports_of
from auditor.model import Check, Hit, PageFacts, Params, Site

_CLAUSE = re.compile(r"[^。；！？]+")
_FIGURES = re.compile(r"[\d.,，、%％\s]+|[一二三四五六七八九十]+是")
PIECE = 10
"""Characters from which a sentence is one; shorter ones are headings and set phrases."""


def check(site: Site, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for each unit whose last two reports say much the same."""
    lines: dict[str, list[AnnualReport]] = {}
    for report in reports_of(site.columns()):
        if report.kind == OPENNESS and report.year:
            lines.setdefault(report.whose, []).append(report)
    for line in lines.values():
        line.sort(key=lambda report: report.year)
        if len(line) > 1 and line[-2].year == line[-1].year - 1:
            yield from _compare(line[-2], line[-1], site, params)


def _compare(before: AnnualReport, last: AnnualReport, site: Site, params: Params) -> Iterator[Hit]:
    old, new = site.page(before.item.url), site.page(last.item.url)
    if old is None or new is None:
        return
    known, said = set(_sentences(old)), _sentences(new)
    length = sum(map(len, said))
    if length < int(params["least_characters"]):
        return
    share = sum(len(sentence) for sentence in said if sentence in known) / length
    if share < float(params["share"]):
        return
    yield Hit(
        url=new.url,
        message=(
            f"“{last.item.title}”的文字有 {share:.0%} 与上一年的相同（数字不计，表格不计），上一年的见 {old.url}；"
            "是否雷同、敷衍，请核实"
        ),
        evidence=max((sentence for sentence in said if sentence in known), key=len)[:60],
        verdict="review",
        reason="same-as-last-year",
        target=old.url,
    )


def _sentences(page: PageFacts) -> list[str]:
    """The sentences of the running text, without figures."""
    return [
        piece
        for block in page.blocks
        if block.kind == "text" and block.region == "main" and block.tag in ("p", "div", "li") and "。" in block.text
        for sentence in _CLAUSE.findall(block.text)
        if len(piece := _FIGURES.sub("", sentence)) >= PIECE
    ]


CHECK = Check(
    id="freshness/same_report",
    title="年度报告与上一年雷同",
    severity="P3",
    remedy="请按本年度实际情况重写，特别是“存在的主要问题及改进情况”，并写明上一年问题的整改结果",
    scope="site",
    check=check,
    needs=("columns",),
)

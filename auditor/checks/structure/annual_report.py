"""structure/annual_report

## What it does
Reads the reports on open information (政府信息公开工作年度报告) of 2021 and later: whether the six parts are there,
whether the sums of the three official tables hold, whether a year goes on where the last one ended (上年结转 =
结转下年, 现行有效 = last year's + 制发 − 废止), and whether the problems of part five are last year's words.
``review``: cells that hold no number (one hit a report), parts that stand under other words, words that are alike.
Reports that are an attachment, a frame or a picture are named in the coverage.

## Why it matters
The form and its sums are prescribed by 国办公开办函〔2021〕30号; a report that copies last year's is what evaluations
look for first.

## Bad
    新收 74 + 上年结转 4 ≠ 办理结果 75 + 结转下年 2

## Instead
    Fill in the tables from the register of requests; let “desk” add them up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from difflib import SequenceMatcher
from posixpath import splitext
from urllib.parse import urlsplit

from auditor.checks._page_hit import page_hit
from auditor.checks._survey import pages_of
from auditor.checks.links.dead_page import ATTACHMENTS
from auditor.facts.headline import headline
from auditor.facts.kinds import report_year
from auditor.facts.report_tables import read_cells
from auditor.model import Check, Hit, NotRun, PageFacts, Params, Site, Verdict
from standards.annual_report import FIRST_YEAR, PARTS, Fault, judge, judge_years

SOME_PARTS = 2
"""Parts that a page has at least when the report itself stands on it and not in an attachment."""

NAMED = 3
"""Cells without a number that are named."""


def check(site: Site, params: Params, now: datetime) -> Iterator[Hit | NotRun]:
    """Yield a hit for each part missing, each sum that fails, each year that does not go on from the last."""
    unread = []
    by_unit: dict[str, dict[int, str]] = {}
    for page in pages_of(site, "annual_report"):
        if report_year(page) < FIRST_YEAR:
            continue
        parts = _parts(page)
        cells = read_cells(page.tables)
        if len(parts) < SOME_PARTS and not cells:
            unread.append(f"{headline(page)}（{_where(page)}）")
            continue
        by_unit.setdefault(_unit(page), {})[report_year(page)] = page.url
        yield from _missing_parts(page, parts)
        faults = judge(cells)
        yield from (_hit(page, "sum", fault) for fault in faults if _is_sum(fault))
        yield from _no_numbers(page, [fault for fault in faults if not _is_sum(fault)])
    for years in by_unit.values():
        for year, url in sorted(years.items()):
            last, this = site.page(years.get(year - 1, "")), site.page(url)
            if last is not None and this is not None:
                for fault in judge_years(read_cells(last.tables), read_cells(this.tables)):
                    yield _hit(this, "years", fault)
                yield from _same_words(this, last, params)
    if unread:
        why = f"{len(unread)} 份没有看到正文：{'；'.join(unread[:20])}"
        yield NotRun(what="政府信息公开年报的六个部分和表格", why=why)


def _where(page: PageFacts) -> str:
    attached = any(splitext(urlsplit(link.url).path)[1].lower() in ATTACHMENTS for link in page.links if link.url)
    return f"正文在附件里，{page.url}" if attached else page.url


def _unit(page: PageFacts) -> str:
    """The headline without its year: whose report it is."""
    return re.sub(r"20\d\d年?度?|政府信息公开|工作|年度报告|年报|[\s（）()]", "", headline(page))


def _parts(page: PageFacts) -> dict[str, int]:
    """The numerals of the parts that have a heading, and at which block each begins."""
    found: dict[str, int] = {}
    for at, block in enumerate(page.blocks):
        if block.region == "main" and block.kind == "text" and len(block.text) <= 60:
            for numeral, _, word in PARTS:
                if re.match(rf"\W*{numeral}\s*[、.．]", block.text) and word in block.text:
                    found.setdefault(numeral, at)
    return found


def _missing_parts(page: PageFacts, parts: dict[str, int]) -> Iterator[Hit]:
    for numeral, heading, word in PARTS:
        if numeral in parts:
            continue
        elsewhere = any(
            word in block.text and len(block.text) <= 60
            for block in page.blocks
            if block.region == "main" and block.kind == "text" and block.tag not in ("td", "th", "caption")
            and block.text != headline(page)
        )  # fmt: skip
        what = f"缺少第{numeral}部分“{heading}”"
        yield _made(page, "part", f"{numeral}、{heading}", what, "review" if elsewhere or len(parts) < 3 else "fail")


def _text_of(page: PageFacts, numeral: str, following: str) -> str:
    """The words of a part: from its heading to that of the next."""
    parts = _parts(page)
    if numeral not in parts:
        return ""
    end = parts.get(following, len(page.blocks))
    blocks = [b.text for b in page.blocks[parts[numeral] + 1 : end] if b.region == "main" and b.kind == "text"]
    return "".join(blocks)


def _same_words(page: PageFacts, last: PageFacts, params: Params) -> Iterator[Hit]:
    now, then = _text_of(page, "五", "六")[:3000], _text_of(last, "五", "六")[:3000]
    if min(len(now), len(then)) < params["least_characters"]:
        return
    alike = SequenceMatcher(None, now, then, autojunk=False)
    if alike.quick_ratio() >= params["alike"] and alike.ratio() >= params["alike"]:
        what = f"第五部分“存在的主要问题及改进情况”与 {report_year(last)} 年年报雷同（相同 {alike.ratio():.0%}）"
        yield _made(page, "same-words", "五、存在的主要问题及改进情况", what, "review")


def _is_sum(fault: Fault) -> bool:
    return "相加" in fault.what or "加第" in fault.what


def _no_numbers(page: PageFacts, faults: Sequence[Fault]) -> Iterator[Hit]:
    """One question a report: who writes a dash for nothing writes it in a hundred cells."""
    if faults:
        some = "；".join(fault.what for fault in faults[:NAMED])
        more = f"；等 {len(faults)} 处" if len(faults) > NAMED else ""
        what = f"有的格没有填数字，所在行列的合计没有核对：{some}{more}"
        yield _made(page, "number", "没有填数字的格", what, "review")


def _hit(page: PageFacts, reason: str, fault: Fault) -> Hit:
    return _made(page, reason, fault.what, fault.what, "fail")


def _made(page: PageFacts, reason: str, target: str, what: str, verdict: Verdict) -> Hit:
    message = f"{report_year(page)} 年政府信息公开年报：{what}"
    return page_hit(page, reason=reason, target=target, message=message, verdict=verdict, evidence=what)


CHECK = Check(
    id="structure/annual_report",
    title="政府信息公开年报不合格式或者数字对不上",
    severity="P2",
    remedy="请按规定格式补齐六个部分，核对表内和上下年度的数字后更正",
    scope="site",
    check=check,
)

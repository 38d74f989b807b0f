"""security/stack_trace

## What it does
Looks for what failing programs print (Java, PHP, .NET, Python, SQL) in the visible text of pages. ``review`` where it
stands in a block of code or in an article with a title and date: that may be a text about programs. One finding a page
and kind of trace.

## Why it matters
The reader did not get what the page is for, and strangers learn the names of files, tables and versions.

## Bad
    java.lang.NullPointerException at cn.gov.site.ListAction.execute(ListAction.java:57)

## Instead
    A page that says “系统繁忙，请稍后再试” with a telephone number; the trace belongs in the server's log.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from auditor.checks.security._traces import trace_in
from auditor.facts.evidence import excerpt
from auditor.model import Check, Hit, PageFacts, Params

CODE = ("pre", "code", "textarea", "samp")


def check(facts: PageFacts, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for the first trace of the page."""
    for block in facts.blocks:
        if block.kind not in ("text", "title"):
            continue
        found = trace_in(block.text)
        if found is None:
            continue
        article = facts.kind == "content" and block.region == "main"
        unsure = article or block.quote or (block.tag in CODE and facts.kind in ("content", "column"))
        evidence, mark = excerpt(block.text, found.start(), min(found.end(), found.start() + 120))
        yield Hit(
            url=facts.url,
            message="页面上有程序的出错信息，请核实是否为讲解程序的内容" if unsure else "页面上显示出程序的出错信息",
            evidence=evidence,
            mark=mark,
            verdict="review" if unsure else "fail",
            reason="stack-trace",
            region=block.region,
            locator=block.locator,
        )
        return


CHECK = Check(
    id="security/stack_trace",
    title="页面显示程序出错信息",
    severity="P2",
    remedy="请技术人员修复出错的程序，并关闭对外显示出错细节，改为友好的提示页",
    scope="page",
    check=check,
)

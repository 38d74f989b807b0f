"""links/malformed_address

## What it does
Looks for addresses that cannot work as they are written: ``http://`` written twice or with full-width marks, a
``mailto:`` without a mail address in it, a ``tel:`` that no telephone dials (letters, 转, two numbers, full-width
digits); and for links in the text whose address is empty (``review``: a script may act on them). Several mail
addresses, a subject without address, extensions (``,801`` or ``;ext=801``), ``javascript:`` and ``#`` are silent.
Addresses that cannot be read at all are dead_page's.

## Why it matters
Who taps the telephone number of a service window on a phone, or its mail address, gets nowhere.

## Bad
    <a href="tel:0712-5223344转801">咨询电话</a>    <a href="mailto:zwgk#mingchuan.gov.cn">信箱</a>
    <a href="http://http://www.province.gov.cn/">省政府</a>

## Instead
    <a href="tel:0712-5223344,801">咨询电话</a>     <a href="mailto:zwgk@mingchuan.gov.cn">信箱</a>
    <a href="http://www.province.gov.cn/">省政府</a>
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from auditor.checks.links._address import FAULTS, fault
from auditor.checks.links._targets import named, shown
from auditor.model import Check, Hit, PageFacts, Params


def check(facts: PageFacts, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for each address of the page that is wrong as written, the first of each."""
    seen: set[tuple[str, str]] = set()
    for link in facts.links:
        reason = fault(link)
        if not reason or (reason == "empty-link" and (link.region != "main" or not link.text)):
            continue
        key = (link.raw.strip(), link.text if reason == "empty-link" else "")
        if key in seen:
            continue
        seen.add(key)
        evidence, mark = shown(link)
        empty = reason == "empty-link"
        yield Hit(
            url=facts.url,
            message=f"{named('链接', link)}{FAULTS[reason]}" + ("，也可能由脚本处理，请点击核实" if empty else ""),
            evidence=link.text if empty else evidence,
            mark=None if empty else mark,
            verdict="review" if empty else "fail",
            reason=reason,
            target="" if empty else link.raw.strip(),
            region=link.region,
            locator=link.locator,
            severity="P3" if empty else None,
            cause="" if link.region == "main" else f"{reason} {link.region} {link.raw.strip()}",
        )


CHECK = Check(
    id="links/malformed_address",
    title="链接地址写错",
    severity="P2",
    remedy="请改正链接地址：网址只写一个“http://”或“https://”并用半角符号，电话只写数字，邮箱要有“@”",
    scope="page",
    check=check,
)

"""identity/site_code

## What it does
Compares the site code (网站标识码) where a page gives it: the meta tag SiteIDCode, the entry “我为政府网站找错”
(``sitecode``, ``site_code=``), and the foot. Says where they differ, and where one has not the shape of a code: ten
digits (administrative division and four more), or ``bm`` and eight digits for ministries. A page that gives no code is
meta_tags' and footer_parts'. One finding for each set of codes.

## Why it matters
By this code the national system knows the site: under another one a reader's report of an error goes to another
county, and the inspection counts the mark as wrong.

## Bad
    <meta name="SiteIDCode" content="9999990001">   …   网站标识码：9999990010

## Instead
    <meta name="SiteIDCode" content="9999990001">   …   网站标识码：9999990001
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from auditor.checks.identity._foot import CODE, foot_texts, is_stub
from auditor.model import Check, Hit, Locator, PageFacts, Params

SHAPE = re.compile(r"bm\d{8}|\d{10}", re.I)
"""Standards: 国办发〔2017〕47号 with the codes in use, bm01000001 and 3609220011."""

_ASKED = re.compile(r"site_?code=['\"]?([0-9A-Za-z]{4,20})", re.I)
_ENTRY = re.compile(r"jiucuo|exposure", re.I)


def check(facts: PageFacts, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for each code of another shape, and one where the page's codes differ."""
    if is_stub(facts):
        return
    codes = {
        "SiteIDCode 标签": {facts.meta("SiteIDCode")} - {""},
        "找错入口": set(_asked(facts)),
        "页脚": {found["code"] for found in CODE.finditer("\n".join(foot_texts(facts)))},
    }
    said = [f"{where} {code}" for where, values in codes.items() for code in sorted(values)]
    bad = [entry for entry in said if not SHAPE.fullmatch(entry.rpartition(" ")[2])]
    for entry in bad:
        where, _, code = entry.rpartition(" ")
        yield Hit(
            url=facts.url,
            message=f"{where}中的网站标识码“{code}”不是 10 位数字，也不是 bm 加 8 位数字",
            evidence=entry,
            mark=(len(where) + 1, len(entry)),
            reason="shape",
            target=where,
            locator=_meta(facts) if where.startswith("SiteID") else Locator(),
            cause=f"shape:{where}:{code}",
        )
    different = {entry.rpartition(" ")[2].lower() for entry in said if entry not in bad}
    if len(different) > 1:
        yield Hit(
            url=facts.url,
            message=f"同一页面上的网站标识码不一致：{'；'.join(said)}",
            evidence="；".join(said),
            reason="unequal",
            target="、".join(sorted(different)),
            locator=_meta(facts),
            cause=f"unequal:{' '.join(said)}",
        )


def _asked(facts: PageFacts) -> Iterator[str]:
    """The code under which readers' reports of errors are filed."""
    yield from (code for code in facts.site_codes if code)
    for link in facts.links:
        if _ENTRY.search(link.url) and (found := _ASKED.search(link.url)):
            yield found[1]
    if _ENTRY.search(facts.written):
        yield from (found[1] for found in _ASKED.finditer(facts.written))


def _meta(facts: PageFacts) -> Locator:
    return next((meta.locator for meta in facts.metas if meta.name.lower() == "siteidcode"), Locator())


CHECK = Check(
    id="identity/site_code",
    title="网站标识码不一致或写错",
    severity="P2",
    remedy="请按全国政府网站信息报送系统中的标识码，统一改正网页标签、找错入口和页脚",
    scope="page",
    check=check,
    own_host=True,
)

"""identity/site_code

## What it does
Compares the site code (网站标识码) where a page gives it: the meta tag SiteIDCode, the entry “我为政府网站找错”
(``sitecode``, ``site_code=``), and the foot. Says where they differ (``review`` where only a text or a link in the
middle of the page does: it may speak of another site), and where one has not the shape of a code: ten digits
(administrative division and four more), or ``bm`` and eight digits for ministries. A page that gives no code is
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
from unicodedata import normalize

from auditor.checks.identity._foot import CODE, foot_texts, is_stub, read_foot
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
        "页脚": {found["code"] for found in CODE.finditer(normalize("NFKC", "\n".join(foot_texts(facts))))},
    }
    footed = codes["页脚"]
    if not any(block.region == "footer" for block in facts.blocks):
        # The end of a page may be a text that names other sites; the foot is what agrees with the rest.
        codes["页脚"] = footed & (codes["SiteIDCode 标签"] | codes["找错入口"]) or footed
        footed = codes["页脚"] if len(footed) == 1 and _shows_foot(facts) else set()
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
        certain = {code.lower() for code in codes["SiteIDCode 标签"] | set(_asked(facts, own=True)) | footed}
        yield Hit(
            url=facts.url,
            message=f"同一页面上的网站标识码不一致：{'；'.join(said)}"
            + ("" if len(certain) > 1 else "；正文中的可能是别的网站的，请核实"),
            evidence="；".join(said),
            verdict="fail" if len(certain) > 1 else "review",
            reason="unequal",
            target="、".join(sorted(different)),
            locator=_meta(facts),
            cause=f"unequal:{' '.join(said)}",
        )


def _shows_foot(facts: PageFacts) -> bool:
    """Whether a page whose end is not marked as its foot has one all the same: two of the other parts stand there."""
    return len(read_foot(facts).shown - {"code"}) >= 2


def _asked(facts: PageFacts, *, own: bool = False) -> Iterator[str]:
    """The code under which readers' reports of errors are filed; ``own``: surely this site's."""
    scripted = [code for code in facts.site_codes if code]
    if _ENTRY.search(facts.written):
        scripted += (found[1] for found in _ASKED.finditer(facts.written))
    yield from scripted
    for link in facts.links:
        # In the middle of a page, beside an entry of its own, a link may be to another site's.
        if (own or scripted) and link.region == "main" and link.tag == "a":
            continue
        if _ENTRY.search(link.url) and (found := _ASKED.search(link.url)):
            yield found[1]


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

"""Pages that stand on a name whose owner has let it go: parking pages and offers of the name itself.

Told by sentences that only sellers of names write. The name servers of parking services would be a second sign; the
system's resolver does not tell them, so they are not asked.
"""

from __future__ import annotations

import re

from auditor.crawl.shown import read_shown

_MANY = 6000
"""Characters of visible text beyond which a page is about more than its own name."""

_OFFERS = re.compile(
    r"(?:this |the )?domain(?: name)?\s*(?:\S{1,80}\.\S{1,80} )?(?:is|may be|could be) (?:available )?for sale"
    "|(?:buy|inquire about) this domain|(?:make|submit) an offer (?:on|for) this domain|parked free|domain parking"
    "|this domain (?:is parked|has expired|name has expired|was recently registered)"
    "|(?:此|该|本|您访问的|您正在访问的)(?:域名|网站域名|网址域名)[^。；]{0,20}(?:正在|可以?|已|对外)?"
    "(?:出售|转让|待售|拍卖|求售)"
    "|(?:域名|本域名)(?:正在|正|可)?(?:出售|转让)(?:中|联系|请联系|[:：!！]|$)|购买(?:此|该|本)域名"
    "|(?:此|该)域名已(?:过期|到期|被注册)|域名停放",
    re.I,
)
_SIGNS = (*("域名".encode(coding) for coding in ("utf-8", "gb18030")), b"domain", b"Domain", b"DOMAIN", b"arked")


def says_for_sale(body: bytes, content_type: str) -> str:
    """The words by which an HTML body says that its name is for sale or parked, or empty."""
    if not any(sign in body for sign in _SIGNS):
        return ""
    shown = read_shown(body, content_type)
    if shown.size > _MANY:
        return ""
    whole = (found for line in (shown.title, *shown.lines) if len(line) <= 200 and (found := _OFFERS.search(line)))
    return next((found[0] for found in whole), "")

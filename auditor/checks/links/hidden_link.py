"""links/hidden_link

## What it does
Looks for links to other hosts that the page keeps from its readers' eyes: ``display:none``, off-screen, letters or a
marquee of no size, letters in the colour of their ground, or written behind ``</html>``. With words of gambling or the
like in the link or its host it is ``fail``; otherwise a person decides (``review``): out of sight, tiny, in the
colour of the ground or behind the end of the page nothing honest stands, while what is merely not shown may be a tab.
Links within the site (menus, skip links) are not looked at; hosts on the rule file's list and counters of visits are
silent. Style sheets in files are not read: a short link to another host that says such a word is ``review`` however
it looks.

## Why it matters
Hidden links are what is left by somebody who has broken into the site, or whom an old page is still serving: search
engines follow them and put the government's site among casinos. The inspection takes it for a security incident.

## Bad
    <div style="position:absolute;left:-9999px"><a href="http://www.vns-casino.example/">澳门百家乐</a></div>

## Instead
    Delete it from the page or template, find out how it came there, and look for others of the same day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from auditor.checks.links._hosts import host_of, is_listed
from auditor.checks.links._targets import named, shown
from auditor.model import Check, Hit, Link, PageFacts, Params

HOW = {
    "not-shown": "设成了不显示",
    "off-screen": "放在屏幕之外",
    "tiny": "缩小到看不见",
    "same-colour": "文字与背景同色",
    "after-html": "写在网页结束标记之后",
}
AGAINST = re.compile(r"打击|举报|治理|整治|禁|防|远离|拒绝|警惕|抵制|反|案|查处|危害|警示|福彩|体彩|彩票|投注站")
"""What a link about gambling says that is none for it."""
BRIEF = 12
"""Characters of an advertisement's link; a headline about such a case is longer."""


def check(facts: PageFacts, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for each hidden link to another host, the first of each target."""
    seen: set[str] = set()
    own = host_of(facts.url)
    for link in facts.links:
        if not link.concealed:
            if len(link.text) <= BRIEF and link.tag == "a" and link.url and link.url not in seen:
                yield from _in_sight(facts, link, own, params, seen)
            continue
        if link.url in seen or is_listed(host := host_of(link.url), params["silent_hosts"]):
            continue
        seen.add(link.url)
        word = _telling(link, host, params)
        if not word and is_listed(host, params["known_hosts"]):
            continue
        evidence, mark = shown(link)
        yield Hit(
            url=facts.url,
            message=f"{named('指向其他网站的链接', link)}{HOW[link.concealed]}，"
            + (f"且含有“{word}”，是暗链" if word else "请核实是不是暗链"),
            evidence=evidence,
            mark=mark,
            verdict="fail" if word else "review",
            reason=link.concealed,
            target=link.url,
            region=link.region,
            locator=link.locator,
            severity="P1" if link.concealed == "not-shown" and not word else None,
            cause=f"{link.concealed} {link.url}",
            clauses=None if word else tuple(params["review_clauses"]),
        )


def _in_sight(facts: PageFacts, link: Link, own: str, params: Params, seen: set[str]) -> Iterator[Hit]:
    """A hit for a link that reads as an advertisement of gambling, seen or hidden by a style sheet in a file."""
    word = next((word for word in params["words"] if word in link.text.lower()), "")
    host = host_of(link.url)
    if not word or AGAINST.search(link.text) or host == own or is_listed(host, params["known_hosts"]):
        return
    seen.add(link.url)
    evidence, mark = shown(link)
    yield Hit(
        url=facts.url,
        message=f"{named('指向其他网站的链接', link)}含有“{word}”，请核实是不是被人加上的",
        evidence=evidence,
        mark=mark,
        verdict="review",
        reason="in-sight",
        target=link.url,
        region=link.region,
        locator=link.locator,
        cause=f"in-sight {link.url}",
    )


def _telling(link: Link, host: str, params: Params) -> str:
    """The word of the rule file's lists in the link's text or its host that honest links have no use for."""
    text = link.text.lower()
    found = next((word for word in params["words"] if word in text), "")
    return found or next((part for part in params["host_words"] if part in host), "")


CHECK = Check(
    id="links/hidden_link",
    title="隐藏的外部链接（暗链）",
    severity="P0",
    remedy="请立即核实并删除；确是暗链的，按安全事件处置：查清如何被写入，检查同一时间改动的其他页面",
    scope="page",
    check=check,
)

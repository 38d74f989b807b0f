"""identity/find_errors

## What it does
Looks for the entry “我为政府网站找错” on home, column and content pages: a link to, or a script from, one of the rule
file's ``hosts``. ``review``: an entry that leads to a host of former years (``old_hosts``) or to none that we know, and
pages whose foot stands in a frame, a picture or a script file. Silent are other hosts, viewers and redirecting pages.

## Why it matters
A point is lost where the home page has no entry, a fifth of one where other pages have none; an entry to a former host
is a button that nobody answers.

## Bad
    <a href="http://121.43.68.40/exposure/jiucuo.html?site_code=9999990001">我为政府网站找错</a>

## Instead
    <script id="_jiucuo_" sitecode="9999990001" src="https://zfwzgl.www.gov.cn/exposure/jiucuo.js"></script>
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from auditor.checks.identity._foot import foot_texts, is_judged, is_stub, read_foot
from auditor.checks.links._hosts import host_of, is_listed
from auditor.checks.links._targets import shown
from auditor.model import Check, Hit, Link, PageFacts, Params

WORDS = "找错"
ENTRY = "我为政府网站找错"


def check(facts: PageFacts, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit where the page has no entry, or one that leads where nobody answers."""
    if not is_judged(facts) or is_stub(facts):
        return
    if any(is_listed(host_of(link.url), params["hosts"]) for link in facts.links):
        return
    if any(host in facts.written for host in params["hosts"]):
        return
    old = next((link for link in facts.links if is_listed(host_of(link.url), params["old_hosts"])), None)
    named = next((link for link in facts.links if WORDS in link.text and link.role == "page"), None)
    if old is not None:
        host = host_of(old.url)
        yield _other(facts, old, "outdated-host", host, f"“{ENTRY}”指向过去的地址 {host}，请核实是否还能使用")
    elif any(host in facts.written for host in params["old_hosts"]):
        yield _missing(facts, "outdated-host", f"“{ENTRY}”由脚本写入，指向过去的地址，请核实是否还能使用")
    elif named is not None:
        where = host_of(named.url) or named.raw[:80]
        yield _other(facts, named, "other-host", where, f"“{ENTRY}”没有指向统一的找错平台，请核实")
    elif any(WORDS in text for text in foot_texts(facts)):
        yield _missing(facts, "other-host", f"页面上有“{ENTRY}”字样，但没有看到指向统一平台的链接，请核实")
    else:
        yield _none(facts)


def _none(facts: PageFacts) -> Hit:
    foot = read_foot(facts)
    if len(foot.unsure) + len(foot.shown) == 6 and foot.unsure:
        return _missing(facts, "unsure", f"没有看到“{ENTRY}”入口（{foot.why}），请人工核实")
    if facts.kind == "home":
        return _missing(facts, "missing-home", f"首页没有“{ENTRY}”入口", sure=True)
    if not foot.shown:
        return _missing(facts, "no-foot", f"没有看到“{ENTRY}”入口，页面也没有网站页脚，请人工核实")
    return _missing(facts, "missing-page", f"页面底部没有“{ENTRY}”入口", sure=True)


def _missing(facts: PageFacts, reason: str, message: str, *, sure: bool = False) -> Hit:
    return Hit(
        url=facts.url,
        message=message,
        evidence=ENTRY,
        verdict="fail" if sure else "review",
        reason=reason,
        region="footer",
        cause=reason,
    )


def _other(facts: PageFacts, link: Link, reason: str, target: str, message: str) -> Hit:
    evidence, mark = shown(link)
    return Hit(
        url=facts.url,
        message=message,
        evidence=evidence,
        mark=mark,
        verdict="review",
        reason=reason,
        target=target,
        region=link.region,
        locator=link.locator,
        cause=f"{reason} {target}",
    )


CHECK = Check(
    id="identity/find_errors",
    title="“我为政府网站找错”入口缺失或不对",
    severity="P2",
    remedy="请在全站页脚中加入“我为政府网站找错”入口，地址按全国政府网站信息报送系统给出的代码填写，并点开核对",
    scope="page",
    check=check,
    own_host=True,
)

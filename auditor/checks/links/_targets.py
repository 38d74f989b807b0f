"""What the link checks share: hits for targets that do not answer or cannot, and a link in the words of a report."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain

from auditor.checks.links._address import UNFILLED, fault, hint
from auditor.crawl.reasons import REASONS
from auditor.model import NOWHERE, Hit, Link, LinkState, PageFacts, Site

TEXT_SHOWN = 40
"""Characters of a link's text that evidence keeps; a whole card of news is often one link."""


def dead_targets(
    site: Site, asks: Callable[[PageFacts, Link], bool], name: Callable[[Link], str], *, sheets: bool = False
) -> Iterator[Hit]:
    """A hit for each page and target that ``asks`` and that is broken (fail) or suspect (review).

    ``sheets`` adds the site's style sheets to the pages. ``name`` is what the report calls such a reference (链接,
    附件, 图片). Blocked and skipped targets are coverage, never findings: a firewall that turns robots away says
    nothing about readers.
    """
    failed = site.failed()
    for page in chain(site.pages(linking_to=failed), site.sheets() if sheets else ()):
        seen: set[str] = set()
        # An address that stands in the markup too is a link, whatever a script above does with it.
        for link in sorted(page.links, key=lambda link: link.via == "script"):
            if link.url not in failed or link.url in seen or link.via == "data" or not asks(page, link):
                continue
            seen.add(link.url)
            state = site.link(link.url)
            if state is None or (state.verdict == "suspect" and link.tag == "form"):
                continue  # asked without its fields, a form's address may answer anything
            if state.verdict in ("broken", "suspect") and fault(link):
                continue  # malformed_address says why
            if state.verdict in ("broken", "suspect"):
                yield _hit(page, link, state, name(link))


NO_TARGET = {
    "local-file": "指向编辑人员自己电脑上的文件，读者打不开",
    "temporary": "指向编辑时浏览器里的临时地址，读者打不开",
    "malformed": "地址写错，浏览器无法打开",
}
"""Addresses that no browser can open from a web page, whatever answers where."""

_MISTYPED = re.compile(r"h{1,2}t{1,3}p{0,2}s?|ttps?|hpps?|htts?|hhtp")
"""What becomes of http and https under hasty fingers."""


def without_targets(site: Site, asks: Callable[[PageFacts, Link], bool], name: Callable[[Link], str]) -> Iterator[Hit]:
    """A hit for each page and reference that leads to a file of somebody's own computer, or whose address is broken."""
    for page in site.pages(linking_to=(NOWHERE,)):
        seen: set[str] = set()
        for link in page.links:
            reason = "" if link.url else _reason(link)
            if reason and link.raw not in seen and asks(page, link):
                seen.add(link.raw)
                yield _no_target(page, link, reason, name(link))


def _reason(link: Link) -> str:
    if link.tag == "option" or link.via in ("script", "data") or UNFILLED.search(link.raw):
        return ""  # 请选择 leads nowhere on purpose
    if link.scheme == "file":
        return "local-file"
    if link.scheme == "blob":
        return "temporary"
    return "malformed" if link.problem == "malformed" or _MISTYPED.fullmatch(link.scheme) else ""


def _no_target(page: PageFacts, link: Link, reason: str, name: str) -> Hit:
    evidence, mark = shown(link)
    return Hit(
        url=page.url,
        message=f"{named(name, link)}{NO_TARGET[reason]}",
        evidence=evidence,
        mark=mark,
        reason=reason,
        target=link.raw,
        region=link.region,
        locator=link.locator,
        cause="" if link.region == "main" else f"{reason} {link.region} {link.raw}",
    )


def _hit(page: PageFacts, link: Link, state: LinkState, name: str) -> Hit:
    broken = state.verdict == "broken" and link.via != "script"  # what a script does with an address is a guess
    title = REASONS[state.reason].title
    if state.status >= 300:
        title = re.sub(r"（[^（）]*）$", "", title) + f"（{state.status}）"
    why = title.replace("页面", "文件") if link.role == "asset" or name.endswith("附件") else title
    evidence, mark = shown(link)
    slip = f"（{hint(link)}）" if hint(link) else ""
    return Hit(
        url=page.url,
        message=f"{named(name, link)}{_says(state, why + _words(state))}{slip}",
        evidence=evidence,
        mark=mark,
        verdict="fail" if broken else "review",
        reason=state.reason,
        target=link.url,
        region=link.region,
        locator=link.locator,
        remedy="" if state.reason in ("not-found", "gone", "dns") else REASONS[state.reason].mend,
        # A footer writes one target as ../a.html here and as ../../a.html there: the address tells that it is one.
        cause="" if link.region == "main" else f"{state.reason} {link.region} {link.url}",
    )


_OPENED = {"soft-404", "closed", "moved-to-home", "moved-to-error", "parked", "page-for-file", "wrong-bytes"}
"""What opens, but is not what the link means."""


def _says(state: LinkState, why: str) -> str:
    if state.verdict == "broken":
        return f"打不开：{why}"
    return f"打开后不对：{why}，请人工核实" if state.reason in _OPENED else f"可能打不开：{why}，请人工核实"


def _words(state: LinkState) -> str:
    """What the page itself says of it, for who is to judge."""
    return f"（{_cut(state.detail)}）" if state.reason in ("soft-404", "closed", "parked") and state.detail else ""


def named(name: str, link: Link) -> str:
    """What a message calls the link: 链接“财政预算”; a file without words by its name, 样式表“site.css”."""
    words = _cut(link.text or (link.raw.partition("?")[0].rpartition("/")[2] if link.role == "asset" else ""))
    return f"{name}“{words}”" if words else f"{name}（无文字）"


def shown(link: Link) -> tuple[str, tuple[int, int]]:
    """The link as evidence, and where in it the address stands."""
    text = _cut(link.text)
    before = f"{text} → " if text else ""
    return before + link.raw, (len(before), len(before) + len(link.raw))


def _cut(text: str) -> str:
    return text if len(text) <= TEXT_SHOWN else text[: TEXT_SHOWN - 1] + "…"

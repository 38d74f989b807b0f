"""links/dead_anchor

## What it does
Looks for links to a place within a page (``#第三章``) that the page does not have, neither as ``id`` nor as ``name``.
Fragments are compared as written and percent-decoded. ``#``, ``#top``, routes of single-page applications (``#/…``,
``#!…``) and the usual names for “does nothing” are silent. Where the page loads scripts, a script may make the place or
open a tab by that name: then it is ``review``, without scripts ``fail``. Of text fragments (``#:~:text=…``) the words
are looked for in the page's text; where they are not, it is ``review``.
Pages of other hosts, and pages not read whole, are not judged.

## Why it matters
The reader lands at the top of a long document instead of the article he asked for; who uses the keyboard or a screen
reader loses the skip link.

## Bad
    <a href="#fujian">附件下载</a> … <h2 id="fj">附件</h2>

## Instead
    <a href="#fj">附件下载</a> … <h2 id="fj">附件</h2>
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from functools import lru_cache
from urllib.parse import unquote

from auditor.checks.links._targets import named, shown
from auditor.crawl.url import same_site
from auditor.model import ANCHORED, Check, Hit, Link, PageFacts, Params, Site

PLACEHOLDERS = frozenset((
    "top", "this", "none", "nogo", "no", "null", "void", "undefined", "link", "nolink", "blank", "empty",
))  # fmt: skip
"""Fragments that mean “this link does nothing”, or the top of the page."""

TARGETS = 32
"""Pages that are missing a place are kept at hand, since many pages link to the same few."""


def check(site: Site, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for each page and each place, of its own or of another internal page, that is not there."""
    page_of = lru_cache(TARGETS)(site.page)
    for page in site.pages(linking_to=(ANCHORED,)):
        for link in _fragment_links(page):
            if link.url == page.url:
                yield from _judge(page.url, link, page)
            else:
                yield from _judge_elsewhere(page.url, link, site, page_of)


def _judge_elsewhere(url: str, link: Link, site: Site, page_of: Callable[[str], PageFacts | None]) -> Iterator[Hit]:
    """A hit where another page has not the place or the words. It is opened only where its anchors do not tell."""
    state = site.link(link.url)
    known = state.anchors if state and state.verdict in ("ok", "redirected") else None
    if known is not None and ":~:" not in link.fragment and _has(known, link.fragment):
        return
    landed = state.final_url if state and state.verdict == "redirected" and state.final_url else link.url
    if (target := page_of(landed)) is not None:
        yield from _judge(url, link, target)
    elif known is not None and _name(link.fragment) and not _has(known, link.fragment):
        yield _hit(url, link, scripted=True)


def _fragment_links(page: PageFacts) -> Iterator[Link]:
    """The links of a page to a place in a page, the first of each target."""
    seen: set[tuple[str, str]] = set()
    for link in page.links:
        target = (link.url, link.fragment)
        if not link.fragment or link.tag not in ("a", "area") or not link.url or target in seen:
            continue
        seen.add(target)
        if not _is_silent(link.fragment) and same_site(link.url, page.url):
            yield link


def _judge(url: str, link: Link, target: PageFacts) -> Iterator[Hit]:
    """A hit where the page that a link of ``url`` leads to has not the place or the words that it names."""
    if target.truncated:
        return
    if _name(link.fragment) and not _has(target.anchors, link.fragment):
        yield _hit(url, link, scripted=_scripted(target))
    elif words := _missing_words(target, link.fragment):
        yield _text_hit(url, link, words)


def _is_silent(fragment: str) -> bool:
    return not _name(fragment) and ":~:" not in fragment


def _name(fragment: str) -> str:
    """The place a fragment names, without its text directive; empty for what names none."""
    name = unquote(fragment.partition(":~:")[0]).strip(" #;").lower()
    return "" if name.startswith(("/", "!", "javascript")) or name in PLACEHOLDERS else name


def _has(anchors: Collection[str], fragment: str) -> bool:
    name = fragment.partition(":~:")[0]
    return name in anchors or unquote(name) in anchors


def _missing_words(page: PageFacts, fragment: str) -> str:
    """The first words of a text directive (WICG Text Fragments) that the page does not show, or empty."""
    _, found, directive = fragment.partition(":~:")
    if not found:
        return ""
    text = _squeezed("".join(block.text for block in page.blocks))
    for part in directive.split("&"):
        key, _, value = part.partition("=")
        if key == "text":
            for words in value.split(","):
                wanted = unquote(words.removeprefix("-").removesuffix("-"))
                if wanted and _squeezed(wanted) not in text:
                    return wanted
    return ""


def _squeezed(text: str) -> str:
    return "".join(text.casefold().split())


def _scripted(page: PageFacts) -> bool:
    return any(link.tag == "script" for link in page.links)


def _hit(url: str, link: Link, *, scripted: bool) -> Hit:
    name = unquote(link.fragment)
    where = "本页" if link.url == url else "目标页面"
    evidence, mark = shown(link)
    return Hit(
        url=url,
        message=f"{named('链接', link)}要跳到的位置“{name}”，在{where}中找不到"
        + ("，也可能由脚本生成，请点击核实" if scripted else ""),
        evidence=evidence,
        mark=mark,
        verdict="review" if scripted else "fail",
        reason="no-anchor",
        target=f"#{name}" if link.url == url else f"{link.url}#{name}",
        region=link.region,
        locator=link.locator,
    )


def _text_hit(url: str, link: Link, words: str) -> Hit:
    where = "本页" if link.url == url else "目标页面"
    evidence, mark = shown(link)
    return Hit(
        url=url,
        message=f"{named('链接', link)}要显示的文字“{words}”，在{where}中找不到，请点击核实",
        evidence=evidence,
        mark=mark,
        verdict="review",
        reason="no-text",
        target=f"{link.url}#{unquote(link.fragment)}",
        region=link.region,
        locator=link.locator,
    )


CHECK = Check(
    id="links/dead_anchor",
    title="链接指向的页内位置不存在",
    severity="P3",
    remedy="请改正链接中“#”后面的名称，或在目标位置补上同名的 id",
    scope="site",
    check=check,
    needs=("links",),
    by_target=True,
)

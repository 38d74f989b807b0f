"""links/mismatched_text

## What it does
Looks for links within the site whose words are like the title of a document, and whose target is a document about
something else (错链, 文不对题). Both must have eight Chinese characters or more and next to nothing in common, pair by
pair of characters; and the words must not stand in the target's text either. Always ``review``. Links to lists, home
pages and files, and short words such as 更多 or 查看详情, are not looked at.

## Why it matters
The reader asks for the budget and gets a meeting; the link answers 200, so no machine that only counts dead links sees
it. Bulletins call it 文不对题 and take the points of a dead link.

## Bad
    <a href="/zwgk/t3.html">明川县2025年财政预算执行情况报告</a>   where t3.html is 关于开展森林防火宣传月活动的通知

## Instead
    Lead the link to the document it names, or name the document it leads to.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import pairwise

from auditor.checks.links._targets import named, shown
from auditor.crawl.url import same_site
from auditor.model import Check, Hit, Link, PageFacts, PageHead, Params, Site

_HAN = re.compile(r"[\u3400-\u9fff]")
Named = tuple[str, Link]
"""The address of a page, and its link."""


def check(site: Site, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for each link whose words fit neither title nor text of the document it leads to."""
    least, alike = params["least_characters"], params["alike"]
    titles = {head.url: _titles(head) for head in site.heads() if head.kind == "content"}
    seen: set[int] = set()
    doubtful: dict[str, list[Named]] = defaultdict(list)
    for page in site.pages():
        for link in _titled_links(page, least, seen):
            target = _landing(site, link.url)
            if target in titles and _is_odd(link.text, titles[target], alike, least):
                doubtful[target].append((page.url, link))
    for target in sorted(doubtful):
        if (led_to := site.page(target)) is not None:
            names = (*_titles(led_to), *_headings(led_to))
            if not any(_pairs(name, least) for name in names):
                continue  # it does not say in so many words what it is
            text = _pairs("".join(block.text for block in led_to.blocks if block.kind == "text"), 0)
            for url, link in doubtful[target]:
                odd = _is_odd(link.text, names, alike, least)
                if odd and _share(_pairs(link.text, least), text) < params["in_text"]:
                    yield _hit(url, link, led_to.title)


def _titles(page: PageHead) -> tuple[str, ...]:
    """What a document says that it is called, each once."""
    return tuple({page.title, page.meta("ArticleTitle")})


def _headings(page: PageFacts) -> Iterator[str]:
    return (block.text for block in page.blocks if block.tag in ("h1", "h2") and block.region == "main")


def _titled_links(page: PageFacts, least: int, seen: set[int]) -> Iterator[Link]:
    """The links of a page to others of its site that read like a title; each address under each text once a site."""
    for link in page.links:
        if len(link.text) < least or link.tag != "a" or link.url in ("", page.url):
            continue
        if (key := hash((link.url, link.text))) not in seen:
            seen.add(key)
            if same_site(link.url, page.url) and len(_HAN.findall(link.text)) >= least:
                yield link


def _landing(site: Site, url: str) -> str:
    state = site.link(url)
    return state.final_url if state and state.verdict == "redirected" and state.final_url else url


def _is_odd(text: str, titles: Iterable[str], alike: float, least: int) -> bool:
    """Whether the words of a link have less than ``alike`` of their pairs in common with every title."""
    pairs = _pairs(text, least)
    said = filter(None, (_pairs(title, least) for title in titles))
    return all(max(_share(pairs, title), _share(title, pairs)) < alike for title in said)


def _pairs(text: str, least: int) -> frozenset[str]:
    """The pairs of neighbouring Chinese characters; none of a text with fewer than ``least`` of them."""
    han = _HAN.findall(text)
    return frozenset(a + b for a, b in pairwise(han)) if len(han) >= least else frozenset()


def _share(part: frozenset[str], whole: frozenset[str]) -> float:
    return len(part & whole) / len(part) if part else 1.0


def _hit(url: str, link: Link, title: str) -> Hit:
    evidence, mark = shown(link)
    return Hit(
        url=url,
        message=f"{named('链接', link)}打开的是“{title}”，文字与内容对不上，请核实是否链错",
        evidence=evidence,
        mark=mark,
        verdict="review",
        reason="other-subject",
        target=link.url,
        region=link.region,
        locator=link.locator,
        cause="" if link.region == "main" else f"{link.region} {link.url}",
    )


CHECK = Check(
    id="links/mismatched_text",
    title="链接文字与打开的内容不符（错链）",
    severity="P2",
    remedy="请点开核实；链错的，改成文字所说文件的地址，或把文字改成目标文件的标题",
    scope="site",
    check=check,
    needs=("links",),
)

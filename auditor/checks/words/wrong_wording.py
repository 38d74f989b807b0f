"""words/wrong_wording

## What it does
Looks for the wordings of the lexicon (standards/words) in everything a reader sees, hears or searches: text, title,
alt, attributes and descriptive meta tags. Wordings of the gravest kind (P0), those whose source was not read, those
bound to a time the page does not show, and those written with spaces inside are ``review``: a person decides. Inside
《》 a title is cited and mostly left alone; a wording that alone fills a pair of quotation marks is spoken of, not
used. In traditional characters only those entries speak that say so. One entry is told of a hundred times on a page at
most. Words of one's own join the lexicon by ``words.lexicon`` in the settings.

## Why it matters
One grave wording (严重表述错误) fails the whole site; misspellings are what readers and bulletins quote first.

## Bad
    <p>截止目前，全县共编制数据资源目录216条。</p>

## Instead
    <p>截至目前，全县共编制数据资源目录216条。</p>
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from auditor.facts.evidence import excerpt
from auditor.model import Check, Hit, PageFacts, Params
from standards.words import load_lexicon
from standards.words.matcher import SAME


def check(facts: PageFacts, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for each wrong wording; one that stands in visible text is not told again for title and tags."""
    lexicon = load_lexicon(tuple((path, digest) for path, digest in params["lexicon"]))
    published = facts.published()
    seen: set[str] = set()
    told: Counter[str] = Counter()
    for block in sorted(facts.blocks, key=lambda block: block.kind != "text"):
        for word in lexicon.find(block.text, now=now, quoted=block.quote, published=published):
            if block.kind != "text" and word.found in seen:
                continue
            seen.add(word.found)
            told[word.entry_id] += 1
            if told[word.entry_id] > SAME:
                continue
            last = f"（本页同类问题已列 {SAME} 处，其余不再逐一列出）" if told[word.entry_id] == SAME else ""
            evidence, mark = excerpt(block.text, word.start, word.end)
            yield Hit(
                url=facts.url,
                message=word.message + last,
                evidence=evidence,
                mark=mark,
                verdict=word.verdict,
                reason=word.category,
                target=word.found,
                region=block.region,
                locator=block.locator,
                severity=word.severity,
                clauses=None if word.severity in params["serious"] else (),
            )


CHECK = Check(
    id="words/wrong_wording",
    title="表述错误或错别字",
    severity="P2",
    remedy="请对照建议改正原文；提请核对的，由熟悉业务的人员确认后再改",
    scope="page",
    check=check,
)

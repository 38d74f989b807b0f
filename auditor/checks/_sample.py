"""The seeded draw of pages that a clause samples: the same pages for the same seed, whatever else the site holds.

Every page is judged, since an inspector hands the whole list out; what the clause takes points for is the sample
alone. A finding outside of it cites no clause that scores.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b

from auditor.facts.headline import headline
from auditor.model import NotRun, Site


def draw(urls: Iterable[str], count: int, seed: int) -> frozenset[str]:
    """``count`` of the addresses, all where there are no more, or where ``count`` is 0."""
    found = sorted(set(urls), key=lambda url: blake2b(f"{seed} {url}".encode(), digest_size=8).digest())
    return frozenset(found[:count] if count else found)


def drawn_note(
    what: str, site: Site, urls: Sequence[str], sample: frozenset[str], seed: int, *, judged: bool = True
) -> NotRun:
    """Which of the pages were drawn, and what became of the others, for the report's coverage.

    ``judged``: the others were looked at too.
    """
    drawn = [page for url in urls if url in sample and (page := site.page(url))]
    names = "；".join(f"{headline(page) or page.title}（{page.url}）" for page in drawn)
    rest = len(urls) - len(sample)
    counted = f"共 {len(urls)} 个，种子 {seed}，抽到 {len(sample)} 个计分：{names}"
    seen = "同样查看，问题照列，但不计分" if judged else "没有查看"
    others = f"其余 {rest} 个{seen}" if rest else "没有抽样之外的"
    return NotRun(what=f"抽样之外的{what}", why=f"{others}。{counted}")

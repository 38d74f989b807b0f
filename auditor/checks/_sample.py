"""The seeded draw of pages that a clause samples: the same pages for the same seed, whatever else the site holds.

Every page is judged, since an inspector hands the whole list out; what the clause takes points for is the sample
alone. A finding outside of it cites no clause that scores.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b

from auditor.model import NotRun, PageFacts


def draw(urls: Iterable[str], count: int, seed: int) -> frozenset[str]:
    """``count`` of the addresses, all where there are no more, or where ``count`` is 0."""
    found = sorted(set(urls), key=lambda url: blake2b(f"{seed} {url}".encode(), digest_size=8).digest())
    return frozenset(found[:count] if count else found)


def drawn_note(what: str, pages: Sequence[PageFacts], sample: frozenset[str], seed: int) -> NotRun:
    """Which pages were drawn, for the report's coverage."""
    names = "；".join(f"{page.title.split(' - ')[0] or page.url}（{page.url}）" for page in pages if page.url in sample)
    rest = len({page.url for page in pages}) - len(sample)
    why = f"共 {rest + len(sample)} 个，种子 {seed}，抽到 {len(sample)} 个计分：{names}"
    if rest:
        why += f"。其余 {rest} 个同样查看，问题照列，但不计分"
    return NotRun(what=f"{what}的评分抽样", why=why)

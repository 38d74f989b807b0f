"""The pages of the score sheet's samples: drawn by a seed, the same of the same pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from hashlib import blake2b
from heapq import nsmallest

from auditor.model import Sample
from standards.rulefile import RuleFile


def draw_samples(rules: RuleFile, addresses: Callable[[str], Iterable[str]], seed: int) -> tuple[Sample, ...]:
    """A sample for each item that draws pages. ``addresses`` gives those of a kind of page (content, column)."""
    samples = []
    for item in (item for row in rules.rows for item in row.items):
        if item.draw:
            kind, number = item.draw
            urls = list(addresses(kind))
            pages = tuple(sorted(nsmallest(number, urls, key=lambda url: (_lot(url, seed), url))))
            samples.append(Sample(item=item.code, kind=kind, number=number, found=len(urls), seed=seed, pages=pages))  # type: ignore[arg-type]
    return tuple(samples)


def _lot(url: str, seed: int) -> bytes:
    return blake2b(url.encode(), key=str(seed).encode()[:64], digest_size=16).digest()

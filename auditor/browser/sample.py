"""Which pages a browser opens: a seeded sample spread over the templates, the same every time.

A defect of a template stands on all its pages, so a page or two of each skeleton tell nearly all there is to tell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from hashlib import blake2b

from auditor.model import PageHead

PER_SKELETON = 2
"""Pages drawn of one skeleton: the second shows what hangs on the content."""


def sample(pages: Iterable[PageHead], limit: int, seed: int) -> tuple[str, ...]:
    """Addresses to open, at most ``limit``, in the order of addresses with the home page first.

    The home page is always among them; then one page of each skeleton, the skeleton with most pages first, then a
    second of each. ``seed`` says which page of a skeleton is drawn.
    """
    home: tuple[bool, int, str, str] | None = None
    drawn: dict[str, list[tuple[bytes, str]]] = defaultdict(list)
    size: dict[str, int] = defaultdict(int)
    for page in pages:
        skeleton = page.skeleton or page.url
        claim = (page.kind != "home", len(page.url), page.url, skeleton)
        home = min(home or claim, claim)
        size[skeleton] += 1
        best = drawn[skeleton]
        best.append((_lot(page.url, seed), page.url))
        best.sort()
        # One more than is drawn, because the home page may be among them.
        del best[PER_SKELETON + 1 :]
    if home is None or limit < 1:
        return ()

    *_, first, first_skeleton = home
    drawn_of = {skeleton: [url for _, url in lots if url != first] for skeleton, lots in drawn.items()}
    drawn_of[first_skeleton].insert(0, first)
    by_size = sorted(drawn_of, key=lambda skeleton: (skeleton != first_skeleton, -size[skeleton], skeleton))
    rounds = [
        drawn_of[skeleton][turn]
        for turn in range(PER_SKELETON)
        for skeleton in by_size
        if turn < len(drawn_of[skeleton])
    ]
    return (first, *sorted(rounds[1:limit]))


def _lot(url: str, seed: int) -> bytes:
    return blake2b(url.encode(), key=str(seed).encode()[:64], digest_size=16).digest()

"""Who signs an official document: offices, and the date below them, which stand at the right."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

SIGNERS = 4
"""Offices that may sign one document together."""
_OFFICE = "政府|委员会|办公室|局|院|中心|厅|部|处|社|会|公司|站|村|街道|学校|大队|支队"
_SIGNER = re.compile(rf"[\w（）() \u3000]{{2,30}}(?:{_OFFICE})")
_DATED = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")


def signatures(texts: Sequence[str], linked: Callable[[int], bool]) -> list[int]:
    """Which paragraphs sign a document, of their texts; ``linked`` says whether one holds a link or picture."""
    signed: list[int] = []
    for at, text in enumerate(texts):
        if not _DATED.fullmatch(text.strip()):
            continue
        first = at
        while first > max(0, at - SIGNERS) and _SIGNER.fullmatch(texts[first - 1].strip()) and not linked(first - 1):
            first -= 1
        if first < at:
            signed += range(first, at + 1)
    return signed

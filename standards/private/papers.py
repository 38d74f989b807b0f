"""Numbers of a person's papers in a text: passport, travel permit, military and household papers.

Each counts only behind a word that names the paper, or in a column whose head does, and in the paper's own shape: the
shapes are short, and codes of all kinds have them. Masked ones are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paper:
    """A number from ``start`` to ``end`` of a text: of what paper, and how it looks masked."""

    start: int
    end: int
    what: str
    shown: str


_GAP = r"(?:证件)?(?:号码?|编号)?[：:\s为是（(]{0,4}"
_END = r"(?![0-9A-Za-z*＊])"
_KINDS = (
    ("护照号码", ("护照",), rf"护照{_GAP}((?:[DEGPSdegps]\d{{8}}|[Ee][A-HJ-NP-Za-hj-np-z]\d{{7}})){_END}"),
    (
        "通行证号码",
        ("通行证", "台胞证", "回乡证", "居住证"),
        rf"(?:通行证|台胞证|回乡证|居住证){_GAP}((?:[CLTWclwt]\d{{8}}|[Cc][A-Za-z]\d{{7}}|[HMhm]\d{{8}}(?:\d\d)?|\d{{8}})){_END}",
    ),
    (
        "军人证件号码",
        ("军官证", "士兵证", "军人证", "文职干部证", "学员证", "军残证"),
        rf"(?:军官证|士兵证|军人证|文职干部证|学员证|军残证){_GAP}([\u4e00-\u9fff]字第?\d{{6,8}}号?)",
    ),
    ("户口簿号码", ("户口簿", "户口本", "户号"), rf"(?:户口簿|户口本|户号)(?:户)?{_GAP}(\d{{8,12}}){_END}"),
)
_PATTERNS = tuple((what, words, re.compile(pattern)) for what, words, pattern in _KINDS)
_HEADS = {"护照": "护照号：", "通行证": "通行证号：", "军官证": "军官证号：", "户口簿": "户口簿号："}


def find_papers(text: str, head: str = "") -> list[Paper]:
    """The numbers of papers in a text, in order. ``head`` is the head of its column, where the text is a cell."""
    named = next((said for word, said in _HEADS.items() if word in head), "")
    moved = (
        Paper(one.start - len(named), one.end - len(named), one.what, one.shown) for one in _announced(named + text)
    )
    return sorted(moved, key=lambda one: one.start)


def _announced(text: str) -> Iterator[Paper]:
    for what, words, pattern in _PATTERNS:
        if any(word in text for word in words):
            for match in pattern.finditer(text):
                number = match[1]
                yield Paper(*match.span(1), what, number[:2] + "*" * (len(number) - 2))

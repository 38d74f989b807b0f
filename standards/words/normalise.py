"""Text as a reader sees it, for matching: one form for what looks alike, with the way back to the text as written.

Folded are width, style and script of letters and digits, case, the commonest full-width punctuation (，：（）；),
traditional characters, one for one, white space between Chinese characters (``截 止 目 前``), and characters of no
width. Nothing else: every further folding finds a few more true hits and many more false ones. Whether a wording may
be found under its traditional characters is for its entry to say (see ``matcher``).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from standards.words.characters import plain

_ZERO_WIDTH = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\U000e0000-\U000e0fff"
)
"""What Unicode calls default ignorable: joiners, marks of direction, variation selectors, tags."""
_SPACE = " \\t-\\r\\x1c-\\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u2800\u3000"
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\u3007"
_MAY_DROP = re.compile(f"[{_ZERO_WIDTH}{_SPACE}]")
_DROP = re.compile(rf"(?<=[{_HAN}])[{_ZERO_WIDTH}{_SPACE}]++(?=[{_HAN}])|[{_ZERO_WIDTH}]++")
_COMMON = (("\uff0c", ","), ("\uff1a", ":"), ("\uff08", "("), ("\uff09", ")"), ("\uff1b", ";"))
_PLAIN = plain()
_ODD = re.compile("[" + "".join(re.escape(char) for char in _PLAIN if char <= "\uffff") + "\U00010000-\U0001fbff]")
"""Any character of the table, in a class that costs one look; what stands beyond the first plane is asked again."""


@dataclass(frozen=True, slots=True)
class Normal:
    """A folded text. ``runs`` are the runs of it that were kept together: where each begins in the folded text, and
    where in the original; None where nothing moved."""

    text: str
    runs: tuple[tuple[int, ...], tuple[int, ...]] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that a span of the folded text came from."""
        if self.runs is None or start == end:
            return start, end
        return self._place(start), self._place(end - 1) + 1

    def _place(self, at: int) -> int:
        assert self.runs is not None
        folded, original = self.runs
        run = bisect_right(folded, at) - 1
        return original[run] + at - folded[run]


def normalise(text: str) -> Normal:
    """Fold a text for matching. Costs time and memory in proportion to its length, whatever it holds."""
    folded = text
    for wide, narrow in _COMMON:  # replacing is forty times as fast as translating, and these are in every sentence
        folded = folded.replace(wide, narrow)
    if _ODD.search(folded):
        folded = _ODD.sub(_plain, folded)
    if not (_MAY_DROP.search(folded) and _DROP.search(folded)):
        return Normal(folded)
    kept: list[str] = []
    at = length = 0
    starts: list[int] = []
    originals: list[int] = []
    for match in _DROP.finditer(folded):
        if match.start() > at:
            kept.append(folded[at : match.start()])
            starts.append(length)
            originals.append(at)
            length += match.start() - at
        at = match.end()
    if at < len(folded):
        kept.append(folded[at:])
        starts.append(length)
        originals.append(at)
    return Normal("".join(kept), (tuple(starts), tuple(originals)))


def _plain(match: re.Match[str]) -> str:
    return _PLAIN.get(match[0], match[0])

"""Where a document stands on a day, and what made it so: a pure function of everything that was ever done to it."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from plugins.build.library import Library
from plugins.build.problems import Problem

VALID, AMENDED, PARTLY, EXPIRED, REPEALED, ARCHIVED = "有效", "修改", "部分失效", "失效", "废止", "归档"
OVER = (EXPIRED, REPEALED)
"""Nothing of the document is in force any more."""
VOID = (AMENDED, PARTLY, EXPIRED, REPEALED)
"""The words that lists print."""
RANK = {word: rank for rank, word in enumerate((VALID, *VOID))}
TERM_IS_OVER = "有效期届满"


class Standing(msgspec.Struct, frozen=True, gc=False):
    """Where a document stands on a day: the word; since when (YYYY-MM-DD, empty where nobody said); what made it so, in
    Chinese (empty where the document itself says it); the path of the document that did, or empty; the last day of its
    term, or empty."""

    word: str
    since: str = ""
    cause: str = ""
    by: str = ""
    until: str = ""


class Act(msgspec.Struct, frozen=True, gc=False):
    """That one document changes another: from which day, into what, whose path it is (empty for the end of a term), and
    where that is written: file as messages print it, line, or in place of the line a front matter key, whose line is
    looked up only where something is to be told of it."""

    day: str
    word: str
    by: str
    cause: str
    shown: str
    line: int
    key: str = ""


class Doubt(msgspec.Struct, frozen=True, gc=False):
    """Something to remind editors of, at a line of a file or at a front matter key of the document at ``path``."""

    shown: str
    line: int
    path: str
    key: str
    what: str
    cure: str

    def told(self, library: Library) -> Problem:
        """As editors read it."""
        line = self.line or library.line(library.articles[self.path], self.key)
        return Problem(self.shown, line, 0, self.what, self.cure)


def settle(stated: str, acts: Iterable[Act], today: str) -> tuple[Standing, tuple[Act, Act] | None]:
    """The standing on ``today`` after all acts up to that day, and the last two that contradict each other.

    The later day wins, on one day the graver word. What is over does not end a second time: its first day and cause
    stay where a later act says the same. A term that ends says nothing of what is over or was never limited.
    """
    now = Standing(stated or VALID)
    last: Act | None = None
    clash = None
    for act in sorted(acts, key=lambda act: (act.day, RANK[act.word], act.shown, act.line)):
        if act.day > today:
            break
        over = now.word in OVER
        if over and (not act.by or (last is not None and act.word == now.word)):
            continue
        if over and last is None and act.word in (AMENDED, PARTLY):
            continue  # it says itself that it is over, and nobody dated that
        if act.word == VALID and now.word in (AMENDED, PARTLY):
            continue
        if over and last is not None and last.by:
            clash = (last, act)
        now = Standing(act.word, act.day, act.cause, act.by)
        last = act
    return now, clash

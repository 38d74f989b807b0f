"""The steps of a review: which ones a column's class asks for, and which roles may do each."""

from __future__ import annotations

from collections.abc import Mapping

FIRST, SECOND, FINAL, ISSUE = "初审", "复审", "终审", "签发"
STEPS = (FIRST, SECOND, FINAL, ISSUE)
"""In their order. A step's number is its place here, whatever the class."""

CLASSES: Mapping[str, tuple[str, ...]] = {
    "免审": (),
    "一审": (FINAL,),
    "二审": (FIRST, FINAL),
    "三审": (FIRST, SECOND, FINAL),
    "四审": (FIRST, SECOND, FINAL, ISSUE),
}
"""The values of ``review`` in column.toml."""
USUAL = "三审"
"""The class of a column that says nothing."""

WRITER, REGISTRAR = "采编", "登记"
ROLES: Mapping[str, tuple[str, ...]] = {
    WRITER: (),
    REGISTRAR: (),
    FIRST: (FIRST,),
    SECOND: (SECOND,),
    FINAL: (FINAL,),
    ISSUE: (FINAL, ISSUE),
    "editor": (),
    "registrar": (),
    "reviewer": (FIRST, SECOND),
    "chief": (FINAL, ISSUE),
}
"""Roles of people.csv → the steps they may do. A registrar enters what others signed on paper or in the OA."""
EMERGENCY = (FINAL, ISSUE)
"""One person who may do one of these publishes in an emergency."""


def steps_of(review: str) -> tuple[str, ...]:
    """The steps that a column's ``review`` asks for; those of 三审 where it says nothing."""
    return CLASSES.get(review or USUAL, CLASSES[USUAL])


def number(step: str) -> int:
    """A step's number, 1 to 4."""
    return STEPS.index(step) + 1


def named(written: str, steps: tuple[str, ...]) -> str:
    """The step that ``1``, ``2``… (counted within ``steps``) or a name means; empty where there is none."""
    if written.isdecimal() and 1 <= int(written) <= len(steps):
        return steps[int(written) - 1]
    return written if written in steps else ""

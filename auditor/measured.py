"""How well the checks of this edition do on labelled samples: measured.toml, which ships with the product.

The figures are measured, never written by hand (``make measure``); tests measure again and compare. What is not in the
file was not measured, and is said to be so.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

import msgspec


class LayoutFigure(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A check on pages of one layout: labelled defects, near misses, defects found, and what was said wrongly."""

    name: str
    seeded: int
    near: int
    found: int
    false: int


class CheckFigure(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One check on a labelled sample.

    ``sample`` says on what: ``farm`` is generated pages and files, ``sites`` whole generated sites, ``fixtures`` pages
    written by hand. ``fails`` is how often the check said ``fail``; a ``fail`` where no more than ``review`` is true
    counts among ``false_fails``.
    """

    id: str
    sample: str
    seeded: int
    near: int
    found: int
    fails: int
    false_fails: int
    false_reviews: int
    layouts: tuple[LayoutFigure, ...] = ()

    @property
    def recall(self) -> float:
        """The share of labelled defects that were told, as ``fail`` or ``review``; 1 where there are none."""
        return self.found / self.seeded if self.seeded else 1.0

    @property
    def precision(self) -> float:
        """The share of what was told that is true; 1 where nothing was told."""
        told = self.found + self.false_reviews + self.false_fails
        return self.found / told if told else 1.0

    @property
    def fail_precision(self) -> float:
        """The share of what was told as ``fail`` that is so; 1 where nothing was."""
        return (self.fails - self.false_fails) / self.fails if self.fails else 1.0


class ReasonFigure(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One reason code of links on the farm's addresses: how often true, nearly true, said, and said wrongly."""

    code: str
    verdict: str
    seeded: int
    near: int
    said: int
    false: int


class ForeignFigure(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a check said of text that nobody of the makers wrote."""

    id: str
    fails: int
    reviews: int


class Foreign(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Text of strangers: Chinese characters and pages, what was said, and how much of a sample is true by reading."""

    day: str
    characters: int
    pages: int
    sources: tuple[str, ...]
    judged: int
    judged_fails: int
    true_fails: int
    true_reviews: int
    checks: tuple[ForeignFigure, ...]

    @property
    def fails(self) -> int:
        """All that failed."""
        return sum(check.fails for check in self.checks)

    @property
    def false_fails_rate(self) -> float:
        """False ``fail`` verdicts per 100,000 characters, by the share of false ones in the judged sample."""
        false = (self.judged_fails - self.true_fails) / self.judged_fails if self.judged_fails else 0.0
        return false * self.fails * 100_000 / self.characters


class Blind(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Slips drawn by chance, of which nobody asked whether the lexicon holds them."""

    seeded: int
    found: int


class Measured(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All figures of an edition. ``entries`` counts those of the lexicon, ``seed`` is what the farm was drawn with."""

    day: str
    rules: str
    edition: str
    entries: int
    seed: int
    blind: Blind
    checks: tuple[CheckFigure, ...]
    reasons: tuple[ReasonFigure, ...]
    foreign: Foreign | None = None

    def of(self, check: str) -> CheckFigure | None:
        """The figures of a check; None where it was not measured."""
        return next((figure for figure in self.checks if figure.id == check), None)


@cache
def load_measured() -> Measured:
    """The figures that ship. Raises msgspec.ValidationError where the file is not what it should be."""
    text = (files("auditor") / "measured.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), Measured)

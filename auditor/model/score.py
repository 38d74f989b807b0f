"""The score sheet: how each item stands, what it takes, who said so."""

from __future__ import annotations

from typing import Literal

import msgspec

from auditor.model.page import PageKind

Standing = Literal["合格", "扣分", "加分", "不加分", "疑似", "不合格", "待人工", "未检", "不适用"]
"""How a row or an item of the score sheet stands. 不合格 only where a person has confirmed a veto."""
Outcome = Literal["合格", "疑似不合格（待人工核实）", "不合格"]


class ScoreItem(msgspec.Struct, frozen=True, kw_only=True):
    """One 评分细则 of the sheet: what it took or brought, between which bounds, and on what evidence."""

    code: str
    text: str
    status: Standing
    low: float
    high: float
    """Points taken (of a bonus: brought) at least and at most; equal where it is decided. 0 for vetoes."""
    count: int
    """How often it was counted: causes, pages, or what a person answered."""
    decides: str
    finding_fingerprints: tuple[str, ...] = ()
    """The findings that its points hang on."""
    review_fingerprints: tuple[str, ...] = ()
    """Findings that only leave it open."""
    answer: str = ""
    """What a person said, in words; empty where nobody did."""
    by: str = ""
    on: str = ""
    note: str = ""
    """Why it stands so, where that is not plain."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the score sheet. ``points`` is what it took (of a bonus: brought); None while that is open."""

    clause: str
    title: str
    points: float | None
    cap: float | None
    status: Standing
    finding_fingerprints: tuple[str, ...]
    code: str = ""
    part: str = ""
    group: str = ""
    sample: str = ""
    low: float = 0.0
    high: float = 0.0
    items: tuple[ScoreItem, ...] = ()


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """Pages drawn for one item of the score sheet: ``pages`` of ``found`` of that kind, by the ``seed``."""

    item: str
    kind: PageKind
    number: int
    """How many the clause wants."""
    found: int
    seed: int
    pages: tuple[str, ...]


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What a person said to one item of the questionnaire: how often it is so (0: it is not)."""

    code: str
    times: int
    by: str = ""
    on: str = ""
    samples: tuple[str, ...] = ()
    note: str = ""
    fingerprints: tuple[str, ...] = ()
    """Of a veto: the findings that the person looked at."""


class Watched(msgspec.Struct, frozen=True, kw_only=True):
    """What a monitoring of availability came to for the site (see ``watch.records.Availability``)."""

    fingerprint: str
    state: str
    opened: int
    failed: int
    share: float | None
    since: str
    until: str


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """The score, and what it was made of besides findings and coverage, so that it can be made again."""

    status: Literal["partial", "complete"] | None
    qualified: Outcome | None
    """None: not everything is decided."""
    total: float | None
    min: float | None
    max: float | None
    veto: tuple[ScoreItem, ...]
    """The vetoes that may be touched."""
    deductions: tuple[ScoreItem, ...]
    bonus: tuple[ScoreItem, ...]
    """The items that took, or brought, points."""
    base_min: float | None = None
    base_max: float | None = None
    """Of the points between ``min`` and ``max``, those without the bonus."""
    kind: str = "portal"
    kind_title: str = ""
    why: tuple[str, ...] = ()
    """Why it is not complete, and what else a reader must know."""
    samples: tuple[Sample, ...] = ()
    answers: tuple[Answer, ...] = ()
    watched: Watched | None = None
    notes: tuple[str, ...] = ()
    """What is to be said of the answers and the monitoring; said in ``why`` too."""

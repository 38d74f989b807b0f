"""A check, and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Literal

import msgspec

from auditor.model.page import Locator, Region

Verdict = Literal["fail", "review"]
Severity = Literal["P0", "P1", "P2", "P3"]
Family = Literal[
    "links", "freshness", "words", "privacy", "accessibility", "identity",
    "interaction", "services", "villages", "security", "attachments", "structure",
]  # fmt: skip


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """One place where a check found something. Evidence may hold secrets: it is masked on becoming a Finding."""

    url: str
    message: str
    """One Chinese sentence: what is wrong here."""
    evidence: str = ""
    """The text or markup that shows it, about 20 characters either side."""
    mark: tuple[int, int] | None = None
    """Start and end of the guilty part within ``evidence``."""
    verdict: Verdict = "fail"
    reason: str = ""
    """A short code that tells kinds of hits of one check apart (not-found, missing, …)."""
    target: str = ""
    """The address or name the hit is about, where it is not the page itself."""
    region: Region = "main"
    locator: Locator = Locator()
    severity: Severity | None = None
    """Where it differs from the check's."""
    cause: str = ""
    """Hits of one check with the same non-empty cause are one finding, wherever they stand."""
    remedy: str = ""
    """Where it differs from the check's."""
    clauses: tuple[str, ...] | None = None
    """Where only some of the check's clauses are touched, or none; None means all of them."""


class NotRun(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was left out, and why. A report that does not say this says too much."""

    what: str
    why: str


Params = dict[str, Any]
"""A check's thresholds, from the rule file's ``[checks."family/name"]`` table."""


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that can be wrong. ``check`` is pure: facts in, hits out, no I/O, no clock of its own.

    A check of a site may also give a NotRun between its hits: what it drew, what it could not tell. Coverage has it.
    """

    id: str
    """``family/name``, the module's place below auditor/checks."""
    title: str
    """Chinese, as the report heads its findings."""
    severity: Severity
    remedy: str
    """Chinese: what the site's editor does now."""
    scope: Literal["page", "file", "site"]
    check: Callable[..., Iterable[Hit | NotRun]]
    """``check(facts: PageFacts, params, now)`` for a page, ``check(file: FileFacts, params, now)`` for an attachment,
    ``check(site: Site, params, now)`` for a site."""
    needs: tuple[Literal["links", "columns", "browser", "search"], ...] = ()
    """Parts of a Site it reads; when one was not made, the check is listed under *not run*."""
    left_out: Callable[..., Iterable[NotRun]] | None = None
    """``left_out(site: Site, params, now)``: what of the site it did not judge and why, for the report's coverage."""
    by_target: bool = False
    """Hits of one page about one target are one finding, whatever words lead there: it is mended at its target."""
    own_host: bool = False
    """It speaks of the site itself: pages of other hosts that were read along are sites of their own."""

    @property
    def family(self) -> str:
        """The first part of the id."""
        return self.id.partition("/")[0]

"""What an audit comes to: findings, coverage, and the report that holds them."""

from __future__ import annotations

from datetime import datetime

import msgspec

from auditor.model.check import NotRun, Severity, Verdict
from auditor.model.page import Locator
from auditor.model.score import Row, Score


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One cause, as the report and the ledger know it. Evidence is masked. Fields as interfaces.md names them."""

    fingerprint: str
    check: str
    family: str
    title: str
    verdict: Verdict
    severity: Severity
    clauses: tuple[str, ...]
    url: str
    target: str
    reason: str
    locator: Locator
    evidence: str
    mark: tuple[int, int] | None
    message: str
    remedy: str
    occurrences: int
    pages: tuple[str, ...]
    reach: int
    """On how many pages it stands; ``pages`` names the first twenty."""
    state: str | None = None
    first_seen: str | None = None
    last_seen: str | None = None
    column_path: tuple[str, ...] = ()
    """Names of the columns its pages have in common, outermost first; empty when unknown or when they share none."""
    page_title: str = ""
    """What the page at ``url`` calls itself."""
    published: str = ""
    """That page's publication date as ISO 8601, or empty."""
    drawn: tuple[str, ...] = ()
    """Those of its pages that were drawn for a sample of the score sheet."""


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """What a run saw and what it did not."""

    pages_found: int
    pages_fetched: int
    pages_judged: int
    pages_in_browser: int
    links_checked: int
    sample_seed: int
    by_check: dict[str, int]
    not_run: tuple[NotRun, ...] = ()
    cut: tuple[NotRun, ...] = ()
    pages_rendered: int = 0
    """Pages judged as their scripts left them in a browser."""
    files_read: int = 0
    """Attachments; how much of each was read, and why not all, is in ``not_run``."""


class Tool(msgspec.Struct, frozen=True, kw_only=True):
    """Who made the report."""

    name: str
    version: str


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """Which edition of which rule file it was judged by."""

    id: str
    edition: str


class SiteName(msgspec.Struct, frozen=True, kw_only=True):
    """The site a report is about, as the site itself says."""

    url: str
    canonical: str
    name: str
    id_code: str


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The whole of one audit: report.json, schema_version 1."""

    schema_version: int
    tool: Tool
    rules: Rules
    now: datetime
    site: SiteName
    started: datetime
    finished: datetime
    coverage: Coverage
    score: Score | None
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]

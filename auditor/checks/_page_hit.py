"""A hit on a page as a whole: it stands at the page's heading and shows what the page calls itself."""

from __future__ import annotations

from auditor.facts.headline import headline
from auditor.model import Hit, Locator, PageFacts, Verdict


def heading(page: PageFacts) -> Locator:
    """Where the page's first heading stands; its first line where it has none."""
    return next((b.locator for b in page.blocks if b.tag == "h1" and b.region == "main"), Locator(line=1))


def page_hit(
    page: PageFacts,
    *,
    reason: str,
    target: str,
    message: str,
    verdict: Verdict = "fail",
    clauses: tuple[str, ...] | None = None,
    evidence: str = "",
    locator: Locator | None = None,
    remedy: str = "",
) -> Hit:
    """A hit of the page; ``evidence`` and ``locator`` are its heading where nothing nearer is given."""
    return Hit(
        url=page.url,
        message=message,
        evidence=evidence or headline(page) or page.url,
        verdict=verdict,
        reason=reason,
        target=target,
        locator=locator or heading(page),
        clauses=clauses,
        remedy=remedy,
    )

"""A finding in an attachment names the pages that link to it: they are where the editor finds it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from auditor.crawl.site import CrawledSite
from auditor.findings import PAGES_NAMED
from auditor.model import Finding


def name_linkers(findings: Sequence[Finding], site: CrawledSite) -> tuple[Finding, ...]:
    """The findings; of those in attachments ``pages`` and ``reach`` are of the pages that link to them."""
    files = {url for url, _ in site.judged_files("")}
    wanted = {url for finding in findings for url in (finding.url, *finding.pages)} & files
    if not wanted:
        return tuple(findings)
    linkers = site.linkers(wanted)
    return tuple(_named(finding, linkers) if finding.url in wanted else finding for finding in findings)


def _named(finding: Finding, linkers: dict[str, list[str]]) -> Finding:
    pages = sorted({page for url in finding.pages for page in linkers.get(url, ())})
    if not pages:
        return finding
    return msgspec.structs.replace(finding, pages=tuple(pages[:PAGES_NAMED]), reach=len(pages))

"""Auditing the held-out sites as folders and comparing what is said with what an inspector would say."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from auditor.audit import Options, run_audit
from auditor.config import Config, LinksConfig
from auditor.crawl.url import Origins
from auditor.model import Finding
from tests.auditor.farm.heldout.sites import Site

NOW = datetime.fromisoformat("2026-11-20T10:00:00+08:00")
CONFIG = Config(links=LinksConfig(external=False, probes=False))
FRESHNESS = ("freshness/stale_home", "freshness/stale_column", "freshness/empty_column", "freshness/suspicious_date")


class Compared(NamedTuple):
    """Of one site: the labels that were met and missed, and findings that no label allows."""

    found: tuple[str, ...]
    missed: tuple[str, ...]
    wrong: tuple[Finding, ...]


def audit_site(site: Site) -> tuple[Finding, ...]:
    """What the auditor says of a site in the checks that it tries."""
    with tempfile.TemporaryDirectory(prefix="heldout-") as folder:
        site.write(Path(folder))
        home = f"https://{site.host}"
        ask = Options(config=CONFIG, now=NOW, origins=Origins([(home, home)]), browser=False)
        report = run_audit(folder, ask, lambda _: None)
    tried = FRESHNESS + site.tries
    return tuple(finding for finding in report.findings if finding.check in tried)


def compare(site: Site, findings: Iterable[Finding]) -> Compared:
    """Each label wants one finding at least; each finding wants a label."""
    said = tuple(findings)
    met = [line for line in site.must if any(_meets(finding, line) for finding in said)]
    return Compared(
        found=tuple(met),
        missed=tuple(line for line in site.must if line not in met),
        wrong=tuple(one for one in said if not any(_meets(one, line) for line in site.must + site.may)),
    )


def _meets(finding: Finding, line: str) -> bool:
    check, verdict, *place = line.split()
    return (
        finding.check == check
        and verdict in ("any", finding.verdict)
        and (not place or _path(place[0]) in {_path(url) for url in (finding.url, *finding.pages)})
    )


def _path(address: str) -> str:
    return urlsplit(address).path.removesuffix("index.html")

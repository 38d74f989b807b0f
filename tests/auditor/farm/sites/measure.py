"""Auditing the farm's sites as folders, and how well what is said of their columns agrees with the manifest."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from auditor.audit import Options, run_audit
from auditor.config import Config, FreshnessConfig, LinksConfig, MustUpdate
from auditor.crawl.url import Origins
from auditor.model import Finding
from tests.auditor.farm.sites.build import HOME, write_site
from tests.auditor.farm.sites.manifest import Layout, Manifest
from tests.auditor.farm.sites.special import SPECIALS

CONFIG = Config(
    links=LinksConfig(external=False, probes=False),
    freshness=FreshnessConfig(columns=(MustUpdate(names=("会议公开",), days=30),)),
)


class Said(NamedTuple):
    """One thing said of a column, or true of it: ``what`` is ``check verdict reason``."""

    layout: str
    column: str
    what: str


class Figures(NamedTuple):
    """How often something is true, was said, and was said rightly."""

    true: int
    said: int
    right: int

    @property
    def precision(self) -> float:
        """Share of what was said that is true; 1 where nothing was said."""
        return self.right / self.said if self.said else 1.0

    @property
    def recall(self) -> float:
        """Share of what is true that was said; 1 where nothing is."""
        return self.right / self.true if self.true else 1.0


def audit_folder(folder: Path, manifest: Manifest) -> tuple[Finding, ...]:
    """The findings on freshness of a folder that stands for the farm's host."""
    ask = Options(
        config=CONFIG, now=manifest.now, origins=Origins([(HOME.rstrip("/"), HOME.rstrip("/"))]), browser=False
    )
    report = run_audit(str(folder), ask, lambda _: None)
    return tuple(finding for finding in report.findings if finding.family == "freshness")


def said_of(findings: Iterable[Finding], layout: str) -> Iterator[Said]:
    """What was said, by the column's folder; the home page is ``home``."""
    for finding in findings:
        place = finding.url.removeprefix(HOME).rpartition("/")[0] or "home"
        yield Said(layout, place, f"{finding.check.partition('/')[2]} {finding.verdict} {finding.reason}")


def expected(layout: Layout, manifest: Manifest) -> Iterator[Said]:
    """What is true, without what must stay silent."""
    for column in manifest.columns:
        if what := layout.expects(column):
            yield Said(layout.id, column.id, what)
    if what := layout.of.get("home", ""):
        yield Said(layout.id, "home", what)


def measure(manifest: Manifest) -> tuple[Counter[Said], Counter[Said]]:
    """What is true of the farm, and what was said: one audit a layout."""
    true: Counter[Said] = Counter()
    said: Counter[Said] = Counter()
    for layout in manifest.layouts:
        with tempfile.TemporaryDirectory(prefix="farm-site-") as folder:
            write_site(layout, manifest, Path(folder))
            true.update(expected(layout, manifest))
            said.update(said_of(audit_folder(Path(folder), manifest), layout.id))
    for site in SPECIALS:
        with tempfile.TemporaryDirectory(prefix="farm-site-") as folder:
            for file, text in site.pages.items():
                (Path(folder) / file).parent.mkdir(parents=True, exist_ok=True)
                (Path(folder) / file).write_text(text, encoding="utf-8")
            true.update(Said(site.id, column, what) for column, what in site.expect.items())
            said.update(said_of(audit_folder(Path(folder), manifest), site.id))
    return true, said


def figures(true: Counter[Said], said: Counter[Said]) -> Figures:
    """Two bags, compared."""
    return Figures(true.total(), said.total(), (true & said).total())

"""Auditing the farm's sites as folders, and how well what is said of their columns agrees with the manifest."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from auditor.audit import Options, run_audit
from auditor.config import Config, FreshnessConfig, LinksConfig, MustUpdate
from auditor.crawl.url import Origins
from auditor.measured import CheckFigure, LayoutFigure
from auditor.model import Finding
from tests.auditor.farm.sites.build import HOME, write_site
from tests.auditor.farm.sites.manifest import LISTLESS, Layout, Manifest
from tests.auditor.farm.sites.special import SPECIALS

CONFIG = Config(
    links=LinksConfig(external=False, probes=False),
    freshness=FreshnessConfig(columns=(MustUpdate(names=("会议公开",), days=30),)),
)
SPECIAL = "special"
"""In place of a layout: the sites of one trouble each."""


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


def check_figures(manifest: Manifest, true: Counter[Said], said: Counter[Said]) -> list[CheckFigure]:
    """The same as measured.toml has it. Columns of which a check rightly says nothing are its near misses: those with
    rows for stale_column, those without for empty_column, home pages for stale_home."""
    ids = sorted({one.what.partition(" ")[0] for one in true | said})
    layouts = [layout.id for layout in manifest.layouts]
    rows = []
    for id in ids:
        per = [_row(manifest, layout, id, true, said) for layout in (*layouts, SPECIAL)]
        right, wrong = _of(id, true & said), _of(id, said - true)
        fails = Counter(one.what.split(" ")[1] for one in wrong.elements())
        rows.append(
            CheckFigure(
                id=f"freshness/{id}",
                sample="sites",
                seeded=_of(id, true).total(),
                near=sum(one.near for one in per),
                found=right.total(),
                fails=sum(times for one, times in _of(id, said).items() if " fail " in one.what),
                false_fails=fails["fail"],
                false_reviews=fails["review"],
                layouts=tuple(per),
            )
        )
    return rows


def _of(id: str, bag: Counter[Said], layouts: Collection[str] = ()) -> Counter[Said]:
    return Counter(
        {
            one: times
            for one, times in bag.items()
            if one.what.startswith(f"{id} ") and (not layouts or one.layout in layouts)
        }
    )


def _row(manifest: Manifest, layout: str, id: str, true: Counter[Said], said: Counter[Said]) -> LayoutFigure:
    own = {site.id for site in SPECIALS} if layout == SPECIAL else {layout}
    guilty = {(one.layout, one.column) for one in _of(id, true, own)}
    places = {(name, "home") for name in own}
    if id != "stale_home":
        places = {
            (layout, column.id) for column in manifest.columns if (column.kind in LISTLESS) == (id == "empty_column")
        }
    return LayoutFigure(
        name="site: one trouble each" if layout == SPECIAL else f"site: {layout}",
        seeded=_of(id, true, own).total(),
        near=0 if layout == SPECIAL and id != "stale_home" else len(places - guilty),
        found=_of(id, true & said, own).total(),
        false=_of(id, said - true, own).total(),
    )


def figures(true: Counter[Said], said: Counter[Said]) -> Figures:
    """Two bags, compared."""
    return Figures(true.total(), said.total(), (true & said).total())

"""``python -m tests.auditor.farm`` measures the auditor on its farm and prints the tables of docs/links.md and
docs/checks.md with each thing that was misjudged; ``--write`` puts the figures into auditor/measured.toml.
"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime

from auditor.checks.__main__ import table_by_layout
from auditor.crawl.reasons import REASONS
from auditor.measured import CheckFigure, load_measured
from tests.auditor.farm.blind import blind
from tests.auditor.farm.figures import (
    FILE,
    link_figures,
    measured,
    reason_figures,
    site_figures,
    text_figures,
    toml,
)
from tests.auditor.farm.judged import Alarm, Answer
from tests.auditor.farm.manifest import Manifest, read_manifest
from tests.auditor.farm.measure import table, verdicts


def main() -> None:
    """Crawl, judge, compare, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.auditor.farm")
    parser.add_argument("--write", action="store_true", help="write auditor/measured.toml")
    asked = parser.parse_args()
    manifest = read_manifest()
    told = verdicts(manifest)
    print(f"{sum(bool(case.expect) for case in manifest.cases)} addresses on {len(manifest.hosts)} hosts.\n")
    print("| reason | verdict | addresses | near misses | said | wrongly | precision | recall |")
    print("|---|---|---|---|---|---|---|---|")
    for row in table(manifest.cases, told):
        print(
            f"| {row.reason} | {REASONS[row.reason].verdict} | {row.positives} | {row.near} | {row.found} "
            f"| {row.false} | {row.precision:.2f} | {row.recall:.2f} |"
        )
    links = link_figures()
    print_checks(links, "links that must stay silent")
    texts, answers, alarms = text_figures()
    print_checks(texts, "near misses")
    sites = site_figures()
    print_checks(sites, "near misses")
    print(f"\n{table_by_layout((*texts, *sites))}")
    slips = blind()
    print(f"\nSlips drawn by chance: {slips.found} of {slips.seeded} found.")
    print_misjudged(manifest, {url: link.reason for url, link in told.items()})
    print_texts(answers, alarms)
    if asked.write:
        foreign = load_measured().foreign if FILE.exists() else None
        day = f"{datetime.now(UTC):%Y-%m-%d}"
        record = measured(day, (*links, *texts, *sites), reason_figures(manifest.cases, told), slips, foreign)
        FILE.write_text(toml(record), encoding="utf-8")


def print_checks(figures: list[CheckFigure], near: str) -> None:
    """One line a check."""
    print(f"\n| check | labelled hits | {near} | found | wrong fails | wrong reviews | precision | of fails | recall |")
    print("|---|---|---|---|---|---|---|---|---|")
    for one in figures:
        print(
            f"| {one.id} | {one.seeded} | {one.near} | {one.found} | {one.false_fails} | {one.false_reviews} "
            f"| {one.precision:.3f} | {one.fail_precision:.3f} | {one.recall:.3f} |"
        )


def print_misjudged(manifest: Manifest, told: dict[str, str]) -> None:
    """What stands behind figures below one, on standard error."""
    for case in manifest.cases:
        found = told.get(case.url, "not asked")
        if case.expect and found != case.expect:
            print(f"{case.url}: {found}, and is {case.expect}", file=sys.stderr)


def print_texts(answers: list[Answer], alarms: list[Alarm]) -> None:
    """The same for texts: what was missed, and what was said where no label says so."""
    for answer in answers:
        if not answer.verdict:
            print(f"{answer.check} ({answer.layout}) missed {answer.guilty}: {answer.text}", file=sys.stderr)
        elif answer.verdict == "fail" != answer.truth:
            print(f"{answer.check} ({answer.layout}) fails what is for a person: {answer.guilty}", file=sys.stderr)
    for alarm in alarms:
        print(f"{alarm.check} ({alarm.layout}) {alarm.verdict}, wrongly: {alarm.message}", file=sys.stderr)


if __name__ == "__main__":
    main()

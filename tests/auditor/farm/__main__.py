"""``python -m tests.auditor.farm`` prints the tables of docs/links.md, and each address that was misjudged."""

from __future__ import annotations

import sys
from collections import Counter

from auditor.checks import load_checks
from auditor.crawl.reasons import REASONS
from tests.auditor.checks.fixture_site import FixtureSite
from tests.auditor.checks.test_checks import HERE, said, written
from tests.auditor.farm.manifest import Manifest, read_manifest
from tests.auditor.farm.measure import table, verdicts


def main() -> None:
    """Crawl, compare, print."""
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
    print_checks()
    print_misjudged(manifest, {url: link.reason for url, link in told.items()})


def print_checks() -> None:
    """The link checks over their fixture folders: lines of findings.txt, and links of the good pages."""
    print("\n| check | labelled hits | links that must stay silent | said | wrongly | precision | recall |")
    print("|---|---|---|---|---|---|---|")
    for check in (check for check in load_checks() if check.family == "links"):
        want, have = Counter(written(HERE / check.id / "bad")), Counter(said(check, HERE / check.id / "bad"))
        silent = sum(len(page.links) for page in FixtureSite(HERE / check.id / "good").pages())
        false = (have - want).total() + len(said(check, HERE / check.id / "good"))
        right = (have & want).total()
        print(
            f"| {check.id} | {want.total()} | {silent} | {right + false} | {false} "
            f"| {right / (right + false):.2f} | {right / want.total():.2f} |"
        )


def print_misjudged(manifest: Manifest, told: dict[str, str]) -> None:
    """What stands behind figures below one, on standard error."""
    for case in manifest.cases:
        found = told.get(case.url, "not asked")
        if case.expect and found != case.expect:
            print(f"{case.url}: {found}, and is {case.expect}", file=sys.stderr)


if __name__ == "__main__":
    main()

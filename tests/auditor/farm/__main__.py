"""``python -m tests.auditor.farm`` prints the tables of docs/links.md, and each address that was misjudged."""

from __future__ import annotations

import sys

from auditor.crawl.reasons import REASONS
from tests.auditor.farm.manifest import read_manifest
from tests.auditor.farm.measure import table, verdicts


def main() -> None:
    """Crawl, compare, print."""
    manifest = read_manifest()
    told = verdicts(manifest)
    print("| reason | verdict | addresses | near misses | said | wrongly | precision | recall |")
    print("|---|---|---|---|---|---|---|---|")
    for row in table(manifest.cases, told):
        print(
            f"| {row.reason} | {REASONS[row.reason].verdict} | {row.positives} | {row.near} | {row.found} | {row.false} "
            f"| {row.precision:.2f} | {row.recall:.2f} |"
        )
    for case in manifest.cases:
        found = told[case.url].reason if case.url in told else "not asked"
        if case.expect and found != case.expect:
            print(f"{case.url}: {found}, and is {case.expect} ({told.get(case.url)})", file=sys.stderr)


if __name__ == "__main__":
    main()

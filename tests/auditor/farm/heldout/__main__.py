"""Prints, by check, what was found, missed and wrongly said: ``python -m tests.auditor.farm.heldout [batch] [site]``."""

from __future__ import annotations

import sys
from collections import Counter

from tests.auditor.farm.heldout.measure import audit_site, compare
from tests.auditor.farm.heldout.sites import BATCHES, read_sites


def main(batches: tuple[str, ...], only: str = "") -> None:
    """One line a difference, then a table."""
    found: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for batch in batches:
        for site in read_sites(batch):
            if only in ("", site.id):
                told = compare(site, audit_site(site))
                found.update(line.split()[0] for line in told.found)
                missed.update(line.split()[0] for line in told.missed)
                wrong.update(f"{finding.check} {finding.verdict}" for finding in told.wrong)
                for line in told.missed:
                    print(f"{site.id}: missed {line}")
                for one in told.wrong:
                    print(f"{site.id}: wrong {one.check} {one.verdict} {one.reason} {one.url}: {one.message[:120]}")
    print(f"found {found.total()}, missed {missed.total()}, wrongly said {wrong.total()}")
    for check in sorted(found | missed):
        print(f"| {check} | {found[check]} | {missed[check]} |")
    for said, times in sorted(wrong.items()):
        print(f"wrong {said}: {times}")


if __name__ == "__main__":
    main(tuple(sys.argv[1:2]) or BATCHES, *sys.argv[2:3])

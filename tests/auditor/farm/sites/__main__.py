"""``python -m tests.auditor.farm.sites`` prints the tables of docs/freshness.md, and each column that was misjudged."""

from __future__ import annotations

import sys
from collections import Counter

from tests.auditor.farm.sites.manifest import read_manifest
from tests.auditor.farm.sites.measure import Said, figures, measure
from tests.auditor.farm.sites.special import SPECIALS


def main() -> None:
    """Build, audit, compare, print."""
    manifest = read_manifest()
    true, said = measure(manifest)
    columns = len(manifest.columns)
    print(f"{len(manifest.layouts)} layouts of {columns} columns each, {len(SPECIALS)} sites of one trouble each.\n")
    print("| layout | what it shows | columns | true | said | precision | recall |\n|---|---|---|---|---|---|---|")
    sizes = [(layout.id, layout.shows, columns) for layout in manifest.layouts]
    sizes += [(site.id, site.shows, len(site.pages) - 1) for site in SPECIALS]
    for id, shows, size in sizes:
        have = figures(*(_where(bag, layout=id) for bag in (true, said)))
        print(f"| {id} | {shows} | {size} | {have.true} | {have.said} | {have.precision:.2f} | {have.recall:.2f} |")
    print("\n| what is said | true | said | precision | recall |\n|---|---|---|---|---|")
    for what in sorted({one.what for one in true | said}):
        have = figures(*(_where(bag, what=what) for bag in (true, said)))
        print(f"| {what} | {have.true} | {have.said} | {have.precision:.2f} | {have.recall:.2f} |")
    for sign, bag in (("wrongly", said - true), ("missed", true - said)):
        for one in sorted(bag):
            print(f"{sign}: {one.layout} {one.column} {one.what}", file=sys.stderr)


def _where(bag: Counter[Said], *, layout: str = "", what: str = "") -> Counter[Said]:
    return Counter({one: n for one, n in bag.items() if layout in ("", one.layout) and what in ("", one.what)})


if __name__ == "__main__":
    main()

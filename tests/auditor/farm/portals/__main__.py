"""``python -m tests.auditor.farm.portals [CHECK]`` prints the figures by check, and each case that was misjudged."""

from __future__ import annotations

import sys
import time

from tests.auditor.farm.portals.judged import figures, results


def main() -> None:
    """Judge, compare, print."""
    started = time.monotonic()
    found = results(only=sys.argv[1] if len(sys.argv) > 1 else "")
    print(f"{len(found)} cases in {time.monotonic() - started:.1f} s")
    print(
        "| check | defects | near misses | found | false fails | false reviews | of fails | recall |\n|---|---|---|---|---|---|---|---|"
    )
    for one in figures(found):
        print(
            f"| {one.id} | {one.seeded} | {one.near} | {one.found} | {one.false_fails} | {one.false_reviews} "
            f"| {one.fail_precision:.3f} | {one.recall:.3f} |"
        )
    for case in found:
        if case.found < len(case.true) or case.false_fails or case.false_reviews:
            print(f"{case.check} ({case.layout}) {case.name}: true {case.true}, said {case.said}", file=sys.stderr)


if __name__ == "__main__":
    main()

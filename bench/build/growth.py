"""Our build alone at three sizes, each four times the one before: time must not grow faster than the county.

Disk: a document's source takes about 9 kB and stays for the next run; its share of output and cache takes about 27 kB
and is removed once its size has been measured. So a run around 31,063 articles (7,765 and 124,252 beside it) needs
5 GB free at its largest size and leaves 1.5 GB. Our own memory: 50 MB for the heads of 124,252 articles, as much again
for each of the two lists of their pages that a run compares; documents are made, written and forgotten one by one.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.build.engine import Engine
from bench.build.results import most_of_others
from bench.build.rounds import measure, medians, troubles
from bench.build.workplace import open_workplace

CASES = ("cold", "unchanged", "body")
STEP = 4


def grow(work: Path, engine: Engine, articles: int, villages: int, rounds: int) -> dict[str, Any]:
    """Measure a quarter of the size, the size, and four times it, villages in proportion.

    Returns sizes, walls and peaks by case in the order of sizes (None where a run failed), the ratio of the last to
    the middle one, the cores that others used, and a line for each failure. A size for which there is no room is one
    of those; raises OSError only where not even the first can be written.
    """
    sizes = [(max(1, articles // STEP), villages // STEP), (articles, villages), (articles * STEP, villages * STEP)]
    found: list[Mapping[str, Mapping[str, float]]] = []
    failures: list[str] = []
    for count, count_villages in sizes:
        sys.stderr.write(f"{count:,} articles, {count_villages:,} villages\n")
        place = open_workplace(work, count, count_villages)
        try:
            place.prepare([engine])
            done = list(measure(place, [engine], rounds, CASES))
        except OSError as error:
            if not found:
                raise
            done = []
            failures.append(f"{count:,} articles: {error}")
        finally:
            place.clean([engine])
        failures += [f"{count:,} articles, {trouble}" for trouble in troubles(done)]
        found.append(medians(done).get(engine.name, {}))
    walls = {case: [figures.get(case, {}).get("wall") for figures in found] for case in CASES}
    peaks = {case: [figures.get(case, {}).get("peak_pss") for figures in found] for case in CASES}
    ratios = {case: large / middle for case, (_, middle, large) in walls.items() if large and middle}
    return {
        "articles": [count for count, _ in sizes],
        "wall": walls,
        "peak_pss": peaks,
        "ratios": ratios,
        "others": most_of_others({str(at): cases for at, cases in enumerate(found)}),
        "failures": failures,
    }

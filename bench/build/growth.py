"""Our build alone at three sizes, each four times the one before: time must not grow faster than the county."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.build.engine import Engine
from bench.build.rounds import Timing, measure, medians
from bench.build.workplace import open_workplace

CASES = ("cold", "unchanged", "body")
STEP = 4


def grow(work: Path, engine: Engine, articles: int, villages: int, rounds: int) -> tuple[dict[str, Any], list[Timing]]:
    """Measure a quarter of the size, the size, and four times it, villages in proportion.

    Returns sizes, walls by case in the order of sizes (None where a run failed) and the ratio of the last to the
    middle one; and every timing.
    """
    sizes = [(max(1, articles // STEP), villages // STEP), (articles, villages), (articles * STEP, villages * STEP)]
    found: list[Mapping[str, Mapping[str, float]]] = []
    timings: list[Timing] = []
    for size in sizes:
        place = open_workplace(work, *size)
        place.prepare([engine])
        try:
            done = list(measure(place, [engine], rounds, CASES))
        finally:
            place.clean([engine])
        timings += done
        found.append(medians(done).get(engine.name, {}))
    walls = {case: [figures.get(case, {}).get("wall") for figures in found] for case in CASES}
    peaks = {case: [figures.get(case, {}).get("peak_pss") for figures in found] for case in CASES}
    ratios = {case: large / middle for case, (_, middle, large) in walls.items() if large and middle}
    return {"articles": [size[0] for size in sizes], "wall": walls, "peak_pss": peaks, "ratios": ratios}, timings

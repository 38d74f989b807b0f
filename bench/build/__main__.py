"""``python -m bench.build``: measure, print, write bench/results/build.json.

Environment (or ``make bench-build NAME=…``): ARTICLES (31063), VILLAGES (708), ROUNDS (3; Pelican 1 above 10,000
articles), ENGINES (ours,hugo,pelican), CASES (all of cases.py, and preview; cold is always run), JOBS (processes of our
build; 0: as it likes), GROWTH=1 (our build alone at a quarter, one and four times the size, in its own cases).

``desk preview`` is measured once, after the builds, wherever ours is among the engines: unless CASES is given and does
not name ``preview``. ``CASES=preview`` measures it after cold builds alone.

Exit status 0 measured, 1 a generator failed, 2 could not run.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.asking import Environment, run_alone, tell
from bench.build import aims, growth, hugo, ours, results, stock
from bench.build.cases import CASES
from bench.build.engine import ROOT, Engine
from bench.build.preview import Preview, measure_preview
from bench.build.rounds import Timing, measure, medians, page_sizes, small_writes, troubles
from bench.build.workplace import Workplace, open_workplace, sweep

RESULTS = ROOT / "bench/results"
ALL = ("ours", "hugo", "pelican")
PREVIEW = "preview"
"""Its name among CASES, though no build is measured in it."""


@dataclass(frozen=True)
class Wish:
    """What was asked for."""

    articles: int
    villages: int
    rounds: int
    engines: tuple[str, ...]
    cases: tuple[str, ...]
    preview: bool
    jobs: int
    growth: bool


def read_wish(given: Mapping[str, str]) -> Wish:
    """The environment's wishes. Raises ValueError for one that makes no sense."""
    asked = Environment(given)
    growing = asked.switch("GROWTH")
    engines, cases = asked.some("ENGINES", ALL), asked.some("CASES", (*CASES, PREVIEW))
    if given.get("CASES") and PREVIEW in cases and "ours" not in engines:
        raise ValueError(f"CASES: {PREVIEW} is of ours, which is not among ENGINES")
    return Wish(
        # The edits need a few documents of the busiest column on either side of its middle, also at the least size.
        articles=asked.number("ARTICLES", 31063, 400 if growing else 200),
        villages=asked.number("VILLAGES", 708, 1),
        rounds=asked.number("ROUNDS", 1 if growing else 3, 1),
        engines=engines,
        cases=tuple(case for case in cases if case != PREVIEW),
        preview=PREVIEW in cases and "ours" in engines,
        jobs=asked.number("JOBS", 0, 0),
        growth=growing,
    )


def main() -> int:
    """Measure what is wished."""
    return run_alone(read_wish, _measure, RESULTS / "work")


def _measure(wish: Wish) -> int:
    made = {"ours": ours.engine(wish.jobs), "hugo": hugo.engine(), "pelican": stock.engine()}
    sweep(RESULTS / "work", list(made.values()))
    if wish.growth:
        return _grow(wish, made["ours"], RESULTS)
    return _compare(wish, [made[name] for name in wish.engines], RESULTS)


def _compare(wish: Wish, engines: Sequence[Engine], folder: Path) -> int:
    there, missing = results.versions(engines)
    able = [engine for engine in engines if engine.name in there]
    place = open_workplace(folder / "work", wish.articles, wish.villages)
    place.prepare(able)
    try:
        timings = list(measure(place, able, wish.rounds, wish.cases))
        sizes = page_sizes(place, able)
        preview = measure_preview(place, ours.engine()) if wish.preview and "ours" in there else None
    finally:
        place.clean(able)
    failures = [f"{name}: {why}" for name, why in missing.items()] + troubles(timings)
    if preview and preview.failed:
        failures.append(f"{PREVIEW}: {preview.failed}")
    part = _part(wish, place, timings, sizes, there, preview)
    report = results.write(folder / "build.json", {**part, "failures": failures})
    return _print(report, place, failures)


def _part(
    wish: Wish,
    place: Workplace,
    timings: Sequence[Timing],
    sizes: dict[str, Any],
    there: dict[str, str],
    preview: Preview | None,
) -> dict[str, Any]:
    """What a run of the comparison puts into the results file."""
    corpus = place.corpus
    return {
        "machine": results.machine(),
        "versions": there,
        "corpus": {
            "articles": corpus.articles,
            "villages": corpus.village_count,
            "documents": len(corpus.heads),
            "seed": corpus.seed,
        },
        "rounds": wish.rounds,
        "medians": medians(timings),
        "sizes": sizes,
        "written": small_writes(timings, "ours"),
        "runs": [timing.as_json() for timing in timings],
        "preview": preview.as_json() if preview else None,
    }


def _print(report: dict[str, Any], place: Workplace, failures: Sequence[str]) -> int:
    found, size = report["medians"], report["corpus"]
    known = report.get("growth", {})
    grown = known["ratios"] if known and known["articles"][1] == size["articles"] else None
    preview = report["preview"]
    judged = aims.judge(found, grown, preview and preview["seconds"])
    results.write(RESULTS / "build.json", {"aims": [aim.as_json() for aim in judged]})
    parts = [
        results.machine_line(report["machine"], report["versions"]),
        f"{size['articles']:,} articles, {size['villages']:,} villages, {size['documents']:,} documents, "
        f"{report['rounds']} rounds, medians",
        results.noise_line(max(results.most_of_others(found), preview["others"] if preview else 0.0)),
        results.case_table(found),
        results.peer_table(found),
        *([results.preview_table(preview)] if preview else []),
        results.aim_table(judged),
        results.size_table(report["sizes"]),
        results.names_list(report["written"]),
    ]
    print("\n\n".join(parts))
    return tell(failures)


def _grow(wish: Wish, engine: Engine, folder: Path) -> int:
    found = growth.grow(folder / "work", engine, wish.articles, wish.villages, wish.rounds)
    results.write(folder / "build.json", {"growth": {**found, "machine": results.machine()}})
    print(results.growth_table(found))
    return tell(found["failures"])


if __name__ == "__main__":
    sys.exit(main())

"""The rounds: each generator in turn, again and again, so that a slow minute of the machine falls on all of them."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from statistics import mean, median
from typing import Any

from bench.build.cases import CASES, Case, Edits
from bench.build.columns import BUSY
from bench.build.engine import Engine
from bench.build.measure import Run, run
from bench.build.workplace import Workplace

PATIENCE = 10_000
"""Articles above which stock Pelican is asked for one round only: it takes minutes for each."""
SAMPLE = 200
"""Article pages whose sizes are compared."""


@dataclass(frozen=True)
class Timing:
    """A run of a case by a generator in one round; ``wrong`` says what its output lacks, empty where all is well."""

    round: int
    engine: str
    case: str
    run: Run
    wrong: str

    @property
    def trouble(self) -> str:
        """Why the run does not count; empty where it does."""
        return self.run.failed or self.wrong

    def as_json(self) -> dict[str, Any]:
        """For the results file."""
        return {"round": self.round, "engine": self.engine, "case": self.case, "wrong": self.wrong, **asdict(self.run)}


def measure(
    place: Workplace, engines: Sequence[Engine], rounds: int, cases: Sequence[str] = tuple(CASES)
) -> Iterator[Timing]:
    """These cases of all rounds, as they are measured; ``cold`` always comes first.

    A round is: every generator cold; our warm cases; Hugo once more over its own output, after one edit; Pelican's
    warm cases, its cache filled by a build that is not counted. A generator that fails is left alone until the next
    round begins.
    """
    edits = Edits(place.corpus)
    for number in range(1, rounds + 1):
        able = {}
        for engine in engines:
            if engine.name == "pelican" and number > 1 and place.corpus.articles > PATIENCE:
                continue
            engine.wipe(place.folder(engine))
            timing = _one(place, engine, edits, CASES["cold"], number)
            yield timing
            if not timing.trouble:
                able[engine.name] = engine
        for engine in able.values():
            yield from _warm(place, engine, edits, number, cases)
        for engine in engines:
            edits.restore(engine, place.folder(engine))


def _warm(place: Workplace, engine: Engine, edits: Edits, number: int, cases: Sequence[str]) -> Iterator[Timing]:
    """The cases after the cold one, each upon the other; of a generator without memory one is enough."""
    if engine.name == "pelican":
        filled = run(engine.command(True), place.folder(engine), place.folder(engine) / engine.output)
        if filled.failed:
            yield Timing(number, engine.name, "cache", filled, "")
            return
    for name in cases:
        if CASES[name].cold or (not engine.incremental and name != "body"):
            continue
        timing = _one(place, engine, edits, CASES[name], number)
        yield timing
        if timing.run.failed:
            return


def _one(place: Workplace, engine: Engine, edits: Edits, case: Case, number: int) -> Timing:
    folder = place.folder(engine)
    output = folder / engine.output
    case.apply(edits, engine, folder)
    done = run(engine.command(not case.cold), folder, output)
    wrong = "" if done.failed else case.trace(edits, engine, output)
    timing = Timing(number, engine.name, case.name, done, wrong)
    said = timing.trouble or f"{done.wall:.2f} s, {done.written} files, others {done.others:.1f} cores"
    sys.stderr.write(f"round {number}  {engine.name:<8}{case.name:<10}{said}\n")
    return timing


def troubles(timings: Sequence[Timing]) -> list[str]:
    """A line for each run that does not count."""
    return [f"{t.engine}, {t.case}, round {t.round}: {t.trouble}" for t in timings if t.trouble]


def page_sizes(place: Workplace, engines: Sequence[Engine]) -> dict[str, dict[str, float]]:
    """Mean bytes of the same article pages and of the busiest column's page, for each generator that has them.

    ``ratio`` is that of the article pages to ours.
    """
    every = list(place.corpus.heads.values())
    urls = [head.url[1:] for head in every[:: max(1, len(every) // SAMPLE)]]
    found: dict[str, dict[str, float]] = {}
    for engine in engines:
        output = place.folder(engine) / engine.output
        sizes = [(output / url).stat().st_size for url in urls if (output / url).is_file()]
        column = output / BUSY / "index.html"
        if sizes and column.is_file():
            found[engine.name] = {"article": mean(sizes), "column": column.stat().st_size}
    ours = found.get("ours")
    for sizes_of in found.values():
        sizes_of["ratio"] = sizes_of["article"] / ours["article"] if ours else 0.0
    return found


def medians(timings: Sequence[Timing]) -> dict[str, dict[str, dict[str, float]]]:
    """Engine → case → median of each figure, over the runs that count."""
    runs: dict[str, dict[str, list[Run]]] = {}
    for timing in timings:
        if not timing.trouble:
            runs.setdefault(timing.engine, {}).setdefault(timing.case, []).append(timing.run)
    figures = ("wall", "cpu", "peak_pss", "peak_rss", "written", "removed", "others")
    return {
        engine: {
            case: {figure: median(getattr(one, figure) for one in done) for figure in figures}
            for case, done in cases.items()
        }
        for engine, cases in runs.items()
    }


def small_writes(timings: Sequence[Timing], engine: str) -> dict[str, list[str]]:
    """Case → the first files that an engine wrote in it, in the last round, for cases that should write few."""
    return {
        timing.case: list(timing.run.names)
        for timing in timings
        if timing.engine == engine and timing.case in CASES and CASES[timing.case].small
    }

"""``python -m bench.crawl``: measure, print, write bench/results/crawl.json.

Environment (or ``make bench-crawl NAME=…``): PAGES (2300), LINKS (200 on each page), ROUNDS (3), ENGINES (all of
engine.py), CASES (peers, recrawl, large), LARGE (31000 pages), CAP (seconds that a peer may take, 400).

``linkinator`` is run as it comes, ``linkinator+`` with fragments and stylesheets, as we and the others always do.
lychee does not crawl: it is given the addresses of all pages.

Exit status 0 measured, 1 a checker failed, 2 could not run.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from bench.asking import Environment, run_alone, tell
from bench.build.results import aim_table, machine, machine_line, noise_line, write
from bench.crawl import aims, cases, results
from bench.crawl.corpus import Manifest, write_site
from bench.crawl.engine import ROOT, Engine, engines
from bench.crawl.rounds import measure, medians

RESULTS = ROOT / "bench/results"
WORK = RESULTS / "work-crawl"
CASES = ("peers", "recrawl", "large")
STAMPED = ("corpus.py", "../build/prose.py", "../build/frames.py")


@dataclass(frozen=True)
class Wish:
    """What was asked for."""

    pages: int
    links: int
    rounds: int
    large: int
    cap: int
    engines: tuple[str, ...]
    cases: tuple[str, ...]


def read_wish(given: Mapping[str, str]) -> Wish:
    """The environment's wishes. Raises ValueError for one that makes no sense."""
    asked = Environment(given)
    return Wish(
        pages=asked.number("PAGES", 2300, 200),
        links=asked.number("LINKS", 200, 120),
        rounds=asked.number("ROUNDS", 3, 1),
        large=asked.number("LARGE", 31_000, 200),
        cap=asked.number("CAP", 400, 10),
        engines=asked.some("ENGINES", [engine.name for engine in engines()]),
        cases=asked.some("CASES", CASES),
    )


def main() -> int:
    """Measure what is wished."""
    return run_alone(read_wish, _measure, WORK)


def _measure(wish: Wish) -> int:
    able, failures, told = [], [], {}
    for engine in (one for one in engines() if one.name in wish.engines):
        try:
            told[engine.name] = engine.version()
            able.append(engine)
        except (OSError, LookupError) as error:
            failures.append(f"{engine.name}: {error}")
    site, manifest = _site(WORK, wish.pages, wish.links)
    part: dict[str, Any] = {"machine": machine(), "versions": told, "rounds": wish.rounds, "site": _about(manifest)}
    if "peers" in wish.cases:
        timings = list(measure(site, manifest, able, wish.rounds, wish.cap))
        part |= {"medians": medians(timings), "runs": [timing.as_json() for timing in timings]}
        failures += [f"{t.engine}, round {t.round}: {t.trouble}" for t in timings if t.trouble]
    ours = next((engine for engine in able if engine.name == "ours"), None)
    if ours:
        part |= _ours_alone(wish, WORK, site, ours)
    failures += [f"{name}: {part[name]['failed']}" for name in ("recrawl", "large") if part.get(name, {}).get("failed")]
    part["aims"] = [aim.as_json() for aim in aims.judge(part)]
    return _print(write(RESULTS / "crawl.json", {**part, "failures": failures}), part, manifest)


def _ours_alone(wish: Wish, work: Path, site: Path, ours: Engine) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if "recrawl" in wish.cases:
        found["recrawl"] = cases.recrawl(site)
    if "large" in wish.cases:
        wide, manifest = _site(work, wish.large, wish.links)
        found["large"] = cases.large(wide, manifest, ours)
        shutil.rmtree(wide)  # some hundred megabytes that a minute makes again
    return found


def _site(work: Path, pages: int, links: int) -> tuple[Path, Manifest]:
    """The site of that size, written where it is missing or of another making."""
    from hashlib import blake2b

    digest = blake2b(digest_size=6)
    for name in STAMPED:
        digest.update((Path(__file__).parent / name).read_bytes())
    folder = work / f"{pages}-{links}-{digest.hexdigest()}"
    known = folder.with_suffix(".json")
    if folder.is_dir() and known.is_file():
        return folder, msgspec.json.decode(known.read_bytes(), type=Manifest)
    shutil.rmtree(folder, ignore_errors=True)
    return folder, write_site(folder, pages, links)


def _about(manifest: Manifest) -> dict[str, int]:
    counts = {"dead": len(manifest.dead), "dead_anchors": len(manifest.dead_anchors)}
    return {"pages": manifest.pages, "links": manifest.links, **counts}


def _print(report: Mapping[str, Any], part: Mapping[str, Any], manifest: Manifest) -> int:
    about = _about(manifest)
    said = f"{about['pages']:,} pages of {about['links']} links, {part['rounds']} rounds, medians"
    tables = [machine_line(part["machine"], part["versions"]), said]
    if found := part.get("medians"):
        tables.append(noise_line(max(row["others"] for row in found.values())))
        tables.append(results.peer_table(found))
        tables.append(results.right_table(found, about["dead"], about["dead_anchors"]))
    if again := part.get("recrawl"):
        tables.append(results.recrawl_table(again))
    if wide := part.get("large"):
        tables.append(results.large_line(wide))
    tables.append(aim_table(aims.judge(part)))
    print("\n\n".join(tables))
    return tell(report["failures"])


if __name__ == "__main__":
    sys.exit(main())

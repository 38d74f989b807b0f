"""The rounds: each checker in turn before the same nginx, so that a slow minute of the machine falls on all of them."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from bench.build.measure import Run, run
from bench.crawl.corpus import Manifest
from bench.crawl.engine import Engine
from bench.crawl.verdicts import Right, judge
from deploy.nginx import nginx

CONF = Path(__file__).with_name("nginx.conf")
FIGURES = ("wall", "cpu", "peak_pss", "others", "requests", "pages", "rate")


@dataclass(frozen=True)
class Asked:
    """What nginx saw: requests by method, pages that were given out whole at least once, bytes of bodies."""

    requests: int
    methods: dict[str, int]
    pages: int
    bytes: int


@dataclass(frozen=True)
class Timing:
    """One run of one checker. ``capped`` when it was stopped for taking too long: what it found is not judged then."""

    round: int
    engine: str
    run: Run
    asked: Asked
    capped: bool
    right: Right | None

    @property
    def rate(self) -> float:
        """Pages per second of wall time."""
        return self.asked.pages / self.run.wall

    @property
    def trouble(self) -> str:
        """Why the run does not count; empty where it does. A capped one counts for its rate."""
        return "" if self.capped else self.run.failed

    def as_json(self) -> dict[str, Any]:
        """For the results file."""
        measured: dict[str, Any] = {"wall": self.run.wall, "cpu": self.run.cpu, "peak_pss": self.run.peak_pss}
        measured |= {"others": self.run.others, "rate": self.rate, "failed": self.run.failed}
        said = {"round": self.round, "engine": self.engine, "capped": self.capped}
        return said | measured | asdict(self.asked) | {"right": self.right.as_json() if self.right else None}


def measure(site: Path, manifest: Manifest, engines: Sequence[Engine], rounds: int, cap: float) -> Iterator[Timing]:
    """Every round: every checker once, before an nginx of its own. ``cap`` in seconds."""
    for number in range(1, rounds + 1):
        for engine in engines:
            timing = once(site, manifest, engine, number, cap)
            said = timing.trouble or f"{timing.run.wall:.1f} s, {timing.rate:.0f} pages/s" + ", capped" * timing.capped
            sys.stderr.write(f"round {number}  {engine.name:<12}{said}, others {timing.run.others:.1f} cores\n")
            yield timing


def once(site: Path, manifest: Manifest, engine: Engine, number: int, cap: float) -> Timing:
    """One run, judged."""
    out = site.with_name(f"out-{engine.name}")
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    log = site.with_name(f"{site.name}.log")
    log.unlink(missing_ok=True)
    with nginx(site, policy="", conf=CONF) as base:
        pages = out / "pages.txt"
        pages.write_text("\n".join(base + path for path in page_paths(site)), encoding="utf-8")
        done = run(engine.command(f"{base}/", pages, out), out, out / "none", timeout=cap, fine=engine.fine)
    capped = done.failed.startswith("timed out")
    right = None if done.failed else judge(manifest, engine.read(out))
    return Timing(number, engine.name, done, read_log(log), capped, right)


def page_paths(site: Path) -> list[str]:
    """The pages of a site as a browser asks for them."""
    from urllib.parse import quote

    found = sorted("/" + quote(path.relative_to(site).as_posix()) for path in site.rglob("*.html"))
    return [path.removesuffix("index.html") for path in found]


def read_log(log: Path) -> Asked:
    """What the access log of ``nginx.conf`` says."""
    methods: Counter[str] = Counter()
    pages, size = set(), 0
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        method, status, sent, uri = line.split("\t", 3)
        methods[method] += 1
        size += int(sent)
        if method == "GET" and status == "200" and uri.partition("?")[0].endswith(("/", ".html")):
            pages.add(uri)
    return Asked(sum(methods.values()), dict(methods), len(pages), size)


def medians(timings: Sequence[Timing]) -> dict[str, dict[str, Any]]:
    """Engine → the median of each figure over the runs that count, and the last judgement."""
    found: dict[str, dict[str, Any]] = {}
    for name in dict.fromkeys(timing.engine for timing in timings):
        rows = [timing for timing in timings if timing.engine == name and not timing.trouble]
        if not rows:
            continue
        figures = [
            {"wall": t.run.wall, "cpu": t.run.cpu, "peak_pss": t.run.peak_pss, "others": t.run.others,
             "requests": t.asked.requests, "pages": t.asked.pages, "rate": t.rate}
            for t in rows
        ]  # fmt: skip
        right = next((t.right for t in reversed(rows) if t.right), None)
        found[name] = {figure: median(row[figure] for row in figures) for figure in FIGURES}
        found[name] |= {"capped": any(t.capped for t in rows), "right": right.as_json() if right else None}
    return found

"""The results file and the tables that are printed."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from bench.build.aims import Aim, Medians, hugo_full
from bench.build.cases import CASES
from bench.build.engine import Engine

MEGABYTE = 1_000_000
NOISE = 0.2
"""Cores used by others from which wall times should not be believed."""


def machine() -> dict[str, Any]:
    """What the figures are of."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    names = [line.split(":", 1)[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")]
    return {
        "cores": len(os.sched_getaffinity(0)),
        "processor": names[0] if names else platform.machine(),
        "memory_gb": round(memory / 1e9, 1),
        "python": platform.python_version(),
        "kernel": platform.release(),
        "when": datetime.now().astimezone().isoformat(timespec="seconds"),
    }


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []


def versions(engines: Sequence[Engine]) -> tuple[dict[str, str], dict[str, str]]:
    """What each generator says of itself; and of those that are not there, why."""
    there, missing = {}, {}
    for engine in engines:
        try:
            there[engine.name] = engine.version()
        except (OSError, LookupError) as error:
            missing[engine.name] = str(error)
    return there, missing


def write(path: Path, part: Mapping[str, Any]) -> dict[str, Any]:
    """Put a part into the results file beside what other runs wrote there; returns all of it."""
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        known = {}
    report: dict[str, Any] = {"schema_version": 1, **(known if isinstance(known, dict) else {}), **part}
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    draft.replace(path)
    return report


def machine_line(about: Mapping[str, Any], said: Mapping[str, str]) -> str:
    """One line above the tables."""
    tools = "; ".join(said.values())
    return f"{about['cores']} cores, {about['processor']}, {about['memory_gb']} GB, Python {about['python']}; {tools}"


def most_of_others(found: Medians) -> float:
    """The cores that other programs used in the case in which they used most."""
    return max((figures["others"] for cases in found.values() for figures in cases.values()), default=0.0)


def noise_line(most: float) -> str:
    """How busy the machine was with other things, in cores."""
    said = "wall times say little" if most > NOISE else "quiet enough"
    return f"other programs used up to {most:.1f} cores meanwhile: {said}"


def case_table(found: Medians) -> str:
    """A row a case: our figures, and wall time against each peer's."""
    lines = [
        f"{'':<40}{'ours':>8}{'CPU':>8}{'PSS':>7}{'files':>8} │{'Hugo':>8}{'ours÷':>8} │{'Pelican':>9}{'ours÷':>8}",
        f"{'case':<40}{'s':>8}{'s':>8}{'MB':>7}{'written':>8} │{'s':>8}{'Hugo':>8} │{'s':>9}{'Pelican':>8}",
        "─" * 107,
    ]
    base = hugo_full(found)
    for case in CASES.values():
        ours = found.get("ours", {}).get(case.name)
        pelican = found.get("pelican", {}).get(case.name, {}).get("wall")
        wall = ours["wall"] if ours else None
        figures = (
            f"{wall:>8.2f}{ours['cpu']:>8.2f}{ours['peak_pss'] / MEGABYTE:>7.0f}{ours['written']:>8.0f}"
            if ours and wall is not None
            else f"{'—':>8}{'—':>8}{'—':>7}{'—':>8}"
        )
        beside = f"{_figure(base, 8, 2)}{_quotient(wall, base)} │{_figure(pelican, 9, 2)}{_quotient(wall, pelican)}"
        lines.append(f"{case.title:<40}{figures} │{beside}")
    return "\n".join(lines)


def peer_table(found: Medians) -> str:
    """A row a peer and case: what the table above leaves out."""
    lines = [f"{'peer':<48}{'wall s':>8}{'CPU s':>8}{'PSS MB':>8}{'files':>8}", "─" * 80]
    for engine in sorted(found.keys() - {"ours"}):
        for case, figures in found[engine].items():
            title = f"{engine}, {CASES[case].title}"
            if engine == "hugo" and case != "cold":
                title = "hugo, over its own output"
            memory = figures["peak_pss"] / MEGABYTE
            lines.append(
                f"{title:<48}{figures['wall']:>8.2f}{figures['cpu']:>8.2f}{memory:>8.0f}{figures['written']:>8.0f}"
            )
    return "\n".join(lines)


def preview_table(preview: Mapping[str, Any]) -> str:
    """Rows of what was measured of the preview, an edit each; below them start and memory."""
    lines = [
        f"{'preview, s after saving':<40}{'news':>8}{'most':>8} │{'shown':>8}{'most':>8} │{'edits':>7}",
        "─" * 81,
    ]
    for edit, series in preview["edits"].items():
        news, shown = (
            f"{_figure(series[key]['median'], 8)}{_figure(series[key]['max'], 8)}" for key in ("news", "shown")
        )
        lines.append(f"{CASES[edit].title:<40}{news} │{shown} │{len(series['shown']['samples']):>7}")
    peak, rest = (preview[key] / MEGABYTE for key in ("peak_pss", "rest_pss"))
    started = f"first page after {_figure(preview['start'], 0, 2)} s"
    lines.append(
        f"{started}; PSS {rest:.0f} MB between edits, {peak:.0f} MB at most; others {preview['others']:.1f} cores"
    )
    return "\n".join(lines)


def aim_table(aims: Sequence[Aim]) -> str:
    """A row an aim."""
    lines = [f"{'aim':<52}{'at most':>9}{'here':>9}", "─" * 85]
    for aim in aims:
        lines.append(f"{aim.title:<52}{_figure(aim.most, 9)}{_figure(aim.value, 9)}  {aim.verdict}")
    return "\n".join(lines)


def size_table(sizes: Mapping[str, Mapping[str, float]]) -> str:
    """Bytes of equal pages: the peers must print about what we print."""
    lines = [f"{'mean bytes of the same pages':<40}{'article':>9}{'÷ ours':>8}{'column':>9}", "─" * 66]
    for engine, figures in sizes.items():
        lines.append(f"{engine:<40}{figures['article']:>9.0f}{figures['ratio']:>8.3f}{figures['column']:>9.0f}")
    return "\n".join(lines)


def growth_table(growth: Mapping[str, Any]) -> str:
    """Our cold and warm builds of three sizes, each four times the one before."""
    lines = [f"{'growth, wall s':<40}" + "".join(f"{size:>10,}" for size in growth["articles"]) + f"{'last ÷ mid':>12}"]
    for case, walls in growth["wall"].items():
        figures = "".join(_figure(wall, 10, 2) for wall in walls)
        lines.append(f"{CASES[case].title:<40}{figures}{_figure(growth['ratios'].get(case), 12, 2)}")
    return "\n".join([*lines, noise_line(growth["others"])])


def names_list(names: Mapping[str, Sequence[str]]) -> str:
    """The files that small cases wrote, the first few by name."""
    return "\n".join(f"{CASES[case].title}:\n  " + "\n  ".join(files or ["(none)"]) for case, files in names.items())


def _figure(value: float | None, width: int, digits: int = 3) -> str:
    return f"{'—':>{width}}" if value is None else f"{value:>{width}.{digits}f}".replace(".000", "    ")


def _quotient(value: float | None, base: float | None) -> str:
    return f"{'—':>8}" if value is None or not base else f"{value / base:>8.3f}"

"""What issue and docs promise of the build, as figures of one run: reached or not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

Medians = Mapping[str, Mapping[str, Mapping[str, float]]]


@dataclass(frozen=True)
class Aim:
    """``value`` is None where it was not measured in this run, ``most`` None where a person has to judge."""

    title: str
    most: float | None
    value: float | None

    @property
    def verdict(self) -> str:
        """reached, missed, not measured; or empty."""
        if self.value is None:
            return "not measured"
        return "" if self.most is None else "reached" if self.value <= self.most else "missed"

    def as_json(self) -> dict[str, Any]:
        """For the results file."""
        return {**asdict(self), "verdict": self.verdict}


AGAINST_HUGO = (
    ("cold", "cold, against Hugo", 1.5),
    ("unchanged", "no change, against Hugo's full build", 0.02),
    ("body", "one body edited, against Hugo's full build", 0.06),
    ("title", "one title edited, against Hugo's full build", 0.06),
    ("new", "one new article, against Hugo's full build", 0.06),
    ("deleted", "one article deleted, against Hugo's full build", 0.08),
    ("template", "base template changed, against Hugo's full build", 0.6),
)


def judge(found: Medians, growth: Mapping[str, float] | None, preview: float | None) -> list[Aim]:
    """Every aim.

    ``growth`` are the ratios of ``growth.py`` by case, ``preview`` the seconds from saving an article to the page
    being shown again; None where they were not measured.
    """
    ours, base = found.get("ours", {}), hugo_full(found)
    aims = [
        Aim("cold, against stock Pelican", 0.25, _ratio(_wall(found, "ours", "cold"), _wall(found, "pelican", "cold")))
    ]
    aims += [Aim(title, most, _ratio(_wall(found, "ours", case), base)) for case, title, most in AGAINST_HUGO]
    peaks = [figures["peak_pss"] for figures in ours.values()]
    hugo_peaks = [figures["peak_pss"] for figures in found.get("hugo", {}).values()]
    memory = _ratio(max(peaks, default=None), max(hugo_peaks, default=None))
    aims.append(Aim("largest PSS of any case, against Hugo's", 0.3, memory))
    aims.append(Aim("files written after one new article", None, ours.get("new", {}).get("written")))
    for case, title in (("cold", "cold"), ("unchanged", "no change"), ("body", "one body edited")):
        aims.append(Aim(f"four times the articles, {title}", 4.4, (growth or {}).get(case)))
    return [*aims, Aim("preview after saving an article, seconds", 0.5, preview)]


def hugo_full(found: Medians) -> float | None:
    """Seconds of Hugo's full build: into an empty folder or over its own output, whichever is quicker."""
    return min((figures["wall"] for figures in found.get("hugo", {}).values()), default=None)


def _wall(found: Medians, engine: str, case: str) -> float | None:
    return found.get(engine, {}).get(case, {}).get("wall")


def _ratio(value: float | None, base: float | None) -> float | None:
    return value / base if value is not None and base else None

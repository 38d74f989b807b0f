"""What issue and docs promise of the crawl, as figures of one run: reached or not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bench.build.aims import Aim

MEGABYTE = 1_000_000
VERY_LARGE = 31_000
"""Pages from which a site is one: a smaller LARGE= says nothing about the aim."""


def judge(found: Mapping[str, Any]) -> list[Aim]:
    """Every aim. Pages per second are turned over, linkinator's by ours, so that less is better everywhere."""
    peers = found.get("medians", {})
    ours, linkinator = peers.get("ours", {}).get("rate"), peers.get("linkinator", {}).get("rate")
    again = (found.get("recrawl") or {}).get("ratios", {})
    large = found.get("large") or {}
    memory = large.get("peak_pss") if large.get("site_pages", 0) >= VERY_LARGE else None
    right = peers.get("ours", {}).get("right") or {}
    return [
        Aim("linkinator's pages/s, against ours", 1 / 1.5, linkinator / ours if ours and linkinator else None),
        Aim("unchanged again at 20 ms: time, against the first", 0.3, again.get("wall")),
        Aim("unchanged again at 20 ms: CPU, against the first", 0.45, again.get("cpu")),
        Aim("unchanged again at 20 ms: bytes, against the first", 0.05, again.get("bytes")),
        Aim("PSS of a very large site, MB", 300, memory / MEGABYTE if memory else None),
        Aim("dead addresses missed", 0, right.get("missed_count")),
        Aim("dead places in pages missed", 0, right.get("anchors_missed_count")),
        Aim("living addresses called broken", 0, right.get("false_count")),
    ]

"""The tables that are printed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

MEGABYTE = 1_000_000


def peer_table(found: Mapping[str, Mapping[str, Any]]) -> str:
    """A row a checker: speed, cost, what nginx saw.

    Pages for each second of CPU say more than pages/s where the machine is busy with other things.
    """
    lines = [
        f"{'checker':<14}{'pages/s':>9}{'ours ÷':>8}{'wall s':>9}"
        f"{'CPU s':>8}{'/CPU s':>8}{'PSS MB':>8}{'requests':>10}{'pages':>7}",
        "─" * 82,
    ]
    ours = found.get("ours", {}).get("rate")
    for name, row in found.items():
        ratio = f"{ours / row['rate']:>8.2f}" if ours and row["rate"] else f"{'—':>8}"
        memory, per_cpu = row["peak_pss"] / MEGABYTE, row["pages"] / max(row["cpu"], 0.01)
        lines.append(
            f"{name:<14}{row['rate']:>9.1f}{ratio}{row['wall']:>9.1f}{row['cpu']:>8.1f}{per_cpu:>8.1f}{memory:>8.0f}"
            f"{row['requests']:>10.0f}{row['pages']:>7.0f}{'  capped' if row['capped'] else ''}"
        )
    return "\n".join(lines)


def right_table(found: Mapping[str, Mapping[str, Any]], dead: int, anchors: int) -> str:
    """A row a checker: who is right."""
    lines = [f"{'checker':<14}{f'dead ({dead})':>12}{f'places ({anchors})':>14}{'false':>7}  first of them", "─" * 75]
    for name, row in found.items():
        right = row["right"]
        if right is None:
            lines.append(f"{name:<14}{'—':>12}{'—':>14}{'—':>7}  stopped before it reported")
            continue
        wrong = ", ".join([*(f"+{one}" for one in right["false"]), *(f"-{one}" for one in right["missed"])][:3])
        lines.append(f"{name:<14}{right['dead']:>12}{right['anchors']:>14}{right['false_count']:>7}  {wrong}")
    return "\n".join(lines)


def recrawl_table(found: Mapping[str, Any]) -> str:
    """First and second time, and their ratios."""
    lines = [f"{'ours, unchanged, 20 ms':<24}{'wall s':>9}{'CPU s':>9}{'MB':>9}{'requests':>10}", "─" * 61]
    for turn in ("first", "second"):
        row = found[turn]
        size = row["bytes"] / MEGABYTE
        lines.append(f"{turn:<24}{row['wall']:>9.1f}{row['cpu']:>9.1f}{size:>9.2f}{row['requests']:>10}")
    ratios = found["ratios"]
    lines.append(f"{'second ÷ first':<24}" + "".join(f"{ratios.get(key, 0):>9.2f}" for key in ("wall", "cpu", "bytes")))
    return "\n".join(lines)


def large_line(found: Mapping[str, Any]) -> str:
    """The very large site."""
    return (
        f"ours, {found['site_pages']:,} pages: {found['wall']:.0f} s, {found['rate']:.0f} pages/s, "
        f"CPU {found['cpu']:.0f} s, PSS {found['peak_pss'] / MEGABYTE:.0f} MB {found['failed']}"
    )

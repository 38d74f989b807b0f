"""When a finding was first seen: kept beside the crawl under ``--state``, told by fingerprint.

And how often of late: a target that fails in passing (5xx, time-out, TLS) is for a person to look at, until it has
failed in two of the last three runs; then it is no longer passing, and fails. Runs within a few hours are one occasion,
so that an outage of an evening is not taken for two.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from auditor.crawl.reasons import OVER_RUNS
from auditor.errors import BadInput, why_not
from auditor.findings import rank
from auditor.memory_file import write_memory
from auditor.model import Finding

OCCASIONS = 3
"""The last runs that are remembered of each finding."""

ENOUGH = 2
"""Of so many of them a passing failure must be, to be certain."""

APART = timedelta(hours=6)
"""Runs nearer to each other than this are one occasion."""


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """One fingerprint's history, ISO 8601; ``on`` are the occasions on which it was seen, of the last three."""

    first: str
    last: str
    on: tuple[str, ...] = ()


class Memory(msgspec.Struct, frozen=True, kw_only=True):
    """The kept file: the last occasions, oldest first, and the history of each finding."""

    occasions: tuple[str, ...] = ()
    findings: dict[str, Seen] = {}


def remember(findings: Sequence[Finding], state: Path | None, now: datetime) -> tuple[Finding, ...]:
    """Give findings their ``state`` (new, open), ``first_seen`` and ``last_seen``, and keep them for the next run.

    Without ``state`` the findings come back as they are. Raises BadInput when the kept file is damaged, and
    CannotRun when it cannot be written.
    """
    if state is None:
        return tuple(findings)
    path, today = state / "seen.json", now.isoformat()
    before = _read(path)
    occasions = _occasions(before.occasions, now)
    after = dict(before.findings)
    named = []
    for finding in findings:
        known = before.findings.get(finding.fingerprint)
        on = tuple(when for when in (known.on if known else ()) if when in occasions and when != occasions[-1])
        seen = Seen(first=known.first if known else today, last=today, on=(*on, occasions[-1]))
        after[finding.fingerprint] = seen
        told = msgspec.structs.replace(
            finding, state="open" if known else "new", first_seen=seen.first, last_seen=seen.last
        )
        named.append(_confirmed(told, len(seen.on), len(occasions)))
    kept = Memory(occasions=occasions, findings=after)
    write_memory(path, msgspec.json.format(msgspec.json.encode(kept, order="sorted")), "首次发现时间")
    return tuple(sorted(named, key=rank))


def _read(path: Path) -> Memory:
    """What was kept; the file of older versions has the histories alone."""
    try:
        if not path.exists():
            return Memory()
        kept = path.read_bytes()
        if b'"occasions"' in kept:
            return msgspec.json.decode(kept, type=Memory)
        return Memory(findings=msgspec.json.decode(kept, type=dict[str, Seen]))
    except OSError as error:
        raise BadInput(f"读不到首次发现时间的记录 {path}：{why_not(error)}", "请检查 --state 文件夹的权限") from error
    except msgspec.DecodeError as error:
        raise BadInput(
            f"{path}: 首次发现时间的记录已损坏（{error}）", "请从备份恢复该文件，或删除它重新计时"
        ) from error


def _occasions(before: tuple[str, ...], now: datetime) -> tuple[str, ...]:
    """The last occasions with this run's, which is the last one's where that was a short while ago."""
    if before and abs(now - datetime.fromisoformat(before[-1])) < APART:
        return before
    return (*before, now.isoformat())[-OCCASIONS:]


def _confirmed(finding: Finding, times: int, of: int) -> Finding:
    """A failure that was passing and has not passed is certain."""
    if finding.family != "links" or finding.verdict != "review" or finding.reason not in OVER_RUNS or times < ENOUGH:
        return finding
    message = finding.message.replace("可能打不开", "打不开").replace(
        "，请人工核实", f"，最近 {of} 次检查中有 {times} 次如此"
    )
    return msgspec.structs.replace(finding, verdict="fail", message=message)

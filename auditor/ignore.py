"""What a person has decided not to hear of: an entry with a reason and a last day. Nothing is ignored for ever.

[[ignore]]
check = "words/wrong_wording"           # any of check, url (with * as wildcard), target, fingerprint
url = "https://www.example.gov.cn/archive/*"
reason = "历史文件原文如此"
until = 2026-12-31                      # judged by --now; from the next day on the finding comes back
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from datetime import date, datetime
from fnmatch import fnmatchcase
from pathlib import Path

import msgspec

from auditor.errors import BadInput, why_not
from auditor.model import Finding, NotRun

MATCHERS = ("check", "url", "target", "fingerprint")


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One decision: which findings, why, and until when."""

    reason: str
    until: date
    check: str = ""
    url: str = ""
    target: str = ""
    fingerprint: str = ""

    def covers(self, finding: Finding) -> bool:
        """Whether every part that the entry names fits the finding (``*`` is a wildcard)."""
        return all(fnmatchcase(getattr(finding, part), getattr(self, part)) for part in MATCHERS if getattr(self, part))


class IgnoreFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    ignore: tuple[Entry, ...] = ()


def load_ignores(path: Path | None) -> tuple[Entry, ...]:
    """Read the ignore file. Raises BadInput for an entry without reason, last day or matcher."""
    if path is None:
        return ()
    try:
        entries = msgspec.toml.decode(path.read_bytes(), type=IgnoreFile).ignore
    except OSError as error:
        raise BadInput(f"读不到忽略清单 {path}：{why_not(error)}", "请检查路径和读取权限") from error
    except (msgspec.DecodeError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(
            f"{path}: 忽略清单有误（{error}）",
            "每条 [[ignore]] 要写 reason、until，以及 check、url、target、fingerprint 之一",
        ) from error
    for number, entry in enumerate(entries, 1):
        if not entry.reason.strip() or not any(getattr(entry, part) for part in MATCHERS):
            raise BadInput(
                f"{path}: 第 {number} 条缺少理由或没有说明忽略什么",
                "请写明 reason，并至少写 check、url、target、fingerprint 之一",
            )
    return entries


def apply_ignores(
    findings: Iterable[Finding], entries: tuple[Entry, ...], now: datetime
) -> tuple[tuple[Finding, ...], tuple[NotRun, ...]]:
    """Leave out what valid entries cover. Returns the findings kept, and a line for each entry on what it did."""
    valid = [entry for entry in entries if now.date() <= entry.until]
    used = [0] * len(valid)
    kept = []
    for finding in findings:
        index = next((i for i, entry in enumerate(valid) if entry.covers(finding)), None)
        if index is None:
            kept.append(finding)
        else:
            used[index] += 1
    notes = [
        NotRun(what=f"按忽略清单略去 {count} 条：{_name(entry)}", why=f"{entry.reason}（至 {entry.until}）")
        for entry, count in zip(valid, used, strict=True)
        if count
    ]
    notes += [
        NotRun(what=f"忽略项已于 {entry.until} 到期，不再生效：{_name(entry)}", why=entry.reason)
        for entry in entries
        if now.date() > entry.until
    ]
    return tuple(kept), tuple(notes)


def _name(entry: Entry) -> str:
    return " ".join(getattr(entry, part) for part in MATCHERS if getattr(entry, part))

"""When a finding was first seen: kept beside the crawl under ``--state``, told by fingerprint."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import msgspec

from auditor.errors import BadInput, CannotRun, why_not
from auditor.model import Finding


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """One fingerprint's history, ISO 8601."""

    first: str
    last: str


def remember(findings: Sequence[Finding], state: Path | None, now: datetime) -> tuple[Finding, ...]:
    """Give findings their ``state`` (new, open), ``first_seen`` and ``last_seen``, and keep them for the next run.

    Without ``state`` the findings come back as they are. Raises BadInput when the kept file is damaged, and
    CannotRun when it cannot be written.
    """
    if state is None:
        return tuple(findings)
    path, today = state / "seen.json", now.isoformat()
    try:
        before = msgspec.json.decode(path.read_bytes(), type=dict[str, Seen]) if path.exists() else {}
    except OSError as error:
        raise BadInput(f"读不到首次发现时间的记录 {path}：{why_not(error)}", "请检查 --state 文件夹的权限") from error
    except msgspec.DecodeError as error:
        raise BadInput(
            f"{path}: 首次发现时间的记录已损坏（{error}）", "请从备份恢复该文件，或删除它重新计时"
        ) from error
    after = dict(before)
    named = []
    for finding in findings:
        known = before.get(finding.fingerprint)
        seen = Seen(first=known.first if known else today, last=today)
        after[finding.fingerprint] = seen
        named.append(
            msgspec.structs.replace(
                finding, state="open" if known else "new", first_seen=seen.first, last_seen=seen.last
            )
        )
    partial = path.with_suffix(".partial")
    try:
        partial.write_bytes(msgspec.json.format(msgspec.json.encode(after, order="sorted")))
        os.replace(partial, path)
    except OSError as error:
        with suppress(OSError):
            partial.unlink()
        raise CannotRun(
            f"首次发现时间记不下来 {path}：{why_not(error)}", "请清理磁盘或检查 --state 文件夹的权限"
        ) from error
    return tuple(named)

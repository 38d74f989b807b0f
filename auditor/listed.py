"""What each column listed when an earlier run read it: kept beside the crawl under ``--state``.

A new item with an old date is only seen by who looked before: had it been published when it says, the list of that day
would have had it. Two readings are kept, so that a kept crawl that is judged again is judged by the one before its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import blake2b
from pathlib import Path

import msgspec

from auditor.errors import BadInput, why_not
from auditor.memory_file import write_memory
from auditor.model import Column, Listed

FILE = "listed.json"


class Memory(msgspec.Struct, frozen=True, kw_only=True):
    """The kept file: the last reading of each column, and the one before it, by the column's address."""

    last: dict[str, Listed] = {}
    before: dict[str, Listed] = {}


def digest_of(url: str) -> str:
    """What stands for an address in the memory: 64 bits."""
    return blake2b(url.encode(), digest_size=8).hexdigest()


def recall(state: Path | None) -> Memory:
    """What is kept in a folder. Raises BadInput where the file is damaged or cannot be read."""
    if state is None:
        return Memory()
    path = state / FILE
    try:
        return msgspec.json.decode(path.read_bytes(), type=Memory) if path.exists() else Memory()
    except OSError as error:
        raise BadInput(f"读不到上次各栏目的列表 {path}：{why_not(error)}", "请检查 --state 文件夹的权限") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: 上次各栏目的列表已损坏（{error}）", "请从备份恢复该文件，或删除它重新记录") from error


def earlier(memory: Memory, today: date) -> Mapping[str, Listed]:
    """For a run of today: what was listed on an earlier day."""
    return memory.before | {url: seen for url, seen in memory.last.items() if seen.on < today.isoformat()}


def keep(memory: Memory, columns: Iterable[Column], state: Path | None, today: date) -> None:
    """Write down what was listed today. Raises CannotRun where that cannot be done."""
    if state is None:
        return
    read = {column.url: listed for column in columns if (listed := _listed(column, today)) is not None}
    kept = Memory(last=memory.last | read, before=dict(earlier(memory, today)))
    write_memory(state / FILE, msgspec.json.encode(kept, order="sorted"), "各栏目的列表")


def _listed(column: Column, today: date) -> Listed | None:
    """A column's reading; None where no row has a date, which tells nothing of what should have been there."""
    days = [item.date[:10] for item in column.items if item.date]
    if not days:
        return None
    urls = tuple(sorted({digest_of(item.url) for item in column.items}))
    return Listed(on=today.isoformat(), oldest=min(days), urls=urls)

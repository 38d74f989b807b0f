"""Statements from their files, or from what the last build kept of them: ``finance.bin`` in the cache folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from plugins.build.keep import keep_whole, read_whole
from plugins.build.problems import Problem, suggestion
from plugins.build.quick import TICK_NS
from plugins.build.scan import Stamp, Tree
from plugins.build.shelf import Shelf
from plugins.village_finance.books import read_file
from plugins.village_finance.kinds import KINDS
from plugins.village_finance.statement import Brief, Statement
from plugins.villages import Villages
from standards.village_rhythm import span_of

FILE = "finance.bin"
IN_MEMORY = 500
"""Whole statements that are held for their pages; more are read again one by one."""


class _Kept(msgspec.Struct, array_like=True):
    """``files`` by path below content/: stamp, and the statements in brief."""

    stamp: str
    files: dict[str, tuple[Stamp, list[Brief]]]


_decoder = msgspec.msgpack.Decoder(_Kept)


@dataclass
class Gathered:
    """The statements by village, the newest period first, and by address those that were just read."""

    by_village: dict[str, tuple[Brief, ...]] = field(default_factory=dict)
    whole: dict[str, Statement] = field(default_factory=dict)


def gather(
    tree: Tree, villages: Villages, tables: Mapping[str, Iterable[str]], shelf: Shelf | None, scanned_ns: int
) -> tuple[Gathered, list[Problem]]:
    """Read what is new, recall the rest; all that is wrong with single files."""
    keep, stamp = (shelf.file.parent / FILE, shelf.stamp) if shelf is not None else (None, "")
    known = _recall(keep, stamp)
    files: dict[str, tuple[Stamp, list[Brief]]] = {}
    gathered = Gathered()
    problems: list[Problem] = []
    changed = False
    for id_, paths in tables.items():
        if id_ not in villages.by_id:
            if not villages.unread:
                problems += [_stray(tree, path, id_, villages) for path in paths]
            continue
        briefs: list[Brief] = []
        for path in paths:
            told = known.get(path)
            if told is None or told[0] != tree.stamps[path]:
                changed = True
                found, faults = _read(tree, path, gathered)
                problems += faults
                told = (tree.stamps[path], found)
                if faults:
                    briefs += found
                    continue
            files[path] = told
            briefs += told[1]
        gathered.by_village[id_] = tuple(_sorted(briefs, tree, problems))
    if keep is not None and (changed or known.keys() != files.keys()):
        settled = scanned_ns - TICK_NS
        sure = {path: told for path, told in files.items() if told[0][3] < settled}
        keep_whole(keep, msgspec.msgpack.encode(_Kept(stamp, sure)))
    return gathered, problems


def _recall(keep: Path | None, stamp: str) -> dict[str, tuple[Stamp, list[Brief]]]:
    data = read_whole(keep) if keep is not None else None
    if data is not None:
        try:
            kept = _decoder.decode(data)
        except msgspec.MsgspecError:
            return {}
        if kept.stamp == stamp:
            return kept.files
    return {}


def _read(tree: Tree, path: str, gathered: Gathered) -> tuple[list[Brief], list[Problem]]:
    shown = tree.shown(path)
    try:
        data = (tree.root / path).read_bytes()
    except OSError as error:
        reason = "没有权限" if isinstance(error, PermissionError) else str(error.strerror)
        return [], [Problem(shown, 0, 0, f"文件读不了（{reason}）", "请检查文件权限")]
    found = read_file(data, path, shown)
    for brief, statement in found.statements:
        if len(gathered.whole) < IN_MEMORY:
            gathered.whole[brief.url] = statement
    return [brief for brief, _ in found.statements], [Problem(shown, *fault) for fault in found.faults]


def _sorted(briefs: Iterable[Brief], tree: Tree, problems: list[Problem]) -> list[Brief]:
    """The newest period first; no two of a kind for one period."""
    order = {name: nth for nth, name in enumerate(KINDS)}
    kept: dict[tuple[str, str], Brief] = {}
    for brief in briefs:
        first = kept.setdefault((brief.period, brief.kind), brief)
        if first is not brief:
            what = f"{brief.name}已经有了：{tree.shown(first.path)}"
            problems.append(Problem(tree.shown(brief.path), 0, 0, what, "一期只交一张同样的表，请删去其中一个"))
    found = sorted(kept.values(), key=lambda brief: order[brief.kind])
    return sorted(found, key=lambda brief: (span_of(brief.period).last, len(brief.period)), reverse=True)


def _stray(tree: Tree, path: str, id_: str, villages: Villages) -> Problem:
    cure = suggestion(id_, villages.by_id) + "请把文件移到村的目录里，目录名是 villages.csv 里的村编号"
    return Problem(tree.shown(path), 0, 0, f"villages.csv 里没有村“{id_}”", cure)

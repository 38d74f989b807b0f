"""All approvals of a site, read and verified: what did not change since the last build is neither opened nor verified
again. ``reviews.bin`` in the cache folder holds it; lost or damaged, it costs time only."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b, sha256
from pathlib import Path

import msgspec

from plugins.build.forked import run_or_say
from plugins.build.keep import keep_whole, read_whole
from plugins.build.problems import Problem
from plugins.build.quick import TICK_NS
from plugins.build.scan import Stamp, Tree
from plugins.review.ledger import SCANS, Entry, Record, is_entry, read_file
from plugins.review.people import Key, Person
from plugins.review.signature import verified_by
from plugins.review.verdict import Vote

FILE = "reviews.bin"
WORTH_A_POOL = 2000
"""Entries to verify below which starting processes takes longer than verifying."""
_LOT = 250


class _Known(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An entry as it was read, and a mark of the key that made its signature (empty: none of those there were)."""

    stamp: Stamp
    entry: Entry
    signed_with: str


class _Kept(msgspec.Struct, array_like=True):
    """What a build leaves to the next: by path below content/."""

    stamp: str
    entries: dict[str, _Known]
    digests: dict[str, tuple[Stamp, str]]


_kept_decoder = msgspec.msgpack.Decoder(_Kept)
_lot_decoder = msgspec.msgpack.Decoder(list[tuple[str, Entry, str]])


@dataclass
class Memory:
    """What is known of files by their stamps. ``folder`` is the build's cache folder; None: nothing is kept."""

    folder: Path | None = None
    stamp: str = ""
    entries: dict[str, _Known] = field(default_factory=dict)
    digests: dict[str, tuple[Stamp, str]] = field(default_factory=dict)
    changed: bool = False

    def digest(self, tree: Tree, path: str) -> str:
        """The sha256 of a file below content/; empty where it cannot be read."""
        stamp = tree.stamps.get(path)
        told = self.digests.get(path)
        if told is not None and told[0] == stamp:
            return told[1]
        try:
            found = sha256((tree.root / path).read_bytes()).hexdigest()
        except OSError:
            return ""
        if stamp is not None:
            self.digests[path] = (stamp, found)
            self.changed = True
        return found

    def save(self, tree: Tree, scanned_ns: int) -> None:
        """Keep it for the next build, but for what was changed in the instant it was read."""
        if self.folder is None or not self.changed:
            return
        entries = {
            p: known for p, known in self.entries.items() if p in tree.stamps and _settled(known.stamp, scanned_ns)
        }
        digests = {p: told for p, told in self.digests.items() if p in tree.stamps and _settled(told[0], scanned_ns)}
        keep_whole(self.folder / FILE, msgspec.msgpack.encode(_Kept(self.stamp, entries, digests)))


def _settled(stamp: Stamp, scanned_ns: int) -> bool:
    return stamp[3] < scanned_ns - TICK_NS


def recall(folder: Path, stamp: str) -> Memory:
    """What the last build left, if it was the same program."""
    data = read_whole(folder / FILE)
    if data is not None:
        try:
            kept = _kept_decoder.decode(data)
        except msgspec.MsgspecError:
            kept = None
        if kept is not None and kept.stamp == stamp:
            return Memory(folder, stamp, kept.entries, kept.digests)
    return Memory(folder, stamp)


def read_votes(
    tree: Tree, staff: Mapping[str, Person], memory: Memory, workers: int
) -> tuple[dict[str, list[Vote]], list[Problem]]:
    """The votes of the whole ledger by document id, and the files that are none. ``workers`` 0: as many as pay."""
    paths = [path for path in tree.registry if is_entry(path)]
    signed = {}
    waiting = []
    for path in paths:
        known = memory.entries.get(path)
        if known is not None and known.stamp == tree.stamps[path] and _key_of(known, staff) is not None:
            signed[path] = known
        else:
            waiting.append(path)
    problems: list[Problem] = []
    if waiting:
        memory.changed = True
        problems = _read(tree, staff, waiting, memory, workers)
    votes: dict[str, list[Vote]] = {}
    for path in paths:
        known, flaw = signed.get(path), ""
        if known is None and (known := memory.entries.get(path)) is not None:
            flaw = "" if _key_of(known, staff) else _flaw(known.entry, staff)
        if known is not None:
            flaw = flaw or _scan_flaw(known.entry, tree, memory)
            votes.setdefault(known.entry.document, []).append(Vote(known.entry, flaw, path))
    return votes, problems


def vote_of(record: Record, staff: Mapping[str, Person], tree: Tree, memory: Memory) -> Vote:
    """One record verified."""
    valid = verified_by(record.payload, record.armor, _keys(record.entry, staff))
    flaw = _scan_flaw(record.entry, tree, memory) if valid else _flaw(record.entry, staff)
    return Vote(record.entry, flaw, record.path)


def _scan_flaw(entry: Entry, tree: Tree, memory: Memory) -> str:
    """Whether the scan of a sheet is what it was."""
    if not entry.scan:
        return ""
    lies = entry.scan.startswith(f"{SCANS}/") and memory.digest(tree, entry.scan) == entry.scan_digest
    return "" if lies else f"审签单的扫描件 {entry.scan} 不在了或被换过"


def _read(tree: Tree, staff: Mapping[str, Person], paths: Sequence[str], memory: Memory, workers: int) -> list[Problem]:
    if not workers:
        workers = os.cpu_count() or 1 if len(paths) >= WORTH_A_POOL else 1
    lots = [_Lot(tree.root, tree.name, staff, tuple(some)) for some in _in_lots(paths)]
    problems: list[Problem] = []
    for path in paths:
        memory.entries.pop(path, None)
    for packed, faults in run_or_say(_verify_lot, lots, workers):
        problems += faults
        for path, entry, mark in _lot_decoder.decode(packed):
            memory.entries[path] = _Known(tree.stamps[path], entry, mark)
    return problems


def _in_lots(paths: Sequence[str]) -> Iterable[Sequence[str]]:
    return (paths[start : start + _LOT] for start in range(0, len(paths), _LOT))


@dataclass(frozen=True)
class _Lot:
    root: Path
    name: str
    staff: Mapping[str, Person]
    paths: tuple[str, ...]


def _verify_lot(lot: _Lot) -> tuple[bytes, list[Problem]]:
    found, problems = [], []
    for path in lot.paths:
        record = read_file(lot.root, path, f"{lot.name}/{path}")
        if isinstance(record, Problem):
            problems.append(record)
            continue
        key = verified_by(record.payload, record.armor, _keys(record.entry, lot.staff))
        found.append((path, record.entry, _mark(key) if key else ""))
    return msgspec.msgpack.encode(found), problems


def _keys(entry: Entry, staff: Mapping[str, Person]) -> tuple[Key, ...]:
    """The keys that may have signed an entry."""
    person, at = staff.get(entry.signer), entry.moment
    return person.keys_at(at) if person is not None and at is not None else ()


def _key_of(known: _Known, staff: Mapping[str, Person]) -> Key | None:
    if not known.signed_with:
        return None
    return next((key for key in _keys(known.entry, staff) if _mark(key) == known.signed_with), None)


def _mark(key: Key) -> str:
    return _mark_of(key.blob)


@functools.lru_cache(maxsize=1 << 14)
def _mark_of(blob: bytes) -> str:
    return blake2b(blob, digest_size=8).hexdigest()


def _flaw(entry: Entry, staff: Mapping[str, Person]) -> str:
    person = staff.get(entry.signer)
    if person is None:
        return f"people.csv 里没有“{entry.signer}”"
    if not _keys(entry, staff):
        return f"people.csv 里没有{person.name}当时有效的公钥"
    return f"签名不对：不是{person.name}登记的密钥签的，或记录被改动过"

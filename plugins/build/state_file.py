"""The state of the last build on the disk: the whole once in a while, and behind it what each build since changed.

Kept in the cache folder beside the output, written after the output is whole. The output's own manifest has the last
word: where it tells another digest of a file than this state does (a kill between the two, an output put back from a
backup, a change that was lost), the page is made again.
"""

from __future__ import annotations

import os
import zlib
from contextlib import suppress
from pathlib import Path

import msgspec

from plugins.build.keep import keep_whole, read_whole
from plugins.build.state import PageState, State

FILE, MORE = "pages.bin", "pages.more"
"""The whole, and the changes."""
SHARE = 8
"""Changes may take up this part of the whole's size before that is written anew."""
_HEAD = 8


class Change(msgspec.Struct, array_like=True):
    """What one build changed. ``base`` is the checksum of the whole it belongs to, ``digests`` are facts by number
    from the first new name on and before, ``gone`` pages, ``left`` folders that are no more."""

    base: int
    names: list[str]
    digests: dict[int, str | None]
    pages: dict[str, PageState]
    gone: list[str]
    manifest: str
    folders: dict[str, str]
    left: list[str]


_decoder = msgspec.msgpack.Decoder(State)
_changes = msgspec.msgpack.Decoder(Change)


class StateFile:
    """The state of one cache folder. Not for two processes at once: the stage's lock is held around it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._base = 0
        self._room = 0
        self._kept: State | None = None

    def load(self, stamp: str) -> State:
        """The state of the last build; an empty one where there is none, or it was another program's, or is damaged."""
        state = self.read()
        return state if state.stamp == stamp else State(stamp)

    def read(self) -> State:
        """The state of the last build, whatever program it was; an empty one where there is none that can be read."""
        self._kept = None
        data = read_whole(self.folder / FILE)
        if data is None:
            return State("")
        try:
            state = _decoder.decode(data)
        except msgspec.MsgspecError:
            return State("")
        self._base, self._room = zlib.crc32(data), len(data) // SHARE
        if self._catch_up(state):
            self._kept = _copy(state)
        return state

    def save(self, state: State) -> None:
        """Keep the state. A disk that refuses is not told, it costs time only."""
        if not self._add(state):
            data = msgspec.msgpack.encode(state)
            keep_whole(self.folder / FILE, data)
            with suppress(OSError):
                (self.folder / MORE).unlink()
            self._base, self._room = zlib.crc32(data), len(data) // SHARE
        self._kept = _copy(state)

    def _catch_up(self, state: State) -> bool:
        """Apply the changes; whether more may be put behind them (the last may have been cut short by a kill)."""
        try:
            data = memoryview((self.folder / MORE).read_bytes())
        except FileNotFoundError:
            return True
        except OSError:
            return False
        at = 0
        while at < len(data):
            length, told = (int.from_bytes(data[at + n : at + n + 4], "big") for n in (0, 4))
            packed = data[at + _HEAD : at + _HEAD + length]
            if len(packed) != length or zlib.crc32(packed) != told:
                return False
            try:
                change = _changes.decode(packed)
            except msgspec.MsgspecError:
                return False
            if change.base != self._base:
                return False
            _apply(change, state)
            at += _HEAD + length
        self._room -= at
        return True

    def _add(self, state: State) -> bool:
        """Put what changed since behind the whole; False where the whole has to be written."""
        kept = self._kept
        if kept is None or kept.stamp != state.stamp or state.names[: len(kept.names)] != kept.names:
            return False
        data = msgspec.msgpack.encode(_change(kept, state, self._base))
        self._room -= len(data) + _HEAD
        if self._room < 0:
            return False
        frame = len(data).to_bytes(4, "big") + zlib.crc32(data).to_bytes(4, "big") + data
        try:
            if not (self.folder / FILE).is_file():
                return False
            handle = os.open(self.folder / MORE, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
            with os.fdopen(handle, "wb") as stream:
                stream.write(frame)
        except OSError:
            return False
        return True


def _copy(state: State) -> State:
    """The state as it is now, while that one changes; its pages are replaced and never changed."""
    return State(
        state.stamp, list(state.names), list(state.digests), dict(state.pages), state.manifest, dict(state.folders)
    )


def _change(old: State, new: State, base: int) -> Change:
    known = len(old.digests)
    digests = {n: told for n, (told, was) in enumerate(zip(new.digests, old.digests, strict=False)) if told != was}
    return Change(
        base,
        new.names[len(old.names) :],
        {**digests, **dict(enumerate(new.digests[known:], known))},
        {path: page for path, page in new.pages.items() if old.pages.get(path) is not page},
        [path for path in old.pages if path not in new.pages],
        new.manifest,
        {folder: mark for folder, mark in new.folders.items() if old.folders.get(folder) != mark},
        [folder for folder in old.folders if folder not in new.folders],
    )


def _apply(change: Change, state: State) -> None:
    state.names += change.names
    state.digests += [None] * (len(state.names) - len(state.digests))
    for number, told in change.digests.items():
        state.digests[number] = told
    for path in change.gone:
        state.pages.pop(path, None)
    state.pages.update(change.pages)
    state.manifest = change.manifest
    for folder in change.left:
        state.folders.pop(folder, None)
    state.folders.update(change.folders)


def any_state(folder: Path) -> State:
    """``StateFile.read``, for who will not save."""
    return StateFile(folder).read()

"""The journal of a commit: which staged files go to their places in the output, and which old ones go away.

Once it is written, the work is only renames and removals. This run or, after a kill, the next one finishes it: it may
be done again from any point, and passes over what is done already.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Collection, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from plugins.build.paths import folder_of, is_folder

WORTH_THREADS = 200
"""Renames below which starting threads is not worth it."""
_THREADS, _LOT = 8, 32
"""Threads that rename, and how many files one takes at a time: neighbours, which stand in one folder."""
_FILE = "journal.json"
_IN_THE_WAY = {errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ENOTEMPTY, errno.EEXIST}


def is_open(folder: Path) -> bool:
    """Whether a commit has begun that is not finished."""
    return (folder / _FILE).exists()


def write_journal(folder: Path, renames: Sequence[str], removed: Sequence[str]) -> None:
    """Say what is to be done, from here on for certain. ``renames`` are below ``folder``/new, the manifest last."""
    draft = folder / "journal.new"
    with draft.open("w", encoding="utf-8") as stream:
        json.dump({"rename": renames, "remove": removed}, stream, ensure_ascii=False)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(folder / _FILE)


def finish(output: Path, folder: Path) -> None:
    """Carry out the journal."""
    journal = json.loads((folder / _FILE).read_text(encoding="utf-8"))
    output.mkdir(exist_ok=True)  # somebody may have taken it away between the kill and this run
    if journal["remove"]:
        stay = _with_folders(journal["rename"])
        for path in journal["remove"]:
            if path not in stay:  # else an old file stands where a new folder must be; it may by now be that folder
                _remove(str(output), path, stay)
    renames = journal["rename"]
    if len(renames) >= WORTH_THREADS:
        renames = [*_hurry(folder, output, renames[:-1]), renames[-1]]
    for path in renames:  # the manifest is the last of them
        _bring_in(f"{folder}/new/{path}", str(output), path)
    (folder / _FILE).unlink()


def _hurry(folder: Path, output: Path, paths: list[str]) -> list[str]:
    """Rename what gives no trouble, several at once; what is left. A file system that frees the blocks of the old
    file, or asks another machine, before it answers is waited for as one would for one file."""

    def rename(start: int) -> list[str]:
        left = []
        for path in paths[start : start + _LOT]:
            try:
                os.replace(f"{folder}/new/{path}", f"{output}/{path}")
            except OSError as error:
                if error.errno not in _IN_THE_WAY:
                    raise
                left.append(path)
        return left

    with ThreadPoolExecutor(_THREADS) as pool:
        return [path for left in pool.map(rename, range(0, len(paths), _LOT)) for path in left]


def _with_folders(paths: Iterable[str]) -> set[str]:
    """These paths and every folder on the way to them."""
    found: set[str] = set()
    for path in paths:
        step = path
        while step not in found:
            found.add(step)
            step = folder_of(step)
    return found


def _remove(output: str, path: str, stay: Collection[str]) -> None:
    """Take away an old file, and the folders it leaves empty but for those in which something new will stand."""
    with suppress(FileNotFoundError, NotADirectoryError):
        os.unlink(f"{output}/{path}")
    while (path := folder_of(path)) and path not in stay:
        try:
            os.rmdir(f"{output}/{path}")
        except FileNotFoundError:
            continue  # a run that was killed got so far
        except OSError:
            break


def _bring_in(source: str, output: str, path: str) -> None:
    """Rename a staged file or folder to its place, whatever stands there; nothing where it has been done."""
    target = f"{output}/{path}"
    try:
        os.replace(source, target)
        return
    except OSError as error:
        if error.errno not in _IN_THE_WAY:
            raise
    if not os.path.lexists(source):
        return
    _make_room(output, folder_of(path))
    if is_folder(source) and is_folder(target):
        for name in os.listdir(source):
            _bring_in(f"{source}/{name}", output, f"{path}/{name}")
        os.rmdir(source)
        return
    if is_folder(target):  # of the old edition; its files are gone
        shutil.rmtree(target)
    elif is_folder(source):
        with suppress(FileNotFoundError):
            os.unlink(target)
    os.replace(source, target)


def _make_room(output: str, folder: str) -> None:
    """Have a folder where an old file, or nothing, may stand."""
    if not folder or is_folder(path := f"{output}/{folder}"):
        return
    _make_room(output, folder_of(folder))
    with suppress(FileNotFoundError):
        os.unlink(path)
    os.mkdir(path)

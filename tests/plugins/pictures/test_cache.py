"""Prepared pictures kept between builds."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from plugins.pictures import cache as caching
from plugins.pictures.cache import Cache, key_of
from plugins.pictures.prepare import Prepared, Version

MADE = Prepared("jpeg", Version(30, 20, b"whole" * 100), (Version(3, 2, b"small"),))
KEY = key_of(b"original")


def test_what_was_kept_is_recalled(tmp_path):
    """Bytes and sizes, under the name of the original."""
    cache = Cache(tmp_path / "a" / "images")
    assert cache.recall(KEY) is None
    cache.keep(KEY, MADE)
    assert cache.recall(KEY) == MADE
    assert cache.recall(key_of(b"another")) is None


def test_the_name_depends_on_the_recipe(monkeypatch):
    """Another quality or another library makes other bytes, so it finds nothing of the old ones."""
    monkeypatch.setattr(caching, "recipe", lambda: b"another")
    assert key_of(b"original") != KEY


@pytest.mark.parametrize("damage", ["cut", "bit", "empty", "forged"])
def test_a_damaged_entry_is_none(tmp_path, damage):
    """Cut off, altered, emptied, or of another shape with a digest that fits."""
    cache = Cache(tmp_path)
    cache.keep(KEY, MADE)
    file = tmp_path / KEY
    data = file.read_bytes()
    forged = caching.blake2b(b"\x93", digest_size=16).digest() + b"\x93"
    altered = {"cut": data[:-9], "bit": data[:-9] + b"X" + data[-8:], "empty": b"", "forged": forged}
    file.write_bytes(altered[damage])
    assert cache.recall(KEY) is None
    cache.keep(KEY, MADE)
    assert cache.recall(KEY) == MADE


def test_the_longest_unused_go_first(tmp_path):
    """Recalling counts as use."""
    cache = Cache(tmp_path)
    keys = [key_of(bytes([n])) for n in range(4)]
    for age, key in enumerate(keys):
        cache.keep(key, MADE)
        os.utime(tmp_path / key, (1000 + age, 1000 + age))
    cache.recall(keys[0])
    size = (tmp_path / keys[0]).stat().st_size
    cache.prune(size * 2 + 1)
    assert [key for key in keys if cache.recall(key)] == [keys[0], keys[3]]


def test_what_a_killed_build_left_is_swept_in_time(tmp_path):
    """An old file on its way is nobody's; a new one is another build's."""
    old, new = tmp_path / "old.part", tmp_path / "new.part"
    for file in (old, new):
        file.write_bytes(b"x")
    os.utime(old, (1000, 1000))
    Cache(tmp_path).prune(0)
    assert (old.exists(), new.exists()) == (False, True)


@pytest.mark.parametrize("folder", ["none", "file"])
def test_a_folder_that_cannot_be_is_a_cache_that_forgets(tmp_path, folder):
    """No cache asked for, or a file in its place: nothing is kept and nothing fails."""
    (tmp_path / "file").write_text("x")
    cache = Cache(tmp_path / "file" / "images" if folder == "file" else None)
    cache.keep(KEY, MADE)
    cache.prune()
    assert cache.recall(KEY) is None


def test_a_full_disk_leaves_nothing_behind(tmp_path, monkeypatch):
    """Neither half an entry nor the file on its way."""

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(caching.os, "replace", full)
    Cache(tmp_path).keep(KEY, MADE)
    assert list(tmp_path.iterdir()) == []


def test_killed_at_any_moment_it_holds_whole_entries_only(tmp_path):
    """Two builds write the same names over and over, and are killed: whatever is there can be recalled."""
    script = (
        "import sys; from pathlib import Path; from plugins.pictures.cache import *; from plugins.pictures.prepare import *\n"
        "cache = Cache(Path(sys.argv[1])); n = 0\n"
        "while True:\n"
        "    n += 1; cache.keep(key_of(bytes([n % 5])), Prepared('png', Version(1, 1, bytes(2_000_000))))"
    )
    for delay in (0.2, 0.35):
        builds = [subprocess.Popen([sys.executable, "-c", script, str(tmp_path)]) for _ in range(2)]
        deadline = time.monotonic() + 20
        while not any(len(file.name) == len(KEY) for file in tmp_path.iterdir()) and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(delay)
        for build in builds:
            build.send_signal(signal.SIGKILL)
            build.wait()
        entries = [file.name for file in tmp_path.iterdir() if file.suffix != ".part"]
        assert entries
        assert all(Cache(tmp_path).recall(key) for key in entries)

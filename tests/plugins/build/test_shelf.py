"""The cache of parsed documents: it may lose everything and must never be wrong, nor stop a build."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import random
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

import pytest

from plugins.build import shelf as shelving
from plugins.build.shelf import FILE, Shelf, open_shelf

FORK = multiprocessing.get_context("fork")
Row = tuple[bytes, bytes, bytes]


def row(number: int) -> Row:
    """A row as the library makes them: a digest, a record of some hundred bytes, a body of some thousand."""
    key = blake2b(str(number).encode(), digest_size=16).digest()
    return key, key * 20, key * 200


ROWS = [row(number) for number in range(40)]


def keys(rows: list[Row] = ROWS) -> list[bytes]:
    """Their keys."""
    return [key for key, _, _ in rows]


def found(shelf: Shelf, rows: list[Row] = ROWS) -> int:
    """How many of the rows are there whole; an error if one is there and is another."""
    light = shelf.light(keys(rows))
    rest = {key: data for key in keys(rows) if (data := shelf.rest(key)) is not None}
    for key, small, large in rows:
        assert light.get(key, small) == small
        assert rest.get(key, large) == large
    return len(light.keys() & rest.keys())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a shelf of ROWS that nobody has open."""
    shelf = Shelf(tmp_path / "cache", "stamp")
    shelf.put(ROWS)
    shelf.close()
    return tmp_path / "cache"


def test_what_was_put_is_found(tmp_path):
    """By this shelf, by the next one, and nothing else is; a row put again is the new one."""
    shelf = Shelf(tmp_path / "a/cache", "stamp")
    assert found(shelf) == 0
    shelf.put(ROWS[:20])
    assert found(shelf) == 20
    shelf.close()
    shelf = Shelf(tmp_path / "a/cache", "stamp")
    assert found(shelf) == 20
    assert shelf.light([]) == {}
    shelf.put([(ROWS[0][0], b"new", b"newer")])
    assert (shelf.light([ROWS[0][0]]), shelf.rest(ROWS[0][0])) == ({ROWS[0][0]: b"new"}, b"newer")


def test_more_keys_than_one_question_may_have(tmp_path):
    """SQLite bounds the variables of a statement."""
    many = [row(number) for number in range(1700)]
    shelf = Shelf(tmp_path, "stamp")
    shelf.put(many)
    assert len(shelf.light([*keys(many), b"nobody"])) == 1700


def test_another_stamp_empties_it(folder):
    """What another program parsed is worth nothing, also when it comes back."""
    shelf = Shelf(folder, "other")
    assert found(shelf) == 0
    shelf.put(ROWS[:3])
    shelf.close()
    assert found(Shelf(folder, "other")) == 3
    assert found(Shelf(folder, "stamp")) == 0


def test_it_travels_as_an_address(folder):
    """Pickled, it opens the file where it arrives, once a process."""
    shelf = Shelf(folder, "stamp")
    assert found(shelf) == 40
    copy = pickle.loads(pickle.dumps(shelf))
    assert copy is not shelf
    assert copy is pickle.loads(pickle.dumps(shelf))
    assert found(copy) == 40
    copy.close()
    open_shelf.cache_clear()


def _in_a_child(shelf: Shelf) -> int:
    shelf.put([row(1000)])
    return found(shelf)


def test_no_connection_crosses_a_fork(folder):
    """A child opens its own, and its end does not close the parent's."""
    shelf = Shelf(folder, "stamp")
    assert found(shelf) == 40
    before = shelf._connection
    process = FORK.Process(target=lambda: os._exit(_in_a_child(shelf)))
    process.start()
    process.join()
    assert process.exitcode == 40
    assert shelf._connection is before
    assert found(shelf, [row(1000)]) == 1
    shelf.put([row(1001)])
    assert found(Shelf(folder, "stamp"), [*ROWS, row(1001)]) == 41


def _put_many(folder: Path, first: int) -> None:
    shelf = Shelf(folder, "stamp")
    for start in range(first, first + 640, 16):
        shelf.put([row(number) for number in range(start, start + 16)])
        assert found(shelf, [row(number) for number in range(start, start + 16)]) == 16
        found(shelf, [row(number) for number in range(0, 2000, 97)])
    os._exit(0)


def test_several_processes_write_at_once(folder):
    """They take turns: every row of all of them is there, whole."""
    processes = [FORK.Process(target=_put_many, args=(folder, first)) for first in (0, 640, 1280, 0)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0, 0, 0]
    everything = [row(number) for number in range(1920)]
    assert found(Shelf(folder, "stamp"), everything) == 1920


def _put_first(folder: Path, number: int, gate: multiprocessing.synchronize.Barrier) -> None:
    shelf = Shelf(folder, "stamp")
    gate.wait()
    shelf.put([row(number)])
    os._exit(0 if found(shelf) <= 40 else 1)


def test_several_processes_make_it_at_once(tmp_path):
    """As the workers of a first build do: none fails, and whoever comes later finds a sound shelf."""
    for turn in range(15):
        folder, gate = tmp_path / str(turn), FORK.Barrier(4)
        processes = [FORK.Process(target=_put_first, args=(folder, number, gate)) for number in range(4)]
        for process in processes:
            process.start()
        for process in processes:
            process.join()
        assert [process.exitcode for process in processes] == [0, 0, 0, 0]
        shelf = Shelf(folder, "stamp")
        assert found(shelf) >= 1
        shelf.put(ROWS)
        assert found(shelf) == 40


@pytest.mark.parametrize("data", [b"", b"SQLite format 3\0", b"not a database" * 500, os.urandom(8192)], ids=len)
def test_a_file_that_is_no_database_is_thrown_away(folder, data):
    """Empty, cut after its magic, somebody else's: the shelf is empty and works again at once."""
    (folder / FILE).write_bytes(data)
    shelf = Shelf(folder, "stamp")
    assert found(shelf) == 0
    shelf.put(ROWS)
    shelf.close()
    assert found(Shelf(folder, "stamp")) == 40


def test_a_cut_file_is_thrown_away(folder):
    """At every page: what is found is right, and the shelf works again after one more build."""
    data = (folder / FILE).read_bytes()
    for size in range(4096, len(data), 4096):
        (folder / FILE).write_bytes(data[:size])
        shelf = Shelf(folder, "stamp")
        assert found(shelf) < 40
        shelf.put(ROWS)
        shelf.close()
        shelf = Shelf(folder, "stamp")
        shelf.put(ROWS)
        assert found(shelf) == 40, size
        shelf.close()


@pytest.mark.parametrize("column", ["light", "rest"])
def test_a_flipped_bit_in_a_row_is_noticed(folder, column):
    """SQLite would hand it out: the row's own checksum does not."""
    with sqlite3.connect(folder / FILE) as connection:
        (data,) = connection.execute(f"SELECT {column} FROM parsed WHERE key = ?", (ROWS[7][0],)).fetchone()
        flipped = bytes([data[0] ^ 1]) + data[1:]
        connection.execute(f"UPDATE parsed SET {column} = ? WHERE key = ?", (flipped, ROWS[7][0]))
    connection.close()
    shelf = Shelf(folder, "stamp")
    light, rest = shelf.light(keys()), [shelf.rest(key) for key in keys()]
    assert len(light) == (39 if column == "light" else 40)
    assert [at for at, data in enumerate(rest) if data is None] == ([7] if column == "rest" else [])
    assert found(shelf) == 39
    shelf.put([ROWS[7]])
    assert found(shelf) == 40


@pytest.mark.parametrize("value", ["text", 17, None, 1.5])
def test_a_row_of_another_kind_is_not_there(folder, value):
    """A flipped bit may change the kind of a value, too."""
    with sqlite3.connect(folder / FILE) as connection:
        connection.execute("UPDATE parsed SET light = ?, rest = ? WHERE key = ?", (value, value, ROWS[7][0]))
    connection.close()
    assert found(Shelf(folder, "stamp")) == 39


def _flips() -> Iterator[int]:
    """Bits of a file to flip: its head and its schema whole, and a sample of the rest."""
    yield from (8 * at + 7 for at in (*range(100), *range(3850, 4096)))
    yield from random.Random(1).sample(range(8 * 50_000), 150)


def test_a_flipped_bit_anywhere_stops_nothing_and_is_never_believed(folder, tmp_path):
    """Head, schema, index, rows: what is found is what was put, and nothing is raised."""
    data = (folder / FILE).read_bytes()
    damaged = tmp_path / "damaged"
    damaged.mkdir()
    raised = []
    for bit in _flips():
        for suffix in ("-wal", "-shm"):
            Path(f"{damaged / FILE}{suffix}").unlink(missing_ok=True)
        broken = bytearray(data)
        broken[bit // 8 % len(data)] ^= 1 << bit % 8
        (damaged / FILE).write_bytes(broken)
        shelf = Shelf(damaged, "stamp")
        try:
            found(shelf)
            shelf.put(ROWS)
            found(shelf)
        except Exception as error:
            raised.append((bit, repr(error)))
        shelf.close()
    assert raised == []


@pytest.mark.parametrize(
    ("sound", "broken"),
    [
        (b"(stamp TEXT", b"(stbmp TEXT"),
        (b", light BLOB", b", ligjt BLOB"),
        (b"CREATE TABLE parsed", b"CREATE TBBLE parsed"),
        (b"TABLE about", b"TABLE abouu"),
        (b"the-stamp", b"\xffhe-stamp"),
    ],
)
def test_damage_is_mended_by_the_next_builds(folder, sound, broken):
    """A shelf that is damaged where no checksum looks would make every build slow for ever."""
    shelf = Shelf(folder, "the-stamp")
    shelf.put(ROWS)
    shelf.close()
    data = (folder / FILE).read_bytes()
    assert data.count(sound) == 1
    (folder / FILE).write_bytes(data.replace(sound, broken))
    for _ in range(2):
        shelf = Shelf(folder, "the-stamp")
        found(shelf)
        shelf.put(ROWS)
        shelf.close()
    assert found(Shelf(folder, "the-stamp")) == 40


def _put_and_die(folder: Path) -> None:
    shelf = Shelf(folder, "stamp")
    shelf.put(ROWS[:10])
    shelf.put(ROWS[10:20])
    os._exit(9)


@pytest.mark.parametrize("damage", ["none", "log", "index of the log", "no index", "no log"])
def test_a_build_that_was_killed_leaves_a_sound_shelf(tmp_path, damage):
    """Its log is still there: whole rows or none, whatever became of the log."""
    folder = tmp_path / "cache"
    process = FORK.Process(target=_put_and_die, args=(folder,))
    process.start()
    process.join()
    assert process.exitcode == 9
    log, index = folder / f"{FILE}-wal", folder / f"{FILE}-shm"
    assert log.stat().st_size > 0
    for name, file in (("log", log), ("index of the log", index)):
        if damage == name:
            data = bytearray(file.read_bytes())
            for at in random.Random(2).sample(range(len(data)), 50):
                data[at] ^= 0x55
            file.write_bytes(data)
    if damage.startswith("no "):
        (log if damage == "no log" else index).unlink()
    shelf = Shelf(folder, "stamp")
    assert found(shelf) == 20 if damage in ("none", "no index") else found(shelf) <= 20
    shelf.put(ROWS)
    shelf.close()
    shelf = Shelf(folder, "stamp")
    shelf.put(ROWS)
    assert found(shelf) == 40


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 400 KB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", disk]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small file system is not permitted here")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "--lazy", disk], check=True)


def test_a_full_disk_costs_time_only(small_disk):
    """Nothing is raised, what is there is right, and with room again it goes on."""
    many = [row(number) for number in range(400)]
    shelf = Shelf(small_disk / "cache", "stamp")
    shelf.put(ROWS[:5])
    for start in range(0, 400, 20):
        shelf.put(many[start : start + 20])
    kept = found(shelf, many)
    assert 5 <= kept < 100
    shelf.close()
    shelf = Shelf(small_disk / "cache", "stamp")
    assert found(shelf, many) == kept
    shelf.put(many[-40:])
    shelf.close()
    for file in (small_disk / "cache").iterdir():
        file.unlink()
    shelf = Shelf(small_disk / "cache", "stamp")
    shelf.put(ROWS[:10])
    assert found(shelf) == 10
    shelf.close()


def test_a_disk_without_any_room_has_no_shelf(small_disk):
    """Not even the empty file can be written; a build works all the same, and later one finds room."""
    with suppress(OSError):
        (small_disk / "ballast").write_bytes(b"x" * 500_000)
    shelf = Shelf(small_disk / "cache", "stamp")
    shelf.put(ROWS)
    assert found(shelf) == 0
    shelf.prune(keys())
    shelf.close()
    (small_disk / "ballast").unlink()
    shelf = Shelf(small_disk / "cache", "stamp")
    shelf.put(ROWS[:10])
    assert found(shelf) == 10
    shelf.close()


def test_a_shelf_that_cannot_be_made_is_an_empty_one(tmp_path):
    """A file in the folder's place, a folder in the file's: no error, no row, and nothing of either is touched."""
    (tmp_path / "file").write_text("mine")
    (tmp_path / "folder" / FILE).mkdir(parents=True)
    (tmp_path / "folder" / FILE / "mine").write_text("mine")
    for place in ("file", "file/below", "folder"):
        shelf = Shelf(tmp_path / place, "stamp")
        shelf.put(ROWS)
        assert found(shelf) == 0
        shelf.prune(keys())
        shelf.close()
    assert (tmp_path / "file").read_text() == "mine"
    assert (tmp_path / "folder" / FILE / "mine").read_text() == "mine"


def test_a_shelf_that_another_program_holds_is_waited_for_and_then_left(folder, monkeypatch):
    """A lock that never ends costs the bounded wait, not the build."""
    monkeypatch.setattr(shelving, "_BUSY_MS", 50)
    holder = sqlite3.connect(folder / FILE, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    shelf = Shelf(folder, "stamp")
    shelf.put([row(1000)])
    assert found(shelf, [row(1000)]) == 0
    holder.execute("ROLLBACK")
    holder.close()
    assert found(shelf) == 40
    shelf.put([row(1000)])
    assert found(shelf, [row(1000)]) == 1


def test_rows_of_documents_that_are_gone_go_when_they_are_many(folder, monkeypatch):
    """Some branches of work are kept, all of history is not; the file becomes smaller."""
    monkeypatch.setattr(shelving, "_LEAST", 20)
    shelf = Shelf(folder, "stamp")
    live = keys()[:10]
    shelf.prune(live)
    assert found(shelf) == 40  # four rows a document are kept
    shelf.put([row(number) for number in range(40, 300)])
    large = (folder / FILE).stat().st_size + (folder / f"{FILE}-wal").stat().st_size
    shelf.prune(live)
    assert shelf.light(keys([row(number) for number in range(300)])).keys() == set(live)
    assert found(shelf, ROWS[:10]) == 10
    shelf.close()
    assert (folder / FILE).stat().st_size < large / 4
    shelf = Shelf(folder, "stamp")
    shelf.prune([])
    assert found(shelf) == 10  # fewer than the least


def test_a_small_shelf_is_never_pruned(folder):
    """Two thousand rows are no burden."""
    shelf = Shelf(folder, "stamp")
    shelf.prune([])
    assert found(shelf) == 40

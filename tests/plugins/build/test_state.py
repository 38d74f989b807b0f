"""What the last build knew: kept whole, believed only where it is whole and ours."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
import zlib
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.build.state import PageState, State, marks
from plugins.build.state_file import FILE, StateFile, any_state


def a_state() -> State:
    """Three facts, one of them gone, and two pages."""
    return State(
        "stamp",
        ["site", "head:a.md", "related:a.md"],
        ["1", "2", None],
        {"a.html": PageState("document a.md", (0, 1, 2), "d1", ("new:",), "2026-11-20"),
         "index.html": PageState("home", (0,), "d2", ("new:",), "2026-11-20")},
        "m",
        {"": "17", "tzgg": "18"},
    )  # fmt: skip


def same(one: State, other: State) -> bool:
    """Whether two states say the same."""
    return msgspec.msgpack.encode(one) == msgspec.msgpack.encode(other)


def test_what_was_kept_comes_back(tmp_path):
    """In a folder that is made for it; nothing else is left there."""
    StateFile(tmp_path / "a/cache").save(a_state())
    assert same(StateFile(tmp_path / "a/cache").load("stamp"), a_state())
    assert [file.name for file in (tmp_path / "a/cache").iterdir()] == [FILE]
    changed = a_state()
    changed.names.append("more")
    changed.digests.append("3")
    StateFile(tmp_path / "a/cache").save(changed)
    assert same(StateFile(tmp_path / "a/cache").load("stamp"), changed)


def test_another_program_s_state_is_none(tmp_path):
    """It made pages otherwise; ``desk why`` may still tell of them."""
    StateFile(tmp_path).save(a_state())
    assert same(StateFile(tmp_path).load("other"), State("other"))
    assert same(any_state(tmp_path), a_state())


def test_an_empty_state_shares_nothing_with_the_next():
    """Each has lists of its own."""
    State("a").names.append("x")
    State("a").pages["p"] = PageState("", (), "", (), "")
    assert same(State("a"), State("a", [], [], {}, "", {}))


def _sealed(data: bytes) -> bytes:
    return zlib.crc32(data).to_bytes(4, "big") + data


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[:3],
        lambda data: b"\0\0\0\0",
        lambda data: data[:-1],
        lambda data: data + b"x",
        lambda data: data[: len(data) // 2],
        lambda data: data[:20] + bytes([data[20] ^ 1]) + data[21:],
        lambda data: bytes([data[0] ^ 1]) + data[1:],
        lambda data: _sealed(b"\xc1"),
        lambda data: _sealed(b"\x91\x01"),
        lambda data: _sealed(msgspec.msgpack.encode(["stamp", [1], "x"])),
        lambda data: _sealed(b"\xa5stamp"),
    ],
)
def test_a_damaged_state_is_none(tmp_path, damage):
    """Cut, grown, a bit flipped, somebody else's: everything is made again, and the next state is sound."""
    StateFile(tmp_path).save(a_state())
    (tmp_path / FILE).write_bytes(damage((tmp_path / FILE).read_bytes()))
    assert same(StateFile(tmp_path).load("stamp"), State("stamp"))
    assert same(any_state(tmp_path), State(""))
    StateFile(tmp_path).save(a_state())
    assert same(StateFile(tmp_path).load("stamp"), a_state())


def test_every_flipped_bit_is_noticed(tmp_path):
    """Believed, it would be a page that is never made again."""
    StateFile(tmp_path).save(a_state())
    data = (tmp_path / FILE).read_bytes()
    for bit in range(8 * len(data)):
        flipped = bytearray(data)
        flipped[bit // 8] ^= 1 << bit % 8
        (tmp_path / FILE).write_bytes(flipped)
        assert same(any_state(tmp_path), State("")), bit


@pytest.mark.parametrize("obstacle", ["nothing", "a file above", "a folder in its place", "a pipe above"])
def test_no_state_is_an_empty_one(tmp_path, obstacle):
    """And what cannot be written is not told: it costs the next build time."""
    folder = tmp_path / "cache"
    if obstacle == "a file above":
        folder.write_text("mine")
    elif obstacle == "a folder in its place":
        (folder / FILE / "x").mkdir(parents=True)
    elif obstacle == "a pipe above":
        os.mkfifo(folder)
    assert same(StateFile(folder).load("stamp"), State("stamp"))
    StateFile(folder).save(a_state())
    assert same(StateFile(folder).load("stamp"), a_state() if obstacle == "nothing" else State("stamp"))
    assert not list(tmp_path.rglob("*.new"))


def test_a_full_disk_leaves_no_state_that_is_wrong(tmp_path):
    """A real file system of 64 KB: what cannot be kept is thrown away with what it was to replace."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small file system is not permitted here")
    try:
        StateFile(disk).save(a_state())
        large = a_state()
        large.names += [f"head:{n}" for n in range(20_000)]
        large.digests += ["x"] * 20_000
        StateFile(disk).save(large)
        assert same(StateFile(disk).load("stamp"), State("stamp"))
        StateFile(disk).save(a_state())
        assert same(StateFile(disk).load("stamp"), a_state())
        assert [file.name for file in disk.iterdir()] == [FILE]
    finally:
        subprocess.run(["umount", disk], check=True)


FACTS = st.dictionaries(st.sampled_from([f"head:{n}" for n in range(12)]), st.sampled_from("abc"))


@given(st.lists(FACTS, max_size=5))
def test_what_changed_is_told_by_number_however_long_the_history(history):
    """Altered, come, gone, come back as it was: exactly those, and a number keeps its name."""
    state, before, numbers = State("s"), {}, {}
    for facts in history:
        changed = {state.names[number] for number in state.changed(facts)}
        known = set(state.names)
        assert changed == {name for name in known if before.get(name) != facts.get(name)}
        new = state.numbers(facts)
        assert {name: new[name] for name in numbers} == numbers
        assert new.keys() >= facts.keys()
        assert state.changed(facts) == set()
        before, numbers = facts, new


def test_a_fact_that_is_not_there_has_a_number_too():
    """Its coming is a change; it is given once."""
    state = State("s")
    numbers = state.numbers({"site": "1"})
    number = state.number("related:a.md", numbers)
    assert state.number("related:a.md", numbers) == number == 1
    assert state.number("site", numbers) == 0
    assert state.changed({"site": "1"}) == set()
    assert state.changed({"site": "1", "related:a.md": "x"}) == {number}


def test_whether_any_page_was_made_of_a_fact():
    """Read by one, by none, unknown."""
    state = a_state()
    assert state.is_read("site")
    assert state.is_read("related:a.md")
    state.pages.pop("a.html")
    assert not state.is_read("head:a.md")
    assert not state.is_read("day")


def test_names_of_the_past_go_when_they_are_most_of_all():
    """Pages go on meaning the same facts; what is there, and what a page reads though it is gone, stays."""
    state = a_state()
    past = [f"head:gone/{n}.md" for n in range(2000)]
    state.names[1:1] = past[:1000]
    state.names += past[1000:]
    state.digests = [None] * len(state.names)
    at = {name: number for number, name in enumerate(state.names)}
    for page, reads in (("a.html", ("site", "head:a.md", "related:a.md")), ("index.html", ("site",))):
        state.pages[page].reads = tuple(at[name] for name in reads)
    numbers = state.numbers({"site": "1", "head:a.md": "2", "new": "3"})
    assert state.names == ["site", "head:a.md", "related:a.md", "new"]
    assert state.digests == ["1", "2", None, "3"]
    assert numbers == {"site": 0, "head:a.md": 1, "related:a.md": 2, "new": 3}
    assert (state.pages["a.html"].reads, state.pages["index.html"].reads) == ((0, 1, 2), (0,))


def test_a_few_names_of_the_past_do_no_harm():
    """A deleted document may come back."""
    state = a_state()
    state.names += [f"head:gone/{n}.md" for n in range(500)]
    state.digests += [None] * 500
    state.numbers({"site": "1"})
    assert len(state.names) == 503


def _take_away(folder: Path) -> None:
    (folder / "c.html").unlink()


def _put_in(folder: Path) -> None:
    (folder / "d.html").write_text("1")


def _put_in_its_place(folder: Path) -> None:
    (folder / "new").write_text("1")
    os.utime(folder / "new", ns=(0, (folder / "c.html").stat().st_mtime_ns))
    (folder / "new").replace(folder / "c.html")


def _write_into(folder: Path) -> None:
    (folder / "c.html").write_text("2")


def _grow(folder: Path) -> None:
    times = folder.stat().st_mtime_ns, (folder / "c.html").stat().st_mtime_ns
    (folder / "c.html").write_text("11")
    os.utime(folder / "c.html", ns=(0, times[1]))
    os.utime(folder, ns=(0, times[0]))


def _rename(folder: Path) -> None:
    (folder / "c.html").rename(folder / "e.html")


def _make_a_folder_of_it(folder: Path) -> None:
    (folder / "c.html").unlink()
    (folder / "c.html").mkdir()


def _make_a_link_of_it(folder: Path) -> None:
    (folder / "c.html").rename(folder.parents[2] / "aside")
    (folder / "c.html").symlink_to(folder.parents[2] / "aside")


def _take_it_all(folder: Path) -> None:
    shutil.rmtree(folder)


@pytest.mark.parametrize(
    "deed",
    [
        _take_away,
        _put_in,
        _put_in_its_place,
        _write_into,
        _grow,
        _rename,
        _make_a_folder_of_it,
        _make_a_link_of_it,
        _take_it_all,
    ],
)
def test_the_mark_of_a_folder_tells_who_has_been_there(tmp_path, deed):
    """Whatever was done to a file of it, and to that folder alone: those above and beside it have their marks."""
    output = tmp_path / "output"
    paths = ["a.html", "x/b.html", "x/y/c.html", "z/c.html", "gone/d.html"]
    for path in paths[:4]:
        (output / path).parent.mkdir(parents=True, exist_ok=True)
        (output / path).write_text("1")
    before = marks(output, paths)
    assert set(before) == {"", "x", "x/y", "z"}
    assert marks(output, paths) == before
    time.sleep(0.02)
    deed(output / "x/y")
    after = marks(output, paths)
    assert {folder for folder in before if before[folder] != after.get(folder)} == {"x/y"}


def test_a_folder_that_is_not_there_has_no_mark(tmp_path):
    """Nor has an output that is not there."""
    assert marks(tmp_path / "nowhere", ["a.html", "b/c.html"]) == {}
    assert marks(tmp_path, []) == {}
    (tmp_path / "b").write_text("a file")
    assert set(marks(tmp_path, ["b/c.html"])) == set()

"""The whole state once in a while, and what each build changed behind it: together always what the last build knew."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.build.state import PageState, State
from plugins.build.state_file import FILE, MORE, StateFile, any_state
from tests.plugins.build.test_state import a_state


def same(one: State, other: State) -> bool:
    """Whether two states say the same, in whatever order."""
    return one == other


def a_page(digest: str) -> PageState:
    """A page of two facts."""
    return PageState("document a.md", (0, 1), digest, ("head:a.md",), "2026-11-20")


def large() -> State:
    """A state whose few changes are not worth writing the whole again."""
    state = a_state()
    state.pages.update({f"{n}.html": a_page(f"d{n}") for n in range(300)})
    return state


def changed(state: State, round_: int) -> None:
    """What a build does to a state."""
    numbers = state.numbers({"site": "1", "head:a.md": f"r{round_}", f"body:{round_}.md": "x"})
    state.number(f"related:{round_}.md", numbers)
    pages = dict(state.pages)
    pages.pop(f"{round_}.html")
    pages[f"new-{round_}.html"] = a_page(f"n{round_}")
    pages["a.html"] = a_page(f"a{round_}")
    state.pages, state.manifest = pages, f"m{round_}"
    state.folders = {"": "17", f"f{round_}": "18"}


@pytest.fixture
def kept(tmp_path: Path) -> tuple[Path, list[State]]:
    """A folder after one whole state and four changes, and the state after each."""
    StateFile(tmp_path).save(large())
    states = [large()]
    for round_ in range(4):
        file = StateFile(tmp_path)
        state = file.load("stamp")
        changed(state, round_)
        file.save(state)
        states.append(msgspec.msgpack.decode(msgspec.msgpack.encode(state), type=State))
    return tmp_path, states


def test_a_change_is_put_behind_the_whole(kept):
    """And each reading finds the last state, in the same process as in another."""
    folder, states = kept
    assert same(any_state(folder), states[-1])
    assert (folder / MORE).stat().st_size < (folder / FILE).stat().st_size // 8
    file = StateFile(folder)
    state = file.load("stamp")
    for round_ in range(4, 8):
        changed(state, round_)
        file.save(state)
        assert same(any_state(folder), state)


def test_changes_cut_short_leave_the_state_before(kept):
    """Wherever a kill, a full disk or a flipped bit leaves them, the state read is one that was; the next is sound."""
    folder, states = kept
    whole = (folder / MORE).read_bytes()
    for length in range(len(whole)):
        (folder / MORE).write_bytes(whole[:length])
        assert any_state(folder) in states
    for at in range(len(whole)):
        flipped = bytearray(whole)
        flipped[at] ^= 1 << at % 8
        (folder / MORE).write_bytes(flipped)
        assert any_state(folder) in states[:-1]
    file = StateFile(folder)
    state = file.load("stamp")
    changed(state, 7)
    file.save(state)
    assert same(any_state(folder), state)
    assert not (folder / MORE).exists()


def test_changes_of_another_whole_are_none_of_ours(kept):
    """A kill between writing the whole and taking the changes away leaves both."""
    folder, states = kept
    shutil.copy(folder / MORE, folder / "saved")
    StateFile(folder).save(states[1])
    assert not (folder / MORE).exists()
    shutil.copy(folder / "saved", folder / MORE)
    assert same(any_state(folder), states[1])


def test_many_changes_become_a_whole(tmp_path):
    """The file does not grow for ever."""
    StateFile(tmp_path).save(large())
    wholes = set()
    for round_ in range(120):
        file = StateFile(tmp_path)
        state = file.load("stamp")
        changed(state, round_)
        file.save(state)
        assert same(any_state(tmp_path), state)
        wholes.add((tmp_path / FILE).stat().st_ino)
        if (tmp_path / MORE).exists():
            assert (tmp_path / MORE).stat().st_size <= (tmp_path / FILE).stat().st_size // 8
    assert 2 < len(wholes) < 60


def test_a_whole_that_went_away_is_written_again(kept):
    """Changes alone are worth nothing."""
    folder, _ = kept
    file = StateFile(folder)
    state = file.load("stamp")
    (folder / FILE).unlink()
    changed(state, 7)
    file.save(state)
    assert same(any_state(folder), state)


def test_names_that_were_forgotten_make_a_whole(tmp_path):
    """Numbers mean other facts then."""
    state = large()
    state.names += [f"head:gone/{n}.md" for n in range(2000)]
    state.digests += [None] * 2000
    StateFile(tmp_path).save(state)
    file = StateFile(tmp_path)
    state = file.load("stamp")
    state.numbers({"site": "1", "head:a.md": "2"})
    assert len(state.names) < 10
    file.save(state)
    assert same(any_state(tmp_path), state)


FACTS = st.dictionaries(st.sampled_from([f"head:{n}" for n in range(12)]), st.sampled_from("abc"))
PAGES = st.dictionaries(st.sampled_from([f"{n}.html" for n in range(9)]), st.sampled_from(["1", "2"]))
MARKS = st.dictionaries(st.sampled_from(["", "a", "b/c"]), st.sampled_from(["7", "8"]))


@given(st.lists(st.tuples(FACTS, PAGES, MARKS, st.booleans()), min_size=1, max_size=6))
@settings(max_examples=150, deadline=None)
def test_any_history_reads_as_it_was_written(tmp_path_factory, history):
    """Facts, pages and folders altered, come, gone; by one process that lives, or by one for each build."""
    folder = tmp_path_factory.mktemp("state")
    StateFile(folder).save(large())
    file = StateFile(folder)
    state = file.load("stamp")
    for facts, pages, folders, again in history:
        if again:
            file = StateFile(folder)
            state = file.load("stamp")
        state.numbers(facts)
        kept = {path: page for path, page in state.pages.items() if pages.get(path) == page.digest}
        state.pages = kept | {path: a_page(digest) for path, digest in pages.items() if path not in kept}
        state.folders = folders
        file.save(state)
        assert same(any_state(folder), state)

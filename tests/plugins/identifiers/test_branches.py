"""Branches, merges, moves and deletions in any order: numbers stay unique and published ones what they are."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.identifiers.moved import moved_addresses
from plugins.redirects import read_aliases
from tests.plugins.identifiers.branches import FRONTS, Repository

NAMES = st.sampled_from(["main", "a", "b", "c"])
SIDES = st.sampled_from(["a", "b", "c"])
FOLDERS = st.sampled_from(["tzgg", "zwgk/gfxwj", "zwgk/qtwj"])
STEPS = st.one_of(
    st.tuples(st.just("add"), NAMES, st.sampled_from(sorted(FRONTS)), FOLDERS),
    st.tuples(st.just("copy_file"), NAMES, st.integers(0, 9)),
    st.tuples(st.just("move"), NAMES, st.integers(0, 9), FOLDERS),
    st.tuples(st.just("delete"), NAMES, st.integers(0, 9)),
    st.tuples(st.just("split"), SIDES),
    st.tuples(st.just("register"), NAMES),
    st.tuples(st.just("merge"), SIDES),
    st.tuples(st.just("publish")),
    st.tuples(st.just("race"), SIDES, st.integers(1, 3), FOLDERS, st.booleans()),
)


def play(steps: list[tuple]) -> Repository:
    """Carry out the steps that can be; after each merge and publication everything is checked."""
    repository = Repository()
    for what, *arguments in steps:
        branch = arguments[0] if arguments and what not in ("split", "merge") else ""
        if branch and branch not in repository.branches:
            continue
        getattr(repository, what)(*arguments)
    for name in ("a", "b", "c"):
        repository.merge(name)
    repository.publish()
    return repository


def check_addresses(repository: Repository) -> None:
    """Every address that the public ever had answers while its document is there, at once or in one step."""
    main = repository.branches["main"]
    public = [SimpleNamespace(id=d.id, url=d.url, column=d.folder, aliases=()) for d in main.documents.values()]
    columns = {d.folder: SimpleNamespace(url=f"/{d.folder}/", aliases=()) for d in main.documents.values()}
    stands = {article.url for article in public} | {column.url for column in columns.values()}
    moved = moved_addresses(public, sorted(main.urls))
    targets, problems = read_aliases(public, lambda: stands, None, moved, columns)
    assert problems == []
    assert not stands & set(targets)
    assert set(targets.values()) <= stands
    for url, id_ in repository.answered.items():
        if id_ in main.documents:
            assert targets.get(url, url) == main.documents[id_].url


@settings(max_examples=150, deadline=None)
@given(st.lists(STEPS, max_size=40))
def test_numbers_and_addresses_survive_any_history(steps):
    """Unique, never reused, never renumbered once published; no address lost, no loop."""
    check_addresses(play(steps))


@pytest.mark.soak
@settings(max_examples=4000, deadline=None)
@given(st.lists(STEPS, min_size=20, max_size=120))
def test_numbers_and_addresses_survive_any_long_history(steps):
    """The same, longer."""
    check_addresses(play(steps))


@settings(max_examples=60, deadline=None)
@given(st.lists(STEPS, max_size=40))
def test_mending_twice_is_mending_once(steps):
    """What is in order stays as it is."""
    repository = play(steps)
    main = repository.branches["main"]
    before = main.rows, main.urls, dict(main.documents)
    repository.mend("main")
    assert (main.rows, main.urls, main.documents) == before


def test_the_published_number_stays_though_the_branch_registered_earlier():
    """A number that was given on a branch on Monday does not push out the one that was online on Tuesday."""
    repository = Repository()
    repository.split("a")
    repository.add("a", "czj", "tzgg")
    repository.register("a")
    repository.add("main", "czj", "tzgg")
    repository.publish()
    repository.merge("a")
    main = repository.branches["main"]
    assert (main.documents["d-2"].number, main.documents["d-1"].number) == (
        "009990063/2026-00001",
        "009990063/2026-00002",
    )


def test_a_deleted_document_keeps_its_number():
    """Nobody gets it again."""
    repository = Repository()
    repository.add("main", "czj", "tzgg")
    repository.publish()
    repository.delete("main", 0)
    repository.add("main", "czj", "tzgg")
    repository.publish()
    (found,) = repository.branches["main"].documents.values()
    assert found.number == "009990063/2026-00002"

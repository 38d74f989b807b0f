"""An incremental build equals a clean one, file for file, whatever happened since the last.

A sequence is a county of its own and a list of steps; a step is some changes, perhaps somebody who meddles with output
or cache, perhaps a build that is killed, then a build that is compared with a clean one into a fresh folder. Where the
clean build refuses, the incremental one must refuse with the same words and leave the output untouched.

``GONGKAI_SEED=number`` runs other sequences than the fixed ones.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from plugins.build.quick import TICK_NS
from tests.plugins.build.changes import CHANGES, FAULTS
from tests.plugins.build.meddling import MEDDLINGS
from tests.plugins.build.trial import Counts, LiveTrial, Step, Trial, assert_equal, tree
from tests.plugins.build.workshop import ROOT, Workshop

SEED = os.environ.get("GONGKAI_SEED", "")
BUSY = (6, 17, 18, 19, 47, 48, 49)
"""Documents in the busy column at first: around the limits of lists (two notices come on top)."""


NUMBER = st.integers(0, 9999)
EDITS = st.tuples(st.sampled_from([*CHANGES]), NUMBER, NUMBER)
ERRORS = st.tuples(st.sampled_from([*FAULTS]), NUMBER, NUMBER)
MEDDLE = st.one_of(st.just(("", 0, 0)), st.tuples(st.sampled_from([*MEDDLINGS]), NUMBER, NUMBER))
DEATH = st.one_of(
    st.just(("", 0)),
    st.just(("", 0)),
    st.just(("", 0)),
    st.tuples(st.just("die_at"), st.integers(0, 140)),
    st.tuples(st.just("die_after"), st.integers(1, 500)),
    st.tuples(st.just("worker_dies_at"), st.integers(0, 40)),
    st.tuples(st.just("edit_at"), st.integers(0, 60)),
)
WAY = st.sampled_from(["portal", "desk", "portal", "desk", "pelican", "fresh"])


@st.composite
def steps(draw: Any, kind: type[Trial]) -> Step:
    """A step: mostly one to three changes, now and then one that nobody may publish."""
    changes = draw(st.lists(EDITS, min_size=1, max_size=3))
    if draw(st.integers(0, 7)) == 7:
        changes.append(draw(ERRORS))
    if kind is LiveTrial:
        changes = [entry for entry in changes if entry[0] not in ("clock_of_the_site", "other_theme")]
        return Step(tuple(changes), go_on=draw(st.integers(0, 4)) == 4)
    death = draw(DEATH)
    jobs = 2 if death[0] == "worker_dies_at" else draw(st.integers(1, 2))
    return Step(tuple(changes), draw(MEDDLE), draw(WAY), jobs, death, draw(st.booleans()))


@pytest.fixture(scope="module")
def shops() -> Iterator[tuple[Workshop, Workshop]]:
    """Two workshops: for the incremental builds and for the clean ones."""
    both = Workshop(), Workshop()
    yield both
    for shop in both:
        shop.close()


def explore(
    folder: Path, shops: tuple[Workshop, Workshop], sequences: int, length: int, kind: type[Trial] = Trial
) -> Counts:
    """Run sequences that hypothesis makes up: always the same ones, unless GONGKAI_SEED says otherwise."""
    counts = Counts()

    @settings(
        max_examples=sequences,
        derandomize=not SEED,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=[*HealthCheck],
    )
    @given(busy=st.sampled_from(BUSY), plan=st.lists(steps(kind), min_size=length, max_size=length))
    def sequence(busy: int, plan: list[Step]) -> None:
        place = folder / f"s{counts.sequences}"
        trial = kind(place, shops, counts, busy)
        for step in plan:
            trial.run(step)
        trial.run(Step((), way="desk"))
        time.sleep(2 * TICK_NS / 1e9)
        trial.run(Step((), way="desk"))  # nothing to do, and what is there is right
        trial.end()
        shutil.rmtree(place)

    (seed(int(SEED))(sequence) if SEED else sequence)()
    return counts


def test_incremental_builds_equal_clean_ones(tmp_path, shops):
    """A few short sequences."""
    counts = explore(tmp_path, shops, sequences=8, length=5)
    assert counts.sequences >= 8
    assert counts.steps >= 40
    assert counts.answered_at_once >= counts.sequences // 2


def test_a_preview_shows_what_a_clean_build_would(tmp_path, shops):
    """The process that keeps the site in memory, told of every edit, also by the one that takes over from it."""
    counts = explore(tmp_path, shops, sequences=3, length=5, kind=LiveTrial)
    assert counts.steps >= 15


@pytest.mark.soak
@pytest.mark.timeout(1500)
def test_a_hundred_sequences_of_changes(tmp_path, shops, capsys):
    """Prints how much was tried."""
    started = time.monotonic()
    counts = explore(tmp_path, shops, sequences=100, length=6)
    with capsys.disabled():
        print(f"\n{counts}, {time.monotonic() - started:.0f} s")
    assert counts.sequences >= 100
    assert counts.steps >= 500
    assert counts.kills >= 20
    assert counts.answered_at_once >= counts.sequences // 2


@pytest.mark.soak
@pytest.mark.timeout(1500)
def test_many_edits_before_a_preview(tmp_path, shops, capsys):
    """Prints how much was tried."""
    started = time.monotonic()
    counts = explore(tmp_path, shops, sequences=20, length=6, kind=LiveTrial)
    with capsys.disabled():
        print(f"\npreview: {counts}, {time.monotonic() - started:.0f} s")
    assert counts.steps >= 120


@pytest.mark.soak
@pytest.mark.timeout(1500)
@pytest.mark.parametrize("kind", ["changes", "faults", "meddling"])
def test_every_single_operation_by_itself(tmp_path, shops, capsys, kind):
    """One change a build, all of them twice with other numbers, on a county that goes on changing."""
    counts = Counts()
    names = {"changes": CHANGES, "faults": FAULTS, "meddling": MEDDLINGS}[kind]
    trial = Trial(tmp_path, shops, counts, 18)
    for turn in range(2):
        for at, name in enumerate(names):
            picks = (7 * at + 31 * turn, 11 * at + 17 * turn)
            change, meddle = (
                ((name, *picks), ("", 0, 0)) if kind != "meddling" else (("edit_title", *picks), (name, *picks))
            )
            trial.run(Step((change,), meddle, ("portal", "desk")[at % 2], 1 + at % 2))
    with capsys.disabled():
        print(f"\n{kind}: {counts}")
    assert set(names) <= set(counts.operations)
    assert counts.refused >= len(names) if kind == "faults" else counts.refused < len(names) // 8


def test_pelican_and_desk_build_on_from_each_other(tmp_path, shops):
    """The same bytes from plain pelican (one process) and from desk with two, each going on from its own last build,
    and each from the other's."""
    counts = Counts()
    alone, together = (Trial(tmp_path / name, shops, counts, 18) for name in ("pelican", "desk"))
    for turn, change in enumerate(("edit_body", "edit_base", "add_newest", "bind", "delete", "move_column", "forward")):
        step = Step(((change, 5 + turn, 3 + turn),))
        alone.run(replace(step, way="pelican"))
        together.run(replace(step, way="desk", jobs=2))
        assert_equal(tree(alone.county.output), tree(together.county.output), change)
        alone.run(Step((("nothing", 0, 0),), way=("desk", "pelican")[turn % 2], jobs=2))


@pytest.mark.soak
@pytest.mark.timeout(1500)
def test_twenty_kills_of_a_larger_build(tmp_path, shops, capsys):
    """A few hundred documents, two processes, every page to be made: SIGKILL at a random moment; the next build, begun
    at once, is a clean one."""
    moments = Random(int(SEED or 20))
    trial = Trial(tmp_path, shops, Counts(), 300)
    county = trial.county
    places = "--content", county.content, "--theme", county.theme_folder, "--output", county.output
    program = [str(Path(sys.executable).parent / "desk"), "build", *map(str, places), "--jobs", "2"]
    program += ["--now", county.now_text]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}

    def start() -> subprocess.Popen[bytes]:
        CHANGES["edit_base"](county, 0, 0)
        CHANGES["add_newest"](county, moments.randrange(99), 0)
        CHANGES["delete"](county, moments.randrange(999), 0)
        county.sync()
        out = subprocess.DEVNULL
        return subprocess.Popen(program, cwd=ROOT, env=environment, stdout=out, stderr=out)

    started = time.monotonic()
    assert start().wait() == 0
    whole = time.monotonic() - started
    killed, in_time, waited = 0, 0, 0
    while killed < 20 or (in_time < 5 and killed < 60):  # until enough of them were writing
        process = start()
        time.sleep(moments.uniform(0.15, 1.0) * whole)
        process.kill()
        killed += process.wait() == -signal.SIGKILL
        in_time += (tmp_path / "output.stage").exists()
        for path, data in tree(county.output).items():
            assert data is None or not path.endswith(".html") or data.endswith(b"</html>\n"), path
        order = replace(trial.order(Step(())), way="desk", jobs=2)
        shops[0].ask(order)
        waited += (answer := shops[0].answer()).busy
        assert answer.status == 0 or answer.busy, answer
        assert trial.build_and_compare(Step(()))
    with capsys.disabled():
        print(f"\n{killed} builds of {whole:.1f} s killed, {in_time} of them while they wrote; {waited} times the next")
        print("had to wait for workers that were still there")
    assert in_time >= 5

"""One sequence of changes and builds, each compared with a clean build of the same county."""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

from plugins.build.stage import MANIFEST
from plugins.desk.rebuild import LiveBuild, Result
from plugins.desk.rebuild import Order as LiveOrder
from plugins.desk.workplace import settings_file
from tests.plugins.build.changes import CHANGES, FAULTS
from tests.plugins.build.founding import found
from tests.plugins.build.meddling import MEDDLINGS
from tests.plugins.build.workshop import Answer, Order, Workshop

Tree = dict[str, bytes | None]
"""Every file below a folder with its bytes, every folder (None), every symbolic link (where it leads)."""


@dataclass(frozen=True)
class Step:
    """``changes`` and ``meddle`` are name and two numbers, ``death`` is what becomes of an earlier try: nothing (there is
    none), die_at, die_after (ms), worker_dies_at or edit_at (the changes are saved meanwhile) with a number; ``go_on``
    leaves the mending to the next step."""

    changes: tuple[tuple[str, int, int], ...]
    meddle: tuple[str, int, int] = ("", 0, 0)
    way: str = "portal"
    jobs: int = 1
    death: tuple[str, int] = ("", 0)
    go_on: bool = False


@dataclass
class Counts:
    """What was done in a run of sequences."""

    sequences: int = 0
    steps: int = 0
    refused: int = 0
    kills: int = 0
    workers_killed: int = 0
    edited: int = 0
    answered_at_once: int = 0
    operations: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        return (
            f"{self.sequences} sequences, {self.steps} steps compared ({self.refused} of them refused alike), "
            f"{self.kills} builds killed, {self.workers_killed} workers killed, {self.edited} builds with edits "
            f"meanwhile, {self.answered_at_once} times nothing to do, {len(self.operations)} distinct operations, {self.operations.total()} in all"
        )


class Trial:
    """One sequence in progress: a county, and the builds of it. ``shops`` are for incremental and for clean builds."""

    def __init__(self, folder: Path, shops: tuple[Workshop, Workshop], counts: Counts, busy: int) -> None:
        self.folder, self.shops, self.counts = folder, shops, counts
        self.county = found(folder, busy)
        self.county.columns["zwgk/zck"] = {"id": "zck", "name": "政策文件库", "template": "library.html", "order": 90}
        self.number = 0
        self.told: list[str] = [f"busy={busy}"]
        counts.sequences += 1
        self.begin()
        self.sound = self.county.keep()
        self.meddled = False
        self.build_and_compare(Step(()))

    def begin(self) -> None:
        """What there is to do before the first build."""

    def run(self, step: Step) -> None:
        """One step, all of it. A county that nobody may publish becomes again what it was when somebody last could."""
        self.told.append(str(step))
        for name, a, b in step.changes:
            self.counts.operations[name] += 1
            (CHANGES.get(name) or FAULTS[name])(self.county, a, b)
        if step.death[0] == "edit_at":
            self.edit_meanwhile(step)
        self.touched(self.county.sync())
        if step.meddle[0]:
            self.counts.operations[step.meddle[0]] += 1
            self.meddled = True
            MEDDLINGS[step.meddle[0]](self.folder, *step.meddle[1:])
        if step.death[0] not in ("", "edit_at"):
            self.die(step)
            if step.go_on:
                return
        if self.build_and_compare(step):
            self.sound = self.county.keep()
            self.meddled = False
        else:
            self.touched(self.county.restore(self.sound))

    def touched(self, files: set[Path]) -> None:
        """Files were written or taken away."""

    def order(self, step: Step) -> Order:
        """The incremental build of a step."""
        county = self.county
        places = str(county.content), str(county.theme_folder), str(county.output)
        return Order(*places, county.now_text, step.way, step.jobs)

    def incremental(self, step: Step) -> Answer:
        """It is done."""
        answer = self.shops[0].build(self.order(step))
        self.counts.answered_at_once += answer.said.startswith("没有改动")
        return answer

    def edit_meanwhile(self, step: Step) -> None:
        """The changes are saved while a build is at work. Whatever it made of that, the next one puts it right."""
        edits = {file: data if data is None else data.decode("latin-1") for file, data in self.county.pending().items()}
        answer = self.shops[0].build(replace(self.order(step), edit_at=step.death[1], edits=edits))
        assert not answer.crash, answer.crash + self.story()
        self.counts.operations["edit_at"] += 1
        self.counts.edited += 1

    def die(self, step: Step) -> None:
        """A build that does not come to its end; whatever it left is whole."""
        death, number = step.death
        options: dict[str, Any] = {death: number / 1000 if death == "die_after" else number}
        answer = self.shops[0].build(replace(self.order(step), **options))
        assert not answer.crash, answer.crash + self.story()
        self.counts.operations[death] += 1
        self.counts.kills += answer.killed
        self.counts.workers_killed += "被系统结束" in answer.cannot
        if self.meddled:
            return
        for path, data in tree(self.county.output).items():
            if data is not None and path.endswith(".html") and not (self.county.output / path).is_symlink():
                assert data.endswith(b"</html>\n"), path + self.story()

    def build_and_compare(self, step: Step) -> bool:
        """The incremental build and a clean one side by side; whether the county may be published."""
        self.counts.steps += 1
        self.number += 1
        clean = self.folder / f"clean-{self.number}"
        before, stamps = tree(self.county.output), times(self.county.output)
        # A build that was killed while it renamed is finished by the next, even by one that is then refused.
        interrupted = (self.folder / "output.stage" / "journal.json").exists()
        self.shops[1].ask(
            replace(self.order(step), output=str(clean), way="portal", jobs=1, settings={"IMAGE_CACHE": ""})
        )
        got = self.incremental(step)
        wanted = self.shops[1].answer()
        assert not got.crash + wanted.crash, got.crash + wanted.crash + self.story()
        assert (got.status, got.problems, got.cannot) == (wanted.status, wanted.problems, wanted.cannot), (
            f"got {got}\nwanted {wanted}{self.story()}"
        )
        now = tree(self.county.output)
        self.counts.refused += got.status != 0
        if got.status == 0:
            assert_equal(now, tree(clean), self.story())
        elif interrupted:
            assert self.meddled or is_whole(now), self.story()
        else:
            assert_equal(now, before, self.story())
            assert times(self.county.output) == stamps, self.story()
        self.look_closer(before, now)
        shutil.rmtree(clean, ignore_errors=True)
        shutil.rmtree(f"{clean}.cache", ignore_errors=True)
        assert not [place.name for place in self.folder.iterdir() if place.name.endswith(".stage")], self.story()
        return got.status == 0

    def look_closer(self, before: Tree, now: Tree) -> None:
        """What else is to be true after a build."""

    def end(self) -> None:
        """What there is to do after the last build."""

    def story(self) -> str:
        """How it came to this."""
        return "\n" + "\n".join(self.told)


class LiveTrial(Trial):
    """A sequence in which one process keeps the site in memory, as ``desk preview`` does, and is told what was touched.

    The clock is the site's own. ``go_on`` of a step means: the process is ended after it, and another takes over.
    """

    def begin(self) -> None:
        """Start the process."""
        self.county.demo_clock = True
        self._touched = self.county.sync()
        self._result = Result()
        self._open()

    def _open(self) -> None:
        county = self.county
        self.live = LiveBuild(LiveOrder(county.content, county.theme_folder, county.output, ""), settings_file())

    def touched(self, files: set[Path]) -> None:
        """The process will be told."""
        self._touched |= files

    def incremental(self, step: Step) -> Answer:
        """The process builds for what was touched."""
        result = self._result = self.live(self._touched or {self.county.content / "site.toml"})
        self._touched = set()
        if step.go_on:
            self.live.stop()
            self._open()
        if result.trouble is None:
            return Answer(0)
        if result.trouble.title.startswith("共"):
            return Answer(1, result.trouble.lines)
        crash = result.trouble.title != "网页没有生成"
        said = "\n".join(result.trouble.lines)
        return Answer(3, crash=said + result.trouble.details) if crash else Answer(2, cannot=said)

    def end(self) -> None:
        """End the process."""
        self.live.stop()

    def look_closer(self, before: Tree, now: Tree) -> None:
        """The browser is told of what changed, and of nothing else."""
        changed = {path for path in {*before, *now} if before.get(path) != now.get(path)}
        files = {path for path in changed if (before.get(path) or now.get(path)) is not None}
        assert self._result.changed == files - {MANIFEST}, self.story()


def tree(folder: Path) -> Tree:
    """What stands below a folder."""
    there: Tree = {}
    for place, folders, files in os.walk(folder):
        for name in folders:
            path = os.path.join(place, name)
            there[os.path.relpath(path, folder)] = os.readlink(path).encode() if os.path.islink(path) else None
        for name in files:
            path = os.path.join(place, name)
            if os.path.islink(path):
                there[os.path.relpath(path, folder)] = os.readlink(path).encode()
            else:
                with open(path, "rb") as stream:
                    there[os.path.relpath(path, folder)] = stream.read()
    return there


def times(folder: Path) -> dict[str, tuple[int, int]]:
    """Inode and time of last writing of everything below a folder."""
    there = {}
    for path in folder.rglob("*"):
        told = path.lstat()
        there[path.relative_to(folder).as_posix()] = told.st_ino, told.st_mtime_ns
    return there


def is_whole(there: Tree) -> bool:
    """Whether an output is what its manifest says."""
    files = {path: blake2b(data, digest_size=16).hexdigest() for path, data in there.items() if data is not None}
    manifest = json.loads(there[MANIFEST] or b"")
    return {path: digest for path, digest in files.items() if path != MANIFEST} == manifest


def assert_equal(got: Tree, wanted: Tree, story: str) -> None:
    """Names every path that differs, and of the first file the first lines that do."""
    if got == wanted:
        return
    lost, extra = sorted(wanted.keys() - got.keys()), sorted(got.keys() - wanted.keys())
    differ = sorted(path for path in got.keys() & wanted.keys() if got[path] != wanted[path])
    lines: list[str] = []
    for path in differ[:3]:
        left, right = (str((data or b"").decode(errors="replace")).splitlines() for data in (got[path], wanted[path]))
        pairs = [(one, two) for one, two in zip(left, right, strict=False) if one != two][:2]
        lines += [f"{path}: {pairs}"]
    raise AssertionError("\n".join([f"missing {lost}", f"too many {extra}", f"differ {differ}", *lines]) + story)

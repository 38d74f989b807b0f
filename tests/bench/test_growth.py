"""Growth over three sizes: what fails at one of them is told with it, and nothing of it is left lying about."""

from __future__ import annotations

import errno
import sys
from dataclasses import replace

from bench.build import ours
from bench.build.growth import grow
from bench.build.results import growth_table
from bench.build.workplace import open_workplace, sweep

BAD = [sys.executable, "-c", "raise SystemExit('no layout')"]


def test_failures_are_told_with_their_size(tmp_path):
    """A build that fails at every size is no figure and three lines."""
    found = grow(tmp_path, replace(ours.engine(), command=lambda warm: BAD), 400, 8, 1)
    said = "ours, cold, round 1: exit status 1: no layout"
    assert found["failures"] == [f"{size} articles, {said}" for size in ("100", "400", "1,600")]
    assert found["wall"]["cold"] == [None, None, None]
    assert found["ratios"] == {}
    assert "—" in growth_table(found)


def test_a_size_without_room_is_told_beside_the_others(tmp_path):
    """A disk that fills up at the largest size costs that size alone, and the half-written tree goes."""
    engine = ours.engine()

    def scaffold(folder, corpus):
        engine.scaffold(folder, corpus)
        if corpus.articles > 400:
            raise OSError(errno.ENOSPC, "No space left on device")

    found = grow(tmp_path, replace(engine, scaffold=scaffold, command=lambda warm: ["true"]), 400, 8, 1)
    assert found["failures"][-1] == "1,600 articles: [Errno 28] No space left on device"
    assert not (tmp_path / "1600-32-2026/ours").exists()
    assert (tmp_path / "400-8-2026/ours/content").is_dir()


def test_products_go_and_sources_stay_once_a_size_is_measured(tmp_path):
    """The output of each size is removed before the next is built: only one of them needs room at a time."""
    seen = []

    def command(warm):
        seen.append(sorted(path.parent.parent.name for path in tmp_path.glob("*/ours/output")))
        return [sys.executable, "-c", "import os; os.mkdir('output')"]

    grow(tmp_path, replace(ours.engine(), command=command), 400, 8, 1)
    assert seen == [[], [], []]
    assert not list(tmp_path.glob("*/ours/output"))
    assert len(list(tmp_path.glob("*/ours/content"))) == 3


def test_what_a_killed_run_left_at_another_size_is_swept(tmp_path):
    """Its products go, its tree does not."""
    engine = ours.engine()
    place = open_workplace(tmp_path, 220, 2)
    place.prepare([engine])
    folder = place.folder(engine)
    (folder / ".state/preview/1234").mkdir(parents=True)
    (folder / "output").mkdir()
    (tmp_path / ".lock").touch()
    sweep(tmp_path, [engine])
    assert sorted(path.name for path in folder.iterdir()) == [".stamp", "content", "pelicanconf.py", "theme"]

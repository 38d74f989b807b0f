"""The second half of a build: which pages must be made again, making them, remembering what they were made of."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from plugins.build.facts import Digest
from plugins.build.pages import Spec
from plugins.build.render import Renderer, Result, render_all
from plugins.build.stage import Stage
from plugins.build.state import PageState, State
from standards.calendar import BEIJING

WORTH_A_POOL = 150
"""Pages below which starting processes takes longer than rendering."""
REASONS = 8
"""Changed facts kept of a page, for ``desk why``."""
NEW, CHANGED_KIND, OUTPUT = "new:", "made:", "output:"
"""Reasons that are no facts: the page was not there, it is made in another way, somebody touched the output."""


@dataclass
class Work:
    """What one build did: pages there are, pages made, seconds and pages by template and by folder; ``marks`` of
    the output's folders as it found them."""

    pages: int = 0
    made: int = 0
    marks: Mapping[str, str] = field(default_factory=dict)
    templates: dict[str, list[float]] = field(default_factory=dict)
    folders: dict[str, list[float]] = field(default_factory=dict)

    def count(self, result: Result, template: str) -> None:
        """Add a page that was made."""
        self.made += 1
        for table, key in (
            (self.templates, template),
            (self.folders, result.path.rpartition("/")[0].partition("/")[0]),
        ):
            entry = table.setdefault(key, [0, 0.0])
            entry[0] += 1
            entry[1] += result.seconds


def write_pages(  # noqa: PLR0917 - the pieces of one build
    specs: Sequence[Spec],
    facts: Mapping[str, Digest],
    renderer: Renderer,
    stage: Stage,
    state: State,
    workers: int,
    progress: Callable[[int, int], None],
    found: Mapping[str, str],
) -> Work:
    """Stage every page that is not as the last build left it, claim all others, bring ``state`` up to date.

    ``workers`` 0 means as many processes as pay; ``found`` are the marks of the output's folders as they are. The
    bytes depend on none of state, workers and output.
    """
    work = Work(pages=len(specs), marks=found)
    wanted = _wanted(specs, facts, stage, state, work.marks)
    todo = [spec for spec in specs if spec.path in wanted]
    numbers = state.numbers(facts)
    if not workers:
        workers = (os.cpu_count() or 1) if len(todo) >= WORTH_A_POOL else 1
    if renderer.edition.contents.library.shelf is not None:
        renderer.edition.contents.library.shelf.close()  # no database handle may cross a fork
    gc.freeze()  # what is there already is neither looked through again nor copied by forked workers
    try:
        results = render_all(renderer, stage, todo, numbers, workers)
        made = {result.path: result for result in _counted(results, todo, progress)}
    finally:
        gc.unfreeze()
    at = f"{datetime.now(BEIJING):%Y-%m-%d %H:%M:%S}"
    kept = {path: page for spec in specs if (path := spec.path) not in made and (page := state.pages[path])}
    pages: dict[str, PageState] = dict(kept)
    stage.keep({path: page.digest for path, page in kept.items()})
    if len(kept) + len(todo) != len(specs):
        raise ValueError(f"two pages want to be {_double(specs)}")
    for spec in todo:
        path = spec.path
        old = state.pages.get(path)
        result = made[path]
        stage.claim(path, result.digest, staged=result.staged)
        work.count(result, result.template or spec.kind)
        reads = tuple(read if isinstance(read, int) else state.number(read, numbers) for read in result.reads)
        fresh = result.staged or old is None
        why, when = (wanted[path], at) if fresh or old is None else (old.why, old.at)
        pages[path] = PageState(_made(spec), reads, result.digest, why, when)
    state.pages = pages
    return work


def _double(specs: Sequence[Spec]) -> str:
    paths = sorted(spec.path for spec in specs)
    return next(one for one, other in pairwise(paths) if one == other)


def _made(spec: Spec) -> str:
    return spec.kind if spec.argument is None else f"{spec.kind} {spec.argument}"


def _wanted(
    specs: Sequence[Spec], facts: Mapping[str, Digest], stage: Stage, state: State, now: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """The pages to be made, by path, and why."""
    changed = state.changed(facts)
    # Folders of the output in which somebody else has been.
    doubted = {folder for folder, mark in state.folders.items() if now.get(folder) != mark}
    doubted.update(folder for folder in now if folder not in state.folders)
    agrees = state.manifest == stage.old_manifest
    found: dict[str, tuple[str, ...]] = {}
    pages = state.pages
    for spec in specs:
        path = spec.path
        page = pages.get(path)
        if page is None:
            found[path] = (NEW,)
        elif page.made != _made(spec):
            found[path] = (CHANGED_KIND,)
        elif changed and not changed.isdisjoint(page.reads):
            found[path] = tuple(state.names[n] for n in page.reads if n in changed)[:REASONS]
        elif (not agrees and stage.old.get(path) != page.digest) or (doubted and path.rpartition("/")[0] in doubted):
            found[path] = (OUTPUT,)
    return found


def _counted(results: Iterable[Result], todo: Sequence[Spec], progress: Callable[[int, int], None]) -> Iterator[Result]:
    for number, result in enumerate(results, 1):
        if number % 50 == 0 or number == len(todo):
            progress(number, len(todo))
        yield result

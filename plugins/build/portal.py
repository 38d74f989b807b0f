"""The site's Pelican: plugins all present, problems all gathered, output all or nothing.

The order of a build is Pelican's own: ``run`` makes the generators, they read (``generate_context``), ``_get_writer``
is the gate, they write (``generate_output``), and then the stage is committed. ``_get_generator_classes``,
``_get_writer`` and ``init_plugins`` are not Pelican's public interface; pyproject.toml pins its minor version.
"""

from __future__ import annotations

import functools
import gc
import logging
import os
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pelican
from pelican import signals
from pelican.log import console

from plugins.build.clock import Clock
from plugins.build.edition import Edition
from plugins.build.engine import Work
from plugins.build.generator import EditionGenerator, NoPages
from plugins.build.library import Cache
from plugins.build.moments import next_change
from plugins.build.problems import CannotRun, ContentErrors, Problem
from plugins.build.quick import folder_marks, forget
from plugins.build.reworded import Before
from plugins.build.scan import Tree
from plugins.build.stage import Changes, Stage, open_stage
from plugins.build.stamp import stamp_of_settings
from plugins.build.state import State, marks
from plugins.build.state_file import StateFile
from plugins.forecast import forecast


@dataclass(frozen=True)
class Summary:
    """What a build did: public documents, files, seconds; how many problems drafts have, which stop nobody; how many
    public documents have an address that urls.csv, where there is one, does not know; and what is to be read although
    it stops nothing."""

    documents: int
    changes: Changes
    seconds: float
    drafts: int = 0
    unnoted: int = 0
    notices: tuple[str, ...] = ()

    def __str__(self) -> str:
        changes = self.changes
        drafts = f"\n草稿里有 {self.drafts} 处还要改（见 desk check），公开以前改好即可" if self.drafts else ""
        noted = f"\n有 {self.unnoted} 篇公开文档的网址还没有登记，请运行 desk register" if self.unnoted else ""
        done = (
            f"已生成网站：公开文档 {self.documents} 篇，文件 {changes.files} 个，"
            f"更新 {changes.changed} 个，删除 {changes.removed} 个，用时 {self.seconds:.1f} 秒{drafts}{noted}"
        )
        return "\n".join([done, *self.notices])


class Portal(pelican.Pelican):  # type: ignore[misc]
    """``PELICAN_CLASS`` of pelicanconf.py. ``pelican`` calls ``run``; ``desk`` calls ``build`` or ``check``.

    A ``live`` one builds again and again in one process and keeps in memory what it knows; ``changed`` are the files
    that were touched since its last build (None: nobody knows), ``written`` what that wrote or took away, and after a
    build ``settle`` is to be called. ``scanned`` (a Tree and when its scan began, ns) and ``marks`` (of all folders of
    the output) may be given for one build by who has just looked. Plugins put into ``notices`` what a reader of the
    summary must know, into ``deadlines`` minutes (YYYY-MM-DD HH:MM) at which they would judge otherwise, and into
    ``moments`` those at which their pages change.
    """

    def __init__(self, settings: dict[str, Any]) -> None:
        self.problems: list[Problem] = []
        self.notices: list[str] = []
        self.deadlines: list[str] = []
        self.moments: list[str] = []
        self.cache: Cache | None = None
        self.state = State("")
        self.state_file: StateFile | None = None
        self.clock = Clock()
        self.progress: Callable[[int, int], None] = lambda done, total: None
        self.live = False
        self.changed: set[Path] | None = None
        self.tree: Tree | None = None
        self.before: Before | None = None
        self.scanned: tuple[Tree, int] | None = None
        self.marks: Mapping[str, str] | None = None
        self.written: list[str] = []
        self._whole = False
        self._stage: Stage | None = None
        self._generator: EditionGenerator | None = None
        super().__init__(settings)

    def init_plugins(self) -> None:
        """Load the plugins, and stop when one is missing: Pelican would log it and publish without that gate."""
        asked = list(self.settings["PLUGINS"])
        try:
            super().init_plugins()
        except Exception:  # noqa: BLE001 - whatever a plugin raises, its traceback is printed and the build stops
            traceback.print_exc()
            self.plugins: list[Any] = []
        got = {plugin.__name__ for plugin in self.plugins}
        if missing := [name for name in asked if name not in got]:
            _say(f"插件没有装上：{'、'.join(missing)}。少了它们不能构建，请把上面的出错信息交给维护人员")
            raise SystemExit(2)

    def run(self) -> None:
        """Pelican's entry: build, and end the process as ``desk build`` would."""
        try:
            sys.stdout.write(f"{self.build()}\n")
        except ContentErrors as error:
            raise SystemExit(str(error)) from None
        except CannotRun as error:
            _say(str(error))
            raise SystemExit(2) from None

    def build(self, *, fresh: bool = False) -> Summary:
        """Build the site; ``fresh`` makes every page again. Raises ContentErrors or CannotRun, and then the output is
        as it was."""
        started = time.monotonic()
        output = Path(os.path.realpath(self.output_path))
        content = Path(os.path.realpath(self.path))
        if output == content or content in output.parents or output in content.parents:
            raise CannotRun(f"输出目录 {output} 与内容目录 {content} 重叠。请用 --output 换一个目录")
        forget(output)
        with open_stage(output) as stage:
            self._stage = stage
            with self.clock("读上次"):
                self._recall(output, fresh)
            try:
                self._run()
                with self.clock("换上新网页"):
                    changes = stage.commit()
            except BaseException:
                self._whole = False  # the state in memory may be half of one build, half of another
                raise
            finally:
                if not self.live:
                    self._remember()
            self.state.manifest = stage.manifest
            self.written = stage.touched
            with self.clock("记下这次"):
                self._note_folders(output, stage)
                if not self.live and self.state_file is not None:
                    self.state_file.save(self.state)
            self._whole = True
        assert self._generator is not None
        edition = self._generator.edition
        drafts = len({problem for problem in self.problems if problem.path in edition.drafts})
        notices = (*self.notices, *forecast(edition, edition.now.date()).warnings())
        seconds = time.monotonic() - started
        return Summary(len(edition.articles), changes, seconds, drafts, edition.unnoted, notices)

    def settle(self) -> None:
        """After a build in ``live`` mode: keep on disk what the next start wants to know. Nobody waits for it."""
        self._remember()
        if self._whole and self.state_file is not None:
            self.state_file.save(self.state)

    def _recall(self, output: Path, fresh: bool) -> None:
        """What earlier builds left; in live mode it is still in memory, if the last one ended well."""
        if self.live and self.cache is not None:
            if not self._whole:
                self.state_file = StateFile(self.cache.folder)
                self.state = self.state_file.load(self.cache.stamp)
            return
        stamp = stamp_of_settings(self.settings)
        self.cache = Cache(output.with_name(f"{output.name}.cache"), stamp)
        self.state_file = StateFile(self.cache.folder)
        self.state = State(stamp) if fresh else self.state_file.load(stamp)

    def marks_now(self) -> Mapping[str, str]:
        """The marks of the output's folders at the beginning of this build."""
        if self.live and self._whole:
            return self.state.folders  # nobody else writes there
        given, self.marks = self.marks, None
        assert self._stage is not None
        return given if given is not None else marks(self._stage.output, self.state.pages)

    def _note_folders(self, output: Path, stage: Stage) -> None:
        """Marks of the output's folders, as this build found them and where it wrote."""
        stands = {path.rpartition("/")[0] for path in stage.digests}
        wrote = {"", *(path.rpartition("/")[0] for path in stage.touched)}  # the manifest stands in the first
        left = stands - wrote
        found = {folder: mark for folder, mark in self.work.marks.items() if folder in left}
        self.state.folders = {**found, **folder_marks(output, stands - found.keys())}

    def _remember(self) -> None:
        """Keep what was read, also where the content is faulty or the disk is full: the next build is quicker."""
        generator = self._generator
        if self.cache is not None and generator is not None and hasattr(generator, "edition"):
            with self.clock("记下这次"):
                self.cache.keep(generator.edition.library, generator.edition.scanned_ns, live=self.live)
        if self.cache is not None:
            self.cache.shelf.close()

    @property
    def edition(self) -> Edition:
        """What was read last, by ``build`` or ``check``."""
        assert self._generator is not None
        return self._generator.edition

    @property
    def work(self) -> Work:
        """What the build that was just done had to make."""
        assert self._generator is not None
        return self._generator.work

    def window(self) -> tuple[str, str, str]:
        """The span of time for which the pages just built are right: first minute, first minute after; and the minute
        of the clock where it stands still, else empty."""
        assert self._generator is not None
        edition = self._generator.edition
        fixed = self.settings["NOW"] or (edition.site.demo_now and not self.settings["PRODUCTION"])
        until = min(next_change(edition, reads_day=self.state.is_read("day")), *self.deadlines, *self.moments, "9999")
        return edition.minute, until, edition.minute if fixed else ""

    def check(self) -> tuple[Problem, ...]:
        """Everything ``build`` would refuse, without writing anything."""
        self._stage = None
        folder = Path(os.path.realpath(self.output_path) + ".cache")
        if os.path.isdir(folder):
            self.cache = Cache(folder, stamp_of_settings(self.settings))
        try:
            self._run()
        except ContentErrors as error:
            return error.problems
        return ()

    def _run(self) -> None:
        self.problems, self.notices, self.deadlines, self.moments = [], [], [], []
        collecting = gc.isenabled()
        gc.disable()  # tens of thousands of records that all stay: looking through them finds nothing
        try:
            with _quiet():
                super().run()
        finally:
            if collecting:
                gc.enable()

    def _get_generator_classes(self) -> list[Any]:
        """Ours, and those of plugins; none of Pelican's own, which would write drafts, feeds and archives."""
        keep = functools.partial(self._keep, EditionGenerator)
        extra = [made for _, made in signals.get_generators.send(self) if isinstance(made, type)]
        return [keep, NoPages, *extra]

    def _keep(self, make: type[EditionGenerator], **arguments: Any) -> EditionGenerator:
        self._generator = make(portal=self, **arguments)
        return self._generator

    def _get_writer(self) -> Stage | None:
        """The gate. Every generator has read, none has written."""
        assert self._generator is not None
        drafts = self._generator.edition.drafts
        told = [problem for problem in self.problems if self._stage is None or problem.path not in drafts]
        if told:
            raise ContentErrors(told)
        return self._stage


@contextmanager
def _quiet() -> Iterator[None]:
    """Pelican's closing line counts articles and drafts in English; an editor needs neither."""
    before = console.quiet
    console.quiet = True
    try:
        yield
    finally:
        console.quiet = before
        logging.getLogger("pelican").setLevel(logging.NOTSET)


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")

"""The site's Pelican: plugins all present, problems all gathered, output all or nothing.

The order of a build is Pelican's own: ``run`` makes the generators, they read (``generate_context``), ``_get_writer``
is the gate, they write (``generate_output``), and then the stage is committed. ``_get_generator_classes``,
``_get_writer`` and ``init_plugins`` are not Pelican's public interface; pyproject.toml pins its minor version.
"""

from __future__ import annotations

import functools
import logging
import os
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pelican
from pelican import signals
from pelican.log import console

from plugins.build.generator import EditionGenerator, NoPages
from plugins.build.problems import CannotRun, ContentErrors, Problem
from plugins.build.stage import Changes, Stage, open_stage


@dataclass(frozen=True)
class Summary:
    """What a build did: public documents, files, seconds."""

    documents: int
    changes: Changes
    seconds: float

    def __str__(self) -> str:
        changes = self.changes
        return (
            f"已生成网站：公开文档 {self.documents} 篇，文件 {changes.files} 个，"
            f"更新 {changes.changed} 个，删除 {changes.removed} 个，用时 {self.seconds:.1f} 秒"
        )


class Portal(pelican.Pelican):  # type: ignore[misc]
    """``PELICAN_CLASS`` of pelicanconf.py. ``pelican`` calls ``run``; ``desk`` calls ``build`` or ``check``."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.problems: list[Problem] = []
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

    def build(self) -> Summary:
        """Build the site. Raises ContentErrors or CannotRun, and then the output is as it was."""
        started = time.monotonic()
        output = Path(os.path.realpath(self.output_path))
        content = Path(os.path.realpath(self.path))
        if output == content or content in output.parents or output in content.parents:
            raise CannotRun(f"输出目录 {output} 与内容目录 {content} 重叠。请用 --output 换一个目录")
        with open_stage(output) as stage:
            self._stage = stage
            self._run()
            changes = stage.commit()
        assert self._generator is not None
        return Summary(len(self._generator.edition.documents), changes, time.monotonic() - started)

    def check(self) -> tuple[Problem, ...]:
        """Everything ``build`` would refuse, without writing anything."""
        self._stage = None
        try:
            self._run()
        except ContentErrors as error:
            return error.problems
        return ()

    def _run(self) -> None:
        self.problems = []
        with _quiet():
            super().run()

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
        if self.problems:
            raise ContentErrors(self.problems)
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

"""One rebuild for the preview: what it is asked, how it ended, and the process that does it.

``Rebuild`` is the whole seam between the preview and the build: called with the files that changed (empty the first
time), one call at a time, it brings the pages up to date or says why not. It must not raise for what an edit can cause.
"""

from __future__ import annotations

import io
import multiprocessing
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import redirect_stderr
from dataclasses import dataclass
from multiprocessing import forkserver, resource_tracker
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from plugins.build.problems import CannotRun, ContentErrors

MENDED = "改正并保存后会自动重新生成，在那以前网页保持原样"
CRASHED = "出错经过在运行 desk preview 的终端里，请把它交给维护人员；在改好以前网页保持原样"


@dataclass(frozen=True)
class Trouble:
    """Why a rebuild changed no page, as the terminal and the browser's panel tell it.

    ``title`` says what happened, each of ``lines`` one thing to mend (place, what, how), ``advice`` what comes next;
    ``details`` is a traceback for the terminal alone.
    """

    title: str
    lines: tuple[str, ...]
    advice: str
    details: str = ""

    def __str__(self) -> str:
        return "\n".join(
            [*([self.details.rstrip()] if self.details else []), *self.lines, f"{self.title}。{self.advice}"]
        )


@dataclass(frozen=True)
class Result:
    """How a rebuild ended. ``changed`` are the paths below the served folder whose bytes are new or gone."""

    changed: frozenset[str] = frozenset()
    trouble: Trouble | None = None


Rebuild = Callable[[set[Path]], Result]


def trouble_of(error: BaseException) -> Trouble:
    """What to tell of an exception that ended a build; one that nobody expected brings its traceback."""
    if isinstance(error, ContentErrors):
        files = len({problem.path for problem in error.problems})
        title = f"共 {len(error.problems)} 处问题，涉及 {files} 个文件"
        return Trouble(title, tuple(map(str, error.problems)), MENDED)
    if isinstance(error, CannotRun):
        return Trouble("网页没有生成", tuple(str(error).splitlines()), MENDED)
    last = "".join(traceback.format_exception_only(error)).strip()
    return Trouble("程序出错", (last,), CRASHED, "".join(traceback.format_exception(error)))


@dataclass(frozen=True)
class Order:
    """What to build, into where; ``now`` as ``--now`` gives it."""

    content: Path
    theme: Path
    output: Path
    now: str


class LiveBuild:
    """The Rebuild: one process that keeps the site in memory and makes what an edit touches.

    The process is forked from a server that has imported the build but never run one: Pelican's signals keep every
    receiver that was ever connected, so there is one Portal a process, and the settings changing means another process.
    """

    def __init__(self, order: Order, settings: Path) -> None:
        self._order, self._settings = order, settings
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["plugins.build.portal", "plugins.desk.workplace"])
        _start_server()
        self._process: multiprocessing.process.BaseProcess | None = None
        self._line: Connection | None = None

    def __call__(self, changed: set[Path]) -> Result:
        """Build for what was changed."""
        if self._settings in changed:
            self.stop()
        if self._process is None or not self._process.is_alive() or self._line is None:
            changed = set()
            self._line, other = self._context.Pipe()
            self._process = self._context.Process(target=_keep_building, args=(other, self._order), daemon=False)
            self._process.start()
            other.close()
        try:
            self._line.send(changed)
            result: Result = self._line.recv()
        except (EOFError, OSError):
            process = self._process
            if process is None:
                return Result()
            process.join()
            said = f"生成网页的进程中途结束（{process.exitcode}）"
            self._process = None
            return Result(trouble=Trouble("程序出错", (said,), CRASHED))
        return result

    def stop(self) -> None:
        """End the process, whatever it is doing; what it was writing is not to be used. From any thread."""
        process, self._process = self._process, None
        if process is not None and process.is_alive():
            process.kill()
            process.join()


def _start_server() -> None:
    """Start the server that builds are forked from, deaf to what a terminal sends to all that runs in it.

    Ctrl-C is for the preview, which ends its builds itself: one that ended before would be told as a fault.
    """
    resource_tracker.ensure_running()  # first: it unblocks signals
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _keep_building(line: Connection, order: Order) -> None:
    """What the process does: build whenever it is told what was changed, and answer with the Result."""
    from plugins.desk.workplace import open_portal

    portal: Any = None
    # Files touched in builds that failed: what the next good one has to look at as well.
    waiting: set[Path] = set()
    while True:
        try:
            changed = line.recv()
        except (EOFError, OSError):  # the preview has ended
            return
        said = io.StringIO()
        waiting |= changed
        result = Result()
        try:
            with redirect_stderr(said):
                if portal is None:
                    portal = open_portal(order.content, order.theme, order.output, NOW=order.now, JOBS=0)
                    portal.live = True
                portal.changed = waiting if changed else None
                portal.build()
            result = Result(frozenset(portal.written))
            waiting = set()
        except SystemExit:  # the Portal's own, after it has said why
            result = Result(trouble=Trouble("网页没有生成", tuple(said.getvalue().splitlines()), MENDED))
            portal = None
        except (ContentErrors, CannotRun) as error:
            result = Result(trouble=trouble_of(error))
        except BaseException as error:  # noqa: BLE001 - whatever an edit brings about, the preview tells it and goes on
            result = Result(trouble=trouble_of(error))
            sys.stderr.write(said.getvalue())
        line.send(result)
        if portal is not None:
            portal.settle()

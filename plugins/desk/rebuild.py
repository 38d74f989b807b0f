"""One rebuild for the preview: what it is asked, how it ended, and the engine that does it today.

``Rebuild`` is the whole seam between the preview and the build: called with the files that changed (empty the first
time), one call at a time, it brings the pages up to date or says why not. It must not raise for what an edit can cause.
"""

from __future__ import annotations

import io
import json
import multiprocessing
import signal
import sys
import traceback
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr
from dataclasses import dataclass
from multiprocessing import forkserver, resource_tracker
from multiprocessing.connection import Connection
from pathlib import Path

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


class ProcessPerBuild:
    """The Rebuild of today: a whole build, each in a process of its own.

    Pelican's signals keep every receiver that was ever connected, so a second Portal in one process would write with
    the first one's plugins too. The processes are forked from a server that has imported the build but never run one:
    no receiver is there yet, and the half second that imports take is paid once.
    """

    def __init__(self, order: Order) -> None:
        self._order = order
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["plugins.build.portal", "plugins.desk.workplace"])
        _start_server()
        self._process: multiprocessing.process.BaseProcess | None = None
        self._digests: Mapping[str, str] = {}

    def __call__(self, changed: set[Path]) -> Result:
        """Build everything. ``changed`` is no use to an engine that keeps nothing."""
        receiver, sender = self._context.Pipe(duplex=False)
        process = self._context.Process(target=_build, args=(sender, self._order))
        process.start()
        self._process = process
        sender.close()
        try:
            trouble = receiver.recv()
        except EOFError:
            process.join()
            trouble = Trouble("程序出错", (f"生成网页的进程中途结束（{process.exitcode}）",), CRASHED)
        finally:
            receiver.close()
            process.join()
            self._process = None
        if trouble is not None:
            return Result(trouble=trouble)
        before, self._digests = self._digests, _read_digests(self._order.output)
        paths = before.keys() | self._digests.keys()
        return Result(frozenset(path for path in paths if before.get(path) != self._digests.get(path)))

    def stop(self) -> None:
        """End a build that is running; its output is not to be used. May be called from any thread."""
        process = self._process
        if process is not None and process.is_alive():
            process.kill()


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


def _build(sender: Connection, order: Order) -> None:
    """What the process does: build, and send the Trouble, or None."""
    from plugins.desk.workplace import open_portal

    said = io.StringIO()
    trouble = None
    try:
        with redirect_stderr(said):
            open_portal(order.content, order.theme, order.output, NOW=order.now, JOBS=0).build()
    except SystemExit:  # the Portal's own, after it has said why
        trouble = Trouble("网页没有生成", tuple(said.getvalue().splitlines()), MENDED)
    except BaseException as error:  # noqa: BLE001 - whatever an edit brings about, the preview tells it and goes on
        trouble = trouble_of(error)
        sys.stderr.write(said.getvalue())
    sender.send(trouble)


def _read_digests(output: Path) -> Mapping[str, str]:
    """Path → digest of the files that the last build left in ``output``."""
    from plugins.build.stage import MANIFEST

    found: dict[str, str] = json.loads((output / MANIFEST).read_text(encoding="utf-8"))
    return found

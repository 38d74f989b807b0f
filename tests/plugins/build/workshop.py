"""Builds in processes of their own, each as fresh as ``desk``'s, without the second it takes to start one.

A Workshop is a child process that has loaded everything and then forks for each build it is asked for. It has no
threads, and nothing of one build is left for the next. A build can be told to die on the way.
"""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests.plugins.build.county import save

ROOT = Path(__file__).parents[3]
BUSY = "另一个构建正在写"
"""Workers of a build that was killed hold its lock until they have noticed."""
_CHANGING = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.link", "sqlite3.connect"}


@dataclass(frozen=True)
class Order:
    """A build to be done.

    ``way`` is portal (what plugins call), desk, fresh (``desk --fresh``) or pelican. ``die_at`` kills the build before its n-th
    change to a file, ``worker_dies_at`` one of its workers, ``die_after`` the build after some seconds; -1: not.
    ``edits`` are files (Latin-1 for bytes; None: removed) that an editor saves before its ``edit_at``-th change to a
    file, or right after it.
    """

    content: str
    theme: str
    output: str
    now: str = ""
    way: str = "portal"
    jobs: int = 1
    die_at: int = -1
    worker_dies_at: int = -1
    die_after: float = -1
    edit_at: int = -1
    edits: dict[str, str | None] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """What came of it: ``status`` as the command ends (negative: killed by that signal); ``problems`` of the content,
    ``cannot`` why it could not run, ``crash`` a traceback that nobody should ever see, ``said`` what was printed."""

    status: int
    problems: tuple[str, ...] = ()
    cannot: str = ""
    crash: str = ""
    said: str = ""

    @property
    def killed(self) -> bool:
        """Whether it died on the way, as it was told to."""
        return self.status < 0

    @property
    def busy(self) -> bool:
        """Whether another build was in the way."""
        return self.cannot.startswith(BUSY)


class Workshop:
    """One child process, which does one build at a time. Two of them work side by side."""

    def __init__(self) -> None:
        self._child = subprocess.Popen(
            [sys.executable, "-m", __name__],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, order: Order) -> None:
        """Have a build begun."""
        assert self._child.stdin is not None
        self._child.stdin.write(json.dumps(asdict(order)) + "\n")
        self._child.stdin.flush()

    def answer(self) -> Answer:
        """Wait for it."""
        assert self._child.stdout is not None
        told = json.loads(self._child.stdout.readline())
        return Answer(**{**told, "problems": tuple(told.get("problems", ()))})

    def build(self, order: Order) -> Answer:
        """Both; where workers of a build that was killed are still dying, once they are gone."""
        for _ in range(100):
            self.ask(order)
            answer = self.answer()
            if not answer.busy:
                break
            time.sleep(0.05)
        return answer

    def close(self) -> None:
        """Let the child go."""
        for stream in (self._child.stdin, self._child.stdout):
            if stream is not None:
                stream.close()
        self._child.wait()


def _do(order: Order) -> Answer:
    """The build, in the process that was forked for it."""
    from plugins.build.problems import CannotRun, ContentErrors

    said, told = io.StringIO(), io.StringIO()
    try:
        with redirect_stdout(said), redirect_stderr(told):
            _ways()[order.way](order)
    except ContentErrors as error:
        return Answer(1, tuple(map(str, error.problems)))
    except CannotRun as error:
        return Answer(2, cannot=str(error))
    except SystemExit as error:  # Pelican's way: a status after the message was printed, or the message itself
        if isinstance(error.code, int) and error.code:
            return Answer(error.code, cannot=told.getvalue().strip())
        if error.code:
            return Answer(1, tuple(str(error.code).splitlines()[:-1]))
    except BaseException:
        return Answer(3, crash=traceback.format_exc())
    return Answer(0, said=said.getvalue())


def _ways() -> dict[str, Any]:
    from pelican import main

    from plugins.desk.build import build
    from plugins.desk.workplace import open_portal

    def portal(order: Order) -> None:
        settings = {"NOW": order.now, "JOBS": order.jobs, **order.settings}
        made = open_portal(Path(order.content), Path(order.theme), Path(order.output), **settings)
        print(made.build())

    def desk(order: Order) -> None:
        places = Path(order.content), Path(order.output), Path(order.theme)
        build(order.jobs, order.now, False, *places, order.way == "fresh")

    def pelican(order: Order) -> None:
        main([order.content, "-t", order.theme, "-o", order.output, "-e", f'NOW="{order.now}"'])

    return {"portal": portal, "desk": desk, "fresh": desk, "pelican": pelican}


def _arm(order: Order) -> Callable[[], None]:
    """See to it that the build dies where it is to die, and that files are edited meanwhile; what edits those that are
    not yet."""
    if order.die_after >= 0:
        signal.setitimer(signal.ITIMER_REAL, max(order.die_after, 1e-6))  # nobody handles SIGALRM: it kills
    me, root = os.getpid(), os.path.dirname(order.output)
    left = {"die": order.die_at, "worker": order.worker_dies_at, "edit": order.edit_at}
    edits = {file: None if text is None else text.encode("latin-1") for file, text in order.edits.items()}

    def edit() -> None:
        now = dict(edits)
        edits.clear()
        save(now, replacing=order.jobs > 1)

    def watch(event: str, arguments: Any) -> None:
        if event == "open":
            if not (isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)):
                return
        elif event not in _CHANGING:
            return
        if not str(arguments[0]).startswith(root):
            return
        for who in ("die", "edit") if os.getpid() == me else ("worker",):
            left[who] -= 1
            if left[who] == -1 and who == "edit":
                edit()
            elif left[who] == -1:
                os.kill(os.getpid(), signal.SIGKILL)

    if max(left.values()) >= 0:
        sys.addaudithook(watch)
    return edit


def _serve() -> None:
    """The child: read orders, fork for each, tell what came of it."""
    talk = os.fdopen(os.dup(1), "w")
    hush = os.open(os.devnull, os.O_WRONLY)
    os.dup2(hush, 1)
    _ways()
    import plugins.build.portal
    import plugins.images
    import plugins.privacy_gate
    import plugins.search
    import plugins.sitemap  # noqa: F401

    for line in sys.stdin:
        order = Order(**json.loads(line))
        slip = os.memfd_create("answer")  # not a pipe: workers of a build that was killed would keep it open
        child = os.fork()
        if child == 0:
            edit = _arm(order)
            answer = _do(order)
            signal.setitimer(signal.ITIMER_REAL, 0)
            edit()
            os.write(slip, json.dumps(asdict(answer)).encode())
            os._exit(0)
        _, status = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(status)
        with os.fdopen(slip, "rb") as stream:
            stream.seek(0)
            told = stream.read().decode() if code == 0 else json.dumps({"status": code})
        talk.write(told + "\n")
        talk.flush()


if __name__ == "__main__":
    _serve()

"""One website of several as a job: a process of its own that builds it, here or on a machine of the cluster.

One process per build, because Pelican's receivers outlive a run, and so that a crash takes one website only.
"""

from __future__ import annotations

import os
import platform
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import jobs

_ASK = 0.2
"""Seconds between questions whether the result is still wanted."""
_GRACE = 5.0
"""Seconds from asking a child to end to killing it."""


@dataclass(frozen=True)
class Order:
    """What is to be built: the checkout, the folder of its settings, and the arguments of ``desk``."""

    name: str
    checkout: str
    folder: str
    arguments: tuple[str, ...]


@dataclass(frozen=True)
class Built:
    """How it went. ``status`` is 0 done, 1 faulty content, 2 could not run; ``lines`` are what the build said."""

    name: str
    status: int
    lines: tuple[str, ...]
    seconds: float


def build_site(order: Order) -> Built:
    """Build one website in a process group of its own, which ends when nobody wants the result any more."""
    started = time.monotonic()
    if not Path(order.checkout, "plugins", "desk").is_dir():
        line = f"{platform.node()} 上看不到程序目录 {order.checkout}。集群的每台机器都要用同一路径看到同一个共享目录"
        return Built(order.name, 2, (line,), 0.0)
    status, text = _run(order)
    lines = text.splitlines()
    if status < 0:
        cure = "多半是内存不够：请减少同时生成的网站（--jobs）后再运行，网页不会半新半旧"
        lines.append(f"生成这个网站的进程被系统结束（信号 {-status}）。{cure}")
    elif status > 2:
        lines.append("程序出错。请把上面的出错信息交给维护人员")
    return Built(order.name, status if status in (0, 1, 2) else 2, tuple(lines), time.monotonic() - started)


def _run(order: Order) -> tuple[int, str]:
    """Exit status (negative: the signal that ended it) and everything that was said."""
    path = os.pathsep.join(filter(None, (order.checkout, os.environ.get("PYTHONPATH"))))
    theirs, ours = os.pipe()  # see site_child.py; `communicate` would close one that it knows of
    try:
        try:
            child = subprocess.Popen(
                [sys.executable, "-m", "plugins.desk.site_child", *order.arguments],
                stdin=theirs,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                cwd=order.folder,
                env={**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1"},
                start_new_session=True,
            )
        finally:
            os.close(theirs)
        return _listen(child)
    finally:
        os.close(ours)


def _listen(child: subprocess.Popen[bytes]) -> tuple[int, str]:
    with child:
        try:
            while True:
                try:
                    said, _ = child.communicate(timeout=_ASK)
                    return child.returncode, said.decode("utf-8", "replace")
                except subprocess.TimeoutExpired:
                    if not jobs.wanted():
                        _end(child)
        finally:
            _end(child)


def _end(child: subprocess.Popen[bytes]) -> None:
    """End the child with all it has started, and wait for it."""
    for number, patience in ((signal.SIGTERM, _GRACE), (signal.SIGKILL, None)):
        if child.poll() is None:
            os.killpg(child.pid, number)
            try:
                child.wait(patience)
            except subprocess.TimeoutExpired:
                continue

"""A real Dask cluster on loopback: a scheduler and its workers, each a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.conftest import ROOT


@dataclass
class Cluster:
    """Where the scheduler is, its process, and its workers' processes; ``folder`` is for what they write."""

    folder: Path
    stack: ExitStack
    address: str = ""
    scheduler: subprocess.Popen[bytes] | None = None
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, module: str, *arguments: str) -> subprocess.Popen[bytes]:
        """A process of Dask's, ended with the cluster."""
        command = [sys.executable, "-m", f"distributed.cli.{module}", "--no-dashboard", *arguments]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        log = self.stack.enter_context((self.folder / f"{module}.log").open("ab"))
        process = subprocess.Popen(command, cwd=self.folder, env=environment, stdout=log, stderr=log)
        self.stack.callback(_end, process)
        return process

    def add_worker(self) -> None:
        """One more worker of one thread, without a nanny: a killed one stays away."""
        arguments = [self.address, "--host", "127.0.0.1", "--nthreads", "1", "--no-nanny"]
        self.workers.append(self.start("dask_worker", *arguments, "--local-directory", str(self.folder)))


@contextmanager
def dask_cluster(folder: Path, workers: int) -> Iterator[Cluster]:
    """A cluster that is there, with its workers on their way, and gone at the end."""
    with ExitStack() as stack:
        cluster = Cluster(folder, stack)
        told = folder / "scheduler.json"
        arguments = ["--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(told)]
        cluster.scheduler = cluster.start("dask_scheduler", *arguments)
        deadline = time.monotonic() + 30
        while not cluster.address:
            assert time.monotonic() < deadline, (folder / "dask_scheduler.log").read_text()
            time.sleep(0.05)
            try:
                cluster.address = json.loads(told.read_text())["address"]
            except (OSError, ValueError):  # not there yet, or half written
                continue
        for _ in range(workers):
            cluster.add_worker()
        yield cluster


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()

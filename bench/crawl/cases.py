"""What only we are measured in: the same site again unchanged before a slow server, and a very large site."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.build.engine import ROOT
from bench.build.measure import run
from bench.crawl.corpus import Manifest
from bench.crawl.engine import Engine, ours_command
from bench.crawl.rounds import once

LATENCY = 0.02
PATIENCE = 3600.0


@contextmanager
def _delayed(site: Path, said: list[str], port: int) -> Iterator[str]:
    command = [sys.executable, "-m", "bench.crawl.delayed", str(site), str(LATENCY), str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()
            said += server.stdout.read().split()


def recrawl(site: Path) -> dict[str, Any]:
    """The same audit twice over one ``--state``: seconds, CPU, requests and bytes of each, and second ÷ first."""
    out = site.with_name("out-recrawl")
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    found: dict[str, Any] = {"latency": LATENCY}
    port = 0
    for turn in ("first", "second"):
        said: list[str] = []
        with _delayed(site, said, port) as base:
            # The same port both times: what a page says is kept for the served address it was read from.
            port = int(base.rpartition(":")[2])
            origin = ["--as", f"http://www.mingchuan.example=http://127.0.0.1:{port}"]
            command = ours_command("http://www.mingchuan.example/", out, "--state", str(out / "state"), *origin)
            done = run(command, ROOT, out / "none", timeout=PATIENCE, fine=frozenset({0, 1}))
        found[turn] = {
            "wall": done.wall, "cpu": done.cpu, "others": done.others, "failed": done.failed,
            "requests": int(said[0]), "bytes": int(said[1]),
        }  # fmt: skip
    first, second = found["first"], found["second"]
    found["ratios"] = {figure: second[figure] / first[figure] for figure in ("wall", "cpu", "bytes") if first[figure]}
    found["failed"] = first["failed"] or second["failed"]
    return found


def large(site: Path, manifest: Manifest, engine: Engine) -> dict[str, Any]:
    """One audit of a very large site: memory of the process tree."""
    timing = once(site, manifest, engine, 1, PATIENCE)
    return {**timing.as_json(), "site_pages": manifest.pages}

"""The folder of one corpus under bench/results/work: a tree for each generator, written once and used again."""

from __future__ import annotations

import fcntl
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from bench.build.cases import Edits
from bench.build.corpus import Corpus
from bench.build.engine import STAMP, Engine

SOURCES = (
    "affairs",
    "columns",
    "corpus",
    "county",
    "document",
    "engine",
    "frames",
    "hugo",
    "ours",
    "prose",
    "ready",
    "stock",
)
"""The modules that decide what a tree holds."""


@dataclass(frozen=True)
class Workplace:
    """Where a corpus lies. ``folder`` of an engine holds its tree; its products are below it too."""

    root: Path
    corpus: Corpus

    def folder(self, engine: Engine) -> Path:
        """The tree of an engine."""
        return self.root / engine.name

    def prepare(self, engines: Sequence[Engine]) -> None:
        """Write the trees that are missing or of another making, and undo what an interrupted run left undone."""
        missing = []
        for engine in engines:
            folder = self.folder(engine)
            if _read(folder / STAMP) == _stamp():
                engine.wipe(folder)
                engine.scaffold(folder, self.corpus)
                Edits(self.corpus).restore(engine, folder)
                (folder / STAMP).write_text(_stamp())
            else:
                shutil.rmtree(folder, ignore_errors=True)
                missing.append(engine)
        if not missing:
            return
        try:
            self._write(missing)
        except BaseException:
            # Half a tree is of no use, and on a full disk it would stand in everybody's way.
            for engine in missing:
                shutil.rmtree(self.folder(engine), ignore_errors=True)
            raise

    def _write(self, engines: Sequence[Engine]) -> None:
        started = time.perf_counter()
        for engine in engines:
            engine.scaffold(self.folder(engine), self.corpus)
        for document in self.corpus.documents():
            for engine in engines:
                engine.write(self.folder(engine), document, self.corpus)
        for engine in engines:
            (self.folder(engine) / STAMP).write_text(_stamp())
        names = ", ".join(engine.name for engine in engines)
        count = len(self.corpus.heads)
        sys.stderr.write(f"{count} documents written for {names} in {time.perf_counter() - started:.0f} s\n")

    def clean(self, engines: Sequence[Engine]) -> None:
        """Remove the products; the trees stay for the next run."""
        for engine in engines:
            if self.folder(engine).is_dir():
                engine.wipe(self.folder(engine))


def open_workplace(base: Path, articles: int, villages: int) -> Workplace:
    """The place of a corpus of that size below ``base``."""
    corpus = Corpus(articles, villages)
    return Workplace(base / f"{articles}-{villages}-{corpus.seed}", corpus)


def sweep(base: Path, engines: Sequence[Engine]) -> None:
    """Remove the products that killed runs left below ``base``, of whatever size; trees stay."""
    for root in base.iterdir():
        for engine in engines:
            if (folder := root / engine.name).is_dir():
                engine.wipe(folder)


@contextmanager
def alone(base: Path) -> Iterator[None]:
    """Hold ``base`` against other runs, which would build over each other's trees. Raises BlockingIOError."""
    base.mkdir(parents=True, exist_ok=True)
    with (base / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BlockingIOError(error.errno, "another run is measuring; wait for it", str(base)) from None
        yield


def _stamp() -> str:
    digest = blake2b(digest_size=8)
    for name in SOURCES:
        digest.update((Path(__file__).parent / f"{name}.py").read_bytes())
    return digest.hexdigest()


def _read(path: Path) -> str:
    return path.read_text() if path.is_file() else ""

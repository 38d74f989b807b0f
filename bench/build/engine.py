"""A generator under test, as a record of functions, and what all three share on disk."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from bench.build.corpus import FILES, Corpus, attachment_path
from bench.build.document import Document
from plugins.assets import NODE_MODULES, NPM_ASSETS

ROOT = Path(__file__).parents[2]
PEERS = Path(__file__).parent / "peers"
STAMP = ".stamp"
"""In a tree: what made it."""


@dataclass(frozen=True)
class Engine:
    """A generator.

    ``scaffold`` writes everything but documents into a folder, ``place`` says where below it a document lies and
    ``text`` what it holds; ``template`` is the base template and ``output`` the output, below the folder; ``sources``
    the names that are no products. ``command`` gives the command line, run in the folder; its argument says whether
    the generator may use what it kept from the last build. ``version`` raises FileNotFoundError where it is missing.
    ``incremental`` ones are run for every case, ``removes`` says whether pages of deleted documents go.
    """

    name: str
    scaffold: Callable[[Path, Corpus], None]
    place: Callable[[Document], str]
    text: Callable[[Document, Corpus], str]
    template: str
    output: str
    sources: frozenset[str]
    command: Callable[[bool], Sequence[str]]
    version: Callable[[], str]
    incremental: bool
    removes: bool

    def write(self, folder: Path, document: Document, corpus: Corpus) -> None:
        """Write one document down."""
        put(folder / self.place(document), self.text(document, corpus))

    def wipe(self, folder: Path) -> None:
        """Remove every product, so that the next build is a cold one."""
        for entry in os.scandir(folder):
            if entry.name not in self.sources and entry.name != STAMP:
                remove(Path(entry.path))


def remove(path: Path) -> None:
    """Remove a file or a folder with all that is in it."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def put(path: Path, text: str) -> None:
    """Write a file; its folder is made where it is missing."""
    try:
        path.write_text(text, encoding="utf-8")
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def copy_folder(source: Path, target: Path) -> None:
    """Copy a folder in place of what was there."""
    if target.exists():
        shutil.rmtree(target)
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))


def copy_theme_static(target: Path) -> None:
    """Our theme's stylesheets and scripts, and the package that pages use, for a peer to copy as they are."""
    copy_folder(ROOT / "theme/static", target)
    for name, source in NPM_ASSETS.items():
        put(target / "vendor" / name, (NODE_MODULES / source).read_text(encoding="utf-8"))


def write_files(folder: Path) -> None:
    """The attachments and the picture that documents share, below ``folder``."""
    for at in range(FILES):
        path = folder / attachment_path(at)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(attachment_bytes(at))
    drawn = '<rect width="4" height="3" fill="#d8dfe6"/>'
    put(folder / "media/photo.svg", f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3">{drawn}</svg>\n')


@cache
def attachment_sizes() -> dict[str, int]:
    """Path → bytes of every shared attachment."""
    return {attachment_path(at): len(attachment_bytes(at)) for at in range(FILES)}


def attachment_bytes(at: int) -> bytes:
    """What it holds: a small table, or bytes that only have a size."""
    rng = Random(at)
    if at % 6 == 0:
        rows = [f"{row},项目{row},{rng.randint(1, 900)}" for row in range(1, 40)]
        return ("序号,名称,数量\n" + "\n".join(rows) + "\n").encode()
    return b"%PDF-1.4\n% bench\n" + b"0 " * rng.randint(2000, 20000)

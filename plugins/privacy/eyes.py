"""The writing in pictures, read by tesseract where it is installed with simplified Chinese; kept by digest.

Reading a page takes seconds, so what was read is kept as text and judged again under new rules. Nothing is fetched.
"""

from __future__ import annotations

import functools
import io
import os
import shutil
import subprocess
import warnings
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from plugins.build.keep import keep_whole, read_whole

PROGRAM, LANGUAGE = "tesseract", "chi_sim"
SECONDS = 60
MEMORY = 1024 * 1024 * 1024
LONG_EDGE = 3500
PIXEL_LIMIT = 80_000_000
LEAST = 40
"""Pixels of an edge below which nothing can be written: an icon, a line."""


@dataclass(frozen=True)
class Reader:
    """The program, what tells its version, and the folder for what it read (None: nothing is kept)."""

    program: str
    version: str
    folder: Path | None

    def __call__(self, data: bytes) -> str | None:
        """The writing in a picture; None where it could not be read within the limits."""
        file = self._file(data)
        if file is not None and (kept := read_whole(file)) is not None:
            return bytes(kept).decode("utf-8", "replace")
        page = prepared(data)
        if page is None:
            return None
        text = _read(self.program, page) if page else ""
        if text is not None and file is not None:
            keep_whole(file, text.encode())
        return text

    def knows(self, data: bytes) -> bool:
        """Whether this picture was read before."""
        file = self._file(data)
        return file is not None and file.is_file()

    def _file(self, data: bytes) -> Path | None:
        if self.folder is None:
            return None
        name = blake2b(data, digest_size=20, key=self.version.encode()[:64]).hexdigest()
        return self.folder / name[:2] / name


def find_reader(folder: Path | None) -> Reader | None:
    """The reader of this machine; None where the program or its Chinese is missing."""
    program = shutil.which(PROGRAM)
    if program is None or not _knows_chinese(program):
        return None
    found = os.stat(program)
    return Reader(program, f"{found.st_size} {found.st_mtime_ns}", folder / "ocr" if folder is not None else None)


def is_legible(data: bytes) -> bool:
    """Whether there may be writing in a picture: icons have none. Only its head is read."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data)) as image:
                return min(image.size) >= LEAST
    except Exception:  # noqa: BLE001 - what cannot be opened may hold anything
        return True


def prepared(data: bytes) -> bytes | None:
    """A picture upright, grey, as PNG, not larger than reading needs; empty where nothing can be written in it, None
    where it cannot be opened."""
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data)) as image:
                if min(image.size) < LEAST:
                    return b""
                if image.size[0] * image.size[1] > PIXEL_LIMIT:
                    return None
                grey = ImageOps.exif_transpose(image).convert("L")
        grey.thumbnail((LONG_EDGE, LONG_EDGE))
        stream = io.BytesIO()
        grey.save(stream, "PNG", compress_level=1)
        return stream.getvalue()
    except Exception:  # noqa: BLE001 - decoders raise whatever a damaged file leads them to
        return None


@functools.cache
def _knows_chinese(program: str) -> bool:
    try:
        done = subprocess.run([program, "--list-langs"], capture_output=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return LANGUAGE.encode() in done.stdout.split()


def _read(program: str, page: bytes) -> str | None:
    try:
        done = subprocess.run(
            [program, "stdin", "stdout", "-l", LANGUAGE],
            input=page,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            preexec_fn=_limit,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


def _limit() -> None:
    import resource

    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    with suppress(OSError):
        os.nice(10)

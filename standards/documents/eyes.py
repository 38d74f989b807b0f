"""The writing in pictures, read by tesseract where it is installed with simplified Chinese.

Reading a page takes a second, so whoever asks may keep what was read, by digest. Nothing is fetched. What it finds:
docs/architecture.md, “Pictures”.
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
from typing import Any, Protocol

METHOD = 2
"""Of preparing and asking: another method reads pictures again."""
PROGRAM, LANGUAGE, DIGITS = "tesseract", "chi_sim", "eng"
"""``eng`` comes with the program: with it digits in serif type and under noise are read that ``chi_sim`` gets wrong."""
UPRIGHT = "osd"
"""What tells which way up a page lies."""
SECONDS = 60
"""Of processor time. By the clock it may be PATIENCE times as long: the program gives way to everything else."""
PATIENCE = 3
MEMORY = 1024 * 1024 * 1024
LONG_EDGE = 2400
"""Pixels: of an A4 page they leave 30 to a character of 11 pt; the program reads larger ones worse."""
GROUND = 8
"""Times smaller than the picture is that of the light on it."""
PIXEL_LIMIT = 80_000_000
STEEPEST, CROOKED = 12, 3
"""Degrees: how far a page may lie askew to be turned, and from which on the program cannot do it itself."""
SKEW_EDGE = 700
"""Pixels of the long edge at which the angle of a page is found."""
WHITE = 255
APART = "\n" * 4
"""Between lines: more than may stand inside a number, because lines of a list stand below each other."""
LEAST = 40
"""Pixels of an edge below which nothing can be written: an icon, a line."""


class Shelf(Protocol):
    """Where what was read of pictures is kept, by a name of hexadecimal digits."""

    def get(self, name: str) -> bytes | None:
        """What was kept under a name."""

    def put(self, name: str, text: bytes) -> None:
        """Keep it; a shelf that is full keeps nothing."""


@dataclass(frozen=True)
class Reader:
    """The program with the arguments it is called with, what tells its version, and the shelf for what it read (None:
    nothing is kept)."""

    program: tuple[str, ...]
    version: str
    shelf: Shelf | None = None

    def __call__(self, data: bytes) -> str | None:
        """The writing in a picture; None where it could not be read within the limits."""
        if self.shelf is not None and (kept := self.shelf.get(self._name(data))) is not None:
            return kept.decode("utf-8", "replace")
        page = prepared(data)
        if page is None:
            return None
        text = _read(self.program, page) if page else ""
        if text is not None and self.shelf is not None:
            self.shelf.put(self._name(data), text.encode())
        return text

    def knows(self, data: bytes) -> bool:
        """Whether this picture was read before."""
        return self.shelf is not None and self.shelf.get(self._name(data)) is not None

    def _name(self, data: bytes) -> str:
        return blake2b(data, digest_size=20, key=self.version.encode()[:64]).hexdigest()


def find_reader(shelf: Shelf | None = None) -> Reader | None:
    """The reader of this machine; None where the program or its Chinese is missing."""
    program = shutil.which(PROGRAM)
    known = _languages(program) if program is not None else frozenset()
    if program is None or LANGUAGE not in known:
        return None
    found = os.stat(program)
    command = (program, "stdin", "stdout", *_arguments(known))
    version = f"{METHOD} {found.st_size} {found.st_mtime_ns} {' '.join(command[3:])}"
    return Reader(command, version, shelf)


def _arguments(known: frozenset[str]) -> list[str]:
    """What the program is asked for, by what it knows."""
    languages = [LANGUAGE, *([DIGITS] if DIGITS in known else [])]
    return ["-l", "+".join(languages), *(["--psm", "1"] if UPRIGHT in known else [])]


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
    from PIL import Image, ImageOps, ImageStat

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data)) as image:
                if min(image.size) < LEAST:
                    return b""
                if image.size[0] * image.size[1] > PIXEL_LIMIT:
                    return None
                grey = ImageOps.exif_transpose(_on_white(image)).convert("L")
        grey.thumbnail((LONG_EDGE, LONG_EDGE))
        if ImageStat.Stat(grey).median[0] < WHITE // 2:  # white type on a dark ground
            grey = ImageOps.invert(grey)
        grey = level(grey)
        if abs(angle := skew(grey)) >= CROOKED:
            grey = grey.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=WHITE)
        stream = io.BytesIO()
        grey.save(stream, "PNG", compress_level=1)
        return stream.getvalue()
    except Exception:  # noqa: BLE001 - decoders raise whatever a damaged file leads them to
        return None


def _on_white(image: Any) -> Any:
    """A picture whose ground can be seen through, on paper."""
    from PIL import Image

    if "transparency" not in image.info and not image.mode.endswith("A"):
        return image
    seen = image.convert("RGBA")
    paper = Image.new("RGBA", seen.size, "white")
    paper.alpha_composite(seen)
    paper.getexif().update(image.getexif())
    return paper


def level(grey: Any) -> Any:
    """A grey picture in even light: paper and whatever it lies on white, ink as dark as it can be."""
    from PIL import Image, ImageChops, ImageFilter, ImageOps

    small = grey.reduce(GROUND).filter(ImageFilter.MaxFilter(7)).filter(ImageFilter.GaussianBlur(3))
    ground = small.resize(grey.size, Image.Resampling.BILINEAR)
    return ImageOps.autocontrast(ImageChops.invert(ImageChops.subtract(ground, grey)))


def skew(grey: Any) -> int:
    """The degrees by which a grey page must be turned for its lines to lie level: the angle at which rows of ink and
    rows of paper differ most."""
    from PIL import Image, ImageOps, ImageStat

    small = grey.copy()
    small.thumbnail((SKEW_EDGE, SKEW_EDGE))
    ink = ImageOps.invert(ImageOps.autocontrast(small))
    angles = sorted(range(-STEEPEST, STEEPEST + 1), key=abs)  # of equal ones the smallest

    def contrast(angle: int) -> float:
        turned = ink.rotate(angle, Image.Resampling.BILINEAR, fillcolor=0)
        rows = turned.resize((1, turned.height), Image.Resampling.BOX)
        return float(ImageStat.Stat(rows).var[0])

    return max(angles, key=contrast)


@functools.cache
def _languages(program: str) -> frozenset[str]:
    try:
        done = subprocess.run([program, "--list-langs"], capture_output=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()
    return frozenset(done.stdout.decode("utf-8", "replace").split())


def _read(command: tuple[str, ...], page: bytes) -> str | None:
    try:
        done = subprocess.run(
            command,
            input=page,
            capture_output=True,
            timeout=PATIENCE * SECONDS,
            check=False,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            preexec_fn=_limit,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    if done.returncode != 0:
        return None
    return APART.join(filter(None, map(str.strip, done.stdout.decode("utf-8", "replace").split("\n"))))


def _limit() -> None:
    import resource

    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    with suppress(OSError):
        os.nice(10)

"""What others do to the output and to the cache between two builds; none of it may show afterwards.

Each takes the folder that holds ``output`` and ``output.cache`` and two numbers that choose among what there is.
``keep`` takes copies that the others put back later.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from plugins.build.stage import MANIFEST
from tests.plugins.build.county import clear, nth, touch

Meddling = Callable[[Path, int, int], None]
MEDDLINGS: dict[str, Meddling] = {}
CACHE_FILES = ("parsed.sqlite", "articles.bin", "pages.bin", "pages.more", "unchanged.json", "parsed.sqlite-wal")


def meddling(function: Meddling) -> Meddling:
    """Register by name."""
    MEDDLINGS[function.__name__] = function
    return function


def _pages(folder: Path) -> list[Path]:
    output = folder / "output"
    return [file for file in sorted(output.rglob("*")) if file.is_file() and file.name != MANIFEST]


def _folders(folder: Path) -> list[Path]:
    return [place for place in sorted((folder / "output").rglob("*")) if place.is_dir()]


@meddling
def delete_page(folder: Path, a: int, b: int) -> None:
    for number in range(1 + b % 3):
        if pages := _pages(folder):
            nth(pages, a + number).unlink()


@meddling
def delete_pages_folder(folder: Path, a: int, b: int) -> None:
    if folders := _folders(folder):
        shutil.rmtree(nth(folders, a))


@meddling
def delete_output(folder: Path, a: int, b: int) -> None:
    shutil.rmtree(folder / "output", ignore_errors=True)


@meddling
def replace_page(folder: Path, a: int, b: int) -> None:
    """As most programs save: a new file in the place of the old."""
    if pages := _pages(folder):
        page = nth(pages, a)
        page.unlink()
        page.write_bytes(b"changed"[: b % 8])


@meddling
def overwrite_page(folder: Path, a: int, b: int) -> None:
    """Where it lies, so that its folder does not tell; with as many bytes as it had, or not."""
    if pages := _pages(folder):
        page = nth(pages, a)
        page.write_bytes(b"x" * (page.stat().st_size - b % 2))


@meddling
def rewrite_manifest(folder: Path, a: int, b: int) -> None:
    """The same words in another layout."""
    manifest = folder / "output" / MANIFEST
    if manifest.is_file():
        manifest.write_text(json.dumps(json.loads(manifest.read_bytes()), indent=1 + b % 3))


@meddling
def page_becomes_a_folder(folder: Path, a: int, b: int) -> None:
    if pages := _pages(folder):
        page = nth(pages, a)
        page.unlink()
        page.mkdir()


@meddling
def page_becomes_a_link(folder: Path, a: int, b: int) -> None:
    """To a copy with the very bytes, elsewhere."""
    if pages := _pages(folder):
        page = nth(pages, a)
        shutil.copyfile(page, folder / "elsewhere")
        page.unlink()
        page.symlink_to(folder / "elsewhere")


@meddling
def rename_page(folder: Path, a: int, b: int) -> None:
    """Two pages exchange their files."""
    if pages := _pages(folder):
        one, two = nth(pages, a), nth(pages, b)
        one.rename(folder / "aside")
        if two.exists():
            two.rename(one)
        (folder / "aside").rename(two)


@meddling
def touch_output(folder: Path, a: int, b: int) -> None:
    touch(folder / "output")


@meddling
def touch_content(folder: Path, a: int, b: int) -> None:
    for name in ("content", "theme", "theme-b"):
        touch(folder / name)


@meddling
def copy_content(folder: Path, a: int, b: int) -> None:
    """A fresh check-out: the same files, with their old times, under new inodes."""
    shutil.copytree(folder / "content", folder / "content.new", copy_function=shutil.copy2)
    shutil.rmtree(folder / "content")
    (folder / "content.new").rename(folder / "content")


@meddling
def keep(folder: Path, a: int, b: int) -> None:
    """Copies of output and cache, times and all, that may come back."""
    for name in ("output", "output.cache"):
        if (folder / name).is_dir():
            clear(folder / f"{name}.kept")
            shutil.copytree(folder / name, folder / f"{name}.kept", symlinks=True)


def _put_back(folder: Path, name: str, *, times: bool) -> None:
    kept = folder / f"{name}.kept"
    if kept.is_dir():
        clear(folder / name)
        shutil.copytree(kept, folder / name, copy_function=shutil.copy2 if times else shutil.copy, symlinks=True)


@meddling
def put_output_back(folder: Path, a: int, b: int) -> None:
    _put_back(folder, "output", times=bool(b % 2))


@meddling
def put_cache_back(folder: Path, a: int, b: int) -> None:
    _put_back(folder, "output.cache", times=bool(b % 2))


@meddling
def put_both_back(folder: Path, a: int, b: int) -> None:
    _put_back(folder, "output", times=True)
    _put_back(folder, "output.cache", times=True)


@meddling
def put_one_folder_back(folder: Path, a: int, b: int) -> None:
    """One folder of an older output in the place of the present one, with its times."""
    kept = folder / "output.kept"
    folders = [place for place in sorted(kept.rglob("*")) if place.is_dir()]
    if folders:
        old = nth(folders, a)
        new = folder / "output" / old.relative_to(kept)
        if new.is_dir():
            shutil.rmtree(new)
            shutil.copytree(old, new, symlinks=True)


@meddling
def delete_cache(folder: Path, a: int, b: int) -> None:
    clear(folder / "output.cache")


@meddling
def delete_cache_file(folder: Path, a: int, b: int) -> None:
    if (folder / "output.cache").is_dir():
        clear(folder / "output.cache" / CACHE_FILES[a % len(CACHE_FILES)])


def _cache_file(folder: Path, a: int) -> Path | None:
    files = [file for file in sorted((folder / "output.cache").rglob("*")) if file.is_file()]
    found: Path | None = nth(files, a)
    return found


@meddling
def cut_cache_file(folder: Path, a: int, b: int) -> None:
    if file := _cache_file(folder, a):
        os.truncate(file, file.stat().st_size * (b % 10) // 10)


@meddling
def flip_cache_bytes(folder: Path, a: int, b: int) -> None:
    """A few bytes anywhere."""
    if (file := _cache_file(folder, a)) and (data := bytearray(file.read_bytes())):
        for step in range(1 + b % 40):
            data[(b * 7919 + step * 104729) % len(data)] ^= 1 + (b + step) % 255
        file.write_bytes(data)


@meddling
def garbage_in_cache(folder: Path, a: int, b: int) -> None:
    if file := _cache_file(folder, a):
        file.write_bytes((b"", b"{}", b"garbage" * 2000, b"\x93\xa1x\x90\x90", b'{"inputs": ""}')[b % 5])


@meddling
def cache_file_becomes_a_folder(folder: Path, a: int, b: int) -> None:
    if (folder / "output.cache").is_dir():
        place = folder / "output.cache" / CACHE_FILES[a % len(CACHE_FILES)]
        clear(place)
        (place / "x").mkdir(parents=True)


@meddling
def cache_becomes_a_file(folder: Path, a: int, b: int) -> None:
    clear(folder / "output.cache")
    (folder / "output.cache").write_bytes(b"x")


@meddling
def older_cache_file(folder: Path, a: int, b: int) -> None:
    """One file of an older cache beside younger ones."""
    name = CACHE_FILES[a % len(CACHE_FILES)]
    kept = folder / "output.cache.kept" / name
    if kept.is_file() and (folder / "output.cache").is_dir():
        clear(folder / "output.cache" / name)
        shutil.copy2(kept, folder / "output.cache" / name)


@meddling
def delete_pictures_cache(folder: Path, a: int, b: int) -> None:
    shutil.rmtree(folder / ".state", ignore_errors=True)

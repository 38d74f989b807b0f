"""Put a built site in front of the public: a new release beside the old ones, made visible in one step.

``python -m deploy.publish OUTPUT PLACE`` makes ``PLACE/releases/<number>``, in which unchanged files are hard links to
the release before, so that only changed files are copied, and then lets ``PLACE/current`` point at it by one rename.
A web server whose root is ``PLACE/current`` never sees half a site. ``--rollback`` points at the release before.
"""

from __future__ import annotations

import argparse
import fcntl
import filecmp
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

MANIFEST = "build-manifest.json"
KEEP = 5
"""Releases kept, the visible one among them."""


class CannotPublish(Exception):
    """Why nothing was changed, and what to do; one line in Chinese."""


@dataclass(frozen=True)
class Published:
    """The release now visible, and how many of its files were copied and how many were linked."""

    release: Path
    copied: int
    linked: int


def publish(output: Path, place: Path, keep: int = KEEP) -> Published:
    """Make ``output`` the visible release of ``place``; older releases beyond ``keep`` are removed afterwards.

    Raises CannotPublish; then the visible release is what it was. Killed at any moment, the next run begins anew.
    """
    if not (output / MANIFEST).is_file():
        raise CannotPublish(f"{output} 里没有 {MANIFEST}，不是完整的构建结果。请先运行 desk build --production")
    with _only_one(place):
        releases = place / "releases"
        _drop_unfinished(releases)
        before = visible(place)
        number = max((int(path.name) for path in _finished(releases)), default=0) + 1
        making = releases / f"{number}.making"
        try:
            copied, linked = _fill(output, making, before)
            release = making.rename(releases / str(number))
            _point(place, release)
        except OSError as error:
            shutil.rmtree(making, ignore_errors=True)
            raise CannotPublish(
                f"没有发布成功，线上网站保持原样（{error.strerror}）。请检查磁盘空间和权限后重试"
            ) from error
        for old in _finished(releases)[:-keep]:
            if old != release:
                shutil.rmtree(old)
        return Published(release, copied, linked)


def roll_back(place: Path) -> Path:
    """Show the release before the visible one again. Raises CannotPublish where there is none."""
    with _only_one(place):
        now = visible(place)
        older = [path for path in _finished(place / "releases") if now and int(path.name) < int(now.name)]
        if not older:
            raise CannotPublish(f"{place} 里没有更早的版本可以退回")
        _point(place, older[-1])
        return older[-1]


def visible(place: Path) -> Path | None:
    """The release that ``current`` points at."""
    link = place / "current"
    return place / os.readlink(link) if link.is_symlink() else None


@contextmanager
def _only_one(place: Path) -> Iterator[None]:
    try:
        (place / "releases").mkdir(parents=True, exist_ok=True)
        lock = (place / "publish.lock").open("w")
    except OSError as error:
        raise CannotPublish(f"不能写入 {place}（{error.strerror}）。请核对路径和权限") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CannotPublish(f"{place} 正在发布另一个版本。请等它完成后重试") from None
        yield


def _finished(releases: Path) -> list[Path]:
    return sorted((path for path in releases.iterdir() if path.name.isdecimal()), key=lambda path: int(path.name))


def _drop_unfinished(releases: Path) -> None:
    for path in releases.iterdir():
        if not path.name.isdecimal():
            shutil.rmtree(path)


def _fill(output: Path, release: Path, before: Path | None) -> tuple[int, int]:
    """Every file of ``output``: linked where the release before has the same bytes, copied otherwise."""
    copied = linked = 0
    for folder, _, names in os.walk(output):
        inner = Path(folder).relative_to(output)
        (release / inner).mkdir(parents=True, exist_ok=True)
        for name in names:
            source, target = Path(folder, name), release / inner / name
            old = before / inner / name if before else None
            if old and old.is_file() and filecmp.cmp(source, old, shallow=False):
                target.hardlink_to(old)
                linked += 1
            else:
                shutil.copyfile(source, target)
                target.chmod(0o644)
                copied += 1
    return copied, linked


def _point(place: Path, release: Path) -> None:
    """Renaming over a symbolic link is the one step that no reader can see half done."""
    fresh = place / "current.new"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(Path("releases", release.name))
    fresh.rename(place / "current")


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 0 done, 2 nothing was changed."""
    parser = argparse.ArgumentParser(prog="python -m deploy.publish", description="发布构建结果，或退回上一版本。")
    parser.add_argument("folders", nargs="+", type=Path, metavar="目录", help="构建结果 发布位置；退回时只写发布位置")
    parser.add_argument("--rollback", action="store_true", help="退回上一版本")
    parser.add_argument("--keep", type=int, default=KEEP, help=f"保留几个版本，默认 {KEEP}")
    asked = parser.parse_args(arguments)
    if len(asked.folders) != (1 if asked.rollback else 2) or asked.keep < 1:
        parser.error("发布写：构建结果 发布位置；退回写：--rollback 发布位置；--keep 至少为 1")
    try:
        if asked.rollback:
            print(f"已退回到版本 {roll_back(asked.folders[0]).name}")
        else:
            done = publish(*asked.folders, keep=asked.keep)
            print(f"已发布版本 {done.release.name}：更新 {done.copied} 个文件，沿用 {done.linked} 个")
    except CannotPublish as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""git, as a command that may be missing or fail."""

from __future__ import annotations

import subprocess
from pathlib import Path


class GitFailed(Exception):
    """git said no: its last line."""


class NoGit(GitFailed):
    """git cannot be run: why."""


def git(*arguments: str, folder: Path | None = None, data: bytes | None = None, good: tuple[int, ...] = (0,)) -> bytes:
    """What git prints, run in ``folder`` (else where we are), with ``data`` on its standard input. ``good`` are the
    exit statuses that are answers. Raises GitFailed, NoGit among them."""
    place = ["-C", str(folder)] if folder is not None else []
    try:
        done = subprocess.run(["git", *place, *arguments], input=data, capture_output=True, check=False)
    except OSError as error:
        raise NoGit(f"{error.strerror}") from error
    if done.returncode not in good:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise GitFailed(said[-1] if said else str(done.returncode))
    return done.stdout

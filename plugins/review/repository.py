"""What a push brings, read from the objects alone: nothing is checked out, so nothing of it is ever run.

During a push the new objects lie in a quarantine that git names in the environment; every call here inherits it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from plugins.build.problems import CannotRun
from plugins.git import GitFailed
from plugins.git import git as run_git

NOTHING = "0" * 40
EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
PLAIN = ("100644", "100755")
_SEARCHED = 200
"""Names looked for in one go, so that the command line stays short."""


@dataclass(frozen=True)
class Blob:
    """A file in a commit."""

    mode: str
    name: str


def git(*arguments: str, data: bytes | None = None, good: tuple[int, ...] = (0,)) -> bytes:
    """The output of git. Raises CannotRun where it fails."""
    try:
        return run_git(*arguments, data=data, good=good)
    except GitFailed as error:
        raise CannotRun(f"git {arguments[0]} 没有成功（{error}）。请管理员检查版本库") from error


def setting(name: str, default: str) -> str:
    """A setting of this repository, ``gongkai.NAME``."""
    return git("config", "--get", f"gongkai.{name}", good=(0, 1)).decode().strip() or default


def protected() -> str:
    """The ref that is judged: that of ``gongkai.branch``, else the branch that HEAD names."""
    named = setting("branch", "")
    return f"refs/heads/{named}" if named else git("symbolic-ref", "HEAD").decode().strip()


def changed(old: str, new: str, folder: str) -> dict[str, str]:
    """Paths below ``folder`` (relative to it) that differ between two commits: A, M, D or T. A rename is D and A."""
    base = EMPTY_TREE if set(old) == {"0"} else old
    told = git("diff-tree", "-r", "-z", "--no-renames", "--name-status", base, new, "--", folder)
    parts = told.decode("utf-8", "surrogateescape").split("\0")
    return {path.removeprefix(f"{folder}/"): state for state, path in zip(parts[::2], parts[1::2], strict=False)}


def listing(commit: str, folder: str) -> dict[str, Blob]:
    """Every file below ``folder`` of a commit, by path relative to it; what no file system may hold is left out."""
    if set(commit) == {"0"}:
        return {}
    found = {}
    for line in git("ls-tree", "-r", "-z", commit, "--", folder).decode("utf-8", "surrogateescape").split("\0"):
        head, _, path = line.partition("\t")
        below = path.removeprefix(f"{folder}/")
        if path and below != path and _is_safe(below):
            mode, _, name = head.split(" ", 2)
            found[below] = Blob(mode, name)
    return found


def _is_safe(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return not path.startswith("/") and not {"..", ".", ".git"} & set(parts) and "\\" not in path


def read(blobs: Mapping[str, Blob]) -> dict[str, bytes]:
    """The bytes of some files, by the same keys; links and submodules are left out."""
    plain = {path: blob.name for path, blob in blobs.items() if blob.mode in PLAIN}
    if not plain:
        return {}
    told = git("cat-file", "--batch", data="".join(f"{name}\n" for name in plain.values()).encode())
    found, place = {}, 0
    for path in plain:
        end = told.index(b"\n", place)
        size = int(told[place:end].rsplit(b" ", 1)[1])
        found[path] = told[end + 1 : end + 1 + size]
        place = end + 1 + size + 1
    return found


def write(files: Mapping[str, bytes], folder: Path) -> None:
    """Write files below a folder of ours."""
    for path, data in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def that_name(files: Iterable[str], commit: str, folder: str) -> set[str]:
    """The documents below ``folder`` of a commit in whose text the name of one of the files stands."""
    names = sorted({PurePosixPath(path).name for path in files})
    found = set()
    for start in range(0, len(names), _SEARCHED):
        wanted = [word for name in names[start : start + _SEARCHED] for word in ("-e", name)]
        told = git("grep", "-l", "-z", "-I", "-F", *wanted, commit, "--", f"{folder}/*.md", good=(0, 1))
        for line in told.decode("utf-8", "surrogateescape").split("\0"):
            path = line.partition(":")[2]
            if path:
                found.add(path.removeprefix(f"{folder}/"))
    return found

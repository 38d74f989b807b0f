"""What lies in the content folder, found without opening anything that could hang, loop or be endless."""

from __future__ import annotations

import difflib
import os
import re
import stat
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from plugins.build.problems import CannotRun, Problem

DOCUMENT_LIMIT = 10 * 1024 * 1024
TABLES = (".csv", ".xlsx")
FILE_FOLDERS = ("files", "media", "data")
REGISTRY = "_registry"
"""What ``desk`` keeps of numbers, addresses and reviews, in git beside the documents."""
WALL_FOLDER = "wall"
"""Below a village's folder: what hangs on its notice board only. Nothing that is scanned can be published, so the scan
never looks there (``plugins/notice_board/unpublished.py`` does, for ``desk wall``)."""
_WALL = re.compile(rf"villages/[^/]+/{WALL_FOLDER}(?:/|\Z)")
_LOOKALIKES = (".markdown", ".mkd", ".mdown", ".md.txt")


Stamp = tuple[int, int, int, int]
"""Size, inode, time of last writing and of last change (ns) of a file: what differs when its bytes may differ."""


def stamp_of(found: os.stat_result) -> Stamp:
    """The stamp in a stat result."""
    return found.st_size, found.st_ino, found.st_mtime_ns, found.st_ctime_ns


@dataclass(frozen=True)
class Tree:
    """Paths relative to the content folder, with ``/``, in sorted order.

    ``name`` is the content folder's own name, which every shown path begins with. ``documents`` are readable Markdown
    files by folder; ``folders`` every folder that may be a column; ``files`` what may be linked, with its size;
    ``stamps`` what tells that a file changed, for every plain file that was met; ``registry`` the files below
    ``_registry``, which ``desk`` writes and no page shows as they are.
    """

    root: Path
    name: str
    folders: tuple[str, ...]
    documents: tuple[str, ...]
    files: Mapping[str, int]
    problems: tuple[Problem, ...]
    stamps: Mapping[str, Stamp]
    registry: tuple[str, ...] = ()

    @cached_property
    def tables(self) -> Mapping[str, tuple[str, ...]]:
        """CSV files and workbooks that lie beside the documents of a column, by folder, sorted."""
        found: dict[str, list[str]] = {}
        for path in self.stamps:
            if not path.endswith(TABLES):  # nearly all
                continue
            folder = path.rpartition("/")[0]
            if folder and not _holds_files(folder) and not _is_registry(folder):
                found.setdefault(folder, []).append(path)
        return {folder: tuple(sorted(paths)) for folder, paths in sorted(found.items())}

    def shown(self, path: str) -> str:
        """The path as messages print it: ``content/zwgk/x.md``."""
        return f"{self.name}/{path}" if path else self.name


def scan(root: Path) -> Tree:
    """List the content folder. Raises CannotRun when there is none.

    Symbolic links are refused, which rules out loops and files from outside; so are pipes, devices and files that are
    too large or may not be read. Names that begin with ``.`` or ``~`` or end in ``~`` are editors' leftovers: skipped.
    """
    if not root.is_dir():
        raise CannotRun(f"没有找到内容目录 {root}。请在网站的根目录里运行，或用 --content 指明内容目录")
    name = root.resolve().name
    folders: list[str] = []
    documents: list[str] = []
    files: dict[str, int] = {}
    problems: list[Problem] = []
    stamps: dict[str, Stamp] = {}
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        shown = f"{name}/{folder}" if folder else name
        try:
            entries = sorted(os.scandir(root / folder), key=lambda entry: entry.name)
        except OSError as error:
            problems.append(Problem(shown, 0, 0, f"目录读不了（{_reason(error)}）", "请检查目录权限"))
            continue
        if folder and not _holds_files(folder) and not _is_registry(folder):
            folders.append(folder)
        top = folder.partition("/")[0]
        for entry in entries:
            filename = entry.name
            path = f"{folder}/{filename}" if folder else filename
            if filename[0] in ".~" or filename[-1] == "~":
                continue
            if entry.is_symlink():
                problems.append(_refuse(f"{name}/{path}", "是符号链接", "请换成文件本身；内容目录里不使用链接"))
            elif entry.is_dir(follow_symlinks=False):
                if not is_for_the_wall(path):
                    waiting.append(path)
            elif problem := _look(entry, path, top or filename, name, documents, files, stamps):
                problems.append(problem)
    files = dict(sorted(files.items()))
    registry = tuple(sorted(path for path in stamps if _is_registry(path)))
    return Tree(root, name, tuple(sorted(folders)), tuple(sorted(documents)), files, tuple(problems), stamps, registry)


def is_for_the_wall(path: str) -> bool:
    """Whether a path below content/ is, or lies in, a folder of what may not be published."""
    return _WALL.match(path) is not None


def as_plain(tree: Tree) -> tuple[Any, ...]:
    """The tree but its root, as data that ``marshal`` takes, on its way to another process."""
    problems = [astuple(problem) for problem in tree.problems]
    return tree.name, tree.folders, tree.documents, dict(tree.files), problems, dict(tree.stamps), tree.registry


def from_plain(root: Path, plain: tuple[Any, ...]) -> Tree:
    """The tree that ``as_plain`` took apart."""
    name, folders, documents, files, problems, stamps, registry = plain
    return Tree(root, name, folders, documents, files, tuple(Problem(*parts) for parts in problems), stamps, registry)


def scan_again(tree: Tree, changed: Iterable[Path]) -> Tree:
    """The tree after some files were touched: only those are looked at where all are files that were there before."""
    stamps = dict(tree.stamps)
    known = set(tree.documents)
    for file in changed:
        if not file.is_relative_to(tree.root):
            continue
        path = file.relative_to(tree.root).as_posix()
        try:
            found = file.lstat()
        except OSError:
            return scan(tree.root)
        if path not in known or not stat.S_ISREG(found.st_mode) or found.st_size > DOCUMENT_LIMIT:
            return scan(tree.root)
        stamps[path] = stamp_of(found)
    return replace(tree, stamps=stamps)


def _holds_files(folder: str) -> bool:
    return folder.partition("/")[0] in FILE_FOLDERS


def _is_registry(path: str) -> bool:
    return path.partition("/")[0] == REGISTRY


def _refuse(shown: str, what: str, cure: str) -> Problem:
    return Problem(shown, 0, 0, what, cure)


def _reason(error: OSError) -> str:
    return "没有权限" if isinstance(error, PermissionError) else (error.strerror or str(error))


def _look(  # noqa: PLR0917 - the collections of one scan
    entry: os.DirEntry[str],
    path: str,
    top: str,
    name: str,
    documents: list[str],
    files: dict[str, int],
    stamps: dict[str, Stamp],
) -> Problem | None:
    """Put one file where it belongs, or say why it cannot be used. ``top`` is the first step of its path."""
    try:
        found = entry.stat(follow_symlinks=False)
    except OSError as error:
        return _refuse(f"{name}/{path}", f"文件读不了（{_reason(error)}）", "请检查文件权限")
    if stat.S_ISREG(found.st_mode):
        stamps[path] = stamp_of(found)
        if path.endswith(".md") and top not in FILE_FOLDERS and top != REGISTRY and found.st_size <= DOCUMENT_LIMIT:
            documents.append(path)  # nearly all
            return None
    shown = f"{name}/{path}"
    if not stat.S_ISREG(found.st_mode):
        return _refuse(shown, "不是普通文件（管道、设备或套接字）", "请删去它")
    if top == REGISTRY:
        return None
    if top in FILE_FOLDERS:
        if not os.access(entry.path, os.R_OK):
            return _refuse(shown, "文件读不了（没有权限）", "请检查文件权限")
        files[path] = found.st_size
        return None
    if not entry.name.endswith(".md"):
        return _lookalike(shown, entry.name)
    size = found.st_size / 1024 / 1024
    cure = f"一篇文档不超过 {DOCUMENT_LIMIT // 1024 // 1024} MB，图片和附件请放进 files/ 或 media/ 再引用"
    return _refuse(shown, f"文件太大（{size:.0f} MB），没有读取", cure)


def _lookalike(shown: str, filename: str) -> Problem | None:
    """A file that its editor surely took for a document or a settings file, and that nobody would ever see."""
    lower = filename.lower()
    if lower.endswith((".md", *_LOOKALIKES)):
        return _refuse(shown, "扩展名不对，不会成为网页", "请把扩展名改成小写的 .md")
    if filename != "column.toml" and difflib.SequenceMatcher(None, lower, "column.toml").ratio() > 0.85:
        return _refuse(shown, f"文件名“{filename}”不起作用", "栏目设置的文件名是 column.toml")
    return None

"""``desk catalogue-diff``: what changed in a 标准目录 between two versions that git keeps."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from plugins.build.problems import CannotRun, ContentErrors
from plugins.disclosure.item import HEADS, OPTIONAL, SPELLINGS
from plugins.disclosure.versions import Difference, compare
from plugins.git import GitFailed, NoGit, git
from plugins.tables import Row, read_table

NOW = "现在的文件"


def difference(file: Path, begin: str, end: str) -> Difference:
    """Compare a table at the revision ``begin`` with itself at ``end`` (empty: as it lies there).

    A file that was renamed in between is followed. Raises CannotRun where there is no repository, no such revision or
    no such file in it, ContentErrors where one of the two is no catalogue.
    """
    if file.suffix.lower() not in (".csv", ".xlsx"):
        raise CannotRun(f"{file} 不是表格。请给出标准目录的 CSV 或 .xlsx 文件")
    folder = next((parent for parent in file.absolute().parents if parent.is_dir()), Path("/"))
    why = f"{file} 不在 git 仓库里，没有以前的版本可以比较"
    root = Path(_git(folder, "rev-parse", "--show-toplevel", why=why).strip())
    path = file.absolute().resolve().relative_to(root.resolve()).as_posix()
    begin_commit, end_commit = _commit(root, begin), _commit(root, end) if end else ""
    if not end and not file.is_file():
        raise CannotRun(f"没有找到 {file}。请核对路径；已经删去的文件请用 --to 写明最后有它的版本")
    path_end = _name_at(root, path, end_commit, "HEAD") if end else path
    path_begin = _name_at(root, path_end if end else _committed(root, path), begin_commit, end_commit or "HEAD")
    after = _rows(root, path_end, end_commit, end, file)
    return compare(_rows(root, path_begin, begin_commit, begin, None), after)


def _name_at(root: Path, path: str, commit: str, since: str) -> str:
    """What a file that is called ``path`` at ``since`` was called at an earlier ``commit``."""
    names = _git(root, "log", "--follow", "--format=", "--name-status", "-M30%", "-z", f"{commit}..{since}", "--", path)
    words = iter(names.split("\0"))
    for word in words:
        status = word.strip("\n")
        if status[:1] in ("R", "C"):
            old, new = next(words, ""), next(words, "")
            path = old if new == path else path
    return path


def _committed(root: Path, path: str) -> str:
    """What a file is called in the last commit, where it was renamed since."""
    words = iter(_git(root, "diff", "--name-status", "-M30%", "-z", "HEAD").split("\0"))
    for status in words:
        old = next(words, "")
        if status[:1] in ("R", "C") and next(words, "") == path:
            return old
    return path


def _commit(root: Path, revision: str) -> str:
    if revision.startswith("-"):
        raise CannotRun(f"没有“{revision}”这个版本。请写提交号、分支、标签，或者 HEAD~1")
    why = f"没有“{revision}”这个版本。请写提交号、分支、标签，或者 HEAD~1；git log --oneline 列出全部提交"
    return _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}", why=why).strip()


def _rows(root: Path, path: str, commit: str, revision: str, file: Path | None) -> Sequence[Row]:
    """The rows of the table at a commit, or of ``file`` as it lies there."""
    if not commit and file is not None:
        return _read(file, str(file))
    data = _bytes(
        root, f"{commit}:{path}", f"版本“{revision}”里没有 {path}。请换一个版本，或核对路径；刚刚改名的文件请先 git add"
    )
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / f"table{Path(path).suffix.lower()}"
        copy.write_bytes(data)
        return _read(copy, f"{path}（{revision}）")


def _read(file: Path, shown: str) -> Sequence[Row]:
    rows, problems = read_table(
        file, shown, HEADS, (), optional=OPTIONAL, unique=False, spellings=SPELLINGS, titled=True
    )
    if problems:
        raise ContentErrors(problems)
    return rows


def _git(folder: Path, *arguments: str, why: str = "git 没有运行成功。请确认已经安装 git") -> str:
    return _run(folder, arguments, why).decode("utf-8", "replace")


def _bytes(root: Path, name: str, why: str) -> bytes:
    return _run(root, ("cat-file", "blob", name), why)


def _run(folder: Path, arguments: Sequence[str], why: str) -> bytes:
    try:
        return git(*arguments, folder=folder)
    except NoGit:
        raise CannotRun("没有找到 git。请先安装 git") from None
    except GitFailed:
        raise CannotRun(why) from None


def as_text(found: Difference, begin: str, end: str) -> str:
    """The difference for reading."""
    heading = f"{begin} → {end or NOW}"
    if not found:
        return f"{heading}：事项没有变化"
    lines = [f"{heading}：新增 {len(found.added)} 项，删去 {len(found.removed)} 项，修改 {len(found.changed)} 项"]
    lines += [f"+ 新增（第{line}行） {name}" for name, line in found.added]
    lines += [f"- 删去（原第{line}行） {name}" for name, line in found.removed]
    for change in found.changed:
        lines.append(f"* 修改（第{change.after}行） {change.name}")
        lines += [f"    {head}：{old or '（空）'} → {new or '（空）'}" for head, (old, new) in change.cells.items()]
    return "\n".join(lines)


def as_data(found: Difference, begin: str, end: str) -> dict[str, Any]:
    """The difference for other programs."""
    return {
        "from": begin,
        "to": end or None,
        "added": [{"item": name, "line": line} for name, line in found.added],
        "removed": [{"item": name, "line": line} for name, line in found.removed],
        "changed": [
            {
                "item": change.name,
                "line": change.after,
                "line_before": change.before,
                "cells": {head: {"before": old, "after": new} for head, (old, new) in change.cells.items()},
            }
            for change in found.changed
        ],
    }

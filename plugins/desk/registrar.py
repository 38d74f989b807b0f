"""The registers under the hands of ``desk``: read under a lock, written whole, never by two at once."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from plugins.build.front_matter import read_text
from plugins.build.problems import CannotRun, ContentErrors
from plugins.build.scan import REGISTRY
from plugins.desk.header_edit import CannotEdit, set_field
from plugins.desk.part import Headers, read_document, read_headers
from plugins.desk.workplace import last_build, write_whole
from plugins.identifiers.judge import twice
from plugins.identifiers.registry import (
    DOC_NO,
    INDEX,
    Address,
    Book,
    Registry,
    Row,
    addresses_in,
    as_text,
    read_register,
    read_registry,
)
from plugins.identifiers.series import FILE, Series, read_series

ATTRIBUTES = "*.csv merge=union text eol=lf\n"
"""Of content/_registry: git puts the lines of both branches into a register, ``desk register --mend`` does the rest."""
_BEFORE = ("doc_no", "written", "topic", "validity")
_FULL = (errno.ENOSPC, errno.EDQUOT)


@dataclass(frozen=True)
class Registrar:
    """One piece of work on the registers. ``now`` is the moment as they write it."""

    content: Path
    headers: Headers
    registry: Registry
    series: dict[str, Series]
    now: str

    @cached_property
    def numbered(self) -> dict[str, Row]:
        """The 索引号 of each document that has one, by id."""
        return self.registry.index.by_id()

    @cached_property
    def doc_numbered(self) -> dict[str, Row]:
        """The registered 文号 of each document that has one, by id."""
        return self.registry.doc_no.by_id()

    def shown(self, path: str) -> str:
        """A path below content/ as messages print it."""
        return self.headers.tree.shown(path)

    def written_on(self, path: str) -> str:
        """The day a document says it was made, YYYY-MM-DD; empty where it does not."""
        tree = self.headers.tree
        text = read_text((self.content / path).read_bytes(), tree.shown(path))
        fields = read_document(tree, path, text).fields if isinstance(text, str) else None
        return f"{fields.written}" if fields is not None and fields.written else ""

    def save_rows(self, book: Book, rows: Iterable[Row] | Iterable[Address]) -> None:
        """Write a register anew."""
        attributes = self.content / REGISTRY / ".gitattributes"
        if not attributes.exists():
            self.write(f"{REGISTRY}/.gitattributes", ATTRIBUTES.encode())
        self.write(book.path, as_text(book, rows).encode())

    def set_field(self, path: str, key: str, value: str) -> str | None:
        """Write a field into the header of a document; what is wrong where that cannot be done."""
        try:
            edited = set_field((self.content / path).read_bytes(), key, value, _BEFORE)
        except CannotEdit as error:
            return f"{self.shown(path)}: {key} 没有写进文件头：{error.args[0]}。{error.args[1]}"
        except OSError as error:
            raise self._refusal(path, error) from None
        self.write(path, edited)
        return None

    def write(self, path: str, data: bytes, *, replacing: bool = True) -> None:
        """Write a file below content/, whole or not at all. Raises CannotRun."""
        try:
            write_whole(self.content / path, data, replacing=replacing)
        except OSError as error:
            raise self._refusal(path, error) from None

    def _refusal(self, path: str, error: OSError) -> CannotRun:
        reason = "磁盘已满" if error.errno in _FULL else error.strerror
        reason = "没有权限" if isinstance(error, PermissionError) else reason
        return CannotRun(
            f"{self.shown(path)} 写不了（{reason}）。请检查磁盘和权限后，把同一条命令再运行一次，会接着做完"
        )


@contextmanager
def at_registry(content: Path, now: str, *, mending: bool = False) -> Iterator[Registrar]:
    """Read everything under a lock that is held until the work is done.

    Raises ContentErrors where settings or registers are faulty; ``mending`` passes over what merges leave behind.
    """
    folder = content / REGISTRY
    if folder.is_symlink():
        raise CannotRun(f"{folder} 是符号链接，登记簿没有写。请换成目录本身")
    try:
        folder.mkdir(exist_ok=True)
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise CannotRun(f"{folder} 不能用（{error.strerror}）。请检查目录权限") from None
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotRun(f"另一个 desk 正在写 {folder}。请等它结束后再运行") from None
        yield _read(content, now, mending)
    finally:
        os.close(handle)
        _leave_no_empty(folder)


def _leave_no_empty(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError:
        return


def _read(content: Path, now: str, mending: bool) -> Registrar:
    headers = read_headers(content, now, known=lambda year: last_build(content, year))
    tree = headers.tree
    series, problems = read_series(tree, headers.offices)
    settings = {tree.shown(name) for name in ("site.toml", "units.csv", FILE)}
    registers = tree.shown(REGISTRY)  # one that cannot be read must not be taken for an empty one
    problems = [
        problem
        for problem in (*headers.problems, *problems)
        if problem.path in settings or problem.path.startswith((f"{registers}/", registers))
    ]
    if mending:
        index, doc_no = (read_register(tree, book, mending=True) for book in (INDEX, DOC_NO))
        urls, more = addresses_in(tree, mending=True)
        registry = Registry(index, doc_no, urls, (*index.problems, *doc_no.problems, *more))
    else:
        registry = read_registry(tree)
        problems += [*twice(registry.index, tree), *twice(registry.doc_no, tree)]
    problems += registry.problems
    if problems:
        raise ContentErrors(problems)
    return Registrar(content, headers, registry, series, f"{headers.now:%Y-%m-%d %H:%M}")

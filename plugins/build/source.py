"""One Markdown file read and parsed, in any process: bytes in, plain records out."""

from __future__ import annotations

import importlib
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

from plugins.build.body import Body, convert
from plugins.build.front_matter import FrontMatter, read_front_matter, read_text
from plugins.build.problems import Problem
from plugins.build.scan import DOCUMENT_LIMIT
from plugins.build.schema import check_fields, type_of, type_problem
from plugins.catalogue import VILLAGES
from plugins.content_types import key_names
from plugins.content_types.core import Core

Gate = Callable[["Source", str, int], list[Problem]]
"""A judge of one document: its Source, the whole text of its file, the current year → what keeps it from the public."""


@dataclass(frozen=True)
class Job:
    """A document to read: where it is, its path below content/, and the content folder's name for messages.

    ``gates`` are dotted names (``package.module:function``) of Gates, so that a Job travels to any process.
    """

    file: Path
    path: str
    shown: str
    year: int
    gates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """A document as its file alone tells it. ``fields`` is None where the header could not be understood.

    ``key`` is the digest of the file's bytes and place. ``barred`` holds what the gates say; it counts where the
    document is public.
    """

    path: str
    shown: str
    fields: Core | None
    lines: dict[str, int]
    end_line: int
    body: Body | None
    problems: tuple[Problem, ...]
    key: bytes = b""
    values: dict[str, Any] = field(default_factory=dict)
    spelled: dict[str, str] = field(default_factory=dict)
    barred: tuple[Problem, ...] = ()

    def line(self, key: str) -> int:
        """The line of a front matter key; where it is not written, the line that closes the header."""
        return self.lines.get(key, self.end_line)


def default_type(path: str) -> str:
    """The type of a document at this path that names none."""
    return "village_affair" if path.startswith(f"{VILLAGES}/") else "article"


def source_key(data: bytes, path: str, year: int) -> bytes:
    """The digest by which a parsed document is kept: of its bytes, its place, which its links start from, and the
    year, by which gates judge."""
    return blake2b(data, digest_size=16, key=blake2b(f"{year} {path}".encode(), digest_size=32).digest()).digest()


def read_source(job: Job) -> Source:
    """Read, split, type and convert one document. Never raises for what an editor may have written."""
    data = read_bytes(job)
    if isinstance(data, Problem):
        return Source(job.path, job.shown, None, {}, 1, None, (data,))
    return parse(job, data)


def parse(job: Job, data: bytes) -> Source:
    """``read_source`` for bytes that have been read."""
    text = read_text(data, job.shown)
    if isinstance(text, Problem):
        return Source(job.path, job.shown, None, {}, 1, None, (text,))
    source, front = read_header(job.path, job.shown, text)
    if front is None:
        return source
    mark = blake2b(text.encode(), digest_size=8).hexdigest()
    body = convert(front.body, front.end_line + 1, job.path, job.shown, mark)
    problems = (*source.problems, *body.problems)
    whole = Source(
        **{**vars(source), "body": body, "problems": problems, "key": source_key(data, job.path, job.year)},
    )
    barred = tuple(problem for gate in job.gates for problem in load_gate(gate)(whole, text, job.year))
    return Source(**{**vars(whole), "barred": barred}) if barred else whole


def read_header(path: str, shown: str, text: str) -> tuple[Source, FrontMatter | None]:
    """A document without its body, and its header where there is one that can be read."""
    front, problems = read_front_matter(text, shown, key_names())
    if front is None:
        return Source(path, shown, None, {}, 1, None, tuple(problems)), None
    fields, faults = typed(front, path, shown)
    source = Source(
        path,
        shown,
        fields,
        dict(front.lines),
        front.end_line,
        None,
        (*problems, *faults),
        values=dict(front.values),
        spelled=dict(front.spelled),
    )
    return source, front


def typed(front: FrontMatter, path: str, shown: str) -> tuple[Core | None, list[Problem]]:
    """The fields of a header, or what is wrong with them."""
    content_type = type_of(front, default_type(path))
    if content_type is None:
        return None, [type_problem(front, shown)]
    return check_fields(front, content_type, shown)


def load_gate(name: str) -> Gate:
    """The gate of a dotted name."""
    module, _, function = name.partition(":")
    return getattr(importlib.import_module(module), function)  # type: ignore[no-any-return]


def read_bytes(job: Job) -> bytes | Problem:
    """The file's bytes. Opened without blocking: a pipe put in its place since the scan must not hang the build."""
    try:
        handle = os.open(job.file, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
        with os.fdopen(handle, "rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                return Problem(job.shown, 0, 0, "不是普通文件（管道、设备或套接字）", "请删去它")
            return stream.read(DOCUMENT_LIMIT + 1)
    except PermissionError:
        return Problem(job.shown, 0, 0, "文件读不了（没有权限）", "请检查文件权限")
    except OSError as error:
        return Problem(job.shown, 0, 0, f"文件读不了（{error.strerror}）", "请检查文件后重试")

"""One Markdown file read and parsed, in any process: bytes in, plain records out."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from plugins.build.body import Body, convert
from plugins.build.front_matter import read_front_matter, read_text
from plugins.build.problems import Problem
from plugins.build.scan import DOCUMENT_LIMIT
from plugins.build.schema import check_fields, type_of, type_problem
from plugins.content_types import key_names
from plugins.content_types.core import Core


@dataclass(frozen=True)
class Job:
    """A document to read: where it is, its path below content/, and the content folder's name for messages."""

    file: Path
    path: str
    shown: str
    default_type: str


@dataclass(frozen=True)
class Source:
    """A document as its file alone tells it. ``fields`` is None where the header could not be understood."""

    path: str
    shown: str
    fields: Core | None
    lines: dict[str, int]
    end_line: int
    body: Body | None
    problems: tuple[Problem, ...]

    def line(self, key: str) -> int:
        """The line of a front matter key; where it is not written, the line that closes the header."""
        return self.lines.get(key, self.end_line)


def read_source(job: Job) -> Source:
    """Read, split, type and convert one document. Never raises for what an editor may have written."""
    data = _read(job)
    text = data if isinstance(data, Problem) else read_text(data, job.shown)
    if isinstance(text, Problem):
        return Source(job.path, job.shown, None, {}, 1, None, (text,))
    front, problems = read_front_matter(text, job.shown, key_names())
    if front is None:
        return Source(job.path, job.shown, None, {}, 1, None, tuple(problems))
    fields = None
    content_type = type_of(front, job.default_type)
    if content_type is None:
        problems.append(type_problem(front, job.shown))
    else:
        fields, faults = check_fields(front, content_type, job.shown)
        problems += faults
    mark = blake2b(text.encode(), digest_size=8).hexdigest()
    body = convert(front.body, front.end_line + 1, job.path, job.shown, mark)
    return Source(job.path, job.shown, fields, dict(front.lines), front.end_line, body, (*problems, *body.problems))


def _read(job: Job) -> bytes | Problem:
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

"""One line of a document's header put in or changed; every other byte of the file stays as it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from plugins.build.front_matter import read_front_matter, read_text
from plugins.build.problems import Problem
from plugins.content_types import key_names
from plugins.desk.draft import scalar

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_ENDING = re.compile(r"[\r\n]*\Z")
_FIELD = re.compile(r"(?P<key>\w+)(?P<colon>[ \t]*:)(?P<value>.*?)(?P<rest>(?:[ \t]+#.*)?[ \t]*)")


class CannotEdit(Exception):
    """The line cannot be put in without touching more than it: what is wrong, and what to do."""


def set_field(data: bytes, key: str, value: str, before: Sequence[str] = ()) -> bytes:
    """The file with ``key: value`` in its header: in the line that has the key (in whatever spelling), else in a new
    one above the first of the keys ``before``, else above the closing line.

    Raises CannotEdit where the header cannot be read or the field runs over several lines.
    """
    text = data.decode("utf-8", "surrogateescape")
    plain = read_text(data, "")
    if isinstance(plain, Problem):
        raise CannotEdit(plain.what, plain.cure)
    front, problems = read_front_matter(plain, "", key_names())
    if front is None or problems:
        raise CannotEdit("文件头读不懂", "请先运行 desk check，按提示改正")
    lines = _LINE.findall(text)
    if key in front.lines:
        at = front.lines[key] - 1
        lines[at] = _changed(lines[at], value)
    else:
        first = [front.lines[other] for other in before if other in front.lines]
        at = (min(first) if first else front.end_line) - 1
        ending = _ending(lines[at]) or _ending(lines[0])
        lines.insert(at, f"{key}: {scalar(value)}{ending}")
    edited = "".join(lines).encode("utf-8", "surrogateescape")
    _look_again(edited, key, value, front.values, front.body)
    return edited


def _changed(line: str, value: str) -> str:
    found = _FIELD.fullmatch(line[: len(line) - len(_ending(line))])
    if found is None:
        raise CannotEdit("这一行的写法不认识", "请改写成 字段: 内容")
    return f"{found['key']}{found['colon']} {scalar(value)}{found['rest']}{_ending(line)}"


def _ending(line: str) -> str:
    found = _ENDING.search(line)
    return found[0] if found else ""


def _look_again(edited: bytes, key: str, value: str, values: Mapping[str, object], body: str) -> None:
    """Read what was made: it says the same as before, and the new value."""
    plain = read_text(edited, "")
    front, problems = read_front_matter(plain if isinstance(plain, str) else "", "", key_names())
    if front is None or problems or front.values != {**values, key: value} or front.body != body:
        raise CannotEdit(f"“{key}”占了几行，不能只改一行", f"请手工改成一行：{key}: {value}")

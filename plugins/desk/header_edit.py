"""Lines of a document's header put in, changed or taken out; every other byte of the file stays as it is."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from plugins.build.front_matter import FrontMatter, read_front_matter, read_text
from plugins.build.problems import Problem
from plugins.content_types import key_names
from plugins.desk.draft import scalar

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_ENDING = re.compile(r"[\r\n]*\Z")
_FIELD = re.compile(
    r"(?P<key>\s*[^:]+?)(?P<colon>[ \t]*:)"
    r"(?P<value>[ \t]*(?:\"[^\"]*\"|'[^']*')|.*?)(?P<rest>(?:[ \t]+#.*)?[ \t]*)"
)
_CONTINUED = re.compile(r"[ \t]+[^\s#]")


class CannotEdit(Exception):
    """The header cannot be changed without touching more than its lines: what is wrong, and what to do."""


class HeaderEdit:
    """A document opened to change lines of its header. Raises CannotEdit where the header cannot be read.

    ``front`` is the header as it was. The bytes come out of ``edited``, once it is sure that nothing else changed.
    """

    def __init__(self, data: bytes) -> None:
        plain = read_text(data, "")
        if isinstance(plain, Problem):
            raise CannotEdit(plain.what, plain.cure)
        front, problems = read_front_matter(plain, "", key_names())
        if front is None or problems:
            raise CannotEdit(problems[0].what, problems[0].cure)
        self.front: FrontMatter = front
        self._slots = [[line] for line in _LINE.findall(data.decode("utf-8", "surrogateescape"))]
        self._touched: dict[str, str | None] = {}

    def set(self, key: str, value: str, before: Sequence[str] = ()) -> None:
        """Write ``key: value``: in the line that has the key (in whatever spelling), else in a new one above the first
        of the keys ``before``, else above the closing line."""
        if key not in self.front.lines:
            first = [self.front.lines[other] for other in before if other in self.front.lines]
            self.add({key: value}, above=min(first) if first else self.front.end_line)
            return
        slot = self._slots[self.front.lines[key] - 1]
        ending = _ending(slot[0])
        found = _FIELD.fullmatch(slot[0][: len(slot[0]) - len(ending)])
        if found is None:
            raise CannotEdit("这一行的写法不认识", "请改写成 字段: 内容")
        slot[0] = f"{found['key']}{found['colon']} {scalar(value)}{found['rest']}{ending}"
        self._touched[key] = value

    def add(self, values: Mapping[str, str], above: int) -> None:
        """Put in new lines above a line of the file as it was, counted from 1."""
        ending = _ending(self._slots[above - 1][0]) or _ending(self._slots[0][0])
        self._slots[above - 2] += [f"{key}: {scalar(value)}{ending}" for key, value in values.items()]
        self._touched |= values

    def drop(self, keys: Collection[str]) -> None:
        """Take out the lines of these keys, with the indented lines that go on below them."""
        for key in keys:
            if key not in self.front.lines:
                continue
            at = self.front.lines[key] - 1
            del self._slots[at][:1]
            while at + 1 < self.front.end_line - 1 and _CONTINUED.match(self._slots[at + 1][0]):
                at += 1
                del self._slots[at][:1]
            self._touched[key] = None

    def edited(self) -> bytes:
        """The file as it is now. Raises CannotEdit where a line was no whole field, so that others read otherwise."""
        data = "".join(line for slot in self._slots for line in slot).encode("utf-8", "surrogateescape")
        plain = read_text(data, "")
        front, problems = read_front_matter(plain if isinstance(plain, str) else "", "", key_names())
        wanted = {**self.front.values, **self._touched}
        meant = {key: value for key, value in wanted.items() if value is not None}
        if front is None or problems or front.values != meant or front.body != self.front.body:
            lines = "；".join(
                f"删去 {key}" if value is None else f"{key}: {value}" for key, value in self._touched.items()
            )
            raise CannotEdit("文件头不是一行一个字段，程序改不了", f"请手工改，一行一个字段：{lines}")
        return data


def set_field(data: bytes, key: str, value: str, before: Sequence[str] = ()) -> bytes:
    """The file with ``key: value`` in its header (``HeaderEdit.set``). Raises CannotEdit."""
    header = HeaderEdit(data)
    header.set(key, value, before)
    return header.edited()


def _ending(line: str) -> str:
    found = _ENDING.search(line)
    return found[0] if found else ""

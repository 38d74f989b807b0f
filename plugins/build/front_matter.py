"""Front matter: YAML between ``---`` lines, read with the line of every key and with nothing typed.

``2026-03``, ``010101``, ``no`` and ``1e3`` stay the strings they look like; the schema types them. Tags, anchors,
aliases, double keys and deep nesting are refused, so a file can neither run code nor grow in memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from plugins.build import plain_header
from plugins.build.problems import Problem

LIMIT = 64 * 1024
LINES = 2000
DEPTH = 4
Value = Any
"""A string, a list of Values, or a dict of string to Value."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ENDS = (yaml.SequenceEndEvent, yaml.MappingEndEvent)


@dataclass(frozen=True)
class FrontMatter:
    """Keys as the schema names them, the 1-based line of each, and where the header and the body stand.

    ``spelled`` says how a key was written in the file (``发布机构`` for ``publisher``).
    """

    values: Mapping[str, Value]
    lines: Mapping[str, int]
    spelled: Mapping[str, str]
    end_line: int
    body: str


class _Flaw(Exception):
    """Something wrong in the header: line, what, cure."""

    def __init__(self, line: int, what: str, cure: str) -> None:
        super().__init__(what)
        self.parts = (line, what, cure)


def read_text(data: bytes, path: str) -> str | Problem:
    """The text of a file, without BOM and with plain line ends; or the Problem that says why it is not UTF-8 text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Problem(path, 0, 0, "文件是 UTF-16 编码", "请在编辑器里另存为 UTF-8")
    if b"\0" in data:
        line = data[: data.index(b"\0")].count(b"\n") + 1
        return Problem(path, line, 0, "文件里有空字节（NUL），不是文本文件或已经损坏", "请从原稿重新保存为 UTF-8 文本")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        try:
            data.decode("gb18030")
        except UnicodeDecodeError:
            return Problem(path, line, 0, "文件不是 UTF-8 编码，这一行有无法识别的字节", "请从原稿重新保存为 UTF-8")
        return Problem(path, line, 0, "文件不是 UTF-8 编码，看起来是 GB18030", "请在编辑器里另存为 UTF-8")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_front_matter(text: str, path: str, names: Mapping[str, str]) -> tuple[FrontMatter | None, list[Problem]]:
    """Split a document into header and body.

    ``names`` maps every accepted spelling of a key to the key (``content_types.key_names()``); keys it does not know
    are kept as written, for the schema to refuse. Returns None with the problems where the header cannot be read.
    """
    try:
        header, end_line, body = _split_plain(text) or _split(text)
        entries = read_entries(header, names)
    except _Flaw as flaw:
        return None, [Problem(path, flaw.parts[0], 0, *flaw.parts[1:])]
    values: dict[str, Value] = {}
    lines: dict[str, int] = {}
    spelled: dict[str, str] = {}
    problems = []
    for written, line, value in entries:
        key = names.get(written, written)
        if key in values:
            what = f"“{written}”与第{lines[key]}行的“{spelled[key]}”重复"
            problems.append(Problem(path, line, 0, what, "同一字段只能写一次，请删去其中一行"))
            continue
        values[key], lines[key], spelled[key] = value, line, written
    return FrontMatter(values, lines, spelled, end_line, body), problems


def read_entries(header: str, names: Mapping[str, str], *, quick: bool = True) -> list[tuple[str, int, Value]]:
    """Key, file line and value of every entry, in the order written; ``quick`` false has all of it read by YAML."""
    if len(header.encode()) > LIMIT:
        raise _Flaw(2, f"文件头超过 {LIMIT // 1024} KB", "文件头只写字段，请把正文移到第二个 --- 之后")
    if quick and (entries := plain_header.read(header)) is not None:
        return entries
    _look_for_slips(header, names)
    return _entries(header)


def _split_plain(text: str) -> tuple[str, int, str] | None:
    """What ``_split`` says of a file whose two ``---`` are nothing but that; None for any other."""
    if text.startswith("---\n") and (end := text.find("\n---\n", 3)) > 3 and text.find("\n---", 3) == end:
        header = text[4:end]
        if (breaks := header.count("\n")) < LINES - 2:
            return header, breaks + 3, text[end + 5 :]
    return None


def _split(text: str) -> tuple[str, int, str]:
    """Header text (its first line is line 2 of the file), line of the closing ``---``, body."""
    if not text.strip():
        raise _Flaw(0, "文件是空的", "请写上文件头和正文，或删去这个文件")
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        raise _Flaw(1, "文件不是以文件头开始的", "请把第一行写成三个英文短横线 ---，下面逐行写 字段: 内容")
    for number, line in enumerate(lines[1:], 2):
        if line.rstrip() == "---":
            return "\n".join(lines[1 : number - 1]), number, "\n".join(lines[number:])
        if number > LINES:
            break
    raise _Flaw(1, "文件头没有结束", "请在最后一个字段下面单独写一行 ---，正文写在它之后")


def _look_for_slips(header: str, names: Mapping[str, str]) -> None:
    """The slips of Chinese keyboards and Windows editors, which YAML would report in words of its own."""
    for number, line in enumerate(header.split("\n"), 2):
        if re.match(r"\s*\t", line):
            raise _Flaw(number, "这一行用制表符（Tab）缩进", "请改用空格")
        if slip := re.match(r"([\w]+)\s*：", line):
            if slip[1] in names:
                raise _Flaw(number, f"“{slip[1]}”后面是中文冒号", f"请改成英文冒号加一个空格，例如 {slip[1]}: 内容")
        elif (slip := re.match(r"([\w]+):[^\s]", line)) and slip[1] in names:
            raise _Flaw(number, f"“{slip[1]}”的冒号后面没有空格", f"请在英文冒号后加一个空格，例如 {slip[1]}: 内容")


def _entries(header: str) -> list[tuple[str, int, Value]]:
    """Key, file line and value of every entry, in the order written."""
    try:
        events = iter(list(yaml.parse(header, Loader=_LOADER)))
        next(events), next(events, None)  # stream start, document start
        first = next(events, None)
        if first is None or isinstance(first, yaml.DocumentEndEvent):
            raise _Flaw(1, "文件头是空的", "请在两行 --- 之间逐行写 字段: 内容")
        if not isinstance(first, yaml.MappingStartEvent):
            raise _Flaw(_line(first), "文件头里没有“字段: 内容”", "请逐行写，例如 title: 关于……的通知")
        entries = []
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            entries.append((_key(event), _line(event), _value(next(events), events, header, 1)))
        next(events)
        if not isinstance(extra := next(events), yaml.StreamEndEvent):
            raise _Flaw(_line(extra), "文件头写成了两段", "两行 --- 之间只能有一段文件头，请合并")
        return entries
    except yaml.MarkedYAMLError as error:
        raise _explain(error, header) from None
    except yaml.YAMLError as error:  # a character YAML does not allow
        position = getattr(error, "position", 0) or 0
        line = header[:position].count("\n") + 2
        raise _Flaw(line, "文件头里有不能识别的字符", "请删去这一行重新输入") from None


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 2


def _key(event: Any) -> str:
    _refuse_magic(event)
    if not isinstance(event, yaml.ScalarEvent):
        raise _Flaw(_line(event), "字段名写法不对", "请逐行写 字段: 内容")
    return str(event.value).strip()


def _refuse_magic(event: Any) -> None:
    cure = "内容确以它开头时，请用英文引号括起来"
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise _Flaw(_line(event), "文件头里不能用 & 和 * 开头的内容（YAML 引用）", cure)
    if getattr(event, "tag", None):
        raise _Flaw(_line(event), "文件头里不能用 ! 开头的内容（YAML 标签）", cure)


def _value(event: Any, events: Iterator[Any], header: str, depth: int) -> Value:
    """The value an event begins. Recursion is bounded by DEPTH."""
    _refuse_magic(event)
    if depth > DEPTH:
        raise _Flaw(_line(event), f"嵌套超过 {DEPTH} 层", "请写成一行文字或简单的列表")
    if isinstance(event, yaml.ScalarEvent):
        _refuse_lost_text(event, header)
        return str(event.value).strip()
    if isinstance(event, yaml.SequenceStartEvent):
        items = []
        while not isinstance(item := next(events), _ENDS):
            items.append(_value(item, events, header, depth + 1))
        return items
    mapping: dict[str, Value] = {}
    while not isinstance(item := next(events), _ENDS):
        key = _key(item)
        if key in mapping:
            raise _Flaw(_line(item), f"“{key}”重复", "同一字段只能写一次，请删去其中一行")
        mapping[key] = _value(next(events), events, header, depth + 1)
    return mapping


def _refuse_lost_text(event: Any, header: str) -> None:
    """``title: 关于 #1 井的公告`` would lose everything from ``#`` on without a word."""
    if event.style or not event.value:
        return
    lines = header.split("\n")
    rest = lines[event.end_mark.line][event.end_mark.column :] if event.end_mark.line < len(lines) else ""
    if re.match(r"\s+#\S", rest):
        raise _Flaw(_line(event), "“#”后面的文字会被当作批注丢掉", "请把整个内容用英文引号括起来")


def _explain(error: yaml.MarkedYAMLError, header: str) -> _Flaw:
    mark = error.problem_mark or error.context_mark
    line = min(mark.line if mark else 0, header.count("\n")) + 2
    text, context = str(error.problem), str(error.context)
    if "mapping values" in text:
        return _Flaw(line, "内容里有英文冒号加空格，分不清哪里是字段", "请把冒号后面的内容用英文引号括起来")
    if "quoted scalar" in context:
        opened = error.context_mark.line + 2 if error.context_mark else line
        return _Flaw(opened, "引号没有成对", "请补上另一半英文引号，或把引号改成中文引号“”")
    if "flow sequence" in context or "flow mapping" in context:
        opened = error.context_mark.line + 2 if error.context_mark else line
        return _Flaw(opened, "方括号或花括号没有成对，或其中缺少英文逗号", "请写成 [甲, 乙] 的样子")
    if "cannot start any token" in text:
        return _Flaw(line, "内容以特殊符号（@、`、% 等）开头", "请把整个内容用英文引号括起来")
    if "could not find expected ':'" in text:
        line = error.context_mark.line + 2 if error.context_mark else line
        return _Flaw(line, "这一行没有“字段: 内容”", "请补上字段名和英文冒号；长内容换行时，下一行前面加两个空格")
    return _Flaw(line, "这一行的写法不对", "请写成 字段: 内容；列表写成 [甲, 乙]；缩进要对齐")

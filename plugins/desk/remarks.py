"""What ``desk check`` says beyond the build's gates: wording, privacy, and what somebody still has to write.

A remark is certain (错误: exit status 1) or a question (提醒). Where the right form is beyond doubt it carries the mend
that ``--fix`` will make.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from plugins.build.front_matter import read_front_matter, read_text
from plugins.build.problems import Problem
from plugins.build.source import Source
from plugins.content_types import key_names
from plugins.desk.prose import Passage, read_passages
from plugins.privacy.verdict import Verdict
from plugins.privacy_gate import exposed_in
from standards.private.find import judge
from standards.words import load_lexicon

ALT_TO_WRITE = "图片说明待填写"
TO_WRITE = "待填写"
TO_TYPE = "正文待录入"
"""What ``desk import`` leaves where a person has to write; nothing that holds one of them is finished."""
_CURES = {
    ALT_TO_WRITE: "看不见图片的读者只能靠它：请在方括号里写明图片的内容",
    TO_TYPE: "图片里的字搜不到，也读不出声：请把图片上的文字录入正文，再删去这一句",
    TO_WRITE: "请写上内容，或删去这一行",
}
TABLE_LIMIT = 2 * 1024 * 1024
"""Bytes of an attached table whose wording is read while an editor waits; private numbers are looked for in any."""


@dataclass(frozen=True, order=True)
class Mend:
    """A certain correction: the characters from ``start`` to ``end`` of the file's text become ``new``."""

    start: int
    end: int
    new: str


@dataclass(frozen=True, order=True)
class Remark:
    """One thing to tell. ``certain`` ones are errors; the others ask."""

    problem: Problem
    certain: bool
    mend: Mend | None = None

    def __str__(self) -> str:
        if self.certain:
            return str(self.problem)
        place, _, said = str(self.problem).partition(": ")
        return f"{place}: 提醒：{said}"

    def as_json(self) -> dict[str, object]:
        """The problem's fields, and whether it is an ``error`` or only a ``notice``."""
        return {**self.problem.as_json(), "level": "error" if self.certain else "notice"}


def of_text(data: bytes, source: Source, now: datetime) -> Iterator[Remark]:
    """Everything there is to remark of one document. Files that cannot be read have none: the gates tell of them."""
    text = read_text(data, source.shown)
    if isinstance(text, Problem):
        return
    front, _ = read_front_matter(text, source.shown, key_names())
    if front is None:
        return
    published = source.fields.published.isoformat() if source.fields else ""
    for passage in read_passages(text, front):
        yield from _unwritten(passage, text, source.shown)
        yield from _wording(passage, text, source.shown, now, published)
        for find in judge(passage.text, now.year, passage.head):
            line, column = passage.position(find.start, text)
            yield Remark(Problem(source.shown, line, column, find.what, find.cure), find.certain)
    if source.body is not None:
        for find in exposed_in(source.body, source.fields.title if source.fields else ""):
            if not find.certain:
                yield Remark(Problem(source.shown, source.end_line + 1, 0, find.what, find.cure), False)


def _unwritten(passage: Passage, text: str, shown: str) -> Iterator[Remark]:
    for mark, cure in _CURES.items():
        at = passage.text.find(mark)
        if at >= 0 and (mark != TO_WRITE or (passage.key and ALT_TO_WRITE not in passage.text)):
            line, column = passage.position(at, text)
            yield Remark(Problem(shown, line, column, f"还有“{mark}”", cure), True)


def _wording(passage: Passage, text: str, shown: str, now: datetime, published: str) -> Iterator[Remark]:
    if passage.key in {"id", "type", "published", "aliases"}:
        return
    for hit in load_lexicon().find(passage.text, now=now, quoted=passage.quoted, published=published):
        line, column = passage.position(hit.start, text)
        certain = hit.verdict == "fail"
        cure = "请改正；原文引用确是如此的，请加引号并核对" if certain else "请由熟悉业务的人员核对后决定改不改"
        begin, end = passage.places[hit.start], passage.places[hit.end - 1] + 1
        whole = certain and hit.right and text[begin:end] == hit.found
        mend = Mend(begin, end, hit.right) if whole else None
        yield Remark(Problem(shown, line, column, hit.message, cure), certain, mend)


def of_file(verdict: Verdict, shown: str) -> Iterator[Remark]:
    """What was found in a file that a document attaches or shows, and what was not looked at."""
    for told in verdict.told:
        yield Remark(told.problem(shown), told.certain)
    for _, what, cure in verdict.unread:
        yield Remark(Problem(shown, 0, 0, what, cure), False)
    if verdict.unseen and all(code != "scan" for code, _, _ in verdict.unread):
        what = f"有 {verdict.unseen} 张图片没有检查里面的文字"
        yield Remark(Problem(shown, 0, 0, what, "请核对图片里没有个人信息，再在文档里写 checked_by"), False)


def of_table(file: Path, shown: str, now: datetime) -> Iterator[Remark]:
    """The wording of an attached CSV file, with line and number of the cell."""
    if file.suffix.lower() != ".csv" or not file.is_file() or file.stat().st_size > TABLE_LIMIT:
        return
    data = file.read_bytes()
    text = read_text(data, shown)
    if isinstance(text, Problem):
        return
    for number, row in enumerate(text.split("\n"), 1):
        for hit in load_lexicon().find(row, now=now):
            column = row.count(",", 0, hit.start) + 1
            certain = hit.verdict == "fail"
            yield Remark(Problem(shown, number, column, hit.message, "请在表格里改正或核对"), certain)

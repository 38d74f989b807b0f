"""A document that is not there yet: its text, and everything a build and ``desk check`` would say of it."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from plugins.build.article import REFERENCES
from plugins.build.body import convert
from plugins.build.front_matter import FrontMatter, read_front_matter
from plugins.build.problems import Problem
from plugins.build.source import Source
from plugins.catalogue import VILLAGES
from plugins.content_types import ContentType, key_names
from plugins.desk.part import Headers, read_document
from plugins.desk.remarks import Remark, of_text
from plugins.foi.forms import NO_FILE, NO_TABLE
from plugins.foi.holdings import NO_FORM
from plugins.identifiers.judge import MISSING
from plugins.identifiers.registry import read_registry

_BETWEEN = re.compile(r"[,，;；、\s]+")
_UNSAFE = re.compile(r"[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
"""What JSON may hold as it is and YAML must have escaped."""
_SHARED = {"id", "index_no", "doc_no", *REFERENCES}
"""The fields that other documents have a say in."""
_LATER = (MISSING, NO_TABLE, NO_FILE, NO_FORM)
"""What comes when the document is finished: its number, which ``desk register`` gives, its table, its attachments."""


class Refused(Exception):
    """There is no document, because something is missing or wrong: every line of it. Exit status 1."""

    def __init__(self, lines: Sequence[str]) -> None:
        told = lines if len(lines) == 1 else [f"请补上或改正这 {len(lines)} 处，再重新运行：", *lines]
        super().__init__("没有建立文档。" + "\n".join(told))


@dataclass(frozen=True)
class Fault:
    """What is wrong with one field. ``key`` is empty where it is not one field's fault."""

    key: str
    what: str
    cure: str


@dataclass(frozen=True)
class Draft:
    """A document to be. ``folder`` is below content/, empty while nobody has said where it goes.

    ``values`` holds, by front matter key, what was answered, as one would write it; never an empty text.
    """

    headers: Headers
    type: ContentType
    folder: str
    values: Mapping[str, str]

    @property
    def path(self) -> str:
        """Below content/; the file is named after the id."""
        return f"{self.folder}/{self.values.get('id', '')}.md"

    @property
    def text(self) -> str:
        """The whole file."""
        return compose(self.type, self.values)

    @property
    def in_village(self) -> bool:
        """Whether it goes into the folder of a village."""
        return self.folder.startswith(f"{VILLAGES}/")

    def saying(self, key: str, value: str) -> Draft:
        """The same with another answer; an empty one takes the answer back."""
        values = {other: kept for other, kept in self.values.items() if other != key}
        return replace(self, values={**values, key: value} if value else values)

    def example(self, key: str) -> str:
        """What the type gives as an example of a field, as one would type it."""
        examples = self.type.fields.model_fields[key].examples
        return str((examples or [""])[0]).strip("[]")

    def advice(self, wrong: Fault, example: str = "") -> str:
        """What is wrong and what to do, for one who has no file yet: the schema speaks of lines in a header.

        ``example`` is how the field would be given, where that is not by its bare text.
        """
        cure = wrong.cure
        if wrong.key in self.type.fields.model_fields:
            written = (self.type.fields.model_fields[wrong.key].examples or [""])[0]
            cure = cure.replace("请在文件头加一行", "请补上")
            cure = cure.replace(f"{wrong.key}: {written}", example or self.example(wrong.key))
        return f"{wrong.what}。{cure}"

    def unanswered(self) -> list[str]:
        """The required fields that neither an answer nor the archetype fills."""
        filled = {*self.values, *(key for key, value in archetype_of(self.type).values.items() if value)}
        return [key for key, info in self.type.fields.model_fields.items() if info.is_required() and key not in filled]

    def faults_of(self, key: str) -> list[Fault]:
        """What is wrong with one answer, whatever the others will be: examples stand in for those still to come."""
        answers = {other: self.example(other) for other in self.unanswered() if other != key}
        faults, _ = replace(self, values={**answers, **self.values}).judged(whole=key in _SHARED)
        return [fault for fault in faults if fault.key in (key, "")]

    def faults(self) -> list[Fault]:
        """All that stands in its way. Examples stand in for fields that are wrong, so that the rest is told too."""
        faults, _ = self.judged()
        wrong = {fault.key for fault in faults if fault.key in self.type.fields.model_fields}
        if not wrong:
            return faults
        mended, _ = replace(self, values={**self.values, **{key: self.example(key) for key in wrong}}).judged()
        return list(dict.fromkeys([*faults, *(fault for fault in mended if fault.key not in {"", *wrong})]))

    def judged(self, *, whole: bool = True) -> tuple[list[Fault], list[Remark]]:
        """What stands in the way of the document, and what is only to be asked; ``whole`` looks at all others too."""
        text = self.text
        source = read_document(self.headers.tree, self.path, text)
        problems = list(source.problems)
        if source.fields and self.folder:
            problems += self._whole(source, text) if whole else self.headers.place(source)
        remarks = sorted(set(of_text(text.encode(), source, self.headers.now)))
        problems += [remark.problem for remark in remarks if remark.certain]
        keys = {line: key for key, line in source.lines.items()}
        faults = [Fault(keys.get(found.line, ""), found.what, found.cure) for found in _ours(problems, source.shown)]
        if self.folder and os.path.lexists(self.headers.tree.root / self.path):
            faults.append(Fault("id", f"已经有 {source.shown} 了，没有改动它", "请换一个编号"))
        return list(dict.fromkeys(faults)), [remark for remark in remarks if not remark.certain]

    def _whole(self, source: Source, text: str) -> list[Problem]:
        """What the site as a whole has against the document: double numbers, dead references, missing attachments."""
        body = text.split("\n", source.end_line)[source.end_line]
        source = replace(source, body=convert(body, source.end_line + 1, source.path, source.shown, ""))
        problems = [problem for problem in self.headers.judge([source]) if not problem.what.startswith(_LATER)]
        gone = read_registry(self.headers.tree).ids - {article.id for article in self.headers.articles.values()}
        if source.fields and source.fields.id in gone:
            what, cure = f"编号“{source.fields.id}”已经登记给别的文档", "编号不重复使用，文档删去了也不行，请换一个编号"
            problems.append(Problem(source.shown, source.line("id"), 0, what, cure))
        return problems


def _ours(problems: Iterable[Problem], shown: str) -> list[Problem]:
    """Those of the file ``shown``, and those another file would have because of it, told from its side."""
    found = []
    for problem in problems:
        if problem.path == shown:
            found.append(problem)
        elif mention := re.search(rf"{re.escape(shown)}:(\d+)", problem.what):
            what = problem.what.replace(mention[0], f"{problem.path}:{problem.line}")
            found.append(Problem(shown, int(mention[1]), 0, what, problem.cure))
    return found


def archetype_of(content_type: ContentType) -> FrontMatter:
    """What the type's archetype holds. Raises ValueError where it cannot be read: a slip of whoever wrote the type."""
    front, _ = read_front_matter(content_type.archetype, content_type.id, key_names())
    if front is None:
        raise ValueError(f"the archetype of {content_type.id} cannot be read")
    return front


def compose(content_type: ContentType, values: Mapping[str, str]) -> str:
    """The archetype with these values in its header, the whole file.

    Keys that it does not have stand where the type's fields have them; keys unknown to the type stand last.
    """
    front, model = archetype_of(content_type), content_type.fields.model_fields
    archetype = content_type.archetype.split("\n")
    order = {key: number for number, key in enumerate(model)}
    keys = list(front.values)
    for key in sorted(values, key=lambda key: order.get(key, len(order))):
        if key not in keys:
            before = [other for other in keys if order[other] < order[key]] if key in order else keys
            keys.insert(keys.index(before[-1]) + 1 if before else 0, key)
    lines = []
    for key in keys:
        if key in values:
            annotation = model[key].annotation if key in model else str
            many = get_origin(annotation) is tuple
            plain = sequence(values[key]) if many else scalar(values[key])
            lines.append(f"{key}: {values[key] if _has_parts(annotation) and _is_flow(values[key]) else plain}")
        else:
            lines.append(archetype[front.lines[key] - 1])
    return "\n".join(["---", *lines, "---", front.body or "\n"])


def _has_parts(annotation: Any) -> bool:
    """Whether a field is written as fields of its own: ``{by: baomi01, on: 2026-10-12}``, or as a list of such."""
    return (isinstance(annotation, type) and issubclass(annotation, BaseModel)) or any(
        _has_parts(part) for part in get_args(annotation)
    )


def _is_flow(text: str) -> bool:
    """Whether a text is such fields, in braces, or a list of them."""
    front, problems = read_front_matter(f"---\nkey: {text}\nend: x\n---\n", "", {})
    value = front.values.get("key") if front is not None and not problems and len(front.values) == 2 else None
    return isinstance(value, dict) or (isinstance(value, list) and any(isinstance(part, dict) for part in value))


def scalar(text: str, *, listed: bool = False) -> str:
    """A text as our reader gives it back, but for blanks at its ends: plain where that will do, else quoted.

    ``listed`` for one that stands in square brackets.
    """
    text = text.strip()
    written, read = (f"[{text}, x]", [text, "x"]) if listed else (text, text)
    front, problems = read_front_matter(f"---\nkey: {written}\nend: x\n---\n", "", {})
    if front is not None and not problems and front.values == {"key": read, "end": "x"}:
        return text
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


def sequence(text: str) -> str:
    """Words with commas or blanks between them, with or without square brackets, as a list."""
    words = _BETWEEN.split(text.strip().removeprefix("[").removesuffix("]"))
    return f"[{', '.join(scalar(word, listed=True) for word in words if word)}]"

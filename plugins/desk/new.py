"""``desk new``: one new document from the archetype of its type, by flags or by questions, whole or not at all."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from plugins.build.problems import CannotRun
from plugins.content_types import key_names, load_types
from plugins.desk import choices
from plugins.desk.defaults import filled, order_of
from plugins.desk.draft import Draft, Fault, Refused
from plugins.desk.interview import ask_fields, ask_folder, ask_type, mend
from plugins.desk.part import Headers, read_headers
from plugins.desk.terminal import Stopped, Terminal
from plugins.desk.workplace import why_not_written, write_whole

GREETING = "直接按回车采用方括号里的内容；按 Ctrl-C 放弃，不会留下文件。"


@dataclass(frozen=True)
class Asked:
    """What the command line says; ``pairs`` are the texts of ``--set``. An empty text says nothing."""

    type: str = ""
    column: str = ""
    title: str = ""
    id: str = ""
    pairs: Sequence[str] = ()


@dataclass(frozen=True)
class Made:
    """The file that was written, what in it an editor should look at again, line by line, and whether it is an open
    document, which needs its 索引号."""

    file: Path
    notices: Sequence[str]
    open_document: bool = False

    def report(self, options: Sequence[str] = ()) -> str:
        """Where it is and what to do next; ``options`` go with the command that is named."""
        file = self.file.relative_to(Path.cwd()) if self.file.is_relative_to(Path.cwd()) else self.file
        command = shlex.join(["desk", "check", *options, str(file)])
        then = [
            "接下来：",
            "  1. 打开它，在文件头下面写正文",
            f"  2. 运行 {command}",
            "  3. 写好以后删去文件头里的 status: draft 这一行，网站才会公开它",
        ]
        if self.open_document:
            then.append(f"  4. 运行 {shlex.join(['desk', 'register', *options, str(file)])}，编上索引号")
        return "\n".join([f"已建立 {file}", *self.notices, *then])


def make(asked: Asked, content: Path, now: str, terminal: Terminal | None) -> Made:
    """Make the document. What was not said is asked on ``terminal``, or told where there is none.

    Raises Refused, and CannotRun where the editor gives up or the file cannot be written.
    """
    try:
        _look_at_encoding(asked)
        headers = read_headers(content, now)
        draft = _by_flags(asked, headers) if terminal is None else _by_asking(asked, headers, terminal)
        notices = [_summary(draft), *map(str, draft.judged()[1]), *_about_column(draft)]
    except (Stopped, KeyboardInterrupt):
        raise CannotRun("已放弃，没有建立文档") from None
    file = content / draft.path
    # It was judged as a public document; its body is still empty, so the public sees it when its editor says so.
    _write(file, draft if "status" in draft.values else draft.saying("status", "draft"))
    return Made(file, notices, draft.type.fields.open_document)


def _summary(draft: Draft) -> str:
    """The core of the header: defaults are to be seen by whoever relies on them."""
    model = draft.type.fields.model_fields
    return "，".join(f"{model[key].title} {draft.values[key]}" for key in ("published", "publisher", "source"))


def _about_column(draft: Draft) -> list[str]:
    column = draft.headers.catalogue.by_path.get(draft.folder)
    if column is not None and column.archived:
        return [f"提醒：栏目“{column.name}”已经归档。请核对是不是放错了栏目"]
    if column is not None and not column.list:
        return [f"提醒：栏目“{column.name}”只列子栏目，列表里不会有这篇文档。请核对是不是应放在它的子栏目里"]
    return []


def _write(file: Path, draft: Draft) -> None:
    shown = draft.headers.tree.shown(draft.path)
    if file.parent.is_symlink():  # only the folder of a village can be one: it need not have been there at all
        raise CannotRun(f"{shown} 没有写，因为它的目录是符号链接。请换成目录本身")
    try:
        write_whole(file, draft.text.encode())
    except OSError as error:
        if isinstance(error, FileExistsError) and os.path.lexists(file):
            raise Refused([f"{shown}: 文件已经存在，没有改动它。请用 --id 换一个编号"]) from None
        reason = "目录的位置上是一个文件" if isinstance(error, FileExistsError) else why_not_written(error)
        raise CannotRun(f"{shown} 写不了（{reason}），没有建立文档。请检查磁盘和目录权限后重试") from None


def _look_at_encoding(asked: Asked) -> None:
    """Refuse words of a terminal in another encoding: Python hands them over as halves of characters."""
    try:
        "".join([asked.type, asked.column, asked.title, asked.id, *asked.pairs]).encode()
    except UnicodeEncodeError:
        raise Refused(["命令里的文字无法识别，可能终端的编码不是 UTF-8。请把终端改为 UTF-8 编码后重新输入"]) from None


def _given(asked: Asked) -> tuple[dict[str, str], list[str]]:
    """The fields that flags give, by key, and what is wrong with how they are written."""
    given = {key: text.strip() for key, text in (("title", asked.title), ("id", asked.id))}
    slips = []
    for pair in asked.pairs:
        name, sign, value = pair.partition("=")
        key = key_names().get(name.strip(), name.strip())
        if not sign or not re.fullmatch(r"\w+", key):
            slips.append(f"--set {shlex.quote(pair)}: 写法不对。请写成 --set 字段=内容，例如 --set summary=摘要")
        elif key == "type":
            slips.append(f"--set {shlex.quote(pair)}: 类型不用 --set。请写在命令后面，例如 desk new article")
        elif given.get(key):
            slips.append(f"--set {shlex.quote(pair)}: “{name}”重复。同一字段只能写一次，请删去其中一个")
        else:
            given[key] = value.strip()
    return {key: value for key, value in given.items() if value}, slips


def _by_flags(asked: Asked, headers: Headers) -> Draft:
    """The document as flags and defaults have it. Raises Refused with everything that is missing or wrong."""
    given, lines = _given(asked)
    kind, said = choices.find_type(asked.type)
    lines += [f"TYPE: {said}"] if kind is None else []
    folder, fault = choices.find_folder(asked.column, kind.id if kind else "", headers)
    lines += [f"COLUMN: {fault}"] if fault else []
    draft = filled(Draft(headers, kind or load_types()["article"], folder, given))
    untold = set() if folder else {"id", "publisher", "source"}  # a column may give them
    for wrong in draft.faults():
        if wrong.key not in untold and (kind is not None or wrong.key == "title"):
            lines.append(_line(draft, wrong))
    if lines:
        raise Refused(lines)
    return draft


def _by_asking(asked: Asked, headers: Headers, terminal: Terminal) -> Draft:
    """The same by questions. Raises Stopped and Refused.

    Where flags and defaults say all that must be said, nothing is asked but what they say wrongly.
    """
    given, slips = _given(asked)
    if slips:
        raise Refused(slips)
    kind = ask_type(asked.type, terminal)
    draft = Draft(headers, kind, ask_folder(asked.column, kind.id, headers, terminal), given)
    unknown = [
        wrong for wrong in draft.judged(whole=False)[0] if wrong.key in set(given) - set(kind.fields.model_fields)
    ]
    if unknown:
        raise Refused([_line(draft, wrong) for wrong in unknown])
    keys = order_of(kind) if filled(draft).unanswered() else []
    draft = ask_fields(draft, [*keys, *(key for key in given if key not in keys)], terminal)
    return mend(filled(draft), terminal)


def _line(draft: Draft, wrong: Fault) -> str:
    """One line of the report: the flag, what is wrong with it, what to write."""
    named, known = wrong.key in ("title", "id"), wrong.key in draft.type.fields.model_fields
    flag = f"--{wrong.key}" if named else f"--set {wrong.key}" if wrong.key else draft.type.name
    example = (
        shlex.quote(draft.example(wrong.key) if named else f"{wrong.key}={draft.example(wrong.key)}") if known else ""
    )
    return f"{flag}: {draft.advice(wrong, f'--{wrong.key} {example}' if named else f'--set {example}')}"

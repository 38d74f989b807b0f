"""The questionnaire as a TOML file: written with what is asked as comments, and read back."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Sequence
from typing import Any

from auditor.errors import BadInput
from auditor.model import Report
from auditor.reports.hidden import reveal
from auditor.scorecard.answers import Line, Returned, cell, fingerprints, whole, words
from auditor.scorecard.questions import Question

HEAD_KEYS = ("rules", "edition", "site", "asked", "tester", "date", "answers")
LINE_KEYS = ("code", "answer", "by", "on", "samples", "note", "fingerprints")


def write(report: Report, asked: Sequence[Question]) -> bytes:
    """The bytes of the questionnaire."""
    return "\n".join(_lines(report, asked)).encode() + b"\n"


def _lines(report: Report, asked: Sequence[Question]) -> Iterator[str]:
    yield f"# 检查问卷：{reveal(report.site.name or report.site.url)}"
    yield "# 在 answer 的引号中填写回答；不能回答的留空，得分就按范围列出。填好后："
    yield "#   auditor score report.json --answers 本文件 --out 新报告"
    yield "# tester 是检查人，date 是检查日期（2026-11-20）；个别题不同的，在该题下另写 by 和 on。"
    yield "# 单项否决认定“属实”的，必须写检查人和日期；fingerprints 是所依据的条目，查否的请从中删去。"
    yield ""
    yield f"rules = {_text(report.rules.id)}"
    yield f"edition = {_text(report.rules.edition)}"
    yield f"site = {_text(report.site.url)}"
    yield f"asked = {len(asked)}"
    yield 'tester = ""'
    yield 'date = ""'
    for question in asked:
        yield ""
        yield f"# {'　'.join(part for part in (question.part, question.group, question.row) if part)}：{question.text}"
        yield f"# 依据：{question.clause}{f'。{question.points}' if question.points else ''}"
        for name, told in (("抽查", question.sample), ("怎样查", question.how), ("已知", question.said)):
            if told:
                yield f"# {name}：{reveal(told)}"
        yield f"# 可填：{question.options}"
        yield "[[answers]]"
        yield f"code = {_text(question.code)}"
        yield 'answer = ""'
        if question.sample and question.kind != "veto":
            yield "samples = [" + ", ".join(['""'] * question.lines) + "]"
        if question.fingerprints:
            yield "fingerprints = [" + ", ".join(map(_text, question.fingerprints)) + "]"
        yield 'note = ""'


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def read(data: bytes, source: str) -> Returned:
    """The lines of a questionnaire. Raises BadInput where it is none."""
    try:
        text = data.decode("utf-8-sig")
        said = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise BadInput(f"{source}: 不是 UTF-8 编码", "请另存为 UTF-8 后再试") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found[1]) if found else data.count(b"\n") + 1
        raise BadInput(
            f"{source}:{line}: 不是正确的 TOML",
            "请检查这一行：回答要写在一对英文双引号中；文件可能被截断的，请从原件再填",
        ) from error
    rows = said.get("answers", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise BadInput(f"{source}: “answers”应写成若干个 [[answers]]", "请从新生成的问卷上填写")
    for key in said.keys() - set(HEAD_KEYS):
        raise BadInput(f"{source}: 不认识“{key}”", f"可用的有：{'、'.join(HEAD_KEYS)}")
    starts = [n for n, line in enumerate(text.splitlines(), 1) if re.match(r"\s*\[\[\s*answers\s*\]\]", line)]
    places = [f"第 {n} 行起的一题" for n in starts] if len(starts) == len(rows) else []
    return Returned(
        rules=cell(said.get("rules")),
        edition=cell(said.get("edition")),
        site=cell(said.get("site")),
        asked=whole(said.get("asked")),
        tester=cell(said.get("tester")),
        day=cell(said.get("date")),
        lines=tuple(_line(row, places[at] if places else f"第 {at + 1} 题", source) for at, row in enumerate(rows)),
    )


def _line(row: dict[str, Any], place: str, source: str) -> Line:
    for key in row.keys() - set(LINE_KEYS):
        raise BadInput(f"{source}: {place}：不认识“{key}”", f"可用的有：{'、'.join(LINE_KEYS)}")
    lists = {key: row.get(key, []) for key in ("samples", "fingerprints")}
    for key, value in lists.items():
        if not isinstance(value, list):
            raise BadInput(f"{source}: {place}：“{key}”应写成列表", f'请写成 {key} = ["…"]')
    return Line(
        place=place,
        code=cell(row.get("code")),
        answer=cell(row.get("answer")),
        by=cell(row.get("by")),
        on=cell(row.get("on")),
        samples=words(lists["samples"]),
        note=cell(row.get("note")),
        fingerprints=fingerprints(words(lists["fingerprints"])),
    )

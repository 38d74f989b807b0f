"""A questionnaire that came back, TOML or workbook: its lines judged, and every mistake told at once with its place.

What is empty is unanswered. A line that says what cannot be (a wrong word, too large a number, two answers to one
question, a veto without name and day) is a mistake of the file and refuses it: a score must not hang on a guess.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import msgspec

from auditor.errors import BadInput, why_not
from auditor.model import Answer
from auditor.scorecard.items import most_times
from auditor.scorecard.questions import all_questions
from auditor.scorecard.score import TOTAL
from standards.rulefile import RuleFile, RuleRow
from standards.scoresheet import RuleItem, exact

ZIP, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
"""How a workbook begins, whatever it was renamed to, and one of the old format (.xls, .et)."""

MOST_BYTES = 20_000_000
MOST_TEXT = 2000
"""Bytes of a file, and characters of a cell, that are read."""

YES = {"是", "属实", "有", "√", "✓", "y", "yes", "true", "1"}
NO = {"否", "不属实", "无", "没有", "×", "✗", "n", "no", "false", "0"}


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A line as it came back; ``place`` is how messages name it."""

    place: str
    code: str
    answer: str = ""
    by: str = ""
    on: str = ""
    samples: tuple[str, ...] = ()
    note: str = ""
    fingerprints: tuple[str, ...] = ()


class Returned(msgspec.Struct, frozen=True, kw_only=True):
    """A whole file: what it says it is about, and its lines. ``tester`` and ``day`` stand for lines without; ``asked``
    is how many questions it had when it was written, 0 where it does not say."""

    rules: str = ""
    edition: str = ""
    site: str = ""
    asked: int = 0
    tester: str = ""
    day: str = ""
    lines: tuple[Line, ...] = ()


def read_answers(path: Path, rules: RuleFile, site: str) -> tuple[tuple[Answer, ...], tuple[str, ...]]:
    """The answers of a questionnaire and what is to be said of them. Raises BadInput with every mistake and its place.

    ``site`` is the address of the home page: answers about another site are refused.
    """
    from auditor.scorecard import sheet_toml, sheet_xlsx

    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MOST_BYTES else b""
    except OSError as error:
        raise BadInput(f"读不到问卷 {path}：{why_not(error)}", "请检查路径和读取权限") from error
    if not data:
        raise BadInput(f"{path} 是空的，或者太大（{size:,} 字节）", "请给出 auditor questionnaire 生成、填好的问卷")
    kind = path.suffix.lower()
    if data.startswith(OLD_OFFICE) or (kind not in (".xlsx", ".toml") and not data.startswith(ZIP)):
        raise BadInput(
            f"{path}：问卷应是 .xlsx 或 .toml 文件", "请用 Excel 或 WPS 打开后另存为 .xlsx，或从新生成的问卷上填写"
        )
    read = sheet_xlsx.read if kind == ".xlsx" or data.startswith(ZIP) else sheet_toml.read
    returned = read(data, str(path))
    if returned.rules and returned.rules != rules.id:
        raise BadInput(
            f"{path}: 问卷按规则 {returned.rules} 制作，这次用的是 {rules.id}",
            f"请用 --rules {returned.rules}，或按现在的规则重新生成问卷",
        )
    if returned.edition and returned.edition != rules.edition:
        raise BadInput(
            f"{path}: 问卷按规则 {rules.id} 的 {returned.edition} 版制作，这次用的是 {rules.edition} 版",
            "同一编号在两版中可能不是同一题，请按现在的规则重新生成问卷",
        )
    if returned.site and site and returned.site != site:
        raise BadInput(f"{path}: 问卷是 {returned.site} 的，不是 {site} 的", "请给出同一网站的问卷")
    return _judge(returned, rules, str(path))


def _judge(returned: Returned, rules: RuleFile, source: str) -> tuple[tuple[Answer, ...], tuple[str, ...]]:
    known = all_questions(rules)
    wrong: list[str] = []
    answers: dict[str, tuple[Line, Answer]] = {}
    empty = anonymous = 0
    for line in returned.lines:
        if not line.answer:
            empty += 1
            continue
        answer = _answer(line, returned, known, wrong)
        if answer is None:
            continue
        if before := answers.get(answer.code):
            if before[1].times != answer.times:
                wrong.append(f"{line.place}：“{answer.code}”与 {before[0].place} 重复，回答不同")
            continue
        anonymous += not (answer.by and answer.on)
        answers[answer.code] = (line, answer)
    if wrong:
        shown = "；".join(wrong[:20]) + (f"；…… 共 {len(wrong)} 处" if len(wrong) > 20 else "")
        raise BadInput(f"{source}: {shown}", "请改正后再试；不能回答的，把“回答”留空")
    lost = returned.asked - len({line.code for line in returned.lines})
    notes = [f"检查问卷：原有 {returned.asked} 题，交回的缺 {lost} 题，按没有答算；请确认文件完整"] if lost > 0 else []
    notes += [f"检查问卷：已答 {len(answers)} 题，没有答的 {empty + max(lost, 0)} 题"]
    if anonymous:
        notes.append(f"检查问卷：{anonymous} 题没有写检查人或日期")
    return tuple(answer for _, answer in sorted(answers.values(), key=lambda pair: pair[1].code)), tuple(notes)


def _answer(
    line: Line, returned: Returned, known: Mapping[str, tuple[RuleRow, RuleItem]], wrong: list[str]
) -> Answer | None:
    row, item = known.get(line.code, (None, None))
    if item is None and line.code != TOTAL:
        wrong.append(f"{line.place}：规则中没有编号“{line.code[:20]}”")
        return None
    veto = row is None or row.part == "veto"
    counts = row is not None and item is not None and not veto and item.each != "once"
    times = _times(line.answer, counts=counts)
    if times is None:
        wanted = "属实或不属实" if veto else "整数" if counts else "是或否"
        wrong.append(f"{line.place}：“{line.code}”的回答“{line.answer[:20]}”看不懂，应为{wanted}")
        return None
    most = 1
    if counts:
        assert row is not None and item is not None  # noqa: PT018
        most = most_times(item, exact(row.cap or 0)) if item.most else 10_000
    if times > most:
        wrong.append(f"{line.place}：“{line.code}”的回答 {times} 太大，最多 {most}")
        return None
    day = _day(line.on or returned.day)
    by = line.by or returned.tester
    if day is None:
        wrong.append(f"{line.place}：日期“{(line.on or returned.day)[:20]}”看不懂，请写成 2026-11-20")
        return None
    if veto and not (by and day):
        wrong.append(f"{line.place}：“{line.code}”涉及单项否决或不合格，须写明检查人和日期")
        return None
    if veto and times and line.code != TOTAL and not line.fingerprints and not line.note:
        wrong.append(f"{line.place}：“{line.code}”认定属实，须写明所依据的条目，或在“说明”中写明依据")
        return None
    return Answer(
        code=line.code,
        times=times,
        by=by,
        on=day,
        samples=line.samples,
        note=line.note,
        fingerprints=line.fingerprints if veto else (),
    )


def _times(answer: str, *, counts: bool) -> int | None:
    text = unicodedata.normalize("NFKC", answer).strip().lower().removesuffix("处").removesuffix("个").strip()
    if counts:
        if text in NO - {"0"}:
            return 0
        text = text.removesuffix(".0")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None
    return 1 if text in YES else 0 if text in NO else None


def _day(text: str) -> str | None:
    """The day as ISO 8601; empty where none is written, None where it cannot be read."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        return ""
    for mark in "年月./":
        plain = plain.replace(mark, "-")
    parts = plain.removesuffix("日").split(" ")[0].split("T")[0].split("-")
    try:
        year, month, day = (int(part) for part in parts)
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def cell(value: object, longest: int = MOST_TEXT) -> str:
    """A value of a file as text: whole numbers without their point, dates as ISO 8601, not too long."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()[:longest]


def whole(value: object) -> int:
    """A count that a file states; 0 for what is none."""
    text = cell(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def words(values: Iterable[object]) -> tuple[str, ...]:
    """The texts that are not empty."""
    return tuple(text for value in values if (text := cell(value)))


def fingerprints(texts: Sequence[str]) -> tuple[str, ...]:
    """The fingerprints in texts, whatever stands between them."""
    found = (part.strip(" ,;，；、[]\"'").lower() for text in texts for part in text.replace("、", " ").split())
    return tuple(sorted({mark for mark in found if len(mark) == 20 and set(mark) <= set("0123456789abcdef")}))

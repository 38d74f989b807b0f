"""The privacy gate: no page of the site shows a resident's ID number or bank card, or the build stops.

It looks at what a reader would get: the rendered body with its alternative texts, every printed field, the names of
attachments, attachments that are tables (CSV), and the tables that pages are made of. What an editor hid on purpose
(``110***********002X``) is fine; telephone numbers of offices are what the site is there for. Numbers that only might
be somebody's are left to ``desk check``, which asks.
"""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import turbohtml
from pelican import signals

from plugins.build.body import Body
from plugins.build.front_matter import read_text
from plugins.build.problems import Problem
from plugins.build.source import Source
from standards.numbers import is_credit_code, luhn_ok
from standards.privacy import (
    BETWEEN,
    MARK,
    RUN,
    PrivateNumber,
    cover,
    find_cards,
    find_ids,
    find_phones,
    may_hold,
)

CURE = "请立即遮盖（身份证号码至少遮盖8位，银行卡号只留后4位）或删去；确是其他编号的，请在它前面写明“编号”或“代码”"
ASK = "请核对：属于个人的请遮盖或删去，办公用的可以保留"
TABLES = ("units.csv", "towns.csv", "villages/villages.csv", "villages/nothing.csv")
CSV_LIMIT = 20 * 1024 * 1024

_INLINE = "a|abbr|b|cite|code|del|em|i|ins|kbd|mark|q|ruby|rb|s|samp|small|span|strong|sub|sup|time|u|var"
_INLINE_TAG = re.compile(rf"</?(?:{_INLINE})(?=[\s>])(?:[^>\"]|\"[^\"]*\")*>")
_TAG = re.compile(r"<(?:[^>\"]|\"[^\"]*\")*>")
# Wider than what find_ids and find_cards look for: digits may stand apart by any number of inline tags and entities.
# Tags as a sound Body has them, so that no text makes it look at the same place again and again.
_SOUND_TAG = rf"</?(?:{_INLINE})(?=[\s>])(?:[^<>\"]|\"[^\"]*\")*+>"
_LONG = re.compile(rf"\d(?<!\d\d)(?:(?:[{BETWEEN}]|{_SOUND_TAG}|&[#\w]+;)*+[{MARK}]){{{RUN - 1}}}")
_SAID = re.compile(r"\b(?:alt|title)=\"([^\"]*)\"")
_DIGIT = re.compile(r"\d")
_SHORTEST = 11
"""Digits of the shortest number that is looked for, a telephone's: most of what is printed has fewer."""
_APART = "\n" * 4
"""More white space than may stand inside a number: the digits of two table cells make none."""
_ID_HEAD = re.compile(r"身份证|身份號|身份号|证件号|公民身份")
_CARD_HEAD = re.compile(r"银行卡|卡号|[账帐]号|[账帐]户")
_HEAD_WORDS = ("身份", "证件号", "卡", "账", "帐")
"""Of which every head above has one."""
_OTHER = re.compile(
    r"(?:编号|单号|合同号?|流水号?|受理号?|批号|案号|编码|代码|条码|订单|序列号|项目|登记号|许可证号|信用|文号)"
    r"[^。；;，,]{0,8}\Z"
)
_CARD_WORD = re.compile(r"银行卡|卡号|一卡通")
_NEAR = 24
INFANT_YEARS = 3
"""Codes made of area, day and serial number look like the IDs of children who were just born."""


@dataclass(frozen=True)
class Find:
    """A private number in a text: where, in plain digits, whether it is certain; what to tell (masked) and to do."""

    start: int
    end: int
    number: str
    certain: bool
    what: str
    cure: str


def judge(text: str, year: int, head: str = "", *, phones: bool = True) -> list[Find]:
    """Everything private in a stretch of text.

    ``year`` is the current one; ``head`` is what a table says the text is (its column's head).
    Without ``phones`` telephone numbers, which are never certain, are not looked for.
    """
    if not (phones or may_hold(text)) or len(_DIGIT.findall(text)) < _SHORTEST:
        return []
    named = "身份证号 " if _ID_HEAD.search(head) else "银行卡号 " if _CARD_HEAD.search(head) else ""
    whole = named + text
    found = [find for number in find_ids(whole) if (find := _id(number, whole, year))]
    others = [_card(number, whole) for number in find_cards(whole)] + (
        [_phone(n, whole) for n in find_phones(whole)] if phones else []
    )
    for find in others:
        if find and not any(find.start < other.end and other.start < find.end for other in found):
            found.append(find)
    moved = [replace(find, start=find.start - len(named), end=find.end - len(named)) for find in found]
    return sorted(moved, key=lambda find: find.start)


def _id(number: PrivateNumber, text: str, year: int) -> Find | None:
    before = text[max(0, number.start - _NEAR) : number.start]
    if number.kind == "masked-id" or (not number.named and _is_other_number(number.number, before)):
        return None
    shown = cover(text[number.start : number.end], 0, number.end - number.start)
    if number.problem:
        said = f"身份证号码 {shown} {number.problem}，可能是写错的身份证号码"
        return Find(number.start, number.end, number.number, False, said, ASK) if number.named else None
    if not number.named and int(number.number[6:10]) > year - INFANT_YEARS:
        return Find(number.start, number.end, number.number, False, f"号码 {shown} 可能是身份证号码", ASK)
    return Find(number.start, number.end, number.number, True, f"居民身份证号码 {shown} 完整公开，未作遮盖", CURE)


def _is_other_number(number: str, before: str) -> bool:
    return bool(_OTHER.search(before) or re.search(r"[A-Za-z_]\Z", before) or is_credit_code(number))


def _card(number: PrivateNumber, text: str) -> Find | None:
    """Certain is what a card issued in the country looks like; other long account numbers may be an office's."""
    before = text[max(0, number.start - _NEAR) : number.start]
    if not number.named and _is_other_number(number.number, before):
        return None
    shown = "*" * (len(number.number) - 4) + number.number[-4:]
    sure = luhn_ok(number.number) and (number.number.startswith("62") or bool(_CARD_WORD.search(before)))
    said = f"银行卡号 {shown} 完整公开，未作遮盖" if sure else f"银行账号 {shown} 可能是个人账户"
    return Find(number.start, number.end, number.number, sure, said, CURE if sure else ASK)


def _phone(number: PrivateNumber, text: str) -> Find | None:
    if re.search(r"[A-Za-z0-9_.%/=]\Z", text[: number.start]):
        return None
    shown = number.number[:3] + "*" * 8
    return Find(number.start, number.end, number.number, False, f"手机号码 {shown} 可能是个人号码", ASK)


def readable(body: str) -> str:
    """The text of rendered HTML as one string in which only what a reader sees together stands together."""
    text = _TAG.sub(_APART, _INLINE_TAG.sub("", body))
    return html.unescape(_APART.join([text, *_SAID.findall(body)]))


def _may_show(body: Body) -> bool:
    """Whether what is readable of a body may hold an ID or a card; cheaper than making it."""
    return bool(body.problems) or "&#" in body.html or bool(_LONG.search(body.html))


def in_document(source: Source, text: str, year: int, *, phones: bool = True) -> Iterator[tuple[Find, int, int]]:
    """Every private number of a document with line and column; ``text`` is the whole file, for finding the place."""
    if source.fields is not None:
        parts = [(key, part) for key, value in source.fields if value for part in _strings(value)]
        # One look at all of them together: most documents have no number as long as an ID.
        if phones or may_hold(_APART.join(part for _, part in parts)):
            for key, part in parts:
                for find in judge(part, year, phones=phones):
                    yield find, *_place(text, find.number, source.line(key), source.line(key))
    if source.body is not None:
        seen: dict[str, int] = {}
        for find in _in_body(source.body, year, phones):
            nth = seen[find.number] = seen.get(find.number, 0) + 1
            yield find, *_place(text, find.number, source.end_line + 1, 0, nth)


def _in_body(body: Body, year: int, phones: bool) -> list[Find]:
    """Finds of a body in order, none twice; cells under a head that names them are judged by it."""
    files = [unquote(link.raw) for link in body.links if link.kind == "file"]
    headed = "<table" in body.html and _has_head(body.html)
    if not (headed or phones or _may_show(body) or any(map(may_hold, files))):
        return []
    finds = judge(_APART.join([readable(body.html), *files]), year, phones=phones)
    if not headed:
        return finds
    known = {find.number for find in finds}
    for table in turbohtml.parse_fragment(body.html).select("table"):
        rows = [[cell.text for cell in row.select("th, td")] for row in table.select("tr")]
        for row in rows[1:]:
            for head, cell in zip(rows[0], row, strict=False):
                finds += [find for find in judge(cell, year, head) if find.number not in known]
    return finds


def _has_head(body: str) -> bool:
    """Whether any column might be one of IDs or cards. Looking for a few words first is quicker."""
    return any(word in body for word in _HEAD_WORDS) and bool(_ID_HEAD.search(body) or _CARD_HEAD.search(body))


def _strings(value: Any) -> Sequence[str]:
    if isinstance(value, str):
        return (value,)
    if isinstance(value, tuple):
        return [text for part in value for text in _strings(part)]
    return (value.file, value.name) if hasattr(value, "file") else ()


def _place(text: str, number: str, first: int, last: int, nth: int = 1) -> tuple[int, int]:
    """Line and column of the nth time a number stands in a file between two lines (0: to its end)."""
    lines = text.split("\n")
    start = sum(len(line) + 1 for line in lines[: first - 1])
    end = sum(len(line) + 1 for line in lines[:last]) if last else len(text)
    forms = (f"[{char}{char.lower()}{chr(ord(char) + 0xFEE0)}{chr(ord(char.lower()) + 0xFEE0)}]" for char in number)
    digits = r"[^\d\n]{0,12}".join(forms)
    found = [match.start() for match in re.finditer(rf"(?={digits})", text[start:end])]
    if not found:
        return first, 0
    at = start + found[min(nth, len(found)) - 1]
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def in_table(data: bytes, year: int) -> Iterator[tuple[Find, int, int]]:
    """Every private number of a CSV file with its line and the number of its cell."""
    text = read_text(data, "")
    if isinstance(text, Problem):
        text = data.decode("gb18030", errors="replace")
    heads: list[str] = []
    reader = csv.reader(io.StringIO(text))
    line = 1
    try:
        for row in reader:
            for position, cell in enumerate(row, 1):
                head = heads[position - 1] if position <= len(heads) else ""
                yield from ((find, line, position) for find in judge(cell, year, head))
            # Some tables have a title above their heads: the first row with two filled cells names the columns.
            heads = heads or (row if sum(bool(cell.strip()) for cell in row) > 1 else [])
            line = reader.line_num + 1
    except csv.Error:
        yield from ((find, text.count("\n", 0, find.start) + 1, 0) for find in judge(text, year))


def judge_source(source: Source, text: str, year: int) -> list[Problem]:
    """What bars a document from the public: numbers that are certain. ``text`` is its whole file. A ``source.Gate``."""
    return [
        Problem(source.shown, line, column, find.what, find.cure)
        for find, line, column in in_document(source, text, year, phones=False)
        if find.certain
    ]


def judge_tables(root: Path, files: Iterable[str], shown: str, year: int) -> list[Problem]:
    """The same for the CSV ``files`` (paths below ``root``); ``shown`` is the content folder's name in messages."""
    problems = []
    for path in files:
        for find, line, column in in_file(root / path, year):
            if find.certain:
                problems.append(Problem(f"{shown}/{path}", line, column, find.what, find.cure))
    return problems


def in_file(file: Path, year: int) -> list[tuple[Find, int, int]]:
    """Finds of a CSV file; other files and files that cannot be read have none (their faults are told elsewhere)."""
    try:
        if file.suffix.lower() != ".csv" or not file.is_file() or file.stat().st_size > CSV_LIMIT:
            return []
        data = file.read_bytes()
    except OSError:
        return []
    return list(in_table(data, year))


def arm(generator: Any) -> None:
    """Receiver: judge every document where it is parsed."""
    generator.gates.append(f"{__name__}:judge_source")


def guard(generator: Any) -> None:
    """Receiver: judge attached tables, and the tables that pages are made of."""
    edition = generator.edition
    tables = [path for path in TABLES if (edition.tree.root / path).is_file()]
    generator.portal.problems.extend(
        judge_tables(edition.tree.root, [*tables, *edition.files], edition.tree.name, edition.now.year)
    )


def register() -> None:
    """Run when documents are parsed, and when everything has been read, before the gate."""
    signals.article_generator_init.connect(arm)
    signals.article_generator_finalized.connect(guard)

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
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import turbohtml
from pelican import signals

from plugins.build.front_matter import read_text
from plugins.build.problems import Problem
from plugins.build.source import Source
from standards.numbers import is_credit_code, luhn_ok
from standards.privacy import PrivateNumber, cover, find_cards, find_ids, find_phones, mask

CURE = "请立即遮盖（身份证号码至少遮盖8位，银行卡号只留后4位）或删去；确是其他编号的，请在它前面写明“编号”或“代码”"
ASK = "请核对：属于个人的请遮盖或删去，办公用的可以保留"
TABLES = ("units.csv", "towns.csv", "villages/villages.csv")
CSV_LIMIT = 20 * 1024 * 1024

_INLINE = "a|abbr|b|cite|code|del|em|i|ins|kbd|mark|q|ruby|rb|s|samp|small|span|strong|sub|sup|time|u|var"
_INLINE_TAG = re.compile(rf"</?(?:{_INLINE})(?=[\s>])(?:[^>\"]|\"[^\"]*\")*>")
_TAG = re.compile(r"<(?:[^>\"]|\"[^\"]*\")*>")
_SAID = re.compile(r"\b(?:alt|title)=\"([^\"]*)\"")
_APART = "\n" * 4
"""More white space than may stand inside a number: the digits of two table cells make none."""
_ID_HEAD = re.compile(r"身份证|身份號|身份号|证件号|公民身份")
_CARD_HEAD = re.compile(r"银行卡|卡号|[账帐]号|[账帐]户")
_OTHER = re.compile(
    r"(?:编号|单号|合同号?|流水号?|受理号?|批号|案号|编码|代码|条码|订单|序列号|项目|登记号|许可证号|信用|文号)"
    r"[^。；;，,]{0,8}\Z"
)
_OFFICIAL = re.compile(r"单位|公司|政府|机关|中心|财政|国库|保证金|对公|基本户|专户|社保基金|村民委员会|合作社|收款人")
_NAMED = 24
_AROUND = 60


@dataclass(frozen=True)
class Find:
    """A private number in a text: where, how it may be printed, whether it is certain, what to tell and to do."""

    start: int
    end: int
    number: str
    shown: str
    certain: bool
    what: str
    cure: str


def judge(text: str, head: str = "") -> list[Find]:
    """Everything private in a stretch of text; ``head`` is what a table says the text is (its column's head)."""
    named = "身份证号 " if _ID_HEAD.search(head) else "银行卡号 " if _CARD_HEAD.search(head) else ""
    whole = named + text
    found = [_id(number, whole) for number in find_ids(whole)]
    taken = [(find.start, find.end) for find in found if find]
    for number, make in [(n, _card) for n in find_cards(whole)] + [(n, _phone) for n in find_phones(whole)]:
        if not any(number.start < end and start < number.end for start, end in taken):
            found.append(make(number, whole))
            taken.append((number.start, number.end))
    shift = len(named)
    kept = [
        Find(find.start - shift, find.end - shift, find.number, find.shown, find.certain, find.what, find.cure)
        for find in found
        if find
    ]
    return sorted(kept, key=lambda find: find.start)


def _find(number: PrivateNumber, text: str, certain: bool, kind: str, said: str) -> Find:
    shown = mask(cover(text[number.start : number.end], 0, number.end - number.start))
    return Find(
        number.start, number.end, number.number, shown, certain, f"{kind} {shown} {said}", CURE if certain else ASK
    )


def _id(number: PrivateNumber, text: str) -> Find | None:
    before = text[max(0, number.start - _NAMED) : number.start]
    if number.kind == "masked-id" or (not number.named and _is_other_number(number.number, before)):
        return None
    if number.problem:
        if not number.named:
            return None
        return _find(number, text, False, "身份证号码", f"{number.problem}，可能是写错的身份证号码")
    return _find(number, text, True, "居民身份证号码", "完整公开，未作遮盖")


def _is_other_number(number: str, before: str) -> bool:
    return bool(_OTHER.search(before) or re.search(r"[A-Za-z_]\Z", before) or is_credit_code(number))


def _card(number: PrivateNumber, text: str) -> Find | None:
    before = text[max(0, number.start - _AROUND) : number.start]
    if not number.named and _is_other_number(number.number, before):
        return None
    sure = luhn_ok(number.number) and number.number.startswith("62") and not _OFFICIAL.search(before)
    return _find(
        number, text, sure, "银行卡号" if sure else "银行账号", "完整公开，未作遮盖" if sure else "可能是个人账户"
    )


def _phone(number: PrivateNumber, text: str) -> Find | None:
    if re.search(r"[A-Za-z0-9_.%/=-]\Z", text[: number.start]):
        return None
    return _find(number, text, False, "手机号码", "可能是个人号码")


def readable(body: str) -> str:
    """The text of rendered HTML as one string in which only what a reader sees together stands together."""
    text = _TAG.sub(_APART, _INLINE_TAG.sub("", body))
    return html.unescape(_APART.join([text, *_SAID.findall(body)]))


def in_document(source: Source, text: str) -> Iterator[tuple[Find, int, int]]:
    """Every private number of a document with line and column; ``text`` is the whole file, for finding the place."""
    if source.fields is not None:
        for key, value in source.fields:
            for part in _strings(value):
                for find in judge(part):
                    yield find, *_place(text, find.number, source.line(key), source.line(key))
    if source.body is not None:
        seen: dict[str, int] = {}
        for find in _in_body(source.body.html):
            nth = seen[find.number] = seen.get(find.number, 0) + 1
            yield find, *_place(text, find.number, source.end_line + 1, 0, nth)


def _in_body(body: str) -> list[Find]:
    """Finds of a body in order, none twice; cells under a head that names them are judged by it."""
    finds = judge(readable(body))
    if "<table" not in body or not (_ID_HEAD.search(body) or _CARD_HEAD.search(body)):
        return finds
    known = {find.number for find in finds}
    for table in turbohtml.parse_fragment(body).select("table"):
        rows = [[cell.text for cell in row.select("th, td")] for row in table.select("tr")]
        for row in rows[1:]:
            for head, cell in zip(rows[0], row, strict=False):
                finds += [find for find in judge(cell, head) if find.number not in known]
    return finds


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _strings(part)
    elif hasattr(value, "file"):
        yield from (value.file, value.name)


def _place(text: str, number: str, first: int, last: int, nth: int = 1) -> tuple[int, int]:
    """Line and column of the nth time a number stands in a file between two lines (0: to its end)."""
    lines = text.split("\n")
    start = sum(len(line) + 1 for line in lines[: first - 1])
    end = sum(len(line) + 1 for line in lines[:last]) if last else len(text)
    digits = r"[^\d\n]{0,12}".join(
        f"[{char}{chr(ord(char) + 0xFEE0)}{char.lower()}]" if char != "*" else r"\D" for char in number
    )
    found = [match.start() for match in re.finditer(rf"(?={digits})", text[start:end])]
    if not found:
        return first, 0
    at = start + found[min(nth, len(found)) - 1]
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def in_table(data: bytes) -> Iterator[tuple[Find, int, int]]:
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
                yield from ((find, line, position) for find in judge(cell, head))
            # Some tables have a title above their heads: the first row with more than one filled cell names the columns.
            heads = heads or (row if sum(bool(cell.strip()) for cell in row) > 1 else [])
            line = reader.line_num + 1
    except csv.Error:
        yield from ((find, text.count("\n", 0, find.start) + 1, 0) for find in judge(text))


def find_problems(root: Path, sources: Iterable[Source], files: Iterable[str], shown: str) -> list[Problem]:
    """What stops a build: certain numbers in ``sources`` and in the CSV ``files`` (paths below ``root``).

    ``shown`` is the content folder's name as messages print it. Files are read only where something was found.
    """
    problems = []
    for source in sources:
        certain = [found for found in in_document(source, "") if found[0].certain]
        if certain:
            text = read_text((root / source.path).read_bytes(), source.shown)
            for find, line, column in in_document(source, text if isinstance(text, str) else ""):
                if find.certain:
                    problems.append(Problem(source.shown, line, column, find.what, find.cure))
    for path in files:
        for find, line, column in _in_file(root / path):
            if find.certain:
                problems.append(Problem(f"{shown}/{path}", line, column, find.what, find.cure))
    return problems


def _in_file(file: Path) -> list[tuple[Find, int, int]]:
    """Finds of a CSV file; other files and files that cannot be read have none (their faults are told elsewhere)."""
    if file.suffix.lower() != ".csv" or not file.is_file() or file.stat().st_size > CSV_LIMIT:
        return []
    return list(in_table(file.read_bytes()))


def guard(generator: Any) -> None:
    """Receiver: add what was found in public documents, in attached tables, and in the tables of the site."""
    edition = generator.edition
    sources = [document.source for document in edition.documents]
    tables = [path for path in TABLES if (edition.tree.root / path).is_file()]
    generator.portal.problems.extend(
        find_problems(edition.tree.root, sources, [*tables, *edition.files], edition.tree.name)
    )


def register() -> None:
    """Run when everything has been read, before the gate."""
    signals.article_generator_finalized.connect(guard)

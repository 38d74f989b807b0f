"""Private numbers in running text: where they stand, and how they are made to vanish.

One definition serves the auditor (what is a finding), the desk (what may not be published) and every log and report
(what is printed instead). Finding is careful, masking is generous: a masked order number costs nothing, a printed
resident ID costs a person.

Numbers are found as people write them: in full-width digits, with spaces, hyphens or zero-width characters inside,
with a small x. Offsets are those of the text as given.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from standards.numbers import PROVINCES, is_birth_date, is_old_resident_id, luhn_ok, resident_id_problem

Kind = Literal["resident-id", "old-resident-id", "masked-id", "phone", "card", "address"]

BETWEEN = r"\s\-\u00ad\u00b7\u180e\u200b-\u2015\u2060\u2212\ufeff\uff0d"
"""What may stand between the digits of a number, for a character class."""
_SEP = rf"[{BETWEEN}]{{0,3}}"
_X = "Xx\uff38\uff58"
_STAR = "*\uff0a\u2217\u2731×●■□#\uff03"

MARK = rf"\d{_STAR}{_X}"
"""What a number is made of, hidden or not, for a character class."""

# "/%E4%B8%8911010519491231002X.pdf" is 三 and an ID: the 89 belongs to the character.
_START = r"(?:(?<!\d)|(?<=%[0-9A-Fa-f]{2}))"

RUN = 15
"""Digits of the shortest ID or card that is looked for, hidden ones included."""
# Most text has no such run: one quick pass says so before anything slower looks.
_RUN = re.compile(rf"\d(?:{_SEP}[{MARK}]){{{RUN - 1}}}")
# Lookaheads, because "序号 1 11010519491231002X" must be tried from each group of digits on.
# A disability card's number is its bearer's ID, the kind (1–7) and degree (1–4), and B with a digit on a new card.
_EIGHTEEN = re.compile(
    rf"{_START}(?=(\d(?:{_SEP}\d){{16}}{_SEP}[\d{_X}])(?:(?!\d)|(?P<card>[1-7][1-4](?:[Bb]\d)?(?![\dA-Za-z]))))"
)
_FIFTEEN = re.compile(rf"{_START}(?=(\d(?:{_SEP}\d){{14}})(?!{_SEP}\d|{_SEP}[{_X}]))")
_MASKED = re.compile(rf"(?<![\dA-Za-z_{_STAR}])\d{{2,}}[\d{_STAR}{_X}]{{12,15}}[\d{_STAR}{_X}](?![\dA-Za-z_{_STAR}])")
_CARD = re.compile(rf"{_START}(?=(\d(?:{_SEP}\d){{15,18}})(?!\d))")
_PHONE = re.compile(rf"{_START}(?:(?:\+|00)?86{_SEP}|0)?(1{_SEP}[3-9]{_SEP}\d(?:{_SEP}\d){{8}})(?!\d)")
_WHOLE = re.compile(rf"[\d{_STAR}](?:{_SEP}[\d{_STAR}{_X}])*")
# An excerpt may have cut a number in two: what is left beside the ellipsis is not recognised as one any more.
_CUT = re.compile(rf"(?<=…)\d(?:{_SEP}[\d{_X}]){{6,17}}|(?<!\d)\d(?:{_SEP}[\d{_X}]){{6,17}}(?=…)")
_ID_WORD = re.compile(r"身份证|身份號|身份号|证件号|公民身份|社会保障号")
_DISABILITY = re.compile("残疾|残联")
_CARD_WORD = re.compile(r"银行|卡号|[账帐][号户]|开户")
_CARD_PREFIX = re.compile(r"62|60|4|5[1-5]|3[457]")
_ADDRESS = re.compile(
    r"(?:家庭住址|家庭地址|户籍地址|户籍所在地|现住址|现居住地|居住地址|住址)(?:为|是)?[：:\s]{0,4}"
    r"([\u4e00-\u9fff\d一二三四五六七八九十百A-Za-z\-—（）()]{2,40}?"
    r"(?:\d+|[一二三四五六七八九十百]+)(?:号楼\d+[室号]|号(?!楼|线|桥|公路)|室|户))"
)
_LIVES = re.compile(
    r"(?<=[，,；;。、（(\s])(?:现|家|户)?住(?:在|于)?(?![建房院宅户宿所地址])[：:\s]{0,2}"
    r"([\u4e00-\u9fff\dA-Za-z\-—（）()]{4,40}?\d+(?:栋|幢|号楼|单元)[\dA-Za-z一二三四五六七八九十\-单元栋层楼]{0,12}(?:室|户|号))"
)
"""A flat in a sentence about a person: 陈某，住明川县城关镇人民路12号3栋2单元501室."""
_NEAR = 24
"""How many characters before a number a word may stand that says what it is."""


@dataclass(frozen=True, slots=True)
class PrivateNumber:
    """A number of a person in a text, from ``start`` to ``end``.

    ``number`` is it in plain ASCII (a masked one with ``*``), ``problem`` what speaks against its being one
    (only for ``resident-id``), ``named`` whether a word before it says what it is, ``hidden`` how many of its
    characters are masked.
    """

    start: int
    end: int
    kind: Kind
    number: str
    problem: str | None = None
    named: bool = False
    hidden: int = 0


def may_hold(text: str) -> bool:
    """Whether a text holds so many digits together that ``find_ids`` and ``find_cards`` have anything to look at."""
    return bool(_RUN.search(text))


def find_ids(text: str) -> list[PrivateNumber]:
    """Resident IDs in a text: whole, in the old form of 15 digits, or masked; in the order they stand.

    Whole ones need a province and a date; where only the check digit is wrong, ``problem`` says so. Under a word
    that announces an ID any 18 digits count. The old form counts only under such a word.
    """
    if not _RUN.search(text):
        return []
    found = [*_eighteens(text), *_fifteens(text), *_masked(text)]
    return _without_overlaps(sorted(found, key=lambda number: (number.start, number.problem is not None, number.end)))


def find_cards(text: str) -> list[PrivateNumber]:
    """Bank card numbers in a text: 16 to 19 digits with a card's prefix that pass Luhn, or announced as an account."""
    if not _RUN.search(text):
        return []
    found = []
    for match in _CARD.finditer(text):
        number = plain(match[1])
        named = _named(_CARD_WORD, text, match.start())
        if named or (_CARD_PREFIX.match(number) and luhn_ok(number)):
            found.append(PrivateNumber(match.start(1), match.end(1), "card", number, named=named))
    return _without_overlaps(found)


def find_phones(text: str) -> list[PrivateNumber]:
    """Mobile phone numbers of the mainland in a text, with or without the country's code."""
    return [PrivateNumber(match.start(1), match.end(1), "phone", plain(match[1])) for match in _PHONE.finditer(text)]


def find_addresses(text: str) -> list[PrivateNumber]:
    """Homes, down to the house: only behind a word that says that somebody lives there. Masked ones are none."""
    if "住" not in text and "户籍" not in text and "家庭" not in text:
        return []
    found = [match for pattern in (_ADDRESS, _LIVES) for match in pattern.finditer(text)]
    return _without_overlaps(
        sorted(
            (PrivateNumber(*match.span(1), "address", match[1], named=True) for match in found),
            key=lambda one: one.start,
        )
    )


def mask(text: str) -> str:
    """The text with every private number made unreadable: at least eight of its digits become ``*``.

    The result has the same length, so that offsets into the text stay true, and masking it again changes nothing.
    Whole numbers that only look like a resident ID (the check digit is wrong, the old form) are masked too, and so
    are IDs masked so thinly that they can still be read, and what an excerpt's ellipsis left of a longer number.
    """
    masked = _mask_once(text)
    if masked == text:
        return text
    again = _mask_once(masked)
    if again == masked:
        return masked
    # Numbers overlap: what one mask leaves readable makes another number with what follows. Such a run goes whole.
    return _WHOLE.sub(lambda run: run[0] if again[slice(*run.span())] == run[0] else _stars(run[0], 0, 0), masked)


def cover(text: str, start: int, end: int) -> str:
    """The text with the number between ``start`` and ``end`` made unreadable as ``mask`` does it, whatever it is."""
    return text[:start] + _stars(text[start:end], 3, 4) + text[end:]


def plain(text: str) -> str:
    """A number as ASCII digits, capital X and ``*``, without what stands between them."""
    chars = []
    for char in text:
        digit = unicodedata.decimal(char, None)
        if digit is not None:
            chars.append(str(digit))
        elif char in _X:
            chars.append("X")
        elif char in _STAR:
            chars.append("*")
    return "".join(chars)


def _mask_once(text: str) -> str:
    for spans in (_id_spans, _card_spans, _phone_spans, _cut_spans):
        chars: list[str] | None = None
        for start, end, head, tail in spans(text):
            chars = chars or list(text)
            chars[start:end] = _stars(text[start:end], head, tail)
        text = "".join(chars) if chars else text
    return text


def _id_spans(text: str) -> Iterator[tuple[int, int, int, int]]:
    """Spans to mask as IDs, with how many characters stay readable in front and behind."""
    if not _RUN.search(text):
        return
    numbers = [*_eighteens(text, named_only=False), *_fifteens(text, named_only=False), *_masked(text)]
    for number in _without_overlaps(sorted(numbers, key=lambda number: (number.start, number.end))):
        if number.kind != "masked-id" or number.hidden < 8:
            yield number.start, number.end, 3, 4


def _card_spans(text: str) -> Iterator[tuple[int, int, int, int]]:
    yield from ((number.start, number.end, 0, 4) for number in find_cards(text))


def _phone_spans(text: str) -> Iterator[tuple[int, int, int, int]]:
    yield from ((number.start, number.end, 3, 0) for number in find_phones(text))


def _cut_spans(text: str) -> Iterator[tuple[int, int, int, int]]:
    if "…" in text:
        yield from ((*match.span(), 0, 0) for match in _CUT.finditer(text))


def _stars(span: str, head: int, tail: int) -> str:
    """The span with its digits between the first ``head`` and the last ``tail`` starred; separators stay."""
    marks = [at for at, char in enumerate(span) if char.isdecimal() or char in _X or char in _STAR]
    hidden = set(marks[head : len(marks) - tail])
    return "".join("*" if at in hidden else char for at, char in enumerate(span))


def _eighteens(text: str, *, named_only: bool = True) -> Iterator[PrivateNumber]:
    """Whole IDs; those inside a disability card's number behind a word that says so (or anywhere)."""
    for match in _EIGHTEEN.finditer(text):
        number = plain(match[1])
        problem = resident_id_problem(number)
        named = _named(_ID_WORD, text, match.start())
        if match["card"]:
            card = _named(_DISABILITY, text, match.start())
            if problem or (named_only and not (named or card)):
                continue
            yield PrivateNumber(match.start(1), match.end("card"), "resident-id", number, None, named or card)
        elif problem in {None, "校验码不符"} or named:
            yield PrivateNumber(match.start(1), match.end(1), "resident-id", number, problem, named)


def _fifteens(text: str, *, named_only: bool = True) -> Iterator[PrivateNumber]:
    for match in _FIFTEEN.finditer(text):
        number = plain(match[1])
        named = _named(_ID_WORD, text, match.start())
        if is_old_resident_id(number) and (named or not named_only):
            yield PrivateNumber(match.start(1), match.end(1), "old-resident-id", number, None, named)


def _masked(text: str) -> Iterator[PrivateNumber]:
    """IDs with some characters starred: 15 or 18 long, a province in front, no date that cannot be."""
    for match in _MASKED.finditer(text):
        number = plain(match[0])
        number = re.sub(r"X(?=.)", "*", number)
        hidden = number.count("*")
        named = _named(_ID_WORD, text, match.start())
        whole = len(number) in {15, 18} and number[:2] in PROVINCES and hidden >= 2
        born = number[6:14] if len(number) == 18 else "19" + number[6:12]
        if whole and (named or "*" in born or is_birth_date(born)):
            yield PrivateNumber(match.start(), match.end(), "masked-id", number, None, named, hidden)


def _named(word: re.Pattern[str], text: str, start: int) -> bool:
    return bool(word.search(text, max(0, start - _NEAR), start))


def _without_overlaps(numbers: list[PrivateNumber]) -> list[PrivateNumber]:
    kept: list[PrivateNumber] = []
    for number in numbers:
        if not kept or number.start >= kept[-1].end:
            kept.append(number)
    return kept

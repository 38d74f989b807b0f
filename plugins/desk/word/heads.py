"""What the lines of an official document say of the document: title, 发文字号, who signed it and when.

Only what stands there is taken; where the form is unclear the answer is empty and the editor is asked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from plugins.desk.notices.incoming import Unusable
from plugins.desk.word.lines import Line
from plugins.desk.word.numbers import CHINESE_VALUES

OPENING = 20
"""Lines from the top among which title and number are looked for."""
TITLE_LIMIT = 120
SIGNERS_LIMIT = 8
_NUMBER = re.compile(
    r"(?P<who>[\u4e00-\u9fff]{1,16})\s*[〔\[［(（【]\s*(?P<year>(?:19|20)\d{2})\s*[〕\]］)）】]\s*(?:第\s*)?(?P<no>\d{1,5})\s*号"
    r"(?:\s+签发人.*)?"
)
_SECRET = re.compile(r"(?:绝密|机密|秘密)(?:★.{0,12})?")
_CLOSED = re.compile(r"[（(]?此件(?:依申请公开|不予公开|不公开|不宜公开).{0,4}[)）]?")
_LETTERHEAD = re.compile(r"[\u4e00-\u9fff（）()]{3,30}文件")
_ENDS_A_TITLE = re.compile(
    r"(?:通知|公告|通告|公示|通报|办法|方案|意见|规定|细则|决定|决议|报告|函|纪要|说明|启事|名单|规划|计划|要点|指南"
    r"|清单|预案|批复|令|简章|制度|条例|倡议书|须知|总结|解读|简介|情况)(?:[（(].{1,20}[)）])?\Z"
)
_DAY = re.compile(r"((?:19|20)\d{2})年(\d{1,2})月(\d{1,2})日")
_DAY_IN_CHINESE = re.compile(
    r"([一二][〇○零ＯO0一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_YEAR_DIGITS = str.maketrans("〇○零ＯO一二三四五六七八九", "00000123456789")
_OFFICE = re.compile(
    r"[\u4e00-\u9fff（）()]{2,28}(?:政府|办公室|委员会|委|局|厅|部|院|会|中心|所|处|站|队|指挥部|领导小组|公司|学校)"
    r"(?:[（(](?:代章|盖章|印章|章)[)）])?"
)
_SEAL = re.compile(r"[（(](?:代章|盖章|印章|章)[)）]")
_ENDS_A_SENTENCE = tuple("。；：:;，,！？")


@dataclass(frozen=True)
class Heads:
    """What was found, empty where it was not; ``taken`` are the numbers of the lines that the header replaces.

    ``doc_no`` has its brackets as GB/T 9704 wants them; ``letterhead`` is a line such as 明川县财政局文件, which no
    page repeats. ``closed`` is a line that says the document is not for everybody.
    """

    title: str
    doc_no: str
    letterhead: str
    signers: tuple[str, ...]
    written: date | None
    closed: str
    taken: frozenset[int]


def read_heads(lines: Sequence[Line], unit_names: Collection[str]) -> Heads:
    """Read them. ``unit_names`` are the names of the site's units. Raises Unusable where a mark of secrecy stands."""
    top = _opening(lines)
    for line in [lines[number] for number in top]:
        if _SECRET.fullmatch(squeeze(line.text)):
            raise Unusable(
                f"文件上有密级标志“{squeeze(line.text)}”，没有导入",
                "涉密文件不得上网；误标的，请先由保密工作人员核定并删去标志",
            )
    numbered = {number: found for number in top if (found := _NUMBER.fullmatch(lines[number].text.strip()))}
    head = next((n for n in top if _is_letterhead(n, lines, unit_names)), None)
    left = [number for number in top if number not in numbered and number != head]
    title, used = _title(left, lines)
    doc_no_at = next((number for number in numbered if not used or number <= used[-1] + 1), None)
    doc_no = "" if doc_no_at is None else _doc_no(numbered[doc_no_at])
    signers, written = _signature(lines, used[-1] + 1 if used else 0, unit_names)
    closed = next((line.text for line in lines if _CLOSED.fullmatch(squeeze(line.text))), "")
    taken = {*used, *([doc_no_at] if doc_no_at is not None else []), *([head] if head is not None else [])}
    letterhead = lines[head].text if head is not None else ""
    return Heads(title, doc_no, letterhead, signers, written, closed, frozenset(taken))


def squeeze(text: str) -> str:
    """A text without any blanks."""
    return re.sub(r"\s+", "", text)


def _opening(lines: Sequence[Line]) -> list[int]:
    """The numbers of the lines above the first table and the first sentence: where a header can stand."""
    found: list[int] = []
    for number, line in enumerate(lines[:OPENING]):
        text = line.text.strip()
        if line.is_table or line.is_bullet or len(text) > TITLE_LIMIT or text.endswith("。"):
            break
        if text.endswith(_ENDS_A_SENTENCE) and not line.is_title and not line.centred:
            break
        found.append(number)
    return found


def _doc_no(found: re.Match[str]) -> str:
    return f"{found['who']}〔{found['year']}〕{int(found['no'])}号"


def _is_letterhead(number: int, lines: Sequence[Line], unit_names: Collection[str]) -> bool:
    """The red line at the top: 明川县财政局文件, or the name alone over a 发文字号 as on letters."""
    line = lines[number]
    text = squeeze(line.text)
    if line.is_title or not (line.centred or line.strong):
        return False
    if _LETTERHEAD.fullmatch(text) and not text.endswith(("关于文件", "有关文件")) and "关于" not in text:
        return True
    below = lines[number + 1].text.strip() if number + 1 < len(lines) else ""
    return text in unit_names and bool(_NUMBER.fullmatch(below))


def _title(left: Sequence[int], lines: Sequence[Line]) -> tuple[str, tuple[int, ...]]:
    """The title and the numbers of its lines: by style, else centred, else bold or large, else the first heading,
    else the first line, if it is short."""
    ways: tuple[Callable[[Line], bool], ...] = (
        lambda line: line.is_title,
        lambda line: line.centred and not _is_aside(line.text),
        lambda line: line.strong and not _is_aside(line.text),
        lambda line: line.level > 0,
        lambda line: len(line.text) <= 60 and not _is_aside(line.text) and not re.match(r"[一二三1]、|附件", line.text),
    )
    for way in ways:
        first = next((number for number in left if way(lines[number])), None)
        if first is not None:
            used = [first]
            while not _ends_a_title(used, lines) and len(used) < 4:
                if used[-1] + 1 not in left or not way(lines[used[-1] + 1]):
                    break
                used.append(used[-1] + 1)
            if not _ends_a_title(used, lines):
                used = [first]
            return _joined(lines[number].text for number in used), tuple(used)
    return "", ()


def _ends_a_title(used: Sequence[int], lines: Sequence[Line]) -> bool:
    """Whether the lines taken so far end with a word that titles end with; otherwise the title may run on."""
    return bool(_ENDS_A_TITLE.search(_joined(lines[number].text for number in used)))


def _is_aside(text: str) -> bool:
    """Dates, bracketed remarks and file marks that stand around a title."""
    text = squeeze(text)
    return bool(re.fullmatch(r"[（(].*[)）]|特急|加急|平急|\d{6}|签发人.*", text) or day_of(text))


def _joined(texts: Iterator[str]) -> str:
    """Lines broken for the page as one: no blank between Chinese characters."""
    text = " ".join(" ".join(part.split()) for part in texts)
    return re.sub(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])", "", text)


def day_of(text: str) -> date | None:
    """The day that a whole text says, in figures or in Chinese."""
    plain = unicodedata.normalize("NFKC", squeeze(text))
    try:
        if found := _DAY.fullmatch(plain):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _DAY_IN_CHINESE.fullmatch(squeeze(text)):
            year = int(found[1].translate(_YEAR_DIGITS))
            return date(year, CHINESE_VALUES.get(found[2], 0), CHINESE_VALUES.get(found[3], 0))
    except ValueError:
        return None
    return None


def _signature(lines: Sequence[Line], start: int, unit_names: Collection[str]) -> tuple[tuple[str, ...], date | None]:
    """Who signed and when: the first day that stands alone below a unit's name; else the last day that stands alone."""
    parts = [
        part.strip()
        for line in lines[start:]
        for part in (line.text.split("\n") if not line.is_table else ["|"])
        if part.strip()
    ]
    last = None
    for number, part in enumerate(parts):
        day = day_of(part)
        if day is None:
            signer, day = _on_one_line(part, unit_names)
            if signer and day:
                return signer, day
            continue
        last = day
        signers: list[str] = []
        for above in reversed(parts[max(0, number - SIGNERS_LIMIT) : number]):
            found = _offices(above, unit_names)
            if not found:
                break
            signers[:0] = found
        if signers:
            return tuple(signers), day
    return (), last


def _on_one_line(text: str, unit_names: Collection[str]) -> tuple[tuple[str, ...], date | None]:
    found = re.fullmatch(r"(.{2,40}?)\s*(\S{4}\s*年.{1,8}月.{1,8}日)", text)
    return (_offices(found[1], unit_names), day_of(found[2])) if found else ((), None)


def _offices(text: str, unit_names: Collection[str]) -> tuple[str, ...]:
    """The units that a line of a signature names: one, or several apart; none where it is anything else."""
    whole = _SEAL.sub("", squeeze(text))
    if whole in unit_names:
        return (whole,)
    parts = [_SEAL.sub("", part) for part in re.split(r"\s{2,}|\u3000+", text.strip())]
    if len(parts) > 1 and all(squeeze(part) in unit_names or _OFFICE.fullmatch(part) for part in parts):
        return tuple(squeeze(part) for part in parts)
    return (whole,) if _OFFICE.fullmatch(whole) else ()

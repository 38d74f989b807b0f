"""What of a document a proof-reader may not change: the text with everything taken out that counts as 校对级.

Two versions of a document with the same skeleton differ in nothing but white space at the ends of lines, the width or
form of punctuation, words of a declared table, and the header's order, spelling of keys and ``status`` (draft or
published). Digits, dates, amounts, fields and negations are never folded; nor is any paragraph that
holds links, tables, code or markup, where a mark may mean something. No old bytes are needed: an approval keeps the
skeleton's digest.
"""

from __future__ import annotations

import functools
import json
import re
import tomllib
from hashlib import sha256
from pathlib import Path
from typing import Any

from plugins.build.front_matter import read_front_matter, read_text
from plugins.build.problems import Problem
from plugins.content_types import key_names

VERSION = 1
"""Of the rule. What was noted under an older version is compared under that."""
TABLE = Path(__file__).with_name("proofreading.toml")
PROSE = ("title", "summary")
"""Fields whose text may be proof-read; every other value has to stay as it is."""
STATES = {"draft": "", "草稿": "", "published": "", "发布": "", "已发布": ""}

_NEVER = re.compile(r"[0-9０-９〇零一二三四五六七八九十百千万亿兆两元角分厘%％‰倍不没未无非勿莫别否免禁止可应须必得]")
_HARMLESS = {"一但": "一旦", "截止目前": "截至目前"}
"""Pairs with a character of the table above that stands on both sides, or changes nothing of what is allowed."""
_MARKS = {
    "，": ",", "；": ";", "：": ":", "？": "?", "！": "!", "（": "(", "）": ")",
    "“": '"', "”": '"', "＂": '"', "‘": "'", "’": "'", "＇": "'",
}  # fmt: skip
_AFTER_WORD = ",;:?!"
_CLOSING = set("）)”’\"'》〉】」』…")
_MARKUP = re.compile(r"[\[\]<>`|~\\{}&]|://|www\.|^(?: {4}|\t|:|!!!)", re.MULTILINE)
_FENCE = re.compile(r"^ {0,3}(?:```|~~~)", re.MULTILINE)
_MARK = re.compile("[" + re.escape("".join(_MARKS) + ",;:?!()\"'") + "]")


def skeleton(data: bytes, version: int = VERSION) -> str:
    """The skeleton's digest, with the version of the rule before a colon."""
    return f"{version}:{sha256(_bones(data, version)).hexdigest()}"


def version_of(told: str) -> int:
    """The version that a skeleton was made under; 0 where it is none of ours."""
    written = told.partition(":")[0]
    return int(written) if written.isdecimal() and 1 <= int(written) <= VERSION else 0


def _bones(data: bytes, version: int) -> bytes:
    text = read_text(data, "")
    if isinstance(text, Problem):
        return data
    front, problems = read_front_matter(text, "", key_names())
    if front is None or problems:
        return text.encode()
    header = {key: _field(key, value, version) for key, value in sorted(front.values.items())}
    header = {key: value for key, value in header.items() if value not in ("", [], {})}
    blocks = re.split(r"\n(?:[ \t]*\n)+", _trimmed(front.body).strip("\n"))
    fenced = _FENCE.search(front.body) is not None
    body = [block if fenced or _MARKUP.search(block) else _folded(block, version) for block in blocks]
    return json.dumps([header, body], ensure_ascii=False, sort_keys=True).encode(errors="surrogatepass")


def _field(key: str, value: Any, version: int) -> Any:
    if key == "status" and isinstance(value, str):
        return STATES.get(value, value)
    if key in PROSE and isinstance(value, str):
        return _folded(value.strip(), version)
    return value


def _trimmed(body: str) -> str:
    return re.sub(r"[ \t\u3000]+$", "", body, flags=re.MULTILINE)


def _folded(text: str, version: int) -> str:
    """Marks by class, words of the table by their right form."""
    marked = _MARK.sub(lambda found: _mark(text, found.start()), text)
    words, pattern = _pairs(version)
    return pattern.sub(lambda found: words[found[0]], marked)


def _mark(text: str, place: int) -> str:
    """The class of a mark; the mark itself beside a digit, and where it would begin a line of Markdown."""
    mark = text[place]
    before, after = text[place - 1] if place else "\n", text[place + 1] if place + 1 < len(text) else "\n"
    if before.isdecimal() or after.isdecimal():
        return mark
    folded = _MARKS.get(mark, mark)
    if folded in _AFTER_WORD and not (before.isalpha() or before in _CLOSING):
        return mark
    return folded


@functools.cache
def _pairs(version: int) -> tuple[dict[str, str], re.Pattern[str]]:
    """wrong → right of the table up to a version, and what finds the wrong ones. Raises ValueError for a pair that
    would change a number, an amount or what is allowed."""
    words: dict[str, str] = {}
    for row in tomllib.loads(TABLE.read_text(encoding="utf-8"))["pair"]:
        wrong, right = row["wrong"], row["right"]
        if _HARMLESS.get(wrong) != right and _NEVER.search(wrong + right):
            raise ValueError(f"{TABLE.name}: {wrong} → {right} changes more than spelling")
        if row["since"] <= version:
            words[wrong] = right
    longest = sorted(words, key=lambda word: (-len(word), word))
    return words, re.compile("|".join(map(re.escape, longest)) or r"(?!)")

"""``desk check --fix``: what can be mended without a person deciding anything.

Wordings with one right form that nobody needs to weigh, full-width digits in dates, blanks at line ends that mean
nothing, BOM and Windows line ends. The file keeps its rights and is replaced in one step.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from pathlib import Path

from plugins.build.front_matter import read_text
from plugins.build.problems import Problem
from plugins.desk.remarks import Mend
from plugins.desk.workplace import write_whole

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_DATE = re.compile(r"(?=[0-9年月]*[０-９])[0-9０-９]{4}年(?:[0-9０-９]{1,2}月(?:[0-9０-９]{1,2}日)?)?")
_FIELD = re.compile(
    r"^(\w+:[ ]*)(?=\S*[０-９：－])"
    r"([0-9０-９]{4}[-－][0-9０-９]{2}[-－][0-9０-９]{2}(?:[ 　][0-9０-９]{2}[:：][0-9０-９]{2})?)[ ]*$",
    re.MULTILINE,
)
# Two blanks before a line of text are Markdown's line break; before an empty line, or single, they are nothing.
_BLANKS = re.compile(
    r"[ \t\u3000]+(?=\n[ \t\u3000]*(?:\n|\Z))|[ \t\u3000]+\Z|(?<![ \t\u3000])[ \t\u3000](?=\n)|\t+(?=\n)"
)


def fix_file(file: Path, shown: str, mends: Iterable[Mend]) -> list[str]:
    """Mend one document and write it; the lines that say what changed, none where there was nothing to mend."""
    data = file.read_bytes()
    text = read_text(data, shown)
    if isinstance(text, Problem):
        return []
    mended = fix_text(text, mends)
    if mended.encode() == data:
        return []
    said = []
    if data.startswith(b"\xef\xbb\xbf"):
        said.append(f"{shown}:1: 删去文件开头的 BOM")
    if b"\r" in data:
        said.append(f"{shown}: 换行改为 LF（{data.count(bytes([13]))} 处）")
    said += _difference(text, mended, shown)
    write_whole(file, mended.encode(), replacing=True)
    return said


def fix_text(text: str, mends: Iterable[Mend]) -> str:
    """The text with the mends made and the mechanical slips gone. What is between ``` stays as it is."""
    for mend in sorted(mends, reverse=True):
        text = text[: mend.start] + mend.new + text[mend.end :]
    header, closing, body = _split(text)
    header = _FIELD.sub(lambda found: found[1] + found[2].translate(_WIDE), header)
    header = re.sub(r"[ \t\u3000]+$", "", header, flags=re.MULTILINE)
    parts = re.split(r"(^(?:```|~~~).*?^(?:```|~~~)[ \t]*$)", body, flags=re.MULTILINE | re.DOTALL)
    parts[::2] = [_BLANKS.sub("", _dates(part)) for part in parts[::2]]
    return _dates(header) + closing + "".join(parts)


def _split(text: str) -> tuple[str, str, str]:
    """Header with its opening line, the closing line, the body; a text without header is all body."""
    found = re.match(r"(---[ \t]*\n.*?\n)(---[ \t]*(?:\n|\Z))", text, re.DOTALL)
    return (found[1], found[2].rstrip(" \t\n") + found[2][-1:], text[found.end() :]) if found else ("", "", text)


def _dates(text: str) -> str:
    return _DATE.sub(lambda found: found[0].translate(_WIDE), text)


def _difference(old: str, new: str, shown: str) -> list[str]:
    """The lines that changed, as ``path:line`` with the old and the new one below."""
    before, after = old.split("\n"), new.split("\n")
    said = []
    for kind, i, j, k, m in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            said.append(f"{shown}:{i + 1}:")
            said += [f"  - {_visible(line)}" for line in before[i:j]] + [f"  + {line}" for line in after[k:m]]
    return said


def _visible(line: str) -> str:
    """A line whose blanks at the end can be seen."""
    kept = line.rstrip()
    return kept + line[len(kept) :].replace("\t", "→").replace("\u3000", "□").replace(" ", "·")

"""A document in Markdown as passages: header values, headings, paragraphs, list items, cells, texts of pictures.

Not a renderer: it keeps what a renderer loses, the line and column of every character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from auditor.model import Table
from auditor.source.inline import plain
from auditor.source.passage import Passage

_KEY = re.compile(r"""(?P<key>[^\s:#\-\[{][^:]*?)\s*:\s+(?P<value>\S.*?)\s*$""")
_BARE_KEY = re.compile(r"[A-Za-z][\w-]*:\s+\S")
_ITEM = re.compile(r"\s*-\s+(?P<value>\S.*?)\s*$")
_FENCE = re.compile(r"\s{0,3}(```+|~~~+)")
_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+")
_BULLET = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s+")
_QUOTE = re.compile(r"\s{0,3}>\s?")
_RULE = re.compile(r"\s{0,3}(?:[-*_]\s*){3,}$|\s{0,3}=+\s*$")
_DIVIDER = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_CODES = frozenset({"id", "type", "status", "index_no", "section", "item", "template", "layout", "slug", "aliases"})
_TITLES = frozenset({"title", "标题"})
_DAYS = frozenset({"published", "发布时间", "发布日期", "date"})


@dataclass
class Draft:
    """A file's passages and tables in order, its title, and the day (ISO 8601) that it names for publication."""

    passages: list[Passage] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    title: str = ""
    published: str = ""


def read_markdown(text: str) -> Draft:
    """The passages of a Markdown file, front matter between ``---`` lines included."""
    draft = Draft()
    # A comment is blanked, not cut, so that lines and columns stay what they are.
    lines = _COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text).split("\n")
    body = 0
    if lines and (lines[0].rstrip() == "---" or _BARE_KEY.match(lines[0])):
        body = _read_header(lines, draft)
    _read_body(lines, body, draft)
    draft.passages = [passage for passage in draft.passages if passage.text.strip()]
    return draft


def _read_header(lines: Sequence[str], draft: Draft) -> int:
    """Returns the index of the first line behind the header, which without ``---`` ends at the first empty line."""
    fenced = lines[0].rstrip() == "---"
    for number, line in enumerate(lines[fenced:], int(fenced)):
        if (line.rstrip() in ("---", "...")) if fenced else not line.strip():
            return number + 1
        match = _KEY.match(line.strip()) or _ITEM.match(line)
        if not match:
            continue
        key = match.groupdict().get("key") or ""
        key = key if fenced else key.lower()
        value = match["value"].strip("\"'")
        if key in _DAYS and (day := re.match(r"(\d{4})-(\d\d)-(\d\d)", value)):
            draft.published = day[0]
        if key in _CODES or key in _DAYS:
            continue
        passage = Passage("title" if key in _TITLES else "meta", "title" if key in _TITLES else "meta")
        start = line.index(value)
        passage.add(value, number + 1, list(range(start, start + len(value))))
        draft.passages.append(passage)
        draft.title = value if key in _TITLES else draft.title
    return len(lines)


def _read_body(lines: Sequence[str], first: int, draft: Draft) -> None:
    fence = ""
    open_passage: Passage | None = None
    heads: list[str] | None = None
    rows: list[tuple[str, ...]] = []

    def end_table() -> None:
        nonlocal heads
        if heads is not None:
            draft.tables.append(Table(heads=tuple(heads), rows=tuple(rows)))
            heads = None
            rows.clear()

    for index in range(first, len(lines)):
        line, number = lines[index].rstrip("\r"), index + 1
        if match := _FENCE.match(line):
            fence = "" if fence and match[1].startswith(fence) else fence or match[1]
            open_passage = None
            continue
        if fence:
            draft.passages.append(_passage("pre", line, number, 0))
            continue
        if line.lstrip().startswith("|"):
            open_passage = None
            if _DIVIDER.match(line):
                continue
            cells = list(_cells(line, number, heads is None))
            draft.passages.extend(cells)
            if heads is None:
                heads = [cell.text for cell in cells]
            else:
                rows.append(tuple(cell.text for cell in cells))
            continue
        end_table()
        if not line.strip() or _RULE.match(line):
            open_passage = None
            continue
        open_passage = _read_line(line, number, open_passage, draft)
    end_table()


def _read_line(line: str, number: int, before: Passage | None, draft: Draft) -> Passage | None:
    """Take a line of text; returns the passage that the next line goes on with."""
    start, tag, quote = 0, "p", False
    if match := _QUOTE.match(line):
        start, quote = match.end(), True
    if match := _HEADING.match(line, start):
        start, tag = match.end(), f"h{len(match[1])}"
    elif match := _BULLET.match(line, start):
        start, tag = match.end(), "li"
    shown, columns, pictures = plain(line, start)
    for alt, column in pictures:
        text = Passage("img", "alt")
        text.add(alt, number, list(range(column, column + len(alt))))
        draft.passages.append(text)
    if tag == "p" and before is not None and before.quote == quote and before.tag in ("p", "li"):
        stripped = shown.lstrip()
        before.add(stripped, number, columns[len(shown) - len(stripped) :])
        return before
    passage = Passage(tag, quote=quote)
    stripped = shown.strip(" #") if tag.startswith("h") else shown.strip()
    skipped = shown.index(stripped) if stripped else 0
    passage.add(stripped, number, columns[skipped : skipped + len(stripped)])
    draft.passages.append(passage)
    return None if tag.startswith("h") else passage


def _cells(line: str, number: int, heads: bool) -> Iterator[Passage]:
    parts = re.split(r"(?<!\\)\|", line)
    at = 0
    for place, part in enumerate(parts):
        if 0 < place < len(parts) - 1 or (place == len(parts) - 1 and part.strip()):
            yield _passage("th" if heads else "td", line[: at + len(part)], number, at)
        at += len(part) + 1


def _passage(tag: str, line: str, number: int, start: int) -> Passage:
    shown, columns, _ = plain(line, start) if tag != "pre" else (line, list(range(len(line))), [])
    stripped = shown.strip()
    skipped = shown.index(stripped) if stripped else 0
    passage = Passage(tag)
    passage.add(stripped, number, columns[skipped : skipped + len(stripped)])
    return passage

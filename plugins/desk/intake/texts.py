"""Plain text and small tables as Markdown: what a clerk typed is printed as it stands, and is never markup."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from plugins.build.body import TEXT_LIMIT
from plugins.build.front_matter import read_front_matter
from plugins.content_types import key_names
from plugins.desk.intake.grid import Sheet, decoded
from plugins.desk.notices.incoming import Unusable

SMALL_ROWS, SMALL_COLUMNS = 30, 8
"""A table that stands in the text itself; a larger one is attached."""
_MARKUP = re.compile(r"([\\`*_\[\]<>|~#$^])")
_STARTS = re.compile(r"^(\d{1,9})([.)])(?=\s|$)|^([-+=:])(?=[\s\-=:]|$)")
_CHINESE = str.maketrans("()", "（）")
_FIGURE = re.compile(r"[-−+]?[\d,，]+(?:\.\d+)?[%％]?")


def plain(text: str) -> str:
    """Text without any markup as Markdown: every line a paragraph of its own."""
    lines = (" ".join(line.replace("\0", "").split()) for line in text.replace("\f", "\n").splitlines())
    return "\n\n".join(escaped(line) for line in lines if line)


def escaped(line: str) -> str:
    """One line that prints as it stands."""
    line = _MARKUP.sub(r"\\\1", line)
    return _STARTS.sub(lambda found: f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}", line)


def text_of(data: bytes, suffix: str) -> tuple[str, str]:
    """Title (empty where there is none) and Markdown of a ``.txt`` or ``.md`` file. Raises Unusable."""
    if b"\0" in data:
        raise Unusable("其实不是文本文件，只是改了扩展名", "请用 Word、WPS 打开后另存为 .docx")
    text = decoded(data).replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > TEXT_LIMIT:
        raise Unusable(f"正文超过 {TEXT_LIMIT // 10000} 万字", "请分成几个文件")
    if not text.strip():
        raise Unusable("文件里没有文字", "请核对文件")
    if suffix == ".txt":
        return "", plain(text)
    title = ""
    if text.startswith("---\n"):
        front, _ = read_front_matter(text, "", key_names())
        if front is None:
            raise Unusable("文件头读不懂", "请删去文件头，只留正文，由程序写文件头")
        said = front.values.get("title", "")
        title, text = (said if isinstance(said, str) else ""), front.body
    first, _, rest = text.strip().partition("\n")
    if first.startswith("# "):  # the page has its own first heading
        title, text = title or first.removeprefix("# ").strip(), rest
    return title, text.strip()


def is_small(sheets: Sequence[Sheet]) -> bool:
    """Whether tables may stand in the text."""
    rows = sum(len(sheet.rows) for sheet in sheets)
    return 0 < rows <= SMALL_ROWS and all(len(cells) <= SMALL_COLUMNS for sheet in sheets for _, cells in sheet.rows)


def table_of(sheet: Sheet) -> str:
    """A small sheet as a Markdown table, what stands above its heads and below it as lines."""
    rows = [list(cells) for _, cells in sheet.rows]
    wide = max(len(cells) for cells in rows)
    rows = [cells + [""] * (wide - len(cells)) for cells in rows]
    above: list[str] = []
    while len(rows) > 1 and _says_one_thing(rows[0]):
        above.append(next(filter(None, rows.pop(0))))
    below: list[str] = []
    while len(rows) > 2 and _says_one_thing(rows[-1]) and rows[-1][0]:
        below.insert(0, rows.pop()[0])
    if wide < 2 or len(rows) < 2 or not all(rows[0][1:]):  # no row that names every column
        return "\n\n".join(escaped(" ".join(filter(None, cells))) for cells in ([[line] for line in above] + rows))
    rule = ["---:" if _is_figures([row[at] for row in rows[1:]]) else "---" for at in range(wide)]
    lines = [f"| {' | '.join(escaped(' '.join(cell.split())) for cell in row)} |" for row in rows]
    table = "\n".join([lines[0], f"|{'|'.join(rule)}|", *lines[1:]])
    return "\n\n".join([*map(escaped, above), table, *map(escaped, below)])


def _says_one_thing(cells: Sequence[str]) -> bool:
    """Whether a row is a line of text: in its first cell alone, or in one that is merged over all."""
    return bool(cells[0]) and (not any(cells[1:]) or len(set(cells)) == 1)


def _is_figures(column: Sequence[str]) -> bool:
    said = [text for text in column if text not in ("", "—", "-", "/")]
    return bool(said) and all(_FIGURE.fullmatch(text) for text in said)


def safe_name(name: str) -> str:
    """A name to print for an attachment, without what YAML or a file name could trip over."""
    bare = re.sub(r"[\[\]{},:#\"'\\/*?<>|]+", " ", PurePosixPath(name).name).strip()
    return bare.translate(_CHINESE)[:80] or "附件"

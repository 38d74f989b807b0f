"""A table of a Word document: as a Markdown table where it is one, else as plain HTML with merged cells."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from bs4 import Tag

SPAN_LIMIT = 200
_FIGURE = re.compile(r"[-−+]?[\d,，]+(?:\.\d+)?[%％]?")
_KEPT = {
    "strong": (), "em": (), "s": (), "sub": (), "sup": (), "br": (), "a": ("href",), "img": ("src", "alt"),
    "ul": (), "li": (),
}  # fmt: skip


def write_table(table: Tag, inline: Callable[[Tag], str]) -> tuple[str, str]:
    """The line to print above a table, and the table; ``inline`` writes a cell as Markdown.

    A frame around text (one cell) is its text. A first row that is one cell wide as the table is the table's title.
    """
    rows = [_cells(row) for row in table.find_all("tr") if row.find_parent("table") is table]
    rows = [row for row in rows if row]
    for cell in [cell for row in rows for cell in row]:
        _limit(cell)
    title = None
    if len(rows) > 2 and len(rows[0]) == 1 and _span(rows[0][0], "colspan") == max(map(_width, rows)) > 1:
        title = rows.pop(0)[0].get_text(" ", strip=True)
    nested = table.find_parent("table") is not None
    if not nested and _is_simple(rows):
        return title or "", _markdown(rows, inline)
    return "", _html(rows, title)


def is_frame(table: Tag) -> bool:
    """Whether a table is one cell, set around text as a box."""
    return len(table.find_all(["td", "th"], limit=2)) == 1


def _cells(row: Tag) -> list[Tag]:
    return row.find_all(["td", "th"], recursive=False)


def _limit(cell: Tag) -> None:
    """Spans as a browser can draw them."""
    for name in ("colspan", "rowspan"):
        if cell.has_attr(name):
            cell[name] = str(max(1, min(SPAN_LIMIT, int(str(cell[name])))))


def _span(cell: Tag, name: str) -> int:
    return int(str(cell.get(name, "1")))


def _width(row: list[Tag]) -> int:
    return sum(_span(cell, "colspan") for cell in row)


def _is_simple(rows: list[list[Tag]]) -> bool:
    """One head row that names every column, cells of one size, nothing in them but lines of text."""
    return (
        len(rows) > 1
        and len({len(row) for row in rows}) == 1
        and not any(cell.has_attr("colspan") or cell.has_attr("rowspan") for row in rows for cell in row)
        and not any(cell.find(["table", "ul", "ol"]) for row in rows for cell in row)
        and _names_columns(rows[0])
    )


def _names_columns(row: list[Tag]) -> bool:
    """Whether a row can be a head: no empty cell, but for the corner."""
    return len(row) > 1 and all(cell.get_text(strip=True) for cell in row[1:])


def _markdown(rows: list[list[Tag]], inline: Callable[[Tag], str]) -> str:
    for cell in rows[0]:
        for bold in cell.find_all("strong"):
            bold.unwrap()
    texts = [[inline(cell) for cell in row] for row in rows]
    rule = ["---:" if _is_figures(column) else "---" for column in zip(*texts[1:], strict=True)]
    head, *others = [f"| {' | '.join(row)} |" for row in texts]
    return "\n".join([head, f"|{'|'.join(rule)}|", *others])


def _is_figures(column: tuple[str, ...]) -> bool:
    said = [text for text in column if text not in ("", "—", "-", "/")]
    return bool(said) and all(_FIGURE.fullmatch(text) for text in said)


def _html(rows: list[list[Tag]], title: str | None) -> str:
    """HTML of the elements that a body may have, on lines of its own and without an empty one."""
    heads = _head_rows(rows)
    lines = ["<table>", f"<caption>{html.escape(title, quote=False)}</caption>"] if title else ["<table>"]
    for number, row in enumerate(rows):
        if number in (0, heads):
            lines.append("<thead>" if number < heads else "<tbody>")
        cells = "".join(_html_cell(cell, "th" if number < heads else "td") for cell in row)
        lines.append(f"<tr>{cells}</tr>")
        if number + 1 in (heads, len(rows)):
            lines.append("</thead>" if number < heads else "</tbody>")
    return "\n".join([*lines, "</table>"])


def _head_rows(rows: list[list[Tag]]) -> int:
    """How many rows are the head: those that Word repeats on each page, else the first with what is merged into it."""
    marked = next((number for number, row in enumerate(rows) if row[0].name != "th"), len(rows))
    if marked:
        return marked if marked < len(rows) else 0
    deep = max((_span(cell, "rowspan") for cell in rows[0]), default=1) if rows else 1
    named = bool(rows) and len(rows) > deep and all(cell.get_text(strip=True) for cell in rows[0])
    return deep if named else 0


def _html_cell(cell: Tag, name: str) -> str:
    for element in cell.find_all(True):
        if element.name in _KEPT:
            element.attrs = {key: value for key, value in element.attrs.items() if key in _KEPT[element.name]}
            if element.name == "strong" and name == "th":
                element.unwrap()
    blocks = cell.find_all(["p", "h2", "h3", "h4", "h5", "h6"])
    for block in blocks[:-1]:
        block.append("\n")
    for element in cell.find_all(True):
        if element.name not in _KEPT:
            element.unwrap()
    inner = re.sub(r"\s*\n\s*", "<br>", cell.decode_contents(formatter="minimal").replace("<br/>", "\n").strip())
    spans = "".join(f' {key}="{cell[key]}"' for key in ("colspan", "rowspan") if _span(cell, key) > 1)
    return f"<{name}{spans}>{inner}</{name}>"

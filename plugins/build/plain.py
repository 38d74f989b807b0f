"""Plain Markdown written as HTML at once, beside the library: most documents need nothing else.

It takes a body made of paragraphs, headings (##), flat lists, tables with a border, **strong** words, links and
pictures, written without indentation, HTML, escapes, code, attribute lists or footnotes. Of each of these it knows what
python-markdown with our extensions, turbohtml and ``body.py`` make of it in the end; of anything else it says nothing
(None), and they do it. ``tests/plugins/build/test_plain.py`` holds the two ways against each other.

The order of the tests below is the library's: a block is what its first line and the beginnings of its lines say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Protocol

_STRANGE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f`\\<>&{}]")
"""What may begin something else anywhere: control characters, code, escapes, HTML, entities, attribute lists."""
_HEADING = re.compile(r"(#{2,6})([^#|\n]+)(?:\n|\Z)")
_ITEM_LIKE = re.compile(r"(?:\d+\.|[*+-]) ")
_ORDERED = re.compile(r"([0-9]+)\. +(.+)")
_BULLET = re.compile(r"([*+-]) +(.+)")
_ROW = re.compile(r"\|.*\|")
_MARKUP = re.compile(r"[\[*_]")
_LINK = re.compile(r"(!?)\[([^\[\]*_^\"]+)\]\(([^\s()\[\]\"'*]+)\)")
_LINE_STARTS = frozenset("#=-*_")
"""What makes a heading, a rule or the line above a heading of a line that is not the first of its block."""
_MARKS = frozenset("*+-")
_SIDES = {(True, True): "center", (True, False): "left", (False, True): "right"}


class Page(Protocol):
    """What the text alone does not say. A Page notes what is wrong; then what was written is not used."""

    def heading(self, level: int, text: str) -> str:
        """The id of a heading."""

    def reference(self, raw: str, *, image: bool) -> str:
        """The attributes, as HTML, of a link or picture to ``raw``."""

    def table(self) -> str:
        """The start tag around the next table."""

    def signatures(self, texts: Sequence[str], linked: Callable[[int], bool]) -> list[int]:
        """Which of these paragraphs are signatures; ``linked`` says whether one holds a link or picture."""


class _NotPlainError(Exception):
    """Something that is left to the library."""


def write(text: str, page: Page) -> str | None:
    """The HTML of a body; None where it is not plain."""
    if _STRANGE.search(text) or "\n " in text or " \n" in text or text.startswith(" ") or text.endswith(" "):
        return None
    try:
        return _Writer(page).write(text)
    except _NotPlainError:
        return None


class _Writer:
    """One document: what was written, and where in it the paragraphs stand."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.out: list[str] = []
        self.texts: list[str] = []
        self.places: list[int] = []
        self.linked: set[int] = set()
        self.list = ""
        """The tag of the list that was written last, where nothing came after it."""

    def write(self, text: str) -> str:
        for block in text.split("\n\n"):
            self._block(block.strip("\n"))
        for at in self.page.signatures(self.texts, self.linked.__contains__):
            self.out[self.places[at]] = '<p class="sign">' + self.out[self.places[at]][len("<p>") :]
        return "\n".join(self.out).replace("\xa0", "&nbsp;")

    def _block(self, block: str) -> None:
        at = 0
        while block.startswith("#", at):
            at = self._heading(block, at)
        if at == len(block):
            return
        block = block[at:]
        first = block[0]
        if first == "|":
            self._table(block.split("\n"))
        elif (first in _MARKS or first.isdecimal()) and _ITEM_LIKE.match(block):
            self._list(block.split("\n"))
        else:
            self._paragraph(block)

    def _heading(self, block: str, at: int) -> int:
        """Write the heading that begins at ``at``. Returns where the next line begins."""
        match = _HEADING.match(block, at)
        if not match or not (title := match[2].strip()):
            raise _NotPlainError
        html, text, _ = self._inline(title)
        level = len(match[1])
        self.out.append(f'<h{level} id="{self.page.heading(level, text)}">{html}</h{level}>')
        self.list = ""
        return match.end()

    def _paragraph(self, block: str) -> None:
        _refuse_first(block)
        if "\n" in block:
            lines = block.split("\n")
            if "|" in block:
                raise _NotPlainError
            for line in lines[1:]:
                if line[0] in _LINE_STARTS and not _is_strong(line):
                    raise _NotPlainError
        text = block.lstrip()
        if not text:
            return
        html, said, linked = self._inline(text)
        if linked:
            self.linked.add(len(self.texts))
        self.texts.append(said)
        self.places.append(len(self.out))
        self.out.append(f"<p>{html}</p>")
        self.list = ""

    def _list(self, lines: list[str]) -> None:
        tag, pattern = ("ol", _ORDERED) if lines[0][0].isdecimal() else ("ul", _BULLET)
        if tag == self.list:
            raise _NotPlainError  # a loose list
        start, items = "", list[str]()
        for line in lines:
            match = pattern.fullmatch(line)
            if not match or not (text := match[2].lstrip()) or _ITEM_LIKE.match(match[2]):
                raise _NotPlainError
            _refuse_first(match[2])
            if tag == "ol" and not items and match[1] != "1":
                start = f' start="{match[1]}"'
            items.append(f"<li>{self._inline(text)[0]}</li>\n")
        self.out.append(f"<{tag}{start}>\n{''.join(items)}</{tag}>")
        self.list = tag

    def _table(self, lines: list[str]) -> None:
        if len(lines) < 3 or not all(map(_ROW.fullmatch, lines)):
            raise _NotPlainError
        heads, rule, *rows = ([cell.strip(" ") for cell in line[1:-1].split("|")] for line in lines)
        if (
            len(heads) < 2
            or not set("".join(rule)) <= set(":- ")
            or any(len(row) != len(heads) for row in (rule, *rows))
        ):
            raise _NotPlainError
        sides = [_SIDES.get((cell.startswith(":"), cell.endswith(":"))) for cell in rule]
        classes = [f' class="align-{side}"' if side else "" for side in sides]
        wrapper = self.page.table()
        head = self._row("th", [f' scope="col"{name}' for name in classes], heads)
        body = "\n".join(self._row("td", classes, row) for row in rows)
        self.out.append(
            f"{wrapper}<table>\n<thead>\n{head}\n</thead>\n<tbody>\n{body}\n</tbody>\n</table></div>",
        )
        self.list = ""

    def _row(self, tag: str, attributes: list[str], cells: list[str]) -> str:
        written = [
            f"<{tag}{more}>{self._inline(cell)[0]}</{tag}>\n" for more, cell in zip(attributes, cells, strict=True)
        ]
        return f"<tr>\n{''.join(written)}</tr>"

    def _inline(self, text: str) -> tuple[str, str, bool]:
        """A run of text as HTML and as its reader sees it, and whether there is a link or picture in it."""
        if not _MARKUP.search(text):
            return text, text, False
        parts = text.split("**")
        if not len(parts) % 2 or "" in parts[1:-1]:
            raise _NotPlainError
        html, said, linked = [], [], False
        for at, part in enumerate(parts):
            written, seen, found = self._links(part)
            if at % 2:
                if part[0].isspace() or part[-1].isspace():
                    raise _NotPlainError
                written = f"<strong>{written}</strong>"
            html.append(written)
            said.append(seen)
            linked = linked or found
        return "".join(html), "".join(said), linked

    def _links(self, text: str) -> tuple[str, str, bool]:
        pieces = _LINK.split(text)
        if _MARKUP.search("".join(pieces[::4])):
            raise _NotPlainError
        html, said = [pieces[0]], [pieces[0]]
        for at in range(1, len(pieces), 4):
            image, label, raw, after = pieces[at : at + 4]
            if not label.strip():
                raise _NotPlainError
            attributes = self.page.reference(raw, image=bool(image))
            html.append(f'<img alt="{label}"{attributes}>{after}' if image else f"<a{attributes}>{label}</a>{after}")
            said.append(after if image else label + after)
        return "".join(html), "".join(said), len(pieces) > 1


def _refuse_first(block: str) -> None:
    """Of what is not an item of a list: a heading, and what is or may be a rule."""
    if block[0] in _LINE_STARTS and not _is_strong(block):
        raise _NotPlainError


def _is_strong(line: str) -> bool:
    """Whether a line begins with a strong word: it is no rule then."""
    return line.startswith("**") and line[2:3] not in ("", "*", " ", "\n")

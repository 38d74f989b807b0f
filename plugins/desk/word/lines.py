"""The paragraphs of a Word document with what their looks tell: style, level, alignment, weight, printed number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from plugins.desk.word.numbers import DEEPEST, Label, Numbers, read_numbers, whole
from plugins.desk.word.package import Package, W
from plugins.desk.word.tree import is_on

LARGE = 36
"""Half-points from which a line is set as a title (小二); the body of an official text is 32 (三号)."""
_TITLES = {"title", "标题"}
_HEADING = re.compile(r"(?:heading|标题) ?([1-6])")
_NO_BLANK_AFTER = re.compile(r"[、）)。．\u4e00-\u9fff\u2460-\u2473]\Z")


@dataclass(frozen=True)
class Line:
    """A block of the body: a paragraph, or a table where ``is_table``.

    ``text`` as printed, number included, line breaks as ``\\n``; ``level`` 1 to 6 for a heading by style or outline,
    else 0; ``is_bullet`` for what a bullet stands before, ``depth`` levels in.
    """

    element: Any
    text: str
    level: int = 0
    is_title: bool = False
    centred: bool = False
    right: bool = False
    strong: bool = False
    is_bullet: bool = False
    depth: int = 0
    is_table: bool = False


@dataclass(frozen=True)
class _Look:
    """What a style says, its ancestors' words included; None and 0 where they say nothing."""

    name: str = ""
    level: int = 0
    align: str = ""
    bold: bool = False
    size: int = 0
    number: str = ""
    depth: int = -1


def read_lines(package: Package) -> list[Line]:
    """The blocks of the body that hold something. Printed numbers are written into the tree; bullets are not."""
    looks = _Looks(package.trees.get("styles"))
    numbers = read_numbers(package.trees.get("numbering"))
    body = package.trees["document"].find(f"{W}body")
    lines = []
    for block in list(body):
        if block.tag == f"{W}p":
            line = _line(block, looks, numbers)
            if re.match(r"(?:toc|目录) ?\d", looks.of(block).name):
                body.remove(block)
            elif line.text.strip():
                lines.append(line)
        elif block.tag == f"{W}tbl":
            for inner in block.iter(f"{W}p"):
                if _line(inner, looks, numbers).is_bullet:
                    _write(inner, "• ")
            lines.append(Line(block, "", is_table=True))
    return lines


def _line(paragraph: Any, looks: _Looks, numbers: Numbers) -> Line:
    look = looks.of(paragraph)
    label = _label(paragraph, look, numbers)
    if label is not None and label.text:
        _write(paragraph, label.text + ("" if _NO_BLANK_AFTER.search(label.text) else " "))
    properties = paragraph.find(f"{W}pPr")
    align = _said(properties, "jc") or look.align
    outline = _said(properties, "outlineLvl")
    runs = [run for run in paragraph.iter(f"{W}r") if "".join(_texts(run)).strip()]
    return Line(
        paragraph,
        re.sub(r" *\n *", "\n", "".join(_texts(paragraph)).strip(" \n\u3000")),
        level=(whole(outline) + 1 if outline and whole(outline) < 6 else 0) or look.level,
        is_title=look.name in _TITLES,
        centred=align == "center",
        right=align in ("right", "end"),
        strong=bool(runs) and all(looks.is_strong(run, look) for run in runs),
        is_bullet=label is not None and not label.text,
        depth=label.depth if label else 0,
    )


def _label(paragraph: Any, look: _Look, numbers: Numbers) -> Label | None:
    """The number or bullet before a paragraph; an empty one is none."""
    own = paragraph.find(f"{W}pPr/{W}numPr")
    number, depth = look.number, look.depth
    if own is not None:
        number = _said(own, "numId") or number
        depth = min(whole(_said(own, "ilvl") or "0"), DEEPEST)
    if not number or not "".join(_texts(paragraph)).strip():
        return None
    return numbers.label(number, depth, _said(paragraph.find(f"{W}pPr"), "pStyle"))


def _write(paragraph: Any, text: str) -> None:
    """Put a text before everything else that a paragraph prints, looking as its first run does not."""
    run = etree.Element(f"{W}r")
    etree.SubElement(run, f"{W}t").text = text
    paragraph.insert(1 if paragraph.find(f"{W}pPr") is not None else 0, run)


def _texts(element: Any) -> Iterator[str]:
    for node in element.iter(f"{W}t", f"{W}tab", f"{W}br", f"{W}noBreakHyphen"):
        if node.tag == f"{W}t":
            yield node.text or ""
        elif node.getparent().tag == f"{W}r":  # a tab stop in the properties prints nothing
            yield {"tab": " ", "br": "\n"}.get(etree.QName(node).localname, "-")


def _said(element: Any, name: str) -> str:
    found = element.find(f"{W}{name}") if element is not None else None
    return str(found.get(f"{W}val", "")) if found is not None else ""


class _Looks:
    """The styles of a document, each with what it takes over from those it is based on."""

    def __init__(self, root: Any | None) -> None:
        styles = list(root.iter(f"{W}style")) if root is not None else []
        self._styles = {style.get(f"{W}styleId"): style for style in styles}
        self._default = next(
            (s.get(f"{W}styleId") for s in styles if s.get(f"{W}type") == "paragraph" and s.get(f"{W}default") == "1"),
            "",
        )
        self._known: dict[str, _Look] = {}

    def of(self, paragraph: Any) -> _Look:
        """The look of a paragraph's style."""
        return self._look(_said(paragraph.find(f"{W}pPr"), "pStyle") or self._default, 0)

    def is_strong(self, run: Any, look: _Look) -> bool:
        """Whether a run is set bold, or as large as titles are."""
        properties = run.find(f"{W}rPr")
        styled = self._look(_said(properties, "rStyle"), 0)
        size = whole(_said(properties, "sz")) or styled.size or look.size
        if properties is not None and properties.find(f"{W}b") is not None:
            return is_on(properties, "b") or size >= LARGE
        return styled.bold or look.bold or size >= LARGE

    def _look(self, style: str, deep: int) -> _Look:
        element = self._styles.get(style)
        if element is None or deep > 20:
            return _Look()
        if style not in self._known:
            base = self._look(_said(element, "basedOn"), deep + 1)
            paragraph, run = element.find(f"{W}pPr"), element.find(f"{W}rPr")
            numbered = paragraph.find(f"{W}numPr") if paragraph is not None else None
            name = _said(element, "name").lower()
            heading, outline = _HEADING.fullmatch(name), _said(paragraph, "outlineLvl")
            level = int(heading[1]) if heading else whole(outline) + 1 if outline and whole(outline) < 6 else 0
            depth = _said(numbered, "ilvl")
            self._known[style] = _Look(
                name,
                level if level or outline else base.level,
                _said(paragraph, "jc") or base.align,
                is_on(run, "b") if run is not None and run.find(f"{W}b") is not None else base.bold,
                whole(_said(run, "sz")) or base.size,
                _said(numbered, "numId") or base.number,
                whole(depth) if depth else -1 if _said(numbered, "numId") else base.depth,
            )
        return self._known[style]

"""The farm of words and privacy: its labelled cases, drawn with a seed from its files of templates."""

from __future__ import annotations

import itertools
import random
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from tests.auditor.farm.slots import SLOTS, Slots

SEED = 8
HERE = Path(__file__).parent
SOURCES = ("wordings.toml", "private.toml", "people.toml")
GUILTY = re.compile(r"⟦(.+?)⟧")
MARKS = re.compile(r"[⟦⟧⟨⟩]")
DAY = "2026-06-25"
"""The day on which the pages appeared, where a group names no other."""

TEXT_LAYOUTS = (
    "paragraphs",
    "list",
    "table",
    "definitions",
    "two-rows",
    "headings",
    "gbk",
    "attributes",
    "markdown",
    "csv",
    "xlsx",
)
UNSPOKEN = tuple(layout for layout in TEXT_LAYOUTS if layout != "attributes")
"""Where visible text only is asked about."""
DATED = tuple(layout for layout in TEXT_LAYOUTS if layout not in ("csv", "xlsx"))
"""Files of tables do not say when they were published."""
TABLE_LAYOUTS = ("table", "plain-table", "two-rows", "gbk", "csv", "xlsx")
ROWS = 3


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One labelled text or table. ``verdict`` is the gravest one that is true of it, empty for a near miss.

    ``guilty`` are its guilty words, ``looks`` how many things in it a careless checker would tell; a table has ``cells``,
    heads first, and its text is its title.
    """

    check: str
    verdict: str
    kind: str
    layout: str
    text: str
    guilty: tuple[str, ...] = ()
    looks: int = 0
    cells: tuple[tuple[str, ...], ...] = ()
    published: str = DAY
    alone: bool = False
    template: int = 0


class Group(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Texts that share a label."""

    check: str
    kind: str
    texts: tuple[str, ...]
    draws: int
    verdict: str = ""
    published: str = DAY
    alone: bool = False
    layouts: tuple[str, ...] = ()


class Sheet(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table to draw. ``guilty`` is what is told of it as a whole."""

    check: str
    kind: str
    title: str
    heads: tuple[str, ...]
    row: tuple[str, ...]
    draws: int
    verdict: str = ""
    guilty: str = ""


class Passages(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whole paragraphs, and lines that may well stand twice."""

    draws: int
    paragraphs: tuple[str, ...]
    short: tuple[str, ...]


class Templates(msgspec.Struct, frozen=True, kw_only=True):
    """All that is read."""

    groups: tuple[Group, ...]
    tables: tuple[Sheet, ...]
    passages: Passages


def read_templates() -> Templates:
    """The templates as they are written. Raises msgspec.ValidationError where a label is misspelt."""
    groups, tables = [], []
    passages: dict[str, object] = {}
    for name in SOURCES:
        raw = tomllib.loads((HERE / name).read_text(encoding="utf-8"))
        groups += raw["group"]
        tables += raw.get("table", [])
        passages |= raw.get("passages", {})
    return msgspec.convert({"groups": groups, "tables": tables, "passages": passages}, Templates)


def draw(templates: Templates, seed: int = SEED) -> list[Case]:
    """Every case, in the order of the templates; the layouts take turns, so that each kind stands in all of them."""
    slots = Slots(random.Random(seed))
    number = itertools.count()
    turn = itertools.count()
    cases: list[Case] = []
    for group in templates.groups:
        layouts = _layouts(group)
        for text in group.texts:
            template = next(number)
            for _ in range(group.draws):
                (drawn,) = slots.fill(text)
                cases.append(
                    Case(
                        check=group.check,
                        verdict=group.verdict,
                        kind=group.kind,
                        layout=layouts[next(turn) % len(layouts)],
                        text=MARKS.sub("", drawn),
                        guilty=tuple(GUILTY.findall(drawn)),
                        looks=1,
                        published=group.published,
                        alone=group.alone,
                        template=template,
                    )
                )
    for sheet in templates.tables:
        template = next(number)
        cases += [
            _table(sheet, slots, TABLE_LAYOUTS[next(turn) % len(TABLE_LAYOUTS)], template) for _ in range(sheet.draws)
        ]
    for at, _ in enumerate(templates.passages.paragraphs):
        for _ in range(templates.passages.draws):
            cases += _passages(templates.passages, at, slots, 10_000 + at)
    return cases


def _layouts(group: Group) -> tuple[str, ...]:
    if group.layouts:
        return group.layouts
    if group.published != DAY:
        return DATED
    return UNSPOKEN if group.check == "words/punctuation" else TEXT_LAYOUTS


def _table(sheet: Sheet, slots: Slots, layout: str, template: int) -> Case:
    (title,) = slots.fill(sheet.title)
    lines = [slots.fill(*sheet.row, row=number) for number in range(1, ROWS + 1)]
    marked = [*sheet.heads, *(cell for line in lines for cell in line)]
    guilty = [sheet.guilty] if sheet.guilty else [word for text in marked for word in GUILTY.findall(text)]
    by_cell = sheet.check != "privacy/person_list"
    return Case(
        check=sheet.check,
        verdict=sheet.verdict,
        kind=sheet.kind,
        layout=layout,
        text=title,
        guilty=tuple(guilty),
        looks=ROWS if by_cell else 1,
        cells=tuple(tuple(MARKS.sub("", cell) for cell in line) for line in (sheet.heads, *lines)),
        template=template,
    )


def _passages(passages: Passages, at: int, slots: Slots, template: int) -> Iterator[Case]:
    """Texts around one paragraph: pasted again whole, pasted into another one; and what may stand twice or looks alike."""
    others = [text for number, text in enumerate(passages.paragraphs) if number != at]
    slots.drawing.shuffle(others)
    own, again, first, second, third, *_ = slots.fill(passages.paragraphs[at], passages.paragraphs[at], *others)
    short = slots.fill(*passages.short)
    inner = own.partition("。")[2]
    told = "的一段文字在本页出现两次"
    for layout, lines, guilty in (
        ("paragraphs", (own, first, second, own), (told,)),
        ("gbk", (first, own, second, own, third), (told,)),
        ("paragraphs", (own, first, f"三是统筹推进。{inner}{second}"), (told,)),
        ("paragraphs", (own, first, again, second), ()),
        ("gbk", (own, first, second, third), ()),
        ("quote", (own, own), ()),
        ("list", (own, first, own), ()),
        ("table", (own, first, own), ()),
        ("paragraphs", (short[0], own, short[2], first, short[2], second, short[1], short[0], third, short[1]), ()),
    ):
        yield Case(
            check="words/repeated_paragraph", verdict="review" if guilty else "", kind="重复段落", layout=layout,
            text="\n".join(lines), guilty=guilty, looks=1, alone=True, template=template,
        )  # fmt: skip


def unknown_slots(templates: Templates) -> set[str]:
    """Slots that nothing fills."""
    sums = {"甲", "乙", "丙", "和", "和三", "差", "少", "行"}
    texts = [text for group in templates.groups for text in group.texts]
    texts += [*templates.passages.paragraphs, *templates.passages.short]
    texts += [text for sheet in templates.tables for text in (sheet.title, *sheet.row)]
    return {name for text in texts for name in re.findall(r"\{([\u4e00-\u9fff]+)\}", text)} - set(SLOTS) - sums

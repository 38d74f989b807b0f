"""The privacy gate: no page of the site shows a resident's ID number or bank card, or the build stops.

It looks at what a reader would get: the rendered body with its alternative texts, every printed field, the names of
attachments, every file that public documents publish (``plugins/privacy``), and the tables that pages are made of.
What an editor hid on purpose (``110***********002X``) is fine; telephone numbers of offices are what the site is there
for. Numbers that only might be somebody's are left to ``desk check``, which asks.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import unquote

import turbohtml
from pelican import signals

from plugins.build.body import Body
from plugins.build.problems import Problem
from plugins.build.source import Source
from plugins.privacy.files import OCR_SECONDS, judge_files, tell, titles_of
from plugins.privacy.memory import recall
from plugins.village_finance.finances import village_tables
from standards.privacy import BETWEEN, MARK, RUN, may_hold
from standards.private.find import CARD_HEAD, ID_HEAD, Find, judge
from standards.private.table import exposures

TABLES = ("units.csv", "towns.csv", "villages/villages.csv", "villages/nothing.csv")

_INLINE = "a|abbr|b|cite|code|del|em|i|ins|kbd|mark|q|ruby|rb|s|samp|small|span|strong|sub|sup|time|u|var"
_INLINE_TAG = re.compile(rf"</?(?:{_INLINE})(?=[\s>])(?:[^>\"]|\"[^\"]*\")*>")
_TAG = re.compile(r"<(?:[^>\"]|\"[^\"]*\")*>")
# Wider than what find_ids and find_cards look for: digits may stand apart by any number of inline tags and entities.
# Tags as a sound Body has them, so that no text makes it look at the same place again and again.
_SOUND_TAG = rf"</?(?:{_INLINE})(?=[\s>])(?:[^<>\"]|\"[^\"]*\")*+>"
_LONG = re.compile(rf"\d(?<!\d\d)(?:(?:[{BETWEEN}]|{_SOUND_TAG}|&[#\w]+;)*+[{MARK}]){{{RUN - 1}}}")
_SAID = re.compile(r"\b(?:alt|title)=\"([^\"]*)\"")
_APART = "\n" * 4
"""More white space than may stand inside a number: the digits of two table cells make none."""
_HEAD_WORDS = ("身份", "证件号", "卡", "账", "帐")
"""Of which every head above has one."""
_PERSONS = ("姓名", "户主")
_EXPOSED = ("电话", "手机", "联系方式", "住址", "住所", "地址", "残疾", "病", "健康")
"""A table of persons in need has a head with one of each."""


def readable(body: str) -> str:
    """The text of rendered HTML as one string in which only what a reader sees together stands together."""
    text = _TAG.sub(_APART, _INLINE_TAG.sub("", body))
    return html.unescape(_APART.join([text, *_SAID.findall(body)]))


def _may_show(body: Body) -> bool:
    """Whether what is readable of a body may hold an ID or a card; cheaper than making it."""
    return bool(body.problems) or "&#" in body.html or bool(_LONG.search(body.html))


def in_document(source: Source, text: str, year: int, *, phones: bool = True) -> Iterator[tuple[Find, int, int]]:
    """Every private number of a document with line and column; ``text`` is the whole file, for finding the place."""
    if source.fields is not None:
        parts = [(key, part) for key, value in source.fields if value for part in _strings(value)]
        # One look at all of them together: most documents have no number as long as an ID.
        if phones or may_hold(_APART.join(part for _, part in parts)):
            for key, part in parts:
                for find in judge(part, year, phones=phones):
                    yield find, *_place(text, find.number, source.line(key), source.line(key))
    if source.body is not None:
        seen: dict[str, int] = {}
        title = source.fields.title if source.fields is not None else ""
        for find in _in_body(source.body, year, phones, title):
            nth = seen[find.number] = seen.get(find.number, 0) + 1
            yield find, *_place(text, find.number, source.end_line + 1, 0, nth)


def _in_body(body: Body, year: int, phones: bool, title: str) -> list[Find]:
    """Finds of a body in order, none twice; cells under a head that names them are judged by it."""
    files = [unquote(link.raw) for link in body.links if link.kind == "file"]
    headed = "<table" in body.html and _has_head(body.html)
    lists = _may_list(body)
    if not (headed or lists or phones or _may_show(body) or any(map(may_hold, files))):
        return []
    finds = judge(_APART.join([readable(body.html), *files]), year, phones=phones)
    known = {find.number for find in finds}
    for rows in _tables(body) if headed else ():
        for row in rows[1:]:
            for head, cell in zip(rows[0], row, strict=False):
                finds += [find for find in judge(cell, year, head) if find.number not in known]
    return finds + exposed_in(body, title)


def exposed_in(body: Body, title: str) -> list[Find]:
    """What the tables of a body show of the persons they name."""
    return [spot.find for rows in _tables(body) for spot in exposures(rows, title)] if _may_list(body) else []


def _may_list(body: Body) -> bool:
    text = body.html
    return "<table" in text and any(word in text for word in _PERSONS) and any(word in text for word in _EXPOSED)


def _tables(body: Body) -> Iterator[list[list[str]]]:
    for table in turbohtml.parse_fragment(body.html).select("table"):
        yield [[cell.text for cell in row.select("th, td")] for row in table.select("tr")]


def _has_head(body: str) -> bool:
    """Whether any column might be one of IDs or cards. Looking for a few words first is quicker."""
    return any(word in body for word in _HEAD_WORDS) and bool(ID_HEAD.search(body) or CARD_HEAD.search(body))


def _strings(value: Any) -> Sequence[str]:
    if isinstance(value, str):
        return (value,)
    if isinstance(value, tuple):
        return [text for part in value for text in _strings(part)]
    return (value.file, value.name) if hasattr(value, "file") else ()


def _place(text: str, number: str, first: int, last: int, nth: int = 1) -> tuple[int, int]:
    """Line and column of the nth time a number stands in a file between two lines (0: to its end)."""
    lines = text.split("\n")
    start = sum(len(line) + 1 for line in lines[: first - 1])
    end = sum(len(line) + 1 for line in lines[:last]) if last else len(text)
    forms = (f"[{char}{char.lower()}{chr(ord(char) + 0xFEE0)}{chr(ord(char.lower()) + 0xFEE0)}]" for char in number)
    digits = r"[^\d\n]{0,12}".join(forms)
    found = [match.start() for match in re.finditer(rf"(?={digits})", text[start:end])]
    if not found:
        return first, 0
    at = start + found[min(nth, len(found)) - 1]
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def judge_source(source: Source, text: str, year: int) -> list[Problem]:
    """What bars a document from the public: numbers that are certain. ``text`` is its whole file. A ``source.Gate``."""
    return [
        Problem(source.shown, line, column, find.what, find.cure)
        for find, line, column in in_document(source, text, year, phones=False)
        if find.certain
    ]


def arm(generator: Any) -> None:
    """Receiver: judge every document where it is parsed."""
    generator.gates.append(f"{__name__}:judge_source")


def guard(generator: Any) -> None:
    """Receiver: judge the files that documents publish, and the tables that pages are made of."""
    contents, portal = generator.edition.contents, generator.portal
    tree = contents.tree
    tables = (path for paths in village_tables(tree).values() for path in paths)
    paths = [*(path for path in TABLES if path in tree.stamps), *tables, *contents.files]
    memory = recall(portal.cache.folder if portal.cache is not None else None, contents.now.year)
    with portal.clock("查看附件"):
        jobs, titles = generator.settings["JOBS"], titles_of(contents.articles)
        verdicts = judge_files(tree, paths, memory, jobs, OCR_SECONDS, titles)
        memory.save(tree, contents.scanned_ns)
    for path, verdict in verdicts.items():
        portal.problems.extend(told.problem(tree.shown(path)) for told in verdict.told if told.certain)
    portal.notices.extend(tell(contents, verdicts))


def register() -> None:
    """Run when documents are parsed, and when everything has been read, before the gate."""
    signals.article_generator_init.connect(arm)
    signals.article_generator_finalized.connect(guard)

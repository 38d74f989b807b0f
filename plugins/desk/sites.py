"""Site files: ``sites/<id>.toml`` names one website of several that are built from one code base.

All files are read and judged together before anything is built; what is wrong is one report.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from plugins.build.problems import Problem
from plugins.site import parse_now
from plugins.toml_table import Toml, read_toml, unknown_keys

_KEYS = ("name", "content", "output", "theme", "now", "production")
_SAMPLES = {
    "name": 'name = "明川县人民政府门户网站"',
    "content": 'content = "../counties/mingchuan/content"（相对于这个文件）',
    "output": 'output = "../www/mingchuan"（相对于这个文件）',
    "theme": 'theme = "../theme"，或者删去这一行',
    "now": 'now = "2026-11-20T09:00:00+08:00"，正式网站请删去这一行',
    "production": "production = true 或 production = false",
}
_BESIDE = ("", ".cache", ".stage")
"""What a build writes: the output, and its neighbours of these endings."""


@dataclass(frozen=True)
class Website:
    """What a site file says; ``shown`` is the file as it was named, folders are absolute, an empty ``theme`` is the
    common one."""

    shown: str
    name: str
    content: str
    output: str
    theme: str = ""
    now: str = ""
    production: bool = False


def read_websites(files: Sequence[Path]) -> tuple[list[Website], list[Problem]]:
    """The websites in the order asked, and everything that is wrong with their files."""
    sites: list[Website] = []
    problems: list[Problem] = []
    read: list[tuple[Website, Toml]] = []
    for file in files:
        toml = _open(file)
        if isinstance(toml, Problem):
            problems.append(toml)
            continue
        site, found = _judge(file, toml)
        problems += found
        sites.append(site)
        read.append((site, toml))
    return sites, [*problems, *_overlaps(read)]


def _open(file: Path) -> Toml | Problem:
    shown = str(file)
    if file.is_dir():
        return Problem(shown, 0, 0, "这是一个文件夹", f"请写出其中的网站文件，例如 {shown.rstrip('/')}/*.toml")
    if not os.path.lexists(file):
        return Problem(shown, 0, 0, "没有这个文件", "请核对路径；网站文件的写法见 docs/deploy.md")
    return read_toml(file, shown)


def _judge(file: Path, toml: Toml) -> tuple[Website, list[Problem]]:
    """The website of one file; what is wrong with it is left empty."""
    table = toml.values
    problems = unknown_keys(toml, table, _KEYS)
    values: dict[str, Any] = {"production": False}
    for key in _KEYS:
        value = table.get(key)
        if key == "now" and isinstance(value, date):
            value = value.isoformat()
        if key in table and not _is_sound(key, value):
            problems.append(toml.problem(key, f"“{key}”写得不对", f"请写成 {_SAMPLES[key]}"))
        elif key in table:
            values[key] = value.strip() if isinstance(value, str) else value
        elif key in ("name", "content", "output"):
            problems.append(Problem(toml.shown, 0, 0, f"缺少“{key}”", f"请加一行 {_SAMPLES[key]}"))
    beside = file.absolute().parent
    for key in ("content", "output", "theme"):
        values[key] = os.path.normpath(beside / values[key]) if values.get(key) else ""
    problems += _missing(toml, values["content"], values["theme"])
    return Website(toml.shown, values.pop("name", ""), **values), problems


def _is_sound(key: str, value: object) -> bool:
    if key == "production":
        return isinstance(value, bool)
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        return False
    return key != "now" or parse_now(value.strip()) is not None


def _missing(toml: Toml, content: str, theme: str) -> Iterator[Problem]:
    if content and not os.path.isdir(content):
        yield toml.problem("content", f"没有内容目录 {content}", "请核对路径，它相对于这个文件所在的目录")
    if theme and not os.path.isdir(os.path.join(theme, "templates")):
        yield toml.problem("theme", f"没有主题 {theme}（其中应有 templates 目录）", "请核对路径，或者删去这一行")


@dataclass(frozen=True)
class _Place:
    """A folder of a website: ``number`` is the website's, ``what`` how it is called, ``written`` by its build."""

    number: int
    what: str
    written: bool


def _overlaps(read: Sequence[tuple[Website, Toml]]) -> Iterator[Problem]:
    """A problem for each website whose output lies in, around or on anything that another one, or its own, needs."""
    places: dict[str, list[_Place]] = {}
    for number, (site, _) in enumerate(read):
        for path, place in _places(number, site):
            places.setdefault(path, []).append(place)
    clashes: dict[int, _Place] = {}
    for path, here in places.items():
        for folder in (path, *map(str, Path(path).parents)):
            for place in here:
                for other in places.get(folder, ()):
                    if other is not place and (place.written or other.written):
                        guilty, hurt = _guilty(place, other)
                        clashes.setdefault(guilty.number, hurt)
    for number, hurt in clashes.items():
        site, toml = read[number]
        whose = "自己" if hurt.number == number else f" {read[hurt.number][0].shown} "
        what = f"输出目录 {site.output} 与{whose}的{hurt.what}重叠"
        yield toml.problem("output", what, "请给每个网站一个单独的输出目录，与别的目录都不相互包含")


def _places(number: int, site: Website) -> Iterator[tuple[str, _Place]]:
    if site.output:
        for ending in _BESIDE:
            yield os.path.realpath(site.output) + ending, _Place(number, "输出目录", written=True)
    for path, what in ((site.content, "内容目录"), (site.theme, "主题")):
        if path:
            yield os.path.realpath(path), _Place(number, what, written=False)


def _guilty(one: _Place, other: _Place) -> tuple[_Place, _Place]:
    """Whose output is to be moved, and what it hurts: of two outputs it is the later one's."""
    first, second = sorted((one, other), key=lambda place: place.number)
    return (second, first) if second.written else (first, second)

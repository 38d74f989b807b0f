"""The held-out sites: one text file a site, pages and fragments in it, and what an inspector would say of them.

A file begins with an optional line ``encoding: gbk``; ``--- /path | key=value`` begins a page, ``--- _name`` a fragment.
``{{name}}`` stands for a fragment or for a value of the page. Fragments of ``shared.txt`` belong to all sites.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
BATCHES = ("first", "second", "third", "fourth")

_BEGIN = re.compile(r"(?m)^--- (?P<name>\S+)(?P<values>.*)\n")
_HOLE = re.compile(r"\{\{(\w+)\}\}")


class Site(NamedTuple):
    """One site and what is true of it: ``must`` and ``may`` are lines ``check verdict [path]``, verdict ``any`` either."""

    id: str
    host: str
    encoding: str
    pages: dict[str, str]
    must: tuple[str, ...]
    may: tuple[str, ...]
    tries: tuple[str, ...]

    def write(self, folder: Path) -> None:
        """Lays the pages down as files."""
        for path, text in self.pages.items():
            file = folder / path.lstrip("/")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding=self.encoding)


def read_sites(batch: str) -> Iterator[Site]:
    """The sites of a batch in the order of its manifest."""
    labels = tomllib.loads((HERE / f"{batch}.toml").read_text(encoding="utf-8"))
    shared = _parts((HERE / "shared.txt").read_text(encoding="utf-8"))
    for id, label in labels.items():
        text = (HERE / batch / f"{id}.txt").read_text(encoding="utf-8")
        first = re.match(r"encoding: (\S+)\n", text)
        yield Site(
            id=id,
            host=label.get("host", "www.qingshan.gov.cn"),
            encoding=first[1] if first else "utf-8",
            pages=_pages(shared | _parts(text)),
            must=tuple(label.get("must", ())),
            may=tuple(label.get("may", ())),
            tries=tuple(label.get("tries", ())),
        )


def _parts(text: str) -> dict[str, tuple[str, str]]:
    """Values and text of each page and fragment, by name."""
    begins = list(_BEGIN.finditer(text))
    ends = [begin.start() for begin in begins[1:]] + [len(text)]
    return {begin["name"]: (begin["values"], text[begin.end() : end]) for begin, end in zip(begins, ends, strict=True)}


def _pages(parts: dict[str, tuple[str, str]]) -> dict[str, str]:
    """Every page with its fragments and values filled in."""
    fragments = {name: text for name, (_, text) in parts.items() if name.startswith("_")}
    pages = {}
    for name, (values, text) in parts.items():
        if not name.startswith("_"):
            pairs = (value.strip().partition("=") for value in values.split(" | ")[1:])
            pages[name] = _filled(text, fragments | {key: value for key, _, value in pairs})
    return pages


def _filled(text: str, filling: dict[str, str]) -> str:
    """The text without holes; fragments may hold others."""
    while _HOLE.search(text):
        text = _HOLE.sub(lambda hole: filling.get(hole[1], ""), text)
    return text

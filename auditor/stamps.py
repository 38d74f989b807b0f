"""Stamps: what was made of a page holds for as long as everything it was made with is the same.

Facts have one stamp. Each check has its own: its code with all of ours that it imports, the data these read (the
lexicon, tables), its parameters, and the day where it looks at the day; a check of the site also has in it all that it
may read of the site. So a changed lexicon has the words checked again, and nothing else.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from hashlib import blake2b
from importlib import metadata
from pathlib import Path

import msgspec

import auditor
from auditor.checks import load_checks
from auditor.crawl.url import Origins
from auditor.model import Params
from standards.calendar import BEIJING
from standards.rulefile import RuleFile

ROOT = Path(auditor.__file__).parents[1]
OURS = ("auditor", "standards")
FACTS = ("auditor/facts", "standards/documents")
_IMPORT = re.compile(
    r"^[ ]*(?:from (?P<module>[\w.]+) )?import (?P<names>\((?:[^)#]|#[^\n]*)*\)|[^\n#]*)", re.MULTILINE
)
DATA = frozenset((".toml", ".txt", ".csv", ".json"))


def facts_stamp(origins: Origins) -> str:
    """Names the way in which facts are taken: another one where its code, the parser or the served copy is another."""
    crawl = (f"auditor/crawl/{name}.py" for name in ("reading", "url", "sessions", "traps", "noticed"))
    facts = sorted(path for place in FACTS for path in (ROOT / place).rglob("*.py"))
    code = _digest_files((*facts, *(ROOT / one for one in ("auditor/model/page.py", "auditor/model/file.py", *crawl))))
    return _digest(code, metadata.version("turbohtml"), repr(origins.pairs))


def check_stamps(params: Mapping[str, Params], now: datetime) -> dict[str, str]:
    """For each page check what names it with all it reads besides facts. ``params`` by check."""
    return {check.id: _check_stamp(check.id, params, now) for check in load_checks() if check.scope == "page"}


def site_stamps(params: Mapping[str, Params], now: datetime, basis: str) -> dict[str, str]:
    """The same for each check of the site, on a site that is named by its ``basis``."""
    seen = _digest_files(_closure(tuple(ROOT / "auditor" / name for name in ("crawl/site.py", "facts/columns.py"))))
    return {
        check.id: _digest(basis, seen, _check_stamp(check.id, params, now))
        for check in load_checks()
        if check.scope == "site"
    }


def file_stamp(params: Mapping[str, Params], now: datetime) -> str:
    """Names all that an attachment is judged by: the page checks, its own, and what brings them together."""
    own = (check.id for check in load_checks() if check.scope == "file")
    files = {path for id in own for path in files_of(id)} | set(_closure((ROOT / "auditor/file_judging.py",)))
    said = msgspec.json.encode(dict(params), order="sorted").decode()
    code = _digest_files(tuple(sorted(files)))
    return _digest(stamp_of(check_stamps(params, now)), code, said, now.astimezone(BEIJING).date().isoformat())


def stamp_of(stamps: Mapping[str, str]) -> str:
    """One name for all of them."""
    return _digest(*(f"{id} {stamp}" for id, stamp in sorted(stamps.items())))


def params_of(rules: RuleFile, settings: Mapping[str, Params]) -> dict[str, Params]:
    """The rule file's parameters by check, with the user's settings over them."""
    return {id: rule.params | settings.get(id, {}) for id, rule in rules.checks.items()}


def _check_stamp(id: str, params: Mapping[str, Params], now: datetime) -> str:
    said = msgspec.json.encode(params.get(id, {}), order="sorted").decode()
    day = now.astimezone(BEIJING).date().isoformat() if _looks_at_day(id) else ""
    return _digest(_digest_files(files_of(id)), said, day)


@cache
def files_of(id: str) -> tuple[Path, ...]:
    """The files that decide what a check says: its own, those of ours that it imports, and what these read."""
    return _closure((ROOT / "auditor/checks" / f"{id}.py", ROOT / "auditor/model/__init__.py"))


def _closure(first: tuple[Path, ...]) -> tuple[Path, ...]:
    wanted, found = list(first), set[Path]()
    while wanted:
        path = wanted.pop()
        if path not in found and path.is_file():
            found.add(path)
            wanted += _imported(path)
    return tuple(sorted(found | {data for path in found for data in _data(path)}))


@cache
def _imported(path: Path) -> tuple[Path, ...]:
    """Our modules that a module names in its imports, and the packages they are in.

    Read line by line: parsing two hundred modules at the start of every audit takes longer than judging a small site.
    """
    names: set[str] = set()
    for found in _IMPORT.finditer(path.read_text("utf-8")):
        named = re.findall(r"[\w.]+", found["names"])
        names.update([found["module"], *(f"{found['module']}.{name}" for name in named)] if found["module"] else named)
    paths: set[Path] = set()
    for name in names:
        parts = name.split(".")
        if parts[0] in OURS:
            for length in range(1, len(parts) + 1):
                place = ROOT.joinpath(*parts[:length])
                paths.update((place.with_suffix(".py"), place / "__init__.py"))
    return tuple(sorted(paths))


@cache
def _data(path: Path) -> tuple[Path, ...]:
    """The data files below a module's folder that it names: by their own name, or by the folder they are in."""
    source = path.read_text("utf-8")
    named = frozenset(re.findall(r"[\"'/]([\w.-]+)(?=[\"'/])", source))
    return tuple(
        file
        for file in sorted(path.parent.rglob("*"))
        if file.suffix in DATA and not named.isdisjoint((file.name, *file.relative_to(path.parent).parts[:-1]))
    )


@cache
def _looks_at_day(id: str) -> bool:
    """Whether a check's code does anything with ``now`` but take it."""
    tree = ast.parse((ROOT / "auditor/checks" / f"{id}.py").read_bytes())
    return any(isinstance(node, ast.Name) and node.id == "now" for node in ast.walk(tree))


@cache
def _digest_files(files: tuple[Path, ...]) -> str:
    total = blake2b(digest_size=16)
    for file in files:
        total.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + _content(file))
    return total.hexdigest()


@cache
def _content(file: Path) -> bytes:
    return blake2b(file.read_bytes(), digest_size=16).digest()


def _digest(*parts: str) -> str:
    return blake2b("\x1f".join(parts).encode(), digest_size=16).hexdigest()

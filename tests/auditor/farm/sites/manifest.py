"""Reading sites.toml: the columns of every site, the layouts, and what must be said of each column in each."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path

import msgspec

MANIFEST = Path(__file__).with_name("sites.toml")
LISTLESS = frozenset({"empty", "building", "nothing", "query", "text", "parent", "out"})
"""Kinds of columns whose truth a layout's ``*`` does not touch: they have no rows of their own."""


class ColumnCase(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One column: where it stands, how its page is made, how old its newest item is, what is true of it."""

    id: str
    name: str
    newest: int = 0
    step: int = 7
    kind: str = "list"
    below: str = ""
    expect: str = ""


class Layout(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One way of making pages, and where it changes the truth."""

    id: str
    shows: str
    instead: dict[str, str] = {}
    of: dict[str, str] = {}

    def expects(self, column: ColumnCase) -> str:
        """What must be said of a column: ``check verdict reason``, or empty for silence."""
        if column.id in self.of:
            return self.of[column.id]
        if "*" in self.instead and column.kind not in LISTLESS and not column.below:
            return self.instead["*"]
        return self.instead.get(column.expect, column.expect)


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The whole farm."""

    now: datetime
    columns: tuple[ColumnCase, ...]
    layouts: tuple[Layout, ...]


def read_manifest(path: Path = MANIFEST) -> Manifest:
    """The manifest. Raises msgspec.ValidationError for a word that is none of its own."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    layouts = [{"id": id, **layout} for id, layout in raw.pop("layouts").items()]
    return msgspec.convert({**raw, "layouts": layouts}, Manifest)

"""A plugin as it should be: a page of its own, made again when what it read changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pelican import signals

from plugins.build.facts import digest
from plugins.build.kinds import Kind
from plugins.build.view import View


def count(view: View, file: str) -> str:
    """A word that only the plugin knows, and how many documents the site has."""
    view.note("site:word")
    return f"{Path(file).read_text(encoding='utf-8')} {len(view.every())}\n"


KIND = Kind("counting", count, frozenset({"site", "every"}))


def offer(generator: Any) -> None:
    """Have the page made."""
    file = Path(generator.path, "data/word.txt")
    generator.add_facts({"site:word": digest(file.read_bytes())})
    generator.add_pages(KIND, [("api/count.txt", str(file))])


def register() -> None:
    """Run when everything has been read."""
    signals.article_generator_finalized.connect(offer)

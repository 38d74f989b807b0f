"""A plugin whose page reads through its view what its kind does not declare."""

from __future__ import annotations

from typing import Any

from pelican import signals

from plugins.build.kinds import Kind


def offer(generator: Any) -> None:
    """Have the page made."""
    kind = Kind("undeclared", lambda view, path: view.article(path).title, frozenset({"site"}))
    generator.add_pages(kind, [("api/undeclared.txt", "tzgg/tzgg-1.md")])


def register() -> None:
    """Run when everything has been read."""
    signals.article_generator_finalized.connect(offer)

"""A plugin whose page looks at the whole site behind its view's back: it would go stale, and nobody would know."""

from __future__ import annotations

from typing import Any

from pelican import signals

from plugins.build.kinds import Kind


def offer(generator: Any) -> None:
    """Have the page made."""
    edition = generator.edition
    kind = Kind("peeking", lambda view, _: f"{len(edition.articles)}\n", frozenset({"site"}))
    generator.add_pages(kind, [("api/peeking.txt", None)])


def register() -> None:
    """Run when everything has been read."""
    signals.article_generator_finalized.connect(offer)

"""Receiver of the pages of maps. What it takes to make them is only loaded where a site has any."""

from __future__ import annotations

from typing import Any

from pelican import signals

from plugins.service_map.place import map_paths


def offer(generator: Any) -> None:
    """Receiver: everything of maps, where there are any."""
    if map_paths(generator.edition.catalogue):
        from plugins.service_map.pages import add_pages

        add_pages(generator)


def register() -> None:
    """Run when everything has been read."""
    signals.article_generator_finalized.connect(offer)

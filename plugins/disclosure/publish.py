"""Receiver of the pages of 标准目录. What it takes to make them is only loaded where a site has any."""

from __future__ import annotations

from typing import Any

from pelican import signals

from plugins.catalogue import MATRIX, STANDARD


def is_asked_for(contents: Any) -> bool:
    """Whether a column shows catalogues, or a document names an item of one."""
    columns = contents.catalogue.by_path.values()
    return any(column.template in (STANDARD, MATRIX) for column in columns) or any(
        article.items for article in contents.targets.articles.values()
    )


def offer(generator: Any) -> None:
    """Receiver: everything of catalogues, where there are any."""
    if is_asked_for(generator.edition.contents):
        from plugins.disclosure.pages import add_pages

        add_pages(generator)


def register() -> None:
    """Run when everything has been read."""
    signals.article_generator_finalized.connect(offer)

"""The addresses of the JSON API, which content may link to."""

from __future__ import annotations

from collections.abc import Sequence

from plugins.build.article import Article
from plugins.catalogue import Catalogue

INDEX, COLUMNS, DOCUMENTS, POLICIES = FILES = (
    "api/index.json",
    "api/columns.json",
    "api/documents.json",
    "api/policies.json",
)


def shard(month: str) -> str:
    """The file that lists the documents published in a month (YYYY-MM)."""
    return f"api/documents/{month}.json"


def months_of(articles: Sequence[Article], catalogue: Catalogue) -> list[str]:
    """The months in which shown documents were published, in the order of ``articles``."""
    shown = catalogue.shown()
    return list(dict.fromkeys(article.month for article in articles if article.column in shown))

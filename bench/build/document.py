"""A document of the invented county, before any generator's dialect."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bench.build.county import Village


@dataclass(frozen=True)
class Head:
    """What is known of a document before it is written: enough for lists, links, and choosing one to edit."""

    number: int
    id: str
    folder: str
    published: datetime
    village: Village | None = None

    @property
    def url(self) -> str:
        """Its address, root-relative, as our build has it; the peers are told to use the same."""
        return f"/{self.folder}/{self.published:%Y-%m}/{self.id}.html"


@dataclass(frozen=True)
class Document:
    """A document as its editor would write it, in no generator's dialect.

    ``extra`` holds the fields of its type, ``body`` Markdown in which internal links are numbers (``prose.LINK``).
    """

    head: Head
    type: str
    title: str
    source: str
    publisher: str
    author: str
    editor: str
    reviewer: str
    summary: str
    keywords: tuple[str, ...]
    attachments: tuple[str, ...]
    extra: dict[str, str]
    body: str

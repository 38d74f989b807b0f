"""What a change is, and where all of them are found by name.

A change takes the county and two numbers that choose among what there is; it may find nothing to do.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from tests.plugins.build.county import County, Document, nth

Change = Callable[[County, int, int], None]
CHANGES: dict[str, Change] = {}
FAULTS: dict[str, Change] = {}
"""Those after which a build must refuse."""
DAY = timedelta(days=1)


def change(function: Change) -> Change:
    """Register a change by its name."""
    CHANGES[function.__name__] = function
    return function


def fault(function: Change) -> Change:
    """Register a change that makes a county nobody may publish."""
    FAULTS[function.__name__] = function
    return function


def some(county: County, number: int) -> Document:
    """One of the documents."""
    found: Document = nth(list(county.documents.values()), number)
    return found


def is_public(county: County, document: Document) -> bool:
    """Whether readers find it."""
    fields = document.fields
    open_ = fields.get("status", "published") == "published" and not fields.get("expires")
    return open_ and fields["published"] <= f"{county.now:%Y-%m-%d %H:%M}"


def unbind_from(county: County, document: Document) -> None:
    """Take away what leads to a document that readers will not find."""
    for other in county.documents.values():
        other.blocks = [block for block in other.blocks if block[:2] != ("link", document.key)] or [("p", "正文 1。")]
        for meant in other.refs.values():
            meant[:] = [key for key in meant if key != document.key]


def documents_of(county: County, kind: str) -> list[Document]:
    """Those of a type."""
    return [found for found in county.documents.values() if found.fields.get("type") == kind]


def raw_below(county: County, folder: str) -> list[str]:
    """The attachments (files/) or pictures (media/) there are."""
    return [path for path in sorted(county.raw) if path.startswith(folder)]

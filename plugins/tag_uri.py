"""Names that outlive addresses: ``tag:`` URIs (RFC 4151) of documents and columns, for feeds and exchange packages.

A moved document has another address and is the same document: programs that knew it must not take it for a new one.
"""

from __future__ import annotations

from plugins.catalogue import Column
from plugins.site import Site

SINCE = "2026"
"""The date part. It only has to be one on which the host was the site's, and must never change; a document's own date
would not do, because dates are corrected."""


def document_tag(site: Site, id_: str) -> str:
    """The name of a document, made of the id that it keeps for good."""
    return f"tag:{site.host},{SINCE}:{id_}"


def column_tag(site: Site, column: Column) -> str:
    """The name of a column's feed."""
    return f"tag:{site.host},{SINCE}:column/{column.id}"

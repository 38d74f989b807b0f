"""The national page tags of 《政府网站发展指引》(国办发〔2017〕47号), names in their exact case.

Site tags on every page; column tags on column pages; content tags, with the column's name and type, on content pages.
An empty value would count as a missing tag, so tags without a value are left out.
"""

from __future__ import annotations

from collections.abc import Iterable

from plugins.catalogue import Column
from plugins.content_types.core import Core
from plugins.site import Site

Metas = tuple[tuple[str, str], ...]


def site_tags(site: Site) -> Metas:
    """SiteName, SiteDomain, SiteIDCode."""
    return _filled((("SiteName", site.name), ("SiteDomain", site.host), ("SiteIDCode", site.id_code)))


def column_tags(column: Column) -> Metas:
    """ColumnName, -Description, -Keywords, -Type; the name stands in for what the column does not say."""
    return _filled(
        (
            ("ColumnName", column.name),
            ("ColumnDescription", column.description or column.name),
            ("ColumnKeywords", column.keywords or column.name),
            ("ColumnType", column.type or column.name),
        )
    )


def content_tags(fields: Core, column: Column, canonical: str, image: str = "", validity: str = "") -> Metas:
    """ArticleTitle … Url, after the name and type of the document's column. Both addresses are absolute. Validity is no
    national tag: it tells programs whether the document is in force."""
    return _filled(
        (
            *_article(column, fields.title, f"{fields.published:%Y-%m-%d %H:%M}", fields.source),
            ("Keywords", ",".join(fields.keywords)),
            ("Author", fields.author or fields.editor),
            ("Description", fields.summary),
            ("Image", image),
            ("Url", canonical),
            ("Validity", validity),
        )
    )


def record_tags(  # noqa: PLR0917 - what the tags say
    column: Column, title: str, published: str, source: str, keywords: str, description: str, canonical: str
) -> Metas:
    """The same for a row of a disclosure table; ``published`` is YYYY-MM-DD HH:MM, ``source`` the unit's name."""
    return _filled(
        (
            *_article(column, title, published, source),
            ("Keywords", keywords),
            ("Author", source),
            ("Description", description),
            ("Url", canonical),
        )
    )


def _article(column: Column, title: str, published: str, source: str) -> Metas:
    return (
        ("ColumnName", column.name),
        ("ColumnType", column.type or column.name),
        ("ArticleTitle", title),
        ("PubDate", published),
        ("ContentSource", source),
    )


def _filled(tags: Iterable[tuple[str, str]]) -> Metas:
    return tuple((name, value) for name, value in tags if value)

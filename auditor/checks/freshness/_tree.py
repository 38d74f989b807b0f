"""What the freshness checks share: the tree of columns and what its names say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from auditor.model import Column

ARCHIVED = re.compile("归档|往期|往年|历史|旧版|回顾")
"""Words in a column's name that say it is closed: nothing new is owed there."""

_VILLAGE = re.compile("村务|三务公开|村级财务|村财务|居务|社区公开")

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=年|[^\d]|$)")


class Tree:
    """The columns of a site by address, with parents and descendants."""

    def __init__(self, columns: Iterable[Column]) -> None:
        self.by_url = {column.url: column for column in columns}
        self.parent = {child: column.url for column in self.by_url.values() for child in column.children}

    def ancestors(self, column: Column) -> list[Column]:
        """Parent, grandparent …; a ring of columns that name each other is walked once."""
        line: list[Column] = []
        url = self.parent.get(column.url, "")
        while url in self.by_url and url != column.url and self.by_url[url] not in line:
            line.append(self.by_url[url])
            url = self.parent.get(url, "")
        return line

    def family(self, column: Column) -> list[Column]:
        """The column and all below it, each once."""
        found = [column]
        seen = {column.url}
        for member in found:
            for url in member.children:
                if url in self.by_url and url not in seen:
                    seen.add(url)
                    found.append(self.by_url[url])
        return found

    def is_closed(self, column: Column, year: int) -> bool:
        """Whether the column, or one it stands in, is archived or belongs to a year gone by."""
        return any(
            member.archived
            or ARCHIVED.search(member.name) is not None
            or any(int(found) < year for found in _YEAR.findall(member.name))
            for member in (column, *self.ancestors(column))
        )


def leads_out(column: Column) -> bool:
    """Whether most items of the column stand on other hosts: what is new there is not this site's to say."""
    own = urlsplit(column.url).hostname
    away = sum(urlsplit(item.url).hostname not in (own, None) for item in column.items)
    return away * 2 > len(column.items)


def is_village(column: Column) -> bool:
    """Whether a column tells of villages (or residents' committees), which the national indicators do not govern."""
    return _VILLAGE.search(column.name) is not None

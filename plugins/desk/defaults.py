"""What a field of a new document will hold where nobody says otherwise: taken from its column, the clock, its type."""

from __future__ import annotations

import re
from collections import Counter

from plugins.content_types import ContentType
from plugins.desk import choices
from plugins.desk.draft import Draft, archetype_of
from plugins.identifiers.registry import read_registry

_FIRST = ("title", "published", "id", "publisher", "source", "item", "section")
"""Before all others: the id needs the day, the source its publisher, the section its item."""
_LAST = ("editor", "reviewer", "summary", "keywords")


def order_of(kind: ContentType) -> list[str]:
    """The fields of the archetype in the order they are asked for, the type's own before what may be left out."""
    keys = [key for key in archetype_of(kind).values if key != "type"]
    own = [key for key in keys if key not in (*_FIRST, *_LAST)]
    return [*(key for key in _FIRST if key in keys), *own, *(key for key in _LAST if key in keys)]


def filled(draft: Draft) -> Draft:
    """The same with every default that nobody spoke against."""
    for key in order_of(draft.type):
        if key not in draft.values:
            draft = draft.saying(key, default_of(draft, key))
    return draft


def default_of(draft: Draft, key: str) -> str:
    """The default of a field, given the answers so far; empty where there is none."""
    headers = draft.headers
    if key == "published":
        return f"{headers.now:%Y-%m-%d %H:%M}"
    if key == "id":
        return free_id(draft) if draft.folder else ""
    if key in ("publisher", "source"):
        units = headers.offices.spellings
        unit = units.get(draft.values.get("publisher", "")) or units.get(_unit_of(draft))
        return "" if unit is None else unit.name if key == "source" else unit.id
    if key == "section" and (item := headers.villages.items.get(draft.values.get("item", ""))):
        return item.section
    info = draft.type.fields.model_fields[key]
    prefilled = archetype_of(draft.type).values.get(key) or (info.default if choices.words(info.annotation) else "")
    return prefilled if isinstance(prefilled, str) else ""


def free_id(draft: Draft) -> str:
    """The next id as the folder's are: ``tzgg-20261120-01``, with a serial above every one of that day on the site."""
    day = re.match(r"(\d{4})-(\d{2})-(\d{2})", draft.values.get("published", ""))
    stem = f"{_prefix(draft)}-{''.join(day.groups()) if day else f'{draft.headers.now:%Y%m%d}'}"
    used = {article.id for article in draft.headers.articles.values()}
    used |= {path.rpartition("/")[2].removesuffix(".md") for path in draft.headers.tree.documents}
    used |= read_registry(draft.headers.tree).ids
    serials = [int(found[1]) for id in used if (found := re.fullmatch(rf"{re.escape(stem)}-(\d{{1,6}})", id))]
    return f"{stem}-{max(serials, default=0) + 1:02}"


def _prefix(draft: Draft) -> str:
    """What the ids of the folder's documents begin with, else the column's id or the folder's name."""
    placed = [path.rpartition("/") for path in draft.headers.tree.documents]
    names = [name for folder, _, name in placed if folder == draft.folder]
    found = Counter(match[1] for name in names if (match := re.fullmatch(r"([A-Za-z0-9-]+)-\d{8}-\d+\.md", name)))
    if found:
        return min(found, key=lambda prefix: (-found[prefix], prefix))
    column = draft.headers.catalogue.by_path.get(draft.folder)
    fits = column is not None and re.fullmatch(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*", column.id)
    return column.id if column is not None and fits else draft.folder.rpartition("/")[2].replace("_", "-")


def _unit_of(draft: Draft) -> str:
    """The unit that answers for the folder, as column.toml or towns.csv writes it."""
    headers = draft.headers
    village = headers.villages.by_id.get(draft.folder.rpartition("/")[2]) if draft.in_village else None
    if village is not None:
        town = headers.offices.towns.get(village.town)
        return town.unit if town else ""
    column = headers.catalogue.by_path.get(draft.folder)
    return column.unit if column else ""

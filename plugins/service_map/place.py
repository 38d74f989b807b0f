"""Which columns are a map, and which addresses that gives: what the whole edition asks, also where there is no map."""

from __future__ import annotations

from collections.abc import Mapping

from plugins.catalogue import Catalogue, Column
from plugins.villages import Village, Villages

TEMPLATE = "map.html"
"""A column with this template is a map; one below it that has the template by inheritance is a plain one."""
POINTS_JSON, POINTS_CSV = "points.geojson", "points.csv"
"""Below the column: all points to download."""


def map_paths(catalogue: Catalogue) -> list[str]:
    """The columns that are a map."""
    found = [path for path, column in catalogue.by_path.items() if column.template == TEMPLATE]
    return [path for path in found if not any(step.path in found for step in catalogue.trails[path][:-1])]


def map_addresses(catalogue: Catalogue) -> frozenset[str]:
    """What a map answers beside its own page."""
    columns = (catalogue.by_path[path] for path in map_paths(catalogue))
    return frozenset(f"{column.url}{name}" for column in columns for name in (POINTS_JSON, POINTS_CSV))


def village_anchor(id_: str) -> str:
    """The id of a village's entry on the page of a map."""
    return f"village-{id_}"


def mapped_villages(catalogue: Catalogue, villages: Villages) -> Mapping[str, str]:
    """Where the first map that is shown to readers has each village that says where it lies, by the village's id."""
    shown = catalogue.shown()
    column: Column | None = next((catalogue.by_path[path] for path in map_paths(catalogue) if path in shown), None)
    if column is None:
        return {}
    return {village.id: entry_url(column, village) for village in villages.by_id.values() if village.place}


def entry_url(column: Column, village: Village) -> str:
    """The address of a village's entry on a map."""
    return f"{column.url}#{village_anchor(village.id)}"

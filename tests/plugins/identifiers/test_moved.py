"""A column that is there no more leads to where its documents went."""

from __future__ import annotations

from plugins.identifiers.moved import moved_columns
from tests.plugins.small_site import article

COLUMNS = {"tzgg", "zwgk", "zwgk/tzgg", "zwgk/tzgg/gs", "zwgk/zt"}


def moved(**journeys: str):
    """From addresses (by their columns, ``_`` for a slash) to the documents' folders of today."""
    found = {}
    for number, (old, new) in enumerate(journeys.items()):
        column, _, name = old.rpartition("__")
        found[f"/{column.replace('_', '/')}/2026-03/{name}.html"] = article(f"{new}/{number}.md")
    return moved_columns(found, COLUMNS)


def test_a_column_goes_where_all_its_documents_went():
    """With the columns above it that moved along, and not further than both paths end alike."""
    assert moved(gg__a="zwgk/tzgg", gg__b="zwgk/tzgg") == {"/gg/": "/zwgk/tzgg/"}
    assert moved(old_tzgg_gs__a="zwgk/tzgg/gs") == {
        "/old/": "/zwgk/",
        "/old/tzgg/": "/zwgk/tzgg/",
        "/old/tzgg/gs/": "/zwgk/tzgg/gs/",
    }
    assert moved(old_gonggao__a="zwgk/tzgg") == {"/old/gonggao/": "/zwgk/tzgg/"}


def test_no_guess_where_documents_parted_or_the_column_still_stands():
    """A document that moved to another column leaves its column where it was."""
    assert moved(gg__a="zwgk/tzgg", gg__b="zwgk/zt") == {}
    assert moved(tzgg__a="zwgk/tzgg") == {}
    assert moved_columns({}, COLUMNS) == {}

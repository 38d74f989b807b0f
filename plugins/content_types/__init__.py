"""The types of document. One module per type; this folder is the registry.

A module has ``NAME`` (Chinese), ``TEMPLATE`` (file below theme/templates), ``Fields`` (pydantic model of its front
matter) and ``ARCHETYPE`` (what ``desk new`` will write). Dropping a file in makes a type.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass

from plugins.content_types.core import Core, aliases_of


@dataclass(frozen=True)
class ContentType:
    """A type as the rest of the build knows it. ``id`` is the module's name, as front matter's ``type`` writes it."""

    id: str
    name: str
    template: str
    fields: type[Core]
    archetype: str


@functools.cache
def load_types() -> Mapping[str, ContentType]:
    """Every type, by id, in the order of ids."""
    types = {}
    for found in sorted(pkgutil.iter_modules(__path__), key=lambda module: module.name):
        if found.name in ("core", "__main__"):
            continue
        module = importlib.import_module(f"{__name__}.{found.name}")
        types[found.name] = ContentType(found.name, module.NAME, module.TEMPLATE, module.Fields, module.ARCHETYPE)
    return types


@functools.cache
def key_names() -> Mapping[str, str]:
    """Every way to write a front matter key → the key itself: ``{"发布机构": "publisher", "publisher": "publisher"}``.

    One table for all types, because the reader needs it before the type is known. Raises ValueError when two keys
    claim one alias.
    """
    names: dict[str, str] = {}
    for content_type in load_types().values():
        for key, field in content_type.fields.model_fields.items():
            for name in (key, *aliases_of(field)):
                if names.setdefault(name, key) != key:
                    raise ValueError(f"{name} is an alias of both {names[name]} and {key}")
    return names

"""What a build depends on beside its inputs: our own code, the packages under it, the settings. One digest.

Anything an earlier build left is worth something only under the same stamp.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any

OURS = ("plugins", "standards", "jobs")
_NO_INPUT = frozenset({"NOW", "PRODUCTION", "JOBS", "PATH", "OUTPUT_PATH", "THEME", "IMAGE_CACHE"})
"""Settings that change no page, or that are inputs of their own."""


def code_files(plugins: Iterable[str] = ()) -> list[Path]:
    """Our modules, and those of plugins that stand elsewhere, sorted."""
    root = Path(__file__).parents[2]
    files = {file for name in OURS for file in (root / name).rglob("*.py")}
    return sorted({*files, *foreign_code(plugins)})


def foreign_code(plugins: Iterable[str]) -> list[Path]:
    """The modules of those plugins that stand elsewhere."""
    files = []
    for name in plugins:
        if isinstance(name, str) and name.partition(".")[0] not in OURS:
            spec = importlib.util.find_spec(name)
            if spec is not None and spec.origin:
                files.append(Path(spec.origin))
                for folder in spec.submodule_search_locations or ():
                    files += Path(folder).rglob("*.py")
    return sorted(set(files))


def packages() -> list[str]:
    """Name and version of every installed package, as their folders are called."""
    found = set()
    for place in sys.path:
        folder = Path(place)
        if folder.name == "site-packages" and folder.is_dir():
            found |= {entry.name for entry in folder.iterdir() if entry.name.endswith(".dist-info")}
    return sorted(found)


def stamp_of_settings(settings: Mapping[str, Any]) -> str:
    """The stamp of a build with these Pelican settings."""
    digest = blake2b(sys.version.encode(), digest_size=16)
    digest.update("\n".join(packages()).encode())
    for file in code_files(settings["PLUGINS"] if isinstance(settings["PLUGINS"], list) else ()):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    for key in sorted(settings):
        if key.isupper() and key not in _NO_INPUT:
            try:
                said = json.dumps(settings[key], sort_keys=True, default=_name)
            except (TypeError, ValueError):
                said = _name(settings[key])
            digest.update(f"{key}={said}\n".encode())
    return digest.hexdigest()


def _name(value: Any) -> str:
    """Classes and functions by name: what they do stands in the files above."""
    return f"{type(value).__name__} {getattr(value, '__qualname__', '')}"

"""The checks. The folder is the registry: ``<family>/<name>.py`` with ``CHECK`` is a check, and nothing else is listed.

Adding a check is adding its module, its fixture folder ``tests/auditor/checks/<family>/<name>/`` and its table in the
rule file; no shared file is touched. A module whose name begins with ``_`` holds what the checks of a family share.
"""

from __future__ import annotations

import importlib
from functools import cache
from pathlib import Path
from typing import get_args

from auditor.model import Check, Family

HERE = Path(__file__).parent


@cache
def load_checks() -> tuple[Check, ...]:
    """Every check, in the order of ids.

    Raises TypeError or ValueError where a module is not what its place says: no ``CHECK``, an id that is not its
    place, a family that reports do not know.
    """
    return tuple(_load(path) for path in sorted(HERE.glob("*/*.py"), key=_place) if not path.name.startswith("_"))


def _place(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def _load(path: Path) -> Check:
    place = _place(path)
    check = getattr(importlib.import_module(f"{__name__}.{place.replace('/', '.')}"), "CHECK", None)
    if not isinstance(check, Check):
        raise TypeError(f"{path}: a check's module needs CHECK = Check(…)")
    if check.id != place:
        raise ValueError(f"{path}: the id is {check.id!r}, the place says {place!r}")
    if check.family not in get_args(Family):
        raise ValueError(f"{path}: {check.family!r} is not a family of auditor.model.Family")
    return check

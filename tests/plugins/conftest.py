"""Collection: pytest skips folders called ``build`` unless told otherwise, and ours mirrors plugins/build."""

from __future__ import annotations

from pathlib import Path


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Do not skip tests/plugins/build."""
    return False if collection_path == Path(__file__).parent / "build" else None

"""Plugins of pages that are hard to keep true: what the first real plugins will ask of the build.

Each writes a line into the file that the setting PROBE_LOG names whenever one of its pages is made.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any


def note(generator: Any, page: str) -> None:
    """A page is being made, in whatever process."""
    with Path(generator.settings["PROBE_LOG"]).open("a") as stream:
        stream.write(f"{page}\n")

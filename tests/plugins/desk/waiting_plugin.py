"""A plugin that stops a build where it is while a file says so, or makes it go wrong."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from pelican import signals


def wait(generator: Any) -> None:
    """``hold`` beside the content folder holds the build, which says its process in ``held``; ``crash`` is a mistake."""
    beside = Path(generator.path).parent
    if (beside / "crash").exists():
        raise RuntimeError("a mistake of ours")
    if (beside / "hold").exists():
        (beside / "held.new").write_text(str(os.getpid()))
        (beside / "held.new").rename(beside / "held")
        while (beside / "hold").exists():
            time.sleep(0.02)


def register() -> None:
    """Run when everything has been read."""
    signals.article_generator_finalized.connect(wait)

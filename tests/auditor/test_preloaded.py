"""What workers share is what they need, and no browser."""

from __future__ import annotations

import subprocess
import sys

SHOW = "import sys, auditor.preloaded; print(*sorted(sys.modules))"


def test_checks_are_loaded_and_nothing_that_workers_never_use():
    """A process of its own, since this one has loaded everything."""
    loaded = subprocess.run([sys.executable, "-c", SHOW], check=True, capture_output=True, text=True).stdout.split()
    assert "auditor.checks.words.wrong_wording" in loaded
    assert not {"selenium", "jinja2", "xlsxwriter", "pelican", "dask"} & set(loaded)

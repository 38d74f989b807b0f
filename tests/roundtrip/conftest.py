"""The demo county audited once a session, for all that hold something against it."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import BIN, CANONICAL, DEMO_NOW, ROOT


class Audited(NamedTuple):
    """An audit: the report's folder, the exit status, and what it kept of the crawl."""

    out: Path
    status: int
    state: Path


@pytest.fixture(scope="session")
def audited(demo_site: str, tmp_path_factory: pytest.TempPathFactory) -> Audited:
    """The demo county audited as `make demo` audits it, browser included."""
    folder = tmp_path_factory.mktemp("audited")
    out, state = folder / "audit", folder / "state"
    done = subprocess.run(
        [BIN / "auditor", "audit", CANONICAL, "--as", f"{CANONICAL}={demo_site}", "--now", DEMO_NOW,
         "--config", ROOT / "deploy/demo-audit.toml", "--out", out, "--state", state, "--quiet"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return Audited(out, done.returncode, state)

"""Fixtures that cross the halves: the demo county built once a session, and served by a real nginx."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
CANONICAL = "https://www.mingchuan.example"
DEMO_NOW = "2026-11-20T09:00:00+08:00"
LONG = ("tests/roundtrip/", "tests/auditor/browser/", "tests/deploy/", "tests/auditor/farm/", "tests/browser/")
"""Files of tests that take minutes: begun first, so that no core waits for the last of them."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long files before the others, each group in its own order."""
    items.sort(key=lambda item: next((at for at, place in enumerate(LONG) if item.nodeid.startswith(place)), len(LONG)))


@pytest.fixture(scope="session")
def demo_output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo county, built by `desk build` into a folder of the session."""
    output = tmp_path_factory.mktemp("demo") / "output"
    built = subprocess.run(
        [BIN / "desk", "build", "--output", output], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert built.returncode == 0, built.stdout + built.stderr
    return output


@pytest.fixture(scope="session")
def demo_site(demo_output: Path) -> Iterator[str]:
    """The base address of the demo county behind nginx on loopback."""
    from deploy.nginx import nginx

    with nginx(demo_output) as served:
        yield served

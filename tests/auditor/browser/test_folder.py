"""A folder on loopback: its pages, its start pages, and nothing beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
import requests

from auditor.browser.folder import serve_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a page, a sub-folder with a start page, one without, and a link that leads out."""
    inside = tmp_path / "site"
    (inside / "zwgk").mkdir(parents=True)
    (inside / "bare").mkdir()
    (inside / "a.html").write_text("甲", encoding="utf-8")
    (inside / "zwgk/index.html").write_text("乙", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("丙", encoding="utf-8")
    (inside / "out.txt").symlink_to(tmp_path / "secret.txt")
    return inside


@pytest.mark.parametrize(
    ("path", "status"),
    [("/a.html", 200), ("/zwgk/", 200), ("/bare/", 404), ("/none.html", 404), ("/out.txt", 404),
     ("/../secret.txt", 404), ("/%2e%2e/secret.txt", 404), ("/a%00.html", 404)],
)  # fmt: skip
def test_only_pages_of_the_folder_are_served(folder: Path, path: str, status: int):
    """Start pages yes; listings, links that lead out and ways upward no."""
    with serve_folder(folder) as origin:
        asked = requests.Request("GET", origin).prepare()
        asked.url = origin + path
        answer = requests.Session().send(asked, timeout=10)
    assert answer.status_code == status
    assert "丙" not in answer.content.decode("utf-8", "replace")


def test_the_port_is_closed_afterwards(folder: Path):
    """Nothing listens once the folder is no longer needed."""
    with serve_folder(folder) as origin:
        assert requests.get(origin + "/a.html", timeout=10).content == "甲".encode()
    with pytest.raises(requests.ConnectionError):
        requests.get(origin + "/a.html", timeout=10)

"""A file that remembers from run to run."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.errors import CannotRun
from auditor.memory_file import write_memory


def test_it_takes_the_place_of_the_older_one_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    """Whole, by one rename."""
    path = tmp_path / "seen.json"
    path.write_bytes(b"old")
    write_memory(path, b"new", "首次发现时间")
    assert path.read_bytes() == b"new"
    assert [file.name for file in tmp_path.iterdir()] == ["seen.json"]


def test_what_cannot_be_kept_is_named_and_the_older_file_stays(tmp_path: Path) -> None:
    """A folder stands where the new file would be written."""
    path = tmp_path / "seen.json"
    path.write_bytes(b"old")
    (tmp_path / "seen.partial").mkdir()
    with pytest.raises(CannotRun, match="首次发现时间记不下来"):
        write_memory(path, b"new", "首次发现时间")
    assert path.read_bytes() == b"old"

"""Copied files."""

from __future__ import annotations

import pytest

from plugins.assets import NODE_MODULES, npm_files, theme_files
from plugins.build.problems import CannotRun


def test_a_missing_package_names_the_set_up(tmp_path):
    """And what is missing."""
    with pytest.raises(CannotRun, match=r"qrcode\.js。请先运行 make setup"):
        npm_files(tmp_path)


def test_packages_are_taken_from_the_lock_files_folder():
    """The script that draws QR codes."""
    assert list(npm_files(NODE_MODULES)) == ["theme/vendor/qrcode.js"]


def test_theme_files_keep_their_folders(tmp_path):
    """Hidden files and links stay behind."""
    static = tmp_path / "static"
    (static / "img").mkdir(parents=True)
    for name in ("a.css", "img/b.svg", ".DS_Store"):
        (static / name).write_text("x")
    (static / "c.css").symlink_to("/etc/passwd")
    assert list(theme_files(tmp_path)) == ["theme/a.css", "theme/img/b.svg"]

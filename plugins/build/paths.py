"""Paths below the output, as strings: tens of thousands of them are quicker to join and to split than Paths."""

from __future__ import annotations

import os
import re
import stat

_NO_STEP = re.compile(r"(?:^|/)\.{0,2}(?:/|\Z)|\0")
"""A step of a path that is empty, ``.`` or ``..``."""


def is_safe(path: str) -> bool:
    """Whether a path stays below the output."""
    return _NO_STEP.search(path) is None


def folder_of(path: str) -> str:
    """The folder a file lies in, empty at the top."""
    return path.rpartition("/")[0]


def is_folder(path: str) -> bool:
    """Whether a folder stands there itself, not a link to one."""
    try:
        return stat.S_ISDIR(os.lstat(path).st_mode)
    except OSError:
        return False


def file_of(url: str) -> str:
    """The file of the output that answers a root-relative address: one that ends in a slash has an index.html."""
    return f"{url[1:]}index.html" if url.endswith("/") else url[1:]

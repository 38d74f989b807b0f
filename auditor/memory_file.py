"""A file that remembers something from run to run, beside the crawl under ``--state``: whole or as it was."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from auditor.errors import CannotRun, why_not


def write_memory(path: Path, kept: bytes, what: str) -> None:
    """Put ``kept`` in the file's place. Raises CannotRun, which names in Chinese ``what`` could not be kept."""
    partial = path.with_suffix(".partial")
    try:
        partial.write_bytes(kept)
        os.replace(partial, path)
    except OSError as error:
        with suppress(OSError):
            partial.unlink()
        raise CannotRun(f"{what}记不下来 {path}：{why_not(error)}", "请清理磁盘或检查 --state 文件夹的权限") from error

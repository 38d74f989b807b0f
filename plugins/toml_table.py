"""The settings that editors keep as TOML: read with the line of every key, unknown keys refused."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugins.build.front_matter import read_text
from plugins.build.problems import Problem, suggestion

LIMIT = 1024 * 1024


@dataclass(frozen=True)
class Toml:
    """A parsed file. ``line`` finds a key's line by looking, since the parser keeps none."""

    shown: str
    text: str
    values: dict[str, Any]

    def line(self, key: str, nth: int = 0) -> int:
        """The line of the ``nth`` assignment to ``key``; 1 where it is not written."""
        found = list(re.finditer(rf"^[ \t]*[\"']?{re.escape(key)}[\"']?[ \t]*=", self.text, re.MULTILINE))
        return self.text.count("\n", 0, found[nth].start()) + 1 if nth < len(found) else 1

    def problem(self, key: str, what: str, cure: str, nth: int = 0) -> Problem:
        """A problem at a key's line."""
        return Problem(self.shown, self.line(key, nth), 0, what, cure)


def read_toml(file: Path, shown: str) -> Toml | Problem:
    """Read a TOML file, or say at which line it is not TOML."""
    try:
        if file.is_symlink() or not file.is_file():
            exists = file.exists() or file.is_symlink()
            return Problem(shown, 0, 0, "不是普通文件" if exists else "没有这个文件", "请建立这个文件")
        if file.stat().st_size > LIMIT:
            return Problem(shown, 0, 0, "文件太大，没有读取", "设置文件只写设置，请核对是否放错了文件")
        data = file.read_bytes()
    except OSError as error:
        reason = "没有权限" if isinstance(error, PermissionError) else str(error.strerror)
        return Problem(shown, 0, 0, f"文件读不了（{reason}）", "请检查文件权限")
    text = read_text(data, shown)
    if isinstance(text, Problem):
        return text
    try:
        return Toml(shown, text, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line (\d+), column (\d+)", str(error))
        line, column = (int(place[1]), int(place[2])) if place else (text.count("\n") + 1, 0)
        cure = '请写成 字段 = "内容"，文字要用英文引号括起来，同一字段只写一次'
        return Problem(shown, line, column, "这一行不符合 TOML 的写法", cure)
    except RecursionError:
        return Problem(shown, 0, 0, "嵌套太深", "设置文件只写一层字段，请核对是否放错了文件")


def unknown_keys(toml: Toml, table: dict[str, Any], known: Collection[str]) -> list[Problem]:
    """One problem for each key of ``table`` that is not ``known``."""
    return [
        toml.problem(key, f"不认识的字段“{key}”", suggestion(key, known) or f"可用的字段有：{'、'.join(sorted(known))}")
        for key in table
        if key not in known
    ]

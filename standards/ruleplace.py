"""Where a rule file is wrong: the error its reader sees, and the line to blame."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Collection, Mapping
from typing import Any, NoReturn


class RuleError(ValueError):
    """A rule file that cannot be used. The message is for its reader: file, line, what, what now."""


class Where:
    """Finds the line to blame: the TOML reader keeps none, so the first line that says the word is it."""

    def __init__(self, text: str, source: str) -> None:
        self.lines = text.splitlines()
        self.source = source

    def fail(self, word: str, message: str) -> NoReturn:
        """Refuse the file. A word is looked for first where it is a code, then in quotes: D1 is not the one in D104."""
        lines = [(n, line) for n, line in enumerate(self.lines, 1) if not line.lstrip().startswith("#")]
        spellings = (f'code = "{word}"', f'"{word}"', word)
        line = next((n for spelling in spellings for n, line in lines if spelling in line), 1)
        raise RuleError(f"{self.source}:{line}: {message}")

    def says(self, word: str) -> bool:
        """Whether the file itself has the word: a variant's rows come from elsewhere too."""
        return any(f'"{word}"' in line for line in self.lines)

    def of_check(self, id: str, key: str) -> str:
        """The line of a check's parameter, as a word to look for: the first of its table that begins with the key."""
        starts = (n for n, line in enumerate(self.lines) if f'"{id}"' in line)
        rest = self.lines[next(starts, 0) :]
        return next((line for line in rest if re.match(rf"\s*{re.escape(key)}\s*=", line)), id)

    def need(self, truth: object, word: str, message: str) -> None:
        """Refuse the file unless this is true."""
        if not truth:
            self.fail(word, message)

    def only(self, table: Mapping[str, Any], known: Collection[str], owner: str) -> None:
        """Refuse a key that nobody knows, and name the one probably meant."""
        for key in table:
            if key not in known:
                self.fail(key, f"{owner}中不认识“{key}”。{suggest(key, known)}")


def read_toml(text: str, source: str) -> dict[str, Any]:
    """The tables of a rule file. Raises RuleError with the line where it is no TOML."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        at = int(line[1]) if line else len(text.splitlines())
        raise RuleError(f"{source}:{at}: 不是正确的 TOML。请检查这一行的引号、括号和等号，文字要用英文双引号") from None


def is_number(value: object) -> bool:
    """Whether a TOML value is a number that can be counted with."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e6


def suggest(word: str, known: Collection[str]) -> str:
    """What was probably meant, or what there is."""
    near = difflib.get_close_matches(word, sorted(known), n=1)
    return f"是否想写“{near[0]}”？" if near else f"可用的有：{'、'.join(sorted(known)) or '（无）'}"

"""The lexicon's entries: one wording that is wrong, what is right, and when it is not wrong after all.

A file of the lexicon is TOML: ``category``, perhaps ``[defaults]`` for its entries, and ``[[entry]]`` tables. Every
entry brings two examples, one that it must find and one near miss that it must leave alone; a test runs both.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

Severity = Literal["P0", "P1", "P2", "P3"]


class LexiconError(ValueError):
    """A lexicon file that cannot be used. The message is for its reader: file, line, what, what now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One wording. Contexts are regular expressions over folded text (see normalise).

    id            never changes: reports and ignore files name it
    wrong         the wrong forms, or
    pattern       a regular expression that finds them, tried only where one of ``anchors`` occurs
    right         the right form of each (one for all, or one each); may use the pattern's groups
    allow         longer spans in which the wrong form is right (恢复盖章 for 复盖)
    only_left …   what must stand directly before or after, or within 20 characters
    unless_left … what must not
    unless_quoted silent inside quotation marks and block quotes
    in_titles     looked for inside 《》 too, where by default nothing is
    traditional   looked for in traditional characters too (臺灣政府), where by default only simplified ones count
    slips         looked for, too, with a character of ``right`` left out, written twice, or changed with the next (not
                  its ends); asks for a person; for names of seven characters or more
    homophones    looked for, too, with one character of ``right`` replaced by another of its sound; asks for a person.
                  Without ``wrong`` for a list of set phrases: then only common characters take the place
    not_before    wrong only in texts published on this day or later; ``not_after``: or earlier
    confirmed     whether ``source`` was read; unconfirmed entries ask for a person
    ask           asks for a person although the source is sure
    """

    id: str
    category: str
    severity: Severity
    wrong: tuple[str, ...] = ()
    pattern: re.Pattern[str] | None = None
    anchors: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    only_left: re.Pattern[str] | None = None
    only_right: re.Pattern[str] | None = None
    only_near: re.Pattern[str] | None = None
    unless_left: re.Pattern[str] | None = None
    unless_right: re.Pattern[str] | None = None
    unless_near: re.Pattern[str] | None = None
    unless_quoted: bool = False
    in_titles: bool = False
    traditional: bool = False
    homophones: bool = False
    slips: bool = False
    not_before: str = ""
    not_after: str = ""
    confirmed: bool = True
    ask: bool = False
    note: str = ""
    source: str = ""
    positive: tuple[str, ...] = ()
    near_miss: tuple[str, ...] = ()
    where: str = ""
    """File and line it comes from, for messages."""

    @property
    def needs_person(self) -> bool:
        """Whether a hit is for a person to judge: everything grave, everything not confirmed."""
        return self.severity == "P0" or self.ask or not self.confirmed


_STRINGS = ("id", "severity", "pattern", "note", "source", "not_before", "not_after",
            "only_left", "only_right", "only_near", "unless_left", "unless_right", "unless_near")  # fmt: skip
_LISTS = ("wrong", "right", "anchors", "allow", "positive", "near_miss")
_FLAGS = ("unless_quoted", "in_titles", "traditional", "homophones", "slips", "ask")
_KINDS = {"confirmed": True, "unconfirmed": False}
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class LexiconFile:
    """One file: its entries, and the ids of entries of other files that it turns off, each with its file and line."""

    entries: tuple[Entry, ...]
    disabled: tuple[tuple[str, str], ...] = ()


def read_entries(text: str, source: str) -> tuple[Entry, ...]:
    """The entries of one lexicon file. Raises LexiconError, naming the line of the entry that is wrong."""
    return read_lexicon(text, source).entries


def read_lexicon(text: str, source: str) -> LexiconFile:
    """One lexicon file. Raises LexiconError, naming the line of the entry that is wrong."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        raise LexiconError(f"{source}:{line[1] if line else 1}: 不是正确的 TOML:{error}。请检查这一行") from None
    except RecursionError:
        raise LexiconError(f"{source}:1: 列表套得太深，读不了。请对照内置的词库文件改正") from None
    numbered = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1)]
    lines = [number for number, line in numbered if line == "[[entry]]"]
    tables = data.get("entry", [])
    strangers = sorted(set(data) - {"category", "defaults", "entry", "disable"})
    named = isinstance(data.get("category", "" if tables else "无"), str) and ("category" in data or not tables)
    if strangers or not named or not isinstance(tables, list) or len(lines) != len(tables):
        raise LexiconError(
            f"{source}:1: 词库文件只含“category”、[defaults]、disable 和若干个 [[entry]]（各占一行）"
            f"{strangers or ''}。请改正"
        )
    at = next((number for number, line in numbered if line.startswith("disable")), 1)
    off = data.get("disable", [])
    if not isinstance(off, list) or not all(isinstance(id, str) for id in off):
        raise LexiconError(f'{source}:{at}: “disable”应为词条 id 的列表，例如 disable = ["jiezhi-muqian"]。请改正')
    defaults = data.get("defaults", {})
    if not isinstance(defaults, dict):
        raise LexiconError(f"{source}:1: “defaults”应写成 [defaults] 一节。请改正")
    entries = tuple(
        _entry({**defaults, **table}, data["category"], f"{source}:{line}")
        for table, line in zip(tables, lines, strict=True)
    )
    return LexiconFile(entries, tuple((f"{source}:{at}", id) for id in off))


def _entry(table: dict[str, Any], category: str, where: str) -> Entry:
    fields: dict[str, Any] = {"category": category, "where": where}
    for key, value in table.items():
        if key in _STRINGS:
            _need(isinstance(value, str), where, f"“{key}”应为文字")
            fields[key] = value
        elif key in _LISTS:
            values = [value] if isinstance(value, str) else value
            _need(
                isinstance(values, list) and all(isinstance(v, str) for v in values),
                where,
                f"“{key}”应为文字或文字的列表",
            )
            fields[key] = tuple(values)
        elif key in _FLAGS:
            _need(isinstance(value, bool), where, f"“{key}”应为 true 或 false")
            fields[key] = value
        elif key == "source_kind":
            _need(value in _KINDS, where, "“source_kind”应为 confirmed 或 unconfirmed")
            fields["confirmed"] = _KINDS[value]
        else:
            _need(False, where, f"不认识“{key}”，请对照 entries.py 中 Entry 的各项")
    _need(_ID.fullmatch(fields.get("id", "")), where, "“id”应为小写字母、数字和连字符")
    _need(fields.get("severity") in {"P0", "P1", "P2", "P3"}, where, "“severity”应为 P0 至 P3")
    by_sound = fields.get("homophones") and not fields.get("wrong") and not fields.get("pattern")
    one = by_sound or bool(fields.get("wrong")) != bool(fields.get("pattern"))
    _need(one, where, "“wrong”和“pattern”应有且只有一个（只写“homophones”的除外）")
    _need(not fields.get("pattern") or fields.get("anchors"), where, "有“pattern”时应有“anchors”")
    rights = len(fields.get("right", ()))
    _need(by_sound or rights in {0, 1, len(fields.get("wrong", ()))}, where, "“right”应为一个，或与“wrong”一一对应")
    _need(rights or fields.get("note"), where, "“right”和“note”至少应有一个")
    _need(all(fields.get("wrong", ("x",))), where, "“wrong”不能为空")
    same = set(fields.get("wrong", ())) & set(fields.get("right", ()))
    _need(not same, where, f"“wrong”和“right”中都有“{'、'.join(sorted(same))}”，请改其中一个")
    spoken = fields.get("homophones") and not all(len(right) > 3 for right in fields.get("right", ("",)))
    _need(not spoken, where, "“homophones”只用于“right”有四个字以上的词条")
    short = fields.get("slips") and not all(len(right) > 6 for right in fields.get("right", ("",)))
    _need(not short, where, "“slips”只用于“right”有七个字以上的词条")
    _need(fields.get("positive") and fields.get("near_miss"), where, "“positive”和“near_miss”各应有例句")
    for key in ("not_before", "not_after"):
        _need(_is_day(fields.get(key, "2000-01-01")), where, f"“{key}”应为 2024-01-31 样式的日期")
    for key in ("pattern", "only_left", "only_right", "only_near", "unless_left", "unless_right", "unless_near"):
        if key in fields:
            fields[key] = _regex(fields[key], key, where)
    return Entry(**fields)


def _regex(text: str, key: str, where: str) -> re.Pattern[str]:
    try:
        if key.endswith("_left"):
            return re.compile(rf"(?:{text})\Z")
        return re.compile(rf"\A(?:{text})" if key.endswith("_right") else text)
    except re.error as error:
        raise LexiconError(f"{where}: “{key}”不是正确的正则表达式：{error}。请改正") from None


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _need(truth: object, where: str, message: str) -> None:
    if not truth:
        raise LexiconError(f"{where}: 词条有误：{message}{'' if '请' in message else '。请改正'}")

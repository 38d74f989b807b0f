"""A county's own words, laid over the lexicon that comes with the program.

An own file is a lexicon file (see ``entries``) that may also say ``disable = ["id", …]``. Its entries join the shipped
ones; one with the id of a shipped entry takes its place. Nobody reads these files before an inspector's report depends
on them, so each entry's examples are tried when the file is loaded, and entries that contradict each other are refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from difflib import get_close_matches
from hashlib import blake2b
from pathlib import Path

from standards.words.entries import Entry, LexiconError, LexiconFile, read_lexicon
from standards.words.matcher import Matcher

Own = tuple[tuple[str, str], ...]
"""Own files: each one's path and the digest of what it said when it was read first."""

TOLD = 10
"""Mistakes told at once: all of them in a file of thousands help nobody."""

_SOME_DAY = datetime(2026, 1, 1)  # noqa: DTZ001 - only its day is looked at


def own_files(paths: Sequence[str]) -> Own:
    """The files as they are now. Raises LexiconError for one that cannot be read, OSError and UnicodeDecodeError."""
    return tuple((path, _digest(Path(path).read_bytes())) for path in paths)


def laid_over(shipped: Sequence[Entry], own: Own) -> Matcher:
    """The lexicon of shipped and own entries. Raises LexiconError, which names file, line and what to do."""
    layers = [_read(path, digest) for path, digest in own]
    entries = {entry.id: entry for entry in shipped}
    added: dict[str, Entry] = {}
    for layer in layers:
        for entry in layer.entries:
            if entry.id in added:
                raise LexiconError(f"{entry.where}: id“{entry.id}”已经用在 {added[entry.id].where}，请改其中一个")
            added[entry.id] = entry
        for line, id in layer.disabled:
            if entries.pop(id, None) is None:
                near = get_close_matches(id, entries, n=1)
                hint = f"，是否想写“{near[0]}”？" if near else "，请核对 id（auditor words explain 会显示）"
                raise LexiconError(f"{line}: 要停用的词条“{id}”不存在{hint}")
    entries.update(added)
    problems = list(_doubled(entries, added))
    if not problems:
        matcher = Matcher(entries.values())
        problems = list(_contradictions(matcher, added))
    if problems:
        more = f"\n另有 {len(problems) - TOLD} 处" if len(problems) > TOLD else ""
        raise LexiconError("\n".join(problems[:TOLD]) + more)
    return matcher


def _read(path: str, digest: str) -> LexiconFile:
    data = Path(path).read_bytes()
    if _digest(data) != digest:
        raise LexiconError(f"{path}:1: 词库文件在审查期间被改动，请改完后重新运行")
    return read_lexicon(data.decode("utf-8"), path)


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()


def _doubled(entries: dict[str, Entry], added: dict[str, Entry]) -> Iterator[str]:
    """The same wording in two entries of which nothing tells when which holds."""
    owners: dict[str, Entry] = {}
    for entry in entries.values():
        if not _conditional(entry):
            for form in entry.wrong:
                first = owners.setdefault(form, entry)
                if first is not entry and (entry.id in added or first.id in added):
                    one, other = (entry, first) if entry.id in added else (first, entry)
                    against = "" if one.right == other.right else f"，而且改法不同（{_say(one)}；{_say(other)}）"
                    off = "" if other.id in added else f'，或写 disable = ["{other.id}"]'
                    yield f"{one.where}: “{form}”已有词条“{other.id}”（{other.where}）{against}。请删去一个{off}"


def _contradictions(matcher: Matcher, added: dict[str, Entry]) -> Iterator[str]:
    """Entries that miss their example, hit their near miss, or recommend what another refuses."""
    for entry in added.values():
        day = entry.not_before or entry.not_after or "2026-01-01"
        for text in entry.positive:
            hits = matcher.find(text, now=_SOME_DAY, published=day)
            if entry.id not in {hit.entry_id for hit in hits}:
                other = f"（报的是词条“{hits[0].entry_id}”）" if hits else ""
                yield f"{entry.where}: 词条“{entry.id}”没有报出自己的例句“{text}”{other}。请改正 wrong 或例句"
        for text in entry.near_miss:
            if any(hit.entry_id == entry.id for hit in matcher.find(text, now=_SOME_DAY, published=day)):
                yield (
                    f"{entry.where}: 词条“{entry.id}”报了自己不该报的例句“{text}”。"
                    "请用 allow、unless_left 等限定，或改例句"
                )
        for text in entry.right:
            hits = matcher.find(text, now=_SOME_DAY, published=day) if "\\" not in text else []
            if hits and hits[0].verdict == "fail":
                yield f"{entry.where}: 建议的写法“{text}”又是词条“{hits[0].entry_id}”要报的错误。请改其中一个"


def _conditional(entry: Entry) -> bool:
    """Whether an entry wants company or a time: two such may share a wording and never meet."""
    return bool(entry.only_left or entry.only_right or entry.only_near or entry.not_before or entry.not_after)


def _say(entry: Entry) -> str:
    return "、".join(entry.right) or entry.note

"""From a source file to what is wrong in it: the page checks of words and privacy, on what will become a page."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from auditor.checks import load_checks
from auditor.errors import BadInput, why_not
from auditor.facts.encoding import read_text
from auditor.model import Check, Dated, Hit, PageFacts, Severity, Verdict
from auditor.source.markdown import Draft, read_markdown
from auditor.source.office import read_office
from standards.documents.reader import read as read_document
from standards.privacy import mask
from standards.rulefile import RuleFile

FAMILIES = ("words", "privacy")
MARKDOWN = frozenset({".md", ".markdown", ".mkd"})
SOURCES = MARKDOWN | {".csv", ".txt", ".xlsx", ".docx", ".pdf", ".ofd"}
"""What is looked for in a folder; a file that is named is read whatever it is."""
LARGEST = 100 * 1024 * 1024
TEXT = 10 * 1024 * 1024


class SourceHit(msgspec.Struct, frozen=True, kw_only=True):
    """One thing wrong in a file. ``line`` and ``column`` are 1-based, None where the file has none; then ``place``
    says in words where it is. Evidence and message are masked."""

    file: str
    line: int | None
    column: int | None
    place: str
    check: str
    verdict: Verdict
    severity: Severity
    message: str
    evidence: str
    remedy: str


def find_sources(paths: Iterable[Path]) -> Iterator[Path]:
    """The files named, and below folders all that may become a page. Raises BadInput where there is none of a name."""
    for path in paths:
        if path.is_dir():
            for folder, folders, names in os.walk(path):
                folders[:] = sorted(name for name in folders if not name.startswith((".", "_")))
                yield from (
                    Path(folder, name)
                    for name in sorted(names)
                    if Path(name).suffix.lower() in SOURCES and not name.startswith((".", "~$"))
                )
        elif path.exists():
            yield path
        else:
            raise BadInput(f"找不到 {path}", "请检查文件名和路径")


def check_file(path: Path, rules: RuleFile, now: datetime) -> tuple[list[SourceHit], int]:
    """What is wrong in a file, in its order, and how many pictures in it nobody read. Raises BadInput."""
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise BadInput(f"{path}：文件有 {size // 1024 // 1024} MB，太大，没有检查", "请拆成几个文件")
        data = path.read_bytes()
    except OSError as error:
        raise BadInput(f"读不到 {path}：{why_not(error)}", "请检查读取权限") from error
    return check_bytes(str(path), data, rules, now)


def check_bytes(name: str, data: bytes, rules: RuleFile, now: datetime) -> tuple[list[SourceHit], int]:
    """The same for a file that is not on disk, such as one of a commit."""
    flaws: list[SourceHit] = []
    pictures = 0
    if Path(name).suffix.lower() in MARKDOWN:
        if len(data) > TEXT:
            raise BadInput(f"{name}：文件超过 10 MB，没有检查", "请拆成几个文件")
        draft = read_markdown(read_text(data, "text/plain; charset=utf-8" if _is_utf8(data) else "text/plain").text)
    else:
        reading = read_document(name, data)
        draft = read_office(reading)
        pictures = len(reading.pictures)
        flaws = [_flaw(name, flaw.what, flaw.cure) for flaw in reading.flaws]
    return [*flaws, *_judge(name, draft, rules, now)], pictures


def _judge(name: str, draft: Draft, rules: RuleFile, now: datetime) -> Iterator[SourceHit]:
    facts = PageFacts(
        url=name,
        status=200,
        kind="content",
        title=draft.title,
        blocks=tuple(passage.block(number) for number, passage in enumerate(draft.passages)),
        tables=tuple(draft.tables),
        dates=(Dated(value=draft.published, source="meta"),) if draft.published else (),
    )
    hits: list[tuple[Check, Hit]] = [
        (check, hit)
        for check in load_checks()
        if check.family in FAMILIES and check.scope == "page"
        for hit in check.check(facts, rules.checks[check.id].params if check.id in rules.checks else {}, now)
        if isinstance(hit, Hit)
    ]
    seen: Counter[tuple[str, str, str]] = Counter()
    found = []
    for check, hit in hits:
        number = int(hit.locator.selector or 0)
        passage = draft.passages[number]
        guilty = hit.evidence[slice(*hit.mark)] if hit.mark else ""
        line, column = passage.place(hit, seen[check.id, hit.locator.selector, guilty])
        seen[check.id, hit.locator.selector, guilty] += 1
        found.append(
            (
                (line or 0, column or 0, number, check.id),
                SourceHit(
                    file=name,
                    line=line,
                    column=column,
                    place=passage.where,
                    check=check.id,
                    verdict=hit.verdict,
                    severity=hit.severity or check.severity,
                    message=mask(hit.message),
                    evidence=mask(hit.evidence),
                    remedy=hit.remedy or check.remedy,
                ),
            )
        )
    yield from (hit for _, hit in sorted(found, key=lambda pair: pair[0]))


def _flaw(name: str, what: str, cure: str) -> SourceHit:
    """What could not be read is for a person: it is not clean, and it is not wrong."""
    return SourceHit(
        file=name, line=None, column=None, place="", check="attachments/unread", verdict="review", severity="P2",
        message=what, evidence="", remedy=cure,
    )  # fmt: skip


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True

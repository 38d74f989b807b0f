"""Every file that is published, looked at once: read in a child of its own, judged, remembered by its digest."""

from __future__ import annotations

import importlib
import os
import stat
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec

from plugins.build.scan import Tree
from plugins.privacy.confined import run_confined
from plugins.privacy.eyes import Reader, find_reader, is_legible
from plugins.privacy.memory import Memory
from plugins.privacy.verdict import Verdict, verdict_of
from standards.documents import Limits, read

SECONDS = 90
"""Of one file, without its pictures."""
OCR_SECONDS = 120.0
"""Of one build, for pictures that nobody has read yet: what is left over is told, and read by the next."""
OCR_FILE_SECONDS = 600
WORTH_A_POOL = 4
PLAIN = 64 * 1024
"""Bytes of a CSV file that is judged without a child of its own: villages have thousands."""
_TOO_MUCH = ("too-large", "看得太久或占用内存太多，没有看完", "请拆成几个文件，或由专人看过再发布")
_UNREAD = {
    "encrypted": "加了密码",
    "old-format": "老格式",
    "damaged": "读不出来",
    "too-large": "太大",
    "archive": "压缩包",
    "unknown": "不认识的格式",
}
_SIZE = Limits().size
_OFFICE, _PICTURE = ("lxml.etree", "standards.documents.xlsx", "standards.documents.docx"), ("PIL.Image",)
_LIBRARIES = {
    ".pdf": ("pypdf", "PIL.Image"), "docx": _OFFICE, "xlsx": _OFFICE, ".zip": _OFFICE,
    ".jpg": _PICTURE, "jpeg": _PICTURE, ".png": _PICTURE,
}  # fmt: skip
"""What the readers of files with such an ending load."""


@dataclass(frozen=True)
class _Job:
    file: Path
    path: str
    about: str
    year: int
    reader: Reader | None


def judge_files(  # noqa: PLR0917 - what a judgement depends on
    tree: Tree,
    paths: Iterable[str],
    memory: Memory,
    workers: int,
    ocr_seconds: float = OCR_SECONDS,
    titles: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, Verdict]:
    """The verdict on each file (paths below content/).

    ``titles`` are those of the documents that publish it. What did not change since ``memory`` is not opened;
    ``workers`` is the number of children at a time (0: as many as pay).
    """
    found: dict[str, Verdict] = {}
    new: list[str] = []
    for path in dict.fromkeys(paths):
        known = memory.recall(tree, path, titles.get(path, ""))
        if known is None or known.unseen:
            new.append(path)
        if known is not None:
            found[path] = known
    if not new:
        return found
    reader = find_reader(memory.folder)
    version = reader.version if reader is not None else ""
    jobs: dict[str, _Job] = {}
    digests: dict[str, str] = {}
    for path in new:
        if path in found and found[path].seen_by == version:
            continue
        about = titles.get(path, "")
        digests[path] = _digest(tree.root / path, path, about)
        known = memory.verdicts.get(digests[path])
        if known is not None and (not known.unseen or known.seen_by == version):
            found[path] = known
            memory.note(tree, path, about, digests[path], known)
        else:
            jobs[path] = _Job(tree.root / path, path, about, memory.year, None)
    count = workers or (os.cpu_count() or 1 if len(jobs) >= WORTH_A_POOL else 1)
    for path, verdict in _looked_at(jobs, count, reader, ocr_seconds):
        found[path] = verdict
        memory.note(tree, path, titles.get(path, ""), digests[path], verdict)
    return found


def _looked_at(
    jobs: Mapping[str, _Job], workers: int, reader: Reader | None, seconds: float
) -> Iterator[tuple[str, Verdict]]:
    """First what is written, then, as long as there is time, what is in the pictures."""
    for module in sorted({module for path in jobs for module in _LIBRARIES.get(path[-4:].lower(), ())}):
        importlib.import_module(module)  # once here, not in each child
    verdicts: dict[str, Verdict] = {}
    waiting = []
    jobs, plain = dict(jobs), [path for path, job in jobs.items() if _is_plain(job.file)]
    for path in plain:
        yield path, _decode(_judge(jobs.pop(path)))
    for path, data in zip(jobs, run_confined(_judge, jobs.values(), workers, SECONDS), strict=True):
        verdict = verdicts[path] = _decode(data)
        if verdict.unseen and reader is not None:
            waiting.append(path)
        yield path, verdict
    until = time.monotonic() + seconds
    seeing = (_with(jobs[path], reader) for path in waiting if time.monotonic() < until)
    for path, data in zip(waiting, run_confined(_judge, seeing, workers, OCR_FILE_SECONDS), strict=False):
        assert reader is not None
        yield path, _decode(data) if data is not None else _unseen(verdicts[path], reader)


def _is_plain(file: Path) -> bool:
    """Whether a file is a short text in rows, which cannot harm its reader: a child would take longer than the file."""
    try:
        return file.suffix == ".csv" and file.stat(follow_symlinks=False).st_size <= PLAIN
    except OSError:
        return False


def _unseen(verdict: Verdict, reader: Reader) -> Verdict:
    """Of a file whose pictures take too long: not to be tried again with the same program."""
    return Verdict(verdict.told, verdict.unread, verdict.unseen, reader.version)


def _with(job: _Job, reader: Reader | None) -> _Job:
    return _Job(job.file, job.path, job.about, job.year, reader)


def _judge(job: _Job) -> bytes:
    """In a child: one file read and judged."""
    data = _bytes(job.file)
    if data is None:
        return msgspec.msgpack.encode(Verdict(unread=(_TOO_MUCH,)))
    reading = read(job.path, data)
    reading.pictures[:] = [shown for shown in reading.pictures if not shown.data or is_legible(shown.data)]
    try:
        verdict = verdict_of(reading, job.path, job.about, job.year, job.reader)
    except MemoryError:
        verdict = Verdict(unread=(_TOO_MUCH,))
    if job.reader is not None:
        verdict = Verdict(verdict.told, verdict.unread, verdict.unseen, job.reader.version)
    return msgspec.msgpack.encode(verdict)


def _decode(data: bytes | None) -> Verdict:
    return msgspec.msgpack.decode(data, type=Verdict) if data is not None else Verdict(unread=(_TOO_MUCH,))


def _bytes(file: Path) -> bytes | None:
    """The bytes, unless there are too many; a pipe put in the place of the file must not hang the build."""
    try:
        with os.fdopen(os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW), "rb") as stream:
            found = os.fstat(stream.fileno())
            return stream.read(_SIZE) if stat.S_ISREG(found.st_mode) and found.st_size <= _SIZE else None
    except OSError:
        return None


def _digest(file: Path, path: str, about: str) -> str:
    """Of a file's bytes, and of its name and the titles, by which it is judged as well."""
    digest = blake2b(f"{path}\n{about}\0".encode(errors="surrogateescape"), digest_size=20)
    digest.update(_bytes(file) or b"")
    return digest.hexdigest()


def titles_of(articles: Iterable[Any]) -> dict[str, str]:
    """What the documents that publish a file are called, by the file's path."""
    found: dict[str, set[str]] = {}
    for article in articles:
        for path in _files(article):
            found.setdefault(path, set()).add(article.title)
    return {path: " ".join(sorted(titles)) for path, titles in found.items()}


def tell(contents: Any, verdicts: Mapping[str, Verdict]) -> list[str]:
    """What the summary of a build says of files that were not looked at, and that no person says to have checked."""
    checked = {file for article in contents.articles if article.review.get("checked") for file in _files(article)}
    open_ = {path: verdict for path, verdict in verdicts.items() if path not in checked}
    lines = []
    if pictures := sum(verdict.unseen for verdict in open_.values()):
        lines.append(
            f"图片未检 {pictures} 张：里面有没有个人信息，程序没有看。"
            "装上 tesseract-ocr 和 tesseract-ocr-chi-sim 会自动识别；由专人看过的，在文档里写 checked_by"
        )
    counts = Counter(code for verdict in open_.values() for code in {code for code, _, _ in verdict.unread})
    if unread := {word: counts[code] for code, word in _UNREAD.items() if counts[code]}:
        kinds = "、".join(f"{word} {count} 个" for word, count in unread.items())
        lines.append(f"附件未检 {sum(unread.values())} 个（{kinds}）：是哪些、怎么办，请运行 desk check")
    return lines


def _files(article: Any) -> Iterator[str]:
    """The files that a document shows or attaches."""
    yield from article.files
    yield from (link.target for link in article.links if link.kind == "file")

"""``desk import notices``: a folder of Word files and pictures → drafts, each with what its editor still has to do.

Each document is written whole or not at all: pictures and attachments first, the Markdown last, and whatever went
before it is taken back where it cannot be written.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from plugins.build.problems import CannotRun, suggestion
from plugins.content_types import ContentType
from plugins.desk import choices
from plugins.desk.defaults import free_id
from plugins.desk.draft import Draft
from plugins.desk.notices.attachment import look_into
from plugins.desk.notices.draft import Notice, write_notice
from plugins.desk.notices.folder import NoticeFolder, read_folder
from plugins.desk.notices.incoming import Incoming, Unusable
from plugins.desk.notices.report import report_on
from plugins.desk.part import Headers, read_headers
from plugins.desk.word.file import Word, read_word
from plugins.desk.word.heads import squeeze
from plugins.desk.workplace import why_not_written, write_whole
from plugins.pictures.prepare import KINDS, Fault, prepare
from plugins.site import Unit
from standards.privacy import mask

COLUMN = "通知公告"
"""Where notices go unless something else is said: the column of this name."""


@dataclass(frozen=True)
class Wanted:
    """What the command line says; empty texts say nothing."""

    column: str = ""
    type: str = ""
    publisher: str = ""
    dry_run: bool = False


@dataclass(frozen=True)
class Target:
    """Where the documents of one run go, and what they are."""

    headers: Headers
    content: Path
    folder: str
    type: ContentType
    publisher: Unit | None
    dry_run: bool

    @property
    def unit_names(self) -> set[str]:
        """Every name that a signature can have, without blanks."""
        units = self.headers.offices.units.values()
        return {squeeze(name) for unit in units for name in (unit.name, unit.short_name) if name}

    def id_for(self, word: Word, digest: str) -> str:
        """An id in the practice of the column: its day, and in place of a serial the digest of the Word file.

        By the digest a second run knows the file again, however much of the draft has been rewritten by then.
        """
        day = f"{word.heads.written or self.headers.now.date():%Y-%m-%d} 00:00"
        usual = free_id(Draft(self.headers, self.type, self.folder, {"published": day}))
        return f"{usual.rpartition('-')[0]}-{digest}"

    def imported(self, digest: str) -> str:
        """The path below content/ of the document that was made of a file with this digest; empty where none was."""
        for path in self.headers.tree.documents:
            article = self.headers.articles.get(path)
            if path.endswith(f"-{digest}.md") or (article and article.id.endswith(f"-{digest}")):
                return path
        return ""


@dataclass
class Run:
    """What came of one run: the lines to print, and how many files ended how."""

    lines: list[str] = field(default_factory=list)
    made: dict[str, str] = field(default_factory=dict)
    known: int = 0
    failed: int = 0
    used: set[Incoming] = field(default_factory=set)

    def refuse(self, file: Incoming, error: Unusable) -> None:
        """One line for a file that cannot be used."""
        self.failed += 1
        self.lines.append(f"{file.name}: {error}")


def import_notices(folder: Path, content: Path, wanted: Wanted, now: str) -> tuple[str, bool]:
    """Import what can be imported. The report, and whether every file could be used. Raises CannotRun."""
    target = _target(read_headers(content, now), content, wanted)
    found = read_folder(folder)
    run = Run()
    for file, error in found.refused:
        run.refuse(file, error)
    for document in found.documents:
        _import(document, found, target, run)
    for document in found.annexes:
        if document not in run.used:
            _import(document, found, target, run)
    unused = [(file, "没有一篇文档用到") for file in (*found.pictures, *found.files) if file not in run.used]
    for file, why in (*found.passed_over, *unused):
        run.lines.append(f"{file.name}: 没有用到（{why}）")
    run.lines.append(_summary(run, len(unused) + len(found.passed_over), dry_run=wanted.dry_run))
    return "\n".join(map(mask, run.lines)), run.failed == 0


def _target(headers: Headers, content: Path, wanted: Wanted) -> Target:
    kind, fault = choices.find_type(wanted.type or "article")
    if kind is None:
        raise CannotRun(f"--type: {fault}")
    folder, fault = choices.find_folder(wanted.column or COLUMN, kind.id, headers)
    if not folder:
        raise CannotRun(f"--column: {fault}")
    publisher = headers.offices.spellings.get(wanted.publisher) if wanted.publisher else None
    if wanted.publisher and publisher is None:
        cure = suggestion(wanted.publisher, headers.offices.spellings) + "请写 units.csv 里的单位 id 或名称"
        raise CannotRun(f"--publisher: 没有单位“{wanted.publisher}”。{cure}")
    return Target(headers, content, folder, kind, publisher, wanted.dry_run)


def _import(document: Incoming, found: NoticeFolder, target: Target, run: Run) -> None:
    """One document with what belongs to it; what keeps it from being imported becomes a line."""
    try:
        data = document.read()
        digest = f"w{blake2b(data, digest_size=4).hexdigest()}"
        word = read_word(data, target.unit_names)
        pictures, attachments = found.pictures_of(document), found.attachments_of(document, word.plain)
        run.used |= {document, *pictures, *attachments}
        if path := run.made.get(digest) or target.imported(digest):
            run.known += 1
            run.lines.append(f"{document.name}: 以前导入过，就是 {target.headers.tree.shown(path)}，没有再导入")
            return
        notice = Notice(target.headers, target.type, target.folder, target.id_for(word, digest), word, target.publisher)
        notice = _with_files(notice, pictures, attachments, run)
        if not target.dry_run:
            _write(target.content, notice)
        run.made[digest] = notice.path
        run.lines.append(report_on(document.name, notice, dry_run=target.dry_run))
    except Unusable as error:
        run.refuse(document, error)


def _with_files(notice: Notice, pictures: Collection[Incoming], attachments: Collection[Incoming], run: Run) -> Notice:
    """The notice with its loose pictures and its attachments; each that cannot be used is told."""
    for file in pictures:
        try:
            prepared = prepare(file.read())
            if isinstance(prepared, Fault):
                raise Unusable(prepared.what, prepared.cure)
            notice = notice.with_picture(prepared.whole.data, KINDS[prepared.kind][0])
        except Unusable as error:
            run.refuse(file, error)
    for file in attachments:
        try:
            data = file.read()
            notice = notice.with_attachment(data, file.suffix, file.stem, look_into(file, data))
        except Unusable as error:
            run.refuse(file, error)
    return notice


def _write(content: Path, notice: Notice) -> None:
    """Write files and document, or nothing. Raises Unusable."""
    written: list[Path] = []
    try:
        for path, data in write_notice(notice).items():
            if _put(content, path, data):
                written.append(content / path)
    except BaseException as error:  # Ctrl-C as well
        for file in reversed(written):
            file.unlink(missing_ok=True)
        if not isinstance(error, OSError):
            raise
        reason = why_not_written(error)
        raise Unusable(f"写不进内容目录（{reason}），没有导入", "请检查磁盘空间和目录权限后重新运行") from None


def _put(content: Path, path: str, data: bytes) -> bool:
    """Write a new file; False where exactly that file is there already, left by a run that was cut off."""
    file = content / path
    if not file.parent.resolve().is_relative_to(content.resolve()):
        raise Unusable(f"目录 {file.parent} 指到了内容目录之外，没有导入", "请检查是不是符号链接")
    try:
        write_whole(file, data)
    except FileExistsError:
        if not os.path.lexists(file):
            raise NotADirectoryError(errno.ENOTDIR, "") from None
        if file.is_file() and not file.is_symlink() and not path.endswith(".md") and file.read_bytes() == data:
            return False
        what = f"{content.name}/{path} 已经存在，没有改动它，也没有导入"
        raise Unusable(what, "请核对那个文件，移走后再导入") from None
    return True


def _summary(run: Run, unused: int, *, dry_run: bool) -> str:
    counts: Mapping[str, int] = {
        "以前导入过 {} 篇": run.known,
        "不能用的文件 {} 个": run.failed,
        "没有用到的文件 {} 个": unused,
    }
    said = [f"{'试运行，没有写入；可以导入' if dry_run else '导入'} {len(run.made)} 篇"]
    said += [text.format(count) for text, count in counts.items() if count]
    text = "，".join(said) + "。"
    if run.made and not dry_run:
        text += (
            "\n都是草稿，读者看不到。请逐篇填写后运行 desk check，通过了再把 status 改为 published；"
            "没有填完的草稿不影响别人生成网站。"
        )
    return text

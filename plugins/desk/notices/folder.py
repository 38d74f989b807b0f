"""A folder as a clerk sends it: notices in Word, photos and tables, and which of them belong together."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from plugins.build.problems import CannotRun
from plugins.desk.notices.incoming import Incoming, Unusable
from plugins.desk.word.heads import squeeze

DOCUMENT = ".docx"
PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff"}
FILES = {".pdf", ".ofd", ".xlsx", ".xls", ".csv"}
_OLD = {".doc", ".wps", ".docm", ".dot", ".dotx", ".wpt", ".rtf", ".odt", ".uot"}
_PHONE = {".heic", ".heif", ".avif"}
_LEFTOVERS = {"thumbs.db", "desktop.ini", ".ds_store"}
_ANNEX = re.compile(r"附件?\s*(?:[0-9０-９]+|[一二三四五六七八九十]+)?\s*(?:[:：.．、\-_—\s]+|$)?")
_SHORTEST = 3
"""Characters of a file's name that a text must hold before that counts as naming the file."""


@dataclass(frozen=True)
class NoticeFolder:
    """What lies in the folder, each kind in the order of people (图2 before 图10).

    ``annexes`` are Word files whose names begin with 附件: they go with a notice that names them. ``refused`` are files
    that cannot be used, ``passed_over`` what nobody looked at, with the reason.
    """

    documents: tuple[Incoming, ...]
    annexes: tuple[Incoming, ...]
    pictures: tuple[Incoming, ...]
    files: tuple[Incoming, ...]
    refused: tuple[tuple[Incoming, Unusable], ...]
    passed_over: tuple[tuple[Incoming, str], ...]

    def pictures_of(self, document: Incoming) -> list[Incoming]:
        """The loose pictures that are named after a document."""
        return [picture for picture in self.pictures if self._owner(picture) == document]

    def attachments_of(self, document: Incoming, plain: str) -> list[Incoming]:
        """The files that are named after a document, or that its text names; ``plain`` is that without any blanks."""
        alone = len(self.documents or self.annexes) == 1
        return [
            file
            for file in (*self.files, *self.annexes)
            if file != document and (self._owner(file) == document or _names(plain, file, alone=alone))
        ]

    def _owner(self, file: Incoming) -> Incoming | None:
        """The document after which a file is named; of several the one with the longest name."""
        named = [document for document in (*self.documents, *self.annexes) if _begins_with(file.stem, document.stem)]
        return max(named, key=lambda document: len(document.stem), default=None) if file not in named else None


def read_folder(folder: Path) -> NoticeFolder:
    """List the folder, not what is below it. Raises CannotRun where there is none."""
    if not folder.exists():
        raise CannotRun(f"没有找到文件夹 {folder}。请核对路径")
    if not folder.is_dir():
        raise CannotRun(f"{folder} 不是文件夹。请把来稿放进一个文件夹，再写文件夹的路径")
    try:
        names = sorted(os.listdir(folder), key=in_order)
    except OSError as error:
        raise CannotRun(f"文件夹 {folder} 读不了（{error.strerror}）。请检查权限") from None
    sorted_out: dict[str, list[Incoming]] = {"documents": [], "annexes": [], "pictures": [], "files": []}
    refused: list[tuple[Incoming, Unusable]] = []
    passed_over: list[tuple[Incoming, str]] = []
    for incoming in (Incoming(folder / name) for name in names if not is_leftover(name)):
        kind = _kind(incoming)
        if isinstance(kind, Unusable):
            refused.append((incoming, kind))
        elif kind in sorted_out:
            sorted_out[kind].append(incoming)
        else:
            passed_over.append((incoming, kind))
    kinds = {key: tuple(found) for key, found in sorted_out.items()}
    return NoticeFolder(refused=tuple(refused), passed_over=tuple(passed_over), **kinds)


def in_order(name: str) -> list[tuple[int, str]]:
    """A key that sorts figures by their worth."""
    parts = re.split(r"([0-9]+)", name)
    return [(int(part), "") if re.fullmatch(r"[0-9]{1,9}", part) else (-1, part) for part in parts]


def is_leftover(name: str) -> bool:
    """What office programs and operating systems leave lying about."""
    return name.startswith(("~$", ".~", "._")) or name.lower() in _LEFTOVERS


def _kind(incoming: Incoming) -> str | Unusable:
    """A field of NoticeFolder; else why the file is passed over, or refused."""
    if incoming.file.is_symlink():
        return Unusable("是符号链接，没有打开", "请换成文件本身")
    if incoming.file.is_dir():
        return "是文件夹，没有看里面的文件；需要的请移出来"
    if incoming.suffix == DOCUMENT:
        return "annexes" if incoming.stem.startswith("附件") else "documents"
    if incoming.suffix in _OLD:
        return Unusable(f"{incoming.suffix} 格式读不了", "请用 Word、WPS 打开，另存为 .docx 后再导入")
    if incoming.suffix in _PHONE:
        return Unusable(f"{incoming.suffix} 照片网页不能用", "请在手机或电脑上另存为 JPG 后再导入")
    if incoming.suffix in PICTURES:
        return "pictures"
    return "files" if incoming.suffix in FILES else "这种文件用不上；要作附件的请转成 PDF 或 XLSX"


def _begins_with(stem: str, start: str) -> bool:
    """Whether a name begins with another and goes on after it: 通知图1 with 通知, but not 10 with 1."""
    rest = stem[len(start) :]
    return bool(start) and stem.startswith(start) and not (start[-1].isdigit() and rest[:1].isdigit())


def _names(plain: str, file: Incoming, *, alone: bool) -> bool:
    """Whether a text speaks of an annex and names this file. A bare 附件1 is clear only where there is one document."""
    stem = squeeze(file.stem)
    core = _ANNEX.sub("", stem, count=1) if _ANNEX.match(stem) else stem
    if "附件" not in plain:
        return False
    if not core:
        return alone and stem in plain
    return len(core) >= _SHORTEST and core in plain

"""A folder as towns send it, walked without trusting it: which files there are, and which cannot be taken."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from plugins.build.problems import CannotRun
from plugins.desk.intake.told import Bad
from plugins.desk.notices.folder import PICTURES, in_order, is_leftover
from plugins.desk.notices.incoming import Incoming, printable

MOST_FILES, DEEPEST = 50_000, 6
TEXTS = {".md", ".txt"}
SHEETS = {".xlsx", ".csv"}
KEPT = {".pdf", ".ofd"}
WORD = ".docx"
_RESAVE = {
    ".doc": ".docx", ".wps": ".docx", ".rtf": ".docx", ".docm": ".docx", ".odt": ".docx", ".wpt": ".docx",
    ".xls": ".xlsx", ".et": ".xlsx", ".xlsm": ".xlsx", ".xlsb": ".xlsx", ".ods": ".xlsx", ".ett": ".xlsx",
}  # fmt: skip
"""What readers cannot open everywhere and nobody can look into for private numbers, and what to save it as."""
_PACKED = {".rar", ".zip", ".7z", ".gz", ".tar"}
_PHONE = {".heic", ".heif", ".avif"}
_COPY = re.compile(
    r"(?:\s*[-_—]?\s*(?:的?副本|复件|copy|拷贝)\s*\d*|\s*\(\d{1,2}\)|\s*[-_]?\s*(?:最终版?|定稿|修改版?|新版?))+$|^(?:副本|复件|copy\s+of)\s*[-_]?\s*",
    re.IGNORECASE,
)
_ODD = {"So", "Sk", "Cs", "Co", "Cn", "Cc", "Cf"}


@dataclass(frozen=True)
class Sent:
    """A file that was sent. ``shown`` is its path in the folder as messages print it, ``folders`` the names of the
    folders it lies in and ``stem`` its own without ending and without the marks of a copy, both as they were meant;
    ``is_copy`` says that it had such marks."""

    incoming: Incoming
    shown: str
    folders: tuple[str, ...]
    stem: str
    is_copy: bool

    @property
    def suffix(self) -> str:
        """The ending with its dot, in lower case."""
        return self.incoming.suffix


@dataclass
class Walked:
    """What was found: files that may be taken, those that may not, and how many leftovers nobody looked at."""

    files: list[Sent] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)
    leftovers: int = 0


def walk(folder: Path) -> Walked:
    """Every file of a folder. Raises CannotRun where there is none, or too much in it."""
    if not folder.exists():
        raise CannotRun(f"没有找到文件夹 {folder}。请核对路径")
    if not folder.is_dir():
        raise CannotRun(f"{folder} 不是文件夹。请把来稿按 村/季度/事项 放好，再写文件夹的路径")
    walked = Walked()
    _walk(folder, (), walked)
    return walked


def single(file: Path) -> Sent:
    """One file that was named by itself. Raises CannotRun where there is none."""
    if not file.exists():
        raise CannotRun(f"没有找到 {file}。请核对路径")
    name = _decoded(file.name)
    return _sent(file, name, (), printable(name))


def meant(name: str) -> str:
    """A name as it was meant: usual width, composed characters, no emoji, single blanks."""
    text = unicodedata.normalize("NFKC", name)
    return " ".join("".join(char for char in text if unicodedata.category(char) not in _ODD).split())


def _walk(folder: Path, steps: tuple[str, ...], walked: Walked) -> None:
    try:
        names = sorted(os.listdir(folder), key=in_order)
    except OSError as error:
        shown = "/".join(steps) or printable(folder.name)
        walked.bad.append(Bad(shown, "", f"文件夹读不了（{error.strerror}）", "请检查权限"))
        return
    for raw in names:
        name = _decoded(raw)
        shown = printable("/".join((*steps, name)))
        file = folder / raw
        if is_leftover(name) or name.startswith(".") or name == "__MACOSX" or name.endswith("~"):
            walked.leftovers += 1
        elif file.is_symlink():
            walked.bad.append(Bad(shown, "", "是符号链接，没有打开", "请换成文件本身"))
        elif file.is_dir():
            if len(steps) >= DEEPEST:
                walked.bad.append(Bad(shown, "", "文件夹套得太深，没有看", "请按 村/季度/事项 放"))
            else:
                _walk(file, (*steps, name), walked)
        else:
            if len(walked.files) >= MOST_FILES:
                raise CannotRun(f"文件超过 {MOST_FILES} 个。请核对是不是这个文件夹，或者分几次导入")
            sent = _sent(file, name, steps, shown)
            walked.bad += _refusals(sent)
            walked.files.append(sent)


def _decoded(raw: str) -> str:
    """A name whose bytes are GBK, as old archives have it, read as that."""
    try:
        raw.encode()
    except UnicodeEncodeError:
        return os.fsencode(raw).decode("gb18030", "replace")
    return raw


def _sent(file: Path, name: str, steps: tuple[str, ...], shown: str) -> Sent:
    stem = meant(os.path.splitext(name)[0])
    bare = _COPY.sub("", stem).strip()
    return Sent(Incoming(file), shown, tuple(map(meant, steps)), bare or stem, bool(bare) and bare != stem)


def _refusals(sent: Sent) -> Iterator[Bad]:
    """Why a file cannot be published by its kind."""
    suffix = sent.suffix
    if suffix in _RESAVE:
        cure = f"读者不一定打得开，也查不了里面的个人信息：请用 Word、WPS 打开，另存为 {_RESAVE[suffix]} 再导入"
        yield Bad(sent.shown, "", f"是 {suffix} 格式", cure)
    elif suffix in _PACKED:
        yield Bad(sent.shown, "", "是压缩包，没有打开", "请解开，把里面的文件按 村/季度/事项 放好")
    elif suffix in _PHONE:
        yield Bad(sent.shown, "", f"{suffix} 照片网页不能用", "请在手机或电脑上另存为 JPG 再导入")
    elif suffix not in {WORD, *TEXTS, *SHEETS, *KEPT, *PICTURES}:
        what = f"这种文件（{suffix}）不能公开" if suffix else "没有扩展名，不知道是什么文件"
        yield Bad(sent.shown, "", what, "请换成 .docx、.xlsx、.pdf、.jpg、.png、.md 或 .txt")

"""Where ``desk`` works: the settings, the content folder, and the Portal over them."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plugins.build.problems import CannotRun, ContentErrors

if TYPE_CHECKING:
    from plugins.build.library import Known

SETTINGS = "pelicanconf.py"
WORTH_ASKING = 1024 * 1024
"""Bytes of what the last build knows below which headers are read sooner than it."""

_REASONS = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘已满",
    errno.EFBIG: "文件超过系统的限额",
    errno.ENOTDIR: "目录的位置上是一个文件",
}


def settings_file() -> Path:
    """pelicanconf.py in this folder, or of the checkout that ``desk`` was installed from. Raises CannotRun."""
    here = Path(SETTINGS)
    path = here if here.is_file() else Path(__file__).parents[2] / SETTINGS
    if not path.is_file():
        raise CannotRun(f"没有找到 {SETTINGS}。请在网站的根目录里运行 desk")
    return path.resolve()


def content_folder(asked: Path | None) -> Path:
    """The content folder, absolute: the one asked for, else that beside the settings. Raises CannotRun."""
    content = asked.absolute() if asked else settings_file().parent / "content"
    if not content.is_dir():
        raise CannotRun(f"没有找到内容目录 {content}。请在网站的根目录里运行，或用 --content 指明内容目录")
    return content


def theme_folder(asked: Path | None) -> Path:
    """The theme, absolute: the one asked for, else that beside the settings. Raises CannotRun."""
    theme = asked.absolute() if asked else settings_file().parent / "theme"
    if not Path(theme, "templates").is_dir():
        raise CannotRun(f"没有找到主题 {theme}（其中应有 templates 目录）。请用 --theme 指明")
    return theme


def open_portal(content: Path | None, theme: Path | None = None, output: Path | None = None, **settings: object) -> Any:
    """The Portal of the settings over these folders. Raises CannotRun where one is missing."""
    from pelican.settings import read_settings

    overrides: dict[str, Any] = {"THEME": str(theme_folder(theme)), "PATH": str(content_folder(content)), **settings}
    if output is not None:
        overrides["OUTPUT_PATH"] = str(output.absolute())
    read: Mapping[str, Any] = read_settings(str(settings_file()), override=overrides)
    return read["PELICAN_CLASS"](read)


def cache_folder(content: Path) -> Path | None:
    """Where builds of this content keep what they know; None where it is not the content of the settings."""
    from plugins.build.quick import output_of

    output = output_of(settings_file())
    if output is None or settings_file().parent / "content" != content:
        return None
    return Path(f"{os.path.realpath(output)}.cache")


def last_build(content: Path, year: int) -> Known:
    """What the last build of this content knows of its documents; nothing where there was none by this program, or
    where it takes longer to ask."""
    from plugins.build.library import RECORDS, Cache
    from plugins.build.stamp import stamp_of_settings

    folder = cache_folder(content)
    if folder is None or not (folder / RECORDS).is_file() or (folder / RECORDS).stat().st_size < WORTH_ASKING:
        return {}
    cache = Cache(folder, stamp_of_settings(open_portal(content).settings))
    try:
        return cache.known(year)
    finally:
        cache.shelf.close()


def sound_edition(content: Path | None, now: str, *, production: bool) -> Any:
    """The Edition of a content folder that a build would take. Raises ContentErrors where it would not, CannotRun."""
    portal = open_portal(content, NOW=now, PRODUCTION=production)
    if problems := portal.check():
        raise ContentErrors(problems)
    return portal.edition


def look_for(files: Sequence[Path], content: Path) -> None:
    """Raise CannotRun for a name that is misspelt, lies elsewhere, or hangs on the wall only: nothing would be found
    wrong with it."""
    from plugins.build.scan import is_for_the_wall

    for file in files:
        if not file.exists():
            raise CannotRun(f"没有找到 {file}。请核对路径")
        place = file.resolve()
        if place.is_relative_to(content.resolve()):
            path = place.relative_to(content.resolve()).as_posix()
            if is_for_the_wall(path):
                village = path.split("/")[1]
                raise CannotRun(f"{file} 只上墙，不是网站的文档。请运行 desk wall {village}，打印之前会检查")
        if not file.resolve().is_relative_to(content.resolve()):
            raise CannotRun(
                f"{file} 不在内容目录 {content} 里，没有检查。请给出其中的文件，或用 --content 指明内容目录"
            )


def write_whole(file: Path, data: bytes, *, replacing: bool = False) -> None:
    """Write a file so that it is there whole or not at all; folders are made.

    Raises FileExistsError where it is there already and ``replacing`` was not asked for.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".desk-")
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        draft.chmod(file.stat().st_mode & 0o777 if file.exists() else 0o666 & ~_umask())
        if replacing:
            draft.replace(file)
        else:
            os.link(draft, file)
    finally:
        draft.unlink(missing_ok=True)


def why_not_written(error: OSError) -> str:
    """What the system said, in Chinese where we know it."""
    return _REASONS.get(error.errno or 0, error.strerror or str(error))


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

"""Files that are copied as they are: the theme's, npm packages', attachments; not the pictures of plugins.images."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pelican import signals

from plugins.build.facts import digest
from plugins.build.kinds import Copy, Kind
from plugins.build.problems import CannotRun
from plugins.build.view import View
from plugins.links import file_url

NODE_MODULES = Path(__file__).parents[1] / "node_modules"
"""Where the set-up step puts npm packages."""
NPM_ASSETS = {"qrcode.js": "qrcode-generator/dist/qrcode.js"}
"""Name below /theme/vendor/ → file below node_modules/."""


def theme_files(theme: Path) -> dict[str, Path]:
    """Path below the output → file, for everything under theme/static; hidden files and symbolic links left out."""
    static = theme / "static"
    return {
        f"theme/{file.relative_to(static).as_posix()}": file
        for file in sorted(static.rglob("*"))
        if file.is_file() and not file.is_symlink() and "/." not in f"/{file.relative_to(static).as_posix()}"
    }


def npm_files(modules: Path, wanted: Mapping[str, str] = NPM_ASSETS) -> dict[str, Path]:
    """Path below the output → file, for NPM_ASSETS or those of a plugin. Raises CannotRun where they are not
    installed."""
    files = {f"theme/vendor/{name}": modules / source for name, source in wanted.items()}
    if missing := [str(file) for file in files.values() if not file.is_file()]:
        raise CannotRun(f"缺少网页用的程序包：{'、'.join(missing)}。请先运行 make setup")
    return files


THEME = Kind("asset", lambda view, argument: _asset(view, *argument), frozenset({"asset"}))
FILE = Kind("file", lambda view, path: Copy(view.file(path)), frozenset({"asset"}))


def _asset(view: View, name: str, file: str) -> Copy:
    view.note(f"asset:/{name}")
    return Copy(Path(file))


def offer(generator: Any) -> None:
    """Receiver: all of them."""
    files = {**theme_files(Path(generator.theme)), **npm_files(NODE_MODULES)}
    generator.add_facts({f"asset:/{path}": digest(file.read_bytes()) for path, file in files.items()})
    generator.add_pages(THEME, ((path, (path, str(file))) for path, file in files.items()))
    edition = generator.edition
    generator.add_pages(FILE, ((path, path) for path in edition.files if file_url(path) not in edition.pictures))


def register() -> None:
    """Run when everything has been read."""
    signals.article_generator_finalized.connect(offer)

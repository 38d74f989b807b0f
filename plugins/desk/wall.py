"""``desk wall``: a village's board as one file to open and print, with what may hang there and not stand on the web."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from plugins.build.kinds import Kind
from plugins.build.problems import CannotRun, ContentErrors, suggestion
from plugins.build.quick import output_of
from plugins.build.view import Fragments, View
from plugins.catalogue import VILLAGES
from plugins.desk.workplace import open_portal, settings_file, theme_folder, write_whole
from plugins.images import cache_of, is_picture, published
from plugins.links import file_url
from plugins.notice_board.board import Board, read_board
from plugins.notice_board.publish import WALL
from plugins.notice_board.unpublished import Unpublished, read_unpublished
from plugins.villages import Village
from standards import village_rhythm as rhythm

READS = Kind("board file", WALL.make, WALL.reads | {"asset"})
STYLES = ("site.css", "print.css", "wall.css")
FOLDER = "wall"
"""Below the working folder, where nothing else is asked for; git does not look at it."""
_IMAGE = re.compile(r'<img (?:[^>"]|"[^"]*")*>')
_SOURCE = re.compile(r'src="/([^"]*)"')
_LINK = re.compile(r'(<a (?:[^>"]|"[^"]*")*?href=")/')
_SET = re.compile(r' (?:srcset|sizes)="[^"]*"')


def write(  # noqa: PLR0917 - what is asked for
    name: str, period: str, paper: str, out: Path | None, content: Path | None, now: str
) -> str:
    """Write the board of a village (id or name) and say where. ``period`` is a quarter, empty for the last that is
    over; ``out`` a folder. Raises CannotRun, and ContentErrors with all that is wrong, before anything is written."""
    portal = open_portal(content, NOW=now)
    if problems := portal.check():
        raise ContentErrors(problems)
    contents = portal.edition.contents
    root = contents.tree.root
    village = _village(name, contents.villages.by_id)
    quarter = _quarter(period, contents.affairs.due)
    folder = (out or Path(FOLDER, f"{village.id}-{quarter}")).absolute()
    _refuse_published(folder, root)
    view = View(contents, READS, Fragments(lambda view, sheet: ""))
    unpublished = read_unpublished(view, root, village, quarter, contents.minute)
    if unpublished.problems:
        raise ContentErrors(sorted(set(unpublished.problems)))
    board = read_board(view, village.id, quarter, unpublished.sheets)
    file = folder / f"{village.id}-{quarter}-{paper}.html"
    try:
        write_whole(file, page(board, paper, _pictures(view, portal.settings, contents)).encode(), replacing=True)
    except OSError as error:
        raise CannotRun(f"{file} 写不了（{error.strerror}）。请用 --out 换一个目录") from error
    return _report(file, board, unpublished, paper)


def page(board: Board, paper: str, picture: Callable[[str], str]) -> str:
    """The file: styles and pictures inside, so that it can be carried to any computer. ``picture`` gives the address to
    show in the place of a root-relative one."""
    theme = theme_folder(None)
    environment = Environment(
        loader=FileSystemLoader(theme / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    styles = [(theme / "static" / name).read_text(encoding="utf-8") for name in STYLES]
    styles[1] = f"@media print {{\n{styles[1]}}}\n"
    text = environment.get_template("wall_file.html").render(
        board=board,
        paper=paper,
        style=Markup("\n".join(styles)),  # noqa: S704 - our own
        hidden=sum(not sheet.url for sheet in board.sheets),
    )
    home = board.url.partition(f"/{VILLAGES}/")[0]
    text = _LINK.sub(rf"\g<1>{home}/", text)  # from a disk there is no root
    return _IMAGE.sub(lambda tag: _SOURCE.sub(lambda at: f'src="{picture(at[1])}"', _SET.sub("", tag[0])), text)


def _pictures(view: View, settings: Any, contents: Any) -> Callable[[str], str]:
    """Pictures as ``data:`` addresses, as the site publishes them: without place and camera."""
    cache = cache_of(settings, contents.tree.root)
    types = {"svg": "svg+xml", "jpg": "jpeg"}

    @lru_cache
    def inside(address: str) -> str:
        place = unquote(address)
        path = place if place in contents.files else _original(place, contents.files)
        if not path or not is_picture(path) or view.picture(file_url(path)) is None:
            return f"/{address}"
        kind = place.rpartition(".")[2].lower()
        data = b64encode(published(view, cache, path, place, contents.tree.shown(path))).decode()
        return f"data:image/{types.get(kind, kind)};base64,{data}"

    return inside


def _original(place: str, files: Iterable[str]) -> str:
    """The picture below content/ of which a smaller one is published at ``place``."""
    folder = place.rpartition("/")[0]
    stem = place.rpartition("/")[2]
    near = [
        path
        for path in files
        if path.startswith(f"{folder}/") and stem.startswith(path.rpartition("/")[2].rpartition(".")[0])
    ]
    return max(near, key=len, default="")


def _village(name: str, villages: Mapping[str, Village]) -> Village:
    if name in villages:
        return villages[name]
    named = [village for village in villages.values() if village.name == name]
    if len(named) == 1:
        return named[0]
    if named:
        ids = "、".join(f"{village.id}（{village.town_name}）" for village in named)
        raise CannotRun(f"叫“{name}”的村有 {len(named)} 个：{ids}。请写编号")
    cure = suggestion(name, [*villages, *(village.name for village in villages.values())])
    raise CannotRun(f"villages.csv 里没有村“{name}”。{cure}请写村的编号或名称")


def _quarter(asked: str, due: str) -> str:
    if not asked:
        if not due:
            raise CannotRun("没有村务公开目录，不知道这个季度应张贴什么。请先写 content/villages/catalogue.toml")
        return due
    period = rhythm.parse_period(asked)
    if not period:
        raise CannotRun(f"--period 的“{asked}”不是季度。请写成 2026Q3 或 2026年第三季度")
    return rhythm.period_with(rhythm.span_of(period).last, rhythm.QUARTERLY)


def _refuse_published(folder: Path, root: Path) -> None:
    """Nothing of it may come where the site is built from or to."""
    place = folder.resolve()
    output = output_of(settings_file())
    for name, other in (("内容目录", root), ("网站的输出目录", output), ("主题目录", theme_folder(None))):
        if other is not None and (place == other.resolve() or other.resolve() in place.parents):
            raise CannotRun(f"{folder} 在{name}里，没有写：只上墙的内容不能放进网站。请用 --out 换一个目录")


def _report(file: Path, board: Board, unpublished: Unpublished, paper: str) -> str:
    hidden = sum(not sheet.url for sheet in board.sheets)
    lines = [
        f"已写成 {file}：{board.quarter}公开事项一览，文档 {len(board.sheets)} 篇（其中只上墙、不上网的 {hidden} 篇）",
        f"用浏览器打开后打印，纸张选 {paper}，每篇另起一页",
    ]
    if hidden:
        lines.append("里面有不能上网的内容：打印后请删去这个文件，不要发到群里，也不要拍照转发")
    return "\n".join([*lines, *unpublished.remarks])

"""``desk preview``: the site as it will be, in a browser that keeps up with what is being written.

Three threads: the main one sees edits, one builds, one serves (with one more for each connection). A broken edit
never ends it: the pages stay as they were, and terminal and browser tell what to mend.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
import threading
import time
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click

from plugins.build.problems import CannotRun
from plugins.desk.board import Board
from plugins.desk.edits import Edits, watch_edits
from plugins.desk.preview_server import ADDRESS, PreviewServer, open_server
from plugins.desk.rebuild import LiveBuild, Order, Rebuild, Result, Trouble, trouble_of
from plugins.desk.workplace import SETTINGS, content_folder, settings_file, theme_folder
from plugins.site import parse_now

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def preview(content: Path | None, theme: Path | None, port: int, now: str, opening: bool) -> None:
    """Serve until Ctrl-C. Raises CannotRun for what no edit could mend."""
    settings, content, theme = settings_file(), content_folder(content), theme_folder(theme)
    if now and parse_now(now) is None:
        raise CannotRun(f"--now 的“{now}”不是时间。请写成 2026-11-20T09:00:00+08:00")
    try:
        for number in _SIGNALS:
            signal.signal(number, signal.default_int_handler)
        with open_server(port, Board()) as server, _private_folder(settings.parent, server.port) as folder:
            if port and server.port != port:
                _say(f"端口 {port} 已被占用，改用 {server.port}。")
            server.root = folder / "site"
            rebuild = LiveBuild(Order(content, theme, server.root, now), settings)
            teller = Teller(server, (content, theme, settings), opening)
            with _at_work(server, rebuild, teller) as edits:
                for changed in watch_edits((content, theme), settings):
                    edits.put(changed)
    except KeyboardInterrupt:
        _say("预览已停止。")


@contextmanager
def _private_folder(beside: Path, port: int) -> Iterator[Path]:
    """A folder that only this user can read, removed at the end. Raises CannotRun where there is no room for one.

    Its name is the port, which nobody else holds: what a killed preview left is swept by the next one there.
    """
    ours = beside / ".state" / "preview"
    folder = ours / str(port)
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700, parents=True)
    except OSError:
        try:
            folder = Path(tempfile.mkdtemp(prefix="gongkai-preview-"))
        except OSError as error:
            raise CannotRun(f"没有地方存放预览的网页（{error.strerror}）。请检查磁盘空间和权限") from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):  # somebody else's things are there, or nothing ever was
            ours.rmdir()
            ours.parent.rmdir()


@contextmanager
def _at_work(server: PreviewServer, rebuild: LiveBuild, teller: Teller) -> Iterator[Edits]:
    """Serve and build while the block lasts; no thread or process of ours is left after it."""
    edits = Edits()
    edits.put(set())
    serving = threading.Thread(target=server.serve_forever, args=(0.1,), name="server", daemon=True)
    building = threading.Thread(target=keep_building, args=(rebuild, edits, teller), name="builder", daemon=True)
    serving.start()
    building.start()
    try:
        yield edits
    finally:
        for number in _SIGNALS:
            signal.signal(number, signal.SIG_IGN)  # the end takes a moment, and an impatient Ctrl-C would spoil it
        edits.close()
        while building.is_alive():
            rebuild.stop()
            building.join(0.1)
        server.board.close()
        server.shutdown()
        serving.join()


def keep_building(rebuild: Rebuild, edits: Edits, tell: Callable[[set[Path], Result, float], None]) -> None:
    """Rebuild for what was changed and ``tell`` how it ended and after how many seconds, until ``edits`` is closed."""
    while (changed := edits.take()) is not None:
        started = time.monotonic()
        try:
            result = rebuild(changed)
        except Exception as error:  # noqa: BLE001 - an engine's own fault must not end the preview either
            result = Result(trouble=trouble_of(error))
        if not edits.closed:
            tell(changed, result, time.monotonic() - started)


class Teller:
    """Tells open pages and the terminal how each build ended; after the first one, where the preview is."""

    def __init__(self, server: PreviewServer, sources: tuple[Path, ...], opening: bool) -> None:
        self._server, self._sources, self._opening = server, sources, opening
        self._first = True
        self._last: Trouble | None = None

    def __call__(self, changed: set[Path], result: Result, seconds: float) -> None:
        """``changed`` are the files that a build of so many ``seconds`` was for."""
        self._server.board.post(result)
        if result.trouble is not None and result.trouble != self._last:
            _say(str(result.trouble), err=True)
        if self._first:
            self._announce(seconds)
        else:
            _say(f"{time.strftime('%H:%M:%S')} {self._name(changed)}：{self._outcome(result)}，用时 {seconds:.1f} 秒")
        self._first, self._last = False, result.trouble

    def _announce(self, seconds: float) -> None:
        address = f"http://{ADDRESS}:{self._server.port}/"
        _say(f"预览地址 {address} （首次生成用时 {seconds:.1f} 秒）")
        _say(f"修改内容、主题或 {SETTINGS} 并保存，打开的网页会自己更新。按 Ctrl-C 停止。")
        if self._opening and not _open(address):
            _say("没有找到浏览器，请自己打开上面的地址。")

    def _outcome(self, result: Result) -> str:
        if result.trouble is not None:
            again = result.trouble == self._last
            return f"{result.trouble.title}，{'同上' if again else '见上'}，网页保持原样"
        if result.changed:
            return f"{'问题已改正，' if self._last else ''}更新了 {len(result.changed)} 个文件"
        return "问题已改正" if self._last else "网页没有变化（草稿和没有到发布时间的文档不显示）"

    def _name(self, changed: set[Path]) -> str:
        first = min(changed)
        base = next((source.parent for source in self._sources if first.is_relative_to(source)), first.parent)
        more = f"等 {len(changed)} 处" if len(changed) > 1 else ""
        return f"{first.relative_to(base)} {more}有改动"


def _open(address: str) -> bool:
    """Open a browser that has a window; one that runs in the terminal would take it over."""
    if sys.platform == "linux" and not ({"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys()):
        return False
    return webbrowser.open(address)


def _say(text: str, *, err: bool = False) -> None:
    """Print, whatever file names hold and even if nobody reads any more."""
    with suppress(OSError):
        click.echo(text.encode(errors="backslashreplace").decode(), err=err)

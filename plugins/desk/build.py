"""``desk build``: nothing where nothing changed, else the build with a bar, and on request where the time went."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta, timezone
from pathlib import Path
from threading import Thread
from typing import Any

import click

from plugins.build.quick import Request, keep, look, output_of
from plugins.desk.workplace import content_folder, open_portal, settings_file, theme_folder

BEIJING = timezone(timedelta(hours=8))
_WORTH_A_BAR = 300
"""Pages below which a bar would be gone before it is read."""
_ROWS = 12


def build(  # noqa: PLR0917 - the options of the command
    jobs: int | None,
    now: str,
    production: bool,
    content: Path | None,
    output: Path | None,
    theme: Path | None,
    fresh: bool = False,
    profile: bool = False,
) -> None:
    """Build the site and say what was done. Raises ContentErrors or CannotRun."""
    started = time.monotonic()
    settings = settings_file()
    place = output.absolute() if output else output_of(settings)
    found = request = None
    if place is not None:
        real = Path(os.path.realpath(place))
        request = Request(settings, content_folder(content), theme_folder(theme), real, now, production)
        loading = Thread(target=_load, daemon=True)
        found = look(request, f"{datetime.now(BEIJING):%Y-%m-%d %H:%M}", loading.start)
        if found.answer and not fresh and not profile:
            documents, files = found.answer
            seconds = time.monotonic() - started
            click.echo(f"没有改动，网站已是最新：公开文档 {documents} 篇，文件 {files} 个，用时 {seconds:.1f} 秒")
            click.echo(f"网站在 {place}")
            return
        loading.join()

    portal = open_portal(content, theme, output, NOW=now, PRODUCTION=production, JOBS=jobs or 0)
    if found is not None and found.tree is not None:
        portal.scanned, portal.marks = (found.tree, found.scanned_ns), found.marks
    with _bar() as portal.progress:
        summary = portal.build(fresh=fresh)
    quiet = not portal.deadlines  # what waits for a deadline is told in every build
    if quiet and request is not None and found is not None and found.inputs and Path(portal.output_path) == place:
        from plugins.build.stamp import foreign_code

        begin, end, fixed = portal.window()
        code = foreign_code(portal.settings["PLUGINS"])
        counts = (summary.documents, summary.changes.files)
        keep(request, found, (begin, end), fixed, portal.state.folders, code, counts)
    click.echo(str(summary))
    click.echo(f"网站在 {portal.output_path}")
    if profile:
        click.echo(profile_text(portal))


def _load() -> None:
    """Import what a build needs; what is wrong with that is told where it is asked for."""
    with suppress(Exception):
        import plugins.build.portal  # noqa: F401 - it stays loaded
        from plugins.content_types import key_names

        key_names()


@contextmanager
def _bar() -> Iterator[Callable[[int, int], None]]:
    """A progress bar on a terminal. It draws itself only when told: a thread of its own could hang forked workers."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("生成网页"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), auto_refresh=False, transient=True) as bar:
        task = bar.add_task("", total=None, visible=False)

        def draw(done: int, total: int) -> None:
            if total >= _WORTH_A_BAR:
                bar.update(task, completed=done, total=total, visible=True, refresh=True)

        yield draw


def profile_text(portal: Any) -> str:
    """Where the time of a build went: by stage in seconds, by template and by top column in process seconds."""
    lines = ["", "用时（秒）"]
    lines += [f"  {seconds:8.2f}  {stage}" for stage, seconds in portal.clock.seconds.items()]
    work = portal.work
    lines.append(f"生成网页 {work.made} 个（共 {work.pages} 个），各进程合计用时（秒）")
    for title, table in (("按模板", work.templates), ("按栏目", work.folders)):
        rows = sorted(table.items(), key=lambda item: (-item[1][1], item[0]))[:_ROWS]
        lines.append(f"  {title}")
        lines += [f"  {seconds:8.2f}  {int(count):6d} 个  {key or '首页等'}" for key, (count, seconds) in rows]
    return "\n".join(lines)

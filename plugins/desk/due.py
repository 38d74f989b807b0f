"""``desk due``: what the clock will change, and the build that is due when it has."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import click

from plugins.build.problems import CannotRun
from plugins.desk.workplace import sound_edition
from plugins.schedule import FILE, WORDS, upcoming
from plugins.site import parse_now
from standards.calendar import BEIJING

_LINES = 30


def tell(content: Path | None, now: str, *, production: bool) -> str:
    """What is to come, a line each. Raises ContentErrors where the content cannot be published as it is."""
    contents = sound_edition(content, now, production=production)
    events = upcoming(contents)
    if not events:
        return f"{contents.minute} 以后没有要到点发布、下线、开始或结束的内容"
    lines = [f"{contents.minute} 以后到点的有 {len(events)} 项"]
    for event in events[:_LINES]:
        article = contents.targets.articles.get(event.path)
        which = f"  {contents.tree.shown(event.path)}  {article.title}" if article else ""
        lines.append(f"{event.at}  {WORDS[event.what]}{which}")
    if len(events) > _LINES:
        lines.append(f"……另有 {len(events) - _LINES} 项")
    wait = _distance(contents.minute, events[0].at)
    lines.append(f"最近一次还有{wait}；到点后请运行 desk build，或由定时器运行 desk due --build")
    return "\n".join(lines)


def build_if_due(output: Path, now: str, build: Callable[[], None]) -> None:
    """Build where something was due since the last build, or nobody knows. Raises CannotRun for a wrong ``now``."""
    moment = parse_now(now) if now else datetime.now(BEIJING)
    if moment is None:
        raise CannotRun(f"--now 的“{now}”不是时间。请写成 2026-11-20T09:00:00+08:00")
    known, when = _next(output)
    if known and (when is None or moment < when):
        said = f"下一次是 {when:%Y-%m-%d %H:%M}" if when else "以后没有要到点的内容"
        click.echo(f"还没有到点的内容，没有生成网站；{said}")
        return
    build()


def _next(output: Path) -> tuple[bool, datetime | None]:
    """Whether the last build told when something is due next, and when that is."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        told = json.loads((output / FILE).read_text(encoding="utf-8"))["next"]
        if told is None:
            return True, None
        if (when := parse_now(told)) is not None:
            return True, when
    return False, None


def _distance(one: str, other: str) -> str:
    span = datetime.fromisoformat(other) - datetime.fromisoformat(one)
    hours, seconds = divmod(span.seconds, 3600)
    days = f" {span.days} 天" if span >= timedelta(days=1) else ""
    return f"{days} {hours} 小时 {seconds // 60} 分"

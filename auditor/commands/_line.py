"""The command line itself: options' types, errors in one line, the exit status."""

from __future__ import annotations

import codecs
import io
import sys
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

import click

from auditor.errors import AuditorError
from standards.calendar import in_beijing
from standards.privacy import mask

YEARS = range(1950, 2200)
"""Years that ``--now`` may name: months before and after them are still dates."""

Command = Callable[..., int]


def reports_errors(command: Command) -> Callable[..., None]:
    """Turn a user's error into one line and exit status 2; a programmer's keeps its traceback."""

    @wraps(command)
    def run(*args: Any, **options: Any) -> None:
        _speak_chinese()
        try:
            status = command(*args, **options)
        except AuditorError as error:
            from auditor.reports.terminal import safe

            click.echo(f"auditor: {safe(mask(str(error)))}", err=True)
            status = 2
        except KeyboardInterrupt:
            click.echo("auditor: 已停止。给出 --state 的审查可用同一命令接着做", err=True)
            status = 2
        sys.exit(status)

    return run


def _speak_chinese() -> None:
    """What a terminal's encoding cannot print becomes a question mark; plain ASCII is taken for a forgotten setting."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            ascii_only = codecs.lookup(stream.encoding).name == "ascii"
            stream.reconfigure(encoding="utf-8" if ascii_only else None, errors="replace")


class Moment(click.ParamType[datetime]):
    """An ISO 8601 date or time within YEARS; without a zone it is Beijing time."""

    name = "时间"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read the option's text."""
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"看不懂的时间 {value!r}。请写成 2026-11-20 或 2026-11-20T09:00", param, ctx)
        if moment.year not in YEARS:
            self.fail(f"年份不对 {value!r}。年份应在 {YEARS.start} 至 {YEARS.stop - 1} 之间", param, ctx)
        return in_beijing(moment)


fail_on_option = click.option(
    "--fail-on", type=click.Choice(["fail", "review"]), default="fail", show_default=True, help="何时退出状态为 1"
)


class OneLine(click.Group):
    """The commands; what is wrong with a command line is told in one line, exit status 2."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run. Never returns: the commands end with their exit status."""
        try:
            status = super().main(*args, **extra | {"standalone_mode": False})
        except click.exceptions.NoArgsIsHelpError as error:
            error.show()
            status = error.exit_code
        except click.UsageError as error:
            where = error.ctx.command_path if error.ctx else "auditor"
            click.echo(f"auditor: {_usage(error)}。用法见 {where} --help", err=True)
            status = error.exit_code
        sys.exit(status if isinstance(status, int) else 0)


def _usage(error: click.UsageError) -> str:
    param = getattr(error, "param", None)
    named = (param.opts[0] if isinstance(param, click.Option) else param.make_metavar(error.ctx)) if param else ""
    match error:
        case click.NoSuchOption():
            near = f"，是不是 {'、'.join(error.possibilities)}？" if error.possibilities else ""
            return f"没有选项 {error.option_name}{near}"
        case click.MissingParameter():
            return f"缺少 {named}"
        case click.BadParameter():
            return f"{named} 取值不对：{error.message.rstrip('.')}"
    return error.format_message().rstrip(".")

"""``desk why``: why a page was written the last time its bytes changed."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

import click

from plugins.build.engine import CHANGED_KIND, NEW, OUTPUT
from plugins.build.facts import KINDS
from plugins.build.problems import CannotRun, suggestion
from plugins.build.state_file import any_state
from plugins.desk.workplace import open_portal

REASONS = {
    NEW: "网页是新的，或者程序、设置、年份有变化，全部重新生成",
    CHANGED_KIND: "网页改成了另一种",
    OUTPUT: "输出目录里的文件被别人动过，重新写了一遍",
}


def why(page: str, output: Path | None) -> None:
    """Print what is known of a page. Raises CannotRun where nothing is."""
    place = output.absolute() if output else Path(open_portal(None).output_path)
    state = any_state(place.with_name(f"{place.name}.cache"))
    if not state.pages:
        raise CannotRun(f"没有 {place} 的生成记录。请先运行 desk build")
    path = find_page(page, place, state.pages)
    told = state.pages.get(path)
    if told is None:
        raise CannotRun(f"没有网页“{page}”。{suggestion(path, state.pages)}请写网址，或输出目录里的文件")
    click.echo(f"{path}")
    click.echo(f"上次写这个文件：{told.at}")
    click.echo("原因：")
    for name in told.why:
        click.echo(f"  · {reason_of(name)}")
    click.echo(f"它由这些内容组成（{len(told.reads)} 项，其中任何一项变化都会重新生成）：")
    for number in told.reads:
        click.echo(f"  · {reason_of(state.names[number])}")


def find_page(page: str, output: Path, pages: object) -> str:
    """The path below the output that an address, or a file, stands for."""
    try:
        return Path(page).resolve().relative_to(output.resolve()).as_posix()
    except ValueError:
        path = unquote(urlsplit(page).path).lstrip("/")
        return f"{path}index.html" if path.endswith("/") or not path else path


def reason_of(name: str) -> str:
    """A fact in words: its kind, and which one."""
    if name in REASONS:
        return REASONS[name]
    kind, _, which = name.partition(":")
    return f"{KINDS.get(kind, kind)}：{which}" if which else KINDS.get(kind, kind)

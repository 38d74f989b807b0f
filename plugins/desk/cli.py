"""``desk``: what editors run. Exit status 0 done, 1 the content has problems, 2 could not run."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from plugins.build.problems import CannotRun, ContentErrors, Problem, report

SETTINGS = "pelicanconf.py"
_PLACE = click.Path(
    readable=False, path_type=Path
)  # what stands there is judged by the build, which says it in Chinese


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def desk() -> None:
    """公开 · 编辑工作台：检查内容、生成网站。"""


@desk.command()
@click.option("--jobs", type=click.IntRange(1, 64), default=None, help="同时处理文档的进程数；默认按处理器数目。")
@click.option("--now", default="", help="以此为“今天”（ISO 8601，默认时区 +08:00）。")
@click.option("--production", is_flag=True, help="正式发布：不用演示时钟。")
@click.option("--content", type=_PLACE, help="内容目录，默认 content。")
@click.option("--output", type=_PLACE, help="输出目录，默认 output。")
@click.option("--theme", type=_PLACE, help="主题目录，默认 theme。")
def build(  # noqa: PLR0917 - click passes them by name
    jobs: int | None, now: str, production: bool, content: Path | None, output: Path | None, theme: Path | None
) -> None:
    """生成网站。内容有问题时一次列出全部问题，原有网页保持不动。"""
    folders = {"PATH": content, "OUTPUT_PATH": output, "THEME": theme}
    settings = {"NOW": now, "PRODUCTION": production, "JOBS": jobs or 0}
    portal = _portal({**settings, **_absolute(folders)})
    click.echo(str(portal.build()))
    click.echo(f"网站在 {portal.output_path}")


@desk.command()
@click.argument("files", nargs=-1, type=_PLACE)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，供其他程序使用。")
@click.option("--now", default="", help="以此为“今天”（ISO 8601，默认时区 +08:00）。")
@click.option("--content", type=_PLACE, help="内容目录，默认 content。")
def check(files: Sequence[Path], as_json: bool, now: str, content: Path | None) -> None:
    """检查内容，不生成网页。给出文件或目录时只报告其中的问题。"""
    portal = _portal({"NOW": now, "JOBS": 0, **_absolute({"PATH": content})})
    _look_for(files, Path(portal.path))
    problems = _among(portal.check(), files, Path(portal.path))
    if as_json:
        click.echo(json.dumps([problem.as_json() for problem in problems], ensure_ascii=False, indent=1))
    elif problems:
        click.echo(report(problems))
    else:
        click.echo("没有发现问题")
    sys.exit(1 if problems else 0)


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point: turns the two expected exceptions into a message and an exit status."""
    try:
        desk.main(arguments, prog_name="desk")
    except ContentErrors as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    except CannotRun as error:
        click.echo(str(error), err=True)
        sys.exit(2)


def _portal(overrides: dict[str, Any]) -> Any:
    """The Portal of pelicanconf.py in this folder, or of the checkout that ``desk`` was installed from."""
    from pelican.settings import read_settings

    here = Path(SETTINGS)
    path = here if here.is_file() else Path(__file__).parents[2] / SETTINGS
    if not path.is_file():
        raise CannotRun(f"没有找到 {SETTINGS}。请在网站的根目录里运行 desk")
    theme = overrides.get("THEME", path.resolve().parent / "theme")
    if not Path(theme, "templates").is_dir():
        raise CannotRun(f"没有找到主题 {theme}（其中应有 templates 目录）。请用 --theme 指明")
    content = Path(overrides.get("PATH", path.resolve().parent / "content"))
    if not content.is_dir():
        raise CannotRun(f"没有找到内容目录 {content}。请在网站的根目录里运行，或用 --content 指明内容目录")
    settings = read_settings(str(path), override={"THEME": str(theme), **overrides})
    return settings["PELICAN_CLASS"](settings)


def _absolute(folders: dict[str, Path | None]) -> dict[str, str]:
    return {key: str(folder.absolute()) for key, folder in folders.items() if folder is not None}


def _look_for(files: Sequence[Path], content: Path) -> None:
    """Raise CannotRun for a name that is misspelt or lies elsewhere: nothing would be found wrong with it."""
    for file in files:
        if not file.exists():
            raise CannotRun(f"没有找到 {file}。请核对路径")
        if not file.resolve().is_relative_to(content.resolve()):
            raise CannotRun(
                f"{file} 不在内容目录 {content} 里，没有检查。请给出其中的文件，或用 --content 指明内容目录"
            )


def _among(problems: Sequence[Problem], files: Sequence[Path], content: Path) -> tuple[Problem, ...]:
    """The problems of the files and folders asked for; all of them when none was named."""
    if not files:
        return tuple(problems)
    asked = [file.resolve() for file in files]
    kept = []
    for problem in problems:
        place = content.resolve().parent / problem.path
        if any(place == file or file in place.parents for file in asked):
            kept.append(problem)
    return tuple(kept)

"""``desk``: what editors run. Exit status 0 done, 1 the content has problems, 2 could not run."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from plugins.build.problems import CannotRun, ContentErrors
from plugins.desk.workplace import content_folder

_PLACE = click.Path(
    readable=False, path_type=Path
)  # what stands there is judged by the build, which says it in Chinese
_CONTENT = click.option("--content", type=_PLACE, help="内容目录，默认 content。")
_NOW = click.option("--now", default="", help="以此为“今天”（ISO 8601，默认时区 +08:00）。")
_PRODUCTION = click.option("--production", is_flag=True, help="正式发布：不用演示时钟。")
_THEME = click.option("--theme", type=_PLACE, help="主题目录，默认 theme。")
_OUTPUT = click.option("--output", type=_PLACE, help="输出目录，默认 output。")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def desk() -> None:
    """公开 · 编辑工作台：检查内容、生成网站。"""


@desk.command()
@click.argument("sites", nargs=-1, type=_PLACE)
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=None,
    help="同时的进程数，或同时生成几个网站；默认按处理器数目。",
)
@click.option(
    "--cluster", default="", metavar="ADDRESS", help="多个网站在 Dask 集群上生成，例如 tcp://127.0.0.1:8786。"
)
@_NOW
@_PRODUCTION
@_CONTENT
@_OUTPUT
@_THEME
@click.option("--fresh", is_flag=True, help="不看上次的结果，每一页都重新生成。")
@click.option("--profile", is_flag=True, help="列出时间用在哪一步、哪个模板、哪个栏目。")
def build(sites: Sequence[Path], cluster: str, **asked: Any) -> None:
    """生成网站。内容有问题时一次列出全部问题，原有网页保持不动；只写有改动的网页。

    给出 SITES（例如 sites/*.toml，写法见 docs/deploy.md）时生成其中每一个网站，互不影响。
    """
    if sites:
        from plugins.desk.many import build_sites

        sys.exit(build_sites(sites, cluster, **asked))
    if cluster:
        raise CannotRun("--cluster 用于生成多个网站。请同时写出网站文件，例如 desk build sites/*.toml --cluster 地址")
    from plugins.desk.build import build as run

    run(**asked)


@desk.command()
@click.option("--build", "building", is_flag=True, help="到点了就生成网站，没有到点就什么也不做；供定时器使用。")
@_NOW
@_PRODUCTION
@_CONTENT
@_OUTPUT
@_THEME
def due(building: bool, now: str, production: bool, content: Path | None, **places: Path | None) -> None:
    """列出到点要发布、下线、开始和结束的内容；--build 到点时生成网站。"""
    from plugins.desk import due as clock

    if not building:
        click.echo(clock.tell(content, now, production=production))
        return
    from plugins.build.quick import output_of
    from plugins.desk.build import build as run
    from plugins.desk.workplace import settings_file

    output = places["output"] or output_of(settings_file()) or Path("output")
    clock.build_if_due(
        output,
        now,
        lambda: run(None, now=now, production=production, content=content, **places),  # type: ignore[arg-type]
    )


@desk.command()
@_NOW
@_PRODUCTION
@_CONTENT
def status(now: str, production: bool, content: Path | None) -> None:
    """列出欠着的：栏目的更新期限和单项否决、公示表、标准目录、指南和年报、政策解读、各乡镇的村务公开。"""
    from plugins.desk import status as telling

    click.echo(telling.status(content, now, production=production))


@desk.command("catalogue-diff")
@click.argument("file", type=_PLACE)
@click.option("--from", "begin", default="HEAD", metavar="REV", help="从哪个版本：提交号、分支、标签；默认 HEAD。")
@click.option("--to", "end", default="", metavar="REV", help="到哪个版本；默认是现在的文件。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，供其他程序使用。")
def catalogue_diff(file: Path, begin: str, end: str, as_json: bool) -> None:
    """比较标准目录的两个版本：新增、删去、修改了哪些事项，逐格列出。FILE 是目录的 CSV 或 .xlsx。"""
    from plugins.desk import catalogue_diff as comparing
    from plugins.desk.terminal import visible

    found = comparing.difference(file, begin, end)
    if as_json:
        click.echo(json.dumps(comparing.as_data(found, begin, end), ensure_ascii=False, indent=1))
    else:
        click.echo(visible(comparing.as_text(found, begin, end)))


@desk.command()
@click.argument("page")
@_OUTPUT
def why(page: str, output: Path | None) -> None:
    """说明一个网页上次为什么重新生成。PAGE 是网址或输出目录里的文件。"""
    from plugins.desk.why import why as tell

    tell(page, output)


@desk.command()
@click.argument("files", nargs=-1, type=_PLACE)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，供其他程序使用。")
@click.option("--fix", "mending", is_flag=True, help="先改正不需要人判断的错处，再检查。")
@_NOW
@_CONTENT
def check(files: Sequence[Path], as_json: bool, mending: bool, now: str, content: Path | None) -> None:
    """检查内容、用词和个人信息，不生成网页。给出文件或目录时只报告其中的问题。"""
    from plugins.desk import check as checking

    folder = content_folder(content)
    remarks = checking.check(files, folder, now)
    if mending:
        for line in checking.fix(remarks, files, folder, now):
            click.echo(line, err=as_json)
        remarks = checking.check(files, folder, now)
    if as_json:
        click.echo(json.dumps([remark.as_json() for remark in remarks], ensure_ascii=False, indent=1))
    else:
        click.echo(checking.print_report(remarks))
    sys.exit(1 if any(remark.certain for remark in remarks) else 0)


@desk.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="端口；被占用时用下一个。")
@_NOW
@_CONTENT
@_THEME
@click.option("--open/--no-open", "opening", default=False, help="生成以后打开浏览器；默认不打开。")
def preview(port: int, now: str, content: Path | None, theme: Path | None, opening: bool) -> None:
    """在本机预览网站：改动保存后，打开的网页自己更新；写错的地方在网页上指出来。"""
    from plugins.desk import preview as previewing

    previewing.preview(content, theme, port, now, opening)


@desk.command()
@click.argument("kind", metavar="[TYPE]", default="")
@click.argument("column", metavar="[COLUMN]", default="")
@click.option("--title", default="", help="标题。")
@click.option("--set", "pairs", multiple=True, metavar="字段=内容", help="一个字段，写英文名或中文名；可以多次使用。")
@click.option("--id", "id_", default="", help="编号，也是文件名；默认按栏目的习惯和当天日期编排。")
@_CONTENT
@_NOW
@click.option("--yes", is_flag=True, help="不提问：没有写明的用默认值，缺少的一次列出。")
def new(  # noqa: PLR0917 - click passes them by name
    kind: str, column: str, title: str, pairs: Sequence[str], id_: str, content: Path | None, now: str, yes: bool
) -> None:
    """新建一篇文档。TYPE 是文档类型（例如 公示），COLUMN 是栏目或村的目录或名称；没有写明的逐项询问。"""
    from plugins.desk import new as making
    from plugins.desk.draft import Refused
    from plugins.desk.terminal import Terminal, on_terminal, visible

    terminal = Terminal(making.GREETING) if on_terminal() and not yes else None
    asked = making.Asked(type=kind, column=column, title=title, id=id_, pairs=pairs)
    try:
        made = making.make(asked, content_folder(content), now, terminal)
    except Refused as error:
        click.echo(visible(str(error)), err=True)
        sys.exit(1)
    click.echo(visible(made.report(["--content", str(content)] if content else [])))


@desk.command()
@click.argument("files", nargs=-1, type=_PLACE)
@click.option("--imported", is_flag=True, help="登记从旧网站迁来的文档：索引号、日期都照原样。")
@click.option("--doc-no", "word", default="", metavar="代字", help="给一篇文档取下一个文号，例如 --doc-no 明政规。")
@click.option("--mend", "mending", is_flag=True, help="两个分支合并以后：理顺登记簿，重号的另编新号。")
@click.option("--dry-run", is_flag=True, help="只报告会做什么，不写文件。")
@_CONTENT
@_NOW
def register(  # noqa: PLR0917 - click passes them by name
    files: Sequence[Path], imported: bool, word: str, mending: bool, dry_run: bool, content: Path | None, now: str
) -> None:
    """编索引号、取文号，登记已有的索引号、文号和网址。不给文件时处理草稿以外的全部文档。"""
    from plugins.desk import register as registering
    from plugins.desk.mend import mend

    folder = content_folder(content)
    if mending:
        text, settled = mend(folder, now, dry_run=dry_run)
    elif word:
        if len(files) != 1:
            raise CannotRun("取文号请写明一篇文档，例如 desk register --doc-no 明政规 content/zwgk/gfxwj/x.md")
        text, settled = registering.give_doc_no(word, files[0], folder, now, dry_run=dry_run)
    else:
        text, settled = registering.register(files, folder, now, imported=imported, dry_run=dry_run)
    click.echo(text)
    sys.exit(0 if settled else 1)


@desk.command()
@click.argument("file", type=_PLACE)
@click.argument("target", type=_PLACE)
@click.option("--dry-run", is_flag=True, help="只报告会做什么，不写文件。")
@_CONTENT
@_NOW
def move(file: Path, target: Path, dry_run: bool, content: Path | None, now: str) -> None:
    """移动一篇文档。TARGET 是栏目的目录或新的文件名；链接跟着改，旧网址自动转到新网址。"""
    from plugins.desk.move import move as moving

    click.echo(moving(file, target, content_folder(content), now, dry_run=dry_run))


@desk.command()
@click.argument("file", type=_PLACE)
@click.option("--reason", default="", help="撤回原因，会写在说明页上；涉及个人信息或秘密的，页面只写“不宜继续公开”。")
@click.option("--by", default="", metavar="姓名或岗位", help="由谁决定撤回；只记在文件里，不公开。")
@click.option("--now", default="", help="撤回时间（ISO 8601，默认时区 +08:00），默认现在。")
@click.option("--hide-title/--show-title", default=None, help="说明页不显示、显示原标题；默认看原因。")
@click.option("--undo", is_flag=True, help="恢复公开。")
@_CONTENT
def withdraw(  # noqa: PLR0917 - click passes them by name
    file: Path, reason: str, by: str, now: str, hide_title: bool | None, undo: bool, content: Path | None
) -> None:
    """撤回一篇已公开的文档（撤稿）：下次生成时，原网址改为说明页，列表、搜索、订阅和附件一并撤下。"""
    from plugins.desk import withdraw as taking
    from plugins.desk.terminal import visible

    folder = content_folder(content)
    try:
        said = taking.undo(file, folder) if undo else taking.withdraw(file, folder, reason, by, now, hide_title)
    except taking.NotDone as error:
        click.echo(visible(str(error)), err=True)
        sys.exit(1)
    click.echo(visible(said))


@desk.group("import")
def import_() -> None:
    """把科室、乡镇送来的材料转成文档和表：先看清全部问题，要么全部写入，要么什么也不写。"""


@import_.command()
@click.argument("folder", type=_PLACE)
@click.option("--column", default="", help="放进哪个栏目：目录、编号或名称；默认“通知公告”。")
@click.option("--type", "kind", default="", help="文档类型：英文名或中文名；默认 article（普通信息）。")
@click.option("--publisher", default="", help="发布机构：units.csv 里的 id 或名称；默认看落款。")
@click.option("--dry-run", is_flag=True, help="只报告会导入什么，不写文件。")
@_CONTENT
@_NOW
def notices(  # noqa: PLR0917 - click passes them by name
    folder: Path, column: str, kind: str, publisher: str, dry_run: bool, content: Path | None, now: str
) -> None:
    """导入 FOLDER 里的 Word 通知（.docx），连同图片和附件；逐篇告诉还要填写什么。"""
    from plugins.desk.notices import run as importing

    wanted = importing.Wanted(column, kind, publisher, dry_run)
    text, all_used = importing.import_notices(folder, content_folder(content), wanted, now)
    click.echo(text)
    sys.exit(0 if all_used else 1)


@import_.command()
@click.argument("file", type=_PLACE)
@click.option("--towns", is_flag=True, help="表里有新的乡镇时，加进 towns.csv。")
@click.option("--skip-bad", is_flag=True, help="有问题的行留下并列出，先导入其余的。")
@click.option("--dry-run", is_flag=True, help="只报告会新增、修改什么，不写文件。")
@_CONTENT
@_NOW
def villages(file: Path, content: Path | None, now: str, **asked: bool) -> None:
    """导入村的总表 FILE（.xlsx 或 .csv）：按村名和乡镇对上已有的村，新村按拼音拟编号；表里没有的村不删。"""
    from plugins.desk.intake import villages as importing

    text, sound = importing.import_villages(file, content_folder(content), now, **asked)
    click.echo(text)
    sys.exit(0 if sound else 1)


@import_.command()
@click.argument("source", type=_PLACE)
@click.option("--period", default="", metavar="期间", help="表里和文件名都没有写期间时用，例如 2026Q3、2026-08。")
@click.option("--replace", is_flag=True, help="同一村、同一期、同一种表已有的，用来稿替换。")
@click.option("--skip-bad", is_flag=True, help="有问题的文件留下并列出，先导入其余的。")
@click.option("--dry-run", is_flag=True, help="只列出会写成什么、有哪些问题，不写文件。")
@_CONTENT
@_NOW
def finance(source: Path, period: str, content: Path | None, now: str, **asked: bool) -> None:
    """导入村级财务报表 SOURCE：全县、全镇一个工作簿（每村一行、一表或一页），或一个文件夹；逐笔核对后拆到各村。"""
    from plugins.desk.intake import finance as importing
    from standards.village_rhythm import parse_period

    if period and not (parse_period(period) == period and "H" not in period):
        raise CannotRun(f"--period: “{period}”不是期间。请写成 2026Q3、2026-08 或 2026")
    wanted = importing.WantedFinance(period, **asked)
    text, sound = importing.import_finance(source, content_folder(content), wanted, now)
    click.echo(text)
    sys.exit(0 if sound else 1)


@import_.command()
@click.argument("folder", type=_PLACE)
@click.option("--year", default="", metavar="年份", help="文件夹只写“三季度”时是哪一年。")
@click.option("--publish", is_flag=True, help="直接公开；默认是草稿。")
@click.option("--replace", is_flag=True, help="同一村、同一事项、同一期已有的，用来稿替换。")
@click.option("--skip-bad", is_flag=True, help="有问题的留下并列出，先导入其余的。")
@click.option("--dry-run", is_flag=True, help="只列出会写成什么、有哪些问题，不写文件。")
@_CONTENT
@_NOW
def folder(folder: Path, year: str, content: Path | None, now: str, **asked: bool) -> None:
    """导入 FOLDER 里按 村/季度/事项 放的文件（Word、Excel、PDF、照片、文本），写成村务公开文档。"""
    from plugins.desk.intake.folder import import_folder
    from plugins.desk.intake.run import Wanted

    if year and not (len(year) == 4 and year.isdecimal()):
        raise CannotRun(f"--year: “{year}”不是年份。请写四位数字，例如 --year 2026")
    text, sound = import_folder(folder, content_folder(content), Wanted(year, **asked), now)
    click.echo(text)
    sys.exit(0 if sound else 1)


@desk.command()
@click.argument("files", nargs=-1, type=_PLACE)
@click.option("--person", default="", help="审签人：people.csv 里的编号。")
@click.option("--step", default="", help="第几步，或步骤名称；默认是下一步。")
@click.option("--key", type=_PLACE, help="私钥文件；默认用 ssh-agent，其次用 ~/.ssh 里的同一把。")
@click.option("--recorder", default="", help="代记人：领导在纸上或 OA 里签过，由有“登记”角色的人记入。")
@click.option("--sheet", default="", help="纸质或 OA 审签单的编号。")
@click.option("--scan", type=_PLACE, help="审签单的扫描件（PDF、OFD、JPG、PNG）。")
@click.option("--emergency", is_flag=True, help="应急发布：终审或签发人一人签发，事后补审。")
@click.option("--reason", default="", help="应急发布的原因。")
@click.option("--note", default="", help="审签意见。")
@click.option("--status", is_flag=True, help="不审签，只列出还缺审签的文档。")
@click.option("--now", default="", help="审签时间（ISO 8601，默认时区 +08:00）；默认是现在。")
@_CONTENT
def approve(files: Sequence[Path], status: bool, now: str, content: Path | None, **asked: Any) -> None:
    """审签：对 FILES 现在的内容记一步审签，用本人的 SSH 密钥签名。"""
    from plugins.desk import approve as approving

    folder = content_folder(content)
    if status:
        lines, complete = approving.status(files, folder, now)
        click.echo("\n".join(lines))
        sys.exit(0 if complete else 1)
    if not files or not asked["person"]:
        raise CannotRun("请写明审签哪些文档、由谁审签，例如 desk approve content/tzgg/a.md --person shenhe01")
    sys.exit(0 if approving.approve(approving.Asked(**asked), files, folder, now, click.echo) else 1)


@desk.command()
@click.argument("village")
@click.option("--period", default="", metavar="季度", help="哪个季度，例如 2026Q3；默认是刚结束的一个。")
@click.option(
    "--paper", type=click.Choice(["A4", "A3"], case_sensitive=False), default="A4", show_default=True, help="纸张。"
)
@click.option("-o", "--out", type=_PLACE, help="写到哪个目录；默认是 wall/ 里以村和季度命名的目录。")
@_NOW
@_CONTENT
def wall(village: str, period: str, paper: str, out: Path | None, now: str, content: Path | None) -> None:  # noqa: PLR0917
    """打印村务公开栏：VILLAGE（编号或村名）一个季度的全部公开内容，包括只上墙、不上网的。"""
    from plugins.desk import wall as printing
    from plugins.desk.terminal import visible

    click.echo(visible(printing.write(village, period, paper.upper(), out, content, now)))


@desk.command("annual-form")
@click.argument("words", nargs=-1, metavar="[UNIT] YEAR")
@click.option("--site", is_flag=True, help="网站工作年度报表，不写单位。")
@click.option("--xlsx", "workbook", is_flag=True, help="写成工作簿（.xlsx），合计自动相加；默认写 CSV。")
@_CONTENT
def annual_form(words: Sequence[str], site: bool, workbook: bool, content: Path | None) -> None:
    """建立 UNIT 在 YEAR 年度信息公开年报的空表，放在 content/data/nb/；上年结转按上年度年报填好。"""
    from plugins.desk import annual_form as making

    if len(words) != (1 if site else 2):
        raise CannotRun("请写明单位和年度，例如 desk annual-form czj 2025；网站的写 desk annual-form --site 2025")
    unit = "" if site else words[0]
    click.echo(making.make(unit, words[-1], content_folder(content), site=site, workbook=workbook))


@desk.command("review-sheet")
@click.argument("file", type=_PLACE)
@click.option("-o", "--out", type=_PLACE, required=True, help="写到哪个 HTML 文件。")
@click.option("--now", default="", help="以此为打印时间（ISO 8601，默认时区 +08:00）。")
@_CONTENT
def review_sheet(file: Path, out: Path, now: str, content: Path | None) -> None:
    """打印审核单：FILE 的各步审签、时间、摘要和签名情况，A4 纸。"""
    from plugins.desk import review_sheet as printing

    click.echo(printing.write(file, out, content_folder(content), now))


@desk.command()
@click.option("-o", "--out", type=_PLACE, help="写到哪个目录；已有的不覆盖。")
@click.option("--since", "day", default="", metavar="日期", help="只写这一天（含）以来的变动，例如 2026-11-01。")
@click.option("--since-package", "package", type=_PLACE, help="只写某个交换包（目录或 package.json）以来的变动。")
@click.option("--verify", "folder", type=_PLACE, help="不写，核对这个目录里的交换包。")
@_NOW
@_PRODUCTION
@_CONTENT
def exchange(  # noqa: PLR0917 - click passes them by name
    out: Path | None,
    day: str,
    package: Path | None,
    folder: Path | None,
    now: str,
    production: bool,
    content: Path | None,
) -> None:
    """给上级门户的交换包：全部政策文件和解读，或某次以来的变动；JSON、Atom、Excel、网页和附件，带摘要。"""
    from plugins.desk import exchange as exchanging

    if sum(map(bool, (out, folder))) != 1 or (day and package) or (folder and (day or package)):
        raise CannotRun(
            "请写明一件事：--out 目录（可加 --since 日期 或 --since-package 交换包，二者选一），或 --verify 目录"
        )
    if folder is not None:
        said, sound = exchanging.check_package(folder)
        click.echo(said)
        sys.exit(0 if sound else 1)
    assert out is not None
    click.echo(exchanging.exchange(out, day, package, content, now, production=production))


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


def run() -> None:
    """The command. A build ends without taking apart tens of thousands of records, which takes longer than some do."""
    try:
        main()
        status: object = 0
    except SystemExit as end:
        status = end.code
    if sys.argv[1:2] != ["build"] or not isinstance(status, (int, type(None))):
        sys.exit(status)  # type: ignore[arg-type]
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        status = 1
    os._exit(status or 0)

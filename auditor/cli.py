"""The command ``auditor``. Each command is short: read the options, call one function, print, choose the exit status.

Exit status: 0 clean, 1 findings, 2 could not run.
"""

from __future__ import annotations

import codecs
import io
import json
import sys
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from auditor import __version__
from auditor.errors import AuditorError, BadInput
from standards.calendar import BEIJING, in_beijing
from standards.privacy import mask

if TYPE_CHECKING:
    from auditor.audit import Options
    from auditor.crawl.url import Origins

YEARS = range(1950, 2200)
"""Years that ``--now`` may name: months before and after them are still dates."""

LONGEST_TEXT = 10_000_000
"""Bytes that ``words explain -`` reads of its input."""

Command = Callable[..., int]


def _reports_errors(command: Command) -> Callable[..., None]:
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


def _origins(pairs: tuple[str, ...]) -> Origins:
    from auditor.crawl.url import Origins

    try:
        return Origins.parse(pairs)
    except ValueError as error:
        raise BadInput(str(error), "") from error


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


@click.group(cls=OneLine)
@click.version_option(__version__, prog_name="auditor")
def main() -> None:
    """审查政府网站：抓取页面，找出问题，给出证据、条款和整改办法。"""


@main.command()
@click.argument("target")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="报告写到这个文件夹")
@click.option("--config", type=click.Path(path_type=Path), help="配置文件（见 docs/auditor.example.toml）")
@click.option("--now", type=Moment(), help="以这个时间为准判断更新是否及时；默认为当前时间")
@click.option("--as", "aliases", multiple=True, metavar="CANONICAL=SERVED", help="用另一地址上的同一份页面代替正式域名")
@click.option(
    "--state", type=click.Path(path_type=Path), help="保留抓取：可中断续做，再审只读有变化的页面，并记首次发现时间"
)
@click.option("--ignore", type=click.Path(path_type=Path), help="忽略清单（每条须有理由和到期日）")
@click.option(
    "--fail-on", type=click.Choice(["fail", "review"]), default="fail", show_default=True, help="何时退出状态为 1"
)
@click.option("--jobs", type=click.IntRange(1), help="用几个进程读取和判断页面；默认每个处理器核心一个")
@click.option("--no-browser", is_flag=True, help="不用浏览器：不检查无障碍，不运行页面脚本（报告会写明未检）")
@click.option("--allow-private", is_flag=True, help="允许抓取内网和本机地址")
@click.option(
    "--pool", type=click.Path(path_type=Path, dir_okay=False), help="多个审查共用的站外链接库，每个只访问一次"
)
@click.option("--run", default="", metavar="批次", help="批次名称：同一批次内 --pool 的结论一律直接采用")
@click.option("--answers", type=click.Path(path_type=Path), help="填好的检查问卷（.xlsx 或 .toml），合并到评分中")
@click.option("--quiet", is_flag=True, help="只写报告，不在屏幕上显示")
@_reports_errors
def audit(target: str, out: Path, fail_on: str, quiet: bool, **options: Any) -> int:
    """审查 TARGET：网址、装有网页的文件夹，或以前用 --state 保留的抓取结果。"""
    from auditor.audit import Options
    from auditor.config import load_config
    from auditor.crawl.readers import processes_wanted
    from auditor.ignore import load_ignores

    ask = Options(
        config=load_config(options["config"]),
        now=options["now"],
        origins=_origins(options["aliases"]),
        state=options["state"],
        ignores=load_ignores(options["ignore"]),
        jobs=options["jobs"] or processes_wanted(),
        browser=not options["no_browser"],
        allow_private=options["allow_private"],
        pool=options["pool"],
        run=options["run"],
        answers=options["answers"],
    )
    return _audit(target, ask, out, fail_on, quiet)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), required=True, help="报告写到这个文件夹")
@click.option("--config", type=click.Path(path_type=Path), help="配置文件（见 docs/auditor.example.toml）")
@click.option("--now", type=Moment(), help="以这个时间为准判断更新是否及时；默认为当前时间")
@click.option("--ignore", type=click.Path(path_type=Path), help="忽略清单（每条须有理由和到期日）")
@click.option(
    "--fail-on", type=click.Choice(["fail", "review"]), default="fail", show_default=True, help="何时退出状态为 1"
)
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="用几个进程判断页面")
@click.option("--answers", type=click.Path(path_type=Path), help="填好的检查问卷（.xlsx 或 .toml），合并到评分中")
@click.option("--quiet", is_flag=True, help="只写报告，不在屏幕上显示")
@_reports_errors
def judge(folder: Path, out: Path, fail_on: str, quiet: bool, **options: Any) -> int:
    """按现在的规则重新判断 FOLDER 中保留的抓取结果（当初的 --state 文件夹），不访问网络。"""
    from auditor.audit import Options
    from auditor.config import load_config
    from auditor.ignore import load_ignores
    from auditor.kept import is_kept

    if not is_kept(str(folder)):
        raise BadInput(f"{folder} 里没有保留的抓取结果", "请给出当初审查时 --state 所写的文件夹")
    ask = Options(
        config=load_config(options["config"]),
        now=options["now"],
        ignores=load_ignores(options["ignore"]),
        jobs=options["jobs"],
        browser=False,
        answers=options["answers"],
    )
    return _audit(str(folder), ask, out, fail_on, quiet)


def _audit(target: str, ask: Options, out: Path, fail_on: str, quiet: bool) -> int:
    """Audit, write the report in all its forms, and choose the exit status."""
    from auditor.audit import run_audit
    from auditor.reports.forms import write_forms
    from auditor.reports.terminal import print_summary, progress_bar
    from auditor.reports.whole_file import check_writable

    check_writable(out)
    with progress_bar(quiet=quiet) as progress:
        report = run_audit(target, ask, progress)
    write_forms(report, out)
    if not quiet:
        print_summary(report)
        click.echo(f"报告：{out / 'report.html'}    台账：{out / 'findings.xlsx'}（另有 findings.csv）")
        click.echo(f"数据：{out / 'report.json'}")
    counted = {"fail"} if fail_on == "fail" else {"fail", "review"}
    return int(any(finding.verdict in counted for finding in report.findings))


@main.command()
@click.argument("report", type=click.Path(path_type=Path))
@click.option("--answers", type=click.Path(path_type=Path), help="填好的检查问卷（.xlsx 或 .toml），代替报告里的回答")
@click.option("--rules", "rules_id", help="规则文件：内置编号或路径；默认为报告所用的")
@click.option("--kind", help="网站种类，见 docs/scoring.md；默认为报告所用的")
@click.option("--watch", "watched", type=click.Path(path_type=Path), help="auditor watch 的结果文件夹")
@click.option("--out", type=click.Path(path_type=Path), help="重新写出全部报告到这个文件夹")
@click.option("--json", "as_json", is_flag=True, help="输出得分和评分表的 JSON")
@_reports_errors
def score(report: Path, rules_id: str | None, as_json: bool, **options: Any) -> int:
    """按存下的证据重新评分：REPORT 是 report.json 或它所在的文件夹。疑似不合格或不合格时退出状态为 1。"""
    from auditor.diff import load_report
    from auditor.reports.forms import write_forms
    from auditor.reports.score_lines import score_json, score_lines
    from auditor.reports.whole_file import check_writable
    from auditor.scorecard.again import score_again

    again = score_again(
        load_report(report),
        rules=rules_id,
        kind=options["kind"],
        answers=options["answers"],
        watch=options["watched"],
    )
    if options["out"]:
        check_writable(options["out"])
        write_forms(again, options["out"])
    click.echo(score_json(again) if as_json else "\n".join(score_lines(again, every=True)))
    return int(again.score is not None and again.score.qualified not in (None, "合格"))


@main.command()
@click.argument("report", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), required=True, help="问卷写成这个文件（.xlsx 或 .toml）")
@click.option("--rules", "rules_id", help="规则文件：内置编号或路径；默认为报告所用的")
@_reports_errors
def questionnaire(report: Path, out: Path, rules_id: str | None) -> int:
    """写出检查问卷：报告 REPORT 里程序不能断定、须由人检查的指标。填好后用 --answers 合并。"""
    from auditor.diff import load_report
    from auditor.scorecard.again import write_questionnaire

    asked = write_questionnaire(load_report(report), out, rules=rules_id)
    click.echo(f"问卷：{out}，共 {asked} 题。填好后：auditor score {report} --answers {out}")
    return 0


@main.group(invoke_without_command=True)
@click.option("--rules", "rules_id", default="guoban-2019-19", show_default=True, help="规则文件：内置编号或路径")
@click.pass_context
def rules(context: click.Context, rules_id: str) -> None:
    """列出规则文件和全部检查项：编号、名称、级别、依据条款和整改办法。rules show 看整张评分表。"""
    if context.invoked_subcommand is None:
        _list_rules(rules_id)


@_reports_errors
def _list_rules(rules_id: str) -> int:
    from auditor.checks import load_checks
    from auditor.rules import read_rules
    from auditor.rules_shown import files_shown

    edition = read_rules(rules_id)
    for line in files_shown():
        click.echo(line)
    click.echo(f"\n规则 {edition.id}({edition.edition})")
    for check in load_checks():
        rule = edition.checks.get(check.id)
        clauses = "、".join(rule.clauses) if rule else ""
        click.echo(f"\n{check.id}  [{check.severity}] {check.title}\n  依据：{clauses}\n  整改：{check.remedy}")
    return 0


@rules.command("show")
@click.argument("rules_id", metavar="ID")
@_reports_errors
def show_rules(rules_id: str) -> int:
    """整张评分表：ID 是内置编号或路径。每条细则的分值、由谁判断、由哪些检查项回答。"""
    from auditor.rules import read_rules
    from auditor.rules_shown import sheet_shown

    for line in sheet_shown(read_rules(rules_id)):
        click.echo(line)
    return 0


@main.group()
def words() -> None:
    """词库：错别字和不规范表述。"""


@words.command()
@click.argument("text")
@click.option("--published", type=Moment(), help="这段文字的发布日期；与时间有关的词条按它判断")
@click.option("--quoted", is_flag=True, help="这段文字整段是引文")
@click.option("--now", type=Moment(), help="没有发布日期时以这个时间为准；默认为当前时间")
@click.option("--config", type=click.Path(path_type=Path), help="配置文件：本地词库见其中的 words.lexicon")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@_reports_errors
def explain(text: str, published: datetime | None, now: datetime | None, config: Path | None, **how: bool) -> int:
    """说明词库在 TEXT 里看到什么、报告什么、不报什么和为什么。TEXT 写 - 时读标准输入。有报告时退出状态为 1。"""
    from auditor.config import load_config
    from auditor.explaining import explain as tell
    from auditor.settings import own_lexicon
    from standards.words import load_lexicon

    lexicon = load_lexicon(own_lexicon(load_config(config).words.lexicon))
    if text == "-":
        text = sys.stdin.buffer.read(LONGEST_TEXT).decode("utf-8", "replace")
    day = published.date().isoformat() if published else ""
    told = tell(text, now=now or datetime.now(BEIJING), published=day, lexicon=lexicon, **how)
    return int(told)


@main.command("check-source")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--fail-on", type=click.Choice(["fail", "review"]), default="fail", show_default=True, help="何时退出状态为 1"
)
@click.option("--rules", help="规则文件：内置编号或路径；默认按配置文件，没有配置文件时为 guoban-2019-19")
@click.option("--config", type=click.Path(path_type=Path), help="配置文件：本地词库、领导名册见其中的 [words]")
@click.option("--now", type=Moment(), help="以这个时间为准；默认为当前时间")
@click.option("--json", "as_json", is_flag=True, help="每个问题输出一行 JSON")
@_reports_errors
def check_source(files: tuple[Path, ...], fail_on: str, now: datetime | None, as_json: bool, **options: Any) -> int:
    """在变成网页以前检查 FILES（Markdown、CSV、XLSX、DOCX、PDF 或文件夹）的用语和个人信息，指出文件、行、列。"""
    from auditor.config import load_config
    from auditor.rules import read_rules
    from auditor.settings import rules_under, settings_of
    from auditor.source.check import check_file, find_sources
    from auditor.source.printed import Printer

    config, printer = load_config(options["config"]), Printer(as_json=as_json)
    rules = rules_under(read_rules(options["rules"] or config.rules), settings_of(config))
    for path in find_sources(files):
        printer.file(*check_file(path, rules, now or datetime.now(BEIJING)))
    printer.end()
    return int(bool(printer.counts["fail"] or (fail_on == "review" and printer.counts["review"])))


@main.command()
@click.argument("older", type=click.Path(path_type=Path))
@click.argument("newer", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@_reports_errors
def diff(older: Path, newer: Path, as_json: bool) -> int:
    """比较同一网站的两份报告：新增、仍在、消失。有新增问题时退出状态为 1。"""
    from auditor.diff import compare, load_report
    from auditor.reports.terminal import safe

    fates = compare(load_report(older), load_report(newer))
    if as_json:
        names = {fate: [f.fingerprint for f in getattr(fates, fate)] for fate in ("new", "stayed", "gone")}
        click.echo(json.dumps(names, ensure_ascii=False, indent=2))
        return int(bool(fates.new))
    for sign, word, findings in (("+", "新增", fates.new), ("=", "仍在", fates.stayed), ("-", "消失", fates.gone)):
        click.echo(f"{word} {len(findings)} 条")
        if sign != "=":
            for finding in findings:
                click.echo(mask(f"  {sign} {safe(finding.check)}  {safe(finding.url)}  {safe(finding.message)}"))
    return int(bool(fates.new))


@main.command()
@click.argument("sites", type=click.Path(path_type=Path))
@click.option("--state", type=click.Path(path_type=Path), required=True, help="监测记录放在这个文件夹，中断后可接着做")
@click.option("--out", type=click.Path(path_type=Path), help="结果写到这个文件夹；默认为 --state 的文件夹")
@click.option("--config", type=click.Path(path_type=Path), help="配置文件（见 docs/auditor.example.toml）")
@click.option("--visits", type=click.IntRange(1, 1440), help="每天访问几次（新开始的监测）")
@click.option("--days", type=click.IntRange(1, 366), help="监测几天（新开始的监测）")
@click.option("--once", is_flag=True, help="只把本时段还没访问的网站各访问一次，供定时任务调用")
@click.option("--report", "only_report", is_flag=True, help="不访问，只看到目前为止的结果")
@click.option("--allow-private", is_flag=True, help="允许访问内网和本机地址")
@click.option("--quiet", is_flag=True, help="不在屏幕上显示")
@_reports_errors
def watch(sites: Path, quiet: bool, **options: Any) -> int:
    """监测 SITES（CSV：名称,网址）中的网站能否打开：间隔访问一周，统计打不开的比例。有疑似不合格时退出状态为 1。"""
    from auditor.config import load_config
    from auditor.watch.monitor import Options, run_watch

    ask = Options(
        config=load_config(options["config"]),
        state=options["state"],
        out=options["out"] or options["state"],
        visits=options["visits"],
        days=options["days"],
        once=options["once"],
        only_report=options["only_report"],
        allow_private=options["allow_private"],
    )
    return run_watch(sites, ask, (lambda _: None) if quiet else click.echo)


if __name__ == "__main__":
    main()

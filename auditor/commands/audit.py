"""``auditor audit`` and ``auditor judge``: a site, a folder or a kept crawl to a report in all its forms."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from auditor.commands._line import Moment, fail_on_option, reports_errors
from auditor.errors import BadInput

if TYPE_CHECKING:
    from auditor.audit import Options
    from auditor.crawl.url import Origins


@click.command()
@click.argument("target")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="报告写到这个文件夹")
@click.option("--config", type=click.Path(path_type=Path), help="配置文件（见 docs/auditor.example.toml）")
@click.option("--now", type=Moment(), help="以这个时间为准判断更新是否及时；默认为当前时间")
@click.option("--as", "aliases", multiple=True, metavar="CANONICAL=SERVED", help="用另一地址上的同一份页面代替正式域名")
@click.option(
    "--state", type=click.Path(path_type=Path), help="保留抓取：可中断续做，再审只读有变化的页面，并记首次发现时间"
)
@click.option("--ignore", type=click.Path(path_type=Path), help="忽略清单（每条须有理由和到期日）")
@fail_on_option
@click.option("--jobs", type=click.IntRange(1), help="用几个进程读取和判断页面；默认每个处理器核心一个")
@click.option("--no-browser", is_flag=True, help="不用浏览器：不检查无障碍，不运行页面脚本（报告会写明未检）")
@click.option("--allow-private", is_flag=True, help="允许抓取内网和本机地址")
@click.option(
    "--pool", type=click.Path(path_type=Path, dir_okay=False), help="多个审查共用的站外链接库，每个只访问一次"
)
@click.option("--run", default="", metavar="批次", help="批次名称：同一批次内 --pool 的结论一律直接采用")
@click.option("--answers", type=click.Path(path_type=Path), help="填好的检查问卷（.xlsx 或 .toml），合并到评分中")
@click.option("--quiet", is_flag=True, help="只写报告，不在屏幕上显示")
@reports_errors
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


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), required=True, help="报告写到这个文件夹")
@click.option("--config", type=click.Path(path_type=Path), help="配置文件（见 docs/auditor.example.toml）")
@click.option("--now", type=Moment(), help="以这个时间为准判断更新是否及时；默认为当前时间")
@click.option("--ignore", type=click.Path(path_type=Path), help="忽略清单（每条须有理由和到期日）")
@fail_on_option
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="用几个进程判断页面")
@click.option("--answers", type=click.Path(path_type=Path), help="填好的检查问卷（.xlsx 或 .toml），合并到评分中")
@click.option("--quiet", is_flag=True, help="只写报告，不在屏幕上显示")
@reports_errors
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


def _origins(pairs: tuple[str, ...]) -> Origins:
    from auditor.crawl.url import Origins

    try:
        return Origins.parse(pairs)
    except ValueError as error:
        raise BadInput(str(error), "") from error

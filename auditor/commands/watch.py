"""``auditor watch``: whether sites can be opened, over days."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from auditor.commands._line import reports_errors


@click.command()
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
@reports_errors
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

"""``auditor words explain`` and ``auditor check-source``: the lexicon asked about texts that are not pages."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from auditor.commands._line import Moment, fail_on_option, reports_errors
from standards.calendar import BEIJING

LONGEST_TEXT = 10_000_000
"""Bytes that ``words explain -`` reads of its input."""


@click.group()
def words() -> None:
    """词库：错别字和不规范表述。"""


@words.command()
@click.argument("text")
@click.option("--published", type=Moment(), help="这段文字的发布日期；与时间有关的词条按它判断")
@click.option("--quoted", is_flag=True, help="这段文字整段是引文")
@click.option("--now", type=Moment(), help="没有发布日期时以这个时间为准；默认为当前时间")
@click.option("--config", type=click.Path(path_type=Path), help="配置文件：本地词库见其中的 words.lexicon")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@reports_errors
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


@click.command("check-source")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@fail_on_option
@click.option("--rules", help="规则文件：内置编号或路径；默认按配置文件，没有配置文件时为 guoban-2019-19")
@click.option("--config", type=click.Path(path_type=Path), help="配置文件：本地词库、领导名册见其中的 [words]")
@click.option("--now", type=Moment(), help="以这个时间为准；默认为当前时间")
@click.option("--json", "as_json", is_flag=True, help="每个问题输出一行 JSON")
@reports_errors
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

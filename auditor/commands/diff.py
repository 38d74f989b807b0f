"""``auditor diff``: what became of findings between two reports."""

from __future__ import annotations

import json
from pathlib import Path

import click

from auditor.commands._line import reports_errors
from standards.privacy import mask


@click.command()
@click.argument("older", type=click.Path(path_type=Path))
@click.argument("newer", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@reports_errors
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

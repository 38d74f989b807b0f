"""``auditor score`` and ``auditor questionnaire``: a kept report judged by its score sheet, with people's answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from auditor.commands._line import reports_errors


@click.command()
@click.argument("report", type=click.Path(path_type=Path))
@click.option("--answers", type=click.Path(path_type=Path), help="填好的检查问卷（.xlsx 或 .toml），代替报告里的回答")
@click.option("--rules", "rules_id", help="规则文件：内置编号或路径；默认为报告所用的")
@click.option("--kind", help="网站种类，见 docs/scoring.md；默认为报告所用的")
@click.option("--watch", "watched", type=click.Path(path_type=Path), help="auditor watch 的结果文件夹")
@click.option("--out", type=click.Path(path_type=Path), help="重新写出全部报告到这个文件夹")
@click.option("--json", "as_json", is_flag=True, help="输出得分和评分表的 JSON")
@reports_errors
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


@click.command()
@click.argument("report", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), required=True, help="问卷写成这个文件（.xlsx 或 .toml）")
@click.option("--rules", "rules_id", help="规则文件：内置编号或路径；默认为报告所用的")
@reports_errors
def questionnaire(report: Path, out: Path, rules_id: str | None) -> int:
    """写出检查问卷：报告 REPORT 里程序不能断定、须由人检查的指标。填好后用 --answers 合并。"""
    from auditor.diff import load_report
    from auditor.scorecard.again import write_questionnaire

    asked = write_questionnaire(load_report(report), out, rules=rules_id)
    click.echo(f"问卷：{out}，共 {asked} 题。填好后：auditor score {report} --answers {out}")
    return 0

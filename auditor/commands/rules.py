"""``auditor rules``: what the auditor asks for, and by which clause."""

from __future__ import annotations

import click

from auditor.commands._line import reports_errors


@click.group(invoke_without_command=True)
@click.option("--rules", "rules_id", default="guoban-2019-19", show_default=True, help="规则文件：内置编号或路径")
@click.pass_context
def rules(context: click.Context, rules_id: str) -> None:
    """列出规则文件和全部检查项：编号、名称、级别、依据条款和整改办法。rules show 看整张评分表。"""
    if context.invoked_subcommand is None:
        _list_rules(rules_id)


@reports_errors
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
@reports_errors
def show_rules(rules_id: str) -> int:
    """整张评分表：ID 是内置编号或路径。每条细则的分值、由谁判断、由哪些检查项回答。"""
    from auditor.rules import read_rules
    from auditor.rules_shown import sheet_shown

    for line in sheet_shown(read_rules(rules_id)):
        click.echo(line)
    return 0

"""``auditor score`` and ``auditor questionnaire``: a report's score made again, and what is to be asked of a person."""

from __future__ import annotations

from pathlib import Path

import msgspec

from auditor.errors import BadInput
from auditor.model import Report
from auditor.reports.whole_file import write_whole
from auditor.rules import read_rules
from auditor.scorecard import sheet_toml, sheet_xlsx
from auditor.scorecard.questions import questions
from auditor.scorecard.scored import Given, gather, kept, scored
from standards.rulefile import RuleFile, rule_ids


def score_again(
    report: Report, *, rules: str | None, kind: str | None, answers: Path | None, watch: Path | None
) -> Report:
    """The report with its score made again: of what it holds, with what is given in place of it. Raises BadInput."""
    sheet = _rules(report, rules)
    held = kept(report)
    kind = kind or held.kind
    new = gather(kind, sheet, report.site.url, answers, str(watch) if watch else "")
    given = Given(
        kind=kind,
        samples=held.samples,
        answers=new.answers if answers else held.answers,
        watched=new.watched if watch else held.watched,
        notes=new.notes if answers or watch else held.notes,
    )
    if sheet.id != report.rules.id:
        told = f"条目是按规则 {report.rules.id} 判断的；要按 {sheet.id} 重新判断，请用 auditor judge"
        given = msgspec.structs.replace(given, notes=(*given.notes, told))
    return scored(report, sheet, given)


def write_questionnaire(report: Report, path: Path, *, rules: str | None) -> int:
    """Write what is to be asked as .toml or .xlsx; returns the number of questions. Raises BadInput, CannotRun."""
    writers = {".toml": sheet_toml.write, ".xlsx": sheet_xlsx.write}
    if (write := writers.get(path.suffix.lower())) is None:
        raise BadInput(f"不知道问卷 {path} 写成什么", "请把 --out 写成以 .xlsx 或 .toml 结尾的文件名")
    sheet = _rules(report, rules)
    if report.score is None or (rules and sheet.id != report.rules.id):
        report = score_again(report, rules=rules, kind=None, answers=None, watch=None)
    if report.score is None:
        raise BadInput(f"规则 {sheet.id} 没有评分表", "请用 --rules 换一个有 [score] 一节的规则文件")
    asked = questions(report, sheet)
    write_whole(path, (write(report, asked),))
    return len(asked)


def _rules(report: Report, asked: str | None) -> RuleFile:
    if asked is None and report.rules.id not in rule_ids():
        raise BadInput(f"报告所用的规则 {report.rules.id} 不是内置的", "请用 --rules 给出当时的规则文件")
    rules = read_rules(asked or report.rules.id)
    if asked is None and rules.edition != report.rules.edition:
        raise BadInput(
            f"报告所用的规则 {report.rules.id} 是 {report.rules.edition} 版，内置的是 {rules.edition} 版",
            "请用 --rules 给出要用的规则文件；要按内置的重新判断，请用 auditor judge",
        )
    return rules

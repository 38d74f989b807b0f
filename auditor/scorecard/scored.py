"""A report with its score: made at the end of an audit, and made again of a report that is kept.

The score is made of what report.json holds (findings as masked, coverage, answers, monitoring) and of the rule file, so
that it comes out the same from the file.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from auditor.errors import BadInput
from auditor.model import Answer, NotRun, Report, Rules, Sample, Watched
from auditor.reports.masked import masked
from auditor.scorecard.answers import read_answers
from auditor.scorecard.score import make_score
from auditor.scorecard.watched import read_watched
from standards.looser import looser
from standards.rulefile import RuleFile

SCORE = "评分"
LOOSER = "按国家标准的得分"
"""What a score by looser rules is not."""

NO_SHEET = "规则文件没有评分表（[score] 一节），本报告只列问题，不作合格与否的结论"


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """What a score is made of besides the report's findings and coverage."""

    kind: str = "portal"
    samples: tuple[Sample, ...] = ()
    answers: tuple[Answer, ...] = ()
    watched: Watched | None = None
    notes: tuple[str, ...] = ()


def gather(kind: str, rules: RuleFile, site: str, answers: Path | None, watch: str) -> Given:
    """Read the questionnaire and the monitoring, where they are given. Raises BadInput."""
    kind_of(rules, kind)
    said, notes = read_answers(answers, rules, site) if answers else ((), ())
    watched = read_watched(Path(watch), site) if watch else None
    if watch and watched is None:
        notes = (*notes, f"监测记录 {watch} 里没有这个网站，“站点无法访问”未检")
    return Given(kind=kind, answers=said, watched=watched, notes=notes)


def kind_of(rules: RuleFile, kind: str) -> None:
    """Refuse a kind of site that the rule file does not have. Raises BadInput."""
    if rules.score is not None and kind not in rules.score.kinds:
        known = "；".join(f"{id}（{one.title}）" for id, one in rules.score.kinds.items())
        raise BadInput(f"规则 {rules.id} 没有网站种类“{kind}”", f"配置中的 score.kind 可用：{known}")


def scored(report: Report, rules: RuleFile, given: Given) -> Report:
    """The report with the score and the sheet by ``rules``, and its coverage saying what the score leaves open."""
    seen = masked(report)
    score, rows = make_score(
        seen.findings,
        rules,
        seen.coverage,
        home=seen.site.url,
        kind=given.kind,
        samples=given.samples,
        answers=given.answers,
        watched=given.watched,
        notes=given.notes,
    )
    left = [line for line in report.coverage.not_run if line.what not in (SCORE, LOOSER)]
    if told := looser(rules):
        left.append(NotRun(what=LOOSER, why=f"规则 {rules.id} 比 {rules.extends} 宽：{'；'.join(told)}"))
    if score is None:
        left.append(NotRun(what=SCORE, why=NO_SHEET))
    elif score.status == "partial":
        left.append(NotRun(what=SCORE, why="；".join(score.why)))
    return msgspec.structs.replace(
        report,
        rules=Rules(id=rules.id, edition=rules.edition),
        coverage=msgspec.structs.replace(report.coverage, not_run=tuple(left)),
        score=score,
        rows=rows,
    )


def kept(report: Report) -> Given:
    """What the score in a report was made of."""
    if report.score is None:
        return Given()
    return Given(**{name: getattr(report.score, name) for name in Given.__struct_fields__})

"""The plugin: a production build publishes nothing that is not approved, and says what is missing.

Documents published before ``review_since`` of site.toml came from an archive: that is declared there, not forged here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pelican import signals

from plugins.build.article import Article
from plugins.build.edition import Contents
from plugins.build.problems import Problem
from plugins.review.openness import undeclared
from plugins.review.subject import reviewed, steps_for
from plugins.review.verdict import Verdict, judge
from plugins.review.votes import Memory, read_votes, recall

UNDECLARED = (
    "提醒：site.toml 没有写 review_since，这次没有核对审签。请写明从哪一天起实行，例如 review_since = 2027-01-01"
)


def register() -> None:
    """Pelican's entry."""
    signals.article_generator_init.connect(add_gate)
    signals.article_generator_finalized.connect(judge_site)


def add_gate(generator: Any) -> None:
    """What is not for the public is refused in every build."""
    if hasattr(generator, "gates"):
        generator.gates.append("plugins.review.openness:judge_source")


def judge_site(generator: Any) -> None:
    """Receiver of article_generator_finalized."""
    if not generator.settings["PRODUCTION"] or not hasattr(generator, "edition"):
        return
    contents, portal = generator.edition.contents, generator.portal
    if not contents.site.review_since:
        portal.notices.append(UNDECLARED)
        return
    memory = recall(portal.cache.folder, portal.cache.stamp) if portal.cache is not None else Memory()
    with portal.clock("核对审签"):
        problems, verdicts = judge_articles(contents, contents.articles, memory, generator.settings["JOBS"])
        memory.save(contents.tree, contents.scanned_ns)
    portal.problems.extend(problems)
    for article, verdict in verdicts:
        if verdict.due is not None:
            portal.deadlines.append(f"{verdict.due:%Y-%m-%d %H:%M}")
            shown = contents.tree.shown(article.path)
            portal.notices.append(
                f"应急发布：{shown}《{article.title}》须在 {verdict.last_minute} 以前补审，{verdict.missing}"
            )


def judge_articles(
    contents: Contents, articles: Sequence[Article], memory: Memory, workers: int
) -> tuple[list[Problem], list[tuple[Article, Verdict]]]:
    """What keeps these documents from being published, and the verdict on each that needs one."""
    site, tree, library = contents.site, contents.tree, contents.library
    asked = [article for article in articles if article.day >= site.review_since]
    problems = [library.problem(article, key, what, cure) for article, key, what, cure in undeclared(asked)]
    votes, faults = read_votes(tree, contents.offices.staff, memory, workers)
    problems += faults
    verdicts = []
    days = int(site.after_review_days)
    for article in asked:
        steps = steps_for(article, contents.catalogue)
        if not steps:
            continue
        document = reviewed(article, tree, contents.offices.spellings, memory)
        verdict = judge(document, votes.get(article.id, ()), contents.offices.staff, steps, contents.now, days)
        verdicts.append((article, verdict))
        if not verdict.passes:
            problems.append(refusal(article, verdict, tree.shown(article.path), library.line(article, "id")))
    return problems, verdicts


def refusal(article: Article, verdict: Verdict, shown: str, line: int) -> Problem:
    """The problem that a document without its approvals is."""
    cls = "→".join(verdict.steps)
    left = next((step for step in verdict.steps if step not in verdict.chosen), verdict.steps[-1])
    cure = f"请{left}人核对后运行 desk approve {shown} --person 编号"
    return Problem(shown, line, 0, f"没有审签（{cls}）：{verdict.missing}", cure)

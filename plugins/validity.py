"""Whether a document is in force: 有效, 修改, 部分失效, 失效, 废止 or 归档, since when, and what made it so.

A document says in ``validity`` what it knows of itself. The site knows more: which documents repeal or amend it, what a
clean-up found of it, when its term ends, that its column is archived. All of that is worked out here, in one pass over
the documents, for one day. Only public documents cause anything, from the day they take effect (``effective``, else
the day of publication).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import msgspec

from plugins.acts import Gathering
from plugins.build.article import Article
from plugins.build.library import Library
from plugins.build.problems import Problem
from plugins.cleanup import Finding
from plugins.standing import ARCHIVED, EXPIRED, OVER, TERM_IS_OVER, VALID, VOID, Act, Doubt, Standing, settle
from standards.validity_term import TermRule, last_day


@dataclass(frozen=True)
class Validity:
    """``standings`` of the documents there is more to say of than what they say themselves, by path; ``acts`` what
    documents do to others: path → (word, path, as it is named there); ``next_day`` the first day after today on which
    the clock alone changes a standing, or empty; ``problems`` stop the build, ``doubts`` are for ``desk check``."""

    standings: Mapping[str, Standing] = field(default_factory=dict)
    acts: Mapping[str, tuple[tuple[str, str, str], ...]] = field(default_factory=dict)
    next_day: str = ""
    problems: tuple[Problem, ...] = ()
    doubts: tuple[Doubt, ...] = ()


def judge(  # noqa: PLR0917 - what it depends on
    articles: Sequence[Article],
    private: Mapping[str, str],
    findings: Mapping[str, Sequence[Finding]],
    rules: Mapping[str, TermRule],
    archived: Mapping[str, str],
    minute: str,
    library: Library,
) -> Validity:
    """The standing of every public document on the day of ``minute`` (YYYY-MM-DD HH:MM).

    ``articles`` are all of them, ``private`` says of some why nobody sees them: those that wait for their hour change
    nothing yet, but what is wrong with them is told today. ``findings`` are the rows of clean-up tables by the path of
    the document that carries them, ``rules`` the rule of a column for terms that nobody wrote, ``archived`` the name of
    the archived column a column stands in or below.
    """
    special, today = {*rules, *archived}, minute[:10]
    asked = [  # of nearly all documents there is no more to say than they say themselves, and that is seen at once
        article
        for article in articles
        if (article.law is not None or article.refs or article.validity or (special and article.column in special))
        and (article.path not in private or is_coming(article, minute))
    ]
    work = Gathering(articles, private, library)
    for article in asked:
        if article.refs:
            work.follow_references(article)
        if article.path in findings:
            work.follow_findings(article, findings[article.path])
    work.look_for_circles()
    changed = {article.path: article for article in asked if article.path not in private} | work.targets
    standings = {}
    days = []
    for path, article in changed.items():
        acts = work.done_to.get(path, [])
        until = until_of(article, rules.get(article.column))
        if not (acts or until or path in work.will_do or article.validity in VOID or article.column in archived):
            continue
        if until:
            acts = [*acts, Act(_next(until), EXPIRED, "", TERM_IS_OVER, "", 0)]
        standing, clash = settle(article.validity, acts, today)
        work.judge_statement(article, [*acts, *work.will_do.get(path, ())], today)
        if clash:
            work.tell_clash(article, *clash)
        if standing.word not in OVER and until >= today:
            standing = msgspec.structs.replace(standing, until=until)
        if standing.word == VALID and (name := archived.get(article.column)):
            standing = msgspec.structs.replace(standing, word=ARCHIVED, cause=name)
        if standing not in (Standing(VALID), Standing("")):
            standings[path] = standing
        days += [act.day for act in acts if act.day > today]
    acts_of = {path: tuple(done) for path, done in work.done_by.items()}
    return Validity(standings, acts_of, min(days, default=""), tuple(work.problems), tuple(work.doubts))


def until_of(article: Article, rule: TermRule | None) -> str:
    """The last day of a document's term: what it says itself, else what the rule gives its class; empty without end."""
    law = article.law
    if law is not None and law.until:
        return law.until
    months = law.months if law is not None else -1
    if months < 0 and rule is not None:
        months = rule.months(article.type, article.title, article.doc_no, law.unified_no if law else "")
    if months <= 0:
        return ""
    return last_day((law.effective or law.written if law else "") or article.day, months)


def is_coming(article: Article, minute: str) -> bool:
    """Whether a document only waits for its hour."""
    return article.status == "published" and article.published > minute


def _next(day: str) -> str:
    try:
        return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    except OverflowError:
        return "9999-12-31"

"""Whether a document is in force: 有效, 修改, 部分失效, 失效, 废止 or 归档, since when, and what made it so.

A document says in ``validity`` what it knows of itself. The site knows more: which documents repeal or amend it, what a
clean-up found of it, when its term ends, that its column is archived. All of that is worked out here, in one pass over
the documents, for one day. Only public documents cause anything, from the day they take effect (``effective``, else
the day of publication).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import msgspec

from plugins.build.article import Article
from plugins.build.library import Library
from plugins.build.problems import Problem, suggestion
from plugins.circles import circling
from plugins.cleanup import Finding
from standards.validity_term import TermRule, last_day

VALID, AMENDED, PARTLY, EXPIRED, REPEALED, ARCHIVED = "有效", "修改", "部分失效", "失效", "废止", "归档"
OVER = (EXPIRED, REPEALED)
"""Nothing of the document is in force any more."""
VOID = (AMENDED, PARTLY, EXPIRED, REPEALED)
"""The words that lists print."""
_RANK = {word: rank for rank, word in enumerate((VALID, *VOID))}
TERM_IS_OVER = "有效期届满"
ACTS = {"repeals": REPEALED, "amends": AMENDED}
"""Front matter keys that change another document, and the word they give it."""


class Standing(msgspec.Struct, frozen=True, gc=False):
    """Where a document stands on a day: the word; since when (YYYY-MM-DD, empty where nobody said); what made it so, in
    Chinese (empty where the document itself says it); the path of the document that did, or empty; the last day of its
    term, or empty."""

    word: str
    since: str = ""
    cause: str = ""
    by: str = ""
    until: str = ""


class Act(msgspec.Struct, frozen=True, gc=False):
    """That one document changes another: from which day, into what, whose path it is (empty for the end of a term), and
    where that is written: file as messages print it, line, or in place of the line a front matter key, whose line is
    looked up only where something is to be told of it."""

    day: str
    word: str
    by: str
    cause: str
    shown: str
    line: int
    key: str = ""


class Doubt(msgspec.Struct, frozen=True, gc=False):
    """Something to remind editors of, at a line of a file or at a front matter key of the document at ``path``."""

    shown: str
    line: int
    path: str
    key: str
    what: str
    cure: str

    def told(self, library: Library) -> Problem:
        """As editors read it."""
        line = self.line or library.line(library.articles[self.path], self.key)
        return Problem(self.shown, line, 0, self.what, self.cure)


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
    work = _Work(articles, private, library)
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


def takes_effect(article: Article) -> str:
    """The day from which what a document says of others holds."""
    return article.law.effective if article.law is not None and article.law.effective else article.day


def settle(stated: str, acts: Iterable[Act], today: str) -> tuple[Standing, tuple[Act, Act] | None]:
    """The standing on ``today`` after all acts up to that day, and the last two that contradict each other.

    The later day wins, on one day the graver word. What is over does not end a second time: its first day and cause
    stay where a later act says the same. A term that ends says nothing of what is over or was never limited.
    """
    now = Standing(stated or VALID)
    last: Act | None = None
    clash = None
    for act in sorted(acts, key=lambda act: (act.day, _RANK[act.word], act.shown, act.line)):
        if act.day > today:
            break
        over = now.word in OVER
        if over and (not act.by or (last is not None and act.word == now.word)):
            continue
        if over and last is None and act.word in (AMENDED, PARTLY):
            continue  # it says itself that it is over, and nobody dated that
        if act.word == VALID and now.word in (AMENDED, PARTLY):
            continue
        if over and last is not None and last.by:
            clash = (last, act)
        now = Standing(act.word, act.day, act.cause, act.by)
        last = act
    return now, clash


@dataclass
class _Work:
    """What is gathered on the way."""

    articles: Sequence[Article]
    private: Mapping[str, str]
    library: Library
    problems: list[Problem] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    done_to: dict[str, list[Act]] = field(default_factory=dict)
    will_do: dict[str, list[Act]] = field(default_factory=dict)
    done_by: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)
    targets: dict[str, Article] = field(default_factory=dict)
    names: dict[str, Article] = field(default_factory=dict)

    def find(self, name: str) -> Article | None:
        """The document of an id or a 发文字号."""
        if not self.names:
            self.names = {article.doc_no: article for article in self.articles if article.doc_no}
            self.names.update((article.id, article) for article in self.articles)
        return self.names.get(name)

    def follow_references(self, article: Article) -> None:
        """``repeals`` and ``amends``. What they name must be there: ``relations.py`` tells."""
        for key, word in ACTS.items():
            for name in article.refs.get(key, ()):
                target = self.find(name)
                shown = self.library.tree.shown(article.path)
                if target is None and "〔" in name:
                    self.doubts.append(Doubt(shown, 0, article.path, key, *_not_here(name)))
                elif target is not None and target is not article and target.path not in self.private:
                    self._add(article, target, word, name, Act("", "", "", "", shown, 0, key))

    def follow_findings(self, article: Article, findings: Sequence[Finding]) -> None:
        """The rows of a clean-up table."""
        first: dict[str, int] = {}
        for found in findings:
            target = self.find(found.name)
            cure = suggestion(found.name, self.names) + "请写本站文件的 id；不在本站的文件请写发文字号"
            if target is None and "〔" in found.name:
                self.doubts.append(Doubt(found.shown, found.line, article.path, "", *_not_here(found.name)))
            elif target is None:
                self.problems.append(Problem(found.shown, found.line, 1, f"没有编号为“{found.name}”的文件", cure))
            elif target is article:
                self.problems.append(
                    Problem(found.shown, found.line, 1, f"“{found.name}”就是公布清理结果的文件", "请删去这一行")
                )
            elif target.path in first:
                what = f"“{found.name}”与第{first[target.path]}行是同一份文件"
                self.problems.append(Problem(found.shown, found.line, 1, what, "每份文件只写一行，请删去其中一行"))
            elif target.status == "draft" or target.published > article.published:
                what = f"“{found.name}”" + ("还是草稿" if target.status == "draft" else "发布在清理结果之后")
                self.problems.append(Problem(found.shown, found.line, 1, what, "请核对编号，或删去这一行"))
            elif target.path not in self.private:
                first[target.path] = found.line
                self._add(article, target, found.word, found.name, Act("", "", "", "", found.shown, found.line))

    def _add(self, article: Article, target: Article, word: str, name: str, place: Act) -> None:
        """That ``article`` gives ``target``, which it calls ``name``, this word; ``place`` says where."""
        day, begun = takes_effect(article), _written(target)
        cause = article.title + (f"（{article.doc_no}）" if article.doc_no else "")
        act = msgspec.structs.replace(place, day=day, word=word, by=article.path, cause=cause)
        self.targets[target.path] = target
        if day < begun:
            what = f"“{target.title}”{begun}才成文，本文件{day}已经施行，不能把它定为“{word}”"
            cure = "请核对所写的文件，以及两份文件的成文、施行和发布日期"
            self.problems.append(Problem(act.shown, self.line(act), 0, what, cure))
        if article.path in self.private:
            self.will_do.setdefault(target.path, []).append(act)
            return
        self.done_to.setdefault(target.path, []).append(act)
        self.done_by.setdefault(article.path, []).append((word, target.path, name))

    def line(self, act: Act) -> int:
        """Where an act is written."""
        return act.line or self.library.line(self.library.articles[act.by], act.key)

    def look_for_circles(self) -> None:
        """Tell of documents that repeal or amend each other in a circle."""
        edges: dict[str, set[str]] = {}
        acts = [(target, act) for some in (self.done_to, self.will_do) for target in some for act in some[target]]
        for target, act in acts:
            edges.setdefault(act.by, set()).add(target)
        round_about = circling(edges)
        for target, act in acts:
            if target in round_about and act.by in round_about:
                what = f"与“{self.targets[target].title}”互相废止或修改，绕成了一圈"
                cure = "请核对是谁废止谁，删去写错的一处"
                self.problems.append(Problem(act.shown, self.line(act), 0, what, cure))

    def judge_statement(self, article: Article, acts: Sequence[Act], today: str) -> None:
        """What the document says of itself beside what others say of it. Time alone makes nothing wrong: what will
        happen is looked at today."""
        stated, said = article.validity, [act for act in acts if act.by]
        if stated not in VOID or not said:
            return
        final = max(said, key=lambda act: (act.day, _RANK[act.word]))
        if stated in OVER and final.word in (*OVER, VALID) and final.word != stated:
            source = f"{final.shown}:{self.line(final)}"
            what = f"“有效性”写的是“{stated}”，而 {source} 把它定为“{final.word}”"
            cure = f"请改成“{final.word}”，网页会写明日期和依据；有误的是后者时请改正后者"
            self.problems.append(self.library.problem(article, "validity", what, cure))
        elif stated in OVER and stated == final.word and all(act.day > today for act in said):
            source = f"{final.shown}:{self.line(final)}"
            what = f"“有效性”已经写成“{stated}”，而 {source} 从{final.day}起才施行"
            self.problems.append(self.library.problem(article, "validity", what, "请改回“有效”，到日子会自动标注"))
        elif stated not in OVER and final.word in OVER and final.day <= today:
            what = f"“有效性”还写着“{stated}”，网页已按 {final.shown} 标注“{final.word}”"
            shown = self.library.tree.shown(article.path)
            self.doubts.append(Doubt(shown, 0, article.path, "validity", what, f"请改成“{final.word}”"))

    def tell_clash(self, article: Article, one: Act, other: Act) -> None:
        """Two documents that give different standings: the later one wins, and the editor is told."""
        what = (
            f"“{article.title}”被定为“{other.word}”（{other.day}起），而 {one.shown} "
            f"把它定为“{one.word}”（{one.day}起），网页以较晚的为准"
        )
        self.doubts.append(Doubt(other.shown, other.line, other.by, other.key, what, "请核对两份文件"))


def _not_here(name: str) -> tuple[str, str]:
    return f"本站没有发文字号为“{name}”的文件，没有网页会因此标注", "请核对文号；文件确不在本站的，不用改"


def _written(article: Article) -> str:
    return article.law.written if article.law is not None and article.law.written else article.day


def _next(day: str) -> str:
    try:
        return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    except OverflowError:
        return "9999-12-31"

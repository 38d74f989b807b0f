"""What documents do to each other: who repeals, amends or clears up whom, gathered on the way through all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from plugins.build.article import Article
from plugins.build.library import Library
from plugins.build.problems import Problem, suggestion
from plugins.circles import circling
from plugins.cleanup import Finding
from plugins.standing import AMENDED, OVER, RANK, REPEALED, VALID, VOID, Act, Doubt

ACTS = {"repeals": REPEALED, "amends": AMENDED}
"""Front matter keys that change another document, and the word they give it."""


@dataclass
class Gathering:
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
        final = max(said, key=lambda act: (act.day, RANK[act.word]))
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


def takes_effect(article: Article) -> str:
    """The day from which what a document says of others holds."""
    return article.law.effective if article.law is not None and article.law.effective else article.day

"""What those who review have on their desk: the site's settings and people, and one document with its votes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from plugins.build.article import Article, distil
from plugins.build.moments import decide_now
from plugins.build.problems import CannotRun, Problem
from plugins.build.scan import Tree, scan
from plugins.build.source import Job, read_source
from plugins.catalogue import Catalogue, read_catalogue
from plugins.review.ledger import document_of, is_entry, read_file
from plugins.review.settings import SETTINGS_STEPS, as_article, is_settings
from plugins.review.subject import reviewed, steps_for
from plugins.review.verdict import Reviewed, Verdict, Vote, judge
from plugins.review.votes import Memory, vote_of
from plugins.site import Offices, Site, read_offices, read_site


@dataclass(frozen=True)
class Office:
    """What the command knows of the site: settings, people, columns, and the time."""

    tree: Tree
    site: Site
    offices: Offices
    catalogue: Catalogue
    now: datetime


@dataclass(frozen=True)
class Subject:
    """A document on the desk: its record, what a verdict sees of it, its steps and its votes so far."""

    article: Article
    document: Reviewed
    steps: tuple[str, ...]
    votes: tuple[Vote, ...]


def open_office(content: Path, now: str) -> Office:
    """Read settings and people. Raises CannotRun where they are faulty: nobody could tell who may do what."""
    tree = scan(content)
    site, problems = read_site(tree)
    offices, more = read_offices(tree)
    catalogue, still_more = read_catalogue(tree, offices)
    if faults := [*problems, *more]:
        raise CannotRun(f"{faults[0]}\n先改好这些文件才能审签（共 {len(faults)} 处，见 desk check）")
    del still_more  # what is wrong with another column stops nobody here
    return Office(tree, site, offices, catalogue, decide_now(now, site, production=True))


def read_subject(office: Office, path: str) -> Subject | str:
    """A document, or a settings file, and its votes; a sentence where it cannot be reviewed."""
    tree = office.tree
    shown = tree.shown(path)
    if is_settings(path):
        return subject_of(office, as_article(path))
    if path not in tree.documents:
        return f"{shown}: 不是文档。请给出 .md 文件"
    source = read_source(Job(tree.root / path, path, shown, office.now.year))
    article = distil(source)
    if article is None or source.problems:
        first = source.problems[0] if source.problems else "文件头读不懂"
        return f"{first}\n{shown}: 还有错处，不能审签。请先按 desk check 改正"
    return subject_of(office, article)


def subject_of(office: Office, article: Article) -> Subject | str:
    """A document whose record is known, and its votes; a sentence where it cannot be judged."""
    tree = office.tree
    votes: list[Vote] = []
    memory = Memory()
    for place in tree.registry:
        if is_entry(place) and document_of(place) == article.id:
            record = read_file(tree.root, place, tree.shown(place))
            if isinstance(record, Problem):
                return f"{record}"
            votes.append(vote_of(record, office.offices.staff, tree, memory))
    document = reviewed(article, tree, office.offices.spellings, memory)
    if lost := [file for file, digest in document.files.items() if not digest]:
        return f"{tree.shown(article.path)}: 没有找到附件或图片 {lost[0]}，不能审签。请先补上"
    steps = SETTINGS_STEPS if is_settings(article.path) else steps_for(article, office.catalogue)
    return Subject(article, document, steps, tuple(votes))


def verdict_of(subject: Subject, office: Office) -> Verdict:
    """The verdict on a document with these votes."""
    days = int(office.site.after_review_days)
    return judge(subject.document, subject.votes, office.offices.staff, subject.steps, office.now, days)


def state_of(verdict: Verdict) -> str:
    """How far a review is, in one sentence."""
    if not verdict.missing:
        return f"审签齐全（{'→'.join(verdict.steps)}），可以发布"
    if verdict.due is not None:
        return f"应急发布，可以先发；{verdict.missing}，须在 {verdict.last_minute} 以前补审"
    return f"还{verdict.missing.partition('（')[0]}"

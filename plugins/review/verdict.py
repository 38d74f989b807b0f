"""Whether a document is approved: a pure function of the document, the ledger's entries, the people and the time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from plugins.review.ledger import Entry
from plugins.review.people import Person, end_of_working_day
from plugins.review.skeleton import version_of
from plugins.review.steps import EMERGENCY, REGISTRAR, ROLES, STEPS
from standards.calendar import BEIJING

SLACK = timedelta(minutes=5)
"""By so much the clock of whoever approves may be ahead."""
MOST = 12
"""Entries of one step that are tried in combination: the newest."""


@dataclass(frozen=True)
class Reviewed:
    """The document as it is now. ``publisher`` is a unit's id; ``written`` the day it was drawn up (ISO) or empty;
    ``files`` the digests of the files it shows or attaches; ``skeleton`` makes that of a version of the rule."""

    id: str
    folder: str
    publisher: str
    author: str
    editor: str
    written: str
    digest: str
    files: Mapping[str, str]
    skeleton: Callable[[int], str]

    def by(self, person: Person) -> bool:
        """Whether this person is named as its author or editor."""
        return bool({self.author, self.editor} & {person.id, person.name})


@dataclass(frozen=True)
class Vote:
    """An entry, and what is wrong with its signature or file (empty: nothing)."""

    entry: Entry
    flaw: str = ""
    path: str = ""


@dataclass(frozen=True)
class Verdict:
    """``chosen`` are the entries that count, by step; ``missing`` says in Chinese what is not there (empty where all
    is); ``due`` is by when an emergency has to be reviewed, while that is still to come; ``refused`` the entries of
    this document that do not count, each with the reason."""

    steps: tuple[str, ...]
    chosen: Mapping[str, Entry]
    missing: str
    due: datetime | None
    refused: tuple[tuple[Vote, str], ...]

    @property
    def passes(self) -> bool:
        """Whether it may be published now."""
        return not self.missing or self.due is not None

    @property
    def last_minute(self) -> str:
        """The last minute before ``due``, as messages print it."""
        return last_minute(self.due) if self.due is not None else ""


def judge(  # noqa: PLR0917 - what a verdict depends on
    document: Reviewed,
    votes: Sequence[Vote],
    people: Mapping[str, Person],
    steps: tuple[str, ...],
    now: datetime,
    days: int,
) -> Verdict:
    """``days`` is how many working days an emergency may wait for its review."""
    counted: list[Vote] = []
    refused: list[tuple[Vote, str]] = []
    for vote in sorted(votes, key=_order):
        why = why_not(vote, document, people, now)
        if not why and vote.entry.step not in steps and not vote.entry.emergency:
            why = f"这个栏目没有“{vote.entry.step}”这一步"
        if why:
            refused.append((vote, why))
        else:
            counted.append(vote)
    chosen = _combine(counted, steps)
    left = [step for step in steps if step not in chosen]
    if not left:
        return Verdict(steps, chosen, "", None, tuple(refused))
    missing = _missing(left, counted, refused)
    urgent = [vote.entry for vote in counted if vote.entry.emergency]
    if not urgent:
        return Verdict(steps, chosen, missing, None, tuple(refused))
    due = end_of_working_day(_begin(votes, document, people, steps, now), days)
    if now < due:
        return Verdict(steps, chosen, missing, due, tuple(refused))
    late = f"应急发布后应在 {last_minute(due)} 以前补审，现已超过期限，{missing}"
    return Verdict(steps, chosen, late, None, tuple(refused))


def why_not(vote: Vote, document: Reviewed, people: Mapping[str, Person], now: datetime) -> str:
    """Why an entry does not count for this document as it is now, in Chinese; empty where it does."""
    return vote.flaw or _person_fault(vote.entry, document, people, now) or _change(vote.entry, document)


def _person_fault(entry: Entry, document: Reviewed, people: Mapping[str, Person], now: datetime) -> str:
    person, at = people.get(entry.person), entry.moment
    if entry.document != document.id:
        return f"是另一篇文档“{entry.document}”的审签"
    if person is None or at is None:
        return f"people.csv 里没有“{entry.person}”"
    if at > now + SLACK:
        return f"审签时间 {_minute(at)} 还没有到"
    if document.written and at.astimezone(BEIJING).date().isoformat() < document.written:
        return f"审签时间 {_minute(at)} 早于成文日期 {document.written}"
    if not person.serves(at):
        return f"{person.name}在 {_minute(at)} 不在任期内"
    if not _holds(person, entry.step, document):
        return f"{person.name}没有这个栏目“{entry.step}”的角色"
    if document.by(person):
        return f"{person.name}是这篇文档的作者或编辑，不能审自己的稿件"
    if entry.emergency and (entry.step not in EMERGENCY or not entry.reason):
        return "应急发布要由终审或签发人签，并写明原因"
    if not entry.recorder:
        return ""
    registrar = people.get(entry.recorder)
    if registrar is None:
        return f"people.csv 里没有登记人“{entry.recorder}”"
    if not registrar.serves(at) or not any(role.name in (REGISTRAR, "registrar") for role in registrar.roles):
        return f"{registrar.name}在 {_minute(at)} 没有“{REGISTRAR}”的角色，不能代记"
    if not entry.sheet or not entry.scan_digest:
        return "代记的审签没有审签单编号或扫描件"
    return ""


def _holds(person: Person, step: str, document: Reviewed) -> bool:
    return any(
        step in ROLES.get(role.name, ()) and role.covers(document.folder, document.publisher) for role in person.roles
    )


def _change(entry: Entry, document: Reviewed) -> str:
    """Whether what was approved is no longer what is there, beyond proof-reading."""
    if entry.files != document.files:
        changed = sorted(
            path for path in {*entry.files, *document.files} if entry.files.get(path) != document.files.get(path)
        )
        return f"审签以后附件或图片有改动：{'、'.join(changed[:3])}{' 等' if len(changed) > 3 else ''}"
    if entry.digest == document.digest:
        return ""
    version = version_of(entry.skeleton)
    if version and document.skeleton(version) == entry.skeleton:
        return ""
    return "审签以后正文或字段有改动（校对级改动除外）"


def _combine(votes: Sequence[Vote], steps: tuple[str, ...]) -> dict[str, Entry]:
    """As many of the steps as different people did one after another. Of several ways, the one with the newest."""
    by_step = {step: [vote.entry for vote in reversed(votes) if vote.entry.step == step][:MOST] for step in steps}
    best: dict[str, Entry] = {}

    def search(place: int, row: dict[str, Entry]) -> Iterator[dict[str, Entry]]:
        if place == len(steps):
            yield row
            return
        for entry in by_step[steps[place]]:
            if _fits(entry, row):
                yield from search(place + 1, {**row, steps[place]: entry})
        yield from search(place + 1, row)

    for row in search(0, {}):
        if len(row) > len(best):
            best = row
        if len(best) == len(steps):
            break
    return best


def _fits(entry: Entry, row: Mapping[str, Entry]) -> bool:
    """A different person, and not earlier than the step before (but for an emergency, which came first by nature)."""
    if any(entry.person == other.person for other in row.values()):
        return False
    usual = [other.moment for other in row.values() if not other.emergency]
    return entry.emergency or all(moment is not None and moment <= _at(entry) for moment in usual)


def _missing(left: Sequence[str], counted: Sequence[Vote], refused: Sequence[tuple[Vote, str]]) -> str:
    said = f"缺少{'、'.join(left)}"
    for step in left:
        there = [vote.entry for vote in counted if vote.entry.step == step and not vote.entry.emergency]
        if there:
            return f"{said}（{step}有 {there[-1].person} 的审签，但与别的步骤是同一人，或与前后步骤的次序不合）"
        useless = [pair for pair in refused if pair[0].entry.step == step]
        if useless:
            vote, why = useless[-1]
            return f"{said}（{step}有 {vote.entry.person} 的审签，但{why}）"
    return said


def _begin(
    votes: Sequence[Vote], document: Reviewed, people: Mapping[str, Person], steps: tuple[str, ...], now: datetime
) -> datetime:
    """When the emergency that still waits for its review began: with the first one since all steps were done,
    whatever was edited meanwhile, so that a second emergency buys no time."""
    sound = [
        vote.entry
        for vote in sorted(votes, key=_order)
        if not vote.flaw and not _person_fault(vote.entry, document, people, now)
    ]
    begin: datetime | None = None
    done: set[str] = set()
    for entry in sound:
        if entry.emergency and (begin is None or done >= set(steps)):
            begin, done = _at(entry), set()
        done.add(entry.step)
    assert begin is not None  # at least one emergency counted
    return begin


def _order(vote: Vote) -> tuple[datetime, int, str, str]:
    return _at(vote.entry), STEPS.index(vote.entry.step), vote.entry.person, vote.path


def _at(entry: Entry) -> datetime:
    moment = entry.moment
    assert moment is not None  # the ledger lets none in without
    return moment


def last_minute(due: datetime) -> str:
    """The minute before a deadline."""
    return _minute(due - timedelta(minutes=1))


def _minute(at: datetime) -> str:
    return f"{at.astimezone(BEIJING):%Y-%m-%d %H:%M}"

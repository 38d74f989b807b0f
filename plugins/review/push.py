"""A push to the protected branch, judged: its documents by the build's own verdicts, the ledger, the rules."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from plugins.build.article import Article, distil
from plugins.build.front_matter import read_text
from plugins.build.problems import CannotRun, Problem
from plugins.build.scan import FILE_FOLDERS, is_for_the_wall, scan
from plugins.build.source import Job, read_bytes, read_header, read_source
from plugins.review import repository
from plugins.review.gate import refusal
from plugins.review.ledger import FOLDER, document_of, is_entry, read_file, read_record
from plugins.review.office import Office, open_office, state_of, subject_of, verdict_of
from plugins.review.openness import judge_source, undeclared
from plugins.review.people import Person
from plugins.review.settings import as_article, changes_rules, is_settings, since_of
from plugins.review.steps import EMERGENCY, ROLES
from plugins.review.subject import shown_files, steps_for
from plugins.review.verdict import judge
from plugins.site import Offices, read_offices
from standards.calendar import BEIJING

_TABLES = ("units.csv", "towns.csv", "villages/villages.csv", "villages/catalogue.toml")


@dataclass
class Judgement:
    """What is wrong with a push, and what is only to be read; lines in Chinese."""

    problems: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Push:
    """Two commits, the content folder in them, what differs, all files before and after, and the time."""

    old: str
    new: str
    folder: str
    changed: Mapping[str, str]
    before: Mapping[str, repository.Blob]
    after: Mapping[str, repository.Blob]
    now: str

    def shown(self, path: str) -> str:
        """As messages print a path."""
        return f"{self.folder}/{path}"


def read_push(old: str, new: str, folder: str, now: str) -> Push:
    """What a line of the hook's input means. Raises CannotRun."""
    changed = repository.changed(old, new, folder)
    return Push(old, new, folder, changed, repository.listing(old, folder), repository.listing(new, folder), now)


def judge_push(push: Push) -> Judgement:
    """Everything that keeps a push from the protected branch. Raises CannotRun where it cannot be judged."""
    said = Judgement()
    if not push.changed:
        return said
    _ledger_only_grows(push, said)
    _only_plain_files(push, said)
    with tempfile.TemporaryDirectory(prefix="gongkai-push-") as place:
        content = Path(place, push.folder)
        settings = {path: blob for path, blob in push.after.items() if is_settings(path) or path in _TABLES}
        asked = _documents(push)
        repository.write(repository.read({**settings, **{path: push.after[path] for path in asked}}), content)
        if not content.is_dir():
            raise CannotRun(f"推送的内容里没有 {push.folder}/site.toml。请核对目录，或请管理员设置 gongkai.content")
        office = open_office(content, push.now)
        articles = _public(asked, office, said, _in_force(push, office))
        rules = _changed_rules(push)
        wanted = {article.id for article in articles} | {as_article(path).id for path in rules}
        entries = [path for path in push.after if is_entry(path) and document_of(path) in wanted]
        shown = {path for article in articles for path in shown_files(article)}
        more = {path: push.after[path] for path in (*entries, *shown) if path in push.after}
        repository.write(repository.read(more), content)
        scans = {path: push.after[path] for path in _scans(content, entries) if path in push.after}
        repository.write(repository.read(scans), content)
        office = Office(scan(content), office.site, office.offices, office.catalogue, office.now)
        _judge_rules(push, rules, office, said)
        for article in articles:
            _judge_article(article, office, said)
        _judge_signers(push, office, said)
    return said


def _ledger_only_grows(push: Push, said: Judgement) -> None:
    for path, state in push.changed.items():
        if path.startswith(f"{FOLDER}/") and state != "A":
            what = "被删去" if state == "D" else "被改动"
            said.problems.append(f"{push.shown(path)}: 审签记录{what}。审签记录只增不改，请从版本库取回原来的文件")


def _only_plain_files(push: Push, said: Judgement) -> None:
    """What no name or kind of file lets be judged must not get in unjudged."""
    for path, state in push.changed.items():
        blob = push.after.get(path)
        if state != "D" and (blob is None or blob.mode not in repository.PLAIN):
            said.problems.append(f"{push.shown(path)}: 文件名不能用，或不是普通文件。请换一个名称，链接请换成文件本身")


def _documents(push: Push) -> list[str]:
    """The documents to judge: those that were added or changed, and those that name a file that was."""
    documents = {path for path, state in push.changed.items() if state != "D" and _is_document(path)}
    files = [path for path in push.changed if path.partition("/")[0] in FILE_FOLDERS]
    if files:
        documents |= {path for path in repository.that_name(files, push.new, push.folder) if _is_document(path)}
    return sorted(path for path in documents if path in push.after)


def _is_document(path: str) -> bool:
    published = path.partition("/")[0] not in (*FILE_FOLDERS, "_registry") and not is_for_the_wall(path)
    return published and path.endswith(".md")


def _in_force(push: Push, office: Office) -> bool:
    """Whether reviews were asked for before this push: then what it changes needs them, however old it says it is."""
    old = repository.read({"site.toml": push.before["site.toml"]}) if "site.toml" in push.before else {}
    since = since_of(old.get("site.toml"))
    return bool(since) and since <= office.now.astimezone(BEIJING).date().isoformat()


def _public(paths: Iterable[str], office: Office, said: Judgement, in_force: bool) -> list[Article]:
    """The records of those documents that will be public, now or when their time comes, and need approvals."""
    since = "" if in_force else office.site.review_since or "9999"
    found = []
    for path in paths:
        job = Job(office.tree.root / path, path, office.tree.shown(path), office.now.year)
        data = read_bytes(job)
        text = data if isinstance(data, Problem) else read_text(data, job.shown)
        if isinstance(text, Problem):
            said.problems.append(str(text))
            continue
        header = read_header(path, job.shown, text)[0]
        article = distil(header)
        if article is None:
            if header.values.get("status") not in ("draft", "草稿"):
                said.problems += [str(problem) for problem in header.problems]
            continue
        if article.status != "published":
            continue
        said.problems += [str(problem) for problem in judge_source(header, text, office.now.year)]
        if article.day >= since:
            said.problems += [
                str(Problem(job.shown, header.line(key), 0, what, cure)) for _, key, what, cure in undeclared([article])
            ]
            whole = distil(read_source(job)) if steps_for(article, office.catalogue) else None
            found += [whole] if whole is not None else []
    return found


def _scans(content: Path, entries: Iterable[str]) -> set[str]:
    """The scans that entries name."""
    records = [read_file(content, path, path) for path in entries]
    return {record.entry.scan for record in records if not isinstance(record, Problem) and record.entry.scan}


def _judge_article(article: Article, office: Office, said: Judgement) -> None:
    subject = subject_of(office, article)
    if isinstance(subject, str):
        said.problems.append(subject)
        return
    verdict = verdict_of(subject, office)
    shown = office.tree.shown(article.path)
    if not verdict.passes:
        said.problems.append(str(refusal(article, verdict, shown, 0)))
    elif verdict.due is not None:
        said.notices.append(f"{shown}《{article.title}》{state_of(verdict)}")


def _changed_rules(push: Push) -> list[str]:
    """The settings whose change changes who has to approve what, or who may."""
    asked = [path for path in push.changed if is_settings(path)]
    old = repository.read({path: push.before[path] for path in asked if path in push.before})
    new = repository.read({path: push.after[path] for path in asked if path in push.after})
    return [path for path in asked if changes_rules(path, old.get(path), new.get(path))]


def _judge_rules(push: Push, rules: Iterable[str], office: Office, said: Judgement) -> None:
    """A change of the rules is approved by somebody who could approve before it; the first ones nobody can."""
    staff = _staff_before(push)
    if not any(_is_chief(person) for person in staff.values()):
        return
    for path in rules:
        shown = push.shown(path)
        if path not in push.after:
            said.problems.append(f"{shown}: 审签规则被删去。请取回这个文件，或改写其中的规则后请终审人审签")
            continue
        before = Office(office.tree, office.site, _with(office, staff), office.catalogue, office.now)
        subject = subject_of(before, as_article(path))
        if isinstance(subject, str):
            said.problems.append(subject)
            continue
        verdict = judge(subject.document, subject.votes, staff, subject.steps, office.now, 0)
        if verdict.missing:
            cure = f"请原有的终审人核对后运行 desk approve {shown} --person 编号"
            said.problems.append(f"{shown}: 改动了审签规则，{verdict.missing}。{cure}")


def _with(office: Office, staff: Mapping[str, Person]) -> Offices:
    old = office.offices
    return Offices(old.units, old.towns, old.people, old.spellings, staff)


def _staff_before(push: Push) -> Mapping[str, Person]:
    """The people before the push."""
    names = ("people.csv", "units.csv", "towns.csv")
    files = repository.read({name: push.before[name] for name in names if name in push.before})
    if "people.csv" not in files:
        return {}
    with tempfile.TemporaryDirectory(prefix="gongkai-before-") as place:
        content = Path(place, push.folder)
        repository.write(files, content)
        return read_offices(scan(content))[0].staff


def _is_chief(person: Person) -> bool:
    """Whether this person can approve a change of the rules."""
    able = any(not role.where and set(ROLES.get(role.name, ())) & set(EMERGENCY) for role in person.roles)
    return able and bool(person.keys)


def _judge_signers(push: Push, office: Office, said: Judgement) -> None:
    """Who is no longer in office could still date an approval back: what is new has to be signed by who is."""
    new = {p: push.after[p] for p, state in push.changed.items() if is_entry(p) and state == "A" and p in push.after}
    for path, data in repository.read(new).items():
        record = read_record(path, data, push.shown(path))
        if isinstance(record, Problem):
            said.problems.append(str(record))
            continue
        person = office.offices.staff.get(record.entry.signer)
        if person is not None and not (person.serves(office.now) and person.keys_at(office.now)):
            what = f"{person.name}已不在任期内，或密钥已经停用，不能再送来新的审签"
            said.problems.append(f"{push.shown(path)}: {what}。请由现任的人重新审签")

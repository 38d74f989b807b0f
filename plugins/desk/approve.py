"""``desk approve``: one step of a review, signed and written into the ledger; and what is still missing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from plugins.build.problems import CannotRun, Problem, suggestion
from plugins.desk.workplace import look_for, open_portal, write_whole
from plugins.review.gate import judge_articles
from plugins.review.ledger import SCANS, Entry, place_of, read_record, write_out
from plugins.review.office import Office, Subject, open_office, read_subject, state_of, verdict_of
from plugins.review.people import Person
from plugins.review.signature import sign, verified_by
from plugins.review.skeleton import skeleton
from plugins.review.steps import EMERGENCY, ROLES, STEPS, named
from plugins.review.verdict import Vote
from plugins.review.votes import Memory
from standards.calendar import BEIJING

SCAN_KINDS = (".pdf", ".ofd", ".jpg", ".jpeg", ".png")
SCAN_LIMIT = 20 * 1024 * 1024
_ID = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True)
class Asked:
    """The options of the command. ``recorder`` enters what ``person`` signed on the sheet."""

    person: str
    step: str = ""
    key: Path | None = None
    recorder: str = ""
    sheet: str = ""
    scan: Path | None = None
    emergency: bool = False
    reason: str = ""
    note: str = ""


def approve(asked: Asked, files: Sequence[Path], content: Path, now: str, say: Callable[[str], None]) -> bool:
    """Record one step for each file; whether all were recorded. Raises CannotRun."""
    look_for(files, content)
    office = open_office(content, now)
    people = office.offices.staff
    for id_ in filter(None, (asked.person, asked.recorder)):
        if id_ not in people or not _ID.fullmatch(id_):
            raise CannotRun(f"people.csv 里没有“{id_}”。{suggestion(id_, people)}请写 people.csv 第一列的编号")
    scan_bytes = read_scan(asked.scan) if asked.scan else b""
    done = True
    for path in _paths(files, content, office):
        subject = read_subject(office, path)
        if isinstance(subject, str):
            say(subject)
            done = False
            continue
        entry = draft(asked, subject, office, scan_bytes)
        refused = entry if isinstance(entry, str) else _refusal(entry, subject, office)
        if refused or isinstance(entry, str):
            say(f"{office.tree.shown(path)}: 没有记下：{refused}")
            done = False
            continue
        _show(entry, subject, people, say)
        _record(entry, asked, office, scan_bytes)
        after = verdict_of(replace(subject, votes=(*subject.votes, Vote(entry))), office)
        say(f"  已记下：{office.tree.shown(place_of(entry))}")
        say(f"  {state_of(after)}")
    return done


def _paths(files: Sequence[Path], content: Path, office: Office) -> list[str]:
    """The files by their paths below content/; a folder stands for all documents in it."""
    found: dict[str, None] = {}
    for file in files:
        path = file.resolve().relative_to(content.resolve()).as_posix()
        below = [document for document in office.tree.documents if document.startswith(f"{path}/")]
        found |= dict.fromkeys(below if file.is_dir() else [path])
    if not found:
        raise CannotRun("这些目录里没有文档。请核对路径")
    return list(found)


def draft(asked: Asked, subject: Subject, office: Office, scan_bytes: bytes) -> Entry | str:
    """The entry to be signed; a sentence where there can be none."""
    if not subject.steps:
        return "这个栏目免审，不用审签"
    person = office.offices.staff[asked.person]
    if asked.emergency and not asked.reason.strip():
        return "应急发布要写明原因。请加 --reason"
    step = _step(asked, person, subject, office)
    if step not in STEPS:
        return step
    role = next((r.name for r in person.roles if step in ROLES.get(r.name, ())), "")
    data = (office.tree.root / subject.article.path).read_bytes()
    digest = sha256(scan_bytes).hexdigest() if scan_bytes else ""
    return Entry(
        document=subject.article.id,
        path=subject.article.path,
        title=subject.article.title,
        step=step,
        person=person.id,
        role=role,
        at=office.now.astimezone(BEIJING).isoformat(timespec="seconds"),
        digest=sha256(data).hexdigest(),
        skeleton=skeleton(data),
        files=dict(subject.document.files),
        recorder=asked.recorder,
        sheet=asked.sheet.strip(),
        scan=f"{SCANS}/{digest[:16]}{asked.scan.suffix.lower()}" if asked.scan else "",
        scan_digest=digest,
        on_behalf_of=subject.article.review.get("on_behalf_of", ""),
        emergency=asked.emergency,
        reason=asked.reason.strip(),
        note=asked.note.strip(),
    )


def _step(asked: Asked, person: Person, subject: Subject, office: Office) -> str:
    """The step that is meant: the one named, in an emergency the person's own, else the next that is missing."""
    if asked.step:
        found = named(asked.step, (*subject.steps, *(EMERGENCY if asked.emergency else ())))
        return found or f"这个栏目没有“{asked.step}”这一步，有：{'、'.join(subject.steps)}"
    if asked.emergency:
        own = [s for s in EMERGENCY if any(s in ROLES.get(role.name, ()) for role in person.roles)]
        inside = [step for step in own if step in subject.steps]
        return (inside or own or ["应急发布要由有“终审”或“签发”角色的人签"])[-1]
    verdict = verdict_of(subject, office)
    return next((step for step in verdict.steps if step not in verdict.chosen), "各步审签已经齐全，不用再签")


def _refusal(entry: Entry, subject: Subject, office: Office) -> str:
    """Why the verdict would not count this entry; empty where it would."""
    after = verdict_of(replace(subject, votes=(*subject.votes, Vote(entry))), office)
    for vote, why in after.refused:
        if vote.entry is entry:
            return f"{why}（{entry.step}）"
    if entry.emergency:
        return "" if after.passes else after.missing
    earlier = subject.steps[: subject.steps.index(entry.step)]
    if left := [step for step in earlier if step not in after.chosen]:
        return f"还缺少{'、'.join(left)}，轮不到{entry.step}。应急发布请加 --emergency --reason"
    if entry.step in after.chosen and after.chosen[entry.step] is entry:
        return ""
    if any(entry.person == other.person for other in after.chosen.values()):
        return f"{office.offices.people[entry.person]}已经签过别的步骤，各步要由不同的人签"
    return f"{entry.step}不能算数：{after.missing or '已经签过'}"


def _record(entry: Entry, asked: Asked, office: Office, scan_bytes: bytes) -> None:
    payload = write_out(entry)
    signer = office.offices.staff[entry.signer]
    keys = signer.keys_at(office.now)
    if not keys:
        cure = "请把 .pub 文件里的一行填进 key 一列（见 docs/deploy.md）"
        raise CannotRun(f"people.csv 里没有{signer.name}现在有效的公钥，不能签名。{cure}")
    armor = sign(payload, keys, asked.key)
    data = payload + armor.encode("ascii")
    place = place_of(entry)
    record = read_record(place, data, place)
    assert not isinstance(record, Problem)
    assert verified_by(record.payload, record.armor, keys)
    try:
        if entry.scan:
            write_whole(office.tree.root / entry.scan, scan_bytes, replacing=True)
        write_whole(office.tree.root / place, data)
    except FileExistsError:
        raise CannotRun(f"{place} 已经存在，没有覆盖。同一个人同一时刻已经签过") from None
    except OSError as error:
        raise CannotRun(f"审签记录写不下（{error.strerror}）。请检查磁盘空间和目录权限") from error


def read_scan(file: Path) -> bytes:
    """The scan of a sheet. Raises CannotRun where it is none."""
    if file.suffix.lower() not in SCAN_KINDS:
        raise CannotRun(f"{file} 不是扫描件。请用 {'、'.join(SCAN_KINDS)}")
    try:
        data = file.read_bytes()
    except OSError as error:
        raise CannotRun(f"扫描件 {file} 读不了（{error.strerror}）") from error
    if not 0 < len(data) <= SCAN_LIMIT:
        raise CannotRun(f"扫描件 {file} 是空的或超过 {SCAN_LIMIT // 1024 // 1024} MB，没有记下")
    return data


def _show(entry: Entry, subject: Subject, people: Mapping[str, Person], say: Callable[[str], None]) -> None:
    say(f"{subject.article.path}《{entry.title}》")
    kind = "应急发布" if entry.emergency else entry.step
    by = f"，{people[entry.recorder].name}代记" if entry.recorder else ""
    say(f"  {kind}：{people[entry.person].name}（{entry.role}）{by}，{entry.at[:16].replace('T', ' ')}")
    say(f"  正文摘要 sha256 {entry.digest}")
    for path, digest in entry.files.items():
        say(f"  附件或图片 {path} sha256 {digest[:16]}…")
    if entry.sheet:
        say(f"  审签单 {entry.sheet}{f'，扫描件 {entry.scan}' if entry.scan else ''}")


def status(files: Sequence[Path], content: Path, now: str) -> tuple[list[str], bool]:
    """One line for each document that needs approvals and lacks them; whether none does. Drafts count, withdrawn
    documents do not. Raises CannotRun."""
    look_for(files, content)
    portal = open_portal(content, NOW=now, PRODUCTION=True, JOBS=0)
    portal.check()
    contents = portal._generator.edition.contents
    if not contents.site.review_since:
        return ["site.toml 没有写 review_since，还没有实行审签"], True
    asked = {file.resolve() for file in files}
    chosen = [
        article
        for article in contents.targets.articles.values()
        if article.status != "withdrawn"
        and (not asked or any(_is_below(content / article.path, file) for file in asked))
    ]
    problems, verdicts = judge_articles(contents, chosen, Memory(), 0)
    lines = [str(problem) for problem in problems]
    lines += [
        f"{contents.tree.shown(article.path)}: {state_of(verdict)}" for article, verdict in verdicts if verdict.due
    ]
    complete = sum(1 for _, verdict in verdicts if not verdict.missing)
    lines.append(f"要审签的文档 {len(verdicts)} 篇，齐全 {complete} 篇")
    return lines, not problems


def _is_below(file: Path, asked: Path) -> bool:
    place = file.resolve()
    return place == asked or asked in place.parents

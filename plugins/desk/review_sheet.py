"""``desk review-sheet``: the 审核单 of a document, to be printed on A4: steps, times, digests, sheets, signatures."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from plugins.build.problems import CannotRun
from plugins.desk.workplace import look_for, write_whole
from plugins.review.ledger import Entry
from plugins.review.office import Office, Subject, open_office, read_subject, state_of, verdict_of
from standards.calendar import BEIJING

TEMPLATE = Path(__file__).with_name("review-sheet.html")


@dataclass(frozen=True)
class Row:
    """A step on the sheet; empty cells are there to be signed by hand."""

    step: str
    person: str = ""
    at: str = ""
    sheet: str = ""
    digest: str = ""
    state: str = ""


def write(file: Path, out: Path, content: Path, now: str) -> str:
    """Write the sheet and say where. Raises CannotRun."""
    look_for([file], content)
    office = open_office(content, now)
    subject = read_subject(office, file.resolve().relative_to(content.resolve()).as_posix())
    if isinstance(subject, str):
        raise CannotRun(subject)
    try:
        write_whole(out, page(subject, office).encode(), replacing=True)
    except OSError as error:
        raise CannotRun(f"{out} 写不了（{error.strerror}）。请换一个位置") from error
    return f"审核单在 {out}，用浏览器打开后打印（A4）"


def page(subject: Subject, office: Office) -> str:
    """The sheet as HTML."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    article = subject.article
    verdict = verdict_of(subject, office)
    review = {key: article.review.get(key, "") for key in ("author", "editor", "openness", "on_behalf_of")}
    useless = [vote.entry for vote, _ in verdict.refused]
    urgent = [vote.entry for vote in subject.votes if vote.entry.emergency and vote.entry not in useless]
    trail = office.catalogue.trails.get(article.column, ())
    unit = office.offices.spellings.get(article.publisher)
    refused = [
        Row(vote.entry.step, _name(vote.entry, office), _time(vote.entry), state=why) for vote, why in verdict.refused
    ]
    rows = [
        _row(step, verdict.chosen[step], subject, office) if step in verdict.chosen else Row(step)
        for step in subject.steps
    ]
    rows += [_row("应急发布", entry, subject, office) for entry in urgent if entry not in verdict.chosen.values()]
    return environment.from_string(TEMPLATE.read_text(encoding="utf-8")).render(
        site=office.site,
        article={"title": article.title, "id": article.id, "published": article.published, "review": review},
        column=" › ".join(column.name for column in trail),
        publisher=unit.name if unit else article.publisher,
        secrecy="，".join(article.review[key] for key in ("secrecy_by", "secrecy") if key in article.review),
        shown=office.tree.shown(article.path),
        document=subject.document,
        state=state_of(verdict) if subject.steps else "这个栏目免审",
        steps=subject.steps or ("免审",),
        rows=rows,
        refused=refused,
        printed=f"{office.now.astimezone(BEIJING):%Y-%m-%d %H:%M}",
    )


def _row(step: str, entry: Entry, subject: Subject, office: Office) -> Row:
    said = [f"单号 {entry.sheet}" if entry.sheet else "", "附扫描件" if entry.scan else ""]
    said += [f"应急：{entry.reason}" if entry.emergency else "", entry.note]
    signed = f"{office.offices.people.get(entry.recorder, entry.recorder)}代记，" if entry.recorder else ""
    same = "与现稿相同" if entry.digest == subject.document.digest else "此后只有校对级改动"
    return Row(
        step,
        _name(entry, office),
        _time(entry),
        "；".join(filter(None, said)),
        entry.digest[:16],
        f"{signed}签名有效，{same}",
    )


def _name(entry: Entry, office: Office) -> str:
    return f"{office.offices.people.get(entry.person, entry.person)}（{entry.person}）"


def _time(entry: Entry) -> str:
    moment = entry.moment
    return f"{moment.astimezone(BEIJING):%Y-%m-%d %H:%M}" if moment else entry.at

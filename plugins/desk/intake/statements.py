"""Villages' statements on their way into content/villages/: judged to the cent, held against those that are there, and
written as clean tables, ``2026Q3-收支明细.csv``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from plugins.build.scan import TABLES
from plugins.catalogue import VILLAGES
from plugins.desk.intake.splitting import Part
from plugins.desk.intake.told import Bad
from plugins.desk.part import Headers
from plugins.tables import write_csv
from plugins.village_finance.across import compare
from plugins.village_finance.books import read_file
from plugins.village_finance.judge import judge_statement
from plugins.village_finance.kinds import KINDS, file_name
from plugins.village_finance.statement import Brief, Statement
from plugins.villages import Village
from standards.village_rhythm import in_words


@dataclass(frozen=True)
class Filed:
    """A sound statement: the village, where it came from (``source``), its file, and the statement in brief."""

    village: Village
    source: str
    data: bytes
    brief: Brief

    @property
    def path(self) -> str:
        """Below content/."""
        return self.brief.path


@dataclass
class Settled:
    """What is to be written; how many stand there already as they are; what must be mended; what is worth a look."""

    new: list[Filed] = field(default_factory=list)
    replaced: set[str] = field(default_factory=set)
    known: int = 0
    bad: list[Bad] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def file_statement(part: Part, source: str) -> Filed | list[Bad]:
    """Judge a part of a file and write it anew; every fault with its place in the file that was sent."""
    found = judge_statement(part.sheet, part.kind, part.period)
    if found.faults or found.statement is None:
        return [_bad(source, part, fault) for fault in found.faults]
    path = f"{VILLAGES}/{part.village.id}/{file_name(part.period, part.kind.name)}"
    data = write_csv(_rows(part, found.statement))
    again = read_file(data, path, path)
    for brief, statement in again.statements:
        if (statement.heads, statement.rows, statement.signed) == _parts(found.statement):
            return Filed(part.village, source, data, brief)
    what = f"{part.village.name}的{part.kind.name}没能照原样写成表"
    return [Bad(source, "", what, "请核对表头和签名行，另存一份干净的表再导入")]


def _parts(statement: Statement) -> tuple[object, ...]:
    return statement.heads, statement.rows, statement.signed


def _bad(source: str, part: Part, fault: tuple[int, int, str, str]) -> Bad:
    """A fault whose text has the place in it already, but for CSV files."""
    line, column, what, cure = fault
    place = "" if part.sheet.title or not line else f"第{line}行" + (f"第{column}列" if column else "")
    return Bad(source, place, what if part.village.name in what else f"{part.village.name}，{what}", cure)


def _rows(part: Part, statement: Statement) -> Iterator[Sequence[str]]:
    yield (f"{part.village.name}{in_words(part.period)}{part.kind.name}表",)
    yield ("单位：元",)
    yield [part.kind.by_key[key].name for key in statement.heads]
    for row in statement.rows:
        yield row.cells
    yield ("　".join(f"{label}：{name}" for label, name in statement.signed),)
    for note in statement.notes:
        yield (note,)


def settle(filed: Iterable[Filed], headers: Headers, *, replacing: bool) -> Settled:
    """Hold the statements against each other and against those in the villages' folders."""
    settled = Settled()
    by_village: dict[str, list[Filed]] = {}
    for one in filed:
        by_village.setdefault(one.village.id, []).append(one)
    for id_, own in by_village.items():
        there = list(_standing(headers, id_))
        new = list(_once(own, settled))
        kept = list(there)
        taken: list[Filed] = []
        for one in new:
            other = next((b for b in there if (b.period, b.kind) == (one.brief.period, one.brief.kind)), None)
            if other is not None and other.shown == one.brief.shown:
                settled.known += 1
            elif other is not None and not (replacing and other.path == one.path):
                settled.bad.append(_stands(one, other, headers, replacing=replacing))
            else:
                if other is not None:
                    settled.replaced.add(one.path)
                    kept.remove(other)
                taken.append(one)
        wrong = list(_across(taken, there, kept, headers, settled))
        settled.bad += wrong
        settled.new += [] if wrong else taken
    return settled


def _standing(headers: Headers, id_: str) -> Iterator[Brief]:
    """The sound statements of a village."""
    tree = headers.tree
    for path in tree.tables.get(f"{VILLAGES}/{id_}", ()):
        if path.endswith(TABLES):
            for brief, _ in read_file((tree.root / path).read_bytes(), path, tree.shown(path)).statements:
                yield brief


def _once(own: Sequence[Filed], settled: Settled) -> Iterator[Filed]:
    first: dict[str, Filed] = {}
    for one in own:
        other = first.setdefault(one.path, one)
        if other is one:
            yield one
        elif other.brief.shown == one.brief.shown:
            settled.notes.append(
                f"{one.source}: {one.village.name}的{one.brief.name}和 {other.source} 里的相同，只用一份"
            )
        else:
            what = f"{one.village.name}的{one.brief.name}和 {other.source} 里的不同"
            settled.bad.append(Bad(one.source, "", what, "不知道哪一份是定稿，请只留一份"))


def _stands(one: Filed, other: Brief, headers: Headers, *, replacing: bool) -> Bad:
    what = f"{one.village.name}的{one.brief.name}已有 {headers.tree.shown(other.path)}，数字不同，没有改动它"
    cure = "那个文件不是这个名称，请先移走它再导入" if replacing else "要替换请加 --replace"
    return Bad(one.source, "", what, cure)


def _across(
    taken: Sequence[Filed], there: Sequence[Brief], kept: Sequence[Brief], headers: Headers, settled: Settled
) -> Iterator[Bad]:
    """What is wrong between the statements and was not before: openings, the year so far, months and quarters."""
    if not taken:
        return
    id_, today, villages = taken[0].village.id, headers.now.date(), headers.villages
    before, _ = compare(_in_order(there), villages, id_, today)
    after, asks = compare(_in_order([*kept, *(one.brief for one in taken)]), villages, id_, today)
    sources = {one.path: one.source for one in taken}
    for fault in after:
        if fault not in before:
            path, (_, _, what, cure) = fault
            where = "" if path in sources else f"{headers.tree.shown(path)}："
            yield Bad(sources.get(path, taken[0].source), "", f"{taken[0].village.name}，{where}{what}", cure)
    for path, (_, _, what, cure) in asks:
        if path in sources:
            settled.notes.append(f"{sources[path]}: {taken[0].village.name}，{what}。{cure}")


def _in_order(briefs: Iterable[Brief]) -> list[Brief]:
    """The newest period first, as everything takes them."""
    order = {name: nth for nth, name in enumerate(KINDS)}
    found = sorted(briefs, key=lambda brief: order[brief.kind])
    return sorted(found, key=lambda brief: brief.period, reverse=True)

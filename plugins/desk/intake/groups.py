"""The files that were sent, each in its place: those of one village, period and item together, statements apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plugins.desk.intake.accounts import holds_statements, kind_in, names_workbook
from plugins.desk.intake.address import Address, Gazetteer, Place, address_of, place_of
from plugins.desk.intake.affair import Affair, digest_of
from plugins.desk.intake.known import Record, Standing
from plugins.desk.intake.paths import SHEETS, TEXTS, WORD, Sent, Walked
from plugins.desk.intake.run import Run, Wanted
from plugins.desk.intake.splitting import Hint
from plugins.desk.intake.told import Bad
from plugins.desk.notices.folder import PICTURES
from plugins.desk.notices.incoming import Unusable
from plugins.desk.part import Headers
from plugins.village_finance.across import items_by_table
from standards.village_rhythm import PROMPT


def sort_out(
    walked: Walked, headers: Headers, wanted: Wanted, run: Run
) -> tuple[dict[Address, list[Sent]], list[tuple[Sent, Hint]]]:
    """The files by their place, and those that are statements; what has no place is told."""
    tables: list[tuple[Sent, Hint]] = []
    refused = {bad.file for bad in walked.bad}
    gazetteer = Gazetteer(headers.villages.by_id, headers.offices.towns)
    groups: dict[Address, list[Sent]] = {}
    for sent in walked.files:
        place = place_of(sent, gazetteer, wanted.year)
        if not isinstance(place, list) and sent.suffix in SHEETS and sent.shown not in refused:
            hint = _statement_hint(sent, place, headers, wanted.year)
            if hint is not None:
                tables.append((sent, hint))
                continue
        address = address_of(sent, place, headers.villages.items) if not isinstance(place, list) else place
        if isinstance(address, Address) and sent.suffix in SHEETS and holds_statements(sent, address.item.tables):
            tables.append((sent, Hint(address.village, None, address.period, wanted.year)))
        elif isinstance(address, list):
            run.bad += address
            run.left.append(sent.shown)
        else:
            groups.setdefault(address, []).append(sent)
    return groups, tables


def _statement_hint(sent: Sent, place: Place, headers: Headers, year: str) -> Hint | None:
    """That a table is called like a statement: it must be a sound one where the catalogue asks for that kind; where
    it does not, only a table with the heads of one is."""
    if names_workbook(place.rest):
        return Hint(place.village, None, place.period, year)
    kind = kind_in(place.rest)
    if kind is None:
        return None
    asked_for = items_by_table(headers.villages.items, place.village.body)
    if kind.name in asked_for or holds_statements(sent, [kind.name]):
        return Hint(place.village, kind, place.period, year)
    return None


def group(
    groups: dict[Address, list[Sent]], record: Record, headers: Headers, wanted: Wanted, run: Run
) -> Iterator[tuple[Affair, Standing]]:
    """What is to be made, with what is wrong already; what was imported before is not made again."""
    first: dict[str, str] = {}
    broken = {bad.file: bad for bad in run.bad}
    for address, all_sent in groups.items():
        datas: dict[str, bytes] = {}
        bad = [broken[one.shown] for one in all_sent if one.shown in broken]
        for one in all_sent:
            try:
                datas[one.shown] = one.incoming.read()
            except Unusable as error:
                bad.append(Bad(one.shown, "", error.what, error.cure))
        sent = list(_without_copies(all_sent, datas, bad, run))
        digest = digest_of([datas[one.shown] for one in sent if one.shown in datas])
        standing = record.standing(address, digest, replacing=wanted.replace)
        if not bad and standing.what == "known":
            run.known += len(sent)
            continue
        bad += _conflicts(address, standing, sent, headers, wanted)
        for one in sent:
            other = first.setdefault(digest_of([datas.get(one.shown, b"")]), one.shown)
            if other != one.shown:
                run.notes.append(f"{one.shown}: 和 {other} 是同一个文件，请核对有没有放错")
        yield Affair(address, sent, digest, bad=bad), standing


def _without_copies(sent: Sequence[Sent], datas: dict[str, bytes], bad: list[Bad], run: Run) -> Iterator[Sent]:
    """The same bytes once; two different texts for one item are for a person to choose from."""
    seen: dict[bytes, Sent] = {}
    texts: dict[str, Sent] = {}
    for one in sorted(sent, key=lambda each: (each.is_copy, each.shown)):
        data = datas.get(one.shown, b"")
        if data and data in seen:
            run.notes.append(f"{one.shown}: 和 {seen[data].shown} 完全相同，只用一份")
            continue
        seen[data] = one
        kind = "正文" if one.suffix in {WORD, *TEXTS} else f"{one.stem}{one.suffix}"
        other = texts.get(kind)
        if other is not None and one.suffix not in PICTURES:
            what = f"和 {other.shown} 是同一事项、同一期的，内容不同"
            bad.append(Bad(one.shown, "", what, "不知道哪一份是定稿：请只留一份；另有内容的，请改名为附件"))
        texts.setdefault(kind, one)
        yield one


def _conflicts(
    address: Address, standing: Standing, sent: Sequence[Sent], headers: Headers, wanted: Wanted
) -> Iterator[Bad]:
    """What stands in the way of a document at its place."""
    shown = headers.tree.shown(standing.path)
    if standing.what == "taken":
        cure = "要替换请加 --replace" if not wanted.replace else "有几篇同一期的，请先删去多余的，再加 --replace 运行"
        if address.item.rhythm == PROMPT:
            cure += f"；是另一件事的，请在横线后面写明，例如 {address.item.name}-通组公路"
        yield Bad(sent[0].shown, "", f"已有 {shown}，内容不同，没有改动它", cure)
    if (
        standing.what == "replace"
        and not wanted.publish
        and standing.article
        and standing.article.status == "published"
    ):
        what = f"{shown} 已经公开，替换成草稿会从网站上撤下"
        yield Bad(sent[0].shown, "", what, "核对无误要直接公开的，请同时加 --publish")

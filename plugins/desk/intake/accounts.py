"""The tables among the files that were sent, as statements: split, judged, settled. So both ``import finance`` and
``import folder`` take them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from plugins.desk.intake.address import Gazetteer
from plugins.desk.intake.grid import sheets_of
from plugins.desk.intake.paths import Sent
from plugins.desk.intake.splitting import Hint, split
from plugins.desk.intake.statements import Filed, Settled, file_statement, settle
from plugins.desk.intake.told import Bad
from plugins.desk.notices.incoming import Unusable
from plugins.desk.part import Headers
from plugins.village_finance.cells import normal
from plugins.village_finance.kinds import KINDS, WORKBOOK, Kind, kind_named
from plugins.village_finance.layout import head_words
from plugins.worksheets import Worksheet
from standards.village_rhythm import in_words

_TITLE_ROWS, _ENOUGH = 12, 3


def kind_in(words: Sequence[str]) -> Kind | None:
    """The kind of statement that the words of a file's way name, its own first."""
    return next((kind for word in reversed(words) if word and (kind := kind_named(word.replace(" ", "")))), None)


def names_workbook(words: Sequence[str]) -> bool:
    """Whether a file is called 财务公开: several kinds in one."""
    return any(WORKBOOK in word for word in words)


def holds_statements(sent: Sent, names: Iterable[str]) -> bool:
    """Whether a table has the heads of one of these kinds. A file that cannot be read holds none."""
    try:
        sheets = sheets_of(sent.incoming.read(), sent.suffix)
    except Unusable:
        return False
    return any(_has_heads(sheet, KINDS[name]) for sheet in sheets for name in names if name in KINDS)


def _has_heads(sheet: Worksheet, kind: Kind) -> bool:
    """Whether a line near the top names three of the kind's heads, or all that it must have."""
    words = head_words(kind)
    needed = {head.key for head in kind.heads if head.needed or head.filled}
    for _, cells in sheet.lines[:_TITLE_ROWS]:
        found = {words[name] for cell in cells if (name := normal(cell).lower()) in words}
        if len(found) >= _ENOUGH or needed <= found:
            return True
    return False


def settle_accounts(tables: Sequence[tuple[Sent, Hint]], headers: Headers, *, replacing: bool) -> Settled:
    """Every statement in these files, and all that keeps them from being written."""
    gazetteer = Gazetteer(headers.villages.by_id, headers.offices.towns)
    bad: list[Bad] = []
    notes: list[str] = []
    filed: list[Filed] = []
    for sent, hint in tables:
        try:
            sheets = sheets_of(sent.incoming.read(), sent.suffix)
        except Unusable as error:
            bad.append(Bad(sent.shown, "", error.what, error.cure))
            continue
        if not sheets:
            bad.append(Bad(sent.shown, "", "表格里没有内容", "请核对文件"))
        found = split(sheets, sent.shown, hint, gazetteer)
        bad += found.bad
        notes += found.notes
        for part in found.parts:
            one = file_statement(part, sent.shown)
            if isinstance(one, Filed):
                filed.append(one)
            else:
                bad += one
    settled = settle(filed, headers, replacing=replacing)
    settled.bad += bad
    settled.notes += notes
    return settled


def rows_of(settled: Settled, headers: Headers, unfit: set[str]) -> Iterator[tuple[str, ...]]:
    """What is written, as rows of the report; not what comes from a file that may not be used."""
    for one in settled.new:
        if one.source not in unfit:
            how = "替换" if one.path in settled.replaced else "公开"
            place = f"{one.source} → {headers.tree.shown(one.path)}（{how}）"
            yield one.village.name, in_words(one.brief.period), one.brief.kind, place

"""The rows of a 标准目录 → Items, with everything that is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from plugins.build.problems import Problem, suggestion
from plugins.catalogue import VILLAGES, Catalogue
from plugins.disclosure.item import (
    BASIS,
    CARRIER,
    COLUMNS,
    CONTENT,
    EVERYBODY,
    GROUP,
    HEADS,
    ID,
    LIMIT,
    NAME,
    NUMBER,
    PROCESS,
    SAME,
    SOME,
    TOWN_KINDS,
    UNITS,
    WAYS,
    Item,
)
from plugins.site import Offices
from plugins.tables import Row
from standards.grassroots import CARRIERS, LEVELS, PROCESSES, Carrier, parse_carriers, parse_processes
from standards.time_limit import parse_limit

_YES, _NO = frozenset("√✓✔■●是1"), frozenset(("", "×", "✗", "□", "○", "否", "0", "-", "—", "/"))
_GROUPS = {
    **dict.fromkeys(("乡镇", "乡", "镇", "街道", "乡镇街道", "镇街"), TOWN_KINDS),
    **dict.fromkeys(("部门", "单位", "县直部门", "县直单位", "县级部门", "有关部门", "行业主管部门"), ("部门",)),
}
_VILLAGE_WORDS = ("村", "社区", "村社区", "村民委员会", "村委会", "居民委员会")


@dataclass(frozen=True)
class Context:
    """What a row may name: units, columns by id, columns by path."""

    offices: Offices
    catalogue: Catalogue

    def column_paths(self) -> dict[str, str]:
        """Every column's path by its id and by itself."""
        columns = self.catalogue.by_path
        return {**{column.id: path for path, column in columns.items()}, **{path: path for path in columns}}


def read_items(table: str, rows: Sequence[Row], shown: str, context: Context) -> tuple[list[Item], list[Problem]]:
    """The items of a table's rows. A row that says nothing certain in some cell is reported and left out."""
    problems: list[Problem] = []
    items: list[Item] = []
    above: dict[str, str] = {}
    paths = context.column_paths()
    first: dict[tuple[str, str], int] = {}
    for row in rows:
        if not any(text for head, text in row.cells.items() if head != NUMBER):
            continue  # a remark below the table
        faults: list[Problem] = []
        fault = _teller(faults, row, shown)
        above = cells = _resolved(row, above, fault)
        item = _item(table, row.line, cells, fault, context.offices, paths)
        key = (cells[GROUP], cells[NAME])
        if key in first and any(key):
            what = f"事项“{cells[NAME] or cells[GROUP]}”与第{first[key]}行重复"
            fault(NAME, what, "同一事项只写一行；确是两个事项的，请把名称写清楚")
        first.setdefault(key, row.line)
        problems += faults
        if item is not None and not faults:
            items.append(item)
    return items, problems


Fault = Callable[[str, str, str], None]
"""Told of the head of a cell, what is wrong with it, the cure."""


def _teller(faults: list[Problem], row: Row, shown: str) -> Fault:
    places = {head: place for place, head in enumerate(row.cells, 1)}
    return lambda head, what, cure: faults.append(Problem(shown, row.line, places[head], what, cure))


def _resolved(row: Row, above: Mapping[str, str], fault: Fault) -> dict[str, str]:
    """The cells with ``同上`` and the empty 一级事项 of merged cells filled in from the row above."""
    cells = {}
    for head in HEADS:
        text = row[head]
        same = re.sub(r"\s", "", text) == SAME
        if same or (head == GROUP and not text):
            text = above.get(head, "")
        if same and not above:
            fault(head, f"“{head}”写“同上”，上面没有事项", "请写出内容")
        cells[head] = text
    return cells


def _item(  # noqa: PLR0917 - what a row is judged by
    table: str, line: int, cells: Mapping[str, str], fault: Fault, offices: Offices, paths: Mapping[str, str]
) -> Item | None:
    """The item, as far as it can be told; None without a limit."""
    _check_filled(cells, fault)
    limit = parse_limit(cells[LIMIT])
    if limit is None and cells[LIMIT]:
        cure = "请写成 自信息形成或者变更之日起20个工作日内、每季度、实时公开、及时公开、长期公开 或 同上"
        fault(LIMIT, f"看不懂公开时限“{cells[LIMIT]}”", cure)
    carriers = _carriers(cells[CARRIER], fault)
    ticks = {head: _tick(head, cells[head], fault) for head in (EVERYBODY, *WAYS, *LEVELS)}
    audience = ((EVERYBODY,) if ticks[EVERYBODY] else ()) + _some(cells[SOME])
    ways, levels = (tuple(head for head in heads if ticks[head]) for heads in (WAYS, LEVELS))
    for chosen, heads in ((audience, (EVERYBODY, SOME)), (ways, WAYS), (levels, LEVELS)):
        if not chosen:
            fault(heads[0], f"{'、'.join(heads)} 都没有打勾", "请在适用的一格写 √")
    processes: tuple[str, ...] = ()
    try:
        processes = parse_processes(cells[PROCESS])
    except ValueError as error:
        fault(PROCESS, f"过程不能写“{error}”", f"请从这些里选：{'、'.join(PROCESSES)}")
    if cells[ID] and not re.fullmatch(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*", cells[ID]):
        fault(ID, f"编号“{cells[ID]}”写法不对", "只能用英文字母、数字和短横线，例如 shjz-03")
    units = tuple(dict.fromkeys(_units(cells[UNITS], offices, fault)))
    columns = tuple(dict.fromkeys(_columns(cells[COLUMNS], paths, fault)))
    if limit is None:
        return None
    return Item(
        table=table,
        line=line,
        number=cells[NUMBER],
        id=cells[ID],
        group=cells[GROUP],
        name=cells[NAME] or cells[GROUP],
        content=cells[CONTENT],
        basis=cells[BASIS],
        limit_text=cells[LIMIT],
        limit=limit,
        unit_text=cells[UNITS],
        units=units,
        carriers=carriers,
        audience=audience,
        ways=ways,
        levels=levels,
        processes=processes,
        columns=columns,
    )


def _check_filled(cells: Mapping[str, str], fault: Fault) -> None:
    if not cells[NAME] and not cells[GROUP]:
        fault(NAME, "没有写事项名称", "请填写二级事项；没有二级事项的填写一级事项")
    cures = {
        CONTENT: "请写明公开哪些内容",
        BASIS: "请写明法律法规或文件名称和文号；与上一行相同的写“同上”",
        LIMIT: "请写明期限；与上一行相同的写“同上”",
        UNITS: "请写 units.csv 里的单位；乡镇共有的写“各乡镇人民政府”",
        CARRIER: "请写成 ■政府网站 □两微一端；■ 为必选，□ 为可选",
    }
    for head, cure in cures.items():
        if not cells[head]:
            fault(head, f"没有写{head}", cure)


def _carriers(text: str, fault: Fault) -> tuple[Carrier, ...]:
    cure = "请每个渠道前写 ■（必选）或 □（可选），例如 ■政府网站 □两微一端"
    try:
        carriers = parse_carriers(text)
    except ValueError as error:
        fault(CARRIER, f"公开渠道的写法不对：{error}", cure)
        return ()
    for carrier in carriers:
        near = "" if carrier.name in CARRIERS or carrier.name[:2] == "其他" else suggestion(carrier.name, CARRIERS)
        if near:
            fault(CARRIER, f"没有公开渠道“{carrier.name}”", near + f"常用的渠道有：{'、'.join(CARRIERS)}")
    return carriers


def _tick(head: str, text: str, fault: Fault) -> bool:
    if text in _YES:
        return True
    if text not in _NO:
        fault(head, f"“{head}”一格看不懂“{text}”", "适用的写 √，不适用的空着")
    return False


def _some(text: str) -> tuple[str, ...]:
    """特定群体 may say which: ``√`` or the people meant."""
    if text in _NO:
        return ()
    who = text.strip("".join(_YES) + " （）()")
    return (who or SOME,)


def _units(text: str, offices: Offices, fault: Fault) -> Iterator[str]:
    for name in split(text):
        if unit := offices.spellings.get(name):
            yield unit.id
            continue
        word = re.sub(r"\(.*?\)|人民政府|办事处|^各|[/或和]", "", normalize("NFKC", name))
        kinds: Collection[str] = _GROUPS.get(word, ())
        if kinds:
            found = [unit.id for unit in offices.units.values() if unit.kind in kinds]
            yield from found
            if not found:
                fault(UNITS, f"units.csv 里没有“{name}”所指的单位", "请先在 units.csv 里登记这些单位的 kind")
        elif word in _VILLAGE_WORDS:
            yield VILLAGES
        else:
            cure = suggestion(name, offices.spellings) + "请写 units.csv 里的单位名称、简称或 id，几个单位用；隔开"
            fault(UNITS, f"没有单位“{name}”", cure)


def _columns(text: str, paths: Mapping[str, str], fault: Fault) -> Iterator[str]:
    for name in split(text):
        if path := paths.get(name.strip("/")):
            yield path
        else:
            cure = suggestion(name, paths) + "请写栏目的 id 或目录，几个栏目用；隔开"
            fault(COLUMNS, f"没有栏目“{name}”", cure)


def split(text: str) -> list[str]:
    """The entries of a cell that holds several, one after a semicolon, comma or line break."""
    return [part.strip() for part in re.split(r"[；;、，,\n]", text) if part.strip()]

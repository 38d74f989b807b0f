"""content/villages/catalogue.toml: what villages and communities make public, how often, to whom and where."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from plugins.build.problems import Problem
from plugins.build.scan import Tree
from plugins.catalogue import VILLAGES
from plugins.toml_table import Toml, read_toml, unknown_keys
from standards.village_rhythm import DEADLINES, MONTHLY, MONTHS, QUARTERLY, RHYTHMS, parse_period

SECTIONS = ("党务", "村务", "居务", "财务")
VILLAGE, COMMUNITY = "村", "社区"
"""What an item may be for: 村民委员会 and 居民委员会 stand under different laws."""
EVERYBODY, VILLAGERS = "全社会", "本村"
ONLINE, WALL = "上网", "仅上墙"
LASTINGLY = "长期"
"""The retention of what does not come down."""
FILE = f"{VILLAGES}/catalogue.toml"
_NEEDED = ("section", "id", "name", "rhythm")
_LATEST = 92
"""Days of the next period that an item may take at most."""


@dataclass(frozen=True)
class Item:
    """One item of the catalogue: in which section, how often (a key of ``RHYTHMS``), and for whom.

    ``busy`` is the rhythm where money is busy, or empty; ``deadline`` the day of the next period by which it must stand
    (0: it has no periods); ``scope`` 全社会 or 本村; ``place`` 上网 or 仅上墙; ``retention`` how long it stays (长期,
    6个月, 30天); ``basis`` the law by its name, ``source`` where rhythm and deadline are taken from; ``kinds`` 村, 社区
    or both; ``tables`` the kinds of financial statements that answer it (``village_finance/kinds.py``).
    """

    section: str
    id: str
    name: str
    rhythm: str
    busy: str = ""
    deadline: int = 0
    scope: str = EVERYBODY
    place: str = ONLINE
    retention: str = LASTINGLY
    basis: str = ""
    source: str = ""
    kinds: tuple[str, ...] = (VILLAGE, COMMUNITY)
    tables: tuple[str, ...] = ()

    @property
    def online(self) -> bool:
        """Whether it may stand on the web at all."""
        return self.place == ONLINE

    @property
    def periodic(self) -> bool:
        """Whether it is owed again in every period."""
        return self.rhythm in MONTHS


@dataclass(frozen=True)
class Items:
    """The items by id, and the first quarter of the record (empty: that of the oldest document)."""

    by_id: Mapping[str, Item]
    since: str = ""


_KEYS = (*(field.name for field in fields(Item) if field.name not in ("kinds", "tables")), "for", "table")
_WORDS: Mapping[str, tuple[str, Sequence[str]]] = {
    "section": ("没有“{}”这一类", SECTIONS),
    "rhythm": ("公开频次“{}”不对", tuple(RHYTHMS)),
    "busy": ("收支频繁时的频次“{}”不对", (MONTHLY, QUARTERLY)),
    "scope": ("公开范围“{}”不对", (EVERYBODY, VILLAGERS)),
    "place": ("公开位置“{}”不对", (ONLINE, WALL)),
}


def read_items(tree: Tree) -> tuple[Items, list[Problem]]:
    """The catalogue, and what is wrong with it; faulty items are read as far as they go."""
    toml = read_toml(tree.root / FILE, tree.shown(FILE))
    if isinstance(toml, Problem):
        return Items({}), [toml]
    problems = unknown_keys(toml, {key: 1 for key in toml.values if key != "item"}, ["item", "since"])
    since = toml.values.get("since", "")
    if since and not (isinstance(since, str) and re.fullmatch(r"\d{4}Q[1-4]", since) and parse_period(since)):
        problems.append(toml.problem("since", f"“{since}”不是季度", '请写从哪个季度起督导，例如 since = "2025Q1"'))
        since = ""
    tables = toml.values.get("item", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        cure = "每个事项用 [[item]] 开头，下面写 section、id、name、rhythm"
        return Items({}), [*problems, toml.problem("item", "事项的写法不对", cure)]
    found: dict[str, Item] = {}
    for nth in range(len(tables)):
        item, more = _Reader(toml, tables, nth).read()
        problems += more
        if item.id in found:
            what = f"事项编号“{item.id}”重复"
            problems.append(_Reader(toml, tables, nth).problem("id", what, "每个事项的 id 不能相同，请改正"))
        found.setdefault(item.id, item)
    return Items(found, since), problems


class _Reader:
    """One ``[[item]]`` of the file; ``nth`` counts from 0."""

    def __init__(self, toml: Toml, tables: Sequence[Mapping[str, Any]], nth: int) -> None:
        self.toml, self.tables, self.nth = toml, tables, nth
        self.table = dict(tables[nth])

    def problem(self, key: str, what: str, cure: str) -> Problem:
        """A problem at this item's line of the key, or of its id where it does not have the key."""
        at = key if key in self.table else "id"
        return self.toml.problem(at, what, cure, sum(at in table for table in self.tables[: self.nth]))

    def read(self) -> tuple[Item, list[Problem]]:
        """The item and what is wrong with it."""
        problems = unknown_keys(self.toml, self.table, _KEYS)
        values = {
            key: str(self.table.get(key, "")).strip()
            for key in _KEYS
            if key in _NEEDED or (key in self.table and key not in ("for", "deadline", "table"))
        }
        for key in _NEEDED:
            if not values[key]:
                what = f"第{self.nth + 1}个事项缺少“{key}”"
                problems.append(self.problem(key, what, f'请加一行 {key} = "……"'))
        for key, (what, known) in _WORDS.items():
            if values.get(key) and values[key] not in known:
                cure = f"请从这些里选一个：{'、'.join(known)}"
                problems.append(self.problem(key, what.format(values[key]), cure))
        problems += self._terms(values)
        kinds = self.table.get("for", [VILLAGE, COMMUNITY])
        if not isinstance(kinds, list) or not kinds or not set(map(str, kinds)) <= {VILLAGE, COMMUNITY}:
            problems.append(self.problem("for", "“for”不对", f'请写 for = ["{VILLAGE}"] 或 for = ["{COMMUNITY}"]'))
            kinds = []
        days, more = self._deadline(values["rhythm"])
        tables, still_more = self._tables()
        item = Item(**values, deadline=days, kinds=tuple(map(str, kinds)), tables=tables)
        return item, [*problems, *more, *still_more]

    def _tables(self) -> tuple[tuple[str, ...], list[Problem]]:
        """The statements that answer it: one name, or several in a list."""
        written = self.table.get("table", [])
        names = [written] if isinstance(written, str) else written
        if not names:
            return (), []
        from plugins.village_finance.kinds import KINDS  # which most sites need not load

        if not isinstance(names, list) or not set(map(str, names)) <= KINDS.keys():
            cure = f'请从这些里选：{"、".join(KINDS)}；几张表的写 table = ["资产", "资源"]'
            return (), [self.problem("table", "“table”不是表名", cure)]
        return tuple(map(str, names)), []

    def _terms(self, values: dict[str, str]) -> list[Problem]:
        """Who may see it, for how long, and by which law."""
        problems = []
        if values.get("scope") == VILLAGERS and values.setdefault("place", WALL) == ONLINE:
            cure = f'网页人人可见：请写 place = "{WALL}"，或把 scope 改为“{EVERYBODY}”'
            problems.append(self.problem("place", "公开范围是本村的事项不能上网", cure))
        if (kept := values.get("retention")) and not re.fullmatch(r"长期|[1-9]\d{0,2}(天|个月|年)", kept):
            problems.append(self.problem("retention", f"公开时长“{kept}”不对", "请写 长期、6个月 或 30天"))
        for key in ("basis", "source"):
            if re.search(r"第[〇零一二三四五六七八九十百\d]+条", values.get(key, "")):
                cure = "法律修改后条文会重新编号，请只写法律名称和事由，例如 村民委员会组织法关于村务公开的规定"
                problems.append(self.problem(key, "依据里写了条文序号", cure))
        return problems

    def _deadline(self, rhythm: str) -> tuple[int, list[Problem]]:
        """The day of the next period; the usual one where nothing is written, none where there are no periods."""
        days = self.table.get("deadline")
        if days is None:
            return DEADLINES.get(rhythm, 0), []
        if type(days) is not int or not 1 <= days <= _LATEST:
            what, cure = f"期限“{days}”不对", f"请写下一期的第几天前公开，1 至 {_LATEST} 的数字，例如 deadline = 20"
            return DEADLINES.get(rhythm, 0), [self.problem("deadline", what, cure)]
        if rhythm not in MONTHS:
            what = f"“{RHYTHMS.get(rhythm, rhythm)}”的事项没有期限"
            return 0, [self.problem("deadline", what, "请删去 deadline 这一行，或者改正 rhythm")]
        return days, []

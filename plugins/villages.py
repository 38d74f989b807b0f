"""villages.csv and the shared catalogue → Village, and the rows of its page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plugins.build.problems import Problem, suggestion
from plugins.build.scan import Tree
from plugins.catalogue import VILLAGES
from plugins.site import Town
from plugins.tables import read_table
from plugins.toml_table import read_toml, unknown_keys

SECTIONS = ("党务", "村务", "财务")
RHYTHMS = ("monthly", "quarterly", "once")
TOWNS = "towns"
"""Below villages/ the folder of the towns' pages; no village may take it as its id."""
HEADS = ("id", "name", "kind", "town", "lng", "lat", "datum", "contact", "board")


@dataclass(frozen=True)
class Village:
    """A row of villages.csv. ``town_name`` comes from towns.csv; ``board`` says where the notice board stands."""

    id: str
    name: str
    kind: str
    town: str
    town_name: str
    contact: str
    board: str

    @property
    def url(self) -> str:
        """Root-relative, ends in a slash."""
        return f"/{VILLAGES}/{self.id}/"


@dataclass(frozen=True)
class Item:
    """One item every village makes public: in which section, and how often (monthly, quarterly, once)."""

    section: str
    id: str
    name: str
    rhythm: str


@dataclass(frozen=True)
class Villages:
    """Villages by id in the order of towns.csv, then of villages.csv; the catalogue's items by id."""

    by_id: Mapping[str, Village]
    items: Mapping[str, Item]
    unread: bool = False
    """Whether villages.csv could not be read at all, so that nobody can say which villages there are."""


def read_villages(tree: Tree, towns: Mapping[str, Town]) -> tuple[Villages, list[Problem]]:
    """Both files of content/villages/; nothing where the site has no such folder."""
    if VILLAGES not in tree.folders:
        return Villages({}, {}), []
    shown = tree.shown(f"{VILLAGES}/villages.csv")
    rows, problems = read_table(tree.root / VILLAGES / "villages.csv", shown, HEADS, ("id", "name", "town"))
    unread = bool(problems and not rows)
    places = {town: position for position, town in enumerate(towns)}
    found = []
    for row in rows:
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row["id"]):
            cure = "请用小写英文字母、数字和短横线"
            problems.append(Problem(shown, row.line, 1, f"编号“{row['id']}”不能作网址", cure))
        if row["id"] == TOWNS:
            problems.append(Problem(shown, row.line, 1, f"编号“{TOWNS}”已被系统使用", "请换一个编号"))
        if row["town"] not in towns:
            cure = suggestion(row["town"], towns) + "请写 towns.csv 里的乡镇 id"
            problems.append(Problem(shown, row.line, 4, f"没有乡镇“{row['town']}”", cure))
            continue
        town_name = towns[row["town"]].name
        kept = {key: row[key] for key in ("id", "name", "kind", "town", "contact", "board")}
        found.append((places[row["town"]], row.line, Village(town_name=town_name, **kept)))
    items, more = _read_items(tree)
    ordered = [village for *_, village in sorted(found, key=lambda entry: entry[:2])]
    return Villages({village.id: village for village in ordered}, items, unread), [*problems, *more]


def _read_items(tree: Tree) -> tuple[dict[str, Item], list[Problem]]:
    toml = read_toml(tree.root / VILLAGES / "catalogue.toml", tree.shown(f"{VILLAGES}/catalogue.toml"))
    if isinstance(toml, Problem):
        return {}, [toml]
    problems = unknown_keys(toml, {key: 1 for key in toml.values if key != "item"}, ["item"])
    tables = toml.values.get("item", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        cure = "每个事项用 [[item]] 开头，下面写 section、id、name、rhythm"
        return {}, [*problems, toml.problem("item", "事项的写法不对", cure)]
    items: dict[str, Item] = {}
    for nth, table in enumerate(tables):
        problems += unknown_keys(toml, table, ("section", "id", "name", "rhythm"))
        values = {key: str(table.get(key, "")).strip() for key in ("section", "id", "name", "rhythm")}
        for key, value in values.items():
            if not value:
                problems.append(toml.problem("id", f"第{nth + 1}个事项缺少“{key}”", f'请加一行 {key} = "……"', nth))
        if values["section"] and values["section"] not in SECTIONS:
            what, cure = f"没有“{values['section']}”这一类", f"请从这些里选一个：{'、'.join(SECTIONS)}"
            problems.append(toml.problem("section", what, cure, nth))
        if values["rhythm"] and values["rhythm"] not in RHYTHMS:
            what, cure = f"公开频次“{values['rhythm']}”不对", f"请从这些里选一个：{'、'.join(RHYTHMS)}"
            problems.append(toml.problem("rhythm", what, cure, nth))
        if values["id"] in items:
            problems.append(toml.problem("id", f"事项编号“{values['id']}”重复", "每个事项的 id 不能相同，请改正", nth))
        items.setdefault(values["id"], Item(**values))
    return items, problems


def town_url(town: str) -> str:
    """Root-relative address of a town's page, by the town's id."""
    return f"/{VILLAGES}/{TOWNS}/{town}/"


def by_town(villages: Villages, towns: Mapping[str, Town]) -> tuple[tuple[Town, tuple[Village, ...]], ...]:
    """Town and its villages, for towns that have any, in the order of towns.csv."""
    groups = []
    for town in towns.values():
        members = tuple(village for village in villages.by_id.values() if village.town == town.id)
        if members:
            groups.append((town, members))
    return tuple(groups)


def item_list(items: Mapping[str, Item], section: str) -> Sequence[Item]:
    """The catalogue's items of one section, in the order written."""
    return [item for item in items.values() if item.section == section]

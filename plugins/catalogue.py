"""column.toml in each folder → the tree of columns. A sub-column inherits what it does not say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from plugins.build.problems import Problem, suggestion
from plugins.build.scan import Tree
from plugins.content_types.core import UNPRINTABLE
from plugins.review.steps import CLASSES
from plugins.site import Offices
from plugins.toml_table import Toml, read_toml, unknown_keys

VILLAGES = "villages"
STANDARD = "catalogue.html"
"""A column with this template shows the 标准目录 that lie in it."""
MATRIX = "matrix.html"
"""A column with this template shows what all 标准目录 come to, and the grid beside it."""
RESERVED = ("theme", "search", "api", "kiosk", "files", "media", "data")
_PLAIN = (
    "id",
    "name",
    "description",
    "keywords",
    "type",
    "order",
    "list",
    "hidden",
    "archived",
    "aliases",
    "records",
    "see_also",
)
INHERITED = (
    "unit",
    "update_within",
    "basis",
    "template",
    "review",
    "retention",
    "type",
    "validity_term",
    "statutory_class",
)
RECORDS = "records.html"
"""The template of a column whose content is a disclosure table."""
KEYS = tuple(dict.fromkeys((*_PLAIN, *INHERITED)))
_KINDS: Mapping[str, tuple[type, str]] = {
    "update_within": (int, "天数，例如 update_within = 14"),
    "order": (int, "数字，例如 order = 10"),
    "list": (bool, " true 或 false"),
    "hidden": (bool, " true 或 false"),
    "archived": (bool, " true 或 false"),
    "retention": (int, "天数，例如 retention = 365"),
    "see_also": (tuple, '栏目目录的列表，例如 see_also = ["zwgk/zcwjk"]'),
    "aliases": (tuple, '用方括号括起来的旧网址，例如 aliases = ["/old/tzgg/"]'),
    "statutory_class": (int, "1 至 15 的数字，例如 statutory_class = 7（条例第二十条第七项）"),
}
_MOST = {"statutory_class": 15}


@dataclass(frozen=True)
class Column:
    """A column. ``path`` is its folder below content/, ``url`` its address, ``keywords`` joined as the meta tag prints.

    ``update_within`` and ``retention`` are days, 0 where nothing was said; ``basis`` is the clause that asks for it.
    ``hidden`` columns have pages but stand in no list, navigation, sitemap or search; with ``list`` false a column
    shows its sub-columns only. An ``archived`` one is over: it is kept for reading and says so. ``validity_term``
    is the rule file for terms that nobody wrote, empty where the site decides, 无 where there is none. ``aliases`` are
    addresses it had before, ``see_also`` the paths of columns elsewhere that its page names beside its sub-columns.
    ``records`` names the schema of the tables in its folder, whose rows are published (``plugins/records``), or is
    empty. ``statutory_class`` is that of documents which name none (条例第二十条), 0 for no class.
    """

    id: str
    name: str
    path: str
    description: str = ""
    keywords: str = ""
    type: str = ""
    unit: str = ""
    update_within: int = 0
    basis: str = ""
    template: str = "column.html"
    review: str = ""
    order: int = 0
    retention: int = 0
    list: bool = True
    hidden: bool = False
    archived: bool = False
    aliases: tuple[str, ...] = ()
    validity_term: str = ""
    records: str = ""
    see_also: tuple[str, ...] = ()
    statutory_class: int = 0
    children: tuple[Column, ...] = ()

    @property
    def url(self) -> str:
        """Root-relative, ends in a slash."""
        return f"/{self.path}/"

    def walk(self) -> Iterator[Column]:
        """Itself and everything below, in the order shown."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Catalogue:
    """The top columns in the order shown, every column by path, and the columns that lead to each."""

    tops: tuple[Column, ...]
    by_path: Mapping[str, Column]
    trails: Mapping[str, tuple[Column, ...]]

    def shown(self) -> frozenset[str]:
        """The paths of the columns that neither are hidden nor stand below one that is."""
        return frozenset(path for path, trail in self.trails.items() if not any(step.hidden for step in trail))


def read_catalogue(tree: Tree, offices: Offices) -> tuple[Catalogue, list[Problem]]:
    """Every folder that has documents or a column.toml, as a tree; a faulty one is kept under its folder's name."""
    problems: list[Problem] = []
    found: dict[str, Column] = {}
    ids: dict[str, str] = {}
    named: list[tuple[Toml, str]] = []
    holders = {path.rpartition("/")[0] for path in tree.documents}
    for folder in tree.folders:  # parents come before children
        if folder.startswith(f"{VILLAGES}/"):
            continue
        toml = read_toml(tree.root / folder / "column.toml", tree.shown(f"{folder}/column.toml"))
        parent = found.get(folder.rpartition("/")[0])
        if isinstance(toml, Problem):
            if not _matters(folder, holders, tree, toml):
                continue
            cure = "请建立 column.toml，至少写 id 和 name" if toml.what == "没有这个文件" else toml.cure
            problems.append(replace(toml, cure=cure))
            found[folder] = Column(id=folder, name=folder.rpartition("/")[2], path=folder)
            continue
        column, faults = _column(toml, folder, parent, offices)
        problems += [*faults, *_check_folder(tree, folder)]
        if column.id in ids:
            what = f"栏目编号“{column.id}”与 {ids[column.id]} 重复"
            problems.append(toml.problem("id", what, "每个栏目的 id 不能相同，请改正其中一个"))
        ids.setdefault(column.id, toml.shown)
        found[folder] = column
        named += [(toml, path) for path in column.see_also]
    for toml, path in named:
        if path not in found:
            cure = suggestion(path, found) + "请写栏目的目录，例如 zwgk/zcwjk"
            problems.append(toml.problem("see_also", f"没有栏目“{path}”", cure))
    return _grow(found), problems


def _matters(folder: str, holders: set[str], tree: Tree, missing: Problem) -> bool:
    """Whether a folder must be a column: it holds documents or columns, or its column.toml is there but faulty."""
    below = any(holder == folder or holder.startswith(f"{folder}/") for holder in holders)
    nested = any(
        (tree.root / other / "column.toml").exists() for other in tree.folders if other.startswith(f"{folder}/")
    )
    return missing.what != "没有这个文件" or below or nested or folder == VILLAGES


def _check_folder(tree: Tree, folder: str) -> list[Problem]:
    name = folder.rpartition("/")[2]
    if not re.fullmatch(r"[a-z0-9]+([-_][a-z0-9]+)*", name) or re.fullmatch(r"\d{4}-\d{2}", name):
        cure = "目录名会成为网址，请用小写英文字母、数字和短横线，并且不要写成年月"
        return [Problem(tree.shown(folder), 0, 0, f"目录名“{name}”不能作网址", cure)]
    if folder in RESERVED:
        return [Problem(tree.shown(folder), 0, 0, f"目录名“{name}”已被系统使用", "请换一个目录名")]
    return []


def _column(toml: Toml, folder: str, parent: Column | None, offices: Offices) -> tuple[Column, list[Problem]]:
    problems = unknown_keys(toml, toml.values, KEYS)
    values: dict[str, Any] = {key: getattr(parent, key) for key in INHERITED} if parent else {}
    for key in KEYS:
        if key not in toml.values:
            continue
        value: Any = toml.values[key]
        kind, wanted = _KINDS.get(key, (str, f'用英文引号括起来的文字，例如 {key} = "……"'))
        if isinstance(value, list) and all(isinstance(word, str) for word in value):
            if key == "keywords":
                value = ",".join(value)
            elif key in ("aliases", "see_also"):
                value = tuple(path.strip("/") if key == "see_also" else path for path in value)
        if type(value) is not kind or (type(value) is int and not 0 <= value <= _MOST.get(key, value)):
            problems.append(toml.problem(key, f"“{key}”的值不对", f"应是{wanted}"))
            continue
        if isinstance(value, str) and UNPRINTABLE.search(value := " ".join(value.split())):
            problems.append(toml.problem(key, f"“{key}”含有看不见的控制字符", "请删去这一行重新输入"))
            continue
        if key == "review" and value and value not in CLASSES:
            cure = f"请从这些里选一个：{'、'.join(CLASSES)}"
            problems.append(toml.problem(key, f"没有审签类别“{value}”", cure))
            continue
        values[key] = value
    if values.get("records"):
        values["template"] = RECORDS
    elif values.get("template") == RECORDS:  # a column above has tables, this one has not
        values["template"] = Column.template
    for key, example in (("id", "tzgg"), ("name", "通知公告")):
        if not values.get(key):
            if toml.values.get(key, "") == "":  # any other value has been told
                problems.append(toml.problem(key, f"缺少“{key}”", f'请加一行，例如 {key} = "{example}"'))
            values[key] = folder.rpartition("/")[2]
    if values.get("unit") and values["unit"] not in offices.spellings and "unit" in toml.values:
        problems.append(toml.problem("unit", f"没有单位“{values['unit']}”", "请写 units.csv 里的单位 id"))
    return Column(path=folder, **values), problems


def _grow(found: dict[str, Column]) -> Catalogue:
    """Hang children under parents, deepest first, in the order shown: by ``order``, then by path."""
    children: dict[str, list[Column]] = {}
    by_path: dict[str, Column] = {}
    for path in sorted(found, key=lambda path: (-path.count("/"), path)):
        column = replace(found[path], children=_ordered(children.get(path, [])))
        by_path[path] = column
        children.setdefault(path.rpartition("/")[0], []).append(column)
    trails = {}
    for path in sorted(by_path):
        parts = path.split("/")
        above = ["/".join(parts[:depth]) for depth in range(1, len(parts) + 1)]
        trails[path] = tuple(by_path[step] for step in above if step in by_path)
    return Catalogue(_ordered(children.get("", [])), {path: by_path[path] for path in sorted(by_path)}, trails)


def _ordered(columns: list[Column]) -> tuple[Column, ...]:
    return tuple(sorted(columns, key=lambda column: (column.order, column.path)))

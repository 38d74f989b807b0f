"""The 标准目录 of a site: the tables that lie in columns with the template ``catalogue.html``, one a field and unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from plugins.build.problems import Problem, suggestion
from plugins.catalogue import STANDARD
from plugins.disclosure.item import HEADS, ID, OPTIONAL, SPELLINGS, Item
from plugins.disclosure.reading import Context, read_items
from plugins.tables import Row, read_table
from standards.private.find import judge


@dataclass(frozen=True)
class Standard:
    """A table: its path below content/, the path and name of its column (which is the field), its items."""

    path: str
    column: str
    field: str
    items: tuple[Item, ...]

    @property
    def url(self) -> str:
        """Where the file itself can be downloaded, root-relative."""
        return f"/{self.path}"


def read_standards(contents: Any) -> tuple[tuple[Standard, ...], list[Problem]]:
    """The tables of an edition's Contents in the order of columns, and what is wrong with them and with the documents
    that name items. Nothing is read where no column asks for it."""
    columns = contents.catalogue.by_path
    tree = contents.tree
    folders = [path for path, column in columns.items() if column.template == STANDARD]
    if not folders:
        return (), _unknown_items(contents, {})
    context = Context(contents.offices, contents.catalogue)
    found: list[Standard] = []
    problems: list[Problem] = []
    for folder in sorted(folders, key=lambda path: _order(contents, path)):
        for table in tree.tables.get(folder, ()):
            shown = tree.shown(table)
            rows, faults = read_table(
                tree.root / table, shown, HEADS, (), optional=OPTIONAL, unique=False, spellings=SPELLINGS, titled=True
            )
            items, more = read_items(table, rows, shown, context)
            problems += [*faults, *more, *_private(rows, shown, contents.now.year)]
            if not rows and not faults:
                problems.append(Problem(shown, 0, 0, "表里没有事项", "请逐行填写事项，或者删去这个文件"))
            found.append(Standard(table, folder, columns[folder].name, tuple(items)))
    by_id, more = _by_id(found, tree)
    return tuple(found), [*problems, *more, *_unknown_items(contents, by_id)]


def _private(rows: Iterable[Row], shown: str, year: int) -> Iterator[Problem]:
    """ID numbers and the like, which a table that is published as it is must not hold."""
    for row in rows:
        for place, (head, text) in enumerate(row.cells.items(), 1):
            for find in judge(text, year, head, phones=False):
                if find.certain:
                    yield Problem(shown, row.line, place, find.what, find.cure)


def _order(contents: Any, path: str) -> list[tuple[int, str]]:
    return [(step.order, step.path) for step in contents.catalogue.trails[path]]


def _by_id(standards: list[Standard], tree: Any) -> tuple[dict[str, Item], list[Problem]]:
    items: dict[str, Item] = {}
    problems = []
    for item in (item for standard in standards for item in standard.items if item.id):
        other = items.setdefault(item.id, item)
        if other is not item:
            place = f"第{other.line}行" if other.table == item.table else f"{tree.shown(other.table)} 第{other.line}行"
            what = f"{ID}“{item.id}”与{place}重复"
            problems.append(Problem(tree.shown(item.table), item.line, 0, what, "每个事项的编号不能相同，请改正"))
    return items, problems


def _unknown_items(contents: Any, known: Mapping[str, Item]) -> list[Problem]:
    """Documents that name an item nobody has."""
    problems = []
    for article in contents.targets.articles.values():
        for name in article.items:
            if name not in known:
                cure = suggestion(name, known) + "请写标准目录里“编号”一列的编号，或删去这一项"
                what = f"标准目录里没有编号为“{name}”的事项"
                problems.append(contents.library.problem(article, "items", what, cure))
    return problems

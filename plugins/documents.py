"""From files to documents in their places: which column or village each one belongs to, and what is wrong with that."""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import attrgetter

from plugins.build.article import Article, in_order
from plugins.build.library import Library
from plugins.build.problems import Problem, suggestion
from plugins.build.scan import WALL_FOLDER
from plugins.catalogue import VILLAGES, Catalogue
from plugins.site import Offices
from plugins.village_catalogue import Item
from plugins.villages import Village, Villages

RESERVED = re.compile(r"index|page-\d+")
"""Names of list pages, which stand in the folders of documents' addresses."""
UNIQUE = (("id", "编号"), ("index_no", "索引号"), ("doc_no", "发文字号"), ("unified_no", "统一编号"))


def place(
    library: Library, catalogue: Catalogue, villages: Villages, offices: Offices
) -> tuple[tuple[Article, ...], list[Problem]]:
    """Every document that has a place, newest first, ties in the order of paths; and what is wrong."""
    placed: list[Article] = []
    problems: list[Problem] = []
    spellings = offices.spellings
    for article in library.articles.values():
        if article.type != "village_affair" and article.folder in catalogue.by_path and article.folder != VILLAGES:
            stands = True  # nearly all
        else:
            stands, faults = _has_place(article, catalogue, villages, library)
            problems += faults
        if article.units and not spellings.keys() >= set(article.units.values()):
            problems += _units(article, offices, library)
        if article.id.startswith(("index", "page-")) and RESERVED.fullmatch(article.id):
            problems.append(library.problem(article, "id", f"编号“{article.id}”是列表页用的", "请换一个编号"))
        if stands:
            placed.append(article)
    for key, label in UNIQUE:
        problems += _twice(placed, key, label, library)
    return tuple(in_order(placed)), problems


def _has_place(
    article: Article, catalogue: Catalogue, villages: Villages, library: Library
) -> tuple[bool, list[Problem]]:
    """Whether a document stands in a column, or in a village's folder."""
    folder = article.folder
    shown = library.tree.shown(article.path)
    if not folder:
        return False, [Problem(shown, 0, 0, "文档不在任何栏目里", "请把它移到所属栏目的目录里")]
    if folder == VILLAGES or folder.startswith(f"{VILLAGES}/"):
        return _has_village(article, folder, villages, library)
    if article.type == "village_affair":
        cure = f"请把它移到 {VILLAGES}/村编号/ 目录里，或改用别的类型"
        return False, [library.problem(article, "type", "村务公开文档不在村的目录里", cure)]
    return folder in catalogue.by_path, []


def _has_village(article: Article, folder: str, villages: Villages, library: Library) -> tuple[bool, list[Problem]]:
    name = folder.removeprefix(VILLAGES).strip("/")
    if name not in villages.by_id:
        if villages.unread:
            return False, []
        cure = suggestion(name, villages.by_id) + f"村的文档放在 {VILLAGES}/村编号/ 目录里，编号见 villages.csv"
        shown = library.tree.shown(article.path)
        return False, [Problem(shown, 0, 0, f"villages.csv 里没有村“{name}”", cure)]
    if article.type != "village_affair":
        cure = "村的目录里只放村务公开，请写 type: village_affair"
        return False, [library.problem(article, "type", "类型不是村务公开", cure)]
    problems = []
    named = article.extra["item"]
    item = villages.items.get(named)
    if item is None and villages.items:
        cure = suggestion(named, villages.items) + "请写 catalogue.toml 里的事项 id"
        problems.append(library.problem(article, "item", f"没有公开事项“{named}”", cure))
    elif item is not None and item.section != article.extra["section"]:
        what = f"事项“{item.name}”属于{item.section}，不属于{article.extra['section']}"
        problems.append(library.problem(article, "section", what, f"请改成 section: {item.section}"))
    if item is not None:
        problems += _may_publish(article, item, villages.by_id[name], library)
    return True, problems


def _may_publish(article: Article, item: Item, village: Village, library: Library) -> list[Problem]:
    """What the catalogue has against a village's document: not for the web, not for such a village."""
    if not item.online:
        what = f"事项“{item.name}”仅上墙（公开范围：{item.scope}），不能上网"
        cure = (
            f"请把它移到 {VILLAGES}/{village.id}/{WALL_FOLDER}/ 目录里，那里的不会上网，用 desk wall 打印后贴在公开栏"
        )
        return [library.problem(article, "item", what, cure)]
    if village.body not in item.kinds:
        what = f"事项“{item.name}”是{'、'.join(item.kinds)}的事项，{village.name}是{village.body}"
        return [library.problem(article, "item", what, f"请改写一个适用于{village.body}的事项 id，见 catalogue.toml")]
    return []


def _units(article: Article, offices: Offices, library: Library) -> list[Problem]:
    problems = []
    for key, written in article.units.items():
        if offices.spellings and written not in offices.spellings:
            cure = suggestion(written, offices.spellings) + "请写 units.csv 里的单位 id 或名称"
            problems.append(library.problem(article, key, f"没有单位“{written}”", cure))
    return problems


def _twice(placed: Sequence[Article], key: str, label: str, library: Library) -> list[Problem]:
    """A problem for each document whose value of ``key`` stands in an earlier file; it names that file."""
    values = list(filter(None, map(attrgetter(key), placed)))
    if len(set(values)) == len(values):
        return []
    first: dict[str, Article] = {}
    problems = []
    for article in placed:  # in the order of paths
        value = getattr(article, key)
        if value and first.setdefault(value, article) is not article:
            other = first[value]
            where = f"{library.tree.shown(other.path)}:{library.line(other, key)}"
            what = f"{label}“{value}”已经用在 {where}"
            problems.append(library.problem(article, key, what, f"{label}不能重复，请核对后改正其中一个"))
    return problems

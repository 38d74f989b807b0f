"""What an editor can choose among: types, columns, villages and their items, units, the words of a field."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from plugins.build.problems import suggestion
from plugins.catalogue import VILLAGES
from plugins.content_types import ContentType, load_types
from plugins.desk.part import Headers

VILLAGE_TYPE = "village_affair"


@dataclass(frozen=True)
class Choice:
    """One of several. ``value`` is what is written, ``label`` what is shown, ``words`` all that it answers to."""

    value: str
    label: str
    words: tuple[str, ...]


def types() -> list[Choice]:
    """Every type of document."""
    return [Choice(kind.id, f"{kind.name}（{kind.id}）", (kind.id, kind.name)) for kind in load_types().values()]


def columns(headers: Headers) -> list[Choice]:
    """Every column that takes documents of its own, by the path of its folder; those of villages are elsewhere."""
    found = []
    for path, column in headers.catalogue.by_path.items():
        if path != VILLAGES:
            trail = " / ".join(step.name for step in headers.catalogue.trails[path])
            mark = "，已归档" if column.archived else "" if column.list else "，只列子栏目"
            found.append(Choice(path, f"{trail}（{path}{mark}）", (path, column.name, column.id)))
    return found


def villages(headers: Headers) -> list[Choice]:
    """The folder of every village."""
    return [
        Choice(
            f"{VILLAGES}/{village.id}",
            f"{village.town_name}{village.name}（{VILLAGES}/{village.id}）",
            (f"{VILLAGES}/{village.id}", village.id, village.name, f"{village.town_name}{village.name}"),
        )
        for village in headers.villages.by_id.values()
    ]


def in_use(headers: Headers, kind: str, pool: Iterable[Choice]) -> list[Choice]:
    """Those folders of ``pool`` that hold documents of this type, the fullest first; none that is archived."""
    held = Counter(article.folder for article in headers.articles.values() if article.type == kind)
    archived = {path for path, column in headers.catalogue.by_path.items() if column.archived}
    found = [choice for choice in pool if held[choice.value] and choice.value not in archived]
    return sorted(found, key=lambda choice: (-held[choice.value], choice.value))


def items(headers: Headers) -> list[Choice]:
    """What villages make public on the web."""
    return [
        Choice(item.id, f"{item.section}：{item.name}（{item.id}）", (item.id, item.name))
        for item in headers.villages.items.values()
        if item.online
    ]


def units(headers: Headers) -> list[Choice]:
    """Every unit of units.csv."""
    return [
        Choice(unit.id, f"{unit.name}（{unit.id}）", (unit.id, unit.name, unit.short_name))
        for unit in headers.offices.units.values()
    ]


def words(annotation: Any) -> list[Choice]:
    """The words that a field's type lists; none where it takes any text. The empty word is no choice."""
    if get_origin(annotation) is Literal:
        return [Choice(word, word, (word,)) for word in get_args(annotation) if word]
    return [choice for part in get_args(annotation) for choice in words(part)]


def find_type(text: str) -> tuple[ContentType | None, str]:
    """The type of this id or Chinese name; or None and what to do."""
    pool = types()
    names = "、".join(choice.label for choice in pool)
    if not text:
        return None, f"缺少文档类型。请从这些里选一个：{names}"
    choice, fault = find(text, pool, "文档类型", f"可用的类型有：{names}")
    return (load_types()[choice.value] if choice else None), fault


def folders(headers: Headers, kind: str) -> list[Choice]:
    """Where documents of a type may stand: villages for village affairs, columns for all others, both where unknown."""
    found = [] if kind == VILLAGE_TYPE else columns(headers)
    return found + villages(headers) if kind in (VILLAGE_TYPE, "") else found


def find_folder(text: str, kind: str, headers: Headers) -> tuple[str, str]:
    """The folder below content/ of this path, id or name, for documents of type ``kind``; or nothing and what to do."""
    pool, noun = folders(headers, kind), folder_noun(kind)
    text = _below_content(text, headers)
    some = (in_use(headers, kind, pool) or pool)[:1]
    example = f"请写{noun}的目录或名称" + (f"，例如 {some[0].value}" if some else "")
    if not text or (kind == VILLAGE_TYPE and text in (VILLAGES, _villages_name(headers))):
        return "", f"缺少{noun}。{example}"
    choice, fault = find(text, pool, noun, example)
    if choice:
        return choice.value, ""
    if kind and find(text, folders(headers, ""), noun, "")[0]:
        what = f"“{text}”不是村" if kind == VILLAGE_TYPE else f"“{text}”是村，村的目录里只放 {VILLAGE_TYPE}"
        return "", f"{what}。{example}"
    return "", fault


def folder_noun(kind: str) -> str:
    """What a folder for documents of this type is called."""
    return "村" if kind == VILLAGE_TYPE else "栏目"


def _villages_name(headers: Headers) -> str:
    column = headers.catalogue.by_path.get(VILLAGES)
    return column.name if column else ""


def _below_content(text: str, headers: Headers) -> str:
    """A path as it is below content/, however it was typed; names stay as they are."""
    path = os.path.relpath(os.path.abspath(text), headers.tree.root) if text else ""
    if os.path.isdir(text) and not path.startswith(os.pardir):
        return path.replace(os.sep, "/")
    return text.strip().replace("\\", "/").strip("/").removeprefix(f"{headers.tree.name}/")


def find(text: str, pool: Sequence[Choice], noun: str, cure: str) -> tuple[Choice | None, str]:
    """The choice that answers to exactly ``text``; or None and what is wrong: no ``noun`` does, or several do.

    ``cure`` says what to do where no other choice is near.
    """
    found = [choice for choice in pool if text in choice.words]
    exact = [choice for choice in found if choice.value == text]
    if len(exact or found) == 1:
        return (exact or found)[0], ""
    if found:
        labels = "、".join(choice.label for choice in found)
        return None, f"{noun}“{text}”有 {len(found)} 个：{labels}。请写括号里的目录或编号"
    near = search(text, pool)
    nearest = suggestion(text, {word for choice in pool for word in choice.words if word})
    if not nearest and 0 < len(near) <= 5:
        nearest = f"是不是{'、'.join(choice.label for choice in near)}？"
    return None, f"没有{noun}“{text}”。{nearest or cure}"


def search(text: str, pool: Iterable[Choice]) -> list[Choice]:
    """The choice that answers to ``text``, else those whose label has all its words."""
    pool = list(pool)
    exact = [choice for choice in pool if text in choice.words]
    parts = text.split()
    return exact or [choice for choice in pool if parts and all(part in choice.label for part in parts)]

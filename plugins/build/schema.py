"""From untyped front matter to the fields of its type, with every fault told in Chinese at its line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from plugins.build.front_matter import FrontMatter
from plugins.build.problems import Problem, suggestion
from plugins.content_types import ContentType, load_types
from plugins.content_types.core import Core, aliases_of


def type_of(front: FrontMatter, default: str) -> ContentType | None:
    """The type a document names (by id or Chinese name), ``default`` where it names none; None if unknown."""
    types = load_types()
    written = front.values.get("type") or default
    if not isinstance(written, str):
        return None
    return types.get(written) or next((known for known in types.values() if known.name == written), None)


def check_fields(front: FrontMatter, content_type: ContentType, path: str) -> tuple[Core | None, list[Problem]]:
    """The typed fields, or None and what is wrong with each. Empty values count as missing."""
    problems = _unknown_keys(front, content_type, path)
    known = content_type.fields.model_fields
    values = {key: value for key, value in front.values.items() if key in known and value not in ("", [], {})}
    values["type"] = content_type.id
    try:
        fields = content_type.fields.model_validate(values)
    except ValidationError as error:
        return None, problems + [_problem(dict(fault), front, content_type, path) for fault in error.errors()]
    return (None if problems else fields), problems


def type_problem(front: FrontMatter, path: str) -> Problem:
    """For a document whose type does not exist."""
    written = str(front.values.get("type"))
    types = load_types()
    names = "、".join(f"{content_type.id}（{content_type.name}）" for content_type in types.values())
    cure = suggestion(written, [*types, *(t.name for t in types.values())]) or f"可用的类型有：{names}"
    return Problem(path, front.lines.get("type", 1), 0, f"没有“{written}”这种类型", cure)


def _unknown_keys(front: FrontMatter, content_type: ContentType, path: str) -> list[Problem]:
    known = content_type.fields.model_fields
    if front.values.keys() <= known.keys():
        return []
    spellings = [name for key, info in known.items() for name in (key, *aliases_of(info))]
    problems = []
    for key in front.values:
        if key not in known:
            written = front.spelled[key]
            cure = suggestion(written, spellings) or f"“{content_type.name}”没有这个字段，请删去这一行"
            problems.append(Problem(path, front.lines[key], 0, f"不认识的字段“{written}”", cure))
    return problems


def _problem(fault: Mapping[str, Any], front: FrontMatter, content_type: ContentType, path: str) -> Problem:
    key = str(fault["loc"][0])
    info = content_type.fields.model_fields[key]
    label, example = aliases_of(info)[0], (info.examples or [""])[0]
    line = front.lines.get(key, front.end_line)
    if fault["type"] == "missing":
        return Problem(path, line, 0, f"缺少“{label}”", f"请在文件头加一行，例如 {key}: {example}")
    if fault["type"] == "value_error":
        what, _, cure = str(fault["ctx"]["error"]).partition("\n")
        return Problem(path, line, 0, f"“{label}”有误：{what}", cure)
    if fault["type"] == "literal_error":
        allowed = str(fault["ctx"]["expected"]).replace(" or ", "、").replace(", ", "、").replace("'", "")
        return Problem(path, line, 0, f"“{label}”不能写“{fault['input']}”", f"请从这些里选一个：{allowed}")
    return Problem(path, line, 0, f"“{label}”的写法不对", f"请写成 {key}: {example}")

"""What a disclosure table has: the columns of the file, and which of them say who, when, what stage, how it is listed.

A schema is a TOML file: one of ``plugins/records/schemas`` by name, or one that lies in the column's own folder.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from plugins.build.problems import Problem, suggestion
from plugins.toml_table import Toml, read_toml, unknown_keys

FOLDER = Path(__file__).with_name("schemas")
KINDS = {
    "text": "文字",
    "choice": "从 choices 里选一个",
    "choices": "从 choices 里选，可以选几个",
    "day": "日期",
    "money": "金额",
    "number": "数字",
    "unit": "units.csv 里的单位",
    "credit": "统一社会信用代码",
    "docno": "文号",
}
FILTERED = ("choice", "choices", "unit", "number")
"""Kinds that have few different values, so that each can have a list of its own."""
WORKING, ANY = "工作日", "日"
_FIELD = ("key", "head", "kind", "required", "listed", "filter", "choices")
_NEEDED = ("name", "title", "id", "published", "field")
_KEYS = (*_NEEDED, "unit", "since", "until", "project", "stage", "limit", "limit_in", "clause", "mask")
_ROLES = {"published": "day", "since": "day", "until": "day", "unit": "unit", "stage": "choice", "project": ""}
"""Keys of a schema that name a field, and the kind that field has; empty: any."""
_PLACE = re.compile(r"{(\w+)}")


@dataclass(frozen=True)
class Field:
    """A column of the table: its ``head`` in the file and on pages, its ``kind`` (a key of KINDS), whether every row
    has it, whether lists show it, whether there is a list of each of its values."""

    key: str
    head: str
    kind: str = "text"
    required: bool = False
    listed: bool = False
    filter: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Schema:
    """A kind of table. ``id`` are the fields that together name a row for good, ``title`` is a pattern of fields.

    ``published`` is the field with the day of publication; ``since`` that of the decision, from which ``limit`` days
    (``limit_in``: 工作日 or 日) may pass by ``clause``; ``until`` the last day of being public; ``unit`` who decided;
    rows of one ``project`` belong together, in the order of ``stage``. Each is empty where a table has none.
    ``mask`` (field, other field, value): names that are shown by their first character where the other has that value.
    """

    name: str
    title: str
    id: tuple[str, ...]
    published: str
    fields: tuple[Field, ...]
    unit: str = ""
    since: str = ""
    until: str = ""
    project: str = ""
    stage: str = ""
    limit: int = 0
    limit_in: str = WORKING
    clause: str = ""
    mask: tuple[str, ...] = ()
    digest: str = ""

    def at(self, key: str) -> int:
        """The position of a field; -1 where the key is empty."""
        return next((at for at, field in enumerate(self.fields) if field.key == key), -1)

    @property
    def heads(self) -> list[str]:
        """The heads of the file."""
        return [field.head for field in self.fields]

    @property
    def title_keys(self) -> list[str]:
        """The fields that the title is made of."""
        return _PLACE.findall(self.title)


def schema_names() -> list[str]:
    """The names of the schemas that are there for every site."""
    return sorted(file.stem for file in FOLDER.glob("*.toml"))


def load_schema(written: str, folder: Path, shown: str, column: str) -> tuple[Schema | None, list[Problem]]:
    """The schema that a column names: one of ours, or a .toml file in its ``folder``, which messages call ``shown``;
    they call the column's settings ``column``."""
    own = written.endswith(".toml")
    if not own and written not in schema_names():
        names = "、".join(f"{name}（{_name_of(name)}）" for name in schema_names())
        cure = suggestion(written, schema_names())
        cure += f'可用的有：{names}；也可以在本栏目目录里放一个表式文件，写 records = "records.toml"'
        return None, [Problem(column, 0, 0, f"没有公示表式“{written}”", cure)]
    if own and ("/" in written or written == "column.toml"):
        cure = '表式文件放在本栏目目录里，写成 records = "records.toml"'
        return None, [Problem(column, 0, 0, f"公示表式“{written}”不对", cure)]
    file = folder / written if own else FOLDER / f"{written}.toml"
    toml = read_toml(file, f"{shown}/{written}" if own else file.name)
    if isinstance(toml, Problem):
        return None, [toml]
    problems = list(_faults(toml))
    return (None, problems) if problems else (_schema(toml), [])


def _name_of(name: str) -> str:
    toml = read_toml(FOLDER / f"{name}.toml", name)
    return "" if isinstance(toml, Problem) else str(toml.values.get("name", ""))


def _schema(toml: Toml) -> Schema:
    values: dict[str, Any] = dict(toml.values)
    rows = [{**row, "choices": tuple(row.get("choices", ()))} for row in values.pop("field")]
    for key in ("id", "mask"):
        values[key] = tuple(values.get(key, ()))
    digest = blake2b(toml.text.encode(), digest_size=12).hexdigest()
    return Schema(fields=tuple(Field(**row) for row in rows), digest=digest, **values)


def _faults(toml: Toml) -> Iterator[Problem]:
    values = toml.values
    yield from unknown_keys(toml, values, _KEYS)
    wanted: Mapping[str, type] = {"id": list, "mask": list, "limit": int, "field": list}
    for key in _KEYS:
        if key not in values and key not in _NEEDED:
            continue
        value = values.get(key)
        texts = isinstance(value, list) and all(isinstance(part, str) for part in value)
        right = type(value) is wanted.get(key, str) and value and (type(value) is not int or value > 0)
        if not right or (key in ("id", "mask") and not texts):
            yield toml.problem(key, f"“{key}”没有写，或写法不对", "请照 docs/records.md 的样式写")
            return
    fields = values["field"]
    if not all(isinstance(row, dict) for row in fields):
        yield toml.problem("field", "“field”的写法不对", "每一列写一节 [[field]]")
        return
    if faults := [fault for nth, row in enumerate(fields) for fault in _field_faults(toml, row, nth, fields)]:
        yield from faults
        return
    yield from _role_faults(toml, {row["key"]: row.get("kind", "text") for row in fields}, fields)


def _field_faults(toml: Toml, row: dict[str, Any], nth: int, rows: Sequence[dict[str, Any]]) -> Iterator[Problem]:
    yield from unknown_keys(toml, row, _FIELD)
    key, head, kind = row.get("key"), row.get("head"), row.get("kind", "text")
    if not isinstance(key, str) or not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", key) or key == "year":
        yield toml.problem(
            "key", f"第 {nth + 1} 个字段的 key 不对", "请用小写英文字母起头，例如 number；year 已经用作发布年份", nth
        )
        return
    if not isinstance(head, str) or not head.strip():
        yield toml.problem("key", f"字段“{key}”没有写表头", '请加一行 head = "……"', nth)
    if any(other.get("key") == key or other.get("head") == head for other in rows[:nth]):
        yield toml.problem("key", f"字段“{key}”或它的表头与前面的重复", "请改成不同的", nth)
    if kind not in KINDS:
        yield toml.problem("key", f"字段“{key}”没有“{kind}”这种内容", f"请从这些里选一个：{'、'.join(KINDS)}", nth)
    choices = row.get("choices", [])
    texts = isinstance(choices, list) and all(isinstance(word, str) and word for word in choices)
    if not texts or bool(choices) != (kind in ("choice", "choices")):
        yield toml.problem(
            "key", f"字段“{key}”的 choices 不对", "kind 是 choice 或 choices 的才写，列出全部可选的词", nth
        )
    flags = [flag for flag in ("required", "listed", "filter") if not isinstance(row.get(flag, False), bool)]
    for flag in flags:
        yield toml.problem("key", f"字段“{key}”的 {flag} 不对", "应是 true 或 false", nth)
    if row.get("filter") and kind not in FILTERED:
        yield toml.problem("key", f"字段“{key}”不能用来筛选", f"能筛选的有：{'、'.join(FILTERED)}", nth)


def _role_faults(toml: Toml, kinds: Mapping[str, str], rows: Sequence[dict[str, Any]]) -> Iterator[Problem]:
    values = toml.values
    named = [(key, values[key], kind) for key, kind in _ROLES.items() if key in values]
    named += [("id", key, "") for key in values["id"]]
    named += [("title", key, "") for key in _PLACE.findall(values["title"])]
    named += [("mask", key, "") for key in values.get("mask", ())[:2]]
    for role, key, kind in named:
        if key not in kinds:
            yield toml.problem(
                role, f"“{role}”里的“{key}”不是字段", suggestion(key, kinds) + "请写某个 [[field]] 的 key"
            )
        elif kind and kinds[key] != kind:
            yield toml.problem(role, f"“{role}”的字段“{key}”应是 {kind}", f'请在那一节写 kind = "{kind}"')
    if "{" in (rest := _PLACE.sub("", values["title"])) or "}" in rest:
        yield toml.problem("title", "“title”里的花括号不对", "花括号里只写字段的 key，例如 {number}")
    if "limit" in values and "since" not in values:
        yield toml.problem("limit", "写了“limit”，没有写“since”", '请写从哪个日期算起，例如 since = "decided"')
    required = {row["key"] for row in rows if row.get("required")}
    for role, key in [("published", values["published"]), *(("id", key) for key in values["id"])]:
        if key in kinds and key not in required:
            yield toml.problem(role, f"“{role}”的字段“{key}”必须每行都有", "请在那一节写 required = true")
    if len(values.get("mask", (1, 2, 3))) != 3:
        yield toml.problem("mask", "“mask”应写三项", 'mask = ["姓名字段", "类别字段", "自然人"]')
    if values.get("limit_in", WORKING) not in (WORKING, ANY):
        yield toml.problem("limit_in", "“limit_in”不对", f"请写 {WORKING} 或 {ANY}")

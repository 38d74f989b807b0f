"""Columns, and the tables that pages are made of."""

from __future__ import annotations

from typing import Any

from tests.plugins.build.changes.registry import DAY, change
from tests.plugins.build.county import County, nth


def _column(county: County, number: int) -> dict[str, Any]:
    settings: dict[str, Any] = county.columns[nth(sorted(county.columns), number)]
    return settings


@change
def rename_column(county: County, a: int, b: int) -> None:
    _column(county, a)["name"] = f"栏目{county.new_key()}"


@change
def describe_column(county: County, a: int, b: int) -> None:
    _column(county, a)["description"] = "" if b % 3 == 0 else f"说明{county.new_key()}"


@change
def reorder_column(county: County, a: int, b: int) -> None:
    _column(county, a)["order"] = b % 60


@change
def hide_column(county: County, a: int, b: int) -> None:
    settings = _column(county, a)
    settings["hidden"] = not settings.get("hidden", False)


@change
def list_column(county: County, a: int, b: int) -> None:
    settings = _column(county, a)
    settings["list"] = not settings.get("list", True)


@change
def archive_column(county: County, a: int, b: int) -> None:
    settings = _column(county, a)
    settings["archived"] = not settings.get("archived", False)


@change
def topic_column(county: County, a: int, b: int) -> None:
    settings = county.columns[nth(county.folders(), a)]
    settings["template"] = "column.html" if settings.get("template") == "topic.html" else "topic.html"


@change
def type_column(county: County, a: int, b: int) -> None:
    settings = _column(county, a)
    settings["type"] = ("办事服务", "信息公开目录", "政策文件", "工作动态")[b % 4]
    settings["unit"] = ("czj", "mzj")[b % 2]
    settings["keywords"] = ["词", f"词{b % 5}"]


@change
def new_column(county: County, a: int, b: int) -> None:
    """At the top or below another, with a document or empty."""
    name = f"n{county.new_key()}"
    parent = nth(["", *county.folders()], a)
    path = f"{parent}/{name}" if parent else name
    county.columns[path] = {"id": name, "name": f"新栏目{name}", "order": b % 50}
    if b % 2:
        county.add(path, county.now - b % 30 * DAY)


@change
def remove_empty_column(county: County, a: int, b: int) -> None:
    used = {document.folder for document in county.documents.values()}
    folders = county.folders()
    empty = [f for f in folders if f not in used and not any(other.startswith(f"{f}/") for other in folders)]
    if empty and len(folders) > 2:
        del county.columns[nth(empty, a)]


@change
def move_column(county: County, a: int, b: int) -> None:
    """Its folder under another name, or below another column, with everything in it."""
    old = nth(county.folders(), a)
    parents = ["", *(path for path in county.folders() if path != old and not path.startswith(f"{old}/"))]
    parent = nth(parents, b)
    new = f"{parent}/m{county.new_key()}".lstrip("/")

    def moved(path: str) -> str:
        return new + path[len(old) :] if path == old or path.startswith(f"{old}/") else path

    county.columns = {moved(path): settings for path, settings in county.columns.items()}
    for document in county.documents.values():
        document.folder = moved(document.folder)
        document.blocks = [
            (*b[:1], moved(b[1]), *b[2:]) if b[0] == "link" and isinstance(b[1], str) else b for b in document.blocks
        ]


@change
def rename_unit(county: County, a: int, b: int) -> None:
    unit = nth(county.tables["units"], a)
    new = f"明川县第{county.new_key()}局"
    for document in county.documents.values():
        if document.fields["publisher"] == unit["name"]:
            document.fields["publisher"] = unit["id"] if b % 2 else new
    unit["name"] = new


@change
def change_unit(county: County, a: int, b: int) -> None:
    nth(county.tables["units"], a)["contact"] = f"0000-5550{100 + b % 800}"


@change
def rename_person(county: County, a: int, b: int) -> None:
    nth(county.tables["people"], a)["name"] = f"编辑{county.new_key()}岗"


@change
def change_town(county: County, a: int, b: int) -> None:
    town = nth(county.tables["towns"], a)
    if b % 3 == 0:
        town["name"] = f"新{county.new_key()}镇"
    elif b % 3 == 1:
        town["order"] = str(b % 7)
    else:
        town["unit"] = ("czj", "mzj", "")[b % 4 % 3]


@change
def change_village(county: County, a: int, b: int) -> None:
    village = nth(county.tables["villages/villages"], a)
    if b % 4 == 0:
        village["name"] = f"新{county.new_key()}村"
    elif b % 4 == 1:
        village["town"] = nth(county.tables["towns"], b // 4)["id"]
    else:
        village[("contact", "board")[b % 2]] = f"0000-5550{100 + b % 800}"


@change
def add_village(county: County, a: int, b: int) -> None:
    name = f"v{county.new_key()}"
    town = nth(county.tables["towns"], a)["id"]
    rows = county.tables["villages/villages"]
    rows.insert(b % (len(rows) + 1), {"id": name, "name": f"{name}村", "kind": "村", "town": town})


@change
def remove_village(county: County, a: int, b: int) -> None:
    rows = county.tables["villages/villages"]
    village = nth(rows, a)
    if len(rows) > 1 and not any(d.folder == f"villages/{village['id']}" for d in county.documents.values()):
        rows.remove(village)


@change
def change_item(county: County, a: int, b: int) -> None:
    """A new item, another name, another order."""
    if b % 3 == 0:
        name = f"i{county.new_key()}"
        county.items.append({"section": "村务", "id": name, "name": f"事项{name}", "rhythm": "once"})
    elif b % 3 == 1:
        nth(county.items, a)["name"] = f"事项{county.new_key()}"
    else:
        county.items.reverse()


@change
def change_site(county: County, a: int, b: int) -> None:
    key = ("name", "short_name", "contact", "owner", "icp", "id_code", "office_hours")[a % 7]
    county.site[key] = f"新{county.new_key()}"


@change
def change_host(county: County, a: int, b: int) -> None:
    county.site["host"] = ("www.mingchuan.example", "mingchuan.example")[b % 2]


@change
def without_villages(county: County, a: int, b: int) -> None:
    """A county that has no villages, or has them again."""
    county.has_villages = not county.has_villages

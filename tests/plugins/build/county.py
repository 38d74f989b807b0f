"""A small county that a test can change in every way an editor can, and that stays sound while it does.

Documents, columns and tables are kept as plain records; links and references name the record they mean and are written
out as what they are today, so that moving or deleting a document leaves no dead link behind. ``sync`` brings the files
to what the records say, touching only those that differ.
"""

from __future__ import annotations

import copy
import json
import os
import posixpath
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from plugins.site import Site
from tests.plugins.small_site import ROOT

THEME = ROOT / "theme"
FIRST_DAY = datetime(2026, 11, 20, 9, 0)
SITE = {
    "name": "明川县人民政府门户网站",
    "short_name": "明川县政府网",
    "host": "www.mingchuan.example",
    "id_code": "9999990001",
    "icp": "明ICP备1号",
    "police_no": "明公网安备1号",
    "owner": "明川县人民政府办公室",
    "contact": "0000-5550100",
    "office_hours": "工作日",
    "timezone": "Asia/Shanghai",
}
HEADS = {
    "units": ("id", "name", "short_name", "org_code", "kind", "parent", "contact"),
    "people": ("id", "name", "unit", "roles", "key", "from", "to"),
    "towns": ("id", "name", "unit", "order"),
    "villages/villages": ("id", "name", "kind", "town", "lng", "lat", "datum", "contact", "board"),
}
assert set(SITE) < set(Site.__dataclass_fields__)


@dataclass
class Document:
    """``refs`` are key → keys of the documents meant; ``blocks`` the body: ("p", text), ("h", text, anchor),
    ("link", key, anchor, style), ("picture", path), ("file", path). ``findings`` are the rows of its clean-up table: key of
    a document, result."""

    key: int
    folder: str
    file: str
    fields: dict[str, str]
    blocks: list[tuple[Any, ...]] = field(default_factory=list)
    refs: dict[str, list[int]] = field(default_factory=dict)
    attachments: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    findings: list[tuple[int, str]] = field(default_factory=list)

    @property
    def takes_effect(self) -> str:
        return self.fields.get("effective") or self.fields["published"][:10]

    @property
    def begun(self) -> str:
        return self.fields.get("written") or self.fields["published"][:10]

    @property
    def path(self) -> str:
        return f"{self.folder}/{self.file}"

    @property
    def url(self) -> str:
        return f"/{self.folder}/{self.fields['published'][:7]}/{self.fields['id']}.html"

    @property
    def anchors(self) -> list[str]:
        return [block[2] for block in self.blocks if block[0] == "h"]


class County:
    """The records, and the folder they are written to: ``content``, ``theme``, ``output`` below ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.content, self.theme_folder, self.output = folder / "content", folder / "theme", folder / "output"
        self.now = FIRST_DAY
        self.demo_clock = False
        self.replacing = False
        self.has_villages = True
        self.last_key = 0
        self.site = dict(SITE)
        self.documents: dict[int, Document] = {}
        self.columns: dict[str, dict[str, Any]] = {}
        self.tables: dict[str, list[dict[str, str]]] = {name: [] for name in HEADS}
        self.items: list[dict[str, str]] = []
        self.raw: dict[str, bytes] = {}
        self.addresses: dict[str, str] = {}
        self.broken: dict[str, bytes | None] = {}
        self.theme = {
            file.relative_to(THEME).as_posix(): file.read_bytes() for file in sorted(THEME.rglob("*")) if file.is_file()
        }
        self._written: dict[str, bytes] = {}

    # records

    def new_key(self) -> int:
        """A number that no document, file or column had before."""
        self.last_key += 1
        return self.last_key

    def add(self, folder: str, published: datetime, **fields: str) -> Document:
        """A document more. Its type is the one its folder suggests, or ``type`` of ``fields``."""
        key = self.new_key()
        header = {
            "id": f"d-{key}",
            "title": f"关于第{key}号事项的通知",
            "published": f"{published:%Y-%m-%d %H:%M}",
            "source": "明川县财政局",
            "publisher": "czj",
            **fields,
        }
        made = Document(key, folder, f"d-{key}.md", header, [("p", f"第{key}篇正文 {key % 10}。")])
        self.documents[key] = made
        return made

    def add_policy(self, published: datetime) -> Document:
        """An official document with its number and its header table."""
        key = self.last_key + 1
        return self.add(
            "zwgk/gfxwj", published, type="policy", index_no=f"009990020/{published.year}-{key:05}",
            doc_no=f"明政办规〔{published.year}〕{key}号", written=f"{published:%Y-%m-%d}", topic="其他", validity="有效",
        )  # fmt: skip

    def ordinary(self) -> list[Document]:
        """The documents that may stand in any column."""
        return [found for found in self.documents.values() if found.fields.get("type") != "village_affair"]

    def policies(self) -> list[Document]:
        """The official documents."""
        return [found for found in self.documents.values() if found.fields.get("type") == "policy"]

    def folders(self) -> list[str]:
        """The columns that take ordinary documents."""
        own = {path for path, column in self.columns.items() if column.get("template") != "library.html"}
        return sorted(own - {"villages"})

    # files

    def files(self) -> dict[str, bytes]:
        """Every file of content/ as the records have it."""
        found = {f"{path}/column.toml": _toml(settings).encode() for path, settings in self.columns.items()}
        site = {**self.site, **({"demo_now": f"{self.now:%Y-%m-%dT%H:%M:%S}+08:00"} if self.demo_clock else {})}
        found["site.toml"] = f"[site]\n{_toml(site)}".encode()
        for name, heads in HEADS.items():
            rows = [",".join(heads), *(",".join(row.get(head, "") for head in heads) for row in self.tables[name])]
            found[f"{name}.csv"] = ("\n".join(rows) + "\n").encode()
        found["villages/catalogue.toml"] = "".join(f"[[item]]\n{_toml(item)}\n" for item in self.items).encode()
        found.update({document.path: self.text(document).encode() for document in self.documents.values()})
        found["_registry/index-numbers.csv"] = self._register().encode()
        found["_registry/urls.csv"] = self._addresses().encode()
        found.update(self.raw)
        found.update((self.table_of(document), self._table(document)) for document in self._cleaning())
        return (
            found if self.has_villages else {path: d for path, d in found.items() if not path.startswith("villages/")}
        )

    def _register(self) -> str:
        """The register of index numbers, as an archive brings them."""
        numbers = {found.fields["index_no"]: found.fields["id"] for found in self.policies()}
        rows = [f"{number},{numbers[number]},xzfb,,,2026-01-01 00:00,imported" for number in sorted(numbers)]
        return "\n".join(["index_no,id,unit,year,serial,registered,origin", *rows, ""])

    def _addresses(self) -> str:
        """Every address that any document ever had, so that each move of the tests leaves a way on."""
        self.addresses.update({found.url: found.fields["id"] for found in self.documents.values()})
        rows = [f"{url},{self.addresses[url]},2999-12-31 00:00,imported" for url in sorted(self.addresses)]
        return "\n".join(["url,id,registered,origin", *rows, ""])

    def text(self, document: Document) -> str:
        """The file of a document."""
        fields = dict(document.fields)
        if not any(key in self.documents for key in document.refs.get("interprets", [1])):
            fields.pop("type", "")  # what explains nothing any more is a plain article
            fields.pop("form", "")
        lines = [f"{key}: {value}" for key, value in fields.items() if value]
        for key, meant in document.refs.items():
            named = [self.documents[other] for other in meant if self._is(other)]
            if key in ("repeals", "amends"):
                named = [other for other in named if other.begun <= document.takes_effect]
            names = [self._name(other, other.key + document.key) for other in named]
            lines += [f"{key}: [{', '.join(names)}]"] if names else []
        if document.findings:
            lines.append(f"cleanup: {self.table_of(document)}")
        attachments = [path for path in document.attachments if path in self.raw]
        if attachments:
            lines.append("attachments:")
            lines += [f"- {{file: {path}, name: 附件{at}}}" for at, path in enumerate(attachments, 1)]
        if document.aliases:
            lines.append(f"aliases: [{', '.join(document.aliases)}]")
        body = "\n\n".join(filter(None, (self._block(document, block) for block in document.blocks)))
        return "\n".join(["---", *lines, "---", "", body, ""])

    def _cleaning(self) -> list[Document]:
        return [document for document in self.documents.values() if document.findings]

    @staticmethod
    def table_of(document: Document) -> str:
        """Where the clean-up table of a document lies."""
        return f"data/q-{document.key}.csv"

    def _table(self, document: Document) -> bytes:
        """Its rows; those that could not stand there today are left out, as an editor would."""
        rows = ["文件,名称,清理结果,说明", "明政办规〔1999〕9号,旧办法,废止,"]
        for key, result in dict(document.findings).items():
            other = self.documents.get(key)
            if other is None or other is document or other.fields.get("status") == "draft":
                continue
            if other.begun <= document.takes_effect and other.fields["published"] <= document.fields["published"]:
                rows.append(f"{self._name(other, key)},,{result},")
        return ("\n".join(rows) + "\n").encode()

    def _is(self, key: int) -> bool:
        return key in self.documents

    def _name(self, document: Document, style: int) -> str:
        number = document.fields.get("doc_no")
        return number if number and style % 2 else document.fields["id"]

    def _block(self, document: Document, block: tuple[Any, ...]) -> str:
        kind = block[0]
        if kind == "h":
            return f"## {block[1]} {{#{block[2]}}}"
        if kind == "link":
            return self._link(document, *block[1:])
        if kind in ("picture", "file"):
            path = block[1]
            mark = "!" if kind == "picture" else ""
            return f"{mark}[图文]({quote(posixpath.relpath(path, document.folder))})" if path in self.raw else ""
        return str(block[1])

    def _link(self, document: Document, key: int | str, anchor: str, style: int) -> str:
        if isinstance(key, str):
            return f"[栏目](/{key}/)" if key in self.columns else ""
        target = self.documents.get(key)
        if target is None:
            return ""
        fragment = f"#{anchor}" if anchor in target.anchors else ""
        address = (
            quote(posixpath.relpath(target.path, document.folder)),
            target.url,
            f"https://{self.site['host']}{target.url}",
            f"{target.url}?from=1",
        )[style % 4]
        return f"[参见]({address}{fragment})"

    def pending(self) -> dict[str, bytes | None]:
        """Where the files are not what the records say: path → what they will be, None where they go. Taken as done."""
        wanted = {str(self.content / path): data for path, data in self.files().items()}
        wanted |= {str(self.theme_folder / path): data for path, data in self.theme.items()}
        for path, data in self.broken.items():
            wanted.pop(str(self.folder / path), None)
            if data is not None:
                wanted[str(self.folder / path)] = data
        changes: dict[str, bytes | None] = {file: None for file in sorted(self._written) if file not in wanted}
        changes.update((file, data) for file, data in sorted(wanted.items()) if self._written.get(file) != data)
        self._written = wanted
        return changes

    def sync(self) -> set[Path]:
        """Bring the files to what the records say, and only those that differ; which files were touched."""
        changes = self.pending()
        save(changes, replacing=self.replacing)
        return {Path(file) for file in changes}

    def keep(self) -> dict[str, Any]:
        """The records, to come back to."""
        left = {"folder", "content", "output", "_written"}
        return copy.deepcopy({name: value for name, value in vars(self).items() if name not in left})

    def restore(self, kept: dict[str, Any]) -> set[Path]:
        """Come back to them: every change since is taken back, and the files with it; which were touched."""
        vars(self).update(copy.deepcopy(kept))
        return self.sync()

    @property
    def cache(self) -> Path:
        """What the last build left beside the output."""
        return self.output.with_name("output.cache")

    @property
    def now_text(self) -> str:
        """What ``--now`` is given: nothing where the site itself says what time it is."""
        return "" if self.demo_clock else f"{self.now:%Y-%m-%dT%H:%M:%S}+08:00"


def _toml(values: dict[str, Any]) -> str:
    return "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in values.items())


def save(changes: Mapping[str, bytes | None], *, replacing: bool) -> None:
    """Write and remove files as editors' programs do, in place or by renaming; empty folders go with their last file."""
    for file, data in changes.items():
        path = Path(file)
        if data is None:
            path.unlink()
            while not any((path := path.parent).iterdir()):
                path.rmdir()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        if replacing:
            draft = path.with_name(".draft")
            draft.write_bytes(data)
            draft.replace(path)
        else:
            path.write_bytes(data)


def nth(among: Sequence[Any], number: int) -> Any:
    """One of them, whatever the number."""
    return among[number % len(among)] if among else None


def touch(folder: Path) -> None:
    """New times on every file, the bytes as they were."""
    for file in folder.rglob("*"):
        if file.is_file():
            os.utime(file)


def clear(place: Path) -> None:
    """Remove whatever stands there."""
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place)
    else:
        place.unlink(missing_ok=True)

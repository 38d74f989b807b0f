"""From files to documents: where each one lives, whether it is public now, and whose it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from plugins.build.problems import Problem, suggestion
from plugins.build.source import Source
from plugins.catalogue import VILLAGES, Catalogue, Column
from plugins.content_types import ContentType, load_types
from plugins.content_types.core import Core
from plugins.content_types.village_affair import Fields as VillageAffair
from plugins.site import Offices, Unit
from plugins.villages import Village, Villages


@dataclass(frozen=True)
class Document:
    """A document in its place. ``units`` are the units it names, by field; ``why_not`` says why it is not public."""

    source: Source
    fields: Core
    type: ContentType
    column: Column
    village: Village | None
    units: Mapping[str, Unit]
    why_not: str

    @property
    def id(self) -> str:
        """Unique on the site; it never changes."""
        return self.fields.id

    @property
    def url(self) -> str:
        """Root-relative: the column's (or village's) address, the month of publication, the id."""
        place = self.village.url if self.village else self.column.url
        return f"{place}{self.fields.published:%Y-%m}/{self.id}.html"

    def order(self) -> tuple[float, str]:
        """Newest first, ties in the order of paths: the one order of every list."""
        return -self.fields.published.timestamp(), self.source.path

    def problem(self, key: str, what: str, cure: str) -> Problem:
        """A problem at the line of a front matter key."""
        return Problem(self.source.shown, self.source.line(key), 0, what, cure)


def why_not_public(fields: Core, now: datetime) -> str:
    """Why a document is not to be seen at ``now``, in Chinese; empty when it is public."""
    if fields.status == "draft":
        return "还是草稿"
    if fields.status == "withdrawn":
        return "已经撤回"
    if fields.published > now:
        return "还没有到发布时间"
    if fields.expires is not None and fields.expires <= now:
        return "已经到期下线"
    return ""


def place(
    sources: Iterable[Source], catalogue: Catalogue, villages: Villages, offices: Offices, now: datetime
) -> tuple[tuple[Document, ...], list[Problem]]:
    """Every document whose header could be understood, newest first, ties in the order of paths; and what is wrong."""
    documents: list[Document] = []
    problems: list[Problem] = []
    for source in sources:
        if source.fields is None:
            continue
        column, village, fault = _home(source, catalogue, villages)
        problems += fault
        units, faults = _units(source, source.fields, offices)
        problems += faults
        if column is None:
            continue
        kind = load_types()[source.fields.type]
        why_not = why_not_public(source.fields, now)
        documents.append(Document(source, source.fields, kind, column, village, units, why_not))
    for key, label in (("id", "编号"), ("index_no", "索引号"), ("doc_no", "发文字号")):
        problems += _twice(documents, key, label)
    documents.sort(key=Document.order)
    return tuple(documents), problems


def _home(
    source: Source, catalogue: Catalogue, villages: Villages
) -> tuple[Column | None, Village | None, list[Problem]]:
    """The column a file stands in, and its village where it stands in one's folder."""
    folder = source.path.rpartition("/")[0]
    if not folder:
        cure = "请把它移到所属栏目的目录里"
        return None, None, [Problem(source.shown, 0, 0, "文档不在任何栏目里", cure)]
    if folder == VILLAGES or folder.startswith(f"{VILLAGES}/"):
        return _village_home(source, folder, catalogue, villages)
    if isinstance(source.fields, VillageAffair):
        cure = f"请把它移到 {VILLAGES}/村编号/ 目录里，或改用别的类型"
        return None, None, [Problem(source.shown, source.line("type"), 0, "村务公开文档不在村的目录里", cure)]
    return catalogue.by_path.get(folder), None, []


def _village_home(
    source: Source, folder: str, catalogue: Catalogue, villages: Villages
) -> tuple[Column | None, Village | None, list[Problem]]:
    name = folder.removeprefix(VILLAGES).strip("/")
    village = villages.by_id.get(name)
    column = catalogue.by_path.get(VILLAGES)
    if village is None and villages.unread:
        return None, None, []
    if village is None:
        cure = suggestion(name, villages.by_id) + f"村的文档放在 {VILLAGES}/村编号/ 目录里，编号见 villages.csv"
        return None, None, [Problem(source.shown, 0, 0, f"villages.csv 里没有村“{name}”", cure)]
    fields = source.fields
    if not isinstance(fields, VillageAffair):
        cure = "村的目录里只放村务公开，请写 type: village_affair"
        return None, None, [Problem(source.shown, source.line("type"), 0, "类型不是村务公开", cure)]
    problems = []
    item = villages.items.get(fields.item)
    if item is None and villages.items:
        cure = suggestion(fields.item, villages.items) + "请写 catalogue.toml 里的事项 id"
        problems.append(Problem(source.shown, source.line("item"), 0, f"没有公开事项“{fields.item}”", cure))
    elif item is not None and item.section != fields.section:
        what = f"事项“{item.name}”属于{item.section}，不属于{fields.section}"
        problems.append(Problem(source.shown, source.line("section"), 0, what, f"请改成 section: {item.section}"))
    return column, village, problems


def _units(source: Source, fields: Core, offices: Offices) -> tuple[dict[str, Unit], list[Problem]]:
    units: dict[str, Unit] = {}
    problems = []
    for key in fields.unit_keys():
        written = getattr(fields, key)
        if written in offices.spellings:
            units[key] = offices.spellings[written]
        elif offices.spellings:
            cure = suggestion(written, offices.spellings) + "请写 units.csv 里的单位 id 或名称"
            problems.append(Problem(source.shown, source.line(key), 0, f"没有单位“{written}”", cure))
    return units, problems


def _twice(documents: Sequence[Document], key: str, label: str) -> list[Problem]:
    """A problem for each document whose value of ``key`` stands in an earlier file; it names that file."""
    first: dict[str, Document] = {}
    problems = []
    for document in sorted(documents, key=lambda document: document.source.path):
        value = getattr(document.fields, key)
        other = first.setdefault(value, document)
        if value and other is not document:
            what = f"{label}“{value}”已经用在 {other.source.shown}:{other.source.line(key)}"
            problems.append(document.problem(key, what, f"{label}不能重复，请核对后改正其中一个"))
    return problems

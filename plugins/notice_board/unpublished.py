"""What hangs on the board and never on the web: the documents of ``content/villages/<village>/wall/``.

The scan of the content folder does not enter these folders, so that no build, search, feed, package or interface can
know of them; only ``desk wall`` reads them. They are written as any document of a village.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from markupsafe import Markup

from plugins.build.article import Article, distil
from plugins.build.document_pages import facts_table
from plugins.build.problems import Problem, suggestion
from plugins.build.scan import WALL_FOLDER
from plugins.build.source import Job, Source, read_source
from plugins.build.view import View
from plugins.catalogue import VILLAGES
from plugins.notice_board.board import Sheet, among_others
from plugins.notice_board.posting import posting
from plugins.privacy_gate import in_document
from plugins.village_catalogue import LASTINGLY, Item
from plugins.village_ledger import period_of
from plugins.villages import Village
from plugins.withdrawal import down_at
from standards import village_rhythm as rhythm

MASK = "上墙也不能公布完整的身份证号码和银行卡号，请遮盖或删去"
DRAFT, EARLY, OVER, OTHER = "还是草稿", "还没有到公开时间", "已过张贴期限", "不是这个季度的"


@dataclass
class Unpublished:
    """The sheets of a village's quarter with the item of each; what is wrong, by which nothing is printed; and what
    was left out or should be looked at, a line each."""

    sheets: list[tuple[str, Sheet]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def read_unpublished(view: View, root: Path, village: Village, quarter: str, minute: str) -> Unpublished:
    """The documents for the board of a village and a quarter; ``root`` is the content folder, ``minute`` is now."""
    found = Unpublished()
    items = {item.id: item for item in view.villages.items()}
    folder = root / VILLAGES / village.id / WALL_FOLDER
    for file in sorted(folder.glob("*")) if folder.is_dir() and not folder.is_symlink() else ():
        if file.name[0] in ".~" or file.name.endswith("~"):
            continue
        path = file.relative_to(root).as_posix()
        shown = f"{root.name}/{path}"
        if not file.name.endswith(".md"):
            cure = "这里只放 .md 文档；表格请写成文档里的表，照片和原件请直接打印"
            found.problems.append(Problem(shown, 0, 0, "不是文档", cure))
            continue
        source = read_source(Job(file, path, shown, int(minute[:4])))
        article = distil(source)
        faults = [*source.problems, *_faults(source, article, items, village)]
        notes, barred = _private(file, source, int(minute[:4]))
        found.problems += [*faults, *barred]
        found.remarks += notes
        if article is None or faults or barred:
            continue
        item = items[article.extra["item"]]
        if why := _why_not(article, item, village, quarter, minute):
            found.remarks.append(f"{shown}: {why}，没有印进去")
            continue
        found.sheets.append((item.id, _sheet(view, source, article, item, village)))
    return found


def _faults(source: Source, article: Article | None, items: Mapping[str, Item], village: Village) -> Iterator[Problem]:
    """What the catalogue and paper have against a document."""
    if article is None:
        return
    if article.type != "village_affair":
        cure = "请写 type: village_affair"
        yield Problem(source.shown, source.line("type"), 0, "类型不是村务公开", cure)
        return
    item = items.get(article.extra["item"])
    if item is None:
        cure = suggestion(article.extra["item"], items) + "请写 catalogue.toml 里的事项 id"
        yield Problem(source.shown, source.line("item"), 0, f"没有公开事项“{article.extra['item']}”", cure)
    elif item.section != article.extra["section"]:
        what = f"事项“{item.name}”属于{item.section}，不属于{article.extra['section']}"
        yield Problem(source.shown, source.line("section"), 0, what, f"请改成 section: {item.section}")
    elif village.body not in item.kinds:
        what = f"事项“{item.name}”是{'、'.join(item.kinds)}的事项，{village.name}是{village.body}"
        cure = f"请改写一个适用于{village.body}的事项 id，见 catalogue.toml"
        yield Problem(source.shown, source.line("item"), 0, what, cure)
    for link in source.body.links if source.body else ():
        cure = "请写成文字；照片和原件请直接打印张贴"
        yield Problem(source.shown, link.line, 0, "上墙的文档里不能有链接和图片", cure)
    if article.files:
        yield Problem(source.shown, source.line("attachments"), 0, "上墙的文档不能有附件", "请把内容写进正文")


def _private(file: Path, source: Source, year: int) -> tuple[list[str], list[Problem]]:
    """Numbers that not even the board may show; and, to be looked at, telephones and homes. Who is named with what
    illness or need is what such a board is for."""
    notes, barred = [], []
    text = file.read_text(encoding="utf-8-sig", errors="replace") if source.fields is not None else ""
    for find, line, column in in_document(source, text, year) if text else ():
        if find.kind in ("id", "card") and find.certain:
            barred.append(Problem(source.shown, line, column, find.what, MASK))
        elif find.kind != "health":
            notes.append(f"{source.shown}:{line}: {find.what}，请核对是否需要张贴")
    return notes, barred


def _why_not(article: Article, item: Item, village: Village, quarter: str, minute: str) -> str:
    """Why a sound document does not hang on this board; empty where it does."""
    if article.status != "published":
        return DRAFT
    if article.published > minute:
        return EARLY
    end = article.expires or ("" if item.retention == LASTINGLY else down_at(article.day, item.retention))
    if end and end <= minute:
        return OVER
    last = rhythm.span_of(period_of(article, item, village)).last
    return "" if rhythm.period_with(last, rhythm.QUARTERLY) == quarter else OTHER


def _sheet(view: View, source: Source, article: Article, item: Item, village: Village) -> Sheet:
    assert source.body is not None
    units = {key: unit for key, written in article.units.items() if (unit := view.unit(written))}
    return Sheet(
        anchor=article.id,
        posting=posting(view, village, item, article),
        title=article.title,
        body=Markup(among_others(facts_table(source, units) + source.body.html, article)),  # noqa: S704 - by body.py
        attached=(),
        url="",
        code=None,
    )

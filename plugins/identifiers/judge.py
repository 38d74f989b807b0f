"""What a build refuses about numbers and dates: each open document has its own registered number, and no date lies."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from plugins.build.article import Article
from plugins.build.library import Library
from plugins.build.problems import Problem
from plugins.build.scan import Tree
from plugins.content_types import load_types
from plugins.identifiers.registry import IMPORTED, MEND, VOID, Address, Register, Registry, Row
from standards.index_numbers import Scheme

MISSING = "缺少“索引号”"
SUSPECT_DAYS = 60
"""A document that says it was published so many days before it was first registered, or so many after it was already
public, has a date that nobody can believe; the law gives twenty working days from making to publishing."""


def judge(articles: Sequence[Article], registry: Registry, scheme: Scheme, library: Library) -> list[Problem]:
    """Everything wrong with the numbers and the dates of documents, and with the registers. Linear in both."""
    problems = list(registry.problems)
    problems += [*twice(registry.index, library.tree), *twice(registry.doc_no, library.tree)]
    open_types = {id_ for id_, kind in load_types().items() if kind.fields.open_document}
    by_number, by_id = registry.index.by_number(), registry.index.by_id()
    ids = {article.id for article in articles}
    sound: set[str] = set()
    for article in articles:
        if article.index_no:
            row = by_number.get(article.index_no)
            if row is None or row.id != article.id or row.origin == VOID:
                what, cure = _whose(article, row, by_id.get(article.id), scheme, library, ids)
                problems.append(library.problem(article, "index_no", what, cure))
            elif fault := _fault(article.index_no, scheme, sound):
                cure = "登记簿和文件头被改动过，请用 git 找回原来的索引号"
                problems.append(library.problem(article, "index_no", f"索引号“{article.index_no}”{fault}", cure))
        elif (article.type in open_types or article.id in by_id) and article.status != "draft":
            own = by_id.get(article.id)
            known = f"登记簿里它的索引号是 {own.number}。" if own else "索引号由 desk 编，生成网站时不会自动编号。"
            cure = f"{known}请运行 {register_command(article, library)}"
            problems.append(library.problem(article, "index_no", MISSING, cure))
    if registry.doc_no.rows:
        problems += _doc_numbers(articles, registry.doc_no, library, ids)
    return problems + _dates(articles, registry, library)


def register_command(article: Article, library: Library) -> str:
    """The command that gives a document its number."""
    return f"desk register {shlex.quote(library.tree.shown(article.path))}"


def _fault(number: str, scheme: Scheme, sound: set[str]) -> str | None:
    """What is wrong with a registered number, if it is one of this scheme: its check digit above all.

    ``sound`` gathers what stands before the serial of numbers that were judged: few fronts and years, many numbers.
    """
    before, serial = number[: -scheme.width], number[-scheme.width :]
    if before in sound and serial.isdecimal() and serial.isascii() and serial.strip("0"):
        return None
    fault = scheme.fault(number) if scheme.parse(number) is not None else None
    if fault is None and scheme.pieces[-1][0] == "serial" and scheme.parse(number) is not None:
        sound.add(before)
    return fault


def _whose(  # noqa: PLR0917 - what it is judged by
    article: Article, row: Row | None, own: Row | None, scheme: Scheme, library: Library, ids: set[str]
) -> tuple[str, str]:
    number = article.index_no
    if own is not None and row is None:
        what = f"索引号“{number}”没有登记，这篇文档登记的是“{own.number}”"
        return what, f"索引号一经编定不再改变，请改回 {own.number}"
    if row is not None and row.id != article.id:
        what = f"索引号“{number}”已登记给“{row.id}”"
        if own is not None or row.id in ids:
            return what, f"两个分支合并造成的，请运行 {MEND}"
        return what, f"编号（id）不能改变：如是同一篇文档请改回 id: {row.id}；否则请删去索引号这一行再取号"
    if row is not None:
        return f"索引号“{number}”已经作废", f"请删去这一行，再运行 {register_command(article, library)}"
    if fault := scheme.fault(number):
        return f"索引号“{number}”{fault}", f"请删去这一行，再运行 {register_command(article, library)} 取号"
    return f"索引号“{number}”没有登记", f"请运行 {register_command(article, library)}"


def twice(register: Register, tree: Tree) -> list[Problem]:
    """A number on two lines, a document with two numbers."""
    shown = tree.shown(register.book.path)
    label = register.book.label
    problems = []
    first: dict[str, Row] = {}
    live: dict[str, Row] = {}
    if len({row.number for row in register.rows}) != len(register.rows):
        for row in register.rows:
            if first.setdefault(row.number, row) is not row:
                other = first[row.number]
                both = f"{other.id}”和“{row.id}" if other.id != row.id else row.id
                what = f"{label}“{row.number}”与第{other.line}行重复（“{both}”）"
                problems.append(Problem(shown, row.line, 1, what, f"两个分支合并造成的，请运行 {MEND}"))
    for row in register.rows:
        if row.origin != VOID and live.setdefault(row.id, row) is not row and row.number != live[row.id].number:
            what = f"“{row.id}”有两个{label}：“{live[row.id].number}”（第{live[row.id].line}行）和“{row.number}”"
            problems.append(Problem(shown, row.line, 2, what, f"两个分支合并造成的，请运行 {MEND}"))
    return problems


def _doc_numbers(articles: Sequence[Article], register: Register, library: Library, ids: set[str]) -> list[Problem]:
    """文号 that are another document's. One that is not registered may be another house's."""
    problems = []
    by_number, by_id = register.by_number(), register.by_id()
    for article in articles:
        number, own = article.doc_no, by_id.get(article.id)
        row = by_number.get(number) if number else None
        if row is not None and row.id != article.id:
            cure = f"两个分支合并造成的，请运行 {MEND}" if own or row.id in ids else "请核对后改正"
            problems.append(library.problem(article, "doc_no", f"文号“{number}”已登记给“{row.id}”", cure))
        elif own is not None and number != own.number:
            what = f"文号“{number}”不是登记的“{own.number}”" if number else f"没有写登记的文号“{own.number}”"
            problems.append(library.problem(article, "doc_no", what, f"请写 doc_no: {own.number}"))
    return problems


class _Known(NamedTuple):
    """What the registers know of a document: since when, whether from an archive, since when it has been public."""

    registered: str
    imported: bool
    public: str


def _dates(articles: Sequence[Article], registry: Registry, library: Library) -> list[Problem]:
    """Documents whose date of publication cannot be true, by what the registers know of them."""
    problems = []
    by_id = {article.id: article for article in articles}
    for id_, known in _known_of_suspects(by_id, registry).items():
        article = by_id[id_]
        early, late = days_between(article.published, known.registered), days_between(known.public, article.published)
        if early > SUSPECT_DAYS and not known.imported:
            what = f"发布时间“{article.published}”比首次登记（{known.registered}）早 {early} 天"
            cure = "发布日期不能倒填，请改成实际的发布时间；旧网站迁来的文档请在登记时用 --imported"
            problems.append(library.problem(article, "published", what, cure))
        elif late > SUSPECT_DAYS:
            what = f"发布时间“{article.published}”晚于它已经公开的时间（{known.public}）"
            cure = "发布日期不能改新，请改回原来的发布时间；新的内容请另发一篇"
            problems.append(library.problem(article, "published", what, cure))
    return problems


def _known_of_suspects(by_id: Mapping[str, Article], registry: Registry) -> dict[str, _Known]:
    """What is known of documents whose month of publication does not go with a register, by id, sorted: few, so that
    the rest of the work is small."""
    suspects = set()
    for row in registry.index.rows:
        article = by_id.get(row.id)
        if article is not None and article.published[:7] < row.registered[:7] and row.origin != IMPORTED:
            suspects.add(row.id)
    for _, id_, registered, origin, _ in registry.urls:
        article = by_id.get(id_)
        if article is not None:
            month = article.published[:7]
            if registered[:7] < month or (registered[:7] > month and origin != IMPORTED):
                suspects.add(id_)
    if not suspects:
        return {}
    found: dict[str, _Known] = {}
    lines = [(row.id, row.registered, row.origin, "") for row in registry.index.rows if row.id in suspects]
    lines += [(id_, told, origin, told) for _, id_, told, origin, _ in registry.urls if id_ in suspects]
    for id_, registered, origin, public in lines:
        known = found.get(id_, _Known(registered, False, public))
        first = min(filter(None, (known.public, public)), default="")
        imported = known.imported or origin == IMPORTED
        found[id_] = _Known(min(known.registered, registered), imported, first)
    return dict(sorted(found.items()))


def days_between(earlier: str, later: str) -> int:
    """Days from one time to another (YYYY-MM-DD …); 0 where one of them is no date."""
    try:
        return (date.fromisoformat(later[:10]) - date.fromisoformat(earlier[:10])).days
    except ValueError:
        return 0


def count_unnoted(public: Sequence[Article], urls: Sequence[Address]) -> int:
    """How many public documents have an address that urls.csv does not know; 0 where the site keeps none."""
    known = {address.url for address in urls}
    return sum(article.url not in known for article in public) if known else 0

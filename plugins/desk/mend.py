"""``desk register --mend``: registers that two branches wrote at the same time, put in order after the merge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from plugins.build.article import Article
from plugins.desk.main_line import entered
from plugins.desk.register import Plan, carry_out, give
from plugins.desk.registrar import Registrar, at_registry
from plugins.identifiers.ledger import (
    Mended,
    Numbers,
    disputed_claims,
    doc_numbers,
    index_numbers,
    mend_addresses,
    public_since,
)
from plugins.identifiers.ledger import mend as settle
from plugins.identifiers.registry import GIVEN, INDEX, URLS, VOID, Book, Register, Row, as_text
from standards.index_numbers import Exhausted


def mend(content: Path, now: str, *, dry_run: bool = False) -> tuple[str, bool]:
    """Put the registers in order and the documents with them. What was done, and whether nothing is left for people.

    May be run at any time and again: what is in order stays as it is. Raises ContentErrors and CannotRun.
    """
    with at_registry(content, now, mending=True) as registrar:
        plan = Plan()
        registry, site = registrar.registry, registrar.headers.site
        articles = _unique(registrar, plan)
        public = public_since(registry.urls)
        books = ((registry.index, index_numbers(site.scheme)), (registry.doc_no, doc_numbers(registrar.series)))
        saving: list[tuple[Book, Sequence[Any]]] = []
        mended: dict[Book, Mended] = {}
        for register, numbers in books:
            result = _settle(register, numbers, articles, public, registrar, plan)
            if result is None:
                return plan.report(dry_run=True), False
            mended[register.book] = result
            saving.append((register.book, result.rows))
            _tell(register.book, result, registrar, articles, plan)
            _rewrite(register.book, result.rows, articles, registrar, plan)
        saving.append((URLS, mend_addresses(registry.urls)))
        index = replace(registry.index, rows=mended[INDEX].rows)
        new = _copies(articles, replace(registrar, registry=replace(registry, index=index)), plan)
        saving[0] = (INDEX, [*saving[0][1], *new])
        saving = [(book, rows) for book, rows in saving if _differs(book, rows, registrar)]
        for book, _ in saving:
            plan.say("理顺登记簿", f"{registrar.shown(book.path)}: 登记簿理顺了")
        if not dry_run:
            for book, rows in saving:
                registrar.save_rows(book, rows)
            plan.index = []
            carry_out(plan, registrar)
        text = plan.report(dry_run=dry_run)
        return text.replace("没有要登记的", "登记簿没有要理顺的"), not plan.faults


def _unique(registrar: Registrar, plan: Plan) -> dict[str, Article]:
    """The documents by id; of those that share one, none."""
    found: dict[str, Article] = {}
    twice = set()
    for article in registrar.headers.articles.values():
        if found.setdefault(article.id, article) is not article:
            twice.add(article.id)
            place = registrar.shown(article.path)
            plan.faults.append(f"{place}: 编号“{article.id}”有几篇文档在用。编号不能重复，请改正其中一个再运行")
    return {id_: article for id_, article in found.items() if id_ not in twice}


def _settle(  # noqa: PLR0917 - what decides
    register: Register,
    numbers: Numbers,
    articles: Mapping[str, Article],
    public: Mapping[str, str],
    registrar: Registrar,
    plan: Plan,
) -> Mended | None:
    disputed = {f"{row.number},{row.id},": (row.number, row.id) for row in disputed_claims(register.rows)}
    came = entered(registrar.content, register.book.path, disputed)
    written = {id_: getattr(article, register.book.key) for id_, article in articles.items()}
    try:
        return settle(numbers, register.rows, written, public, {disputed[line]: at for line, at in came.items()})
    except Exhausted as error:
        plan.faults.append(f"{register.book.label} {error.args[0]} 的流水号已经用完，没有改动。请在设置里给更多位数")
        return None


def _tell(book: Book, mended: Mended, registrar: Registrar, articles: Mapping[str, Article], plan: Plan) -> None:
    """Say what is done, line by line, and what only people can do."""
    for old, new in mended.done:
        place = registrar.shown(articles[old.id].path) if old.id in articles else old.id
        if new is None:
            plan.say(f"删去重复的{book.label}登记", f"{old.id}: {book.label} {old.number} 是别的文档的，删去重复的登记")
        elif new.origin == VOID:
            plan.say(f"作废{book.label}", f"{place}: 有两个{book.label}，{old.number} 作废，不再使用")
        else:
            plan.say(f"改编{book.label}", f"{place}: {book.label} {old.number} 重号，改为 {new.number}")
            for article in articles.values():
                if any(old.number in names for names in article.refs.values()):
                    what = f"提醒：引用了 {old.number}，请核对指的是哪一篇（“{old.id}”的已改为 {new.number}）"
                    plan.said.append(f"{registrar.shown(article.path)}: {what}")
    for row, other in mended.open:
        what = f"{book.label} {row.number} 同时登记给“{other.id}”和“{row.id}”，都不是 desk 编的"
        plan.faults.append(f"{registrar.shown(book.path)}: {what}。请核对原件，改正写错的一篇，并删去它的那一行")


def _rewrite(
    book: Book, rows: Sequence[Row], articles: Mapping[str, Article], registrar: Registrar, plan: Plan
) -> None:
    """Where a document does not show its own number but none, or somebody else's: its own."""
    taken = {row.number for row in rows}
    for row in rows:
        article = articles.get(row.id)
        if row.origin == VOID or article is None:
            continue
        shown = getattr(article, book.key)
        if shown == row.number or (not shown and article.status == "draft"):
            continue
        if shown and shown not in taken:
            what = f"{book.label}“{shown}”没有登记，这篇文档登记的是“{row.number}”"
            plan.faults.append(f"{registrar.shown(article.path)}: {what}。请改回 {row.number}")
        else:
            plan.edits.append((article.path, book.key, row.number))
            plan.say(f"改写文件头的{book.label}", f"{registrar.shown(article.path)}: {book.key} 改写为 {row.number}")


def _copies(articles: Mapping[str, Article], registrar: Registrar, plan: Plan) -> Sequence[Row]:
    """New numbers for documents that show another's number and have none of their own: copied files."""
    rows = registrar.registry.index.rows
    owners = {row.number: row.id for row in rows}
    having = {row.id for row in rows if row.origin != VOID}
    copied = []
    for article in articles.values():
        owner = owners.get(article.index_no, article.id)
        if owner != article.id and article.id not in having and owner in articles:
            copied.append(article)
    give(copied, registrar, plan, GIVEN)
    return plan.index


def _differs(book: Book, rows: Sequence[Any], registrar: Registrar) -> bool:
    """Whether the file of a register is not as it should be."""
    file = registrar.content / book.path
    before = file.read_bytes() if file.exists() else b""
    return bool(rows or before) and as_text(book, rows).encode() != before

"""``desk register``: numbers given and noted, addresses noted.

The registers are written first, then the lines in the documents, then the addresses: whoever is stopped half-way finds
every number that was taken in the register, and the same command writes what is missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from plugins.build.article import Article, why_not_public
from plugins.build.problems import CannotRun
from plugins.content_types import load_types
from plugins.desk.registrar import Registrar, at_registry
from plugins.desk.workplace import look_for
from plugins.identifiers.judge import SUSPECT_DAYS, days_between
from plugins.identifiers.ledger import Wanted, allocate, doc_numbers, index_numbers, public_since
from plugins.identifiers.registry import DOC_NO, GIVEN, IMPORTED, INDEX, PAPER, URLS, Address, Book, Row, is_writable
from plugins.identifiers.series import series_of
from standards.index_numbers import Exhausted

SHOWN = 20
"""Lines of one kind that are printed; of more, how many there are."""


@dataclass
class Plan:
    """What a run is going to do. ``edits`` are (path, key, value), ``said`` lines of what is done, ``faults`` of what
    cannot be."""

    index: list[Row] = field(default_factory=list)
    doc_no: list[Row] = field(default_factory=list)
    urls: list[Address] = field(default_factory=list)
    edits: list[tuple[str, str, str]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    _taken: dict[Book, dict[str, Row]] = field(default_factory=dict)

    def taken(self, book: Book, registrar: Registrar) -> dict[str, Row]:
        """Whose each number is, with what this run has noted so far."""
        if book not in self._taken:
            register = registrar.registry.index if book is INDEX else registrar.registry.doc_no
            self._taken[book] = register.by_number()
        return self._taken[book]

    def add(self, book: Book, row: Row) -> None:
        """Note a number that a document has."""
        (self.index if book is INDEX else self.doc_no).append(row)
        self._taken[book][row.number] = row

    def say(self, kind: str, line: str) -> None:
        """Note one thing done, of a kind that is counted."""
        self.counts[kind] += 1
        if self.counts[kind] <= SHOWN:
            self.said.append(line)

    def report(self, *, dry_run: bool) -> str:
        """Everything for the terminal."""
        more = [f"……{kind}共 {count} 个" for kind, count in self.counts.items() if count > SHOWN]
        total = "，".join(f"{kind} {count} 个" for kind, count in self.counts.items())
        done = f"{'将' if dry_run else '已'}处理：{total}" if total else "没有要登记的"
        faults = self.faults[:SHOWN]
        if len(self.faults) > SHOWN:
            faults.append(f"……没有登记的共 {len(self.faults)} 处")
        return "\n".join([*self.said, *more, *faults, done])


def register(
    files: Sequence[Path], content: Path, now: str, *, imported: bool = False, dry_run: bool = False
) -> tuple[str, bool]:
    """Register ``files`` (all documents but drafts where none is named). What was done, and whether nothing is left.

    Raises ContentErrors and CannotRun.
    """
    look_for(files, content)
    with at_registry(content, now) as registrar:
        plan = Plan()
        articles, doubtful = _asked(files, registrar, plan)
        articles = [article for article in articles if article.id not in doubtful]
        wanting = [article for article in articles if _index(article, registrar, plan, imported)]
        give(wanting, registrar, plan, IMPORTED if imported else GIVEN)
        for article in articles:
            if article.doc_no:
                _doc_no(article, registrar, plan, imported)
        _addresses(articles, registrar, plan, imported)
        if not dry_run:
            carry_out(plan, registrar)
        return plan.report(dry_run=dry_run), not plan.faults


def _asked(files: Sequence[Path], registrar: Registrar, plan: Plan) -> tuple[list[Article], set[str]]:
    """The documents that are meant, and the ids of those that cannot be registered."""
    headers = registrar.headers
    places = [file.resolve() for file in files]
    root = registrar.content.resolve()

    def is_asked(path: str) -> bool:
        place = root / path
        return any(place == asked or asked in place.parents for asked in places)

    found = []
    for path in headers.tree.documents:
        if files and not is_asked(path):
            continue
        article = headers.articles.get(path)
        if article is None:
            plan.faults += [str(problem) for problem in headers.sources[path].problems][:1]
        elif files or article.status != "draft":
            found.append(article)
    ids = Counter(article.id for article in headers.articles.values())
    for article in found:
        if ids[article.id] > 1:
            what = f"编号“{article.id}”有几篇文档在用，没有登记"
            plan.faults.append(f"{registrar.shown(article.path)}: {what}。编号不能重复，请改正其中一个")
    return found, {id_ for id_, count in ids.items() if count > 1}


def is_open(article: Article) -> bool:
    """Whether a document has a header table and so a number."""
    return bool(article.index_no) or load_types()[article.type].fields.open_document


def _backdated(article: Article, registrar: Registrar, plan: Plan, imported: bool) -> bool:
    """Whether a document that nobody has registered yet says that it has been public for months."""
    days = days_between(article.published, registrar.now)
    if imported or days <= SUSPECT_DAYS:
        return False
    what = f"发布时间“{article.published}”已过 {days} 天，以前没有登记过，没有登记"
    cure = "发布日期不能倒填，请改成实际的发布时间；旧网站迁来的文档请加 --imported"
    plan.faults.append(f"{registrar.shown(article.path)}: {what}。{cure}")
    return True


def _index(article: Article, registrar: Registrar, plan: Plan, imported: bool) -> bool:
    """Note the number that a document has; whether it is to get one."""
    own, number = registrar.numbered.get(article.id), article.index_no
    if own is None and not is_open(article):
        return False
    if own is not None:
        if not number:
            plan.edits.append((article.path, "index_no", own.number))
            plan.say("补写索引号", f"{registrar.shown(article.path)}: 补写登记过的索引号 {own.number}")
        elif number != own.number:
            what = f"索引号“{number}”不是登记的“{own.number}”"
            cure = f"索引号一经编定不再改变，请改回 {own.number}；分支合并后请运行 desk register --mend"
            plan.faults.append(f"{registrar.shown(article.path)}: {what}。{cure}")
        return False
    if _backdated(article, registrar, plan, imported):
        return False
    if not number:
        return True
    _note(article, registrar, plan, imported)
    return False


def _note(article: Article, registrar: Registrar, plan: Plan, imported: bool) -> None:
    """Put a number that was written by hand, or came with an archive, into the register."""
    number, scheme = article.index_no, registrar.headers.site.scheme
    shown = registrar.shown(article.path)
    taken = plan.taken(INDEX, registrar)
    parts = scheme.parse(number)
    unit = registrar.headers.offices.spellings.get(article.publisher)
    if number in taken:
        cure = "请删去索引号这一行再取号；编号（id）改过的请改回，分支合并后请运行 desk register --mend"
        plan.faults.append(f"{shown}: 索引号“{number}”已登记给“{taken[number].id}”。{cure}")
    elif (parts or not imported) and (fault := scheme.fault(number)):
        cure = "请核对；还没有公开过的请删去这一行再取号" + ("" if imported else "，旧网站的索引号请用 --imported 登记")
        plan.faults.append(f"{shown}: 索引号“{number}”{fault}。{cure}")
    elif not is_writable(number):
        plan.faults.append(f"{shown}: 索引号“{number}”里有逗号或引号，不能登记。请核对后改正")
    elif not imported and parts and (unit is None or scheme.front_of(unit.org_code) != parts.front):
        cure = f"请核对；前段应是发布机构在 {registrar.shown('units.csv')} 里的代码，旧的索引号请用 --imported 登记"
        plan.faults.append(f"{shown}: 索引号“{number}”的前段不是发布机构“{article.publisher}”的代码。{cure}")
    else:
        year, serial = (str(parts.year), str(parts.serial)) if parts else ("", "")
        origin = IMPORTED if imported else GIVEN
        series = unit.id if unit else article.publisher
        plan.add(INDEX, Row(number, article.id, series, year, serial, registrar.now, origin))
        plan.say("登记原有索引号", f"{shown}: 登记索引号 {number}")


def give(articles: Iterable[Article], registrar: Registrar, plan: Plan, origin: str) -> None:
    """Plan new numbers for documents that have none."""
    scheme = registrar.headers.site.scheme
    wanted, paths = [], {}
    for article in articles:
        shown = registrar.shown(article.path)
        unit = registrar.headers.offices.spellings.get(article.publisher)
        if unit is None:
            plan.faults.append(
                f"{shown}: 没有单位“{article.publisher}”，不能编索引号。请写 units.csv 里的单位 id 或名称"
            )
            continue
        front = scheme.front_of(unit.org_code)
        if front is None:
            units, code = registrar.shown("units.csv"), {"org": "组织机构代码", "uscc": "统一社会信用代码"}
            what = f"“{unit.name}”的 org_code“{unit.org_code}”不是有效的{code.get(scheme.front, '代码')}，不能编索引号"
            plan.faults.append(f"{shown}: {what}。请在 {units} 里改正")
            continue
        day = date.fromisoformat(made_on(article, registrar))
        wanted.append(Wanted(article.id, unit.id, scheme.stem_of(front, day), str(day.year), article.published))
        paths[article.id] = article.path
    taken = [row.number for row in (*registrar.registry.index.rows, *plan.index)]
    taken += [article.index_no for article in registrar.headers.articles.values() if article.index_no]
    try:
        rows = allocate(index_numbers(scheme), taken, wanted, registrar.now, origin)
    except Exhausted as error:
        cure = f"请在 {registrar.shown('site.toml')} 里给 index_scheme 更多位数；已有的索引号不变"
        plan.faults.append(f"索引号 {error.args[0]} 的流水号已经用完，没有编号。{cure}")
        return
    for row in rows:
        plan.index.append(row)
        plan.edits.append((paths[row.id], "index_no", row.number))
        plan.say("新编索引号", f"{registrar.shown(paths[row.id])}: 新编索引号 {row.number}")


def made_on(article: Article, registrar: Registrar) -> str:
    """The day a document was made, YYYY-MM-DD; that of its publication where it does not say."""
    return registrar.written_on(article.path) or article.day


def _doc_no(article: Article, registrar: Registrar, plan: Plan, imported: bool) -> None:
    """Put the 文号 of a document into its register."""
    number, shown = article.doc_no, registrar.shown(article.path)
    own = registrar.doc_numbered.get(article.id)
    taken = plan.taken(DOC_NO, registrar)
    if own is not None and own.number != number:
        cure = f"文号不能改，请改回 {own.number}；分支合并后请运行 desk register --mend"
        plan.faults.append(f"{shown}: 文号“{number}”不是登记的“{own.number}”。{cure}")
    elif own is None and number in taken:
        cure = "文号不能重复，请核对纸质文件；分支合并后请运行 desk register --mend"
        plan.faults.append(f"{shown}: 文号“{number}”已登记给“{taken[number].id}”。{cure}")
    elif own is None and not is_writable(number):
        plan.faults.append(f"{shown}: 文号“{number}”里有逗号或引号，不能登记。请核对后改正")
    elif own is None:
        series = series_of(number, registrar.series)
        word, year, serial = (series[0].word, str(series[1]), str(series[2])) if series else ("", "", "")
        origin = IMPORTED if imported else PAPER
        plan.add(DOC_NO, Row(number, article.id, word, year, serial, registrar.now, origin))
        plan.say("登记原有文号", f"{shown}: 登记文号 {number}")


def give_doc_no(word: str, file: Path, content: Path, now: str, *, dry_run: bool = False) -> tuple[str, bool]:
    """Give a document the next 文号 of a word. Raises ContentErrors and CannotRun."""
    look_for([file], content)
    with at_registry(content, now) as registrar:
        plan = Plan()
        articles, doubtful = _asked([file], registrar, plan)
        if plan.faults or {article.id for article in articles} & doubtful:
            return plan.report(dry_run=True), False
        if len(articles) != 1:
            raise CannotRun(f"{file} 不是一篇文档。请一次给一篇文档取文号")
        _next_doc_no(word, articles[0], registrar, plan)
        if not dry_run:
            carry_out(plan, registrar)
        return plan.report(dry_run=dry_run), not plan.faults


def _next_doc_no(word: str, article: Article, registrar: Registrar, plan: Plan) -> None:
    shown, book = registrar.shown(article.path), registrar.registry.doc_no
    series, own = registrar.series.get(word), book.by_id().get(article.id)
    if series is None:
        names = "、".join(registrar.series) or "还没有"
        cure = f"可用的有：{names}。请在 {registrar.shown('doc-series.csv')} 里加一行：{word},单位,"
        plan.faults.append(f"{shown}: 没有发文代字“{word}”，没有取号。{cure}")
    elif own is not None and not article.doc_no:
        plan.edits.append((article.path, "doc_no", own.number))
        plan.say("补写文号", f"{shown}: 补写登记过的文号 {own.number}")
    elif article.doc_no:
        plan.faults.append(f"{shown}: 已经有文号“{article.doc_no}”，没有取号。要登记它请运行 desk register {shown}")
    else:
        year = int(made_on(article, registrar)[:4])
        taken = [row.number for row in book.rows]
        taken += [other.doc_no for other in registrar.headers.articles.values() if other.doc_no]
        want = Wanted(article.id, word, series.stem_of(year), str(year), article.published)
        (row,) = allocate(doc_numbers(registrar.series), taken, [want], registrar.now, GIVEN)
        plan.doc_no.append(row)
        plan.edits.append((article.path, "doc_no", row.number))
        plan.say("新编文号", f"{shown}: 新编文号 {row.number}")
        unit = registrar.headers.offices.spellings.get(series.unit)
        if unit is not None and registrar.headers.offices.spellings.get(article.publisher) is not unit:
            plan.said.append(
                f"{shown}: 提醒：“{word}”是{unit.name}的发文代字，这篇的发布机构是“{article.publisher}”，请核对"
            )


def _addresses(articles: Iterable[Article], registrar: Registrar, plan: Plan, imported: bool) -> None:
    """Note the addresses of public documents."""
    known = {address.url for address in registrar.registry.urls}
    since = public_since(registrar.registry.urls)
    numbered = {row.id for row in registrar.registry.index.rows}
    for article in articles:
        if article.url in known or why_not_public(article, registrar.now):
            continue
        if article.id not in since and article.id not in numbered:
            told = len(plan.faults)
            if _backdated(article, registrar, plan, imported):
                if is_open(article):
                    del plan.faults[told:]  # it has been told of its number
                continue
        if not is_writable(article.url):
            continue
        plan.urls.append(Address(article.url, article.id, registrar.now, IMPORTED if imported else GIVEN))
        plan.say("登记网址", f"{registrar.shown(article.path)}: 登记网址 {article.url}")


def carry_out(plan: Plan, registrar: Registrar) -> None:
    """Do it. Numbers are in the register before they are in a document."""
    registry = registrar.registry
    if plan.index:
        registrar.save_rows(INDEX, [*registry.index.rows, *plan.index])
    if plan.doc_no:
        registrar.save_rows(DOC_NO, [*registry.doc_no.rows, *plan.doc_no])
    for path, key, value in plan.edits:
        if fault := registrar.set_field(path, key, value):
            plan.faults.append(fault)
    if plan.urls:
        registrar.save_rows(URLS, [*registry.urls, *plan.urls])

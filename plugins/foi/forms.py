"""The tables behind 年报 and 网站工作年度报表: read, judged line by line, and compared with last year's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from plugins.build.article import Article
from plugins.build.library import Library
from plugins.build.problems import Problem, suggestion
from plugins.site import Unit
from plugins.tables import Row, read_table
from standards import annual_report, site_report
from standards.annual_report import APPLICANTS, FIRST_YEAR, Fault

ANNUAL, SITE = "annual_report", "site_annual_report"
NO_TABLE, NO_FILE = "年报没有报表（第二、三、四部分的数据）", "没有报表"
NUMBER = "数量"
HEADS = ("编号", "项目", *APPLICANTS, NUMBER)
"""Of 年报; in part three 数量 is the total, in the others the only number of a line."""
SITE_HEADS = ("编号", "项目", "单位", "填报内容")


@dataclass(frozen=True)
class Form:
    """The figures of a document: whose (unit id; of 网站工作年度报表 empty) and of which year, the table below content/
    (empty where it has none), its cells by code, and the notes on what was corrected."""

    path: str
    unit: str
    year: int
    table: str
    cells: Mapping[str, tuple[str, ...]]
    notes: tuple[str, ...] = ()

    def number(self, code: str) -> int:
        """The last number of a line: its total, or its only one."""
        return int(self.cells[code][-1])


@dataclass
class _Read:
    """A table that was read: its file as messages print it, the lines by code, where each stands, what is wrong."""

    shown: str
    cells: dict[str, tuple[str, ...]] = field(default_factory=dict)
    rows: dict[str, Row] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def told(self, fault: Fault, heads: Sequence[str]) -> Problem:
        """A fault at its line and cell."""
        row = self.rows[fault.code]
        column = heads.index(NUMBER) if len(self.cells[fault.code]) == 1 and NUMBER in heads else -1
        if column < 0:
            column = 2 + fault.column if NUMBER in heads else heads.index("填报内容")
        return Problem(self.shown, row.line, column + 1, fault.what, fault.cure)


def read_forms(
    articles: Iterable[Article], spellings: Mapping[str, Unit], library: Library
) -> tuple[dict[str, Form], list[Problem]]:
    """The form of each of these documents by its path, and everything that is wrong with their tables."""
    forms: dict[str, Form] = {}
    read: dict[tuple[str, int], tuple[Article, _Read]] = {}
    problems: list[Problem] = []
    for article in sorted(articles, key=lambda article: (article.extra["year"], article.path)):
        year = int(article.extra["year"])
        if article.type == SITE:
            table = _read_site(article, library)
            problems += table.problems
            forms[article.path] = Form(article.path, "", year, article.extra["tables"], table.cells)
            continue
        unit = unit_of(article, spellings)
        if (unit, year) in read:
            other = library.tree.shown(read[unit, year][0].path)
            cure = "一个单位一年只有一份年报；不是本单位的请写 unit"
            problems.append(library.problem(article, "year", f"{year}年度的年报已经有 {other}", cure))
            continue
        table = _read_annual(article, year, library)
        read[unit, year] = article, table
        notes, more = _go_on(article, table, read.get((unit, year - 1)), library)
        problems += [*table.problems, *more]
        forms[article.path] = Form(article.path, unit, year, article.extra["tables"], table.cells, notes)
    return forms, problems


def unit_of(article: Article, spellings: Mapping[str, Unit]) -> str:
    """Whose document it is: the id of the unit it names, else of who publishes it."""
    written = article.units.get("unit", article.publisher)
    unit = spellings.get(written)
    return unit.id if unit else written


def _read_annual(article: Article, year: int, library: Library) -> _Read:
    if not article.extra["tables"]:
        table = _Read("")
        if year >= FIRST_YEAR:
            unit = article.units.get("unit", article.publisher)
            cure = f"请运行 desk annual-form {unit} {year} 取得空表，填好以后写 tables: data/nb/{unit}-{year}.csv"
            table.problems.append(library.problem(article, "tables", NO_TABLE, cure))
        return table
    table = _open(article, HEADS, ("项目", *APPLICANTS), annual_report.FORM, "desk annual-form 单位 年度", library)
    for code, row in table.rows.items():
        line = annual_report.FORM[code]
        if line.width == 1:
            table.cells[code] = (row[NUMBER],)
            if spare := [name for name in APPLICANTS if row[name]]:
                what = f"“{line.item}”不分申请人，“{spare[0]}”一格不用填"
                table.problems.append(
                    Problem(table.shown, row.line, HEADS.index(spare[0]) + 1, what, "请只填“数量”一格")
                )
        else:
            table.cells[code] = tuple(row[name] for name in (*APPLICANTS, NUMBER))
    table.problems += [table.told(fault, HEADS) for fault in annual_report.judge(table.cells)]
    return table


def _read_site(article: Article, library: Library) -> _Read:
    table = _open(article, SITE_HEADS, ("项目", "单位"), site_report.FORM, "desk annual-form --site 年度", library)
    table.cells = {code: (row["填报内容"],) for code, row in table.rows.items()}
    faults = site_report.judge({code: cells[0] for code, cells in table.cells.items()})
    table.problems += [table.told(fault, SITE_HEADS) for fault in faults]
    return table


def _open(  # noqa: PLR0917 - what tells one form from the other
    article: Article,
    heads: Sequence[str],
    optional: Sequence[str],
    form: Mapping[str, annual_report.Line] | Mapping[str, site_report.Line],
    command: str,
    library: Library,
) -> _Read:
    """The rows of a table by their codes, without what no line of the form asks for."""
    path, tree = article.extra["tables"], library.tree
    table = _Read(tree.shown(path))
    if path not in tree.files or not path.startswith("data/") or not path.endswith((".csv", ".xlsx")):
        cure = suggestion(path, (name for name in tree.files if name.startswith("data/")))
        cure += f"请运行 {command} 取得空表，填好以后放在 content/data/ 里，这里写 data/……"
        table.problems.append(library.problem(article, "tables", f"{NO_FILE}“{path}”", cure))
        return table
    rows, table.problems = read_table(tree.root / path, table.shown, heads, ("编号",), optional=optional)
    if table.problems:
        return table
    for row in rows:
        if row["编号"] not in form:
            cure = suggestion(row["编号"], form) + "编号一列照空表保留，不要增加行"
            table.problems.append(Problem(table.shown, row.line, 1, f"没有编号“{row['编号']}”的项目", cure))
        else:
            table.rows[row["编号"]] = row
    if missing := [line for code, line in form.items() if code not in table.rows]:
        names = "、".join(f"{line.code}（{line.item}）" for line in missing[:3])
        what = f"缺少 {len(missing)} 行：{names}{' 等' if len(missing) > 3 else ''}"
        table.problems.append(Problem(table.shown, 0, 0, what, f"请照空表（{command}）补上，没有的填 0"))
    return table


def _go_on(
    article: Article, this: _Read, last: tuple[Article, _Read] | None, library: Library
) -> tuple[tuple[str, ...], list[Problem]]:
    """What a report says that does not go on from last year's: notes where it says why, else problems."""
    if last is None:
        return (), []
    faults = annual_report.judge_years(last[1].cells, this.cells)
    if article.extra["correction"]:
        return tuple(fault.what for fault in faults), []
    before = library.tree.shown(last[0].path)
    told = []
    for fault in faults:
        cure = f"{fault.cure}（上年度的是 {before}）；确属更正的，在年报文件头写 correction: 原因"
        told.append(this.told(Fault(fault.code, fault.column, fault.what, cure), HEADS))
    return (), told

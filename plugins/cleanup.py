"""清理结果: a table in which a document says of others whether they are still in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from plugins.build.article import Article, is_coming
from plugins.build.library import Library
from plugins.build.problems import Problem, suggestion
from plugins.tables import read_table

HEADS = ("文件", "名称", "清理结果", "说明")
WORDS = {
    "继续有效": "有效",
    "修改": "修改",
    "部分失效": "部分失效",
    "失效": "失效",
    "宣布失效": "失效",
    "废止": "废止",
}
"""What a table may say, and the standing it gives."""


@dataclass(frozen=True)
class Finding:
    """One row: id or 发文字号, name, result as written, remark; the file as messages print it, and the line."""

    name: str
    title: str
    result: str
    note: str
    shown: str
    line: int

    @property
    def word(self) -> str:
        """The standing the document is given."""
        return WORDS[self.result]


def read_cleanup(article: Article, library: Library) -> tuple[tuple[Finding, ...], list[Problem]]:
    """The rows of the table a document carries, and what is wrong with it."""
    path, tree = cleanup_of(article), library.tree
    if path not in tree.files or not path.startswith("data/") or not path.endswith(".csv"):
        cure = suggestion(path, (name for name in tree.files if name.endswith(".csv")))
        cure += f"请把表格存为 CSV UTF-8 放进 content/data/，第一行写 {','.join(HEADS)}，这里写 data/文件名.csv"
        return (), [library.problem(article, "cleanup", f"没有清理结果表“{path}”", cure)]
    shown = tree.shown(path)
    rows, problems = read_table(tree.root / path, shown, HEADS, ("文件", "清理结果"))
    found = []
    for row in rows:
        if row["清理结果"] not in WORDS:
            cure = suggestion(row["清理结果"], WORDS) + f"请从这些里选一个：{'、'.join(WORDS)}"
            problems.append(Problem(shown, row.line, 3, f"清理结果不能写“{row['清理结果']}”", cure))
            continue
        found.append(Finding(row["文件"], row["名称"], row["清理结果"], row["说明"], shown, row.line))
    return tuple(found), problems


def cleanup_of(article: Article) -> str:
    """The table a document carries, below content/; empty where it has none."""
    return article.law.cleanup if article.law is not None else ""


def read_findings(
    articles: Iterable[Article], private: Mapping[str, str], minute: str, library: Library
) -> tuple[dict[str, tuple[Finding, ...]], list[Problem]]:
    """The rows of every table by the path of its document, of those as well that wait for their hour."""
    found: dict[str, tuple[Finding, ...]] = {}
    problems: list[Problem] = []
    for article in articles:
        if cleanup_of(article) and (article.path not in private or is_coming(article, minute)):
            found[article.path], more = read_cleanup(article, library)
            problems += more
    return found, problems

"""The report in a screenful, and the progress of a run. What strangers wrote cannot steer the terminal."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from auditor.model import Finding, Report
from auditor.reports.hidden import reveal
from auditor.reports.masked import masked
from auditor.reports.score_lines import score_lines
from auditor.reports.words import FAMILIES, SEVERITIES, VERDICTS, may_veto

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

FIRST = 10
"""Findings shown; the rest stand in the report."""

LONGEST = 160
"""Characters of a text from outside that are shown."""

STYLES = {"fail": "red", "review": "yellow", "P0": "bold red", "P1": "red", "P2": "default", "P3": "dim"}

PHASES = {
    "pages": "读取页面",
    "links": "核对链接",
    "browser": "浏览器检查",
    "render": "运行页面脚本",
    "night": "等待抓取时段",
}


class Progress(Protocol):
    """What a run says of itself: the phase, how much of it is done, how much is known of, and the address at hand."""

    @property
    def phase(self) -> str:
        """``pages``, ``links``, ``browser``, or ``night`` while the hours to ask in are waited for."""

    @property
    def done(self) -> int:
        """How many are done."""

    @property
    def found(self) -> int:
        """How many are known of; it may grow."""

    @property
    def url(self) -> str:
        """The address at hand; with ``night`` the sentence that says until when."""


def safe(text: str) -> str:
    """The text fit for a terminal: no escape sequence, no control or hidden character, no line break, not too long."""
    shown = reveal(text)
    return shown if len(shown) <= LONGEST * 4 else shown[: LONGEST * 4] + "…"


def print_summary(report: Report, console: Console | None = None) -> None:
    """Print counts by family, what was not checked and the first findings; on standard output by default."""
    from rich.console import Console
    from rich.text import Text

    report = masked(report)
    console = console or Console(highlight=False, emoji=False, markup=False)

    def line(*parts: str | tuple[str, str]) -> None:
        # No style carries a link and no part is parsed: text from pages is text. Not wrapped: addresses stay whole.
        console.print(Text.assemble(*parts, end=""), soft_wrap=True)

    coverage = report.coverage
    line((safe(report.site.name or report.site.url), "bold"), f"  {safe(report.site.canonical or report.site.url)}")
    line(
        f"读取 {coverage.pages_fetched} 页，判断 {coverage.pages_judged} 页，"
        f"{f'运行脚本后判断 {coverage.pages_rendered} 页，' if coverage.pages_rendered else ''}"
        f"浏览器打开 {coverage.pages_in_browser} 页，核对链接 {coverage.links_checked} 个"
        + (f"，读取附件 {coverage.files_read} 个" if coverage.files_read else "")
    )
    line()
    _print_counts(report, console)
    if coverage.not_run or coverage.cut:
        line(("没有检查的：", "bold"))
        for left in (*coverage.not_run, *coverage.cut):
            line(f"  · {_short(left.what)}：{_short(left.why)}")
        line()
    for finding in report.findings[:FIRST]:
        for said in _lines(finding):
            line(*said)
    if len(report.findings) > FIRST:
        line(f"  …… 其余 {len(report.findings) - FIRST} 条见报告")
    if report.score:
        first, *rest = score_lines(report)
        line((safe(first), "bold red" if report.score.qualified not in (None, "合格") else "bold"))
        for more in rest:
            line(safe(more))
        return
    vetoes = sum(may_veto(finding) for finding in report.findings)
    if vetoes:
        line((f"有 {vetoes} 条涉及单项否决指标：疑似不合格，待人工核实", "bold red"))


def _print_counts(report: Report, console: Console) -> None:
    from rich import box
    from rich.table import Table

    if not report.findings:
        console.print(_text("在已检查的范围内，没有发现问题。"))
        return
    table = Table(box=box.SIMPLE_HEAD, show_footer=True, pad_edge=False)
    verdicts: Counter[str] = Counter(finding.verdict for finding in report.findings)
    by_family: dict[str, Counter[str]] = {}
    for finding in report.findings:
        by_family.setdefault(finding.family, Counter())[finding.verdict] += 1
    table.add_column("类别", footer="合计")
    for verdict, name in VERDICTS.items():
        table.add_column(name, footer=str(verdicts[verdict]), justify="right", style=STYLES[verdict])
    order = [*(family for family in FAMILIES if family in by_family), *sorted(by_family.keys() - FAMILIES.keys())]
    for family in order:
        counts = by_family[family]
        table.add_row(_text(FAMILIES.get(family, safe(family))), *(str(counts[verdict]) for verdict in VERDICTS))
    console.print(table)


def _lines(finding: Finding) -> Iterator[tuple[str | tuple[str, str], ...]]:
    severity = SEVERITIES[finding.severity]
    reach = f"（{finding.reach} 个页面）" if finding.reach > 1 else ""
    yield (
        "  ",
        (f"{VERDICTS[finding.verdict]}·{severity}", STYLES[finding.severity]),
        f" {_short(finding.message)}{reach}",
    )
    at = f"  第 {finding.locator.line} 行" if finding.locator.line else ""
    yield (("    " + safe(finding.url) + at, "dim"),)


def _short(text: str) -> str:
    return safe(text if len(text) <= LONGEST else text[:LONGEST] + "…")


def _text(text: str) -> Text:
    from rich.text import Text

    return Text(text)


def _pauses() -> Callable[[Progress], None]:
    """Progress for a log: only that the crawl waits, once for each time."""
    waiting = False

    def show(progress: Progress) -> None:
        nonlocal waiting
        if progress.phase == "night" and not waiting:
            print(safe(progress.url), file=sys.stderr, flush=True)
        waiting = progress.phase == "night"

    return show


@contextmanager
def progress_bar(*, quiet: bool) -> Iterator[Callable[[Progress], None]]:
    """Yield a function that shows progress on standard error; silent with ``quiet`` and where nobody watches."""
    if quiet or not sys.stderr.isatty():
        yield (lambda _: None) if quiet else _pauses()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    with Bars(*columns, console=Console(stderr=True, markup=False, emoji=False), transient=True) as bars:
        tasks = {}

        def show(progress: Progress) -> None:
            if progress.phase not in tasks:
                tasks[progress.phase] = bars.add_task(PHASES.get(progress.phase, progress.phase), total=progress.found)
            words = safe(progress.url) if progress.phase == "night" else None
            bars.update(tasks[progress.phase], completed=progress.done, total=progress.found, description=words)

        yield show

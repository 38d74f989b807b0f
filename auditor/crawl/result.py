"""What a crawl came to: counts, what was cut and what was not asked, each with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from auditor.crawl.attachments import Attachments
from auditor.crawl.frontier import Frontier
from auditor.crawl.noticed import told
from auditor.crawl.probes import left_out, read_probes
from auditor.crawl.reasons import REASONS
from auditor.crawl.rendering import WEAK, Renders
from auditor.crawl.source import Source
from auditor.crawl.target import Budget, CrawlResult
from auditor.crawl.waves import Waves
from auditor.model import NotRun


def crawl_result(
    frontier: Frontier,
    source: Source,
    waves: Waves,
    budget: Budget,
    *,
    why_cut: str,
    not_probed: int | None,
    renders: Renders,
    attachments: Attachments,
) -> CrawlResult:
    """Give up what is left in the frontier, and say so.

    ``why_cut`` is why the crawl was ended, empty where it came to its end; ``not_probed`` how many directories no page
    that cannot be there was asked for in, None where that was not wanted.
    """
    pages_cut, targets_cut = frontier.cut_pages(), frontier.targets.cut()
    frontier.kept.forget_the_gone()
    frontier.files.forget_the_gone()
    counts, noticed = frontier.counts(), frontier.said.noticed()
    verdicts: Counter[tuple[str, str]] = Counter()
    elsewhere = int(frontier.noted("elsewhere") or 0)
    for link in frontier.links():
        verdicts[link.verdict, link.reason] += 1
        # The home page and further starts are read wherever they lie.
        elsewhere += source.elsewhere(link.url) and frontier.page_link(link.url) is None
    cut = (
        *_some(pages_cut, "页面 {} 个", why_cut or f"已到页数上限 {budget.pages}"),
        *_some(counts.cut - pages_cut, "页面 {} 个", f"离首页超过 {budget.depth} 次点击"),
        *_some(targets_cut, "链接目标 {} 个", why_cut or f"已到链接数上限 {budget.links}"),
        *_some(elsewhere, "页面 {} 个", "不在设定的路径（crawl.paths）内"),
        *_sessions(frontier),
        *waves.cut(),
    )
    not_run = (
        *(
            NotRun(what=f"链接目标 {number} 个", why=REASONS[reason].title)
            for (verdict, reason), number in sorted(verdicts.items())
            if verdict in ("skipped", "blocked")
        ),
        *_some(source.shared(), "站外链接 {} 个", "同批次已检查过，直接采用其结论，没有重复访问"),
        *_probes(why_cut, not_probed),
        *left_out(read_probes(frontier)),
        *_some(counts.unchanged, "重新读取页面 {} 个", "与上次抓取相比没有变化，沿用上次读到的内容"),
        *told(noticed, renders.why_not),
        *renders.notes(),
        *attachments.told(),
    )
    return CrawlResult(
        home=source.home,
        pages_found=counts.found,
        pages_fetched=counts.fetched,
        links_checked=sum(number for (verdict, _), number in verdicts.items() if verdict != "skipped"),
        cut=cut,
        not_run=not_run,
        pages_rendered=sum(number for code, number, _ in noticed if code in WEAK),
        pages_unchanged=counts.unchanged,
        hosts=source.statistics(),
    )


def _some(number: int, what: str, why: str) -> Iterator[NotRun]:
    if number:
        yield NotRun(what=what.format(number), why=why)


def _sessions(frontier: Frontier) -> Iterator[NotRun]:
    if example := frontier.noted("session"):
        why = "同一页面的不同地址，已去掉会话号，只按一个地址抓取"
        yield NotRun(what=f"带会话号的地址（如 {example}）", why=why)


def _probes(why_cut: str, not_probed: int | None) -> Iterator[NotRun]:
    if not_probed or (why_cut and not_probed is not None):
        what = f"目录 {not_probed} 个" if not_probed else "全部目录"
        yield NotRun(what=f"与“页面不存在”的提示比对：{what}", why=why_cut or "每次比对的目录有上限")

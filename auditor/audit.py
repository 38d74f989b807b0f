"""One audit, from a target to a Report. ``run_audit`` is the table of contents of the job."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from auditor import __version__
from auditor.checks import load_checks
from auditor.config import Config
from auditor.crawl.crawl import crawl
from auditor.crawl.fetch import Limits
from auditor.crawl.folder import canonical_base
from auditor.crawl.frontier import Frontier
from auditor.crawl.host import Pace
from auditor.crawl.night import Hours
from auditor.crawl.reading import Method
from auditor.crawl.response import Response
from auditor.crawl.scope import Scope
from auditor.crawl.site import Beside, CrawledSite
from auditor.crawl.target import Budget, CrawlResult, FolderTarget, Progress, Target, WebTarget
from auditor.crawl.target import Options as CrawlOptions
from auditor.crawl.url import Origins
from auditor.errors import BadInput, CannotRun
from auditor.facts.columns import find_columns
from auditor.facts.document import read_page
from auditor.facts.encoding import media_type
from auditor.facts.sheets import read_sheet
from auditor.findings import join_hits
from auditor.ignore import Entry, apply_ignores
from auditor.judging import file_judge, file_judge_stamp, judge_stamps, page_judge, run_checks
from auditor.kept import is_kept, open_kept
from auditor.linkers import name_linkers
from auditor.listed import earlier, keep, recall
from auditor.model import (
    EDITION,
    BrowserFacts,
    Coverage,
    NotRun,
    PageFacts,
    Report,
    Rules,
    SearchTrial,
    SiteName,
    Tool,
)
from auditor.placing import place_findings
from auditor.reports.json_report import SCHEMA_VERSION
from auditor.rules import read_rules
from auditor.scorecard.draw import draw_samples
from auditor.scorecard.scored import gather, kind_of, scored
from auditor.seen import remember
from auditor.settings import not_asked, refuse_unknown_clauses, settings_of
from auditor.stamps import facts_stamp, stamp_of
from standards.calendar import BEIJING

Watch = Callable[[Progress], None]


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line asked for."""

    config: Config = Config()
    now: datetime | None = None
    origins: Origins = Origins()
    state: Path | None = None
    ignores: tuple[Entry, ...] = ()
    jobs: int = 1
    browser: bool = True
    allow_private: bool = False
    pool: Path | None = None
    run: str = ""
    answers: Path | None = None


def run_audit(target: str, ask: Options, watch: Watch) -> Report:
    """Audit a URL, a folder of HTML or a kept crawl. Raises AuditorError when it cannot be done."""
    target = target.strip()
    if not target:
        raise BadInput("没有写审查对象", "请给出以 http:// 或 https:// 开头的网址，或装有网页的文件夹")
    started = _clock()
    now = ask.now or started
    rules, checks, settings = read_rules(ask.config.rules), load_checks(), settings_of(ask.config)
    kind_of(rules, ask.config.score.kind)
    refuse_unknown_clauses(ask.config, rules)
    stamps = judge_stamps(rules, now, settings)
    with _frontier(target, ask.state) as frontier:
        method = Method(
            facts=_facts,
            judge=page_judge(rules, now, settings),
            judge_file=file_judge(rules, now, settings),
            origins=ask.origins.pairs,
            facts_stamp=facts_stamp(ask.origins),
            judge_stamp=stamp_of(stamps),
            file_stamp=file_judge_stamp(rules, now, settings),
        )
        frontier.kept.keep_stamp(method.judge_stamp, stamps)
        crawled = _read_site(target, ask, frontier, method, watch)
        pages = CrawledSite(frontier, Beside(find_columns))
        folder = Path(target) if is_kept(target) else ask.state
        memory, today = recall(folder), now.astimezone(BEIJING).date()
        shown, search, not_shown = _open_pages(target, pages, ask, watch)
        before = memory.before if is_kept(target) else earlier(memory, today)
        site = CrawledSite(frontier, Beside(find_columns, tuple(shown), dict(before), search))
        hits, by_check, not_judged = run_checks(
            site, checks, rules, now, workers=ask.jobs, stamp=method.judge_stamp, settings=settings
        )
        clauses = {id: rule.clauses for id, rule in rules.checks.items()}
        samples = draw_samples(rules, site.addresses, ask.config.score.seed)
        drawn = frozenset(url for sample in samples for url in sample.pages)
        findings, ignored = apply_ignores(join_hits(hits, clauses, drawn), ask.ignores, now)
        findings = place_findings(name_linkers(findings, site), site)
        name = _name(site)
        if not is_kept(target):
            keep(memory, site.columns(), ask.state, today)
    of_files = {check.id for check in checks if check.family == "attachments"}
    judged = max((number for id, number in by_check.items() if id not in of_files), default=0)
    if not judged:
        raise CannotRun(f"{target} 没有一个页面可供判断", "请确认首页能打开、网页文件有读取权限，再重新运行")
    coverage = Coverage(
        pages_found=crawled.pages_found,
        pages_fetched=crawled.pages_fetched,
        pages_judged=judged,
        pages_in_browser=sum(not page.error for page in shown),
        pages_rendered=crawled.pages_rendered,
        links_checked=crawled.links_checked,
        sample_seed=ask.config.browser.seed,
        by_check=by_check,
        files_read=max((by_check[id] for id in of_files if id in by_check), default=0),
        not_run=(
            *crawled.not_run,
            *not_shown,
            *not_judged,
            *ignored,
            *not_asked(ask.config),
            *(() if ask.config.links.probes else (NOT_PROBED,)),
        ),
        cut=crawled.cut,
    )
    report = Report(
        schema_version=SCHEMA_VERSION,
        tool=Tool(name="gongkai-auditor", version=__version__),
        rules=Rules(id=rules.id, edition=rules.edition),
        now=now,
        site=name,
        started=started,
        finished=_clock(),
        coverage=coverage,
        score=None,
        rows=(),
        findings=remember(findings, ask.state, now),
    )
    given = gather(ask.config.score.kind, rules, name.url, ask.answers, ask.config.score.watch)
    return scored(report, rules, msgspec.structs.replace(given, samples=samples))


NOT_PROBED = NotRun(
    what="答复 200 的出错页面与同目录比对，404 页面、IPv6 和 https",
    why="按设置（links.probes）没有询问网站没有链接的地址",
)


def _clock() -> datetime:
    return datetime.now(BEIJING).replace(microsecond=0)


@contextlib.contextmanager
def _frontier(target: str, state: Path | None) -> Iterator[Frontier]:
    """The crawl's file: the kept one, one under ``--state``, or one that goes with the run."""
    with tempfile.TemporaryDirectory(prefix="gongkai-audit-") as passing:
        folder = Path(target) if is_kept(target) else state or Path(passing)
        with open_kept(folder) as frontier:
            yield frontier


def _target(text: str, origins: Origins) -> Target:
    if text.lower().startswith(("http://", "https://")):
        return WebTarget(text, origins)
    path = Path(text)
    if os.path.isdir(path):
        base = origins.pairs[0][0] + "/" if origins.pairs else canonical_base(path)
        return FolderTarget(path, base)
    if os.path.exists(path):
        raise BadInput(
            f"{text} 是文件，不是网址或文件夹", "请给出以 http:// 或 https:// 开头的网址，或装有网页的文件夹"
        )
    raise BadInput(f"找不到 {text}", "请给出以 http:// 或 https:// 开头的网址，或装有网页的文件夹")


def _read_site(target: str, ask: Options, frontier: Frontier, method: Method, watch: Watch) -> CrawlResult:
    """Crawl into the frontier; a kept crawl is taken as it is, without a fetch."""
    if is_kept(target):
        kept = frontier.noted("result")
        if not kept:
            raise CannotRun(f"{target} 里的抓取没有做完", "请用当初的网址和同一个 --state 接着抓取")
        if frontier.noted("edition") != EDITION:
            raise CannotRun(f"{target} 是旧版本保留的抓取，缺少现在要查的内容", "请用网址和同一个 --state 重新抓取")
        return msgspec.json.decode(kept, type=CrawlResult)
    limits, links = ask.config.crawl, ask.config.links
    result = crawl(
        _target(target, ask.origins),
        Budget(
            pages=limits.max_pages,
            depth=limits.max_depth,
            seconds=limits.max_seconds,
            bytes=limits.max_bytes,
            links=links.max_targets,
        ),
        frontier=frontier,
        method=method,
        progress=watch,
        options=CrawlOptions(
            pace=Pace(interval=limits.interval, connections=limits.connections),
            limits=Limits(seconds=limits.timeout),
            processes=ask.jobs,
            contact=_contact(limits.contact),
            scope=Scope(subdomains=limits.subdomains, hosts=limits.hosts, paths=limits.paths, exclude=limits.exclude),
            starts=limits.start,
            attachments=limits.attachments,
            read_pictures=limits.read_pictures,
            file_bytes=limits.attachment_bytes,
            most_files=limits.max_attachments,
            most_file_bytes=limits.max_attachment_bytes,
            traps=limits.traps,
            today=ask.now.date() if ask.now else None,
            hours=_hours(limits.hours),
            render=limits.render if ask.browser and ask.config.browser.enabled else "never",
            render_pages=limits.render_pages,
            render_seconds=limits.render_seconds,
            render_timeout=limits.render_timeout,
            robots=limits.robots,
            revalidate=limits.revalidate,
            external=links.external,
            probes=links.probes,
            allow_private=limits.allow_private or ask.allow_private,
            pool=ask.pool,
            run=ask.run,
            pool_seconds=links.pool_hours * 3600,
        ),
    )
    frontier.note("result", msgspec.json.encode(result).decode())
    return result


def _hours(text: str) -> Hours | None:
    try:
        return Hours.parse(text) if text.strip() else None
    except ValueError as error:
        raise BadInput(f"配置中的 crawl.hours：{error}", "") from error


def _contact(text: str) -> str:
    if text.isascii() and text.isprintable() and not set(text) & set("();"):
        return text.strip()
    raise BadInput(
        f"配置中的 crawl.contact：{text!r} 不能写进 User-Agent",
        "请写网址、邮箱或电话，只用英文字母、数字和符号，不用括号和分号",
    )


def _facts(response: Response, depth: int) -> PageFacts:
    if media_type(response.header("content-type")) == "text/css":
        return read_sheet(response.url, response.headers, response.body)
    return read_page(
        response.final_url,
        response.status,
        response.headers,
        response.body,
        depth=depth,
        requested=response.url if response.url != response.final_url else "",
        hops=response.hops,
        truncated=response.truncated,
        rendered=response.rendered,
        settled=response.settled,
    )


def _open_pages(
    target: str, site: CrawledSite, ask: Options, watch: Watch
) -> tuple[Sequence[BrowserFacts], SearchTrial | None, tuple[NotRun, ...]]:
    """Show a sample of the pages to Chromium, and try the search; where that is not wanted or not possible, say so."""
    want = ask.config.browser
    if not (ask.browser and want.enabled):
        return (), None, tuple(NotRun(what=what, why="按要求没有使用浏览器") for what in IN_BROWSER)
    from auditor.browser.folder import serve_folder
    from auditor.browser.judge import judge_pages
    from auditor.browser.sample import sample
    from auditor.browser.site_search import try_search
    from auditor.browser.titles import Draw

    if is_kept(target):
        return (), None, tuple(NotRun(what=what, why="保留的抓取结果不能在浏览器中打开") for what in IN_BROWSER)
    draw = Draw(want.seed)
    urls = sample(draw.watching(site.heads()), want.sample, want.seed)

    def progress(done: int, found: int, url: str) -> None:
        watch(Progress("browser", done, found, url))

    with contextlib.ExitStack() as stack:
        origins, static = ask.origins, isinstance(_target(target, ask.origins), FolderTarget)
        if static:
            origins = Origins([(site.url, stack.enter_context(serve_folder(Path(target))))])
        shown, left_out = judge_pages(
            urls, served=origins.to_served, limit_seconds=want.max_seconds, page_seconds=want.timeout, progress=progress
        )
        trial, not_tried = try_search(
            site.url,
            draw.titles(),
            served=origins.to_served,
            canonical=origins.to_canonical,
            seed=want.seed,
            static=static,
            allowed=lambda url: (state := site.link(url)) is None or state.reason not in NOT_TO_BE_ASKED,
        )
    return shown, trial, (*left_out, *not_tried)


NOT_TO_BE_ASKED = ("robots", "robots-unreachable", "excluded")
IN_BROWSER = ("无障碍（浏览器）检查", "站内搜索")


def _name(site: CrawledSite) -> SiteName:
    """What the home page calls itself."""
    home = site.page(site.url)
    return SiteName(
        url=site.url,
        canonical=(home.canonical if home else "") or site.url,
        name=(home.meta("SiteName") or home.title) if home else "",
        id_code=home.meta("SiteIDCode") if home else "",
    )

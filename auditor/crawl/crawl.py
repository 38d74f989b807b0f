"""From a start address to kept pages and link verdicts: breadth first, within a budget, resumable at any moment."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Protocol

import msgspec

from auditor.crawl.fetch import Response
from auditor.crawl.folder import Folder
from auditor.crawl.frontier import Claim, Frontier
from auditor.crawl.host import HostStatistics
from auditor.crawl.links import ask_again, judge
from auditor.crawl.night import beijing_now, wait_for
from auditor.crawl.noticed import notices_of, told
from auditor.crawl.reasons import REASONS
from auditor.crawl.sessions import without_session
from auditor.crawl.target import Budget, CrawlResult, FolderTarget, Options, Progress, Target
from auditor.crawl.traps import content_of, family_of
from auditor.crawl.url import Origins, host_port
from auditor.crawl.waves import Waves
from auditor.crawl.web import Web
from auditor.errors import BadInput
from auditor.model import LinkState, NotRun, PageFacts

Facts = Callable[[Response, int], PageFacts]
"""Takes the facts of a page, or of a style sheet, from its answer and its depth."""


SHEETS_DEEP = 4
"""Style sheets that import style sheets are followed so far."""


class Source(Protocol):
    """What a crawl asks of a site, served or in a folder."""

    origins: Origins
    start: str
    home: str

    def open(self, home: str = "") -> str: ...
    def starts(self) -> Iterator[str]: ...
    def is_page(self, url: str) -> bool: ...
    def elsewhere(self, url: str) -> bool: ...
    def get(self, url: str, before: LinkState | None = None) -> Response | LinkState: ...
    def check(self, url: str, before: LinkState | None = None) -> LinkState: ...
    def more_pages(self, feeds: Sequence[str] = ()) -> Iterator[str]: ...
    def sheet(self, url: str) -> Response | None: ...
    def second_round(self) -> None: ...
    def rest(self, seconds: float) -> None: ...
    def hang_up(self) -> None: ...
    def statistics(self) -> tuple[HostStatistics, ...]: ...
    def close(self) -> None: ...


def crawl(
    target: Target,
    budget: Budget,
    *,
    frontier: Frontier,
    facts: Facts,
    progress: Callable[[Progress], None] | None = None,
    options: Options | None = None,
) -> CrawlResult:
    """Read a site into ``frontier``: go on where an earlier run was stopped, begin anew where it had come to its end.

    Pages reached by links come first, then those only the sitemap knows, then the link targets that are not pages,
    then a second, slow round over what failed in passing. Raises Unreachable when the home page cannot be read, and
    BadInput when the frontier belongs to another site.
    """
    options = options or Options()
    source: Source = Folder(target, options.scope) if isinstance(target, FolderTarget) else Web(target, options)
    run = _Run(
        source=source,
        budget=budget,
        frontier=frontier,
        facts=facts,
        progress=progress or (lambda _: None),
        options=options,
    )
    try:
        run.open()
        run.everything()
        result = run.result()
        frontier.note("finished", "yes")
        return result
    finally:
        source.close()  # also on Ctrl-C: what was in flight is asked again by the next run
        run.threads.shutdown(wait=True, cancel_futures=True)


class _Visit(msgspec.Struct):
    """What one page came to: written down in one transaction."""

    claim: Claim
    link: LinkState
    response: Response | None = None
    page: PageFacts | None = None
    content: int | None = None
    session: str = ""
    """An address on the page with a session id in it."""
    pages: list[str] = []
    targets: list[str] = []


class _Run:
    def __init__(
        self,
        *,
        source: Source,
        budget: Budget,
        frontier: Frontier,
        facts: Facts,
        progress: Callable[[Progress], None],
        options: Options,
    ) -> None:
        self.source, self.budget, self.frontier, self.facts = source, budget, frontier, facts
        self.progress, self.options = progress, options
        self.waves = Waves(frontier, options.today or beijing_now().date(), options.traps)
        self.threads = ThreadPoolExecutor(options.threads, thread_name_prefix="crawl")
        self.started = time.monotonic()
        self.received = frontier.counts().received
        self.asked_links = 0
        self.why_cut = ""

    def open(self) -> None:
        """Check that the frontier is this site's, find the home page and queue it."""
        frontier, source = self.frontier, self.source
        start = frontier.noted("start")
        if start and start != source.start:
            raise BadInput(
                f"这个文件夹里保留的是 {start} 的抓取结果，不是 {source.start} 的",
                "请换一个 --state 文件夹，或清空后再运行",
            )
        self._wait_for_night()
        finished = frontier.noted("finished")
        home = source.open("" if finished else frontier.noted("home"))
        if finished:  # only now: had the site been down, its last crawl would still be there
            frontier.clear()
            self.received = 0
        with frontier.together():
            frontier.note("start", source.start)
            frontier.note("home", home)
            frontier.add_pages([home, *source.starts()], rank=0, found_on="")
        frontier.resume(self.budget.depth)

    def everything(self) -> None:
        """All rounds. An address is asked twice at most, so they come to an end."""
        self.read_pages()
        if not self.why_cut and not self.frontier.noted("sitemap"):
            self._read_sitemaps()
            self.read_pages()
        self._links_and_sheets()
        while not self.why_cut and self.frontier.second_round():
            self.source.rest(self.options.second_round_after)
            self.source.second_round()
            self.read_pages()
            self._links_and_sheets()

    def _links_and_sheets(self) -> None:
        """Check the link targets, then what the style sheets among them refer to, and the sheets that these import."""
        self.check_links()
        for _ in range(SHEETS_DEEP):
            new = [url for url in self.frontier.new_sheets() if not self._out_of_budget()]
            if not new:
                return
            for url in new:
                self._may_ask(())
                response = self.source.sheet(url)
                self.received += response.received if response else 0
                found = self.facts(response, 0) if response else PageFacts(url=url, status=0, kind="other")
                self.frontier.keep_sheet(_canonical(found, self.source.origins))
            self.check_links()

    def _read_sitemaps(self) -> None:
        frontier = self.frontier
        found = dict.fromkeys(self.source.more_pages(list(frontier.named_like_feeds())))
        pages = [url for url in found if self.source.is_page(url)]
        with frontier.together():
            frontier.add_pages(pages, rank=2, found_on="sitemap", max_depth=self.budget.depth)
            elsewhere = (url for url in found if self.source.elsewhere(url) and frontier.target_link(url) is None)
            frontier.note("elsewhere", str(sum(1 for _ in elsewhere)))
            frontier.note("sitemap", "read")

    def read_pages(self) -> None:
        """Fetch queued pages, a wave at a time, so that what a budget cuts does not hang on the threads' luck."""
        pending: dict[Future[_Visit], int] = {}
        while True:
            while len(pending) < self.options.threads * 2 and self._may_ask(pending) and not self._out_of_budget():
                new = self.frontier.claimed < self.budget.pages
                claim = self.frontier.claim(min(pending.values(), default=None), new=new)
                if claim is None:
                    break
                pending[self.threads.submit(self._visit, claim)] = claim.rank
            if not pending:
                if self._out_of_budget() or self.frontier.claimed >= self.budget.pages or not self.waves.release():
                    return
                continue
            for done in wait(pending, return_when=FIRST_COMPLETED).done:
                del pending[done]
                self._write(done.result())

    def check_links(self) -> None:
        """Ask for link targets: few hosts at a time, one connection to each, the site's own host with all it has."""
        self.frontier.drop_page_targets()
        own = host_port(self.source.home)[0]
        hosts = self.frontier.target_hosts()
        turns = deque([*hosts, *([own] * (self.options.threads - 1) if own in hosts else [])])
        pending: dict[Future[LinkState], tuple[str, int]] = {}
        while True:
            while turns and len(pending) < self.options.threads and self._may_ask(pending) and not self._out_of_time():
                host = turns.popleft()
                claimed = self.frontier.claim_target(host) if self.asked_links < self.budget.links else None
                if claimed is not None:
                    url, attempts, before = claimed
                    self.asked_links += 1
                    pending[self.threads.submit(self.source.check, url, before)] = host, attempts
            if not pending:
                return
            for done in wait(pending, return_when=FIRST_COMPLETED).done:
                host, attempts = pending.pop(done)
                turns.append(host)
                link = done.result()
                self.frontier.finish_target(link, again=self._again(link, attempts))
                self.progress(Progress("links", self.asked_links, self.frontier.targets, link.url))

    def result(self) -> CrawlResult:
        """Give up what is left, and say so."""
        pages_cut, targets_cut = self.frontier.cut_pages(), self.frontier.cut_targets()
        counts = self.frontier.counts()
        deep = counts.cut - pages_cut
        why_pages = self.why_cut or f"已到页数上限 {self.budget.pages}"
        why_links = self.why_cut or f"已到链接数上限 {self.budget.links}"
        verdicts: Counter[tuple[str, str]] = Counter()
        elsewhere = int(self.frontier.noted("elsewhere") or 0)
        for link in self.frontier.links():
            verdicts[link.verdict, link.reason] += 1
            # The home page and further starts are read wherever they lie.
            elsewhere += self.source.elsewhere(link.url) and self.frontier.page_link(link.url) is None
        cut = (
            *((NotRun(what=f"页面 {pages_cut} 个", why=why_pages),) if pages_cut else ()),
            *((NotRun(what=f"页面 {deep} 个", why=f"离首页超过 {self.budget.depth} 次点击"),) if deep else ()),
            *((NotRun(what=f"链接目标 {targets_cut} 个", why=why_links),) if targets_cut else ()),
            *((NotRun(what=f"页面 {elsewhere} 个", why="不在设定的路径（crawl.paths）内"),) if elsewhere else ()),
            *self._sessions(),
            *self.waves.cut(),
        )
        not_run = tuple(
            NotRun(what=f"链接目标 {number} 个", why=REASONS[reason].title)
            for (verdict, reason), number in sorted(verdicts.items())
            if verdict in ("skipped", "blocked")
        )
        return CrawlResult(
            home=self.source.home,
            pages_found=counts.found,
            pages_fetched=counts.fetched,
            links_checked=sum(number for (verdict, _), number in verdicts.items() if verdict != "skipped"),
            cut=cut,
            not_run=(*not_run, *told(self.frontier.noticed())),
            hosts=self.source.statistics(),
        )

    def _visit(self, claim: Claim) -> _Visit:
        """Runs in a thread: ask, judge, take the facts."""
        source = self.source
        answer = source.get(claim.url, claim.before)
        if isinstance(answer, LinkState):
            return _Visit(claim, answer)
        answer = _arrived(answer)
        visit = _Visit(claim, judge(answer, claim.before), answer)
        if answer.final_url != claim.url:
            if answer.final_url and source.is_page(answer.final_url) and visit.link.verdict in ("ok", "redirected"):
                visit.pages = [answer.final_url]
        elif visit.link.verdict == "ok" and answer.status == 200 and answer.is_html:
            found = self.facts(answer, claim.depth)
            visit.page = _canonical(found, source.origins)
            visit.content = content_of(visit.page)
            visit.session = next((link.url for link in found.links if without_session(link.url) != link.url), "")
            for link in visit.page.links:
                if link.url:
                    followed = link.role != "asset" and link.tag != "form" and source.is_page(link.url)
                    if followed or link.via != "data":  # what a script may do with it is no link
                        (visit.pages if followed else visit.targets).append(link.url)
        return visit

    def _write(self, visit: _Visit) -> None:
        claim, frontier = visit.claim, self.frontier
        moved = visit.page is None
        with frontier.together():
            frontier.add_pages(
                visit.pages,
                rank=claim.rank | 1 if moved else (claim.depth + 1) * 2,
                found_on=claim.url,
                max_depth=self.budget.depth,
            )
            frontier.add_targets(visit.targets)
            if visit.page is not None:
                frontier.say(claim.url, family_of(claim.url), visit.content)
                frontier.notice(claim.url, notices_of(visit.page))
            if visit.session and visit.session < (frontier.noted("session") or "~"):
                frontier.note("session", visit.session)
            frontier.finish_page(
                claim.url, visit.link, visit.response, visit.page, again=self._again(visit.link, claim.attempts)
            )
        self.received += visit.response.received if visit.response else 0
        self.progress(Progress("pages", frontier.claimed, frontier.found, claim.url))

    def _sessions(self) -> tuple[NotRun, ...]:
        example = self.frontier.noted("session")
        why = "同一页面的不同地址，已去掉会话号，只按一个地址抓取"
        return (NotRun(what=f"带会话号的地址（如 {example}）", why=why),) if example else ()

    def _may_ask(self, pending: Collection[object]) -> bool:
        """Whether the hour allows a request; with nothing in flight, wait until it does."""
        hours = self.options.hours
        if hours is not None and hours.until_open(beijing_now()):
            if pending:
                return False
            self._wait_for_night()
        return True

    def _wait_for_night(self) -> None:
        if self.options.hours is None:
            return
        frontier, began = self.frontier, time.monotonic()

        def tell(sentence: str) -> None:
            self.source.hang_up()
            self.progress(Progress("night", frontier.claimed, frontier.found, sentence))

        wait_for(self.options.hours, self.source.rest, tell, beijing_now)
        self.started += time.monotonic() - began  # the time budget is for work

    @staticmethod
    def _again(link: LinkState, attempts: int) -> bool:
        return attempts < 2 and ask_again(link)

    def _out_of_budget(self) -> bool:
        if self.received >= self.budget.bytes:
            self.why_cut = f"已到流量上限 {self.budget.bytes} 字节"
        return bool(self.why_cut) or self._out_of_time()

    def _out_of_time(self) -> bool:
        if time.monotonic() - self.started >= self.budget.seconds:
            self.why_cut = f"已到时间上限 {self.budget.seconds:.0f} 秒"
            return True
        return False


def _arrived(answer: Response) -> Response:
    """An answer whose redirects led only to a session id has come from the address itself."""
    final = without_session(answer.final_url)
    if final == answer.final_url:
        return answer
    hops = () if final == answer.url else answer.hops
    return msgspec.structs.replace(answer, final_url=final, hops=hops)


def _canonical(page: PageFacts, origins: Origins) -> PageFacts:
    """A page may name a served copy, or carry session ids: everything after the crawl speaks of the one address."""

    def swap(url: str) -> str:
        return without_session(origins.to_canonical(url))

    if not origins.pairs and all(swap(link.url) == link.url for link in page.links):
        return page
    return msgspec.structs.replace(
        page,
        canonical=swap(page.canonical),
        links=tuple(
            link if swap(link.url) == link.url else msgspec.structs.replace(link, url=swap(link.url))
            for link in page.links
        ),
        lists=tuple(
            msgspec.structs.replace(
                found, items=tuple(msgspec.structs.replace(item, url=swap(item.url)) for item in found.items)
            )
            for found in page.lists
        ),
    )

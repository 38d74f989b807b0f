"""From a start address to kept pages and link verdicts: breadth first, within a budget, resumable at any moment."""

from __future__ import annotations

import queue
import time
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Protocol

import msgspec

from auditor.crawl.baseline import Baseline
from auditor.crawl.fetch import Response, Validators, validators_of
from auditor.crawl.folder import Folder
from auditor.crawl.frontier import TAKEN, UNCHANGED, Claim, Frontier
from auditor.crawl.host import HostStatistics
from auditor.crawl.links import ask_again, judge
from auditor.crawl.night import beijing_now, wait_for
from auditor.crawl.noticed import told
from auditor.crawl.readers import Readers
from auditor.crawl.reading import Facts, Method, PageLinks, Reading, canonical_page, digest_of
from auditor.crawl.reasons import REASONS
from auditor.crawl.same import same_version, told_again
from auditor.crawl.sessions import without_session
from auditor.crawl.soft_pages import mark_soft_pages
from auditor.crawl.target import Budget, CrawlResult, FolderTarget, Options, Progress, Target
from auditor.crawl.traps import family_of
from auditor.crawl.url import Origins, host_port
from auditor.crawl.waves import Waves
from auditor.crawl.web import Web
from auditor.errors import BadInput
from auditor.model import EDITION, LinkState, NotRun, PageFacts

BATCH = 32
"""Pages written down in one transaction at most."""

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
    def get(self, url: str, before: LinkState | None = None, unless: Validators = ...) -> Response | LinkState: ...
    def check(self, url: str, before: LinkState | None = None) -> LinkState: ...
    def baseline(self, url: str) -> Baseline | None: ...
    def more_pages(self, feeds: Sequence[str] = ()) -> Iterator[str]: ...
    def sheet(self, url: str) -> Response | None: ...
    def connections(self) -> int: ...
    def second_round(self) -> None: ...
    def rest(self, seconds: float) -> None: ...
    def hang_up(self) -> None: ...
    def statistics(self) -> tuple[HostStatistics, ...]: ...
    def shared(self) -> int: ...
    def close(self) -> None: ...


def crawl(
    target: Target,
    budget: Budget,
    *,
    frontier: Frontier,
    facts: Facts | Method,
    progress: Callable[[Progress], None] | None = None,
    options: Options | None = None,
) -> CrawlResult:
    """Read a site into ``frontier``: go on where an earlier run was stopped, begin anew where it had come to its end.

    Pages reached by links come first, then those only the sitemap knows, then the link targets that are not pages,
    then a second, slow round over what failed in passing. What a finished run kept is the new one's memory: a page
    that is still the same is not read again. Raises Unreachable when the home page cannot be read, and BadInput when
    the frontier belongs to another site.
    """
    options = options or Options()
    source: Source = Folder(target, options.scope) if isinstance(target, FolderTarget) else Web(target, options)
    run = _Run(
        source=source,
        budget=budget,
        frontier=frontier,
        method=facts if isinstance(facts, Method) else Method(facts=facts, origins=source.origins.pairs),
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
        run.close()


class _Visit(msgspec.Struct):
    """What one page came to: written down in one transaction."""

    claim: Claim
    link: LinkState
    received: int = 0
    moved_to: str = ""
    """The page that a redirect led to."""
    reading: Reading | None = None
    unchanged: bool = False
    """What an earlier run kept of the page still holds."""
    new_head: Response | None = None
    """Where it does, but the server names the version anew."""


class _Run:
    def __init__(
        self,
        *,
        source: Source,
        budget: Budget,
        frontier: Frontier,
        method: Method,
        progress: Callable[[Progress], None],
        options: Options,
    ) -> None:
        self.source, self.budget, self.frontier, self.method = source, budget, frontier, method
        self.progress, self.options = progress, options
        self.readers = Readers(method, options.processes)
        self.waves = Waves(frontier, options.today or beijing_now().date(), options.traps)
        self.at_once = options.threads
        self.renewed = False
        self.started = time.monotonic()
        self.received = frontier.counts().received
        self.asked_links = 0
        self.why_cut = ""
        self.not_probed = 0

    def close(self) -> None:
        """Leave no thread and no process behind."""
        self.readers.close()
        if hasattr(self, "threads"):
            self.threads.shutdown(wait=True, cancel_futures=True)

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
        older = bool(start) and frontier.noted("edition") != EDITION
        finished = frontier.noted("finished") or older
        home = source.open("" if finished else frontier.noted("home"))
        if finished:  # only now: had the site been down, its last crawl would still be there
            frontier.renew()
            self.received = 0
        self.renewed = bool(frontier.noted("renewed"))
        with frontier.together():
            frontier.note("edition", EDITION)
            frontier.note("start", source.start)
            frontier.note("home", home)
            frontier.add_pages([home, *source.starts()], rank=0, found_on="")
        frontier.resume(self.budget.depth)
        self.at_once = self.options.threads or max(source.connections(), 4)
        self.threads = ThreadPoolExecutor(self.at_once, thread_name_prefix="crawl")

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
        if not self.why_cut:
            self.not_probed = mark_soft_pages(self.frontier, self.source)

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
                found = self.method.facts(response, 0) if response else PageFacts(url=url, status=0, kind="other")
                self.frontier.keep_sheet(canonical_page(found, self.source.origins))
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
        ready: queue.SimpleQueue[Future[_Visit]] = queue.SimpleQueue()
        done: list[Future[_Visit]] = []
        while True:
            for one in done:
                del pending[one]
            may_ask = not self._closed_now()
            with self.frontier.together():
                for one in done:
                    self._write(one.result())
                most = self.at_once * 2 - len(pending) if may_ask else 0
                claims = self._claim(most, min(pending.values(), default=None))
            for claim in claims:
                asked = self.threads.submit(self._visit, claim)
                pending[asked] = claim.rank
                asked.add_done_callback(ready.put)
            if not pending:
                done = []
                if not may_ask:
                    self._wait_for_night()
                elif not self._more_pages():
                    return
                continue
            done = [ready.get()]
            while len(done) < BATCH and not ready.empty():
                done.append(ready.get())

    def _more_pages(self) -> bool:
        """With nothing in flight: whether another wave could be queued."""
        if self._out_of_budget() or self.frontier.claimed >= self.budget.pages:
            return False
        return self.waves.release()

    def _claim(self, most: int, below: int | None) -> list[Claim]:
        if most <= 0 or self._out_of_budget():
            return []
        left = self.budget.pages - self.frontier.claimed
        claims = self.frontier.claim(min(most, left) if left > 0 else most, below, new=left > 0)
        if self.renewed:
            claims = [self.frontier.remember(claim, self.method.facts_stamp) for claim in claims]
        return claims

    def check_links(self) -> None:
        """Ask for link targets: few hosts at a time, one connection to each, the site's own host with all it has."""
        self.frontier.drop_page_targets()
        own = host_port(self.source.home)[0]
        hosts = self.frontier.target_hosts()
        turns = deque([*hosts, *([own] * (self.at_once - 1) if own in hosts else [])])
        pending: dict[Future[LinkState], tuple[str, int]] = {}
        while True:
            while turns and len(pending) < self.at_once and self._may_ask(pending) and not self._out_of_time():
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
        self.frontier.forget_the_gone()
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
        if shared := self.source.shared():
            not_run += (NotRun(what=f"站外链接 {shared} 个", why="同批次已检查过，直接采用其结论，没有重复访问"),)
        if self.options.probes and (self.not_probed or self.why_cut):
            what = f"目录 {self.not_probed} 个" if self.not_probed else "全部目录"
            why = self.why_cut or "每次比对的目录有上限"
            not_run += (NotRun(what=f"与“页面不存在”的提示比对：{what}", why=why),)
        if counts.unchanged:
            why = "与上次抓取相比没有变化，沿用上次读到的内容"
            not_run += (NotRun(what=f"重新读取页面 {counts.unchanged} 个", why=why),)
        return CrawlResult(
            home=self.source.home,
            pages_found=counts.found,
            pages_fetched=counts.fetched,
            links_checked=sum(number for (verdict, _), number in verdicts.items() if verdict != "skipped"),
            cut=cut,
            not_run=(*not_run, *told(self.frontier.noticed())),
            pages_unchanged=counts.unchanged,
            hosts=self.source.statistics(),
        )

    def _visit(self, claim: Claim) -> _Visit:
        """Runs in a thread: ask, judge, read what is new."""
        source, memory = self.source, claim.memory
        ask_for = memory.validators if memory and self.options.revalidate else Validators()
        answer = source.get(claim.url, claim.before, ask_for)
        if isinstance(answer, LinkState):
            return _Visit(claim, answer)
        if answer.status == 304 and memory is not None:
            if not told_again(answer, memory.response):
                answer = source.get(claim.url, claim.before)
                if isinstance(answer, LinkState):
                    return _Visit(claim, answer)
            elif memory.fits:
                return _Visit(claim, judge(memory.response, claim.before), unchanged=True)
            else:
                answer = msgspec.structs.replace(memory.response, received=0)
        answer = _arrived(answer)
        visit = _Visit(claim, judge(answer, claim.before), answer.received)
        if answer.final_url != claim.url:
            if answer.final_url and source.is_page(answer.final_url) and visit.link.verdict in ("ok", "redirected"):
                visit.moved_to = answer.final_url
        elif answer.reason == "ok" and answer.status == 200 and answer.is_html:
            if memory and memory.fits and same_version(answer, memory.response, digest_of(answer.body), memory.digest):
                visit.unchanged = True
                if validators_of(answer.headers) != memory.validators:
                    visit.new_head = answer
            else:
                visit.reading = self.readers.read(answer, claim.depth)
        return visit

    def _write(self, visit: _Visit) -> None:
        """Inside of a transaction: all that a page came to, or nothing of it."""
        claim, frontier = visit.claim, self.frontier
        again = self._again(visit.link, claim.attempts)
        if visit.moved_to:
            self._add_pages([visit.moved_to], rank=claim.rank | 1, found_on=claim.url)
        if visit.reading is not None:
            links = msgspec.msgpack.decode(visit.reading.links, type=PageLinks)
            self._add_links(links, claim)
            frontier.keep(claim.url, visit.reading, claim.depth, self.method.facts_stamp, self.method.judge_stamp)
        elif visit.unchanged:
            self._add_links(frontier.links_of(claim.url), claim)
            if visit.new_head is not None:
                frontier.keep_response(claim.url, visit.new_head)
        kept = UNCHANGED if visit.unchanged else TAKEN if visit.reading else 0
        frontier.finish_page(claim.url, visit.link, received=visit.received, kept=kept, again=again)
        self.received += visit.received
        self.progress(Progress("pages", frontier.claimed, frontier.found, claim.url))

    def _add_links(self, links: PageLinks, claim: Claim) -> None:
        frontier, rank = self.frontier, (claim.depth + 1) * 2
        pages: list[str] = []
        targets = list(links.checked)
        for url in frontier.unknown(links.followed, rank=rank, found_on=claim.url):
            (pages if self.source.is_page(url) else targets).append(url)
        maybe = filter(self.source.is_page, links.maybe)
        pages += frontier.unknown(maybe, rank=rank, found_on=claim.url)
        self._add_pages(pages, rank=rank, found_on=claim.url)
        frontier.add_targets(targets)
        frontier.say(claim.url, family_of(claim.url), links.content)
        frontier.notice(claim.url, links.notices)
        if links.session and links.session < (frontier.noted("session") or "~"):
            frontier.note("session", links.session)

    def _add_pages(self, urls: list[str], *, rank: int, found_on: str) -> None:
        self.frontier.add_pages(urls, rank=rank, found_on=found_on, max_depth=self.budget.depth)

    def _sessions(self) -> tuple[NotRun, ...]:
        example = self.frontier.noted("session")
        why = "同一页面的不同地址，已去掉会话号，只按一个地址抓取"
        return (NotRun(what=f"带会话号的地址（如 {example}）", why=why),) if example else ()

    def _closed_now(self) -> bool:
        hours = self.options.hours
        return hours is not None and bool(hours.until_open(beijing_now()))

    def _may_ask(self, pending: Collection[object]) -> bool:
        """Whether the hour allows a request; with nothing in flight, wait until it does."""
        if self._closed_now():
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

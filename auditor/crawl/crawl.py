"""From a start address to kept pages and link verdicts: breadth first, within a budget, resumable at any moment."""

from __future__ import annotations

import queue
import time
from collections import deque
from collections.abc import Callable, Collection
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

import msgspec

from auditor.crawl.attachments import Attachments, FileVisit
from auditor.crawl.folder import Folder
from auditor.crawl.frontier import Claim, Frontier
from auditor.crawl.links import ask_again, rest_after
from auditor.crawl.night import beijing_now, wait_for
from auditor.crawl.probes import keep_probes, unasked
from auditor.crawl.readers import Readers
from auditor.crawl.reading import Method, canonical_page
from auditor.crawl.rendering import Renders
from auditor.crawl.result import crawl_result
from auditor.crawl.soft_pages import mark_soft_pages
from auditor.crawl.source import Source
from auditor.crawl.spending import Spending
from auditor.crawl.target import Budget, CrawlResult, FolderTarget, Options, Progress, Target
from auditor.crawl.url import host_port
from auditor.crawl.visit import Visit, Visitor
from auditor.crawl.waves import Waves
from auditor.crawl.web import Web
from auditor.crawl.writer import Writer
from auditor.errors import BadInput
from auditor.model import EDITION, LinkState, PageFacts

BATCH = 32
"""Pages written down in one transaction at most."""

SHEETS_DEEP = 4
"""Style sheets that import style sheets are followed so far."""


def crawl(
    target: Target,
    budget: Budget,
    *,
    frontier: Frontier,
    method: Method,
    progress: Callable[[Progress], None] | None = None,
    options: Options | None = None,
) -> CrawlResult:
    """Read a site into ``frontier``: go on where an earlier run was stopped, begin anew where it had come to its end.

    Pages reached by links come first, then those only the sitemap knows, then the link targets that are not pages,
    then a second, slow round over what failed in passing. What a finished run kept is the new one's memory: a page
    that is still the same is not read again. ``method`` says how pages are read, under the same served copies as the
    target. Raises Unreachable when the home page cannot be read, and BadInput when the frontier belongs to another
    site.
    """
    options = options or Options()
    source: Source = Folder(target, options.scope) if isinstance(target, FolderTarget) else Web(target, options)
    run = _Run(
        source=source,
        budget=budget,
        frontier=frontier,
        method=method,
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
        self.attachments = Attachments(source, frontier, method, options)
        self.writer = Writer(frontier, source, self.attachments, method, budget.depth)
        self.visitor = Visitor(source, self.readers, self.attachments, options.revalidate)
        self.renders = Renders(frontier, source, self.readers, options)
        self.waves = Waves(frontier, options.today or beijing_now().date(), options.traps)
        self.at_once = options.threads
        self.renewed = False
        self.ask_after = 0.0
        """When the second round may begin."""
        self.spending = Spending(budget, frontier.counts().received)
        self.asked_links = 0
        self.not_probed = 0

    def close(self) -> None:
        """Leave no thread and no process behind."""
        self.renders.close()
        self.readers.close()
        self.attachments.close()
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
            self.spending.received = 0
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
        if not self.spending.why_cut and not self.frontier.noted("sitemap"):
            self._read_sitemaps()
            self.read_pages()
        self._links_and_sheets()
        while not self.spending.why_cut and self.frontier.second_round():
            self.source.rest(max(0.0, self.ask_after - time.monotonic()))
            self.source.second_round()
            self.read_pages()
            self._links_and_sheets()
        if not self.spending.why_cut:
            self.not_probed = mark_soft_pages(self.frontier, self.source)
        if self.options.probes:
            self._ask_host()

    def _ask_host(self) -> None:
        """What no page asks; a kill repeats it."""
        if self.spending.why_cut:
            keep_probes(self.frontier, unasked(self.source.home, self.spending.why_cut))
        else:
            self._may_ask(())
            keep_probes(self.frontier, self.source.probes(self.method.facts))

    def _links_and_sheets(self) -> None:
        """Check the link targets, then what the style sheets among them refer to, and the sheets that these import."""
        self.check_links()
        while self.attachments.lead_on:
            self.attachments.lead_on = False
            self.check_links()
        for _ in range(SHEETS_DEEP):
            new = [url for url in self.frontier.targets.new_sheets() if not self.spending.out_of_budget()]
            if not new:
                return
            for url in new:
                self._may_ask(())
                response = self.source.sheet(url)
                self.spending.received += response.received if response else 0
                found = self.method.facts(response, 0) if response else PageFacts(url=url, status=0, kind="other")
                self.frontier.add_sheet(canonical_page(found, self.source.origins))
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
        pending: dict[Future[Visit], int] = {}
        ready: queue.SimpleQueue[Future[Visit]] = queue.SimpleQueue()
        done: list[Future[Visit]] = []
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
                asked = self.threads.submit(self.visitor.visit, claim)
                pending[asked] = claim.rank
                asked.add_done_callback(ready.put)
            if not pending:
                done = []
                if not may_ask:
                    self._wait_for_night()
                elif not self._more_pages():
                    self.renders.close()  # links are checked without Chromium; another round starts it anew
                    return
                continue
            done = [ready.get()]
            while len(done) < BATCH and not ready.empty():
                done.append(ready.get())

    def _more_pages(self) -> bool:
        """With nothing in flight: whether another wave could be queued."""
        if self.spending.out_of_budget():
            return False
        self._render()
        if self.spending.out_of_budget() or self.frontier.claimed >= self.budget.pages:
            return False
        return self.waves.release()

    def _render(self) -> None:
        """With nothing in flight, and before the pages' words decide what is a trap: run the scripts that fill them."""
        for drawn in self.renders.pages():
            with self.frontier.together():
                self.writer.write_rendered(drawn)
                self.spending.received += drawn.received
                self.progress(Progress("render", self.frontier.said.rendered(), self.options.render_pages, drawn.url))
            if self.spending.out_of_budget():
                return
            self._may_ask(())

    def _claim(self, most: int, below: int | None) -> list[Claim]:
        if most <= 0 or self.spending.out_of_budget():
            return []
        left = self.budget.pages - self.frontier.claimed
        claims = self.frontier.claim(min(most, left) if left > 0 else most, below, new=left > 0)
        if self.renewed:
            claims = [self._remember(claim) for claim in claims]
        return claims

    def _remember(self, claim: Claim) -> Claim:
        memory = self.frontier.kept.memory(claim.url, claim.depth, self.method.facts_stamp)
        return msgspec.structs.replace(claim, memory=memory)

    def check_links(self) -> None:
        """Ask for link targets: few hosts at a time, one connection to each, the site's own host with all it has."""
        self.frontier.targets.drop_pages()
        own = host_port(self.source.home)[0]
        hosts = self.frontier.targets.hosts()
        turns = deque([*hosts, *([own] * (self.at_once - 1) if own in hosts else [])])
        pending: dict[Future[FileVisit], tuple[str, int]] = {}
        while True:
            while turns and len(pending) < self.at_once and self._may_ask(pending) and not self.spending.out_of_time():
                host = turns.popleft()
                claimed = self.frontier.targets.claim(host) if self.asked_links < self.budget.links else None
                if claimed is not None:
                    url, attempts, before = claimed
                    self.asked_links += 1
                    pending[self.threads.submit(self.attachments.asker(url), url, before)] = host, attempts
            if not pending:
                return
            for done in wait(pending, return_when=FIRST_COMPLETED).done:
                host, attempts = pending.pop(done)
                turns.append(host)
                visit = done.result()
                with self.frontier.together():
                    self.frontier.targets.finish(visit.link, again=self._again(visit.link, attempts))
                    self.attachments.write(visit)
                self.spending.received += visit.received
                self.progress(Progress("links", self.asked_links, self.frontier.targets.found, visit.link.url))

    def result(self) -> CrawlResult:
        """Give up what is left, and say so."""
        not_probed = self.not_probed if self.options.probes else None
        return crawl_result(
            self.frontier,
            self.source,
            self.waves,
            self.budget,
            why_cut=self.spending.why_cut,
            not_probed=not_probed,
            renders=self.renders,
            attachments=self.attachments,
        )

    def _write(self, visit: Visit) -> None:
        """Inside of a transaction."""
        self.writer.write(visit, again=self._again(visit.link, visit.claim.attempts))
        self.spending.received += visit.received
        self.progress(Progress("pages", self.frontier.claimed, self.frontier.found, visit.claim.url))

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
        self.spending.give_back(time.monotonic() - began)

    def _again(self, link: LinkState, attempts: int) -> bool:
        if attempts >= 2 or not ask_again(link):
            return False
        self.ask_after = max(self.ask_after, time.monotonic() + rest_after(link, self.options.second_round_after))
        return True

"""A site on a server, as the crawl asks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from auditor.crawl.baseline import PROBED_BYTES, Baseline, Baselines
from auditor.crawl.feeds import read_feeds
from auditor.crawl.fetch import Fetcher
from auditor.crawl.file_type import names_attachment
from auditor.crawl.guard import Guard, is_private_literal
from auditor.crawl.host import Hosts, HostStatistics
from auditor.crawl.links import check_target, names_file, skipped
from auditor.crawl.pool import Pool
from auditor.crawl.probes import Host
from auditor.crawl.reasons import REASONS
from auditor.crawl.response import Response, Validators
from auditor.crawl.robots import Robots
from auditor.crawl.sessions import without_session
from auditor.crawl.sitemap import MAX_BYTES, names_sitemap, read_sitemaps
from auditor.crawl.target import Options, Unreachable, WebTarget
from auditor.crawl.url import host_port, origin, resolve, same_site
from auditor.crawl.wire import Wire
from auditor.errors import BadInput
from auditor.model import LinkState, PageFacts, Probe

RESOLVE_SECONDS = 10.0
"""For a name that was not asked before."""


def refused(url: str, reason: str) -> Response:
    """The answer for an address that is not asked."""
    return Response(url=url, final_url=url, reason=reason)


class Web:
    """Everything a crawl asks of a served site; the same questions as ``folder.Folder`` answers."""

    def __init__(self, target: WebTarget, options: Options) -> None:
        self.origins = target.origins
        self.start = self._resolved(target.url)
        self.home = ""
        self._scope = options.scope
        self._starts = [self._resolved(further) for further in options.starts]
        self._sitemaps = [url for url in (self.start, *self._starts) if names_sitemap(url)]
        self._entry = origin(self.start) + "/" if names_sitemap(self.start) else self.start
        self._external = options.external
        self._file_bytes = options.file_bytes if options.attachments else 0
        self._rest = options.second_round_after
        written = [self.origins.to_served(url) for url in (self.start, *self._starts)]
        allowed = [*self.origins.served, *(url for url in written if is_private_literal(host_port(url)[0]))]
        self._guard = Guard(allowed, options.allow_private)
        self._fetcher = Fetcher(
            Wire(self._guard),
            Hosts(options.pace, options.loopback_pace),
            origins=self.origins,
            limits=options.limits,
            contact=options.contact,
        )
        self._robots = Robots(self._fetcher, options.robots)
        self._pool = (
            Pool(options.pool, options.run, options.pool_seconds) if options.pool and options.external else None
        )
        self._baselines = Baselines(self._probe, self._robots.refusal) if options.probes else None
        self._opened: Response | None = None

    def open(self, home: str = "") -> str:
        """Find the home page behind the start address (``home`` where an earlier run found it). Raises Unreachable."""
        if home:
            self.home = home
            return home
        response = self._first()
        if REASONS[response.reason].passing:
            self.rest(self._rest)
            self.second_round()
            response = self._first()
        if response.reason != "ok" or response.status != 200:
            reason = response.reason if response.reason != "ok" else "odd-status"
            raise Unreachable(self._entry, reason, response.detail or (str(response.status) if response.status else ""))
        if not response.is_html:
            raise Unreachable(self._entry, "not-html", response.header("content-type"))
        self._opened = response
        self.home = without_session(response.final_url)
        return self.home

    def starts(self) -> Iterator[str]:
        """The further start pages. Raises BadInput for one that lies outside the site."""
        for url in self._starts:
            if not self._scope.ours(url, self.home):
                raise BadInput(
                    f"起始网址 {url} 不在 {self.home} 的网站内",
                    "请改正配置中的 crawl.start，或在 crawl.hosts 中加入它的主机名",
                )
            if not names_sitemap(url):
                yield url

    def is_page(self, url: str) -> bool:
        """Whether an address is to be read as a page: in scope, and not named like a file."""
        return self._ours(url) and self._scope.covers(url) and not names_file(url)

    def elsewhere(self, url: str) -> bool:
        """Whether an address would be a page if the scope's paths were wider."""
        return self._scope.elsewhere(url) and self._ours(url) and not names_file(url)

    def _ours(self, url: str) -> bool:
        # The home page's own host under another scheme is a link that redirects, not a second site.
        own = origin(url) == origin(self.home)
        return own or (self._scope.ours(url, self.home) and not same_site(url, self.home))

    def _resolved(self, text: str) -> str:
        url = resolve("", text).url
        if not url:
            raise BadInput(f"看不懂的网址 {text}", "请写成 https://www.mingchuan.example/ 这样的完整网址")
        return without_session(self.origins.to_canonical(url))

    def get(
        self,
        url: str,
        before: LinkState | None = None,
        unless: Validators = Validators(),  # noqa: B008 - frozen
    ) -> Response | LinkState:
        """The page, or the verdict that kept us from asking for it; 304 where it is still the version ``unless``."""
        refusal = self._robots.refusal(url)
        if refusal:
            return skipped(url, refusal, before)
        opened, self._opened = self._opened, None
        if opened is not None and without_session(opened.final_url) == url:
            # Asked already to find the home page; here it stands for itself, without the redirects that led to it.
            return Response(
                url=url, final_url=url, status=opened.status, headers=opened.headers, body=opened.body,
                truncated=opened.truncated, received=opened.received,
            )  # fmt: skip
        return self._fetcher.get(url, only_html=True, unless=unless, files=self._file_bytes)

    def is_attachment(self, url: str) -> bool:
        """Whether an address names an attachment of the site, to be read as one."""
        ours = self._scope.ours(url, self.home) or same_site(url, self.home)
        return names_attachment(url) and ours and not self._scope.excludes(url)

    def file(
        self,
        url: str,
        before: LinkState | None = None,
        unless: Validators = Validators(),  # noqa: B008 - frozen
    ) -> Response | LinkState:
        """The attachment, or the verdict that kept us from asking for it; 304 where it is still ``unless``."""
        refusal = self._robots.refusal(url)
        if refusal:
            return skipped(url, refusal, before)
        return self._fetcher.get(url, body_bytes=self._file_bytes, unless=unless, patient=True)

    def check(self, url: str, before: LinkState | None = None) -> LinkState:
        """The verdict on a link target that is not read as a page."""
        ours = self._scope.ours(url, self.home)
        if ours and self._scope.excludes(url):
            return skipped(url, "excluded")
        if ours or same_site(url, self.home):
            return check_target(url, self._fetcher, self._robots, before)
        if not self._external:
            return skipped(url, "switched-off")

        def ask() -> LinkState:
            return check_target(url, self._fetcher, self._robots, before, foreign=True, baselines=self._baselines)

        if self._pool is None:
            return ask()
        pause = self._fetcher.hosts.of(url).pause
        return self._pool.verdict(url, before, ask=ask, pause=pause, stop=self._fetcher.stop)

    def shared(self) -> int:
        """Verdicts that the batch's pool had already."""
        return self._pool.taken if self._pool else 0

    def baseline(self, url: str) -> Baseline | None:
        """How the directory of one of the site's pages answers where nothing is; None where it is honest."""
        return self._baselines.of(url, own=True) if self._baselines is not None else None

    def probes(self, facts: Callable[[Response, int], PageFacts]) -> Iterator[Probe]:
        """What the site's host answers to questions that no page asks."""
        host = Host(
            self.home,
            get=self._probe,
            refusal=self._robots.refusal,
            addresses=lambda name: self._guard.addresses(name, host_port(self.home)[1], RESOLVE_SECONDS),
            copied=self.origins.to_served(self.home) != self.home,
        )
        return host.ask(facts)

    def more_pages(self, feeds: Sequence[str] = ()) -> Iterator[str]:
        """Addresses that the sitemap names (robots.txt says where it is, or it is /sitemap.xml), and then ``feeds``."""
        named = [self.origins.to_canonical(url) for url in self._robots.rules(self.home).sitemaps]
        first = [*self._sitemaps, *(named or [origin(self.home) + "/sitemap.xml"])]
        for read, addresses in ((read_sitemaps, first), (read_feeds, [url for url in feeds if self._ours(url)])):
            for url in read(addresses, self._sitemap):
                yield without_session(self.origins.to_canonical(url))

    def sheet(self, url: str) -> Response | None:
        """The style sheet at an address of the site; None for another site's, and where it cannot be had."""
        if not self._scope.ours(url, self.home) or self._scope.excludes(url) or self._robots.refusal(url):
            return None
        response = self._fetcher.get(url)
        return response if response.reason == "ok" and response.status == 200 else None

    def relay(self, method: str, url: str, headers: dict[str, str], body: bytes) -> Response:
        """What a page's script asks for, by the rules of the crawl; only the site itself is sent anything."""
        ours = self._scope.ours(url, self.home) or same_site(url, self.home)
        refusal = "excluded" if ours and self._scope.excludes(url) else ""
        if not ours and (method == "POST" or not self._external):
            refusal = "switched-off"
        refusal = refusal or self._robots.refusal(url)
        return refused(url, refusal) if refusal else self._fetcher.relay(method, url, headers, body)

    def connections(self) -> int:
        """How many pages may be asked for at a time."""
        return self._fetcher.hosts.of(self.origins.to_served(self.home)).connections

    def second_round(self) -> None:
        """Forget what failed, so that it is asked anew."""
        self._guard.forget_failures()
        self._robots.forget_failures()

    def rest(self, seconds: float) -> None:
        """Wait, unless the run is being stopped."""
        self._fetcher.stop.wait(seconds)

    def hang_up(self) -> None:
        """Close the connections that are kept open: a long rest begins. The next request dials anew."""
        self._fetcher.wire.close()

    def statistics(self) -> tuple[HostStatistics, ...]:
        """How each host was asked."""
        return self._fetcher.hosts.statistics()

    def close(self) -> None:
        """Cut what is still running."""
        self._fetcher.close()
        if self._pool:
            self._pool.close()

    def _first(self) -> Response:
        rules = self._robots.rules(self._entry)
        refusal = self._robots.refusal(self._entry)
        if refusal:
            return Response(url=self._entry, final_url=self._entry, reason=refusal, detail=rules.detail)
        return self._fetcher.get(self._entry)

    def _probe(self, url: str) -> Response:
        return self._fetcher.get(url, only_html=True, body_bytes=PROBED_BYTES)

    def _sitemap(self, url: str) -> Response:
        if self._robots.refusal(url) or not self._scope.ours(url, self.home):
            return Response(url=url, final_url=url, reason="robots")
        return self._fetcher.get(url, body_bytes=MAX_BYTES)

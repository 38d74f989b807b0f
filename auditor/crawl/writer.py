"""What a page came to, written into the frontier: its verdict, what is kept of it, and the addresses it leads to."""

from __future__ import annotations

import msgspec

from auditor.crawl.attachments import Attachments
from auditor.crawl.frontier import TAKEN, UNCHANGED, Claim, Frontier
from auditor.crawl.noticed import WAITING
from auditor.crawl.reading import Method, PageLinks
from auditor.crawl.rendering import RENDERED, Drawn
from auditor.crawl.source import Source
from auditor.crawl.traps import family_of
from auditor.crawl.visit import Visit


class Writer:
    """Writes inside of a transaction of its caller: all that a page came to, or nothing of it."""

    def __init__(
        self, frontier: Frontier, source: Source, attachments: Attachments, method: Method, max_depth: int
    ) -> None:
        self.frontier, self.source, self.attachments = frontier, source, attachments
        self.method, self.max_depth = method, max_depth

    def write(self, visit: Visit, *, again: bool) -> None:
        """Write down what a page came to; ``again`` leaves it to the second round."""
        claim, frontier = visit.claim, self.frontier
        if visit.moved_to:
            self._add_pages([visit.moved_to], rank=claim.rank | 1, found_on=claim.url)
        if visit.reading is not None:
            links = msgspec.msgpack.decode(visit.reading.links, type=PageLinks)
            self._add_links(links, claim)
            frontier.kept.keep(claim.url, visit.reading, claim.depth, self.method.facts_stamp, self.method.judge_stamp)
        elif visit.unchanged:
            self._add_links(frontier.kept.links_of(claim.url), claim)
            if visit.new_head is not None:
                frontier.kept.keep_response(claim.url, visit.new_head)
        if "#" in claim.url:
            frontier.said.notice(claim.url, ("route",))
        if visit.file is not None:
            self.attachments.write(visit.file)
        kept = UNCHANGED if visit.unchanged else TAKEN if visit.reading else 0
        frontier.finish_page(claim.url, visit.link, received=visit.received, kept=kept, again=again)

    def write_rendered(self, drawn: Drawn) -> None:
        """The rendered page in the place of what was read before its scripts ran."""
        claim, frontier, method = Claim(drawn.url, drawn.depth * 2, 0), self.frontier, self.method
        reading = drawn.reading
        links = msgspec.msgpack.decode(reading.links, type=PageLinks) if reading is not None else None
        if links is not None and self._echoes_its_page(drawn.url, links):
            reading = links = None
        if reading is not None and links is not None:
            self._add_links(links, claim)
            self._add_pages(list(links.routes), rank=claim.rank + 2, found_on=drawn.url)
            stamp = method.facts_stamp + RENDERED
            frontier.kept.keep(drawn.url, reading, drawn.depth, stamp, method.judge_stamp)
        if drawn.moved_to:
            self._add_pages([drawn.moved_to], rank=claim.rank | 1, found_on=drawn.url)
        frontier.said.withdraw(drawn.url, WAITING)
        frontier.said.notice(drawn.url, (drawn.code,))
        frontier.rendered(drawn.url, drawn.received, kept=reading is not None)

    def _echoes_its_page(self, url: str, links: PageLinks) -> bool:
        """Whether a route behind ``#`` shows what its page shows without: as most do for one unknown."""
        own, route, _ = url.partition("#")
        return bool(route) and links.content is not None and links.content == self.frontier.said.content(own)

    def _add_links(self, links: PageLinks, claim: Claim) -> None:
        frontier, rank = self.frontier, (claim.depth + 1) * 2
        pages: list[str] = []
        files: list[str] = []
        for url in frontier.unknown(links.followed, rank=rank, found_on=claim.url):
            (pages if self.source.is_page(url) else files).append(url)
        self.attachments.want(files)
        self.attachments.show(links.pictures)
        maybe = filter(self.source.is_page, links.maybe)
        pages += frontier.unknown(maybe, rank=rank, found_on=claim.url)
        self._add_pages(pages, rank=rank, found_on=claim.url)
        frontier.targets.add([*links.checked, *files])
        frontier.said.say(claim.url, family_of(claim.url), links.content)
        frontier.said.notice(claim.url, links.notices)
        if links.session and links.session < (frontier.noted("session") or "~"):
            frontier.note("session", links.session)

    def _add_pages(self, urls: list[str], *, rank: int, found_on: str) -> None:
        self.frontier.add_pages(urls, rank=rank, found_on=found_on, max_depth=self.max_depth)

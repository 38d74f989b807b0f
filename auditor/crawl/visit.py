"""One visit to a page: ask, judge what came, read what is new."""

from __future__ import annotations

import msgspec

from auditor.crawl.attachments import Attachments, FileVisit
from auditor.crawl.file_type import is_attachment
from auditor.crawl.frontier import Claim
from auditor.crawl.links import judge
from auditor.crawl.readers import Readers
from auditor.crawl.reading import Reading, digest_of
from auditor.crawl.response import Response, Validators, validators_of
from auditor.crawl.same import same_version, told_again
from auditor.crawl.sessions import without_session
from auditor.crawl.source import Source
from auditor.model import LinkState


class Visit(msgspec.Struct):
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
    file: FileVisit | None = None
    """Where it is no page but an attachment under a page's name."""


class Visitor:
    """Visits pages of a source; any thread may call it."""

    def __init__(self, source: Source, readers: Readers, attachments: Attachments, revalidate: bool) -> None:
        self._source, self._readers, self._revalidate = source, readers, revalidate
        self._attachments = attachments

    def visit(self, claim: Claim) -> Visit:
        """Ask for a page, judge the answer, and read it unless an earlier run's reading still holds.

        An address with a fragment is a page that scripts show under another's address: not asked, only rendered.
        """
        if "#" in claim.url:
            return Visit(claim, LinkState(url=claim.url, verdict="ok", reason="ok", status=200, final_url=claim.url))
        source, memory = self._source, claim.memory
        ask_for = memory.validators if memory and self._revalidate else Validators()
        answer = source.get(claim.url, claim.before, ask_for)
        if isinstance(answer, LinkState):
            return Visit(claim, answer)
        if answer.status == 304 and memory is not None:
            if not told_again(answer, memory.response):
                answer = source.get(claim.url, claim.before)
                if isinstance(answer, LinkState):
                    return Visit(claim, answer)
            elif memory.fits:
                return Visit(claim, judge(memory.response, claim.before), unchanged=True)
            else:
                answer = msgspec.structs.replace(memory.response, received=0)
        answer = _arrived(answer)
        visit = Visit(claim, judge(answer, claim.before), answer.received)
        if answer.body and not answer.is_html and is_attachment(answer.headers):
            reading = self._attachments.read(answer, visit.link)
            visit.file = FileVisit(visit.link, 0, answer, reading) if reading else None
        elif answer.final_url != claim.url:
            if answer.final_url and source.is_page(answer.final_url) and visit.link.verdict in ("ok", "redirected"):
                visit.moved_to = answer.final_url
        elif answer.reason == "ok" and answer.status == 200 and answer.is_html:
            if memory and memory.fits and same_version(answer, memory.response, digest_of(answer.body), memory.digest):
                visit.unchanged = True
                if validators_of(answer.headers) != memory.validators:
                    visit.new_head = answer
            else:
                visit.reading = self._readers.read(answer, claim.depth)
        return visit


def _arrived(answer: Response) -> Response:
    """An answer whose redirects led only to a session id has come from the address itself."""
    final = without_session(answer.final_url)
    if final == answer.final_url:
        return answer
    hops = () if final == answer.url else answer.hops
    return msgspec.structs.replace(answer, final_url=final, hops=hops)

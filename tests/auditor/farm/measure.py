"""One crawl of the farm, and how well its verdicts agree with the manifest."""

from __future__ import annotations

import contextlib
import os
import socket
import ssl
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

import msgspec

from auditor.crawl import guard
from auditor.crawl.crawl import crawl
from auditor.crawl.fetch import Limits
from auditor.crawl.frontier import Frontier
from auditor.crawl.host import Pace
from auditor.crawl.reading import Method
from auditor.crawl.reasons import REASONS, NotFetched
from auditor.crawl.response import Response
from auditor.crawl.target import Budget, Options, WebTarget
from auditor.crawl.url import Origins, origin
from auditor.facts.document import read_page
from auditor.model import LinkState, PageFacts
from tests.auditor.crawl.farm import page, reply, running
from tests.auditor.farm.certificates import Authority, make
from tests.auditor.farm.manifest import Case, Host, Manifest
from tests.auditor.farm.servers import ACTS, answer_of, whole

HOME = "http://site.example"
_look_up = guard._look_up


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One reason code: how often it is true, how often it was said, how often wrongly."""

    reason: str
    positives: int
    near: int
    found: int
    false: int

    @property
    def precision(self) -> float:
        """Share of what was said that is true; 1 where nothing was said."""
        return (self.found - self.false) / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of what is true that was said; 1 where nothing is."""
        return (self.found - self.false) / self.positives if self.positives else 1.0


def verdicts(manifest: Manifest) -> dict[str, LinkState]:
    """Crawl the farm's site as the auditor does; the verdict of each labelled address."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="farm-")))
        trusted, stranger = Authority(folder, "trusted"), Authority(folder, "stranger")
        served = {host.origin: stack.enter_context(_open(host, manifest, folder, trusted, stranger))
                  for host in manifest.hosts}  # fmt: skip
        stack.enter_context(patch.dict(os.environ, {"SSL_CERT_FILE": str(trusted.file)}))
        stack.enter_context(patch.object(guard, "_look_up", _resolve))
        frontier, origins = Frontier(":memory:"), Origins(served.items())
        stack.callback(frontier.close)
        crawl(
            WebTarget(HOME + "/", origins),
            Budget(),
            frontier=frontier,
            method=Method(facts=_facts, origins=origins.pairs),
            options=Options(
                loopback_pace=Pace(interval=0.0, connections=16, backoff_cap=0.05, retry_after_cap=0.05),
                limits=Limits(seconds=2.5, body_bytes=2_000_000),
                threads=12,
                probes=True,
                second_round_after=0.05,
            ),
        )
        return {link.url: link for link in frontier.links()}


def table(cases: Sequence[Case], told: dict[str, LinkState]) -> list[Row]:
    """A row for each reason code that is true of some address, or was said of one."""
    said = [(case, told[case.url].reason if case.url in told else "") for case in cases if case.expect]
    return [
        Row(
            reason=reason,
            positives=sum(case.expect == reason for case, _ in said),
            near=sum(case.near == reason for case, _ in said),
            found=sum(found == reason for _, found in said),
            false=sum(found == reason != case.expect for case, found in said),
        )
        for reason in REASONS
        if any(reason in (case.expect, found) for case, found in said)
    ]


@contextlib.contextmanager
def _open(host: Host, manifest: Manifest, folder: Path, trusted: Authority, stranger: Authority) -> Iterator[str]:
    """Serve one origin; gives its loopback address."""
    if host.served == "closed":
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        yield f"http://127.0.0.1:{port}"
        return
    context = None
    if host.certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(make(host.certificate, folder, host.served, trusted, stranger))
    with running(host.served, context) as farm:
        farm.otherwise = ACTS[host.otherwise]
        if host.origin.startswith("https:") and not host.certificate:
            farm.greeting = b"HTTP/1.1 400 Bad\r\n\r\n"
        farm.routes["/robots.txt"] = page("", f"{host.robots} No") if host.robots.isdigit() else _robots(host.robots)
        if host.origin == HOME:
            farm.routes["/"] = whole("明川县人民政府", _links(manifest.cases))
        for case in manifest.cases:
            if origin(case.url) == host.origin and case.answers:
                farm.routes[case.url.removeprefix(host.origin)] = answer_of(case)
        yield farm.url.replace("http:", "https:") if host.origin.startswith("https:") else farm.url


def _robots(text: str) -> bytes:
    return reply(text.encode(), content_type="text/plain") if text else page("", "404 No")


def _links(cases: Sequence[Case]) -> str:
    parts = [
        f'<img src="{case.url}" alt="">' if case.url.endswith(".png") else f'<a href="{case.url}">去</a>'
        for case in cases
        if case.expect
    ]
    return "<p>" + "</p><p>".join(parts) + "</p>"


def _resolve(host: str, port: int, seconds: float) -> tuple[Any, ...]:
    """The resolver of the farm: it knows addresses, and no public name."""
    if host.startswith("again"):
        raise NotFetched("dns-failed", f"{host}: EAI_AGAIN")
    if host.endswith("-bureau.cn"):
        raise NotFetched("dns", f"{host}: no such name")
    return _look_up(host, port, seconds)


def _facts(response: Response, depth: int) -> PageFacts:
    return read_page(
        response.final_url, response.status, response.headers, response.body, depth=depth, truncated=response.truncated
    )

"""One hop's answer: how it is asked for, how much of it is read, and the reason code that its status stands for."""

from __future__ import annotations

import msgspec
import urllib3

from auditor.crawl.body import read_body
from auditor.crawl.challenge import HEAD, is_challenge
from auditor.crawl.file_type import FIRST, is_attachment
from auditor.crawl.response import Response, Validators, is_html
from auditor.model import Hop

REDIRECTS = {301, 302, 303, 307, 308}
_STATUS_REASONS = {404: "not-found", 410: "gone", 401: "login", 403: "forbidden", 429: "rate-limited", 451: "legal"}


class Answer(msgspec.Struct):
    """One hop's answer."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""
    truncated: str = ""
    received: int = 0
    late: bool = False

    def header(self, name: str) -> str:
        """The first header of that lower-case name, or empty."""
        return next((value for key, value in self.headers if key == name), "")


class Want(msgspec.Struct, frozen=True):
    """How an address is asked; ``limit`` bounds the body, ``part`` is a Range from the start (0: the whole).

    ``unless`` names the version that needs not be sent again; only the address itself is asked so, no redirect's.
    """

    method: str
    only_html: bool
    limit: int
    part: int
    unless: Validators = Validators()
    files: int = 0
    """Bytes up to which an attachment in place of a page is read whole, although only pages are asked for; 0: none."""
    patient: bool = False
    """What has arrived of the body when the time is over is enough to judge by."""


def read_answer(response: urllib3.BaseHTTPResponse, want: Want) -> Answer:
    """Read as much of a hop's answer as is wanted of it; a redirect's body is left, for it may drip for ever."""
    headers = tuple((name.lower(), value) for name, value in response.headers.iteritems())
    answer = Answer(response.status, headers)
    if want.method == "HEAD" or response.status in (204, 304):
        response.drain_conn()
        response.release_conn()
    elif response.status in REDIRECTS and answer.header("location"):
        response.close()  # nobody reads it, and it may drip for ever
    elif (
        want.only_html
        and not (want.files and is_attachment(headers))
        and response.status == 200
        and not is_html(answer.header("content-type") or "text/html", b"")
    ):
        response.close()
        answer.truncated = "not-html"
    else:
        limit = want.limit if response.status == 200 else min(want.limit, HEAD)
        if want.files and not is_html(answer.header("content-type") or "text/html", b""):
            limit = min(want.files, limit) if response.status != 200 else want.files
        body = read_body(response, limit, answer.header("content-encoding"))
        answer.body, answer.truncated, answer.received = body.data, body.truncated, body.received
        judged = (want.patient or want.files) and len(body.data) >= FIRST
        answer.late = body.truncated == "timeout" and response.status == 200 and not judged
    return answer


def response_of(url: str, current: str, answer: Answer, hops: tuple[Hop, ...]) -> Response:
    """The answer of ``current`` as that of ``url``, with its reason code."""
    status = answer.status
    if 200 <= status < 300 or status == 304:
        reason = "ok"
    elif status in _STATUS_REASONS:
        reason = _STATUS_REASONS[status]
    elif 500 <= status < 600:
        reason = "server-error"
    else:
        reason = "client-error" if 400 <= status < 500 else "odd-status"
    if reason not in ("not-found", "gone") and is_challenge(status, answer.headers, answer.body):
        reason = "challenge"
    return Response(
        url=url, final_url=current, status=status, reason=reason, headers=answer.headers, body=answer.body,
        hops=hops, truncated=answer.truncated, received=answer.received,
    )  # fmt: skip

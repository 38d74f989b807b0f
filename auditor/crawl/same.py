"""Whether a page is still as an earlier run kept it: by its server's word (304), or by the body it sent.

What may differ without a difference is what a server writes anew into every answer: the hour, a session's cookie, the
number of the request. All other headers count, so that what checks read of them is of today (RFC 9111, 3.2).
"""

from __future__ import annotations

import re

from auditor.crawl.response import Response

_EACH_TIME = re.compile(
    r"date|age|expires|connection|keep-alive|content-length|content-encoding|transfer-encoding|accept-ranges|vary|etag"
    r"|last-modified|via|server-timing|x-runtime|eagleid|cf-ray|.*-?(?:trace|request|correlation)-?id|x-.*cache.*"
    r"|x-via|x-served-by|x-timer|.*-time"
)
"""Headers of one answer and not of the page."""

_VALUES = re.compile(r"^([^=;]*)=[^;]*|;\s*(?:expires|max-age)=[^;]*", re.I)


def same_version(answer: Response, kept: Response, digest: str, kept_digest: str) -> bool:
    """Whether facts taken of ``kept`` are those that ``answer`` would give."""
    return (
        digest == kept_digest
        and (answer.status, answer.hops, answer.truncated) == (kept.status, kept.hops, kept.truncated)
        and _lasting(answer) == _lasting(kept)
    )


def told_again(answer: Response, kept: Response) -> bool:
    """Whether a 304 repeats what was kept: a header that it names is the same (RFC 9110, 15.4.5)."""
    if answer.hops != kept.hops:
        return False
    before = _lasting(kept)
    return all(before.get(name) == values for name, values in _lasting(answer).items())


def _lasting(response: Response) -> dict[str, list[str]]:
    lasting: dict[str, list[str]] = {}
    for name, value in response.headers:
        if name == "set-cookie":  # its name and attributes; the value is one visitor's
            shape = _VALUES.sub(r"\1", value)
            lasting.setdefault(name, []).append(shape)
        elif not _EACH_TIME.fullmatch(name):
            lasting.setdefault(name, []).append(value)
    return lasting

"""The verdict on an address, from what its server answered. Said once a run, whoever links to it."""

from __future__ import annotations

from auditor.crawl.challenge import HEAD
from auditor.crawl.fetch import Fetcher, Response
from auditor.crawl.reasons import REASONS
from auditor.crawl.robots import Robots
from auditor.model import LinkState

# Asking again with GET cannot change these: the host itself was not reached.
_NO_USE = {"dns", "dns-failed", "no-network", "refused", "unreachable", "private-address"}

FILE_SUFFIXES = frozenset(
    suffix
    for suffixes in (
        "pdf ofd ceb sep doc docm docx dot dps et wps rtf xls xlsm xlsx csv pps ppsx ppt pptx txt",  # documents
        "7z bz2 gz iso jar rar tar tgz zip apk dmg exe msi",  # archives and programs
        "bmp gif ico jpeg jpg png psd svg tif tiff webp",  # pictures
        "aac avi flac flv m4a m4v mov mp3 mp4 mpeg mpg ogg rm rmvb swf wav webm wma wmv",  # sound and film
        "atom css eot js json map mjs otf rss ttf woff woff2 xml",  # parts of pages
    )
    for suffix in suffixes.split()
)
"""What a link names a file by: checked, never read as a page."""


def names_file(url: str) -> bool:
    """Whether the path ends like a file's that no browser shows as a page."""
    name = url.partition("?")[0].rpartition("/")[2]
    return name.rpartition(".")[2].lower() in FILE_SUFFIXES if "." in name else False


def judge(response: Response, before: LinkState | None = None) -> LinkState:
    """The verdict on an answer. ``before`` is the first round's verdict, where this is the second.

    A name that does not exist is ``broken`` only when it was missing both times, until then ``suspect``.
    """
    reason = response.reason
    if reason == "ok" and response.hops:
        reason = _moved(response)
    verdict = REASONS[reason].verdict
    if reason == "dns" and (before is None or before.reason not in ("dns", "no-network")):
        verdict = "suspect"
    return LinkState(
        url=response.url,
        verdict=verdict,
        reason=reason,
        status=response.status,
        final_url=response.final_url,
        redirects=response.hops,
        content_type=response.header("content-type"),
        detail=response.detail,
    )


def skipped(url: str, reason: str, before: LinkState | None = None) -> LinkState:
    """The verdict on an address that was not asked (or whose host could not be reached for robots.txt)."""
    return judge(Response(url=url, final_url=url, reason=reason), before)


def ask_again(link: LinkState) -> bool:
    """Whether a failure may pass, so that the address gets the second, slow round."""
    return REASONS[link.reason].passing


def check_target(url: str, fetcher: Fetcher, robots: Robots, before: LinkState | None = None) -> LinkState:
    """Ask for a link target as cheaply as is honest: HEAD, whose success is believed and whose failure is not."""
    refusal = robots.refusal(url)
    if refusal:
        return skipped(url, refusal, before)
    response = fetcher.get(url, method="HEAD")
    if response.reason != "ok" and response.reason not in _NO_USE:
        response = fetcher.get(url, body_bytes=HEAD, part=HEAD if names_file(url) else 0)
        if response.status == 416:
            response = fetcher.get(url, body_bytes=HEAD)
    return judge(response, before)


def _moved(response: Response) -> str:
    home = response.final_url.partition("://")[2].partition("/")[2] == ""
    asked_more = response.url.partition("://")[2].partition("/")[2] != ""
    if home and asked_more:
        return "moved-to-home"
    permanent = all(hop.status in (301, 308) for hop in response.hops)
    return "moved-permanently" if permanent else "moved-temporarily"

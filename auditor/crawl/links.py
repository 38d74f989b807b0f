"""The verdict on an address, from what its server answered. Said once a run, whoever links to it."""

from __future__ import annotations

import re

import msgspec

from auditor.crawl.baseline import PROBED_BYTES, Baselines
from auditor.crawl.challenge import HEAD
from auditor.crawl.error_page import is_error_address, says_closed, says_missing
from auditor.crawl.fetch import Fetcher
from auditor.crawl.file_type import FIRST, file_fault, is_looked_into, is_markup, may_be_empty
from auditor.crawl.parked import says_for_sale
from auditor.crawl.reasons import REASONS
from auditor.crawl.response import Response
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


_SAME = {
    "dns": ("dns", "no-network"),  # the resolver had not yet shown that it knows any name
    "not-found": ("not-found", "gone"),
    "gone": ("not-found", "gone"),
}
"""First-round reasons that confirm a second."""


def names_file(url: str) -> bool:
    """Whether the path ends like a file's that no browser shows as a page."""
    name = url.partition("?")[0].rpartition("/")[2]
    return name.rpartition(".")[2].lower() in FILE_SUFFIXES if "." in name else False


def judge(response: Response, before: LinkState | None = None) -> LinkState:
    """The verdict on an answer. ``before`` is the first round's verdict, where this is the second.

    What is certain only when it was so both times (a name that does not exist) is ``suspect`` until then.
    """
    reason, detail = response.reason, response.detail
    if reason == "ok":
        reason, said = _looked_at(response)
        detail = said or detail
    verdict = REASONS[reason].verdict
    if REASONS[reason].twice and (before is None or before.reason not in _SAME.get(reason, (reason,))):
        verdict = "suspect"
    return LinkState(
        url=response.url,
        verdict=verdict,
        reason=reason,
        status=response.status,
        final_url=response.final_url,
        redirects=response.hops,
        content_type=response.header("content-type"),
        detail=detail[:200],
        expires=response.expires,
    )


def _looked_at(response: Response) -> tuple[str, str]:
    """The reason behind a final status 2xx, and the words that say so."""
    if response.body and response.status in (200, 206):
        if response.is_html:
            if response.hops and _PASSWORD.search(response.body):
                return "login-page", response.final_url
            if said := says_missing(response.body, response.header("content-type")):
                return "soft-404", said
            whole = not (response.truncated or response.header("refresh") or names_file(response.url))
            if whole and (said := says_closed(response.body, response.header("content-type"))):
                return "closed", said
        if is_looked_into(response.url) and (
            fault := file_fault(response.url, response.body[:FIRST], says_html=response.is_html)
        ):
            return fault, ""
    elif response.status == 200 and _is_empty(response):
        return "empty-file", ""
    elif response.status == 200 and response.method == "GET" and _is_blank(response):
        return "closed", "空白页"
    return (_moved(response) if response.hops else "ok"), ""


def judge_file(response: Response, before: LinkState | None = None) -> LinkState:
    """The verdict on an attachment that was asked for whole: the same as on its first bytes."""
    link = judge(response, before)
    if link.verdict in ("ok", "redirected") and response.is_html and is_markup(response.body):
        return msgspec.structs.replace(link, verdict="suspect", reason="page-for-file")
    return link


def _is_empty(response: Response) -> bool:
    """Whether a file was asked for with GET and came whole with no byte in it."""
    named = names_file(response.url) and not may_be_empty(response.url)
    return named and response.method == "GET" and not response.truncated and _length(response) in (0, None)


def _is_blank(response: Response) -> bool:
    """Whether a page came whole with no byte in it."""
    html = response.header("content-type").lower().startswith("text/html")
    html = html and not response.header("refresh")
    return html and not response.truncated and not names_file(response.url) and _length(response) in (0, None)


def skipped(url: str, reason: str, before: LinkState | None = None) -> LinkState:
    """The verdict on an address that was not asked (or whose host could not be reached for robots.txt)."""
    return judge(Response(url=url, final_url=url, reason=reason), before)


def ask_again(link: LinkState) -> bool:
    """Whether a failure may pass, so that the address gets the second, slow round."""
    return REASONS[link.reason].passing


def rest_after(link: LinkState, seconds: float) -> float:
    """How long a failure is left alone before it is asked again, of ``seconds``: less where the server did answer."""
    return seconds / 3 if link.reason in ("not-found", "gone", "empty-file") else seconds


def check_target(
    url: str,
    fetcher: Fetcher,
    robots: Robots,
    before: LinkState | None = None,
    *,
    foreign: bool = False,
    baselines: Baselines | None = None,
) -> LinkState:
    """Ask for a link target as cheaply as is honest.

    - A document or archive: its first bytes, since 200 is also what a page of errors answers.
    - A page of another host (``foreign``): its first 64 KB, judged by words, and by ``baselines`` where given.
    - Anything else (pictures, scripts, forms): HEAD, whose success is believed unless its own words belie it, and
      whose failure is not.
    """
    refusal = robots.refusal(url)
    if refusal:
        return skipped(url, refusal, before)
    if is_looked_into(url):
        return judge(_first_bytes(url, fetcher, FIRST), before)
    if foreign and not names_file(url):
        return _page_elsewhere(fetcher.get(url, only_html=True, body_bytes=PROBED_BYTES), baselines, before)
    response = fetcher.get(url, method="HEAD")
    belied = names_file(url) and (response.is_html or (_length(response) == 0 and not may_be_empty(url)))
    doubtful = response.reason != "ok" or belied
    if doubtful and response.reason not in _NO_USE:
        response = _first_bytes(url, fetcher, HEAD)
    link = judge(response, before)
    if link.verdict in ("ok", "redirected") and names_file(url) and response.is_html and is_markup(response.body):
        return msgspec.structs.replace(link, verdict="suspect", reason="page-for-file")
    return link


def _first_bytes(url: str, fetcher: Fetcher, number: int) -> Response:
    response = fetcher.get(url, body_bytes=number, part=number if names_file(url) else 0)
    return fetcher.get(url, body_bytes=number) if response.status == 416 else response


def _page_elsewhere(response: Response, baselines: Baselines | None, before: LinkState | None) -> LinkState:
    """The verdict on a page of another host: who sells its name, and whose host answers 200 to everything."""
    link = judge(response, before)
    if response.reason != "ok" or link.verdict not in ("ok", "redirected") or not response.is_html:
        return link
    if said := says_for_sale(response.body, response.header("content-type")):
        return msgspec.structs.replace(link, verdict="suspect", reason="parked", detail=said)
    if baselines is None or is_home(link.url):  # a home page is never a soft 404
        return link
    baseline = baselines.of(link.url)
    return soft(link) if baseline is not None and baseline.fits(response) else link


def soft(link: LinkState) -> LinkState:
    """The verdict on an address that answers as its directory does where nothing is."""
    return msgspec.structs.replace(
        link, verdict="suspect", reason="soft-404", detail="与同一目录下不存在的地址答复相同"
    )


_PASSWORD = re.compile(rb"<input\b[^>]*\btype\s*=\s*[\"']?password", re.I)
_HOME_PATH = re.compile(r"/?(?:(?:index|default|home|main)(?:\.\w{1,6})?)?", re.I)


def is_home(url: str) -> bool:
    """Whether an address is that of a home page: nothing behind the host but perhaps ``index.html``."""
    rest = url.partition("://")[2]
    return "?" not in rest and _HOME_PATH.fullmatch("/" + rest.partition("/")[2]) is not None


def _length(response: Response) -> int | None:
    """The size of the file as its server says, also where only a part was sent; None where it does not."""
    total = response.header("content-range").rpartition("/")[2]
    said = total if total.isdigit() else response.header("content-length").strip()
    return int(said) if said.isdigit() else None


def _moved(response: Response) -> str:
    if is_home(response.final_url) and not is_home(response.url):
        return "moved-to-home"
    if is_error_address(response.final_url) and not is_error_address(response.url):
        return "moved-to-error"
    permanent = all(hop.status in (301, 308) for hop in response.hops)
    return "moved-permanently" if permanent else "moved-temporarily"

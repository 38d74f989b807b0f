"""How a directory of a host answers for a page that cannot be there: one or two addresses that nobody has written.

Hosts that answer 200, or lead elsewhere, where 404 is meant (soft 404; Bar-Yossef et al., WWW 2004, "Sic transit gloria
telae", probe the directory of the page in question) are told from others by this. An answer is a soft 404 where it

- was led to the same place as the probes, or
- holds every line that the probes share and the home page has not, and hardly a line of its own.

An honest directory costs one request a run, a lying one two. The addresses are the same in every run, so that a report
can be made again; a directory is a shape: ``/art/2024/3/5/`` and ``/art/2025/11/2/`` are one.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future
from hashlib import blake2b

import msgspec

from auditor.crawl.file_type import suffix
from auditor.crawl.response import Response
from auditor.crawl.shown import Shown, read_shown
from auditor.crawl.url import origin

PROBED_BYTES = 65_536
"""Bytes of a page that are compared."""

PER_ORIGIN = 3
"""Directories of another origin that are probed at most; what lies in others is taken at its word."""

OWN_WORDS = 24
"""Characters that a page may show beyond the error page and still be one: a date in words, the name of a visitor."""

TELLING = 4
"""Characters that the probes must share beyond the home page, to be recognised by."""

_NUMBER = re.compile(r"\d+")
_NOT_THERE = {"not-found", "gone"}


class Baseline(msgspec.Struct, frozen=True):
    """How a directory answers where nothing is: ``landing`` where it leads, else the lines it shows."""

    landing: str = ""
    telling: frozenset[str] = frozenset()
    """Shapes of lines that every probe shows and the home page does not."""
    known: frozenset[str] = frozenset()
    """Shapes of all lines seen on a probe or the home page."""

    def fits(self, answer: Response) -> bool:
        """Whether an answer is what the directory says where nothing is."""
        if self.landing:
            return bool(answer.hops) and answer.final_url == self.landing and answer.url != self.landing
        if answer.hops or not self.telling:
            return False
        shown = read_shown(answer.shown[:PROBED_BYTES], answer.header("content-type"))
        asked = answer.url[len(origin(answer.url)) :]
        shapes = Shown(shown.title, tuple(line for line in shown.lines if asked not in line)).shapes()
        own = sum(len(shape) for shape in shapes - self.known)
        return self.telling <= shapes and own <= OWN_WORDS


class Baselines:
    """The baselines of a run, each probed once; the first thread to ask probes, the others wait for it."""

    def __init__(self, get: Callable[[str], Response], refused: Callable[[str], str]) -> None:
        """``get`` asks for a page; ``refused`` says why robots.txt does not let us, or is empty."""
        self._get, self._refused = get, refused
        self._known: dict[str, Future[Baseline | None]] = {}
        self._probed: Counter[str] = Counter()
        self._lock = threading.Lock()

    def of(self, url: str, *, own: bool = False) -> Baseline | None:
        """The baseline of the directory of ``url``; None where the host is honest, or where it was not asked.

        ``own`` lifts the bound for each origin: for the audited site the caller counts.
        """
        shape = directory_shape(url)
        with self._lock:
            known = self._known.get(shape)
            first = known is None
            if known is None:
                if not own and self._probed[origin(url)] >= PER_ORIGIN:
                    return None
                self._probed[origin(url)] += 1
                known = self._known[shape] = Future()
        if first:
            try:
                known.set_result(self._learn(url))
            except BaseException as error:
                known.set_exception(error)
                raise
        return known.result()

    def _learn(self, url: str) -> Baseline | None:
        one, two = probe_addresses(url)
        if self._refused(one):
            return None
        first = self._get(one)
        if first.reason != "ok":
            return None
        home = origin(url) + "/"
        start = Response(url=home, final_url=home) if self._refused(home) else self._get(home)
        return learn(first, self._get(two), start)


def learn(first: Response, second: Response, home: Response) -> Baseline | None:
    """What two probes have in common, and the home page not; None where they tell nothing."""
    if first.reason != "ok" or second.reason != "ok":
        return None
    if first.hops or second.hops:
        return Baseline(landing=first.final_url) if first.final_url == second.final_url else None
    one, two, start = (_shown(answer) for answer in (first, second, home))
    telling = (one.shapes() & two.shapes()) - start.shapes()
    if sum(map(len, telling)) < TELLING:
        return None
    return Baseline(telling=telling, known=one.shapes() | two.shapes() | start.shapes())


def _shown(answer: Response) -> Shown:
    return read_shown(answer.body[:PROBED_BYTES] if answer.is_html else b"", answer.header("content-type"))


def directory_shape(url: str) -> str:
    """The directory of an address with its numbers left open, and the suffix of its name: what is probed once."""
    own = origin(url)
    directory = url.partition("?")[0][len(own) :].rpartition("/")[0]
    return f"{own}{_NUMBER.sub('#', directory)}/*.{suffix(url)}"


def probe_addresses(url: str) -> tuple[str, str]:
    """Two addresses beside ``url`` that nobody has written, always the same two."""
    directory, _, _ = url.partition("?")[0].rpartition("/")
    end = "." + suffix(url) if suffix(url) else ""
    name = blake2b(directory_shape(url).encode(), digest_size=6).hexdigest()
    return f"{directory}/gongkai-{name}{end}", f"{directory}/wu-{name[::-1]}{end}"
